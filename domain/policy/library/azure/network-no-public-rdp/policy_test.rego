package lintel.azure.network_no_public_rdp_test

import data.lintel.lib.fixture
import data.lintel.azure.network_no_public_rdp as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := unclear_in([resource])

unclear_in(resources) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of(resources)
}

world := {"access": "Allow", "direction": "Inbound", "protocol": "Tcp", "destination_port_range": "3389", "source_address_prefix": "*"}

rule(change) := {"address": "azurerm_network_security_rule.a", "type": "azurerm_network_security_rule", "values": object.union(world, change), "unknown": []}

test_variants[name] if {
	some name, change in {
		"plain": {},
		"number": {"destination_port_range": 3389},
		"range": {"destination_port_range": "1-60000"},
		"star": {"destination_port_range": "*"},
		"list": {"destination_port_range": null, "destination_port_ranges": ["80", "3389"]},
		"internet": {"source_address_prefix": "Internet"},
		"ipv4": {"source_address_prefix": "0.0.0.0/0"},
		"ipv6": {"source_address_prefix": "::/0"},
		"prefixes": {"source_address_prefix": null, "source_address_prefixes": ["10.0.0.0/8", "0.0.0.0/0"]},
		"any protocol": {"protocol": "*"},
		"case": {"access": "allow", "direction": "inbound", "protocol": "TCP"},
	}
	denied(rule(change)) == {[]}
}

test_closed_variants[name] if {
	some name, change in {
		"deny": {"access": "Deny"},
		"outbound": {"direction": "Outbound"},
		"udp": {"protocol": "Udp"},
		"icmp": {"protocol": "Icmp"},
		"another port": {"destination_port_range": "443"},
		"private": {"source_address_prefix": "10.0.0.0/16"},
	}
	denied(rule(change)) == set()
}

test_unseen_rules if {
	group := {"address": "azurerm_network_security_group.a", "type": "azurerm_network_security_group", "values": {"name": "a"}, "unknown": [], "computed": ["security_rule"]}
	unclear(group) == {["security_rule"]}
	unclear(object.union(group, {"computed": [], "unknown": ["security_rule"]})) == {["security_rule"]}
	unclear_in([group, rule({"access": "Deny", "network_security_group_name": "a"})]) == set()
}

test_everything_unknown if {
	resource := object.union(rule({"source_address_prefix": "${var.x}", "destination_port_range": "${var.y}"}), {"unknown": ["source_address_prefix", "destination_port_range"]})
	denied(resource) == set()
	unclear(resource) == {[]}
}

test_inline if {
	group := {"address": "azurerm_network_security_group.a", "type": "azurerm_network_security_group", "values": {"security_rule": [object.union(world, {"access": "Deny"}), world]}, "unknown": []}
	denied(group) == {["security_rule", "1"]}
}

test_unknown if {
	resource := object.union(rule({"source_address_prefix": "${var.x}"}), {"unknown": ["source_address_prefix"]})
	denied(resource) == set()
	unclear(resource) == {[]}
}
