# METADATA
# title: SSH must not be reachable from the whole internet
# description: "An SSH port that everyone can reach is scanned and attacked within minutes; access belongs behind a bastion, a VPN or Session Manager."
# custom:
#   rule: AWS.EC2.NO_PUBLIC_SSH
#   severity: CRITICAL
#   remediation: "Restrict cidr_blocks to known networks, or remove the rule and use SSM Session Manager."
#   resource_types: [aws_security_group, aws_default_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule]
#   controls:
#     cis-5.0: ["5.3", "5.4"]
#     cis-3.0: ["5.2", "5.3"]
#     cis-1.4: ["5.2"]
#     nist-800-53-r5: ["AC-17", "AC-17(1)", "AC-17(9)", "AC-17(10)", "CM-9", "SC-7", "SC-7(7)", "SC-7(11)", "SC-7(12)", "SC-7(16)", "SC-7(21)", "SC-7(24)", "SC-7(25)", "SC-7(26)", "SC-7(27)", "SC-7(28)"]
#     aws-fsbp: ["EC2.13"]
#     pci-dss-4.0: ["A1.1.3", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1"]
#     soc2: ["CC6.6", "CC7.2"]
#     trivy-cis-aws-1.2: ["4.1", "4.2"]
#     checkov: ["CKV_AWS_24"]
#     trivy: ["AWS-0107"]
package lintel.aws.ec2_no_public_ssh

import data.lintel.lib.aws_network
import data.lintel.lib.network
import data.lintel.lib.resource

deny contains resource.finding(entry.resource, entry.path, aws_network.message("SSH (port 22)", entry)) if {
	some entry in aws_network.entries
	network.open(entry, 22)
}

undecided contains resource.finding(entry.resource, entry.path, "the source or the ports of this rule are known only after apply") if {
	some entry in aws_network.entries
	network.maybe_open(entry, 22)
}

undecided contains resource.finding(group, ["ingress"], "the rules are known only after apply") if {
	some group in aws_network.unseen
}
