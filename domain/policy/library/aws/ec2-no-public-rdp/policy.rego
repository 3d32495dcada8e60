# METADATA
# title: RDP must not be reachable from the whole internet
# description: "Remote Desktop open to the internet is the most common way in for ransomware."
# custom:
#   rule: AWS.EC2.NO_PUBLIC_RDP
#   severity: CRITICAL
#   remediation: "Restrict cidr_blocks to known networks, or use Fleet Manager or a gateway."
#   resource_types: [aws_security_group, aws_default_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule]
#   controls:
#     cis-5.0: ["5.3", "5.4"]
#     cis-3.0: ["5.2", "5.3"]
#     cis-1.4: ["5.2"]
#     aws-fsbp: ["EC2.14"]
#     soc2: ["CC6.6"]
#     trivy-cis-aws-1.2: ["4.1", "4.2"]
#     checkov: ["CKV_AWS_25"]
#     trivy: ["AWS-0107"]
package lintel.aws.ec2_no_public_rdp

import data.lintel.lib.aws_network
import data.lintel.lib.network
import data.lintel.lib.resource

deny contains resource.finding(entry.resource, entry.path, aws_network.message("RDP (port 3389)", entry)) if {
	some entry in aws_network.entries
	network.open(entry, 3389)
}

undecided contains resource.finding(entry.resource, entry.path, "the source or the ports of this rule are known only after apply") if {
	some entry in aws_network.entries
	network.maybe_open(entry, 3389)
}

undecided contains resource.finding(group, ["ingress"], "the rules are known only after apply") if {
	some group in aws_network.unseen
}
