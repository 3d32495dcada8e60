# Ingress allow rules of Google Cloud firewalls. A rule without ports opens every port of its protocol.
package lintel.lib.gcp_network

import data.lintel.lib.network
import data.lintel.lib.resource

types := ["google_compute_firewall"]

entries contains entry if {
	some firewall in resource.of(types)
	upper(resource.value(firewall, ["direction"], "INGRESS")) == "INGRESS"
	not resource.is_true(resource.value(firewall, ["disabled"], false))
	some block in resource.blocks(firewall, ["allow"])
	entry := {
		"resource": {"address": firewall.address},
		"path": block.path,
		"protocol": lower(sprintf("%v", [object.get(block.values, "protocol", "")])),
		"sources": resource.list(resource.value(firewall, ["source_ranges"], null)),
		"sources_unresolved": unresolved(firewall, ["source_ranges"]),
		"ports": ports(block.values),
		"ports_unresolved": unresolved(firewall, array.concat(block.path, ["ports"])),
	}
}

tcp(entry) if entry.protocol in {"tcp", "6", "all"}

ports(values) := [network.everything] if {
	object.get(values, "ports", null) in {null, []}
} else := [range | some text in resource.list(values.ports); range := network.port_range(text)]

unresolved(firewall, path) if {
	resource.partly_unresolved(firewall, path)
} else := false

# Firewalls whose rules cannot be seen.
unseen contains firewall if {
	some firewall in resource.of(types)
	resource.unresolved(firewall, ["allow"])
}
