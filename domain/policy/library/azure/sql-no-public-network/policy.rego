# METADATA
# title: SQL servers must not be public
# description: "A server with public network access relies on its firewall rules alone."
# custom:
#   rule: AZURE.SQL.NO_PUBLIC_NETWORK
#   severity: HIGH
#   remediation: "Set public_network_access_enabled = false and use a private endpoint."
#   resource_types: [azurerm_mssql_server]
#   controls:
#     cis-3.0: ["5.1.7"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-7(3)"]
#     checkov: ["CKV_AZURE_113"]
#     trivy: ["AZU-0022"]
package lintel.azure.sql_no_public_network

import data.lintel.lib.resource

types := ["azurerm_mssql_server"]

deny contains resource.finding(found, ["public_network_access_enabled"], "the server accepts connections from public networks") if {
	some found in resource.of(types)
	not resource.is_false(resource.value(found, ["public_network_access_enabled"], null))
	not resource.unresolved(found, ["public_network_access_enabled"])
}

undecided contains resource.finding(found, ["public_network_access_enabled"], "public_network_access_enabled is known only after apply") if {
	some found in resource.of(types)
	resource.unresolved(found, ["public_network_access_enabled"])
}
