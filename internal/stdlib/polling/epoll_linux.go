package polling

import (
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
	"ouro/internal/stdlib/fdwait"
)

// Epoll is an epoll object.
type Epoll struct {
	object.Header
	fd int
}

var (
	epollLayout = object.NewLayout[Epoll]()
	EpollType   = object.NewType("epoll", object.ObjectType, epollLayout)
)

func (e *Epoll) open() error {
	if e.fd < 0 {
		return object.ValueErrorf("I/O operation on closed epoll object")
	}
	return nil
}

func newEpoll(th *Thread, a []Value) (Value, error) {
	size, err := object.AsIndex(th, a[1])
	if err != nil {
		return Value{}, err
	}
	flags, err := object.AsIndex(th, a[2])
	if err != nil {
		return Value{}, err
	}
	if size != -1 && size <= 0 {
		return Value{}, object.ValueErrorf("sizehint must be positive or -1")
	}
	if flags&^unix.EPOLL_CLOEXEC != 0 {
		return Value{}, object.NewExcf(object.OSErrorType, "invalid flags")
	}
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return Value{}, object.AsExc(err)
	}
	cls, _ := object.AsType(a[0])
	e := object.NewObject[Epoll](th, cls)
	e.fd = fd
	return object.Of(&e.Header), nil
}

func epollFromFD(th *Thread, cls, fd Value) (Value, error) {
	n, err := object.AsIndex(th, fd)
	if err != nil {
		return Value{}, err
	}
	t, _ := object.AsType(cls)
	e := object.NewObject[Epoll](th, t)
	e.fd = n
	return object.Of(&e.Header), nil
}

func epollClose(th *Thread, self Value) (Value, error) {
	e := object.Unchecked[Epoll](self)
	if e.fd < 0 {
		return none, nil
	}
	fd := e.fd
	e.fd = -1
	if err := unix.Close(fd); err != nil {
		return Value{}, object.AsExc(err)
	}
	return none, nil
}

func epollControl(op int) func(th *Thread, self, fd, events Value) (Value, error) {
	return func(th *Thread, self, fd, events Value) (Value, error) {
		e := object.Unchecked[Epoll](self)
		if err := e.open(); err != nil {
			return Value{}, err
		}
		n, err := descriptor(th, fd)
		if err != nil {
			return Value{}, err
		}
		mask := unix.EPOLLIN | unix.EPOLLPRI | unix.EPOLLOUT
		if events.Bound() {
			if mask, err = object.AsIndex(th, events); err != nil {
				return Value{}, err
			}
		}
		ev := unix.EpollEvent{Events: uint32(mask), Fd: int32(n)}
		if err := unix.EpollCtl(e.fd, op, n, &ev); err != nil {
			return Value{}, object.AsExc(err)
		}
		return none, nil
	}
}

func epollPoll(th *Thread, self, timeout, most Value) (Value, error) {
	e := object.Unchecked[Epoll](self)
	if err := e.open(); err != nil {
		return Value{}, err
	}
	d := time.Duration(-1)
	if !timeout.IsNone() {
		x, err := object.AsDuration(th, timeout)
		if err != nil {
			if object.Matches(err, object.TypeErrorType) {
				err = object.TypeErrorf("timeout must be an integer or None")
			}
			return Value{}, err
		}
		if x >= 0 {
			d = x
		}
	}
	n, err := object.AsIndex(th, most)
	if err != nil {
		return Value{}, err
	}
	switch {
	case n == -1:
		n = 1023
	case n <= 0:
		return Value{}, object.ValueErrorf("maxevents must be greater than 0, got %d", n)
	}
	events := make([]unix.EpollEvent, min(n, 4096))
	var deadline time.Time
	if d > 0 {
		deadline = time.Now().Add(d)
	}
	for {
		got, err := unix.EpollWait(e.fd, events, 0)
		if err != nil && err != unix.EINTR {
			return Value{}, object.AsExc(err)
		}
		left := d
		if d > 0 {
			left = max(time.Until(deadline), 0)
		}
		if got > 0 || left == 0 {
			out := object.NewList()
			for _, ev := range events[:max(got, 0)] {
				out.Append(object.NewPair(object.Int(int64(ev.Fd)), object.Int(int64(ev.Events))))
			}
			return out.Value(), th.CheckBreaker()
		}
		// An epoll descriptor can itself be waited for.
		if _, err := fdwait.Wait(th, e.fd, unix.POLLIN, left); err != nil {
			return Value{}, object.AsExc(err)
		}
		if err := e.open(); err != nil {
			return Value{}, err
		}
	}
}

func init() {
	t := EpollType
	t.Module = "select"
	t.Doc = "Descriptors to wait for with epoll(7)."
	t.Constructor = &Func{Sig: "epoll(sizehint=-1, flags=0)", Fn: object.FN(newEpoll)}
	register, modify := epollControl(unix.EPOLL_CTL_ADD), epollControl(unix.EPOLL_CTL_MOD)
	unregister := epollControl(unix.EPOLL_CTL_DEL)
	t.Methods = []Func{
		{Sig: "fromfd(fd, /)", Class: true, Doc: "An epoll object of a descriptor.", Fn: object.F2(epollFromFD)},
		{Sig: "close()", Doc: "Close the object's descriptor.", Fn: object.F1(epollClose)},
		{Sig: "fileno()", Doc: "The object's descriptor.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			e := object.Unchecked[Epoll](self)
			return object.Int(int64(e.fd)), e.open()
		})},
		{Sig: "register(fd, eventmask=NULL)", Doc: "Wait for events of the descriptor.", Fn: object.F3(register)},
		{Sig: "modify(fd, eventmask)", Doc: "Wait for other events of a registered descriptor.", Fn: object.F3(modify)},
		{Sig: "unregister(fd)", Doc: "Do not wait for the descriptor any more.", Fn: object.F2(func(th *Thread, self, fd Value) (Value, error) {
			return unregister(th, self, fd, object.Int(0))
		})},
		{Sig: "poll(timeout=None, maxevents=-1)", Doc: "Wait for at most timeout seconds; returns a list of descriptors with their events.", Fn: object.F3(epollPoll)},
		{Sig: "__enter__()", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return self, object.Unchecked[Epoll](self).open() })},
		{Sig: "__exit__(exc_type=None, exc_value=None, exc_tb=None, /)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) { return epollClose(th, a[0]) })},
	}
	t.GetSets = []object.GetSet{{Name: "closed", Doc: "Whether the object is closed.", Get: func(th *Thread, self Value) (Value, error) {
		return object.Bool(object.Unchecked[Epoll](self).fd < 0), nil
	}}}
}
