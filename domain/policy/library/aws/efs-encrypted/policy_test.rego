package lintel.aws.efs_encrypted_test

import data.lintel.lib.fixture
import data.lintel.aws.efs_encrypted as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

found(values, unknown) := {"address": "aws_efs_file_system.a", "type": "aws_efs_file_system", "values": values, "unknown": unknown}

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
	some type in {"aws_efs_file_system"}
	denied({"address": "x.a", "type": type, "values": {"encrypted": false}, "unknown": []}) == {["encrypted"]}
}

test_unknown if {
	resource := found({"encrypted": "${var.x}"}, ["encrypted"])
	denied(resource) == set()
	unclear(resource) == {["encrypted"]}
}
