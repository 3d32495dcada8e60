package lintel.aws.iam_no_administrator_policy_test

import data.lintel.lib.fixture
import data.lintel.aws.iam_no_administrator_policy as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

policy(document) := {"address": "aws_iam_policy.a", "type": "aws_iam_policy", "values": {"policy": document}, "unknown": []}

statement(change) := json.marshal({"Version": "2012-10-17", "Statement": [object.union({"Effect": "Allow", "Action": "*", "Resource": "*"}, change)]})

document(statement) := {"address": "data.aws_iam_policy_document.a", "type": "aws_iam_policy_document", "values": {"statement": [statement]}, "unknown": []}

found_in_source(statement) := fixture.paths(found) if {
	found := subject.deny with input as {"by_type": {}, "data_sources": [document(statement)]}
}

test_fail if {
	denied(policy(statement({}))) == {["policy"]}
	denied(policy(statement({"Action": ["s3:Get*", "*"], "Resource": ["arn:aws:s3:::a", "*"]}))) == {["policy"]}
	denied(policy(`{"Statement":{"Action":"*","Resource":"*"}}`)) == {["policy"]}
}

test_pass if {
	denied(policy(statement({"Effect": "Deny"}))) == set()
	denied(policy(statement({"Action": "s3:*"}))) == set()
	denied(policy(statement({"Resource": "arn:aws:s3:::a/*"}))) == set()
	denied(policy("no JSON")) == set()
}

test_every_type[type] if {
	some type, attribute in subject.attributes
	denied({"address": "x.a", "type": type, "values": {attribute: statement({})}, "unknown": []}) == {[attribute]}
}

test_role_inline_policy if {
	role := {"address": "aws_iam_role.a", "type": "aws_iam_role", "values": {"inline_policy": [{"policy": statement({})}]}, "unknown": []}
	denied(role) == {["inline_policy", "0", "policy"]}
}

test_data_source if {
	found_in_source({"actions": ["*"], "resources": ["*"]}) == {["statement", "0"]}
	found_in_source({"effect": "Deny", "actions": ["*"], "resources": ["*"]}) == set()
	found_in_source({"actions": ["s3:*"], "resources": ["*"]}) == set()
}

unresolved := {"address": "aws_iam_policy.a", "type": "aws_iam_policy", "values": {"policy": "${x}"}, "unknown": ["policy"], "references": {"policy": ["data.aws_iam_policy_document.a"]}}

test_unknown if unclear(unresolved) == {["policy"]}

test_judged_at_its_source if {
	decided := subject.undecided with input as {"by_type": {"aws_iam_policy": [unresolved]}, "data_sources": [document({"actions": ["s3:*"], "resources": ["*"]})]}
	decided == set()
}

test_unknown_statement if {
	source := object.union(document({"actions": "${var.a}", "resources": ["*"]}), {"unknown": ["statement.0.actions"]})
	found := subject.undecided with input as {"by_type": {}, "data_sources": [source]}
	fixture.paths(found) == {["statement", "0"]}
}
