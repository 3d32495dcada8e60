package lintel.gcp.sql_no_public_network_test

import data.lintel.lib.fixture
import data.lintel.gcp.sql_no_public_network as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

instance(networks, unknown) := {
	"address": "google_sql_database_instance.a", "type": "google_sql_database_instance", "unknown": unknown,
	"values": {"settings": [{"ip_configuration": [{"authorized_networks": networks}]}]},
}

test_fail if {
	denied(instance([{"value": "1.2.3.4"}, {"value": "0.0.0.0/0"}], [])) == {["settings", "0", "ip_configuration", "0", "authorized_networks", "1", "value"]}
	count(denied(instance([{"value": "::/0"}], []))) == 1
}

test_pass if {
	denied(instance([{"value": "5.5.5.0/24"}], [])) == set()
	denied({"address": "google_sql_database_instance.a", "type": "google_sql_database_instance", "values": {}, "unknown": []}) == set()
}

test_unknown if {
	resource := instance([{"value": "${var.x}"}], ["settings.0.ip_configuration.0.authorized_networks.0.value"])
	denied(resource) == set()
	count(unclear(resource)) == 1
	count(unclear(instance([], ["settings.0.ip_configuration.0.authorized_networks"]))) == 1
}
