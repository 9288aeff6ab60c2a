package socket

import (
	"context"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Addresses: (host, port) for AF_INET, (host, port, flowinfo, scope_id) for AF_INET6, a path for AF_UNIX (bytes that begin
// with a zero byte name an abstract one).

// ParseAddress converts a Python address of the family, resolving a host name without the interpreter lock. caller is the
// function that errors name.
func ParseAddress(th *Thread, v Value, family int, caller string) (unix.Sockaddr, error) {
	return parseAddress(th, v, family, 0, caller)
}

func parseAddress(th *Thread, v Value, family, proto int, caller string) (unix.Sockaddr, error) {
	switch family {
	case unix.AF_UNIX:
		return parseUnix(th, v)
	case unix.AF_INET, unix.AF_INET6:
		return parseInet(th, v, family, caller)
	}
	return nil, object.NewExcf(object.OSErrorType, "%s(): bad family", caller)
}

func parseUnix(th *Thread, v Value) (unix.Sockaddr, error) {
	var path string
	if s, ok := object.AsStr(v); ok {
		if strings.HasPrefix(s.S, "\x00") {
			path = s.S
		} else {
			p, err := object.FSEncode(th, v)
			if err != nil {
				return nil, err
			}
			path = p
		}
	} else {
		b, release, err := object.BufferOf(th, v)
		if err != nil {
			return nil, object.TypeErrorf("a bytes-like object is required, not '%s'", v.Type().Name)
		}
		path = string(b)
		release()
	}
	if len(path) > 108 || len(path) == 108 && path[0] != 0 {
		return nil, object.NewExcf(object.OSErrorType, "AF_UNIX path too long")
	}
	switch {
	case path == "":
	case path[0] == 0:
		path = "@" + path[1:]
	case path[0] == '@':
		path = "./" + path // package unix takes a leading @ for an abstract name
	}
	return &unix.SockaddrUnix{Name: path}, nil
}

func parseInet(th *Thread, v Value, family int, caller string) (unix.Sockaddr, error) {
	name := "AF_INET"
	most := 2
	if family == unix.AF_INET6 {
		name, most = "AF_INET6", 4
	}
	t, ok := object.AsTuple(v)
	if !ok {
		return nil, object.TypeErrorf("%s(): %s address must be tuple, not %s", caller, name, v.Type().Name)
	}
	n := len(t.Items)
	if n < 2 || n > most {
		if family == unix.AF_INET {
			return nil, object.TypeErrorf("AF_INET address must be a pair (host, port)")
		}
		return nil, object.TypeErrorf("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
	}
	host, err := hostText(t.Items[0])
	if err != nil {
		return nil, err
	}
	port, err := object.AsIndex(th, t.Items[1])
	if object.Matches(err, object.OverflowErrorType) || err == nil && (port < 0 || port > 0xffff) {
		return nil, object.NewExcf(object.OverflowErrorType, "%s(): port must be 0-65535.", caller)
	}
	if err != nil {
		return nil, err
	}
	scope := 0
	if n > 2 {
		flow, err := object.AsIndex(th, t.Items[2])
		if err != nil {
			return nil, err
		}
		if flow < 0 || flow > 0xfffff {
			return nil, object.NewExcf(object.OverflowErrorType, "%s(): flowinfo must be 0-1048575.", caller)
		}
	}
	if n > 3 {
		if scope, err = object.AsIndex(th, t.Items[3]); err != nil {
			return nil, err
		}
	}
	a, err := resolveOne(th, host, family)
	if err != nil {
		return nil, err
	}
	sa := sockaddr(a, port)
	if s6, ok := sa.(*unix.SockaddrInet6); ok && scope != 0 {
		s6.ZoneId = uint32(scope)
	}
	return sa, nil
}

// sockaddr makes a socket address of an IP address with its zone.
func sockaddr(a netip.Addr, port int) unix.Sockaddr {
	if a.Is4() {
		return &unix.SockaddrInet4{Port: port, Addr: a.As4()}
	}
	return &unix.SockaddrInet6{Port: port, Addr: a.As16(), ZoneId: zoneID(a.Zone())}
}

func hostText(v Value) (string, error) {
	if s, ok := object.AsStr(v); ok {
		if strings.IndexByte(s.S, 0) >= 0 {
			return "", object.TypeErrorf("host name must not contain null character")
		}
		if s.IsASCII() {
			return s.S, nil
		}
		return idna(s.S)
	}
	if b, ok := object.AsBytes(v); ok {
		return string(b.B), nil
	}
	if b, ok := object.AsByteArray(v); ok {
		return string(b.B), nil
	}
	return "", object.TypeErrorf("str, bytes or bytearray expected, not %s", v.Type().Name)
}

// resolveOne gives the first address of a host for the family; "" is any address.
func resolveOne(th *Thread, host string, family int) (netip.Addr, error) {
	v4 := family == unix.AF_INET
	switch {
	case host == "" && v4:
		return netip.IPv4Unspecified(), nil
	case host == "":
		return netip.IPv6Unspecified(), nil
	case v4 && (host == "255.255.255.255" || host == "<broadcast>"):
		return netip.AddrFrom4([4]byte{255, 255, 255, 255}), nil
	}
	if a, ok := numericHost(host); ok {
		if a.Is4() == v4 {
			return a, nil
		}
		if v4 {
			return a, gaiError(eaiAddrFamily)
		}
		return netip.AddrFrom16(a.As16()), nil
	}
	list, err := lookup(th, host, family)
	if err != nil {
		return netip.Addr{}, err
	}
	return list[0], nil
}

// AddressValue is the Python address of a socket address; None if there is none.
func AddressValue(sa unix.Sockaddr) Value {
	switch sa := sa.(type) {
	case *unix.SockaddrInet4:
		return object.TupleValue(object.StrValue(netip.AddrFrom4(sa.Addr).String()), object.Int(int64(sa.Port)))
	case *unix.SockaddrInet6:
		return object.TupleValue(object.StrValue(netip.AddrFrom16(sa.Addr).String()), object.Int(int64(sa.Port)), object.Int(0), object.Int(int64(sa.ZoneId)))
	case *unix.SockaddrUnix:
		switch {
		case sa.Name == "" || sa.Name == "@":
			return object.StrValue("")
		case sa.Name[0] == '@':
			return object.BytesValue(append([]byte{0}, sa.Name[1:]...))
		}
		return object.FSDecode(sa.Name)
	}
	return none
}

// numericHost parses an address in text form, with the short and hexadecimal forms that inet_aton takes.
func numericHost(s string) (netip.Addr, bool) {
	if a, err := netip.ParseAddr(s); err == nil {
		return a, true
	}
	if b, ok := parseAton(s); ok {
		return netip.AddrFrom4(b), true
	}
	return netip.Addr{}, false
}

// parseAton parses "a.b.c.d", "a.b.c", "a.b" or "a", of decimal, octal or hexadecimal numbers.
func parseAton(s string) (b [4]byte, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) > 4 {
		return b, false
	}
	for i, p := range parts {
		if p == "" || p[0] < '0' || p[0] > '9' || strings.ContainsRune(p, '_') {
			return b, false
		}
		base := 10
		digits := p
		if len(p) > 1 && p[0] == '0' {
			base, digits = 8, p[1:]
			if p[1] == 'x' || p[1] == 'X' {
				base, digits = 16, p[2:]
			}
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil {
			return b, false
		}
		if i < len(parts)-1 {
			if n > 255 {
				return b, false
			}
			b[i] = byte(n)
			continue
		}
		room := 4 - i
		if room < 4 && n >= 1<<(8*room) {
			return b, false
		}
		for j := 3; j >= i; j-- {
			b[j] = byte(n)
			n >>= 8
		}
	}
	return b, true
}

// off runs f in a goroutine without the interpreter lock; a signal's exception cancels it.
func off(th *Thread, f func(ctx context.Context)) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(ctx)
	}()
	_, err := th.Wait(done, -1)
	return err
}
