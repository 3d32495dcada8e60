# Ingress of AWS security groups, whichever of the three ways it is written.
package lintel.lib.aws_network

import data.lintel.lib.network
import data.lintel.lib.resource

types := ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]

# Rules inside a group.
entries contains entry if {
	some group in resource.of(["aws_security_group", "aws_default_security_group"])
	some block in resource.blocks(group, ["ingress"])
	entry := shaped(group, block.path, block.values, ["cidr_blocks", "ipv6_cidr_blocks"], "protocol")
}

# Rules of their own, older kind.
entries contains entry if {
	some rule in resource.of(["aws_security_group_rule"])
	lower(resource.value(rule, ["type"], "")) == "ingress"
	entry := shaped(rule, [], rule.values, ["cidr_blocks", "ipv6_cidr_blocks"], "protocol")
}

# Rules of their own, newer kind.
entries contains entry if {
	some rule in resource.of(["aws_vpc_security_group_ingress_rule"])
	entry := shaped(rule, [], rule.values, ["cidr_ipv4", "cidr_ipv6"], "ip_protocol")
}

shaped(owner, path, values, source_attributes, protocol_attribute) := {
	"resource": {"address": owner.address},
	"path": path,
	"sources": [source | some name in source_attributes; some source in resource.list(object.get(values, name, null))],
	"sources_unresolved": unresolved_any(owner, path, source_attributes),
	"ports": ports(values, protocol_attribute),
	"ports_unresolved": unresolved_any(owner, path, ["from_port", "to_port", protocol_attribute]),
}

unresolved_any(owner, path, names) if {
	some name in names
	resource.partly_unresolved(owner, array.concat(path, [name]))
} else := false

# Protocol -1 opens every port whatever the range says; ICMP has types, not ports.
ports(values, protocol_attribute) := [network.everything] if {
	protocol(values, protocol_attribute) in {"-1", "all"}
} else := [] if {
	protocol(values, protocol_attribute) in {"icmp", "icmpv6", "1", "58"}
} else := [{"from": from, "to": to}] if {
	from := resource.number(object.get(values, "from_port", null))
	to := resource.number(object.get(values, "to_port", null))
} else := []

protocol(values, attribute) := lower(sprintf("%v", [object.get(values, attribute, "tcp")]))

message(what, entry) := sprintf("%s is reachable from the whole internet (%s)", [what, concat(", ", [source | some source in entry.sources; network.internet(source)])])

# Groups whose inline rules cannot be seen. A group that has rules as resources of their own leaves them computed: those rules are judged instead.
unseen contains group if {
	some group in resource.of(["aws_security_group", "aws_default_security_group"])
	resource.unresolved(group, ["ingress"])
}

unseen contains group if {
	some group in resource.of(["aws_security_group", "aws_default_security_group"])
	resource.computed(group, "ingress")
	count(rules_of(group)) == 0
}

rules_of(group) := [rule |
	some rule in resource.of(["aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"])
	resource.refers(rule, "security_group_id", group)
]
