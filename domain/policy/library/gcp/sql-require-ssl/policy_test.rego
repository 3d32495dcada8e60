package lintel.gcp.sql_require_ssl_test

import data.lintel.lib.fixture
import data.lintel.gcp.sql_require_ssl as subject

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

instance(configuration, unknown) := {
	"address": "google_sql_database_instance.a", "type": "google_sql_database_instance", "unknown": unknown,
	"values": {"settings": [{"ip_configuration": [configuration]}]},
}

test_pass[name] if {
	some name, configuration in {
		"old": {"require_ssl": true},
		"encrypted": {"ssl_mode": "ENCRYPTED_ONLY"},
		"certificate": {"ssl_mode": "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"},
	}
	denied(instance(configuration, [])) == set()
}

test_fail[name] if {
	some name, configuration in {
		"off": {"require_ssl": false},
		"both": {"ssl_mode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED"},
		"missing": {},
	}
	count(denied(instance(configuration, []))) == 1
}

test_no_settings if count(denied({"address": "google_sql_database_instance.a", "type": "google_sql_database_instance", "values": {}, "unknown": []})) == 1

test_unknown if {
	resource := instance({"ssl_mode": "${var.x}"}, ["settings.0.ip_configuration.0.ssl_mode"])
	denied(resource) == set()
	count(unclear(resource)) == 1
}
