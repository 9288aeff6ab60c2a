package socket

import (
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
	"ouro/internal/stdlib/fdwait"
)

type (
	Value  = object.Value
	Thread = object.Thread
	Func   = object.Func
)

var none = object.None

// Socket is a _socket.socket. A call that would block waits without the interpreter lock.
type Socket struct {
	object.Header
	box                 *fdBox
	family, kind, proto int
	// timeout is negative for a socket that blocks, 0 for one that does not.
	timeout time.Duration
}

// fdBox holds the descriptor apart from the object, so that it can be closed when the object is unreachable.
type fdBox struct{ fd int }

var (
	socketLayout = object.NewLayout[Socket]()
	SocketType   = object.NewType("socket", object.ObjectType, socketLayout)
	GAIErrorType = excType("gaierror")
	HErrorType   = excType("herror")
)

func excType(name string) *object.Type {
	t := object.NewType(name, object.OSErrorType, object.BaseExceptionType.Layout())
	t.Module = "socket"
	return t
}

// AsSocket gives v as a socket.
func AsSocket(v Value) (*Socket, bool) { return object.Cast[Socket](v, socketLayout) }

// FD is a socket object's descriptor, -1 if it is closed; ok is false if v is no socket.
func FD(v Value) (fd int, ok bool) {
	s, ok := AsSocket(v)
	if !ok {
		return -1, false
	}
	return s.fd(), true
}

// Family, Kind and Protocol are what the socket was made with; Timeout is its time limit, negative for none.
func (s *Socket) Family() int            { return s.family }
func (s *Socket) Kind() int              { return s.kind }
func (s *Socket) Protocol() int          { return s.proto }
func (s *Socket) Timeout() time.Duration { return s.timeout }

// New makes an object of the class socket.socket for a descriptor, which it then owns.
func New(th *Thread, fd, family, kind, proto int) (Value, error) {
	m, err := th.Interp.Host.Import(th, "socket")
	if err != nil {
		return Value{}, err
	}
	cls, err := object.GetAttr(th, m, object.NewStr("socket"))
	if err != nil {
		return Value{}, err
	}
	return object.Call(th, cls, []Value{object.Int(int64(family)), object.Int(int64(kind)), object.Int(int64(proto)), object.Int(int64(fd))}, nil)
}

func (s *Socket) fd() int {
	if s.box == nil {
		return -1
	}
	return s.box.fd
}

func self(v Value) *Socket { return object.Unchecked[Socket](v) }

func (s *Socket) setFD(fd int) {
	s.box = &fdBox{fd}
	runtime.AddCleanup(s, func(b *fdBox) {
		if b.fd >= 0 {
			unix.Close(b.fd)
		}
	}, s.box)
}

// initSocket is the class's __init__(family, type, proto, fileno).
func initSocket(th *Thread, v Value, args []Value, names []*object.Str) error {
	var a [4]Value
	if err := initSig.Signature().Bind(th, a[:], args, names, "socket"); err != nil {
		return err
	}
	var nums [3]int
	for i := range nums {
		n, err := object.AsIndex(th, a[i])
		if err != nil {
			return err
		}
		nums[i] = n
	}
	s := self(v)
	if a[3].IsNone() {
		if nums[0] == -1 {
			nums[0] = unix.AF_INET
		}
		if nums[1] == -1 {
			nums[1] = unix.SOCK_STREAM
		}
		if nums[2] == -1 {
			nums[2] = 0
		}
		fd, err := unix.Socket(nums[0], nums[1]|unix.SOCK_CLOEXEC, nums[2])
		if err != nil {
			return object.OSErrorFrom(err)
		}
		s.adopt(th, fd, nums[0], nums[1], nums[2])
		return nil
	}
	if a[3].IsFloat() {
		return object.TypeErrorf("integer argument expected, got float")
	}
	fd, err := object.AsIndex(th, a[3])
	if err != nil {
		return err
	}
	if fd < 0 {
		return object.ValueErrorf("negative file descriptor")
	}
	if _, err := unix.Getsockname(fd); err != nil && (nums[0] == -1 || err == unix.EBADF || err == unix.ENOTSOCK) {
		return object.OSErrorFrom(err)
	}
	for i, opt := range []int{unix.SO_DOMAIN, unix.SO_TYPE, unix.SO_PROTOCOL} {
		if nums[i] != -1 {
			continue
		}
		n, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, opt)
		if err != nil {
			return object.OSErrorFrom(err)
		}
		nums[i] = n
	}
	s.adopt(th, fd, nums[0], nums[1], nums[2])
	return nil
}

