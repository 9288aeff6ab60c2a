package socket

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
	"ouro/internal/pytext"
)

// Names: hosts, services, interfaces. Numeric addresses are converted at once; the rest asks Go's resolver, which reads the
// system's configuration, without the interpreter lock.

const (
	eaiBadFlags   = -1
	eaiNoName     = -2
	eaiAgain      = -3
	eaiFail       = -4
	eaiFamily     = -6
	eaiSockType   = -7
	eaiService    = -8
	eaiAddrFamily = -9

	aiPassive     = 1
	aiCanonName   = 2
	aiNumericHost = 4
	aiNumericServ = 1024
	aiV4Mapped    = 8

	niNumericHost = 1
	niNumericServ = 2
	niNoFQDN      = 4
	niNameReqd    = 8
	niDgram       = 16
)

var gaiTexts = map[int]string{
	eaiBadFlags: "Bad value for ai_flags", eaiNoName: "Name or service not known", eaiAgain: "Temporary failure in name resolution",
	eaiFail: "Non-recoverable failure in name resolution", eaiFamily: "ai_family not supported", eaiSockType: "ai_socktype not supported",
	eaiService: "Servname not supported for ai_socktype", eaiAddrFamily: "Address family for hostname not supported",
}

func gaiError(n int) error { return numbered(GAIErrorType, n, gaiTexts[n]) }

func hostError(n int, text string) error { return numbered(HErrorType, n, text) }

func numbered(t *object.Type, n int, text string) error {
	e, err := object.MakeException(new(object.Thread), t, object.Int(int64(n)), object.StrValue(text))
	if err != nil {
		return err
	}
	return e
}

// Lookup resolves a host name for a family (0: any): what getaddrinfo uses. It may block and needs no lock.
func Lookup(ctx context.Context, host string, family int) ([]netip.Addr, error) {
	network := "ip"
	switch family {
	case unix.AF_INET:
		network = "ip4"
	case unix.AF_INET6:
		network = "ip6"
	}
	list, err := net.DefaultResolver.LookupNetIP(ctx, network, host)
	for i, a := range list {
		list[i] = a.Unmap()
	}
	// As the system's own resolver does: IPv6 first.
	slices.SortStableFunc(list, func(a, b netip.Addr) int {
		switch {
		case a.Is4() == b.Is4():
			return 0
		case a.Is4():
			return 1
		}
		return -1
	})
	return list, err
}

func lookup(th *Thread, host string, family int) ([]netip.Addr, error) {
	var list []netip.Addr
	var err error
	if e := off(th, func(ctx context.Context) { list, err = Lookup(ctx, host, family) }); e != nil {
		return nil, e
	}
	if err != nil || len(list) == 0 {
		return nil, lookupError(err)
	}
	return list, nil
}

func lookupError(err error) error {
	var d *net.DNSError
	if errors.As(err, &d) && (d.IsTemporary || d.IsTimeout) && !d.IsNotFound {
		return gaiError(eaiAgain)
	}
	return gaiError(eaiNoName)
}

func idna(name string) (string, error) {
	labels := strings.Split(name, ".")
	for i, l := range labels {
		ascii := true
		for j := range len(l) {
			ascii = ascii && l[j] < 0x80
		}
		if ascii {
			continue
		}
		p, err := pytext.LookupCodec("punycode").Encode(strings.ToLower(l), pytext.Errors{Name: "strict"})
		if err != nil {
			return "", object.CodecError(err)
		}
		labels[i] = "xn--" + p
	}
	return strings.Join(labels, "."), nil
}

// Info is one result of getaddrinfo.
type Info struct {
	Family, Kind, Proto int
	CanonName           string
	Addr                unix.Sockaddr
}

// kinds are the socket types of IP in the order of getaddrinfo's results, with their protocols.
var kinds = []struct{ kind, proto int }{{unix.SOCK_STREAM, unix.IPPROTO_TCP}, {unix.SOCK_DGRAM, unix.IPPROTO_UDP}, {unix.SOCK_RAW, 0}}

// Infos builds getaddrinfo's results from addresses.
func Infos(addrs []netip.Addr, port, kind, proto int, canon string) []Info {
	var out []Info
	for _, a := range addrs {
		family := unix.AF_INET6
		if a.Is4() {
			family = unix.AF_INET
		}
		for _, k := range kinds {
			if kind != 0 && k.kind != kind || proto != 0 && k.proto != proto && k.kind != unix.SOCK_RAW {
				continue
			}
			p := k.proto
			if k.kind == unix.SOCK_RAW && proto != 0 {
				if kind == 0 && (proto == unix.IPPROTO_TCP || proto == unix.IPPROTO_UDP) {
					continue
				}
				p = proto
			}
			out = append(out, Info{family, k.kind, p, canon, sockaddr(a, port)})
			canon = ""
		}
	}
	return out
}

