# METADATA
# title: Storage must use TLS 1.2
# description: "TLS 1.0 and 1.1 have known weaknesses, and an account accepts them unless told otherwise."
# custom:
#   rule: AZURE.STORAGE.MIN_TLS
#   severity: HIGH
#   remediation: "Set min_tls_version = \"TLS1_2\"."
#   resource_types: [azurerm_storage_account]
#   controls:
#     cis-5.0: ["9.3.6"]
#     cis-3.0: ["4.15"]
#     cis-2.0: ["3.15"]
#     cis-4.0: ["10.3.7"]
#     cis-2.1: ["3.15"]
#     soc2: ["CC6.6"]
#     checkov: ["CKV_AZURE_44"]
#     trivy: ["AZU-0011"]
package lintel.azure.storage_min_tls

import data.lintel.lib.resource

deny contains resource.finding(account, ["min_tls_version"], "the account accepts TLS older than 1.2") if {
	some account in resource.of(["azurerm_storage_account"])
	not resource.value(account, ["min_tls_version"], "none") in {"TLS1_2", "TLS1_3"}
	not resource.unresolved(account, ["min_tls_version"])
}

undecided contains resource.finding(account, ["min_tls_version"], "min_tls_version is known only after apply") if {
	some account in resource.of(["azurerm_storage_account"])
	resource.unresolved(account, ["min_tls_version"])
}
