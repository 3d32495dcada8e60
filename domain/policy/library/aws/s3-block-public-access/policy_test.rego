package lintel.aws.s3_block_public_access_test

import data.lintel.lib.fixture
import data.lintel.aws.s3_block_public_access as subject

# The paths that the rule reports.
denied_in(resources) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of(resources)
}

unclear_in(resources) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of(resources)
}

bucket := {"address": "aws_s3_bucket.a", "type": "aws_s3_bucket", "values": {"bucket": "a"}, "unknown": []}

block(values, unknown) := {
	"address": "aws_s3_bucket_public_access_block.a", "type": "aws_s3_bucket_public_access_block",
	"values": object.union({"bucket": "${aws_s3_bucket.a.id}"}, values), "unknown": array.concat(["bucket"], unknown),
	"references": {"bucket": ["aws_s3_bucket.a"]},
}

full := {"block_public_acls": true, "block_public_policy": true}

test_pass if denied_in([bucket, block(full, [])]) == set()

test_without_block if denied_in([bucket]) == {[]}

test_block_switched_off if denied_in([bucket, block(object.union(full, {"block_public_acls": false}), [])]) == {[]}

test_block_of_another_bucket if {
	other := object.union(block(full, []), {"references": {"bucket": ["aws_s3_bucket.b"]}})
	denied_in([bucket, other]) == {[]}
}

test_linked_by_name if {
	by_name := object.union(block(full, []), {"values": object.union(full, {"bucket": "a"}), "references": {}})
	denied_in([bucket, by_name]) == set()
}

test_unknown if {
	resources := [bucket, block({"block_public_acls": "${var.x}", "block_public_policy": true}, ["block_public_acls"])]
	denied_in(resources) == set()
	unclear_in(resources) == {[]}
}