func getAddrInfo(th *Thread, a []Value) (Value, error) {
	host, haveHost := "", !a[0].IsNone()
	if haveHost {
		s, ok := object.AsStr(a[0])
		b, okB := object.AsBytes(a[0])
		switch {
		case ok:
			h, err := hostText(s.Value())
			if err != nil {
				return Value{}, err
			}
			host = h
		case okB:
			host = string(b.B)
		default:
			return Value{}, object.TypeErrorf("getaddrinfo() argument 1 must be string or None")
		}
	}
	var n [4]int
	for i := range n {
		k, err := object.AsIndex(th, a[2+i])
		if err != nil {
			return Value{}, err
		}
		n[i] = k
	}
	family, kind, proto, flags := n[0], n[1]&^(unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK), n[2], n[3]
	port, havePort, err := portOf(th, a[1], kind, flags)
	if err != nil {
		return Value{}, err
	}
	if !haveHost && !havePort {
		return Value{}, gaiError(eaiNoName)
	}
	if family != 0 && family != unix.AF_INET && family != unix.AF_INET6 {
		return Value{}, gaiError(eaiFamily)
	}
	addrs, err := hostAddrs(th, host, haveHost, family, flags)
	if err != nil {
		return Value{}, err
	}
	canon := ""
	if flags&aiCanonName != 0 && haveHost {
		canon = host
	}
	infos := Infos(addrs, port, kind, proto, canon)
	if len(infos) == 0 {
		return Value{}, gaiError(eaiSockType)
	}
	out := object.NewList()
	for _, x := range infos {
		out.Append(object.TupleValue(object.Int(int64(x.Family)), object.Int(int64(x.Kind)), object.Int(int64(x.Proto)), object.StrValue(x.CanonName), AddressValue(x.Addr)))
	}
	return out.Value(), nil
}

func hostAddrs(th *Thread, host string, haveHost bool, family, flags int) ([]netip.Addr, error) {
	if !haveHost || host == "" {
		v4, v6 := netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()
		list := []netip.Addr{v6, v4}
		if flags&aiPassive != 0 {
			list = []netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified()}
		}
		return slices.DeleteFunc(list, func(a netip.Addr) bool {
			return family == unix.AF_INET && !a.Is4() || family == unix.AF_INET6 && a.Is4()
		}), nil
	}
	if a, ok := numericHost(host); ok {
		if family == unix.AF_INET && !a.Is4() || family == unix.AF_INET6 && a.Is4() {
			if a.Is4() && flags&aiV4Mapped != 0 {
				return []netip.Addr{netip.AddrFrom16(a.As16())}, nil
			}
			return nil, gaiError(eaiAddrFamily)
		}
		return []netip.Addr{a}, nil
	}
	if flags&aiNumericHost != 0 {
		return nil, gaiError(eaiNoName)
	}
	return lookup(th, host, family)
}

func portOf(th *Thread, v Value, kind, flags int) (port int, given bool, err error) {
	if v.IsNone() {
		return 0, false, nil
	}
	if object.IsInt(v) {
		n, err := object.AsIndex(th, v)
		return int(uint16(n)), true, err
	}
	text := ""
	if s, ok := object.AsStr(v); ok {
		text = s.S
	} else if b, ok := object.AsBytes(v); ok {
		text = string(b.B)
	} else {
		return 0, false, object.NewExcf(object.OSErrorType, "Int or String expected")
	}
	if n, err := strconv.Atoi(text); err == nil {
		if n < 0 || n > 0xffff {
			return 0, true, gaiError(eaiService)
		}
		return n, true, nil
	}
	if text == "" {
		return 0, true, nil
	}
	if flags&aiNumericServ != 0 {
		return 0, true, gaiError(eaiNoName)
	}
	network := "tcp"
	if kind == unix.SOCK_DGRAM {
		network = "udp"
	}
	n, lerr := net.LookupPort(network, text)
	if lerr != nil {
		return 0, true, gaiError(eaiService)
	}
	return n, true, nil
}

