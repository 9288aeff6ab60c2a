package ssl

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"runtime"
	"slices"
	"sync"
	"time"
)

// ErrWant says that an operation needs input that has not come. Nothing is lost: it is to be tried again.
var ErrWant = errors.New("more input is needed")

// ErrEOF is an end of input without the peer's close_notify.
var ErrEOF = errors.New("end of input in the middle of a connection")

// ErrClosed is the end of input after the peer's close_notify.
var ErrClosed = errors.New("the connection was closed")

// A Source is where a connection's input comes from. Recv gives ErrWant if there is none now, io.EOF if there will be none.
// The connection must not be reachable from it: see the cleanup in Handshake.
type Source interface {
	Recv(p []byte) (int, error)
}

// Conn is a TLS connection as a state machine; doc.go tells how it works. Its methods are called by one goroutine at a time.
type Conn struct {
	wire *wire
	tls  *tls.Conn
	hs   *handshake // while a handshake is under way
	done bool       // the handshake is over, well or not
	err  error      // of the handshake
	drop runtime.Cleanup
	rest []byte // of a record of which only a part was wanted

	sentClose bool
	gotClose  bool // the peer's close_notify came
	rawEOF    bool // the input ended without one

	// onHello, if set, is called during a server's handshake, on the caller's goroutine, with the name that the client asked for.
	// It gives another configuration or nil; an error ends the handshake.
	onHello func(name string) (*tls.Config, error)
}

// NewConn makes a connection that reads from src. What it has to send piles up until TakeOutput.
func NewConn(cfg *tls.Config, server bool, src Source) *Conn {
	c := &Conn{wire: &wire{src: src}}
	if server {
		c.tls = tls.Server(c.wire, cfg)
	} else {
		c.tls = tls.Client(c.wire, cfg)
	}
	return c
}

// Output is what is to be sent; Sent tells that its first n bytes are. The slice is valid until the next call.
func (c *Conn) Output() []byte { return c.wire.out[c.wire.sent:] }

// Sent drops the first n bytes of the output.
func (c *Conn) Sent(n int) {
	w := c.wire
	if w.sent += n; w.sent < len(w.out) {
		return
	}
	w.sent, w.out = 0, w.out[:0]
	if cap(w.out) > maxIdleOutput {
		w.out = nil
	}
}

// maxIdleOutput is how much memory an empty buffer may keep.
const maxIdleOutput = 128 << 10

// maxSpareOutput is how much memory is kept for output to come while there is much of it.
const maxSpareOutput = 1 << 20

// TakeOutput gives the output away.
func (c *Conn) TakeOutput() []byte {
	b := c.Output()
	c.wire.out, c.wire.sent = nil, 0
	return b
}

// Recycle gives the connection a buffer for output to come: one that TakeOutput gave and that nobody needs any more.
func (c *Conn) Recycle(b []byte) {
	if cap(b) <= maxSpareOutput {
		c.wire.spare = b[:0]
	}
}

// HandshakeDone reports whether there was a handshake and it went well.
func (c *Conn) HandshakeDone() bool { return c.done && c.err == nil }

// HandshakeOver reports whether the handshake has ended, well or not.
func (c *Conn) HandshakeOver() bool { return c.done }

// State is crypto/tls's account of the connection. It may be asked for once the handshake is over.
func (c *Conn) State() tls.ConnectionState { return c.tls.ConnectionState() }

