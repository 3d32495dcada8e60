# METADATA
# title: SSH must not be reachable from the internet
# description: "An SSH port that everyone can reach is scanned and attacked within minutes."
# custom:
#   rule: AZURE.NETWORK.NO_PUBLIC_SSH
#   severity: CRITICAL
#   remediation: "Restrict source_address_prefix to known networks, or use Azure Bastion."
#   resource_types: [azurerm_network_security_group, azurerm_network_security_rule]
#   controls:
#     cis-5.0: ["7.2"]
#     cis-3.0: ["7.2"]
#     cis-2.0: ["6.2"]
#     cis-4.0: ["8.2"]
#     cis-2.1: ["6.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-7(3)"]
#     pci-dss-4.0: ["A1.1.3", "1.2.5", "1.2.8", "1.3.1", "1.3.2", "1.4.1", "1.4.2", "1.4.4", "1.5.1", "2.2.5"]
#     soc2: ["CC6.6"]
#     checkov: ["CKV_AZURE_10"]
#     trivy: ["AZU-0050"]
package lintel.azure.network_no_public_ssh

import data.lintel.lib.azure_network
import data.lintel.lib.network
import data.lintel.lib.resource

deny contains resource.finding(entry.resource, entry.path, "SSH (port 22) is reachable from the whole internet") if {
	some entry in azure_network.entries
	azure_network.tcp(entry)
	network.open(entry, 22)
}

undecided contains resource.finding(entry.resource, entry.path, "the source or the ports of this rule are known only after apply") if {
	some entry in azure_network.entries
	azure_network.tcp(entry)
	network.maybe_open(entry, 22)
}

undecided contains resource.finding(group, ["security_rule"], "the rules are known only after apply") if {
	some group in azure_network.unseen
}
