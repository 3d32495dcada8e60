# What the tests of rules share; no rule imports it.
package lintel.lib.fixture

# The input of a rule for some resources, indexed as Lintel indexes it.
input_of(resources) := {
	"mode": "design",
	"resources": resources,
	"by_type": {type: [resource | some resource in resources; resource.type == type] | some type in {resource.type | some resource in resources}},
	"by_address": {resource.address: resource | some resource in resources},
	"data_sources": [],
	"providers": [],
	"context": {},
}

# What findings point at.
paths(findings) := {finding.path | some finding in findings}
