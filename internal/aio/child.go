//go:build unix

package aio

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// A child process is waited for on the loop where the system has descriptors for processes (child_linux.go), else by
// a goroutine that blocks in wait4 and posts; the latter's childExit belongs to the goroutine until it is posted.

// WatchChild calls done on the loop when the child process pid has ended, with its wait status. errno is ECHILD if
// there is no such child, or if it was waited for elsewhere.
func (l *Loop) WatchChild(pid int, done func(status syscall.WaitStatus, errno Errno)) {
	if l.watchChildFD(pid, done) {
		return
	}
	l.outside.Add(1)
	go func() {
		c := &childExit{done: done}
		c.status, c.errno = waitChild(pid, 0)
		l.Post(c) // a closed loop wants no news
		l.outside.Add(-1)
	}()
}

type childExit struct {
	done   func(syscall.WaitStatus, Errno)
	status syscall.WaitStatus
	errno  Errno
}

func (c *childExit) Run() error {
	c.done(c.status, c.errno)
	return nil
}

// waitChild is wait4 for one process. With WNOHANG, a child that still runs is EAGAIN.
func waitChild(pid, options int) (syscall.WaitStatus, Errno) {
	for {
		var status syscall.WaitStatus
		got, err := syscall.Wait4(pid, &status, options, nil)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return 0, err.(Errno)
		case got == 0:
			return 0, unix.EAGAIN
		}
		return status, 0
	}
}
