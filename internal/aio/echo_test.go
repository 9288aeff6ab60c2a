//go:build unix

package aio

import (
	"fmt"
	"net/netip"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// echoConn is a transport reduced to what costs: read for bytes, collect, send at the callback's end.
type echoConn struct {
	l     *Loop
	fd    int
	buf   WriteBuffer
	dirty bool
}

func (c *echoConn) Run() error {
	p, errno := c.l.Recv(c.fd)
	if errno == unix.EAGAIN {
		return nil
	}
	if errno != 0 || len(p) == 0 {
		c.l.Forget(c.fd)
		CloseFD(c.fd)
		return nil
	}
	c.buf.Append(p)
	if !c.dirty {
		c.dirty = true
		c.l.MarkDirty(c)
	}
	return nil
}

func (c *echoConn) Flush() {
	c.dirty = false
	switch _, errno := c.l.Send(c.fd, &c.buf); errno {
	case 0:
		if c.l.Writer(c.fd) != nil {
			c.l.RemoveWriter(c.fd)
		}
	case unix.EAGAIN:
		c.l.AddWriter(c.fd, Func(c.Flush))
	}
}

// BenchmarkEcho measures a closed loop of one client goroutine and 50 connections, over TCP on loopback. The client's
// part of the CPU is in it, so the system's own share is printed beside.
func BenchmarkEcho(b *testing.B) {
	for _, size := range []int{64, 1024, 64 << 10} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			l := newLoop(b, Config{})
			lfd, bound := listen(b, Addr{Family: unix.AF_INET, IP: netip.MustParseAddr("127.0.0.1")})
			const conns = 50
			accepted := 0
			l.AddReader(lfd, Func(func() {
				fd, _, errno := Accept(lfd)
				must(b, errno)
				NoDelay(fd)
				if accepted++; accepted == conns {
					l.Forget(lfd)
				}
				_, errno = l.AddReader(fd, &echoConn{l: l, fd: fd})
				must(b, errno)
			}))
			done := make(chan error, 1)
			go func() {
				done <- echoClient(bound, conns, size, b.N)
				l.Post(Func(l.Stop))
			}()
			b.ReportAllocs()
			var before, after syscall.Rusage
			syscall.Getrusage(syscall.RUSAGE_SELF, &before)
			if err := l.Run(); err != nil {
				b.Fatal(err)
			}
			if err := <-done; err != nil {
				b.Fatal(err)
			}
			syscall.Getrusage(syscall.RUSAGE_SELF, &after)
			cpu := after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()
			b.ReportMetric(float64(cpu)/float64(b.N), "cpu-ns/op")
		})
	}
}

// echoClient sends on all connections and reads all answers, until n answers have come.
func echoClient(to Addr, conns, size, n int) error {
	sa, _ := to.sockaddr()
	fds := make([]int, conns)
	for i := range fds {
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		if err := unix.Connect(fd, sa); err != nil {
			return err
		}
		fds[i] = fd
	}
	p := make([]byte, size)
	for n > 0 {
		round := fds[:min(n, len(fds))]
		for _, fd := range round {
			for sent := 0; sent < size; {
				k, err := unix.Write(fd, p[sent:])
				if err != nil {
					return err
				}
				sent += k
			}
		}
		for _, fd := range round {
			for got := 0; got < size; {
				k, err := unix.Read(fd, p[got:])
				if err != nil {
					return err
				}
				got += k
			}
		}
		n -= len(round)
	}
	return nil
}
