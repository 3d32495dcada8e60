# METADATA
# title: Database storage must be encrypted
# description: "Encryption at rest of a database can only be chosen when it is created."
# custom:
#   rule: AWS.RDS.STORAGE_ENCRYPTED
#   severity: HIGH
#   remediation: "Set storage_encrypted = true; restore an existing database from an encrypted copy of its snapshot."
#   resource_types: [aws_db_instance, aws_rds_cluster, aws_rds_global_cluster]
#   controls:
#     cis-5.0: ["2.2.1"]
#     cis-3.0: ["2.3.1"]
#     cis-1.4: ["2.3.1"]
#     nist-800-53-r5: ["AU-9(3)", "CP-9", "CP-9(8)", "SC-8(3)", "SC-8(4)", "SC-13", "SC-28(1)", "SI-19(4)"]
#     aws-fsbp: ["RDS.27", "RDS.3"]
#     pci-dss-4.0: ["3.5.1", "8.3.2"]
#     soc2: ["PI.1.5"]
#     checkov: ["CKV_AWS_16", "CKV_AWS_96", "CKV_AWS_140"]
#     trivy: ["AWS-0080", "AWS-0079"]
package lintel.aws.rds_storage_encrypted

import data.lintel.lib.resource

deny contains resource.finding(found, ["storage_encrypted"], "the storage of the database is not encrypted") if {
	some found in judged
	not resource.is_true(resource.value(found, ["storage_encrypted"], null))
	not resource.unresolved(found, ["storage_encrypted"])
	not inherited(found)
}

undecided contains resource.finding(found, ["storage_encrypted"], "storage_encrypted is known only after apply") if {
	some found in judged
	resource.unresolved(found, ["storage_encrypted"])
}

undecided contains resource.finding(found, ["storage_encrypted"], "the snapshot or cluster it is made from decides") if {
	some found in judged
	inherited(found)
}

types := ["aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster"]

judged := [found |
	some found in resource.of(types)
	not serverless(found)
]

# Serverless v1 clusters are always encrypted.
serverless(found) if lower(resource.value(found, ["engine_mode"], "")) == "serverless"

inherited(found) if {
	resource.value(found, ["storage_encrypted"], null) == null
	not resource.unresolved(found, ["storage_encrypted"])
	some source in ["snapshot_identifier", "replicate_source_db", "replication_source_identifier", "source_db_cluster_identifier", "restore_to_point_in_time", "s3_import"]
	not resource.value(found, [source], null) in {null, "", []}
}
