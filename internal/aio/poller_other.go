//go:build !unix

package aio

import (
	"syscall"
	"time"
)

// channelPoller is the poller where descriptors can not be waited for: timers, posts and jobs work, and input and
// output is done by goroutines that post.
type channelPoller struct {
	woken chan struct{}
}

func newPoller() (poller, error) { return newPortablePoller() }

func newPortablePoller() (poller, error) { return &channelPoller{make(chan struct{}, 1)}, nil }

func (p *channelPoller) control(fd int, old, mask uint8) Errno {
	if mask == 0 {
		return 0
	}
	return syscall.ENOSYS
}

func (p *channelPoller) poll(int) int { return 0 }

func (p *channelPoller) wait(timeout time.Duration) int {
	if timeout < 0 {
		<-p.woken
		return 0
	}
	t := time.NewTimer(timeout)
	defer t.Stop()
	select {
	case <-p.woken:
	case <-t.C:
	}
	return 0
}

func (p *channelPoller) event(int) (int, uint8) { return -1, 0 }

func (p *channelPoller) descriptor() int { return -1 }

func (p *channelPoller) wake() {
	select {
	case p.woken <- struct{}{}:
	default:
	}
}

func (p *channelPoller) close() {}