func (s *Socket) adopt(th *Thread, fd, family, kind, proto int) {
	s.setFD(fd)
	s.family, s.proto = family, proto
	s.kind = kind &^ (unix.SOCK_NONBLOCK | unix.SOCK_CLOEXEC)
	s.timeout = stateOf(th).timeout
	if kind&unix.SOCK_NONBLOCK != 0 {
		s.timeout = 0
	} else if s.timeout >= 0 {
		unix.SetNonblock(fd, true)
	}
}

func timedOut() error { return object.NewExc(object.TimeoutErrorType, object.StrValue("timed out")) }

// retry runs op, which does not block, until it gives something else than EAGAIN, waiting for the descriptor in between.
func (s *Socket) retry(th *Thread, events int16, op func(fd int) error) error {
	var deadline time.Time
	if s.timeout > 0 {
		deadline = time.Now().Add(s.timeout)
	}
	return s.retryUntil(th, events, deadline, op)
}

func (s *Socket) retryUntil(th *Thread, events int16, deadline time.Time, op func(fd int) error) error {
	for {
		err := op(s.fd())
		switch {
		case err == nil:
			return nil
		case err == unix.EINTR:
			if err := th.CheckBreaker(); err != nil {
				return err
			}
			continue
		case err != unix.EAGAIN || s.timeout == 0:
			if _, ok := err.(unix.Errno); !ok {
				return err
			}
			return object.OSErrorFrom(err)
		}
		left := time.Duration(-1)
		if s.timeout > 0 {
			if left = time.Until(deadline); left <= 0 {
				return timedOut()
			}
		}
		ready, err := fdwait.Wait(th, s.fd(), events, left)
		if err != nil {
			return goError(err)
		}
		if !ready {
			return timedOut()
		}
	}
}

func goError(err error) error {
	if err == nil {
		return nil
	}
	return object.AsExc(err)
}

func socketRepr(th *Thread, v Value) (Value, error) {
	s := self(v)
	return object.StrValue(fmt.Sprintf("<socket object, fd=%d, family=%d, type=%d, proto=%d>", s.fd(), s.family, s.kind, s.proto)), nil
}

func socketClose(th *Thread, v Value) (Value, error) {
	s := self(v)
	fd := s.fd()
	if fd < 0 {
		return none, nil
	}
	s.box.fd = -1
	if err := unix.Close(fd); err != nil && err != unix.ECONNRESET && err != unix.EINTR {
		return Value{}, object.OSErrorFrom(err)
	}
	return none, nil
}

func socketDetach(th *Thread, v Value) (Value, error) {
	s := self(v)
	fd := s.fd()
	if fd >= 0 {
		s.box.fd = -1
	}
	return object.Int(int64(fd)), nil
}

func socketFileno(th *Thread, v Value) (Value, error) { return object.Int(int64(self(v).fd())), nil }

func socketBind(th *Thread, v, address Value) (Value, error) {
	s := self(v)
	sa, err := parseAddress(th, address, s.family, s.proto, "bind")
	if err != nil {
		return Value{}, err
	}
	return none, goError(unix.Bind(s.fd(), sa))
}

func socketListen(th *Thread, v, backlog Value) (Value, error) {
	n := 128
	if backlog.Bound() {
		var err error
		if n, err = object.AsIndex(th, backlog); err != nil {
			return Value{}, err
		}
	}
	return none, goError(unix.Listen(self(v).fd(), max(n, 0)))
}

func socketAccept(th *Thread, v Value) (Value, error) {
	s := self(v)
	if s.timeout < 0 {
		// The descriptor blocks: wait with poll, which can be interrupted.
		if _, err := fdwait.Wait(th, s.fd(), unix.POLLIN, -1); err != nil {
			return Value{}, goError(err)
		}
	}
	var conn int
	var from unix.Sockaddr
	err := s.retry(th, unix.POLLIN, func(fd int) (err error) {
		conn, from, err = unix.Accept4(fd, unix.SOCK_CLOEXEC)
		return err
	})
	if err != nil {
		return Value{}, err
	}
	return object.TupleValue(object.Int(int64(conn)), AddressValue(from)), nil
}