func getNameInfo(th *Thread, address, flags Value) (Value, error) {
	t, ok := object.AsTuple(address)
	if !ok {
		return Value{}, object.TypeErrorf("getnameinfo() argument 1 must be a tuple")
	}
	f, err := object.AsIndex(th, flags)
	if err != nil {
		return Value{}, err
	}
	if len(t.Items) < 2 || len(t.Items) > 4 {
		return Value{}, object.TypeErrorf("getnameinfo(): illegal sockaddr argument")
	}
	host, ok := object.AsStr(t.Items[0])
	if !ok {
		return Value{}, object.TypeErrorf("getnameinfo(): illegal sockaddr argument")
	}
	port, err := object.AsIndex(th, t.Items[1])
	if err != nil {
		return Value{}, err
	}
	a, ok := numericHost(host.S)
	if !ok {
		list, err := lookup(th, host.S, 0)
		if err != nil {
			return Value{}, err
		}
		if len(list) > 1 {
			return Value{}, object.NewExcf(object.OSErrorType, "sockaddr resolved to multiple addresses")
		}
		a = list[0]
	}
	if len(t.Items) == 4 && a.Is6() && a.Zone() == "" && (a.IsLinkLocalUnicast() || a.IsLinkLocalMulticast()) {
		scope, err := object.AsIndex(th, t.Items[3])
		if err != nil {
			return Value{}, err
		}
		if scope > 0 {
			a = a.WithZone(zoneName(scope))
		}
	}
	name := a.String()
	if f&niNumericHost == 0 {
		names, err := reverse(th, a)
		if err != nil {
			return Value{}, err
		}
		if len(names) > 0 {
			name = names[0]
			if f&niNoFQDN != 0 {
				name, _, _ = strings.Cut(name, ".")
			}
		} else if f&niNameReqd != 0 {
			return Value{}, gaiError(eaiNoName)
		}
	}
	service := strconv.Itoa(port)
	if f&niNumericServ == 0 {
		proto := "tcp"
		if f&niDgram != 0 {
			proto = "udp"
		}
		if s, ok := serviceName(port, proto); ok {
			service = s
		}
	}
	return object.TupleValue(object.StrValue(name), object.StrValue(service)), nil
}

func reverse(th *Thread, a netip.Addr) (names []string, err error) {
	err = off(th, func(ctx context.Context) { names, _ = net.DefaultResolver.LookupAddr(ctx, a.String()) })
	for i, n := range names {
		names[i] = strings.TrimSuffix(n, ".")
	}
	return names, err
}

func hostArg(v Value, function string) (string, error) {
	if v.IsImmediate() {
		return "", object.TypeErrorf("%s() argument 1 must be str, bytes or bytearray, not %s", function, v.Type().Name)
	}
	return hostText(v)
}

func getHostByName(th *Thread, v Value) (Value, error) {
	host, err := hostArg(v, "gethostbyname")
	if err != nil {
		return Value{}, err
	}
	a, err := resolveOne(th, host, unix.AF_INET)
	if err != nil {
		return Value{}, err
	}
	return object.StrValue(a.String()), nil
}

func getHostByNameEx(th *Thread, v Value) (Value, error) {
	host, err := hostArg(v, "gethostbyname_ex")
	if err != nil {
		return Value{}, err
	}
	a, ok := numericHost(host)
	list := []netip.Addr{a}
	if !ok {
		if list, err = lookup(th, host, unix.AF_INET); err != nil {
			return Value{}, err
		}
	}
	return hostTuple(host, nil, list), nil
}

func getHostByAddr(th *Thread, v Value) (Value, error) {
	host, err := hostArg(v, "gethostbyaddr")
	if err != nil {
		return Value{}, err
	}
	a, ok := numericHost(host)
	if !ok {
		list, err := lookup(th, host, 0)
		if err != nil {
			return Value{}, err
		}
		a = list[0]
	}
	names, err := reverse(th, a)
	if err != nil {
		return Value{}, err
	}
	if len(names) == 0 {
		return Value{}, hostError(1, "Unknown host")
	}
	return hostTuple(names[0], names[1:], []netip.Addr{a}), nil
}

func hostTuple(name string, aliases []string, addrs []netip.Addr) Value {
	al, ad := object.NewList(), object.NewList()
	for _, s := range aliases {
		al.Append(object.StrValue(s))
	}
	for _, a := range addrs {
		ad.Append(object.StrValue(a.String()))
	}
	return object.TupleValue(object.StrValue(name), al.Value(), ad.Value())
}

func getHostName(*Thread) (Value, error) {
	name, err := os.Hostname()
	if err != nil {
		return Value{}, object.AsExc(err)
	}
	return object.StrValue(name), nil
}

