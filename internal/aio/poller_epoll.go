//go:build linux

package aio

import (
	"os"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// epoll is the poller of Linux. Calls that can not block are raw: they save the 28 ns of telling the Go scheduler. A
// call that waits never is, because it would hold up the garbage collector for the rest of its wait.
//
// Invariant of the unsafe code: the pointers passed to the kernel are to fields of a live *epoll or to locals, and the
// conversion stands in the call's own expression, which keeps them alive for its duration.
type epoll struct {
	fd     int
	wakeFD int
	events []unix.EpollEvent
	coarse bool // the kernel lacks epoll_pwait2: timeouts are whole milliseconds
}

func newPoller() (poller, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	wakeFD, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("eventfd2", err)
	}
	// Edge-triggered: each write is an event and the count need never be read.
	ev := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLET, Fd: -1}
	if err := unix.EpollCtl(fd, unix.EPOLL_CTL_ADD, wakeFD, &ev); err != nil {
		unix.Close(fd)
		unix.Close(wakeFD)
		return nil, os.NewSyscallError("epoll_ctl", err)
	}
	return &epoll{fd: fd, wakeFD: wakeFD, events: make([]unix.EpollEvent, pollerEvents)}, nil
}

func (p *epoll) control(fd int, old, mask uint8) Errno {
	op := unix.EPOLL_CTL_MOD
	switch {
	case mask == 0:
		op = unix.EPOLL_CTL_DEL
	case old == 0:
		op = unix.EPOLL_CTL_ADD
	}
	errno := p.ctl(op, fd, mask)
	switch {
	case errno == unix.ENOENT && op == unix.EPOLL_CTL_MOD:
		errno = p.ctl(unix.EPOLL_CTL_ADD, fd, mask)
	case errno == unix.EEXIST && op == unix.EPOLL_CTL_ADD:
		errno = p.ctl(unix.EPOLL_CTL_MOD, fd, mask)
	}
	return errno
}

func (p *epoll) ctl(op, fd int, mask uint8) Errno {
	ev := unix.EpollEvent{Fd: int32(fd)}
	if mask&readable != 0 {
		ev.Events |= unix.EPOLLIN
	}
	if mask&writable != 0 {
		ev.Events |= unix.EPOLLOUT
	}
	_, _, errno := syscall.RawSyscall6(unix.SYS_EPOLL_CTL, uintptr(p.fd), uintptr(op), uintptr(fd),
		uintptr(unsafe.Pointer(&ev)), 0, 0)
	return errno
}

func (p *epoll) poll(watched int) int {
	if watched >= len(p.events) {
		p.events = make([]unix.EpollEvent, 2*watched)
	}
	n, _, errno := syscall.RawSyscall6(unix.SYS_EPOLL_PWAIT, uintptr(p.fd), uintptr(unsafe.Pointer(&p.events[0])),
		uintptr(len(p.events)), 0, 0, 0)
	if errno != 0 {
		return 0
	}
	return int(n)
}

// wait treats an interruption (the runtime's own preemption signal is one) as an early return.
func (p *epoll) wait(timeout time.Duration) int {
	if timeout > 0 && !p.coarse {
		ts := unix.NsecToTimespec(int64(timeout))
		n, _, errno := syscall.Syscall6(unix.SYS_EPOLL_PWAIT2, uintptr(p.fd), uintptr(unsafe.Pointer(&p.events[0])),
			uintptr(len(p.events)), uintptr(unsafe.Pointer(&ts)), 0, 0)
		if errno == 0 {
			return int(n)
		}
		if errno == unix.EINTR {
			return 0
		}
		p.coarse = true
	}
	ms := -1
	if timeout >= 0 {
		ms = int((timeout + time.Millisecond - 1) / time.Millisecond)
	}
	n, _, errno := syscall.Syscall6(unix.SYS_EPOLL_PWAIT, uintptr(p.fd), uintptr(unsafe.Pointer(&p.events[0])),
		uintptr(len(p.events)), uintptr(ms), 0, 0)
	if errno != 0 {
		return 0
	}
	return int(n)
}

// event counts a hang-up or an error as readable and writable, as Python's selectors do.
func (p *epoll) event(i int) (fd int, mask uint8) {
	ev := &p.events[i]
	if ev.Events&^uint32(unix.EPOLLOUT) != 0 {
		mask |= readable
	}
	if ev.Events&^uint32(unix.EPOLLIN) != 0 {
		mask |= writable
	}
	return int(ev.Fd), mask
}

func (p *epoll) descriptor() int { return p.fd }

func (p *epoll) wake() {
	one := uint64(1)
	syscall.RawSyscall(unix.SYS_WRITE, uintptr(p.wakeFD), uintptr(unsafe.Pointer(&one)), 8)
}

func (p *epoll) close() {
	unix.Close(p.wakeFD)
	unix.Close(p.fd)
}
