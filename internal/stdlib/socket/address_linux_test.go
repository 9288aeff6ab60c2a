package socket

import (
	"testing"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

func TestParseAton(t *testing.T) {
	for s, want := range map[string][4]byte{"127.0.0.1": {127, 0, 0, 1}, "127.1": {127, 0, 0, 1}, "0x7f.1": {127, 0, 0, 1}, "010.0.0.1": {8, 0, 0, 1}, "1": {0, 0, 0, 1}, "1.2.3": {1, 2, 0, 3}} {
		if got, ok := parseAton(s); !ok || got != want {
			t.Errorf("parseAton(%q) = %v, %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "256.0.0.1", "1.2.3.4.5", "x", "1..2", "0x", "1.2.3.256", "-1"} {
		if got, ok := parseAton(s); ok {
			t.Errorf("parseAton(%q) = %v", s, got)
		}
	}
}

func TestUnixAddress(t *testing.T) {
	abstract := AddressValue(&unix.SockaddrUnix{Name: "@foo"})
	if b, ok := object.AsBytes(abstract); !ok || string(b.B) != "\x00foo" {
		t.Errorf("abstract address: %v", abstract)
	}
	sa, err := parseUnix(nil, object.StrValue("@x"))
	if err != nil || sa.(*unix.SockaddrUnix).Name != "./@x" {
		t.Errorf("a path that begins with @: %v, %v", sa, err)
	}
}

// The scope of an IPv6 address is a number of its own, and no part of the host.
func TestScope(t *testing.T) {
	v := AddressValue(&unix.SockaddrInet6{Port: 80, Addr: [16]byte{0: 0xfe, 1: 0x80, 15: 1}, ZoneId: 1})
	if a, ok := object.AsTuple(v); !ok || len(a.Items) != 4 || a.Items[3] != object.Int(1) {
		t.Errorf("address with a scope: %v", v)
	} else if s, _ := object.AsStr(a.Items[0]); s.S != "fe80::1" {
		t.Errorf("host of an address with a scope: %s", s.S)
	}
}
