//go:build unix

package aio

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// pollPoller is the poller for systems with neither epoll nor kqueue: poll(2) on all descriptors, and a pipe to wake
// it. It costs time in proportion to the descriptors watched.
type pollPoller struct {
	fds    []unix.PollFd // fds[0] is the pipe's
	at     map[int]int   // descriptor to its index in fds
	events []int         // indices in fds
	wakeW  int
}

func newPortablePoller() (poller, error) {
	r, w, err := wakePipe()
	if err != nil {
		return nil, err
	}
	return &pollPoller{fds: []unix.PollFd{{Fd: int32(r), Events: unix.POLLIN}}, at: map[int]int{}, wakeW: w}, nil
}

// wakePipe returns a pipe that does not block and is not inherited.
func wakePipe() (r, w int, err error) {
	var p [2]int
	if err := unix.Pipe(p[:]); err != nil {
		return 0, 0, os.NewSyscallError("pipe", err)
	}
	for _, fd := range p {
		unix.CloseOnExec(fd)
		if err := unix.SetNonblock(fd, true); err != nil {
			unix.Close(p[0])
			unix.Close(p[1])
			return 0, 0, os.NewSyscallError("fcntl", err)
		}
	}
	return p[0], p[1], nil
}

// drainPipe empties the pipe after a wake-up.
func drainPipe(fd int) {
	var buf [64]byte
	for {
		if n, err := unix.Read(fd, buf[:]); n < len(buf) || err != nil {
			return
		}
	}
}

func (p *pollPoller) control(fd int, old, mask uint8) Errno {
	i, known := p.at[fd]
	if mask == 0 {
		if known {
			last := len(p.fds) - 1
			p.fds[i] = p.fds[last]
			p.at[descriptor(p.fds[i].Fd)] = i
			p.fds = p.fds[:last]
			delete(p.at, fd)
		}
		return 0
	}
	// poll would report a bad or an unfit descriptor only as an event; the caller wants to know now.
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err.(Errno)
	}
	if kind := st.Mode & unix.S_IFMT; kind == unix.S_IFREG || kind == unix.S_IFDIR {
		return unix.EPERM
	}
	if !known {
		i = len(p.fds)
		p.fds = append(p.fds, unix.PollFd{Fd: int32(fd)})
		p.at[fd] = i
	}
	var events int16
	if mask&readable != 0 {
		events |= unix.POLLIN
	}
	if mask&writable != 0 {
		events |= unix.POLLOUT
	}
	p.fds[i].Fd, p.fds[i].Events = int32(fd), events
	return 0
}

// descriptor undoes the complement by which a row is muted: poll(2) skips negative descriptors.
func descriptor(fd int32) int {
	if fd < 0 {
		return int(^fd)
	}
	return int(fd)
}

func (p *pollPoller) poll(int) int { return p.wait(0) }

func (p *pollPoller) wait(timeout time.Duration) int {
	ms := -1
	if timeout >= 0 {
		ms = int((timeout + time.Millisecond - 1) / time.Millisecond)
	}
	p.events = p.events[:0]
	if n, err := unix.Poll(p.fds, ms); err != nil || n == 0 {
		return 0
	}
	if p.fds[0].Revents != 0 {
		drainPipe(int(p.fds[0].Fd))
	}
	for i := 1; i < len(p.fds); i++ {
		switch re := p.fds[i].Revents; {
		case re&unix.POLLNVAL != 0:
			// Closed behind the loop's back: muted until it is removed or added again.
			p.fds[i].Fd = ^p.fds[i].Fd
		case re != 0:
			p.events = append(p.events, i)
		}
	}
	return len(p.events)
}

func (p *pollPoller) event(i int) (fd int, mask uint8) {
	f := &p.fds[p.events[i]]
	if f.Revents&^unix.POLLOUT != 0 {
		mask |= readable
	}
	if f.Revents&^unix.POLLIN != 0 {
		mask |= writable
	}
	return int(f.Fd), mask
}

func (p *pollPoller) descriptor() int { return -1 }

func (p *pollPoller) wake() { unix.Write(p.wakeW, []byte{1}) }

func (p *pollPoller) close() {
	unix.Close(int(p.fds[0].Fd))
	unix.Close(p.wakeW)
}
