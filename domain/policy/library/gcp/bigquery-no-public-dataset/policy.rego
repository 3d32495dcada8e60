# METADATA
# title: Datasets must not be public
# description: "A dataset shared with everyone is public data."
# custom:
#   rule: GCP.BIGQUERY.NO_PUBLIC_DATASET
#   severity: CRITICAL
#   remediation: "Remove the access block or name the users and groups that need it."
#   resource_types: [google_bigquery_dataset]
#   controls:
#     cis-4.0: ["7.1"]
#     cis-3.0: ["7.1", "8.1"]
#     cis-2.0: ["7.1"]
#     nist-800-53-r5: ["AC-3", "AC-5", "AC-6", "MP-2"]
#     pci-dss-3.2.1: ["7.1"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "A1.2.1", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "2.2.7", "A3.4.1", "3.5.1", "3.5.1.3", "5.3.4", "8.3.2", "10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.3.2", "10.6.3"]
#     checkov: ["CKV_GCP_15"]
#     trivy: ["GCP-0046"]
package lintel.gcp.bigquery_no_public_dataset

import data.lintel.lib.resource

anyone := {"allUsers", "allAuthenticatedUsers"}

principals := ["user_by_email", "group_by_email", "domain", "special_group", "iam_member", "view", "routine", "dataset"]

deny contains resource.finding(dataset, array.concat(block.path, [name]), sprintf("the dataset is open to %s", [member])) if {
	some dataset in resource.of(["google_bigquery_dataset"])
	some block in resource.blocks(dataset, ["access"])
	some name in ["special_group", "iam_member"]
	member := object.get(block.values, name, "")
	member in anyone
}

# Access without anyone named is access for all.
deny contains resource.finding(dataset, block.path, "this access block names nobody, which means everybody") if {
	some dataset in resource.of(["google_bigquery_dataset"])
	some block in resource.blocks(dataset, ["access"])
	count([name | some name in principals; not object.get(block.values, name, null) in {null, "", []}]) == 0
	not resource.partly_unresolved(dataset, block.path)
}

undecided contains resource.finding(dataset, array.concat(block.path, [name]), sprintf("%s is known only after apply", [name])) if {
	some dataset in resource.of(["google_bigquery_dataset"])
	some block in resource.blocks(dataset, ["access"])
	some name in ["special_group", "iam_member"]
	resource.unresolved(dataset, array.concat(block.path, [name]))
}
