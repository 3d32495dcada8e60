package lintel.aws.ec2_no_public_ssh_test

import data.lintel.lib.fixture
import data.lintel.aws.ec2_no_public_ssh as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := unclear_in([resource])

unclear_in(resources) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of(resources)
}

group(block, unknown) := {"address": "aws_security_group.a", "type": "aws_security_group", "values": {"ingress": [block]}, "unknown": unknown}

rule(type, values) := {"address": sprintf("%s.a", [type]), "type": type, "values": values, "unknown": []}

world := {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}

test_open_inline if denied(group(world, [])) == {["ingress", "0"]}

test_variants[name] if {
	some name, change in {
		"ipv6": {"cidr_blocks": [], "ipv6_cidr_blocks": ["::/0"]},
		"range": {"from_port": 0, "to_port": 65535},
		"text ports": {"from_port": "22", "to_port": "22"},
		"all protocols": {"from_port": 0, "to_port": 0, "protocol": "-1"},
		"one of several": {"cidr_blocks": ["10.0.0.0/8", "0.0.0.0/0"]},
	}
	count(denied(group(object.union(world, change), []))) == 1
}

test_closed_variants[name] if {
	some name, change in {
		"private source": {"cidr_blocks": ["10.0.0.0/8"]},
		"another port": {"from_port": 443, "to_port": 443},
		"icmp": {"from_port": 8, "to_port": -1, "protocol": "icmp"},
		"only a group": {"cidr_blocks": null, "security_groups": ["sg-1"]},
	}
	count(denied(group(object.union(world, change), []))) == 0
}

test_rule_resource if denied(rule("aws_security_group_rule", object.union(world, {"type": "ingress"}))) == {[]}

test_egress_rule_resource if denied(rule("aws_security_group_rule", object.union(world, {"type": "egress"}))) == set()

test_vpc_rule_resource if {
	denied(rule("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0", "from_port": 22, "to_port": 22, "ip_protocol": "tcp"})) == {[]}
	denied(rule("aws_vpc_security_group_ingress_rule", {"cidr_ipv6": "::/0", "ip_protocol": "-1"})) == {[]}
}

test_unknown_source if {
	unclear(group(object.union(world, {"cidr_blocks": "${var.x}"}), ["ingress.0.cidr_blocks"])) == {["ingress", "0"]}
	unclear(group(object.union(world, {"cidr_blocks": "${var.x}", "from_port": 443, "to_port": 443}), ["ingress.0.cidr_blocks"])) == set()
}

test_unseen_rules if {
	unclear({"address": "aws_security_group.a", "type": "aws_security_group", "values": {}, "unknown": ["ingress"]}) == {["ingress"]}
	alone := {"address": "aws_security_group.a", "type": "aws_security_group", "values": {}, "unknown": [], "computed": ["ingress"]}
	unclear(alone) == {["ingress"]}
	judged_apart := {"address": "aws_security_group_rule.a", "type": "aws_security_group_rule", "values": {"type": "egress"}, "unknown": [], "references": {"security_group_id": ["aws_security_group.a"]}}
	unclear_in([alone, judged_apart]) == set()
}

test_unknown_port if {
	resource := group(object.union(world, {"from_port": "${var.p}"}), ["ingress.0.from_port"])
	denied(resource) == set()
	unclear(resource) == {["ingress", "0"]}
}
