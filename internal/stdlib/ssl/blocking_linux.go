package ssl

import (
	"io"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
	"ouro/internal/stdlib/fdwait"
	"ouro/internal/stdlib/socket"
)

// Connections over a socket. They wait, without the interpreter lock, as the socket's timeout says.

// fdSource reads from a descriptor without blocking. It knows the number alone, not the socket, which knows the connection.
type fdSource struct{ fd int }

// Recv is recv(2).
func (f *fdSource) Recv(p []byte) (int, error) {
	for {
		n, _, err := unix.Recvfrom(f.fd, p, unix.MSG_DONTWAIT)
		switch {
		case err == unix.EINTR:
		case err == unix.EAGAIN:
			return 0, ErrWant
		case err != nil:
			return 0, object.OSErrorFrom(err)
		case n == 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

func wrapSocket(th *Thread, a []Value) (Value, error) {
	if _, ok := socket.AsSocket(a[1]); !ok {
		return Value{}, object.TypeErrorf("_wrap_socket() argument 'sock' must be _socket.socket, not %s", a[1].Type().TypeName())
	}
	server, err := object.Truth(th, a[2])
	if err != nil {
		return Value{}, err
	}
	host, err := HostArgument(th, a[3])
	if err != nil {
		return Value{}, err
	}
	fd, _ := socket.FD(a[1])
	src := &fdSource{fd}
	s, err := NewSock(th, contextOf(a[0]), server, host, src)
	if err != nil {
		return Value{}, err
	}
	s.sock, s.src = a[1], src
	return s.finish(th, a[4], a[5])
}

// wait is one operation's patience with its socket.
type wait struct {
	s        *Sock
	what     string
	timeout  time.Duration
	deadline time.Time
}

func (s *Sock) begin(what string) (wait, error) {
	sk, ok := socket.AsSocket(s.sock)
	if !ok {
		return wait{}, object.NewOSError(int(unix.EBADF))
	}
	fd, _ := socket.FD(s.sock)
	if fd < 0 {
		return wait{}, object.NewOSError(int(unix.EBADF))
	}
	s.src.fd = fd
	w := wait{s: s, what: what, timeout: sk.Timeout()}
	if w.timeout > 0 {
		w.deadline = time.Now().Add(w.timeout)
	}
	return w, nil
}

// ready waits for the socket, which blocks or has a timeout.
func (w *wait) ready(th *Thread, events int16) error {
	left := time.Duration(-1)
	if w.timeout > 0 {
		if left = time.Until(w.deadline); left <= 0 {
			return w.late()
		}
	}
	ok, err := fdwait.Wait(th, w.s.src.fd, events, left)
	if err != nil {
		return object.AsExc(err)
	}
	if !ok {
		return w.late()
	}
	if fd, _ := socket.FD(w.s.sock); fd != w.s.src.fd {
		return object.NewOSError(int(unix.EBADF))
	}
	return nil
}

func (w *wait) late() error {
	return object.NewExc(object.TimeoutErrorType, object.StrValue(w.what))
}

const (
	lateHandshake = "_ssl.c:1064: The handshake operation timed out"
	lateRead      = "The read operation timed out"
	lateWrite     = "The write operation timed out"
)

// flush sends all output.
func (w *wait) flush(th *Thread, at place) error {
	for {
		b := w.s.conn.Output()
		if len(b) == 0 {
			return nil
		}
		n, err := unix.SendmsgN(w.s.src.fd, b, nil, nil, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL)
		switch {
		case err == nil:
			w.s.conn.Sent(n)
		case err == unix.EINTR:
		case err == unix.EAGAIN:
			if w.timeout == 0 {
				return newError(th, SSLWantWriteErrorType, errWantWrite, "", "", "The operation did not complete (write)", at)
			}
			if err := w.ready(th, unix.POLLOUT); err != nil {
				return err
			}
		default:
			return object.OSErrorFrom(err)
		}
	}
}

func (s *Sock) blockingHandshake(th *Thread) error {
	w, err := s.begin(lateHandshake)
	if err != nil {
		return err
	}
	return w.handshake(th)
}

func (w *wait) handshake(th *Thread) error {
	for {
		err := w.s.Handshake(th)
		if ferr := w.flush(th, inHandshake); ferr != nil && (err == nil || err == ErrWant) {
			return ferr
		}
		if err != ErrWant {
			return err
		}
		if w.timeout == 0 {
			return w.s.conn.raise(th, ErrWant, inHandshake)
		}
		if err := w.ready(th, unix.POLLIN); err != nil {
			return err
		}
	}
}

func (s *Sock) blockingRead(th *Thread, p []byte) (int, error) {
	w, err := s.begin(lateRead)
	if err != nil {
		return 0, err
	}
	if !s.conn.HandshakeOver() {
		if err := w.handshake(th); err != nil {
			return 0, err
		}
	}
	for {
		n, err := s.conn.Read(p)
		if len(s.conn.Output()) > 0 {
			if ferr := w.flush(th, inRead); ferr != nil && err == ErrWant {
				return 0, ferr
			}
		}
		if n > 0 || err != ErrWant {
			return n, err
		}
		if w.timeout == 0 {
			return 0, ErrWant
		}
		if err := w.ready(th, unix.POLLIN); err != nil {
			return 0, err
		}
	}
}

// blockingWrite writes all it can. Of what does not go out whole it tells nothing until the next call, which is to bring the
// same bytes again: so do OpenSSL's callers.
func (s *Sock) blockingWrite(th *Thread, p []byte) (int, error) {
	w, err := s.begin(lateWrite)
	if err != nil {
		return 0, err
	}
	if !s.conn.HandshakeOver() {
		if err := w.handshake(th); err != nil {
			return 0, err
		}
	}
	total := 0
	if s.unsent > 0 {
		if err := w.flush(th, inWrite); err != nil {
			return 0, err
		}
		total, s.unsent = min(s.unsent, len(p)), 0
	}
	for total < len(p) {
		chunk := p[total:min(len(p), total+MaxRecord)]
		if err := s.conn.Write(chunk); err != nil {
			return 0, err
		}
		if err := w.flush(th, inWrite); err != nil {
			if object.Matches(err, SSLWantWriteErrorType) || object.Matches(err, object.TimeoutErrorType) {
				s.unsent = len(chunk)
				if total > 0 {
					return total, nil
				}
			}
			return 0, err
		}
		total += len(chunk)
	}
	return total, nil
}
