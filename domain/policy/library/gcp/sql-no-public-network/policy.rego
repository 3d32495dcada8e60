# METADATA
# title: SQL instances must not be open to the world
# description: "An authorized network of /0 lets the whole internet try passwords."
# custom:
#   rule: GCP.SQL.NO_PUBLIC_NETWORK
#   severity: CRITICAL
#   remediation: "List the networks that need access, or use a private address with ipv4_enabled = false."
#   resource_types: [google_sql_database_instance]
#   controls:
#     cis-4.0: ["6.5", "6.6"]
#     cis-3.0: ["6.5", "6.6"]
#     cis-2.0: ["6.5"]
#     nist-800-53-r5: ["AC-3", "AC-5", "AC-6", "MP-2"]
#     pci-dss-4.0: ["A1.1.2", "A1.1.3", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.4.5", "1.5.1", "A3.4.1", "3.5.1.3", "7.2.2", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "10.3.2"]
#     soc2: ["CC6.2"]
#     checkov: ["CKV_GCP_11"]
#     trivy: ["GCP-0017"]
package lintel.gcp.sql_no_public_network

import data.lintel.lib.resource

networks := [{"instance": instance, "path": block.path, "value": object.get(block.values, "value", "")} |
	some instance in resource.of(["google_sql_database_instance"])
	some settings in resource.blocks(instance, ["settings"])
	some configuration in resource.blocks(instance, array.concat(settings.path, ["ip_configuration"]))
	some block in resource.blocks(instance, array.concat(configuration.path, ["authorized_networks"]))
]

deny contains resource.finding(found.instance, array.concat(found.path, ["value"]), "the whole internet is an authorized network") if {
	some found in networks
	endswith(found.value, "/0")
}

undecided contains resource.finding(found.instance, array.concat(found.path, ["value"]), "the authorized network is known only after apply") if {
	some found in networks
	resource.unresolved(found.instance, array.concat(found.path, ["value"]))
	not endswith(found.value, "/0")
}

undecided contains resource.finding(instance, path, "the authorized networks are known only after apply") if {
	some instance in resource.of(["google_sql_database_instance"])
	some path in [["settings"], ["settings", 0, "ip_configuration"], ["settings", 0, "ip_configuration", 0, "authorized_networks"]]
	resource.dotted(path) in object.get(instance, "unknown", [])
}
