package lintel.azure.sql_no_public_network_test

import data.lintel.lib.fixture
import data.lintel.azure.sql_no_public_network as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

found(values, unknown) := {"address": "azurerm_mssql_server.a", "type": "azurerm_mssql_server", "values": values, "unknown": unknown}

test_pass if {
	denied(found({"public_network_access_enabled": false}, [])) == set()
	denied(found({"public_network_access_enabled": "false"}, [])) == set()
}

test_fail if {
	denied(found({"public_network_access_enabled": true}, [])) == {["public_network_access_enabled"]}
	denied(found({"public_network_access_enabled": "true"}, [])) == {["public_network_access_enabled"]}
}

test_missing if denied(found({}, [])) == {["public_network_access_enabled"]}

test_null if denied(found({"public_network_access_enabled": null}, [])) == {["public_network_access_enabled"]}

test_every_type[type] if {
	some type in {"azurerm_mssql_server"}
	denied({"address": "x.a", "type": type, "values": {"public_network_access_enabled": true}, "unknown": []}) == {["public_network_access_enabled"]}
}

test_unknown if {
	resource := found({"public_network_access_enabled": "${var.x}"}, ["public_network_access_enabled"])
	denied(resource) == set()
	unclear(resource) == {["public_network_access_enabled"]}
}
