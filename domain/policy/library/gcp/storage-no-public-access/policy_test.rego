package lintel.gcp.storage_no_public_access_test

import data.lintel.lib.fixture
import data.lintel.gcp.storage_no_public_access as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

grant(type, values, unknown) := {"address": sprintf("%s.a", [type]), "type": type, "values": values, "unknown": unknown}

test_member if {
	denied(grant("google_storage_bucket_iam_member", {"member": "allUsers"}, [])) == {["member"]}
	denied(grant("google_storage_bucket_iam_member", {"member": "allAuthenticatedUsers"}, [])) == {["member"]}
	denied(grant("google_storage_bucket_iam_member", {"member": "user:a@example.com"}, [])) == set()
}

test_binding if {
	denied(grant("google_storage_bucket_iam_binding", {"members": ["user:a@example.com", "allUsers"]}, [])) == {["members"]}
	denied(grant("google_storage_bucket_iam_binding", {"members": ["group:b@example.com"]}, [])) == set()
}

test_acl if {
	denied(grant("google_storage_bucket_acl", {"role_entity": ["OWNER:user-a", "READER:allUsers"]}, [])) == {["role_entity"]}
	denied(grant("google_storage_bucket_access_control", {"entity": "allUsers"}, [])) == {["entity"]}
}

test_unknown if {
	unclear(grant("google_storage_bucket_iam_member", {"member": "${var.x}"}, ["member"])) == {["member"]}
	unclear(grant("google_storage_bucket_iam_member", {"member": "serviceAccount:${x.email}"}, ["member"])) == set()
	unclear(grant("google_storage_bucket_iam_binding", {"members": ["serviceAccount:${x.email}"]}, ["members.0"])) == set()
}
