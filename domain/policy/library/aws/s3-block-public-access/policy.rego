# METADATA
# title: Every bucket needs a public access block
# description: "Without a public access block one ACL or one policy statement publishes the bucket."
# custom:
#   rule: AWS.S3.BLOCK_PUBLIC_ACCESS
#   severity: HIGH
#   remediation: "Add an aws_s3_bucket_public_access_block for the bucket with all four settings true."
#   resource_types: [aws_s3_bucket, aws_s3_bucket_public_access_block]
#   controls:
#     cis-5.0: ["2.1.4"]
#     cis-3.0: ["2.1.4"]
#     cis-1.4: ["2.1.5"]
#     nist-800-53-r5: ["AC-2(6)", "AC-3", "AC-3(7)", "AC-4(21)", "AC-6", "AC-17", "AC-17(1)", "AC-17(4)", "AC-17(9)", "AC-17(10)", "CM-6", "CM-9", "MP-2", "SC-7", "SC-7(2)", "SC-7(3)", "SC-7(7)", "SC-7(9)", "SC-7(11)", "SC-7(12)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(24)", "SC-7(25)", "SC-7(26)", "SC-7(27)", "SC-7(28)", "SC-25"]
#     aws-fsbp: ["S3.1", "S3.8"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A3.4.1", "3.5.1.3", "10.3.2"]
#     checkov: ["CKV2_AWS_6"]
#     trivy: ["AWS-0094"]
package lintel.aws.s3_block_public_access

import data.lintel.lib.resource

deny contains resource.finding(bucket, [], "no public access block keeps this bucket private") if {
	some bucket in resource.of(["aws_s3_bucket"])
	not blocked(bucket)
	not unclear(bucket)
}

undecided contains resource.finding(bucket, [], "the settings of its public access block are known only after apply") if {
	some bucket in resource.of(["aws_s3_bucket"])
	not blocked(bucket)
	unclear(bucket)
}

settings := {"block_public_acls", "block_public_policy"}

blocks(bucket) := [block |
	some block in resource.of(["aws_s3_bucket_public_access_block"])
	resource.refers(block, "bucket", bucket)
]

blocked(bucket) if {
	some block in blocks(bucket)
	every setting in settings {
		resource.is_true(resource.value(block, [setting], false))
	}
}

unclear(bucket) if {
	some block in blocks(bucket)
	some setting in settings
	resource.unresolved(block, [setting])
	not contradicted(block)
}

contradicted(block) if {
	some setting in settings
	not resource.is_true(resource.value(block, [setting], false))
	not resource.unresolved(block, [setting])
}
