# METADATA
# title: SQL instances must require TLS
# description: "Connections without TLS send credentials and rows in clear."
# custom:
#   rule: GCP.SQL.REQUIRE_SSL
#   severity: HIGH
#   remediation: "Set ssl_mode = \"ENCRYPTED_ONLY\" or \"TRUSTED_CLIENT_CERTIFICATE_REQUIRED\" in settings.ip_configuration."
#   resource_types: [google_sql_database_instance]
#   controls:
#     cis-4.0: ["6.4"]
#     cis-3.0: ["6.4"]
#     cis-2.0: ["6.4"]
#     pci-dss-3.2.1: ["4.1"]
#     pci-dss-4.0: ["A1.1.2", "1.2.5", "1.2.8", "1.3.1", "1.3.2", "1.4.2", "2.2.5", "2.2.7", "3.5.1", "4.2.1", "4.2.1.1", "7.2.1", "7.2.2", "7.2.5", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "8.2.8", "8.3.2", "10.2.1.3", "10.3.2"]
#     soc2: ["CC6.7"]
#     checkov: ["CKV_GCP_6"]
#     trivy: ["GCP-0015"]
package lintel.gcp.sql_require_ssl

import data.lintel.lib.resource

encrypted := {"ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"}

path := ["settings", 0, "ip_configuration", 0, "ssl_mode"]

deny contains resource.finding(instance, path, "the instance accepts connections without TLS") if {
	some instance in resource.of(["google_sql_database_instance"])
	not required(instance)
	not unclear(instance)
}

undecided contains resource.finding(instance, path, "whether TLS is required is known only after apply") if {
	some instance in resource.of(["google_sql_database_instance"])
	not required(instance)
	unclear(instance)
}

configurations(instance) := [block |
	some settings in resource.blocks(instance, ["settings"])
	some block in resource.blocks(instance, array.concat(settings.path, ["ip_configuration"]))
]

required(instance) if {
	some block in configurations(instance)
	block.values.ssl_mode in encrypted
}

required(instance) if {
	some block in configurations(instance)
	resource.is_true(object.get(block.values, "require_ssl", false))
}

unclear(instance) if {
	some block in configurations(instance)
	some name in ["ssl_mode", "require_ssl"]
	resource.unresolved(instance, array.concat(block.path, [name]))
}

unclear(instance) if {
	some missing in [["settings"], ["settings", 0, "ip_configuration"]]
	resource.unresolved(instance, missing)
}
