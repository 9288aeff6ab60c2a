package fdwait

import (
	"encoding/binary"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// key is where a thread keeps its waker; its address is all that counts.
var key byte

// waker is an eventfd by which a thread's wait is ended from outside.
type waker struct{ fd int }

func wakerOf(th *object.Thread) (*waker, error) {
	if w, ok := th.Locals[&key].(*waker); ok {
		return w, nil
	}
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return nil, err
	}
	w := &waker{fd}
	runtime.AddCleanup(w, func(fd int) { unix.Close(fd) }, fd)
	if th.Locals == nil {
		th.Locals = map[any]any{}
	}
	th.Locals[&key] = w
	return w, nil
}

func (w *waker) wake() {
	var one [8]byte
	binary.NativeEndian.PutUint64(one[:], 1)
	unix.Write(w.fd, one[:])
}

func (w *waker) drain() {
	var b [8]byte
	unix.Read(w.fd, b[:])
}

// Poll is poll(2): it waits until a descriptor is ready or the timeout, unless negative, is over, and gives how many are
// ready. An exception from a signal handler ends it.
func Poll(th *object.Thread, fds []unix.PollFd, timeout time.Duration) (int, error) {
	if n, err := poll(fds, 0); n > 0 || err != nil || timeout == 0 {
		return n, err
	}
	w, err := wakerOf(th)
	if err != nil {
		return 0, err
	}
	remove := th.Interp.AddWaker(w.wake)
	defer remove()
	all := append(append(make([]unix.PollFd, 0, len(fds)+1), fds...), unix.PollFd{Fd: int32(w.fd), Events: unix.POLLIN})
	var deadline time.Time
	if timeout > 0 {
		deadline = time.Now().Add(timeout)
	}
	for {
		if err := th.CheckBreaker(); err != nil {
			return 0, err
		}
		left := time.Duration(-1)
		if timeout > 0 {
			left = max(time.Until(deadline), 0)
		}
		var n int
		th.Release()
		n, err = poll(all, left)
		th.Acquire()
		if err != nil {
			return 0, err
		}
		if all[len(fds)].Revents != 0 {
			w.drain()
			n--
		}
		if n > 0 {
			copy(fds, all)
			return n, nil
		}
		if left == 0 {
			return 0, th.CheckBreaker()
		}
	}
}

// Wait waits until the descriptor is ready for one of the events; false if the timeout is over first.
func Wait(th *object.Thread, fd int, events int16, timeout time.Duration) (bool, error) {
	fds := []unix.PollFd{{Fd: int32(fd), Events: events}}
	n, err := Poll(th, fds, timeout)
	return n > 0, err
}

func poll(fds []unix.PollFd, timeout time.Duration) (int, error) {
	for i := range fds {
		fds[i].Revents = 0
	}
	var ts *unix.Timespec
	if timeout >= 0 {
		t := unix.NsecToTimespec(int64(timeout))
		ts = &t
	}
	n, err := unix.Ppoll(fds, ts, nil)
	if err == unix.EINTR {
		return 0, nil
	}
	return n, err
}
