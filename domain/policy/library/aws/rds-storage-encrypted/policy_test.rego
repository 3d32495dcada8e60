package lintel.aws.rds_storage_encrypted_test

import data.lintel.lib.fixture
import data.lintel.aws.rds_storage_encrypted as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

found(type, values) := {"address": "x.a", "type": type, "values": values, "unknown": []}

test_pass[type] if {
	some type in {"aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster"}
	denied(found(type, {"storage_encrypted": true})) == set()
}

test_fail[type] if {
	some type in {"aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster"}
	denied(found(type, {})) == {["storage_encrypted"]}
	denied(found(type, {"storage_encrypted": false})) == {["storage_encrypted"]}
}

test_serverless if denied(found("aws_rds_cluster", {"engine_mode": "serverless", "storage_encrypted": false})) == set()

test_from_snapshot if {
	resource := found("aws_db_instance", {"snapshot_identifier": "snap-1"})
	denied(resource) == set()
	unclear(resource) == {["storage_encrypted"]}
}

test_from_snapshot_but_off if denied(found("aws_db_instance", {"snapshot_identifier": "s", "storage_encrypted": false})) == {["storage_encrypted"]}

test_unknown if {
	resource := object.union(found("aws_db_instance", {"storage_encrypted": "${var.x}"}), {"unknown": ["storage_encrypted"]})
	denied(resource) == set()
	unclear(resource) == {["storage_encrypted"]}
}
