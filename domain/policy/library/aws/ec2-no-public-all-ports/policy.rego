# METADATA
# title: Security groups must not open all ports to the internet
# description: "A rule for every port from everywhere makes the group no firewall at all."
# custom:
#   rule: AWS.EC2.NO_PUBLIC_ALL_PORTS
#   severity: CRITICAL
#   remediation: "Open only the ports that are served, to the networks that need them."
#   resource_types: [aws_security_group, aws_default_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule]
#   controls:
#     cis-5.0: ["5.3", "5.4"]
#     cis-3.0: ["5.2", "5.3"]
#     cis-1.4: ["5.2"]
#     soc2: ["CC6.6"]
#     trivy-cis-aws-1.2: ["4.1", "4.2"]
#     checkov: ["CKV_AWS_277"]
#     trivy: ["AWS-0107"]
package lintel.aws.ec2_no_public_all_ports

import data.lintel.lib.aws_network
import data.lintel.lib.network
import data.lintel.lib.resource

deny contains resource.finding(entry.resource, entry.path, aws_network.message("every port", entry)) if {
	some entry in aws_network.entries
	network.open_to_all_ports(entry)
}

undecided contains resource.finding(entry.resource, entry.path, "the source or the ports of this rule are known only after apply") if {
	some entry in aws_network.entries
	network.maybe_open_to_all_ports(entry)
}

undecided contains resource.finding(group, ["ingress"], "the rules are known only after apply") if {
	some group in aws_network.unseen
}
