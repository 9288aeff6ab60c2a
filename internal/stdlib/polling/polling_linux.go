package polling

import (
	"math"
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

// Module is select.
var Module = object.ModuleDef{
	Name: "select",
	Doc:  "Waiting for descriptors to become ready.",
	Functions: []Func{
		{Sig: "select(rlist, wlist, xlist, timeout=None, /)", Doc: "Wait until some of the objects are ready to read, to write, or have an exceptional condition; returns three lists of those that are.", Fn: object.FN(selectFDs)},
		{Sig: "poll()", Doc: "A new poll object.", Fn: object.F0(newPoll)},
	},
	Types: []*object.Type{EpollType},
	Init: func(th *Thread, m *object.Module) error {
		m.Set("error", object.OSErrorType.Value())
		for k, n := range constants {
			m.Set(k, object.Int(n))
		}
		return nil
	},
}

var constants = map[string]int64{
	"PIPE_BUF": 4096, "POLLIN": unix.POLLIN, "POLLPRI": unix.POLLPRI, "POLLOUT": unix.POLLOUT, "POLLERR": unix.POLLERR, "POLLHUP": unix.POLLHUP,
	"POLLNVAL": unix.POLLNVAL, "POLLRDNORM": 64, "POLLRDBAND": 128, "POLLWRNORM": 256, "POLLWRBAND": 512, "POLLMSG": 1024, "POLLRDHUP": unix.POLLRDHUP,
	"EPOLLIN": unix.EPOLLIN, "EPOLLOUT": unix.EPOLLOUT, "EPOLLPRI": unix.EPOLLPRI, "EPOLLERR": unix.EPOLLERR, "EPOLLHUP": unix.EPOLLHUP,
	"EPOLLRDHUP": unix.EPOLLRDHUP, "EPOLLET": 1 << 31, "EPOLLONESHOT": unix.EPOLLONESHOT, "EPOLLRDNORM": 64, "EPOLLRDBAND": 128,
	"EPOLLWRNORM": 256, "EPOLLWRBAND": 512, "EPOLLMSG": 1024, "EPOLLWAKEUP": unix.EPOLLWAKEUP, "EPOLLEXCLUSIVE": unix.EPOLLEXCLUSIVE,
	"EPOLL_CLOEXEC": unix.EPOLL_CLOEXEC,
}

var strFileno = object.NewStr("fileno")

// descriptor is the number v is or its fileno() gives.
func descriptor(th *Thread, v Value) (int, error) {
	n := v
	if !object.IsInt(v) {
		m, err := object.GetAttrOr(th, v, strFileno)
		if err != nil {
			return 0, err
		}
		if !m.Bound() {
			return 0, object.TypeErrorf("argument must be an int, or have a fileno() method.")
		}
		if n, err = object.Call0(th, m); err != nil {
			return 0, err
		}
		if !object.IsInt(n) {
			return 0, object.TypeErrorf("fileno() returned a non-integer")
		}
	}
	fd, err := object.AsIndex(th, n)
	if err != nil {
		return 0, err
	}
	if fd < 0 {
		return 0, object.ValueErrorf("file descriptor cannot be a negative integer (%d)", fd)
	}
	if fd > math.MaxInt32 {
		return 0, object.NewExcf(object.OverflowErrorType, "Python int too large to convert to C int")
	}
	return fd, nil
}

const mostSelect = 1024

func selectFDs(th *Thread, a []Value) (Value, error) {
	timeout := time.Duration(-1)
	if !a[3].IsNone() {
		d, err := object.AsDuration(th, a[3])
		if err != nil {
			if object.Matches(err, object.TypeErrorType) {
				err = object.TypeErrorf("timeout must be a float or None")
			}
			return Value{}, err
		}
		if d < 0 {
			return Value{}, object.ValueErrorf("timeout must be non-negative")
		}
		timeout = d
	}
	wants := [3]int16{unix.POLLIN, unix.POLLOUT, unix.POLLPRI}
	gets := [3]int16{unix.POLLIN | unix.POLLHUP | unix.POLLERR, unix.POLLOUT | unix.POLLERR, unix.POLLPRI}
	type entry struct {
		v     Value
		index int
	}
	var sets [3][]entry
	var fds []unix.PollFd
	at := map[int]int{}
	for i := range sets {
		if _, err := object.Iter(th, a[i]); err != nil {
			return Value{}, object.TypeErrorf("arguments 1-3 must be sequences")
		}
		err := object.Each(th, a[i], func(v Value) (bool, error) {
			fd, err := descriptor(th, v)
			if err != nil {
				return true, err
			}
			if fd >= mostSelect {
				return true, object.ValueErrorf("filedescriptor out of range in select()")
			}
			k, ok := at[fd]
			if !ok {
				k = len(fds)
				at[fd] = k
				fds = append(fds, unix.PollFd{Fd: int32(fd)})
			}
			fds[k].Events |= wants[i]
			sets[i] = append(sets[i], entry{v, k})
			return false, nil
		})
		if err != nil {
			return Value{}, err
		}
	}
	if _, err := fdwait.Poll(th, fds, timeout); err != nil {
		return Value{}, object.AsExc(err)
	}
	var out [3]Value
	for i := range sets {
		l := object.NewList()
		for _, e := range sets[i] {
			r := fds[e.index].Revents
			if r&unix.POLLNVAL != 0 {
				return Value{}, object.NewOSError(int(unix.EBADF))
			}
			if r&gets[i] != 0 {
				l.Append(e.v)
			}
		}
		out[i] = l.Value()
	}
	return object.TupleValue(out[:]...), nil
}

// pollObject is what poll() returns.
type pollObject struct {
	object.Header
	fds     []unix.PollFd
	at      map[int]int // descriptor to index
	polling bool
}

var (
	pollLayout = object.NewLayout[pollObject]()
	pollType   = object.NewType("poll", object.ObjectType, pollLayout)
)

func newPoll(*Thread) (Value, error) {
	p := &pollObject{at: map[int]int{}}
	p.Shape = pollType.ExactShape()
	return object.Of(&p.Header), nil
}

func eventMask(th *Thread, v Value) (int16, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return 0, err
	}
	if n < 0 {
		return 0, object.ValueErrorf("value must be positive")
	}
	if n > math.MaxUint16 {
		return 0, object.NewExcf(object.OverflowErrorType, "Python int too large to convert to C unsigned short")
	}
	return int16(n), nil
}