// services reads the system's list of services.
func services(yield func(name, proto string, port int) bool) {
	b, err := os.ReadFile("/etc/services")
	if err != nil {
		b = nil
	}
	for line := range strings.Lines(string(b)) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		num, proto, _ := strings.Cut(f[1], "/")
		port, err := strconv.Atoi(num)
		if err != nil {
			continue
		}
		for _, name := range append(f[:1:1], f[2:]...) {
			if !yield(name, proto, port) {
				return
			}
		}
	}
	// Where there is no such file, the most usual ones.
	for _, s := range []struct {
		name string
		port int
	}{{"ftp", 21}, {"ssh", 22}, {"telnet", 23}, {"smtp", 25}, {"domain", 53}, {"http", 80}, {"pop3", 110}, {"ntp", 123}, {"imap2", 143}, {"https", 443}} {
		for _, p := range []string{"tcp", "udp"} {
			if !yield(s.name, p, s.port) {
				return
			}
		}
	}
}

func serviceName(port int, proto string) (found string, ok bool) {
	services(func(name, p string, n int) bool {
		if n == port && (proto == "" || p == proto) {
			found, ok = name, true
		}
		return !ok
	})
	return found, ok
}

func servicePort(name, proto string) (found int, ok bool) {
	services(func(s, p string, n int) bool {
		if s == name && (proto == "" || p == proto) {
			found, ok = n, true
		}
		return !ok
	})
	return found, ok
}

func protoArg(v Value, function string) (string, error) {
	if !v.Bound() {
		return "", nil
	}
	s, ok := object.AsStr(v)
	if !ok {
		return "", object.TypeErrorf("%s() argument 2 must be str, not %s", function, v.Type().Name)
	}
	return s.S, nil
}

func getServByName(th *Thread, v, proto Value) (Value, error) {
	name, ok := object.AsStr(v)
	if !ok {
		return Value{}, object.TypeErrorf("getservbyname() argument 1 must be str, not %s", v.Type().Name)
	}
	p, err := protoArg(proto, "getservbyname")
	if err != nil {
		return Value{}, err
	}
	n, ok := servicePort(name.S, p)
	if !ok {
		return Value{}, object.NewExcf(object.OSErrorType, "service/proto not found")
	}
	return object.Int(int64(n)), nil
}

func getServByPort(th *Thread, v, proto Value) (Value, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return Value{}, err
	}
	p, err := protoArg(proto, "getservbyport")
	if err != nil {
		return Value{}, err
	}
	if n < 0 || n > 0xffff {
		return Value{}, object.NewExcf(object.OverflowErrorType, "getservbyport: port must be 0-65535.")
	}
	s, ok := serviceName(n, p)
	if !ok {
		return Value{}, object.NewExcf(object.OSErrorType, "port/proto not found")
	}
	return object.StrValue(s), nil
}

var protocols = map[string]int64{"ip": 0, "icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "ipv6": 41, "ipv6-icmp": 58, "sctp": 132}

func getProtoByName(th *Thread, v Value) (Value, error) {
	name, ok := object.AsStr(v)
	if !ok {
		return Value{}, object.TypeErrorf("getprotobyname() argument must be str, not %s", v.Type().Name)
	}
	n, ok := protocols[name.S]
	if !ok {
		return Value{}, object.NewExcf(object.OSErrorType, "protocol not found")
	}
	return object.Int(n), nil
}

// Interfaces.

func zoneID(zone string) uint32 {
	if zone == "" {
		return 0
	}
	if n, err := strconv.ParseUint(zone, 10, 32); err == nil {
		return uint32(n)
	}
	if i, err := net.InterfaceByName(zone); err == nil {
		return uint32(i.Index)
	}
	return 0
}

func zoneName(id int) string {
	if i, err := net.InterfaceByIndex(id); err == nil {
		return i.Name
	}
	return strconv.Itoa(id)
}

func ifNameIndex(*Thread) (Value, error) {
	list, err := net.Interfaces()
	if err != nil {
		return Value{}, object.AsExc(err)
	}
	out := object.NewList()
	for _, i := range list {
		out.Append(object.TupleValue(object.Int(int64(i.Index)), object.StrValue(i.Name)))
	}
	return out.Value(), nil
}

func ifNameToIndex(th *Thread, v Value) (Value, error) {
	name, err := object.FSEncode(th, v)
	if err != nil {
		return Value{}, err
	}
	i, ierr := net.InterfaceByName(name)
	if ierr != nil {
		return Value{}, object.NewExcf(object.OSErrorType, "no interface with this name")
	}
	return object.Int(int64(i.Index)), nil
}

func ifIndexToName(th *Thread, v Value) (Value, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return Value{}, err
	}
	i, ierr := net.InterfaceByIndex(n)
	if ierr != nil {
		return Value{}, object.NewOSError(int(unix.ENXIO))
	}
	return object.StrValue(i.Name), nil
}
