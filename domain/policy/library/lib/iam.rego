# AWS IAM policy documents: JSON text in an attribute, or statement blocks of a data source.
package lintel.lib.iam

import data.lintel.lib.resource

# The statements of a JSON document; undefined when the text is no JSON.
statements(text) := resource.list(document.Statement) if {
	is_string(text)
	json.is_valid(text)
	document := json.unmarshal(text)
	is_object(document)
}

# IAM treats a missing Effect as an error; judging it as Allow fails safe.
allows(statement) if lower(object.get(statement, "Effect", "Allow")) == "allow"

actions(statement) := {action | some action in resource.list(object.get(statement, "Action", null))}

resources(statement) := {name | some name in resource.list(object.get(statement, "Resource", null))}

# Every action on every resource.
administrator(statement) if {
	allows(statement)
	count(actions(statement) & {"*", "*:*"}) > 0
	"*" in resources(statement)
}

# A statement block of data.aws_iam_policy_document in the document's own words.
from_block(block) := {
	"Effect": value_or(block, "effect", "Allow"),
	"Action": value_or(block, "actions", []),
	"Resource": value_or(block, "resources", []),
}

value_or(block, name, fallback) := found if {
	found := object.get(block, name, null)
	found != null
} else := fallback