// connect starts a connection and waits for it.
func (s *Socket) connect(th *Thread, sa unix.Sockaddr) error {
	fd := s.fd()
	if s.timeout < 0 {
		unix.SetNonblock(fd, true)
		defer unix.SetNonblock(fd, false)
	}
	err := unix.Connect(fd, sa)
	if err == unix.EAGAIN && s.family == unix.AF_UNIX && s.timeout != 0 {
		// The listener's queue is full; there is nothing to poll for.
		for err == unix.EAGAIN {
			th.Unlocked(func() { time.Sleep(time.Millisecond) })
			if err := th.CheckBreaker(); err != nil {
				return err
			}
			err = unix.Connect(fd, sa)
		}
	}
	if err != unix.EINPROGRESS && err != unix.EINTR || s.timeout == 0 {
		return err
	}
	ready, err := fdwait.Wait(th, fd, unix.POLLOUT, s.timeout)
	if err != nil {
		return err
	}
	if !ready {
		return timedOut()
	}
	n, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil {
		return err
	}
	if n != 0 && n != int(unix.EISCONN) {
		return unix.Errno(n)
	}
	return nil
}

func socketConnect(th *Thread, v, address Value) (Value, error) {
	s := self(v)
	sa, err := parseAddress(th, address, s.family, s.proto, "connect")
	if err != nil {
		return Value{}, err
	}
	return none, goError(s.connect(th, sa))
}

func socketConnectEx(th *Thread, v, address Value) (Value, error) {
	s := self(v)
	sa, err := parseAddress(th, address, s.family, s.proto, "connect_ex")
	if err != nil {
		return Value{}, err
	}
	err = s.connect(th, sa)
	if n, ok := err.(unix.Errno); ok {
		return object.Int(int64(n)), nil
	}
	if object.Matches(err, object.TimeoutErrorType) {
		return object.Int(int64(unix.EAGAIN)), nil
	}
	return object.Int(0), err
}

func socketName(f func(fd int) (unix.Sockaddr, error)) object.Fn {
	return object.F1(func(th *Thread, v Value) (Value, error) {
		sa, err := f(self(v).fd())
		if err != nil {
			return Value{}, goError(err)
		}
		return AddressValue(sa), nil
	})
}

func socketShutdown(th *Thread, v, how Value) (Value, error) {
	n, err := object.AsIndex(th, how)
	if err != nil {
		return Value{}, err
	}
	return none, goError(unix.Shutdown(self(v).fd(), n))
}

// Time limits.

func (s *Socket) setTimeout(d time.Duration) error {
	s.timeout = d
	return goError(unix.SetNonblock(s.fd(), d >= 0))
}

func parseTimeout(th *Thread, v Value) (time.Duration, error) {
	if v.IsNone() {
		return -1, nil
	}
	d, err := object.AsDuration(th, v)
	if err == nil && d < 0 {
		err = object.ValueErrorf("Timeout value out of range")
	}
	return d, err
}

func timeoutValue(d time.Duration) Value {
	if d < 0 {
		return none
	}
	return object.Float(d.Seconds())
}

func socketSetTimeout(th *Thread, v, timeout Value) (Value, error) {
	d, err := parseTimeout(th, timeout)
	if err != nil {
		return Value{}, err
	}
	return none, self(v).setTimeout(d)
}

func socketSetBlocking(th *Thread, v, flag Value) (Value, error) {
	b, err := object.Truth(th, flag)
	if err != nil {
		return Value{}, err
	}
	if b {
		return none, self(v).setTimeout(-1)
	}
	return none, self(v).setTimeout(0)
}

// Options.

func socketGetOpt(th *Thread, v, level, option, size Value) (Value, error) {
	var n [3]int
	for i, x := range []Value{level, option, size} {
		k, err := object.AsIndex(th, x)
		if err != nil {
			return Value{}, err
		}
		n[i] = k
	}
	fd := self(v).fd()
	if n[2] == 0 {
		r, err := unix.GetsockoptInt(fd, n[0], n[1])
		return object.Int(int64(int32(r))), goError(err)
	}
	if n[2] < 0 || n[2] > 1024 {
		return Value{}, object.NewExcf(object.OSErrorType, "getsockopt buflen out of range")
	}
	b := make([]byte, n[2])
	got, err := getsockopt(fd, n[0], n[1], b)
	if err != nil {
		return Value{}, goError(err)
	}
	return object.BytesValue(b[:got]), nil
}

