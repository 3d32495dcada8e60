package lintel.gcp.bigquery_no_public_dataset_test

import data.lintel.lib.fixture
import data.lintel.gcp.bigquery_no_public_dataset as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

dataset(access, unknown) := {"address": "google_bigquery_dataset.a", "type": "google_bigquery_dataset", "values": {"access": [access]}, "unknown": unknown}

test_fail if {
	denied(dataset({"role": "READER", "special_group": "allAuthenticatedUsers"}, [])) == {["access", "0", "special_group"]}
	denied(dataset({"role": "READER", "iam_member": "allUsers"}, [])) == {["access", "0", "iam_member"]}
	denied(dataset({"role": "READER"}, [])) == {["access", "0"]}
}

test_pass[name] if {
	some name, access in {
		"user": {"role": "OWNER", "user_by_email": "a@example.com"},
		"owners": {"role": "OWNER", "special_group": "projectOwners"},
		"view": {"view": [{"table_id": "t"}]},
	}
	denied(dataset(access, [])) == set()
}

test_unknown if {
	resource := dataset({"role": "READER", "special_group": "${var.x}"}, ["access.0.special_group"])
	denied(resource) == set()
	count(unclear(resource)) == 1
}
