# METADATA
# title: Block volumes must be encrypted
# description: "An unencrypted volume leaves readable data on shared disks, snapshots and copies."
# custom:
#   rule: AWS.EC2.EBS_ENCRYPTED
#   severity: HIGH
#   remediation: "Set encrypted = true, with a kms_key_id where a key of your own is wanted."
#   resource_types: [aws_ebs_volume]
#   controls:
#     cis-5.0: ["5.1.1"]
#     cis-3.0: ["2.2.1"]
#     cis-1.4: ["2.2.1"]
#     nist-800-53-r5: ["AU-9(3)", "CM-6", "CM-9", "CP-9", "SC-8(3)", "SC-8(4)", "SC-13", "SC-28(1)", "SI-19(4)"]
#     aws-fsbp: ["EC2.3"]
#     pci-dss-4.0: ["3.5.1", "8.3.2"]
#     soc2: ["PI.1.5"]
#     checkov: ["CKV_AWS_3"]
#     trivy: ["AWS-0026"]
package lintel.aws.ec2_ebs_encrypted

import data.lintel.lib.resource

types := ["aws_ebs_volume"]

deny contains resource.finding(found, ["encrypted"], "the volume is not encrypted") if {
	some found in resource.of(types)
	not resource.is_true(resource.value(found, ["encrypted"], null))
	not resource.unresolved(found, ["encrypted"])
}

undecided contains resource.finding(found, ["encrypted"], "encrypted is known only after apply") if {
	some found in resource.of(types)
	resource.unresolved(found, ["encrypted"])
}
