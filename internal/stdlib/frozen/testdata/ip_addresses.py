# Addresses, networks and interfaces: reading, writing, arithmetic, kinds, parts.
from ipaddress import (collapse_addresses, ip_address, ip_interface, ip_network, IPv4Address, IPv6Address,
                       summarize_address_range)

a = ip_address("192.168.0.1")
assert a + 1 == IPv4Address("192.168.0.2") and int(a) == 0xc0a80001 and a.packed == b"\xc0\xa8\0\1" and a.is_private
assert a.reverse_pointer == "1.0.168.192.in-addr.arpa" and repr(a) == "IPv4Address('192.168.0.1')"
b = ip_address("2001:db8:0:0:1:0:0:1")
assert str(b) == "2001:db8::1:0:0:1" and b.exploded == "2001:0db8:0000:0000:0001:0000:0000:0001"
assert str(IPv6Address("::ffff:1.2.3.4").ipv4_mapped) == "1.2.3.4" and str(IPv6Address(0)) == "::"
assert ip_address("fe80::1%eth0").scope_id == "eth0" and IPv6Address("::1").is_loopback
assert ip_address("8.8.8.8").is_global and not ip_address("100.64.0.1").is_global
n = ip_network("10.0.0.0/29")
assert list(map(str, n.hosts())) == [f"10.0.0.{i}" for i in range(1, 7)] and n.num_addresses == 8
assert IPv4Address("10.0.0.7") in n and str(n.broadcast_address) == "10.0.0.7"
assert n.netmask == ip_address("255.255.255.248")
assert list(map(str, n.subnets(new_prefix=30))) == ["10.0.0.0/30", "10.0.0.4/30"] and str(n.supernet()) == "10.0.0.0/28"
assert list(map(str, n.address_exclude(ip_network("10.0.0.0/31")))) == ["10.0.0.4/30", "10.0.0.2/31"]
assert ip_network("10.0.0.0/255.255.255.0") == ip_network("10.0.0.0/0.0.0.255") == ip_network("10.0.0.9/24", False)
i = ip_interface("10.0.0.5/24")
assert str(i) == "10.0.0.5/24" and str(i.network) == "10.0.0.0/24" and i.with_netmask == "10.0.0.5/255.255.255.0"
found = summarize_address_range(ip_address("1.0.0.1"), ip_address("1.0.0.6"))
assert list(map(str, found)) == ["1.0.0.1/32", "1.0.0.2/31", "1.0.0.4/31", "1.0.0.6/32"]
assert list(map(str, collapse_addresses([ip_network("10.0.0.0/25"), ip_network("10.0.0.128/25")]))) == ["10.0.0.0/24"]
assert sorted([ip_address("10.0.0.2"), ip_address("9.0.0.1")])[0] == ip_address("9.0.0.1")
---
from ipaddress import ip_network
ip_network("10.0.0.1/24")  ### ValueError: 10.0.0.1/24 has host bits set
---
from ipaddress import ip_address
ip_address("1.2.3")  ### ValueError: '1.2.3' does not appear to be an IPv4 or IPv6 address
