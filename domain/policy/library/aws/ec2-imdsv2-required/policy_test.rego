package lintel.aws.ec2_imdsv2_required_test

import data.lintel.lib.fixture
import data.lintel.aws.ec2_imdsv2_required as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

found(options) := {"address": "aws_instance.a", "type": "aws_instance", "values": {"metadata_options": options}, "unknown": []}

test_pass if {
	denied(found([{"http_tokens": "required"}])) == set()
	denied(found([{"http_endpoint": "disabled"}])) == set()
}

test_fail if {
	count(denied(found([{"http_tokens": "optional"}]))) == 1
	count(denied(found([{}]))) == 1
	count(denied({"address": "aws_launch_template.a", "type": "aws_launch_template", "values": {}, "unknown": []})) == 1
}

test_unknown if {
	resource := object.union(found([{"http_tokens": "${var.x}"}]), {"unknown": ["metadata_options.0.http_tokens"]})
	denied(resource) == set()
	count(unclear(resource)) == 1
}

test_template_decides if {
	resource := {"address": "aws_instance.a", "type": "aws_instance", "values": {"launch_template": [{"id": "lt-1"}]}, "unknown": []}
	denied(resource) == set()
	count(unclear(resource)) == 1
}
