# METADATA
# title: Databases must not be publicly accessible
# description: "A database with a public address is one leaked password or one engine flaw away from disclosure."
# custom:
#   rule: AWS.RDS.NO_PUBLIC_ACCESS
#   severity: CRITICAL
#   remediation: "Set publicly_accessible = false and reach the database through the VPC."
#   resource_types: [aws_db_instance, aws_rds_cluster_instance]
#   controls:
#     cis-5.0: ["2.2.3"]
#     cis-3.0: ["2.3.3"]
#     nist-800-53-r5: ["AC-2(6)", "AC-3", "AC-3(7)", "AC-4(21)", "AC-6", "AC-17", "AC-17(1)", "AC-17(4)", "AC-17(9)", "AC-17(10)", "MP-2", "SC-7", "SC-7(2)", "SC-7(3)", "SC-7(7)", "SC-7(9)", "SC-7(11)", "SC-7(12)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(24)", "SC-7(25)", "SC-7(26)", "SC-7(27)", "SC-7(28)", "SC-25"]
#     aws-fsbp: ["RDS.2"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A3.4.1", "3.5.1.3", "10.3.2"]
#     soc2: ["CC6.2"]
#     checkov: ["CKV_AWS_17"]
#     trivy: ["AWS-0180"]
package lintel.aws.rds_no_public_access

import data.lintel.lib.resource

types := ["aws_db_instance", "aws_rds_cluster_instance"]

deny contains resource.finding(found, ["publicly_accessible"], "the database has a public address") if {
	some found in resource.of(types)
	resource.is_true(resource.value(found, ["publicly_accessible"], null))
}

undecided contains resource.finding(found, ["publicly_accessible"], "publicly_accessible is known only after apply") if {
	some found in resource.of(types)
	resource.unresolved(found, ["publicly_accessible"])
}
