# METADATA
# title: Blobs must not be public
# description: "Anonymous read access publishes whatever lands in the account or container."
# custom:
#   rule: AZURE.STORAGE.NO_PUBLIC_BLOBS
#   severity: CRITICAL
#   remediation: "Set allow_nested_items_to_be_public = false on the account and container_access_type = \"private\" on the container."
#   resource_types: [azurerm_storage_account, azurerm_storage_container]
#   controls:
#     cis-5.0: ["9.3.8"]
#     cis-2.0: ["3.7"]
#     cis-3.0: ["4.6"]
#     cis-2.1: ["3.7"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-7(3)"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "A1.2.1", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A3.4.1", "3.5.1.3", "7.2.1", "7.2.2", "7.2.5", "7.2.6", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "8.2.8", "8.3.4", "10.3.2", "10.3.3", "10.3.4", "10.6.3"]
#     soc2: ["CC6.1"]
#     checkov: ["CKV_AZURE_190", "CKV_AZURE_34", "CKV2_AZURE_47"]
#     trivy: ["AZU-0007"]
package lintel.azure.storage_no_public_blobs

import data.lintel.lib.resource

deny contains resource.finding(account, [attribute(account)], "containers of this account may be made public") if {
	some account in resource.of(["azurerm_storage_account"])
	not resource.is_false(resource.value(account, [attribute(account)], null))
	not resource.unresolved(account, [attribute(account)])
}

deny contains resource.finding(container, ["container_access_type"], "the container can be read without signing in") if {
	some container in resource.of(["azurerm_storage_container"])
	lower(resource.value(container, ["container_access_type"], "private")) != "private"
	not resource.unresolved(container, ["container_access_type"])
}

undecided contains resource.finding(account, [attribute(account)], "whether containers may be public is known only after apply") if {
	some account in resource.of(["azurerm_storage_account"])
	resource.unresolved(account, [attribute(account)])
}

undecided contains resource.finding(container, ["container_access_type"], "container_access_type is known only after apply") if {
	some container in resource.of(["azurerm_storage_container"])
	resource.unresolved(container, ["container_access_type"])
}

# The name before version 3 of the provider.
attribute(account) := "allow_blob_public_access" if {
	resource.value(account, ["allow_blob_public_access"], null) != null
} else := "allow_nested_items_to_be_public"
