package socket

import (
	"encoding/binary"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Module is _socket.
var Module = object.ModuleDef{
	Name: "_socket",
	Doc:  "Sockets, on which the module socket builds.",
	Functions: []Func{
		{Sig: "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)", Doc: "Addresses for a host and port: tuples of family, type, protocol, canonical name, address.", Fn: object.FN(getAddrInfo)},
		{Sig: "getnameinfo(sockaddr, flags, /)", Doc: "The host and service for an address.", Fn: object.F2(getNameInfo)},
		{Sig: "gethostbyname(host, /)", Doc: "The IPv4 address of a host.", Fn: object.F1(getHostByName)},
		{Sig: "gethostbyname_ex(host, /)", Doc: "A host's name, aliases and IPv4 addresses.", Fn: object.F1(getHostByNameEx)},
		{Sig: "gethostbyaddr(host, /)", Doc: "The name, aliases and addresses of an address.", Fn: object.F1(getHostByAddr)},
		{Sig: "gethostname()", Doc: "This machine's name.", Fn: object.F0(getHostName)},
		{Sig: "sethostname(name, /)", Doc: "Name this machine.", Fn: object.F1(setHostName)},
		{Sig: "getservbyname(servicename, protocolname=NULL, /)", Doc: "A service's port.", Fn: object.F2(getServByName)},
		{Sig: "getservbyport(port, protocolname=NULL, /)", Doc: "A port's service.", Fn: object.F2(getServByPort)},
		{Sig: "getprotobyname(name, /)", Doc: "A protocol's number.", Fn: object.F1(getProtoByName)},
		{Sig: "close(fd, /)", Doc: "Close a socket's descriptor.", Fn: object.F1(closeFD)},
		{Sig: "dup(fd, /)", Doc: "Duplicate a socket's descriptor.", Fn: object.F1(dupFD)},
		{Sig: "socketpair(family=1, type=1, proto=0, /)", Doc: "Two sockets connected with each other.", Fn: object.F3(socketPair)},
		{Sig: "ntohs(x, /)", Doc: "A 16-bit number from network to host byte order.", Fn: object.F1(swap16("ntohs"))},
		{Sig: "htons(x, /)", Doc: "A 16-bit number from host to network byte order.", Fn: object.F1(swap16("htons"))},
		{Sig: "ntohl(x, /)", Doc: "A 32-bit number from network to host byte order.", Fn: object.F1(swap32("ntohl"))},
		{Sig: "htonl(x, /)", Doc: "A 32-bit number from host to network byte order.", Fn: object.F1(swap32("htonl"))},
		{Sig: "inet_aton(ip_addr, /)", Doc: "An IPv4 address as 4 bytes.", Fn: object.F1(inetAton)},
		{Sig: "inet_ntoa(packed_ip, /)", Doc: "The text of an IPv4 address of 4 bytes.", Fn: object.F1(inetNtoa)},
		{Sig: "inet_pton(address_family, ip_string, /)", Doc: "An address as bytes.", Fn: object.F2(inetPton)},
		{Sig: "inet_ntop(address_family, packed_ip, /)", Doc: "The text of an address of bytes.", Fn: object.F2(inetNtop)},
		{Sig: "getdefaulttimeout()", Doc: "The time limit of new sockets.", Fn: object.F0(func(th *Thread) (Value, error) { return timeoutValue(stateOf(th).timeout), nil })},
		{Sig: "setdefaulttimeout(timeout, /)", Doc: "Set the time limit of new sockets.", Fn: object.F1(setDefaultTimeout)},
		{Sig: "if_nameindex()", Doc: "The interfaces: tuples of index and name.", Fn: object.F0(ifNameIndex)},
		{Sig: "if_nametoindex(oname, /)", Doc: "An interface's index.", Fn: object.F1(ifNameToIndex)},
		{Sig: "if_indextoname(if_index, /)", Doc: "An interface's name.", Fn: object.F1(ifIndexToName)},
		{Sig: "CMSG_LEN(length, /)", Doc: "The length of an ancillary data item, without padding at its end.", Fn: object.F1(cmsg("CMSG_LEN", unix.CmsgLen))},
		{Sig: "CMSG_SPACE(length, /)", Doc: "The length of an ancillary data item with padding.", Fn: object.F1(cmsg("CMSG_SPACE", unix.CmsgSpace))},
	},
	Types: []*object.Type{SocketType, GAIErrorType, HErrorType},
	Init: func(th *Thread, m *object.Module) error {
		m.Set("SocketType", SocketType.Value())
		m.Set("error", object.OSErrorType.Value())
		m.Set("timeout", object.TimeoutErrorType.Value())
		m.Set("has_ipv6", object.True)
		for k, n := range constants {
			m.Set(k, object.Int(n))
		}
		return nil
	},
}

type state struct {
	timeout time.Duration // of new sockets
	buffer  []byte        // for receives; nil while in use
}

func stateOf(th *Thread) *state {
	return object.StateOf(th, &stateKey, func() *state { return &state{timeout: -1} })
}

// stateKey identifies the module's state; its address is all that counts.
var stateKey byte

func setDefaultTimeout(th *Thread, v Value) (Value, error) {
	d, err := parseTimeout(th, v)
	if err == nil {
		stateOf(th).timeout = d
	}
	return none, err
}

func setHostName(th *Thread, v Value) (Value, error) {
	name, err := object.FSEncode(th, v)
	if err != nil {
		return Value{}, err
	}
	return none, goError(unix.Sethostname([]byte(name)))
}

func closeFD(th *Thread, v Value) (Value, error) {
	fd, err := object.AsIndex(th, v)
	if err != nil {
		return Value{}, err
	}
	if err := unix.Close(fd); err != unix.ECONNRESET {
		return none, goError(err)
	}
	return none, nil
}

func dupFD(th *Thread, v Value) (Value, error) {
	fd, err := object.AsIndex(th, v)
	if err != nil {
		return Value{}, err
	}
	n, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	return object.Int(int64(n)), goError(err)
}

func socketPair(th *Thread, family, kind, proto Value) (Value, error) {
	var n [3]int
	for i, v := range []Value{family, kind, proto} {
		k, err := object.AsIndex(th, v)
		if err != nil {
			return Value{}, err
		}
		n[i] = k
	}
	fds, err := unix.Socketpair(n[0], n[1]|unix.SOCK_CLOEXEC, n[2])
	if err != nil {
		return Value{}, goError(err)
	}
	var out [2]Value
	for i, fd := range fds {
		s := object.NewObject[Socket](th, SocketType)
		s.adopt(th, fd, n[0], n[1], n[2])
		out[i] = object.Of(&s.Header)
	}
	return object.TupleValue(out[:]...), nil
}

func swap16(name string) func(*Thread, Value) (Value, error) {
	return func(th *Thread, v Value) (Value, error) {
		n, err := object.AsIndex(th, v)
		if err != nil {
			return Value{}, err
		}
		if n < 0 {
			return Value{}, object.ValueErrorf("%s: can't convert negative Python int to C 16-bit unsigned integer", name)
		}
		if n > 0xffff {
			return Value{}, object.NewExcf(object.OverflowErrorType, "%s: Python int too large to convert to C 16-bit unsigned integer", name)
		}
		var b [2]byte
		binary.NativeEndian.PutUint16(b[:], uint16(n))
		return object.Int(int64(binary.BigEndian.Uint16(b[:]))), nil
	}
}

func swap32(name string) func(*Thread, Value) (Value, error) {
	return func(th *Thread, v Value) (Value, error) {
		if !object.IsInt(v) {
			return Value{}, object.TypeErrorf("expected int, %s found", v.Type().Name)
		}
		n, err := object.AsIndex(th, v)
		if err != nil {
			return Value{}, err
		}
		if n < 0 {
			return Value{}, object.ValueErrorf("%s: can't convert negative Python int to C 32-bit unsigned integer", name)
		}
		if n > 0xffffffff {
			return Value{}, object.NewExcf(object.OverflowErrorType, "%s: Python int larger than 32 bits", name)
		}
		var b [4]byte
		binary.NativeEndian.PutUint32(b[:], uint32(n))
		return object.Int(int64(binary.BigEndian.Uint32(b[:]))), nil
	}
}

func inetAton(th *Thread, v Value) (Value, error) {
	s, ok := object.AsStr(v)
	if !ok {
		return Value{}, object.TypeErrorf("inet_aton() argument 1 must be str, not %s", v.Type().Name)
	}
	b, ok := parseAton(s.S)
	if !ok {
		return Value{}, object.NewExcf(object.OSErrorType, "illegal IP address string passed to inet_aton")
	}
	return object.BytesValue(b[:]), nil
}

func inetNtoa(th *Thread, v Value) (Value, error) {
	b, err := object.CopyBytes(th, v)
	if err != nil {
		return Value{}, err
	}
	if len(b) != 4 {
		return Value{}, object.NewExcf(object.OSErrorType, "packed IP wrong length")
	}
	return object.StrValue(netip.AddrFrom4([4]byte(b)).String()), nil
}

func inetPton(th *Thread, family, v Value) (Value, error) {
	f, err := object.AsIndex(th, family)
	if err != nil {
		return Value{}, err
	}
	s, ok := object.AsStr(v)
	if !ok {
		return Value{}, object.TypeErrorf("inet_pton() argument 2 must be str, not %s", v.Type().Name)
	}
	if f != unix.AF_INET && f != unix.AF_INET6 {
		return Value{}, object.NewOSError(int(unix.EAFNOSUPPORT))
	}
	a, perr := netip.ParseAddr(s.S)
	if perr != nil || a.Zone() != "" || a.Is4() != (f == unix.AF_INET) {
		return Value{}, object.NewExcf(object.OSErrorType, "illegal IP address string passed to inet_pton")
	}
	return object.BytesValue(a.AsSlice()), nil
}

func inetNtop(th *Thread, family, v Value) (Value, error) {
	f, err := object.AsIndex(th, family)
	if err != nil {
		return Value{}, err
	}
	b, err := object.CopyBytes(th, v)
	if err != nil {
		return Value{}, err
	}
	want := 4
	switch f {
	case unix.AF_INET:
	case unix.AF_INET6:
		want = 16
	default:
		return Value{}, object.ValueErrorf("unknown address family %d", f)
	}
	if len(b) != want {
		return Value{}, object.ValueErrorf("invalid length of packed IP address string")
	}
	a, _ := netip.AddrFromSlice(b)
	return object.StrValue(a.String()), nil
}

func cmsg(name string, f func(int) int) func(*Thread, Value) (Value, error) {
	return func(th *Thread, v Value) (Value, error) {
		n, err := object.AsIndex(th, v)
		if err != nil {
			return Value{}, err
		}
		if n < 0 || n > 1<<31-32 {
			return Value{}, object.NewExcf(object.OverflowErrorType, "%s() argument out of range", name)
		}
		return object.Int(int64(f(n))), nil
	}
}
