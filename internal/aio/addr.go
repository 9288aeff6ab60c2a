package aio

import "net/netip"

// An Addr is a socket's address. The zero value is that of a socket without one.
type Addr struct {
	Family int // AF_INET, AF_INET6, AF_UNIX; 0 for none
	IP     netip.Addr
	Port   uint16
	Flow   uint32 // AF_INET6 only
	Scope  uint32 // AF_INET6 only
	Path   string // AF_UNIX; an abstract one begins with a NUL
}
