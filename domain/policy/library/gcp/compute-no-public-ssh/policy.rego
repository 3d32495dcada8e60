# METADATA
# title: SSH must not be reachable from the internet
# description: "An SSH port that everyone can reach is scanned and attacked within minutes."
# custom:
#   rule: GCP.COMPUTE.NO_PUBLIC_SSH
#   severity: CRITICAL
#   remediation: "Restrict source_ranges, or use Identity-Aware Proxy (35.235.240.0/20)."
#   resource_types: [google_compute_firewall]
#   controls:
#     cis-4.0: ["3.6"]
#     cis-3.0: ["3.6"]
#     cis-2.0: ["3.6"]
#     nist-800-53-r5: ["CA-9", "SC-7"]
#     pci-dss-3.2.1: ["1.2.1"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "1.2.5", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "2.2.5", "A3.4.1", "3.5.1.3", "10.3.2"]
#     soc2: ["CC6.6", "CC6.7"]
#     checkov: ["CKV_GCP_2"]
#     trivy: ["GCP-0071", "GCP-0027"]
package lintel.gcp.compute_no_public_ssh

import data.lintel.lib.gcp_network
import data.lintel.lib.network
import data.lintel.lib.resource

deny contains resource.finding(entry.resource, entry.path, "SSH (port 22) is reachable from the whole internet") if {
	some entry in gcp_network.entries
	gcp_network.tcp(entry)
	network.open(entry, 22)
}

undecided contains resource.finding(entry.resource, entry.path, "the source or the ports of this rule are known only after apply") if {
	some entry in gcp_network.entries
	gcp_network.tcp(entry)
	network.maybe_open(entry, 22)
}

undecided contains resource.finding(firewall, ["allow"], "the rules are known only after apply") if {
	some firewall in gcp_network.unseen
}
