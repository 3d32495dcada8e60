package lintel.aws.ec2_ebs_encrypted_test

import data.lintel.lib.fixture
import data.lintel.aws.ec2_ebs_encrypted as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

found(values, unknown) := {"address": "aws_ebs_volume.a", "type": "aws_ebs_volume", "values": values, "unknown": unknown}

test_pass if {
	denied(found({"encrypted": true}, [])) == set()
	denied(found({"encrypted": "true"}, [])) == set()
}

test_fail if {
	denied(found({"encrypted": false}, [])) == {["encrypted"]}
	denied(found({"encrypted": "false"}, [])) == {["encrypted"]}
}

test_missing if denied(found({}, [])) == {["encrypted"]}

test_null if denied(found({"encrypted": null}, [])) == {["encrypted"]}

test_every_type[type] if {
	some type in {"aws_ebs_volume"}
	denied({"address": "x.a", "type": type, "values": {"encrypted": false}, "unknown": []}) == {["encrypted"]}
}

test_unknown if {
	resource := found({"encrypted": "${var.x}"}, ["encrypted"])
	denied(resource) == set()
	unclear(resource) == {["encrypted"]}
}
