# METADATA
# title: Machines must not have public addresses
# description: "A machine with an external address is exposed to whatever its firewall lets through."
# custom:
#   rule: GCP.COMPUTE.NO_PUBLIC_IP
#   severity: HIGH
#   remediation: "Remove access_config and use Cloud NAT, a load balancer or Identity-Aware Proxy."
#   resource_types: [google_compute_instance, google_compute_instance_from_template, google_compute_instance_template]
#   controls:
#     cis-4.0: ["4.9"]
#     cis-3.0: ["4.9"]
#     cis-2.0: ["4.9"]
#     nist-800-53-r5: ["AC-3", "AC-5", "AC-6", "MP-2"]
#     pci-dss-3.2.1: ["1.2.1"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "1.2.8", "1.4.2", "1.4.5", "A3.4.1", "3.5.1.3"]
#     soc2: ["CC6.6"]
#     checkov: ["CKV_GCP_40"]
#     trivy: ["GCP-0031"]
package lintel.gcp.compute_no_public_ip

import data.lintel.lib.resource

types := ["google_compute_instance", "google_compute_instance_template", "google_compute_instance_from_template"]

deny contains resource.finding(found, array.concat(interface.path, [name]), "the machine has an external address") if {
	some found in resource.of(types)
	some interface in resource.blocks(found, ["network_interface"])
	some name in ["access_config", "ipv6_access_config"]
	not object.get(interface.values, name, null) in {null, []}
	not resource.unresolved(found, array.concat(interface.path, [name]))
}

undecided contains resource.finding(found, array.concat(interface.path, [name]), "whether it has an external address is known only after apply") if {
	some found in resource.of(types)
	some interface in resource.blocks(found, ["network_interface"])
	some name in ["access_config", "ipv6_access_config"]
	resource.unresolved(found, array.concat(interface.path, [name]))
}
