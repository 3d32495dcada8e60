# METADATA
# title: File systems must be encrypted
# description: "A file system can only be encrypted when it is created."
# custom:
#   rule: AWS.EFS.ENCRYPTED
#   severity: HIGH
#   remediation: "Set encrypted = true; an existing file system has to be replaced."
#   resource_types: [aws_efs_file_system]
#   controls:
#     cis-5.0: ["2.3.1"]
#     cis-3.0: ["2.4.1"]
#     nist-800-53-r5: ["AU-9(3)", "CP-9", "SC-8(3)", "SC-8(4)", "SC-13", "SC-28(1)", "SI-19(4)"]
#     aws-fsbp: ["EFS.1"]
#     pci-dss-4.0: ["3.5.1", "8.3.2"]
#     checkov: ["CKV_AWS_42"]
#     trivy: ["AWS-0037"]
package lintel.aws.efs_encrypted

import data.lintel.lib.resource

types := ["aws_efs_file_system"]

deny contains resource.finding(found, ["encrypted"], "the file system is not encrypted") if {
	some found in resource.of(types)
	not resource.is_true(resource.value(found, ["encrypted"], null))
	not resource.unresolved(found, ["encrypted"])
}

undecided contains resource.finding(found, ["encrypted"], "encrypted is known only after apply") if {
	some found in resource.of(types)
	resource.unresolved(found, ["encrypted"])
}
