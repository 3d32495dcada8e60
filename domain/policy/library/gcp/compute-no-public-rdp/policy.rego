# METADATA
# title: RDP must not be reachable from the internet
# description: "Remote Desktop open to the internet is the most common way in for ransomware."
# custom:
#   rule: GCP.COMPUTE.NO_PUBLIC_RDP
#   severity: CRITICAL
#   remediation: "Restrict source_ranges, or use Identity-Aware Proxy (35.235.240.0/20)."
#   resource_types: [google_compute_firewall]
#   controls:
#     cis-4.0: ["3.7"]
#     cis-3.0: ["3.7"]
#     cis-2.0: ["3.7"]
#     nist-800-53-r5: ["CA-9", "SC-7"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "1.2.5", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "2.2.5", "3.5.1.3", "10.3.2"]
#     soc2: ["CC6.6", "CC6.7"]
#     checkov: ["CKV_GCP_3"]
#     trivy: ["GCP-0070", "GCP-0027"]
package lintel.gcp.compute_no_public_rdp

import data.lintel.lib.gcp_network
import data.lintel.lib.network
import data.lintel.lib.resource

deny contains resource.finding(entry.resource, entry.path, "RDP (port 3389) is reachable from the whole internet") if {
	some entry in gcp_network.entries
	gcp_network.tcp(entry)
	network.open(entry, 3389)
}

undecided contains resource.finding(entry.resource, entry.path, "the source or the ports of this rule are known only after apply") if {
	some entry in gcp_network.entries
	gcp_network.tcp(entry)
	network.maybe_open(entry, 3389)
}

undecided contains resource.finding(firewall, ["allow"], "the rules are known only after apply") if {
	some firewall in gcp_network.unseen
}
