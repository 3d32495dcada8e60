package lintel.azure.storage_https_only_test

import data.lintel.lib.fixture
import data.lintel.azure.storage_https_only as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

account(values, unknown) := {"address": "azurerm_storage_account.a", "type": "azurerm_storage_account", "values": values, "unknown": unknown}

test_pass if {
	denied(account({}, [])) == set()
	denied(account({"https_traffic_only_enabled": true}, [])) == set()
}

test_fail[name] if {
	some name in {"https_traffic_only_enabled", "enable_https_traffic_only"}
	denied(account({name: false}, [])) == {[name]}
}

test_unknown if unclear(account({"https_traffic_only_enabled": "${var.x}"}, ["https_traffic_only_enabled"])) == {["https_traffic_only_enabled"]}
