package aio

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// watchChildFD waits for pid by a process descriptor, which becomes readable when the process ends. It returns false
// where the kernel has none.
func (l *Loop) watchChildFD(pid int, done func(syscall.WaitStatus, Errno)) bool {
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return false
	}
	c := &childWatch{l: l, pid: pid, fd: fd, done: done}
	if _, errno := l.AddReader(fd, c); errno != 0 {
		unix.Close(fd)
		return false
	}
	l.outside.Add(1)
	return true
}

type childWatch struct {
	l    *Loop
	pid  int
	fd   int
	done func(syscall.WaitStatus, Errno)
}

func (c *childWatch) Run() error {
	if c.done == nil {
		return nil
	}
	status, errno := waitChild(c.pid, unix.WNOHANG)
	if errno == unix.EAGAIN {
		return nil
	}
	done := c.done
	c.l.Forget(c.fd)
	c.close()
	done(status, errno)
	return nil
}

func (c *childWatch) close() {
	c.l.outside.Add(-1)
	unix.Close(c.fd)
	c.done = nil
}