// Handshake goes on with the handshake until it is done or needs input.
func (c *Conn) Handshake() error {
	if c.done {
		return c.err
	}
	if c.hs == nil {
		c.hs = &handshake{events: make(chan event, 1), resume: make(chan answer), quit: make(chan struct{})}
		c.wire.hs = c.hs
		// The goroutine knows the tls.Conn only, so that a Conn that nobody has any more is seen as such.
		c.drop = runtime.AddCleanup(c, func(hs *handshake) { close(hs.quit) }, c.hs)
		go run(c.tls, c.hs)
	} else {
		c.hs.resume <- answer{}
	}
	for {
		switch e := <-c.hs.events; e.kind {
		case evWant:
			return ErrWant
		case evHello:
			a := answer{}
			if c.onHello != nil {
				a.cfg, a.err = c.onHello(e.name)
			}
			c.hs.resume <- a
		default:
			c.drop.Stop()
			c.done, c.err = true, e.err
			c.hs, c.wire.hs = nil, nil
			if e.err != nil && c.wire.eof && errors.Is(e.err, io.ErrUnexpectedEOF) || e.err == io.EOF {
				c.err = ErrEOF
				if !c.wire.eof {
					c.err = ErrClosed
				}
			}
			return c.err
		}
	}
}

// Abandon ends a handshake that is under way: nobody will go on with it.
func (c *Conn) Abandon() {
	if c.hs != nil {
		c.drop.Stop()
		close(c.hs.quit)
		c.hs, c.done, c.err = nil, true, errDropped
	}
}

// handshake is the switch between the two goroutines.
type handshake struct {
	events chan event  // to the caller
	resume chan answer // to the handshake
	quit   chan struct{}
}

type eventKind uint8

const (
	evDone eventKind = iota
	evWant
	evHello
)

type event struct {
	kind eventKind
	name string
	err  error
}

type answer struct {
	cfg *tls.Config
	err error
}

func run(c *tls.Conn, hs *handshake) {
	err := c.Handshake()
	// Room for one: nobody may be there to take it.
	hs.events <- event{kind: evDone, err: err}
}

var errDropped = errors.New("the connection was dropped")

// yield hands over to the caller and waits for its answer.
func (hs *handshake) yield(e event) (answer, error) {
	hs.events <- e
	select {
	case a := <-hs.resume:
		return a, nil
	case <-hs.quit:
		return answer{}, errDropped
	}
}

// scratch are buffers for one record each, for reads of less than a record.
var scratch = sync.Pool{New: func() any { return new([MaxRecord]byte) }}

// MaxRecord is the most that one record carries. A Read of as much takes a record whole.
const MaxRecord = 16 << 10

const recordHeader = 5

// recordOverhead is about how much longer a record is than what it carries.
const recordOverhead = recordHeader + 32

// Read gives bytes that the peer sent. Errors: ErrWant, ErrClosed, ErrEOF, and those of crypto/tls.
func (c *Conn) Read(p []byte) (int, error) {
	if len(c.rest) > 0 {
		n := copy(p, c.rest)
		c.rest = c.rest[n:]
		return n, nil
	}
	if !c.done || c.err != nil {
		if err := c.Handshake(); err != nil {
			return 0, err
		}
	}
	if len(p) >= MaxRecord || len(p) == 0 {
		return c.record(p)
	}
	b := scratch.Get().(*[MaxRecord]byte)
	n, err := c.record(b[:])
	m := copy(p, b[:n])
	if m < n {
		c.rest = append([]byte(nil), b[m:n]...)
	}
	scratch.Put(b)
	return m, err
}

// record reads at most one record.
func (c *Conn) record(p []byte) (int, error) {
	n, err := c.tls.Read(p)
	switch {
	case n > 0:
		// An error that came with data comes again with the next call.
		return n, nil
	case err == nil:
		return 0, nil
	case err == errWait:
		return 0, ErrWant
	case c.gotClose:
		return 0, ErrClosed
	case c.wire.eof && (err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF)):
		c.rawEOF = true
		return 0, ErrEOF
	case err == io.EOF:
		c.gotClose = true
		return 0, ErrClosed
	}
	return 0, err
}

// Pending is how many bytes can be read without input.
func (c *Conn) Pending() int { return len(c.rest) }

// Write encrypts p into the output. It does so whole or, with an error, not at all.
func (c *Conn) Write(p []byte) error {
	if !c.done || c.err != nil {
		if err := c.Handshake(); err != nil {
			return err
		}
	}
	if len(p) == 0 {
		return nil
	}
	c.wire.grow(len(p) + (len(p)/MaxRecord+1)*recordOverhead)
	_, err := c.tls.Write(p)
	return err
}

