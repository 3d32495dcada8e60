package lintel.aws.ec2_no_public_all_ports_test

import data.lintel.lib.fixture
import data.lintel.aws.ec2_no_public_all_ports as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

group(block, unknown) := {"address": "aws_security_group.a", "type": "aws_security_group", "values": {"ingress": [block]}, "unknown": unknown}

world := {"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}

test_all_protocols if denied(group(world, [])) == {["ingress", "0"]}

test_full_range if denied(group(object.union(world, {"protocol": "tcp", "to_port": 65535}), [])) == {["ingress", "0"]}

test_one_port if denied(group(object.union(world, {"protocol": "tcp", "from_port": 443, "to_port": 443}), [])) == set()

test_private_source if denied(group(object.union(world, {"cidr_blocks": ["10.0.0.0/8"]}), [])) == set()

test_unknown_source if unclear(group(object.union(world, {"cidr_blocks": "${var.x}"}), ["ingress.0.cidr_blocks"])) == {["ingress", "0"]}

test_unknown_ports if {
	resource := group(object.union(world, {"protocol": "tcp", "to_port": "${var.x}"}), ["ingress.0.to_port"])
	denied(resource) == set()
	unclear(resource) == {["ingress", "0"]}
}

test_everything_unknown if {
	change := {"protocol": "tcp", "to_port": "${var.x}", "cidr_blocks": "${var.y}"}
	unclear(group(object.union(world, change), ["ingress.0.to_port", "ingress.0.cidr_blocks"])) == {["ingress", "0"]}
}

test_unseen_rules if unclear({"address": "aws_security_group.a", "type": "aws_security_group", "values": {}, "unknown": ["ingress"]}) == {["ingress"]}
