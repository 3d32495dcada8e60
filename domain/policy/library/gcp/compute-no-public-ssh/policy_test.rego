package lintel.gcp.compute_no_public_ssh_test

import data.lintel.lib.fixture
import data.lintel.gcp.compute_no_public_ssh as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

firewall(change, allow) := {
	"address": "google_compute_firewall.a", "type": "google_compute_firewall", "unknown": [],
	"values": object.union({"source_ranges": ["0.0.0.0/0"], "allow": [allow]}, change),
}

test_variants[name] if {
	some name, allow in {
		"port": {"protocol": "tcp", "ports": ["22"]},
		"number": {"protocol": "tcp", "ports": [22]},
		"range": {"protocol": "tcp", "ports": ["80", "1-65535"]},
		"every port": {"protocol": "tcp"},
		"every protocol": {"protocol": "all"},
		"protocol number": {"protocol": "6", "ports": ["22"]},
		"case": {"protocol": "TCP", "ports": ["22"]},
	}
	denied(firewall({}, allow)) == {["allow", "0"]}
}

test_ipv6 if denied(firewall({"source_ranges": ["::/0"]}, {"protocol": "tcp", "ports": ["22"]})) == {["allow", "0"]}

test_closed_variants[name] if {
	some name, change in {
		"private": {"source_ranges": ["10.0.0.0/8"]},
		"tags": {"source_ranges": null, "source_tags": ["web"]},
		"egress": {"direction": "EGRESS"},
		"disabled": {"disabled": true},
	}
	denied(firewall(change, {"protocol": "tcp", "ports": ["22"]})) == set()
}

test_unseen_rules if unclear({"address": "google_compute_firewall.a", "type": "google_compute_firewall", "values": {}, "unknown": ["allow"]}) == {["allow"]}

test_udp if denied(firewall({}, {"protocol": "udp", "ports": ["22"]})) == set()

test_other_port if denied(firewall({}, {"protocol": "tcp", "ports": ["443"]})) == set()

test_unknown if {
	resource := object.union(firewall({"source_ranges": "${var.x}"}, {"protocol": "tcp", "ports": ["22"]}), {"unknown": ["source_ranges"]})
	denied(resource) == set()
	unclear(resource) == {["allow", "0"]}
}
