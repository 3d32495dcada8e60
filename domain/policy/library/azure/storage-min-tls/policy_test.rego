package lintel.azure.storage_min_tls_test

import data.lintel.lib.fixture
import data.lintel.azure.storage_min_tls as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

account(values, unknown) := {"address": "azurerm_storage_account.a", "type": "azurerm_storage_account", "values": values, "unknown": unknown}

test_pass[version] if {
	some version in {"TLS1_2", "TLS1_3"}
	denied(account({"min_tls_version": version}, [])) == set()
}

test_fail if {
	denied(account({"min_tls_version": "TLS1_1"}, [])) == {["min_tls_version"]}
	denied(account({}, [])) == {["min_tls_version"]}
}

test_unknown if {
	resource := account({"min_tls_version": "${var.x}"}, ["min_tls_version"])
	denied(resource) == set()
	unclear(resource) == {["min_tls_version"]}
}