func socketSetOpt(th *Thread, a []Value) (Value, error) {
	fd := self(a[0]).fd()
	level, err := object.AsIndex(th, a[1])
	if err != nil {
		return Value{}, err
	}
	option, err := object.AsIndex(th, a[2])
	if err != nil {
		return Value{}, err
	}
	if a[4].Bound() {
		if !a[3].IsNone() {
			return Value{}, object.TypeErrorf("setsockopt() argument 3 must be None when a length is given, not %s", a[3].Type().Name)
		}
		n, err := object.AsIndex(th, a[4])
		if err != nil {
			return Value{}, err
		}
		return none, goError(setsockopt(fd, level, option, nil, n))
	}
	if object.IsBufferLike(a[3]) {
		b, release, err := object.BufferOf(th, a[3])
		if err != nil {
			return Value{}, err
		}
		defer release()
		return none, goError(setsockopt(fd, level, option, b, len(b)))
	}
	n, err := object.AsIndex(th, a[3])
	if err != nil {
		return Value{}, err
	}
	if n != int(int32(n)) && n != int(uint32(n)) {
		return Value{}, object.NewExcf(object.OverflowErrorType, "signed integer is greater than maximum")
	}
	return none, goError(unix.SetsockoptInt(fd, level, option, int(int32(n))))
}

// number makes a getter of an int.
func number(f func(s *Socket) int) func(*Thread, Value) (Value, error) {
	return func(th *Thread, v Value) (Value, error) { return object.Int(int64(f(self(v)))), nil }
}

var initSig = Func{Sig: "socket(family=-1, type=-1, proto=-1, fileno=None)"}

func init() {
	t := SocketType
	t.Module = "_socket"
	t.NoWeakrefs()
	t.Doc = "A network endpoint."
	t.New = func(th *Thread, t *object.Type, args []Value, names []*object.Str) (Value, error) {
		s := object.NewObject[Socket](th, t)
		s.timeout = -1
		return object.Of(&s.Header), nil
	}
	t.Init = initSocket
	t.Repr = socketRepr
	t.GetSets = []object.GetSet{
		{Name: "family", Doc: "The address family.", Get: number(func(s *Socket) int { return s.family })},
		{Name: "type", Doc: "The kind of socket.", Get: number(func(s *Socket) int { return s.kind })},
		{Name: "proto", Doc: "The protocol.", Get: number(func(s *Socket) int { return s.proto })},
		{Name: "timeout", Doc: "The time limit of calls in seconds, or None.", Get: func(th *Thread, v Value) (Value, error) { return timeoutValue(self(v).timeout), nil }},
	}
	t.Methods = append([]Func{
		{Sig: "_accept()", Doc: "Wait for a connection; returns its descriptor and the peer's address.", Fn: object.F1(socketAccept)},
		{Sig: "bind(address, /)", Doc: "Give the socket an address of its own.", Fn: object.F2(socketBind)},
		{Sig: "listen(backlog=NULL, /)", Doc: "Let connections come in.", Fn: object.F2(socketListen)},
		{Sig: "connect(address, /)", Doc: "Connect with a peer.", Fn: object.F2(socketConnect)},
		{Sig: "connect_ex(address, /)", Doc: "connect() that returns an error number instead of raising.", Fn: object.F2(socketConnectEx)},
		{Sig: "close()", Doc: "Close the socket.", Fn: object.F1(socketClose)},
		{Sig: "detach()", Doc: "Give the descriptor away: the socket is closed, the descriptor stays open.", Fn: object.F1(socketDetach)},
		{Sig: "fileno()", Doc: "The descriptor, -1 if the socket is closed.", Fn: object.F1(socketFileno)},
		{Sig: "getsockname()", Doc: "The socket's own address.", Fn: socketName(unix.Getsockname)},
		{Sig: "getpeername()", Doc: "The peer's address.", Fn: socketName(unix.Getpeername)},
		{Sig: "shutdown(how, /)", Doc: "End receiving, sending or both.", Fn: object.F2(socketShutdown)},
		{Sig: "settimeout(timeout, /)", Doc: "Limit the time that calls may take; None: no limit, 0: they do not wait.", Fn: object.F2(socketSetTimeout)},
		{Sig: "gettimeout()", Doc: "The time limit of calls in seconds, or None.", Fn: object.F1(func(th *Thread, v Value) (Value, error) { return timeoutValue(self(v).timeout), nil })},
		{Sig: "setblocking(flag, /)", Doc: "Whether calls wait: settimeout(None) or settimeout(0).", Fn: object.F2(socketSetBlocking)},
		{Sig: "getblocking()", Doc: "Whether calls wait.", Fn: object.F1(func(th *Thread, v Value) (Value, error) { return object.Bool(self(v).timeout != 0), nil })},
		{Sig: "getsockopt(level, option, buffersize=0, /)", Doc: "The value of an option: an int, or bytes if a size is given.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) { return socketGetOpt(th, a[0], a[1], a[2], a[3]) })},
		{Sig: "setsockopt(level, option, value, optlen=NULL, /)", Doc: "Set an option to an int, to bytes, or to nothing of a length.", Fn: object.FN(socketSetOpt)},
	}, transferMethods...)
}
