//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package aio

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// kqueue is the poller of macOS and the BSDs. Reading and writing are separate filters and report separate events.
// The wake-up is a pipe, which all of them have.
type kqueue struct {
	fd           int
	wakeR, wakeW int
	events       []unix.Kevent_t
}

func newPoller() (poller, error) {
	fd, err := unix.Kqueue()
	if err != nil {
		return nil, os.NewSyscallError("kqueue", err)
	}
	unix.CloseOnExec(fd)
	r, w, err := wakePipe()
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	p := &kqueue{fd: fd, wakeR: r, wakeW: w, events: make([]unix.Kevent_t, pollerEvents)}
	if errno := p.change(r, unix.EVFILT_READ, unix.EV_ADD); errno != 0 {
		p.close()
		return nil, os.NewSyscallError("kevent", errno)
	}
	return p, nil
}

func (p *kqueue) change(fd, filter, flags int) Errno {
	var ev [1]unix.Kevent_t
	unix.SetKevent(&ev[0], fd, filter, flags)
	for {
		_, err := unix.Kevent(p.fd, ev[:], nil, nil)
		if err == nil {
			return 0
		}
		if errno := err.(Errno); errno != unix.EINTR {
			return errno
		}
	}
}

func (p *kqueue) control(fd int, old, mask uint8) (errno Errno) {
	for _, f := range [...]struct {
		bit    uint8
		filter int
	}{{readable, unix.EVFILT_READ}, {writable, unix.EVFILT_WRITE}} {
		var e Errno
		switch {
		case mask&f.bit != 0:
			e = p.change(fd, f.filter, unix.EV_ADD) // harmless if it stands already
		case old&f.bit != 0:
			e = p.change(fd, f.filter, unix.EV_DELETE)
		}
		if errno == 0 {
			errno = e
		}
	}
	return errno
}

func (p *kqueue) poll(watched int) int {
	if 2*watched >= len(p.events) {
		p.events = make([]unix.Kevent_t, 4*watched)
	}
	return p.wait(0)
}

func (p *kqueue) wait(timeout time.Duration) int {
	var ts *unix.Timespec
	if timeout >= 0 {
		t := unix.NsecToTimespec(int64(timeout))
		ts = &t
	}
	n, err := unix.Kevent(p.fd, nil, p.events, ts)
	if err != nil {
		return 0 // interrupted
	}
	return n
}

func (p *kqueue) event(i int) (fd int, mask uint8) {
	ev := &p.events[i]
	fd = int(ev.Ident)
	if fd == p.wakeR {
		drainPipe(fd)
		return -1, 0
	}
	if ev.Filter == unix.EVFILT_WRITE {
		return fd, writable
	}
	return fd, readable
}

func (p *kqueue) descriptor() int { return p.fd }

func (p *kqueue) wake() { unix.Write(p.wakeW, []byte{1}) }

func (p *kqueue) close() {
	unix.Close(p.wakeR)
	unix.Close(p.wakeW)
	unix.Close(p.fd)
}
