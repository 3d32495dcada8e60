# Reading resources: what every rule needs, in one place.
package lintel.lib.resource

# All resources of the given types; the index makes a rule look only at what it is about.
of(types) := [resource |
	some type in types
	some resource in object.get(input.by_type, type, [])
]

# The same for data sources.
data_of(types) := [source |
	some source in object.get(input, "data_sources", [])
	source.type in types
]

# The value at a path, e.g. ["settings", 0, "tier"]; null and absent both give the fallback.
value(resource, path, fallback) := found if {
	found := object.get(resource.values, path, null)
	found != null
} else := fallback

# HCL authors write booleans as text, too.
is_true(value) if value == true

is_true(value) if {
	is_string(value)
	lower(value) == "true"
}

is_false(value) if value == false

is_false(value) if {
	is_string(value)
	lower(value) == "false"
}

# A number, also where it is written as text.
number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^-?[0-9]+$`, value)
}

# A list, also where a single value is written.
list(value) := value if {
	is_array(value)
} else := [] if {
	value == null
} else := [value]

# Known only after apply: the value itself, something it is part of, or masked.
unresolved(resource, path) if {
	some prefix in prefixes(path)
	prefix in object.get(resource, "unknown", [])
}

unresolved(resource, path) if object.get(resource.values, path, null) == "(sensitive)"

# In a plan: nothing is written for it and the provider decides; a dynamic block of unknown size looks the same.
computed(resource, name) if name in object.get(resource, "computed", [])

# The same as unresolved, or any part of the value.
partly_unresolved(resource, path) if unresolved(resource, path)

partly_unresolved(resource, path) if {
	start := concat("", [dotted(path), "."])
	some unknown in object.get(resource, "unknown", [])
	startswith(unknown, start)
}

prefixes(path) := [dotted(array.slice(path, 0, length)) | some length in numbers.range(1, count(path))]

dotted(path) := concat(".", texts(path))

texts(path) := [sprintf("%v", [step]) | some step in path]

# Nested blocks of one name with their paths; a block written as an object counts as one block.
blocks(resource, path) := [{"path": array.concat(path, [index]), "values": block} |
	some index, block in object.get(resource.values, path, [])
	is_object(block)
] if {
	is_array(object.get(resource.values, path, null))
} else := [{"path": path, "values": block}] if {
	block := object.get(resource.values, path, null)
	is_object(block)
} else := []

# Does the attribute of one resource refer to another? By expression, or by a literal that both carry.
refers(from, attribute, to) if block_address(to) in object.get(object.get(from, "references", {}), attribute, [])

refers(from, attribute, to) if {
	name := value(from, [attribute], "")
	name != ""
	name in {value(to, ["id"], ""), value(to, ["bucket"], ""), value(to, ["name"], ""), value(to, ["arn"], "")}
}

block_address(resource) := object.get(resource, "block_address", resource.address)

# What a rule reports: an address, a path in decimal text, and a sentence.
finding(resource, path, message) := {"address": resource.address, "path": texts(path), "message": message}
