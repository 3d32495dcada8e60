package lintel.gcp.compute_no_public_ip_test

import data.lintel.lib.fixture
import data.lintel.gcp.compute_no_public_ip as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

machine(interface, unknown) := {"address": "google_compute_instance.a", "type": "google_compute_instance", "values": {"network_interface": [interface]}, "unknown": unknown}

test_fail if {
	denied(machine({"access_config": [{}]}, [])) == {["network_interface", "0", "access_config"]}
	denied(machine({"ipv6_access_config": [{"network_tier": "PREMIUM"}]}, [])) == {["network_interface", "0", "ipv6_access_config"]}
}

test_pass if {
	denied(machine({"network": "default"}, [])) == set()
	denied(machine({"access_config": []}, [])) == set()
}

test_unknown if {
	resource := machine({"access_config": "${var.x}"}, ["network_interface.0.access_config"])
	denied(resource) == set()
	count(unclear(resource)) == 1
}
