package ssl

import (
	"bytes"
	"crypto/tls"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// queue is a source of bytes.
type queue struct {
	data  []byte
	ended bool
}

func (q *queue) Recv(p []byte) (int, error) {
	if len(q.data) == 0 {
		if q.ended {
			return 0, io.EOF
		}
		return 0, ErrWant
	}
	n := copy(p, q.data)
	q.data = q.data[n:]
	return n, nil
}

type ends struct {
	client, server *Conn
	// Apart from this struct: a connection must not be reachable from its own source.
	toClient, toServer *queue
}

func newEnds(t *testing.T, version uint16) *ends {
	t.Helper()
	cert, err := tls.LoadX509KeyPair("testdata/certs/server.pem", "testdata/certs/server.pem")
	if err != nil {
		t.Fatal(err)
	}
	e := &ends{toClient: new(queue), toServer: new(queue)}
	e.client = NewConn(&tls.Config{InsecureSkipVerify: true, MaxVersion: version}, false, e.toClient)
	e.server = NewConn(&tls.Config{Certificates: []tls.Certificate{cert}}, true, e.toServer)
	return e
}

// carry takes the output of each end to the other, n bytes at most.
func (e *ends) carry(n int) {
	for _, x := range []struct {
		from *Conn
		to   *queue
	}{{e.client, e.toServer}, {e.server, e.toClient}} {
		b := x.from.Output()
		b = b[:min(n, len(b))]
		x.to.data = append(x.to.data, b...)
		x.from.Sent(len(b))
	}
}

func (e *ends) shake(t *testing.T, step int) {
	t.Helper()
	for range 100_000 {
		errs := [2]error{e.client.Handshake(), e.server.Handshake()}
		for _, err := range errs {
			if err != nil && err != ErrWant {
				t.Fatal(err)
			}
		}
		e.carry(step)
		if errs[0] == nil && errs[1] == nil && len(e.client.Output())+len(e.server.Output()) == 0 {
			return
		}
	}
	t.Fatal("the handshake does not end")
}

func TestConn(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, step := range []int{1, 7, 1 << 20} {
			e := newEnds(t, version)
			e.shake(t, step)
			want := bytes.Repeat([]byte("0123456789"), 5000)
			if err := e.client.Write(want); err != nil {
				t.Fatal(err)
			}
			var got []byte
			buf := make([]byte, 100)
			for len(got) < len(want) {
				n, err := e.server.Read(buf)
				got = append(got, buf[:n]...)
				if err == ErrWant {
					e.carry(step)
				} else if err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(got, want) {
				t.Fatal("the bytes differ")
			}
			e.client.CloseWrite()
			e.carry(1 << 20)
			if _, err := e.server.Read(buf); err != ErrClosed {
				t.Fatalf("after close_notify: %v", err)
			}
			e.toClient.ended = true
			// With TLS 1.3 there are the server's tickets first.
			if _, err := e.client.Read(buf); err != ErrEOF {
				t.Fatalf("at the end: %v", err)
			}
		}
	}
}

// What follows close_notify stays in the source.
func TestConnTakesNoMore(t *testing.T) {
	e := newEnds(t, tls.VersionTLS13)
	e.shake(t, 1<<20)
	e.client.CloseWrite()
	e.carry(1 << 20)
	e.toServer.data = append(e.toServer.data, "plain"...)
	if _, err := e.server.Read(make([]byte, 10)); err != ErrClosed {
		t.Fatal(err)
	}
	if string(e.toServer.data) != "plain" {
		t.Fatalf("left: %q", e.toServer.data)
	}
}

// A connection that is dropped in the middle of its handshake leaves no goroutine.
func TestConnDropped(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 50 {
		e := newEnds(t, tls.VersionTLS13)
		if err := e.client.Handshake(); err != ErrWant {
			t.Fatal(err)
		}
		if err := e.server.Handshake(); err != ErrWant {
			t.Fatal(err)
		}
	}
	for range 100 {
		runtime.GC()
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

func TestReadAndWriteAllocate(t *testing.T) {
	e := newEnds(t, tls.VersionTLS13)
	e.shake(t, 1<<20)
	line, buf := make([]byte, 64), make([]byte, MaxRecord)
	e.toServer.data = make([]byte, 0, 1<<10)
	avg := testing.AllocsPerRun(200, func() {
		e.client.Write(line)
		e.toServer.data = append(e.toServer.data[:0], e.client.Output()...)
		e.client.Sent(len(e.client.Output()))
		if n, err := e.server.Read(buf); n != len(line) {
			t.Fatal(n, err)
		}
	})
	// crypto/tls makes a reader for each piece of a record.
	if avg > 6 {
		t.Errorf("%v allocations for a line", avg)
	}
}

func TestSelectSuites(t *testing.T) {
	for list, want := range map[string]string{
		"ECDHE+AESGCM:!aECDSA":       "ECDHE-RSA-AES256-GCM-SHA384 ECDHE-RSA-AES128-GCM-SHA256",
		"AES128-SHA:AES256-SHA":      "AES128-SHA AES256-SHA",
		"kRSA:-AESGCM:+AES256":       "AES128-SHA256 AES128-SHA AES256-SHA",
		"@SECLEVEL=1:CHACHA20:!kRSA": "ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-POLY1305",
		"nothing":                    "",
		":,!:+:-":                    "",
	} {
		var names []string
		for _, id := range selectSuites(list) {
			names = append(names, suiteByID(id).name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s, want %s", list, got, want)
		}
	}
	if !slices.IsSortedFunc(suites[:tls13Suites], func(a, b suite) int { return strings.Compare(a.protocol, b.protocol) }) {
		t.Error("the suites of TLS 1.3 are not at the front")
	}
}

// Key files are foreign: whatever stands in them must give an error.
func FuzzDecryptPKCS8(f *testing.F) {
	f.Add([]byte("0"))
	f.Fuzz(func(t *testing.T, der []byte) {
		if len(der) < 200 {
			decryptPKCS8(der, []byte("x"))
		}
	})
}
