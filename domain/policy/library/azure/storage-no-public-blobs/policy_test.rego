package lintel.azure.storage_no_public_blobs_test

import data.lintel.lib.fixture
import data.lintel.azure.storage_no_public_blobs as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

account(values, unknown) := {"address": "azurerm_storage_account.a", "type": "azurerm_storage_account", "values": values, "unknown": unknown}

container(values, unknown) := {"address": "azurerm_storage_container.a", "type": "azurerm_storage_container", "values": values, "unknown": unknown}

test_account_pass if {
	denied(account({"allow_nested_items_to_be_public": false}, [])) == set()
	denied(account({"allow_blob_public_access": false}, [])) == set()
}

test_account_fail if {
	denied(account({"allow_nested_items_to_be_public": true}, [])) == {["allow_nested_items_to_be_public"]}
	denied(account({}, [])) == {["allow_nested_items_to_be_public"]}
}

test_container_pass if {
	denied(container({"container_access_type": "private"}, [])) == set()
	denied(container({}, [])) == set()
}

test_container_fail[kind] if {
	some kind in {"blob", "container"}
	denied(container({"container_access_type": kind}, [])) == {["container_access_type"]}
}

test_unknown if {
	unclear(account({"allow_nested_items_to_be_public": "${var.x}"}, ["allow_nested_items_to_be_public"])) == {["allow_nested_items_to_be_public"]}
	unclear(container({"container_access_type": "${var.x}"}, ["container_access_type"])) == {["container_access_type"]}
	denied(container({"container_access_type": "${var.x}"}, ["container_access_type"])) == set()
}