func pollRegister(th *Thread, self, fd, events Value) (Value, error) {
	p := object.Unchecked[pollObject](self)
	n, err := descriptor(th, fd)
	if err != nil {
		return Value{}, err
	}
	mask := int16(unix.POLLIN | unix.POLLPRI | unix.POLLOUT)
	if events.Bound() {
		if mask, err = eventMask(th, events); err != nil {
			return Value{}, err
		}
	}
	if i, ok := p.at[n]; ok {
		p.fds[i].Events = mask
		return none, nil
	}
	p.at[n] = len(p.fds)
	p.fds = append(p.fds, unix.PollFd{Fd: int32(n), Events: mask})
	return none, nil
}

func pollModify(th *Thread, self, fd, events Value) (Value, error) {
	p := object.Unchecked[pollObject](self)
	n, err := descriptor(th, fd)
	if err != nil {
		return Value{}, err
	}
	mask, err := eventMask(th, events)
	if err != nil {
		return Value{}, err
	}
	i, ok := p.at[n]
	if !ok {
		return Value{}, object.NewOSError(int(unix.ENOENT))
	}
	p.fds[i].Events = mask
	return none, nil
}

func pollUnregister(th *Thread, self, fd Value) (Value, error) {
	p := object.Unchecked[pollObject](self)
	n, err := descriptor(th, fd)
	if err != nil {
		return Value{}, err
	}
	i, ok := p.at[n]
	if !ok {
		return Value{}, object.KeyErrorOf(object.Int(int64(n)))
	}
	p.fds = append(p.fds[:i:i], p.fds[i+1:]...)
	delete(p.at, n)
	for j := i; j < len(p.fds); j++ {
		p.at[int(p.fds[j].Fd)] = j
	}
	return none, nil
}

// milliseconds converts poll()'s timeout; None and negative ones never end.
func milliseconds(th *Thread, v Value) (time.Duration, error) {
	if v.IsNone() {
		return -1, nil
	}
	var ms float64
	switch {
	case object.IsInt(v):
		n, err := object.AsIndex(th, v)
		if err != nil {
			return 0, err
		}
		ms = float64(n)
	default:
		f, ok := object.AsFloat(v)
		if !ok {
			return 0, object.TypeErrorf("timeout must be an integer or None")
		}
		ms = math.Ceil(f)
	}
	if ms < 0 {
		return -1, nil
	}
	if ms > math.MaxInt32 {
		return 0, object.NewExcf(object.OverflowErrorType, "timeout is too large")
	}
	return time.Duration(ms) * time.Millisecond, nil
}

func pollPoll(th *Thread, self, timeout Value) (Value, error) {
	p := object.Unchecked[pollObject](self)
	d, err := milliseconds(th, timeout)
	if err != nil {
		return Value{}, err
	}
	if p.polling {
		return Value{}, object.RuntimeErrorf("concurrent poll() invocation")
	}
	p.polling = true
	fds := append([]unix.PollFd(nil), p.fds...)
	_, err = fdwait.Poll(th, fds, d)
	p.polling = false
	if err != nil {
		return Value{}, object.AsExc(err)
	}
	out := object.NewList()
	for _, f := range fds {
		if f.Revents != 0 {
			out.Append(object.NewPair(object.Int(int64(f.Fd)), object.Int(int64(uint16(f.Revents)))))
		}
	}
	return out.Value(), nil
}

func init() {
	t := pollType
	t.Module = "select"
	t.Doc = "Descriptors to wait for with poll(2)."
	t.Flags |= object.FlagNoNew | object.FlagNoBase
	t.Methods = []Func{
		{Sig: "register(fd, eventmask=NULL, /)", Doc: "Wait for events of the descriptor.", Fn: object.F3(pollRegister)},
		{Sig: "modify(fd, eventmask, /)", Doc: "Wait for other events of a registered descriptor.", Fn: object.F3(pollModify)},
		{Sig: "unregister(fd, /)", Doc: "Do not wait for the descriptor any more.", Fn: object.F2(pollUnregister)},
		{Sig: "poll(timeout=None, /)", Doc: "Wait for at most timeout milliseconds; returns a list of descriptors with their events.", Fn: object.F2(pollPoll)},
	}
}
