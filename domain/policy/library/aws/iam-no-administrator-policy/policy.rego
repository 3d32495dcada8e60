# METADATA
# title: Policies must not grant full administration
# description: "A policy that allows every action on every resource makes whoever holds it the owner of the account."
# custom:
#   rule: AWS.IAM.NO_ADMINISTRATOR_POLICY
#   severity: CRITICAL
#   remediation: "List the actions and resources that are needed."
#   resource_types: [aws_iam_group_policy, aws_iam_policy, aws_iam_role, aws_iam_role_policy, aws_iam_user_policy, aws_ssoadmin_permission_set_inline_policy]
#   controls:
#     cis-5.0: ["1.15"]
#     cis-3.0: ["1.16"]
#     cis-1.4: ["1.16"]
#     nist-800-53-r5: ["AC-2", "AC-2(1)", "AC-2(6)", "AC-3", "AC-3(3)", "AC-3(4)", "AC-3(7)", "AC-3(8)", "AC-3(12)", "AC-3(13)", "AC-3(15)", "AC-4(28)", "AC-5", "AC-6", "AC-6(2)", "AC-6(3)", "AC-6(10)", "AC-24", "CM-5(1)", "CM-6", "CM-9", "MP-2", "SC-23(3)", "SC-25"]
#     aws-fsbp: ["IAM.1"]
#     soc2: ["CC1.3", "CC6.3"]
#     trivy-cis-aws-1.4: ["1.16"]
#     checkov: ["CKV_AWS_62", "CKV_AWS_1"]
#     trivy: ["AWS-0057"]
package lintel.aws.iam_no_administrator_policy

import data.lintel.lib.iam
import data.lintel.lib.resource

attributes := {
	"aws_iam_policy": "policy",
	"aws_iam_role_policy": "policy",
	"aws_iam_user_policy": "policy",
	"aws_iam_group_policy": "policy",
	"aws_ssoadmin_permission_set_inline_policy": "inline_policy",
}

deny contains resource.finding(found, [attribute], "a statement allows every action on every resource") if {
	some type, attribute in attributes
	some found in resource.of([type])
	some statement in iam.statements(resource.value(found, [attribute], ""))
	iam.administrator(statement)
}

# Inline policies of a role.
deny contains resource.finding(found, array.concat(block.path, ["policy"]), "a statement allows every action on every resource") if {
	some found in resource.of(["aws_iam_role"])
	some block in resource.blocks(found, ["inline_policy"])
	some statement in iam.statements(object.get(block.values, "policy", ""))
	iam.administrator(statement)
}

deny contains resource.finding(source, block.path, "a statement allows every action on every resource") if {
	some source in resource.data_of({"aws_iam_policy_document"})
	some block in resource.blocks(source, ["statement"])
	iam.administrator(iam.from_block(block.values))
}

undecided contains resource.finding(found, [attribute], "the policy document is known only after apply") if {
	some type, attribute in attributes
	some found in resource.of([type])
	resource.unresolved(found, [attribute])
	not judged_at_its_source(found, attribute)
}

undecided contains resource.finding(source, block.path, "the actions or resources of this statement are known only after apply") if {
	some source in resource.data_of({"aws_iam_policy_document"})
	some block in resource.blocks(source, ["statement"])
	some name in ["effect", "actions", "resources"]
	resource.partly_unresolved(source, array.concat(block.path, [name]))
	not iam.administrator(iam.from_block(block.values))
	could_be_administrator(source, block)
}

# Known parts that rule the statement out, whatever the rest turns out to be.
could_be_administrator(source, block) if {
	lower(object.get(block.values, "effect", "Allow")) != "deny"
	every name in ["actions", "resources"] {
		holds_star(source, block, name)
	}
}

holds_star(_, block, name) if "*" in resource.list(object.get(block.values, name, null))

holds_star(source, block, name) if resource.partly_unresolved(source, array.concat(block.path, [name]))

judged_at_its_source(found, attribute) if {
	some address in object.get(object.get(found, "references", {}), attribute, [])
	some source in resource.data_of({"aws_iam_policy_document"})
	resource.block_address(source) == address
}
