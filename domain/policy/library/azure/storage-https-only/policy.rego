# METADATA
# title: Storage must require HTTPS
# description: "Plain HTTP sends keys and data in clear."
# custom:
#   rule: AZURE.STORAGE.HTTPS_ONLY
#   severity: HIGH
#   remediation: "Set https_traffic_only_enabled = true, or leave it out."
#   resource_types: [azurerm_storage_account]
#   controls:
#     cis-5.0: ["9.3.4"]
#     cis-3.0: ["4.1"]
#     cis-2.0: ["3.1"]
#     cis-4.0: ["10.3.4"]
#     cis-2.1: ["3.1"]
#     nist-800-53-r5: ["SC-8", "SC-8(1)"]
#     pci-dss-3.2.1: ["3.4", "4.1", "6.5.3"]
#     pci-dss-4.0: ["1.2.5", "2.2.5", "2.2.7", "3.5.1", "4.2.1", "4.2.1.1", "8.3.2"]
#     soc2: ["CC6.2", "CC6.7"]
#     checkov: ["CKV_AZURE_3"]
#     trivy: ["AZU-0008"]
package lintel.azure.storage_https_only

import data.lintel.lib.resource

# The second name is the one before version 4 of the provider.
names := ["https_traffic_only_enabled", "enable_https_traffic_only"]

deny contains resource.finding(account, [name], "the account accepts plain HTTP") if {
	some account in resource.of(["azurerm_storage_account"])
	some name in names
	resource.is_false(resource.value(account, [name], null))
}

undecided contains resource.finding(account, [name], sprintf("%s is known only after apply", [name])) if {
	some account in resource.of(["azurerm_storage_account"])
	some name in names
	resource.unresolved(account, [name])
}
