package lintel.aws.rds_no_public_access_test

import data.lintel.lib.fixture
import data.lintel.aws.rds_no_public_access as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

found(values, unknown) := {"address": "aws_db_instance.a", "type": "aws_db_instance", "values": values, "unknown": unknown}

test_pass if {
	denied(found({"publicly_accessible": false}, [])) == set()
	denied(found({"publicly_accessible": "false"}, [])) == set()
}

test_fail if {
	denied(found({"publicly_accessible": true}, [])) == {["publicly_accessible"]}
	denied(found({"publicly_accessible": "true"}, [])) == {["publicly_accessible"]}
}

test_missing if denied(found({}, [])) == set()

test_null if denied(found({"publicly_accessible": null}, [])) == set()

test_every_type[type] if {
	some type in {"aws_db_instance", "aws_rds_cluster_instance"}
	denied({"address": "x.a", "type": type, "values": {"publicly_accessible": true}, "unknown": []}) == {["publicly_accessible"]}
}

test_unknown if {
	resource := found({"publicly_accessible": "${var.x}"}, ["publicly_accessible"])
	denied(resource) == set()
	unclear(resource) == {["publicly_accessible"]}
}
