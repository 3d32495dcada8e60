# Inbound allow rules of Azure network security groups, inside the group or as resources of their own.
package lintel.lib.azure_network

import data.lintel.lib.network
import data.lintel.lib.resource

types := ["azurerm_network_security_group", "azurerm_network_security_rule"]

entries contains entry if {
	some group in resource.of(["azurerm_network_security_group"])
	some block in resource.blocks(group, ["security_rule"])
	entry := shaped(group, block.path, block.values)
}

entries contains entry if {
	some rule in resource.of(["azurerm_network_security_rule"])
	entry := shaped(rule, [], rule.values)
}

source_attributes := ["source_address_prefix", "source_address_prefixes"]

port_attributes := ["destination_port_range", "destination_port_ranges"]

shaped(owner, path, values) := {
	"resource": {"address": owner.address},
	"path": path,
	"protocol": lower(object.get(values, "protocol", "*")),
	"sources": all_of(values, source_attributes),
	"sources_unresolved": unresolved_any(owner, path, source_attributes),
	"ports": [range | some text in all_of(values, port_attributes); range := network.port_range(text)],
	"ports_unresolved": unresolved_any(owner, path, port_attributes),
} if {
	lower(object.get(values, "access", "")) == "allow"
	lower(object.get(values, "direction", "")) == "inbound"
}

tcp(entry) if entry.protocol in {"tcp", "*"}

all_of(values, names) := [item | some name in names; some item in resource.list(object.get(values, name, null))]

unresolved_any(owner, path, names) if {
	some name in names
	resource.partly_unresolved(owner, array.concat(path, [name]))
} else := false

# Groups whose inline rules cannot be seen. A group that has rules as resources of their own leaves them computed: those rules are judged instead.
unseen contains group if {
	some group in resource.of(["azurerm_network_security_group"])
	resource.unresolved(group, ["security_rule"])
}

unseen contains group if {
	some group in resource.of(["azurerm_network_security_group"])
	resource.computed(group, "security_rule")
	count([rule |
		some rule in resource.of(["azurerm_network_security_rule"])
		resource.refers(rule, "network_security_group_name", group)
	]) == 0
}
