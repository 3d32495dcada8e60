# METADATA
# title: Instances must require IMDSv2
# description: "The first version of the metadata service hands role credentials to any request forgery inside the instance."
# custom:
#   rule: AWS.EC2.IMDSV2_REQUIRED
#   severity: HIGH
#   remediation: "Add metadata_options { http_tokens = \"required\" }, or switch the endpoint off."
#   resource_types: [aws_instance, aws_launch_configuration, aws_launch_template]
#   controls:
#     cis-5.0: ["5.7"]
#     cis-3.0: ["5.6"]
#     nist-800-53-r5: ["AC-2(6)", "AC-3", "AC-3(3)", "AC-3(4)", "AC-3(7)", "AC-3(8)", "AC-3(12)", "AC-3(13)", "AC-3(15)", "AC-4(28)", "AC-6", "AC-24", "CM-5(1)", "MP-2", "SC-23(3)"]
#     aws-fsbp: ["EC2.8"]
#     pci-dss-4.0: ["8.2.8"]
#     soc2: ["CC7.2"]
#     checkov: ["CKV_AWS_79"]
#     trivy: ["AWS-0028", "AWS-0130"]
package lintel.aws.ec2_imdsv2_required

import data.lintel.lib.resource

types := ["aws_instance", "aws_launch_template", "aws_launch_configuration"]

path := ["metadata_options", 0, "http_tokens"]

deny contains resource.finding(found, path, "the instance metadata service answers requests without a session token") if {
	some found in resource.of(types)
	not satisfied(found)
	not unclear(found)
}

undecided contains resource.finding(found, path, "the metadata options are known only after apply or come from the launch template") if {
	some found in resource.of(types)
	not satisfied(found)
	unclear(found)
}

options(found) := [block.values | some block in resource.blocks(found, ["metadata_options"])]

satisfied(found) if {
	some option in options(found)
	option.http_tokens == "required"
}

satisfied(found) if {
	some option in options(found)
	option.http_endpoint == "disabled"
}

unclear(found) if resource.partly_unresolved(found, ["metadata_options"])

unclear(found) if {
	found.type == "aws_instance"
	count(options(found)) == 0
	count(resource.blocks(found, ["launch_template"])) > 0
}
