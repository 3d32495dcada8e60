# METADATA
# title: RDP must not be reachable from the internet
# description: "Remote Desktop open to the internet is the most common way in for ransomware."
# custom:
#   rule: AZURE.NETWORK.NO_PUBLIC_RDP
#   severity: CRITICAL
#   remediation: "Restrict source_address_prefix to known networks, or use Azure Bastion."
#   resource_types: [azurerm_network_security_group, azurerm_network_security_rule]
#   controls:
#     cis-5.0: ["7.1"]
#     cis-3.0: ["7.1"]
#     cis-2.0: ["6.1"]
#     cis-4.0: ["8.1"]
#     cis-2.1: ["6.1"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-7(3)"]
#     soc2: ["CC6.6"]
#     checkov: ["CKV_AZURE_9"]
#     trivy: ["AZU-0048"]
package lintel.azure.network_no_public_rdp

import data.lintel.lib.azure_network
import data.lintel.lib.network
import data.lintel.lib.resource

deny contains resource.finding(entry.resource, entry.path, "RDP (port 3389) is reachable from the whole internet") if {
	some entry in azure_network.entries
	azure_network.tcp(entry)
	network.open(entry, 3389)
}

undecided contains resource.finding(entry.resource, entry.path, "the source or the ports of this rule are known only after apply") if {
	some entry in azure_network.entries
	azure_network.tcp(entry)
	network.maybe_open(entry, 3389)
}

undecided contains resource.finding(group, ["security_rule"], "the rules are known only after apply") if {
	some group in azure_network.unseen
}