// CloseWrite puts close_notify into the output, once.
func (c *Conn) CloseWrite() error {
	if c.sentClose {
		return nil
	}
	c.sentClose = true
	return c.tls.CloseWrite()
}

// Closed reports who has sent close_notify.
func (c *Conn) Closed() (sent, received bool) { return c.sentClose, c.gotClose }

// wire is the net.Conn that crypto/tls is given.
type wire struct {
	src   Source
	out   []byte
	sent  int    // how much of out is sent
	spare []byte // for out, when that has been given away
	eof   bool
	muted bool // an alert was put into out by hand: crypto/tls has nothing more to say
	hs    *handshake
	first [recordHeader]byte // the first bytes of the input, for messages about what is no TLS
	begun bool               // first is filled

	// The record that is being read: its header, as far as it has come, and how much of its body has not. No byte beyond it is taken
	// from the source: what follows close_notify is not ours.
	header [recordHeader]byte
	got    int
	left   int

	asks            bool     // the server's callback wants to see the client's hello
	offered, usable []uint16 // cipher suites: the client's, the server's
}

// errWait is what crypto/tls gets when there is no input: a net.Error that is temporary leaves the connection as it is.
var errWait error = waitError{}

type waitError struct{}

func (waitError) Error() string   { return ErrWant.Error() }
func (waitError) Timeout() bool   { return true }
func (waitError) Temporary() bool { return true }

func (w *wire) Read(p []byte) (int, error) {
	for {
		want := w.left
		if w.got < recordHeader {
			want = recordHeader - w.got
		}
		n, err := w.src.Recv(p[:min(len(p), want)])
		switch {
		case n > 0:
			w.advance(p[:n])
			return n, nil
		case err == io.EOF:
			w.eof = true
			return 0, io.EOF
		case err != ErrWant:
			return 0, err
		case w.hs == nil:
			return 0, errWait
		}
		if _, err := w.hs.yield(event{kind: evWant}); err != nil {
			return 0, err
		}
	}
}

// advance follows the framing of the records.
func (w *wire) advance(p []byte) {
	if w.got < recordHeader {
		w.got += copy(w.header[w.got:], p)
		if w.got < recordHeader {
			return
		}
		w.left = int(w.header[3])<<8 | int(w.header[4])
		if !w.begun {
			w.first, w.begun = w.header, true
		}
	} else {
		w.left -= len(p)
	}
	if w.left == 0 {
		w.got = 0
	}
}

func (w *wire) Write(p []byte) (int, error) {
	if !w.muted {
		w.grow(len(p))
		w.out = append(w.out, p...)
	}
	return len(p), nil
}

// grow makes room for n bytes of output.
func (w *wire) grow(n int) {
	if w.sent > 0 {
		w.out = w.out[:copy(w.out, w.out[w.sent:])]
		w.sent = 0
	}
	if w.out == nil {
		w.out, w.spare = w.spare, nil
	}
	w.out = slices.Grow(w.out, n)
}

// alert sends a fatal alert in clear text, in place of the one that crypto/tls is about to send.
func (w *wire) alert(code byte) {
	w.Write([]byte{21, 3, 3, 0, 2, 2, code})
	w.muted = true
}

func (w *wire) Close() error                       { return nil }
func (w *wire) LocalAddr() net.Addr                { return wireAddr{} }
func (w *wire) RemoteAddr() net.Addr               { return wireAddr{} }
func (w *wire) SetDeadline(time.Time) error        { return nil }
func (w *wire) SetReadDeadline(t time.Time) error  { return nil }
func (w *wire) SetWriteDeadline(t time.Time) error { return nil }

type wireAddr struct{}

func (wireAddr) Network() string { return "buffer" }
func (wireAddr) String() string  { return "buffer" }
