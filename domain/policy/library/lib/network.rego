# Sources, protocols and ports of firewall rules. An entry of any cloud is brought into one shape:
# {resource: {address}, path, sources, sources_unresolved, ports: [{from, to}], ports_unresolved}
package lintel.lib.network

import data.lintel.lib.resource

everything := {"from": 0, "to": 65535}

# Every host of the internet: any prefix of length 0, and Azure's words for it.
internet(source) if {
	is_string(source)
	endswith(source, "/0")
}

internet(source) if {
	is_string(source)
	lower(source) in {"*", "internet", "any", "0.0.0.0"}
}

covers(range, port) if {
	range.from <= port
	port <= range.to
}

covers_all(range) if {
	range.from <= 0
	range.to >= 65535
}

# The entry certainly lets the whole internet in on this port.
open(entry, port) if {
	from_internet(entry)
	some range in entry.ports
	covers(range, port)
}

open_to_all_ports(entry) if {
	from_internet(entry)
	some range in entry.ports
	covers_all(range)
}

from_internet(entry) if {
	some source in entry.sources
	internet(source)
}

# The entry may do so once its unknown parts are known.
maybe_open(entry, port) if {
	entry.sources_unresolved
	reaches(entry, port)
}

maybe_open(entry, port) if {
	from_internet(entry)
	entry.ports_unresolved
	not open(entry, port)
}

reaches(entry, port) if {
	not open(entry, port)
	some range in entry.ports
	covers(range, port)
}

reaches(entry, port) if {
	not open(entry, port)
	entry.ports_unresolved
}

maybe_open_to_all_ports(entry) if {
	not open_to_all_ports(entry)
	entry.sources_unresolved
	some range in entry.ports
	covers_all(range)
}

maybe_open_to_all_ports(entry) if {
	not open_to_all_ports(entry)
	entry.ports_unresolved
	from_internet(entry)
}

maybe_open_to_all_ports(entry) if {
	entry.ports_unresolved
	entry.sources_unresolved
}

# "22", "10-100", "*" and 22.
port_range(text) := everything if text == "*"

port_range(text) := {"from": port, "to": port} if port := resource.number(text)

port_range(text) := {"from": to_number(bounds[0]), "to": to_number(bounds[1])} if {
	is_string(text)
	regex.match(`^\s*[0-9]+\s*-\s*[0-9]+\s*$`, text)
	bounds := [trim_space(bound) | some bound in split(text, "-")]
}
