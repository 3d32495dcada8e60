# METADATA
# title: Buckets must not be public
# description: "A grant to allUsers or allAuthenticatedUsers publishes every object of the bucket."
# custom:
#   rule: GCP.STORAGE.NO_PUBLIC_ACCESS
#   severity: CRITICAL
#   remediation: "Grant the role to named members; publish through a load balancer with signed URLs."
#   resource_types: [google_storage_bucket_access_control, google_storage_bucket_acl, google_storage_bucket_iam_binding, google_storage_bucket_iam_member]
#   controls:
#     cis-4.0: ["5.1"]
#     cis-3.0: ["5.1"]
#     cis-2.0: ["5.1"]
#     nist-800-53-r5: ["AC-3", "AC-5", "AC-6", "MP-2"]
#     pci-dss-3.2.1: ["7.1"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "A1.2.1", "1.2.5", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "2.2.5", "A3.4.1", "3.5.1.3", "4.2.1", "7.2.1", "7.2.2", "7.2.5", "7.2.6", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "8.2.8", "8.3.2", "8.3.4", "10.3.2", "10.3.3", "10.3.4", "10.6.3"]
#     soc2: ["CC6.1"]
#     checkov: ["CKV_GCP_28"]
#     trivy: ["GCP-0001"]
package lintel.gcp.storage_no_public_access

import data.lintel.lib.resource

anyone := {"allUsers", "allAuthenticatedUsers"}

attributes := {"google_storage_bucket_iam_member": "member", "google_storage_bucket_iam_binding": "members"}

deny contains resource.finding(grant, [attribute], sprintf("the bucket is open to %s", [member])) if {
	some type, attribute in attributes
	some grant in resource.of([type])
	some member in resource.list(resource.value(grant, [attribute], null))
	member in anyone
}

# The older access control lists.
deny contains resource.finding(acl, ["role_entity"], sprintf("the bucket is open to %s", [entity])) if {
	some acl in resource.of(["google_storage_bucket_acl"])
	some entry in resource.list(resource.value(acl, ["role_entity"], null))
	some entity in anyone
	endswith(entry, concat("", [":", entity]))
}

deny contains resource.finding(control, ["entity"], sprintf("the bucket is open to %s", [entity])) if {
	some control in resource.of(["google_storage_bucket_access_control"])
	entity := resource.value(control, ["entity"], "")
	entity in anyone
}

undecided contains resource.finding(grant, [attribute], sprintf("%s is known only after apply", [attribute])) if {
	some type, attribute in attributes
	some grant in resource.of([type])
	resource.partly_unresolved(grant, [attribute])
	not public(grant, attribute)
	not named(resource.value(grant, [attribute], null))
}

public(grant, attribute) if {
	some member in resource.list(resource.value(grant, [attribute], null))
	member in anyone
}

# "serviceAccount:${...}" cannot turn out to be everyone.
named(value) if {
	members := resource.list(value)
	count(members) > 0
	every member in members {
		regex.match(`^(serviceAccount|user|group|domain|principal|principalSet|projectOwner|projectEditor|projectViewer):`, member)
	}
}
