//go:build unix

package aio

import (
	"bytes"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func must(t testing.TB, errno Errno) {
	t.Helper()
	if errno != 0 {
		t.Fatal(errno)
	}
}

func both(t *testing.T, test func(t *testing.T, l *Loop)) {
	for name, portable := range map[string]bool{"native": false, "portable": true} {
		t.Run(name, func(t *testing.T) { test(t, newLoop(t, Config{PortablePoller: portable})) })
	}
}

func socketpair(t testing.TB) (a, b int) {
	t.Helper()
	a, b, errno := Socketpair()
	must(t, errno)
	t.Cleanup(func() { CloseFD(a); CloseFD(b) })
	return a, b
}

func TestReaderAndWriter(t *testing.T) {
	both(t, func(t *testing.T, l *Loop) {
		a, b := socketpair(t)
		var tr trace
		if old, errno := l.AddReader(a, tr.add("old")); old != nil || errno != 0 {
			t.Fatal(old, errno)
		}
		if old, errno := l.AddReader(a, tr.add("r")); old == nil || errno != 0 {
			t.Fatal(old, errno)
		}
		_, errno := l.AddWriter(a, tr.add("w"))
		must(t, errno)
		l.RunOnce()
		tr.want(t, "w")
		_, errno = SendBytes(b, []byte("x"))
		must(t, errno)
		l.PollSoon()
		l.RunOnce()
		tr.want(t, "r w") // reader first
		l.RunOnce()
		tr.want(t, "r w") // level-triggered
		if l.RemoveWriter(a) == nil || l.RemoveWriter(a) != nil || l.Watched() != 1 {
			t.Error("RemoveWriter")
		}
		l.RunOnce()
		tr.want(t, "r")
		if p, errno := l.Recv(a); string(p) != "x" || errno != 0 {
			t.Error(p, errno)
		}
		if _, errno := l.Recv(a); errno != unix.EAGAIN {
			t.Error(errno)
		}
		CloseFD(b)
		l.RunOnce()
		tr.want(t, "r")
		if p, errno := l.Recv(a); len(p) != 0 || errno != 0 {
			t.Error(p, errno)
		}
		l.Forget(a)
		if l.Watched() != 0 || l.Reader(a) != nil || l.Writer(a) != nil || l.RemoveReader(a) != nil {
			t.Error("Forget")
		}
	})
}

func TestUnfitDescriptors(t *testing.T) {
	both(t, func(t *testing.T, l *Loop) {
		f, err := os.Create(filepath.Join(t.TempDir(), "file"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for fd, want := range map[int]Errno{int(f.Fd()): unix.EPERM, 1 << 30: unix.EBADF, -1: unix.EBADF} {
			if _, errno := l.AddReader(fd, Func(func() {})); errno != want {
				t.Errorf("descriptor %d: %v, want %v", fd, errno, want)
			}
			l.RemoveReader(fd)
		}
		if l.Watched() != 0 {
			t.Error("watched")
		}
	})
}

// A descriptor closed and opened anew behind the loop's back works again when it is added again.
func TestReopenedDescriptor(t *testing.T) {
	both(t, func(t *testing.T, l *Loop) {
		a, b := socketpair(t)
		var tr trace
		_, errno := l.AddReader(a, tr.add("stale"))
		must(t, errno)
		CloseFD(a)
		CloseFD(b)
		l.CallSoon(tr.add("soon"))
		l.PollSoon()
		l.RunOnce()
		tr.Reset()
		a2, b2 := socketpair(t)
		if a2 != a {
			t.Skip("the number was not reused")
		}
		_, errno = l.AddReader(a2, tr.add("fresh"))
		must(t, errno)
		SendBytes(b2, []byte("x"))
		l.RunOnce()
		tr.want(t, "fresh")
	})
}

func TestManyEventsInOnePass(t *testing.T) {
	l := newLoop(t, Config{})
	const n = 400 // more than the poller has room for at first
	count := 0
	for range n {
		r, w, errno := Pipe()
		must(t, errno)
		defer CloseFD(r)
		defer CloseFD(w)
		_, errno = l.AddWriter(w, Func(func() { count++ }))
		must(t, errno)
	}
	l.RunOnce()
	if count != n {
		t.Errorf("%d of %d in one pass", count, n)
	}
}

// A write by a callback makes its reader ready in the next pass, however many callbacks are ready.
func TestOwnWriteIsSeenInNextPass(t *testing.T) {
	l := newLoop(t, Config{})
	a, b := socketpair(t)
	var tr trace
	_, errno := l.AddReader(a, tr.add("read"))
	must(t, errno)
	l.CallSoon(tr.add("1"))
	l.RunOnce()
	l.lastPoll = Monotonic() + int64(time.Hour)
	var w WriteBuffer
	w.Append([]byte("x"))
	l.CallSoon(Func(func() {
		l.Send(b, &w)
		l.CallSoon(tr.add("2"))
	}))
	l.RunOnce()
	l.RunOnce()
	tr.want(t, "1 2 read")
}

func TestWriteBuffer(t *testing.T) {
	both(t, func(t *testing.T, l *Loop) {
		for _, sizes := range [][]int{{5}, {1, 2, 3, 0, 4}, {100_000, 1, 300_000}, {4096, 4096, 4096}, {2_000_000}} {
			a, b := socketpair(t)
			var w WriteBuffer
			var want []byte
			for i, n := range sizes {
				p := bytes.Repeat([]byte{byte('a' + i)}, n)
				w.Append(p)
				want = append(want, p...)
			}
			for i := range 700 { // more than one gathering write takes
				p := bytes.Repeat([]byte{byte(i)}, 50)
				w.Append(p)
				want = append(want, p...)
			}
			if w.Len() != len(want) {
				t.Fatalf("length %d, want %d", w.Len(), len(want))
			}
			var got []byte
			flush := Func(func() {
				_, errno := l.Send(a, &w)
				if errno == 0 {
					l.RemoveWriter(a)
				} else if errno != unix.EAGAIN {
					t.Fatal(errno)
				}
			})
			_, errno := l.AddWriter(a, flush)
			must(t, errno)
			_, errno = l.AddReader(b, Func(func() {
				p, errno := l.Recv(b)
				must(t, errno)
				if got = append(got, p...); len(got) == len(want) {
					l.Stop()
				}
			}))
			must(t, errno)
			runFor(t, l, 10*time.Second)
			l.Forget(a)
			l.Forget(b)
			if !bytes.Equal(got, want) || w.Len() != 0 {
				t.Errorf("sizes %v: other bytes arrived", sizes)
			}
		}
	})
}

func TestPipes(t *testing.T) {
	l := newLoop(t, Config{})
	r, w, errno := Pipe()
	must(t, errno)
	defer CloseFD(r)
	var buf WriteBuffer
	buf.Append([]byte("he"))
	buf.Append([]byte("llo"))
	buf.Append(make([]byte, 9000))
	if n, errno := l.Write(w, &buf); n != 9005 || errno != 0 {
		t.Fatal(n, errno)
	}
	p, errno := l.Read(r)
	if len(p) != 9005 || string(p[:5]) != "hello" || errno != 0 {
		t.Error(len(p), errno)
	}
	buf.Append(make([]byte, 1<<20))
	if n, errno := l.Write(w, &buf); n == 0 || errno != unix.EAGAIN || buf.Len() != 1<<20-n {
		t.Error(n, errno)
	}
	CloseFD(r)
	if _, errno := l.Write(w, &buf); errno != unix.EPIPE {
		t.Error(errno)
	}
	CloseFD(w)
}

type flusher struct {
	l   *Loop
	fd  int
	buf WriteBuffer
	n   int
}

func (f *flusher) Flush() {
	f.n++
	f.l.Send(f.fd, &f.buf)
}

func TestWritesAreFlushedAtTheCallbacksEnd(t *testing.T) {
	l := newLoop(t, Config{})
	a, b := socketpair(t)
	c, d := socketpair(t)
	f, g := &flusher{l: l, fd: a}, &flusher{l: l, fd: c}
	l.CallSoon(Func(func() {
		f.buf.Append([]byte("one "))
		l.MarkDirty(f)
		g.buf.Append([]byte("x"))
		l.MarkDirty(g)
		f.buf.Append([]byte("two"))
		if p, _ := l.Recv(b); p != nil {
			t.Error("sent early")
		}
	}))
	l.CallSoon(Func(func() {
		if p, _ := l.Recv(b); string(p) != "one two" {
			t.Errorf("got %q", p)
		}
		if p, _ := l.Recv(d); string(p) != "x" {
			t.Errorf("got %q", p)
		}
	}))
	l.RunOnce()
	if f.n != 1 || g.n != 1 {
		t.Error(f.n, g.n)
	}
}

func TestSlabResultsAreIndependent(t *testing.T) {
	l := newLoop(t, Config{})
	a, b := socketpair(t)
	var got [][]byte
	for i := range 40 {
		n := 100 + 1000*i
		SendBytes(b, bytes.Repeat([]byte{byte(i)}, n))
		p, errno := l.Recv(a)
		must(t, errno)
		if len(p) != n || cap(p) > n+4096 {
			t.Fatalf("length %d and capacity %d, want %d", len(p), cap(p), n)
		}
		got = append(got, p)
	}
	for i, p := range got {
		if bytes.Count(p, []byte{byte(i)}) != len(p) {
			t.Errorf("result %d was overwritten", i)
		}
	}
}

func TestBufferPool(t *testing.T) {
	l := newLoop(t, Config{})
	for _, n := range []int{0, 1, 4096, 4097, 70_000, 1 << 20} {
		p := l.Buffer(n)
		if len(p) < n {
			t.Errorf("asked for %d, got %d", n, len(p))
		}
		l.PutBuffer(p[:0])
	}
	if n := testing.AllocsPerRun(100, func() { l.PutBuffer(l.Buffer(60_000)) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func listen(t testing.TB, a Addr) (fd int, bound Addr) {
	t.Helper()
	fd, errno := Socket(a.Family, unix.SOCK_STREAM, 0)
	must(t, errno)
	t.Cleanup(func() { CloseFD(fd) })
	must(t, Bind(fd, &a))
	must(t, Listen(fd, 128))
	bound, errno = LocalAddr(fd)
	must(t, errno)
	return fd, bound
}

func TestConnectAndAccept(t *testing.T) {
	loop4 := netip.MustParseAddr("127.0.0.1")
	for _, a := range []Addr{
		{Family: unix.AF_INET, IP: loop4},
		{Family: unix.AF_INET6, IP: netip.MustParseAddr("::1")},
		{Family: unix.AF_UNIX, Path: filepath.Join(t.TempDir(), "s")},
	} {
		both(t, func(t *testing.T, l *Loop) {
			if a.Family == unix.AF_UNIX {
				os.Remove(a.Path)
			}
			probe, errno := Socket(a.Family, unix.SOCK_STREAM, 0)
			must(t, errno)
			if Bind(probe, &Addr{Family: a.Family, IP: a.IP, Path: a.Path}) == unix.EADDRNOTAVAIL {
				CloseFD(probe)
				t.Skip("no such network here")
			}
			CloseFD(probe)
			if a.Family == unix.AF_UNIX {
				os.Remove(a.Path)
			}
			lfd, bound := listen(t, a)
			if bound.Family != a.Family || bound.Path != a.Path || a.Family != unix.AF_UNIX && bound.Port == 0 {
				t.Errorf("bound to %+v", bound)
			}
			_, errno = l.AddReader(lfd, Func(func() {
				conn, from, errno := Accept(lfd)
				must(t, errno)
				if from.Family != a.Family || from.IP != bound.IP {
					t.Errorf("accepted from %+v", from)
				}
				l.Forget(lfd)
				SendBytes(conn, []byte("welcome"))
				ShutdownWrite(conn)
				t.Cleanup(func() { CloseFD(conn) })
			}))
			must(t, errno)
			fd, errno := Socket(a.Family, unix.SOCK_STREAM, 0)
			must(t, errno)
			defer CloseFD(fd)
			if errno := Connect(fd, &bound); errno != 0 && errno != unix.EINPROGRESS {
				t.Fatal(errno)
			}
			var got []byte
			_, errno = l.AddWriter(fd, Func(func() {
				must(t, ConnectResult(fd))
				if a.Family != unix.AF_UNIX {
					must(t, NoDelay(fd))
				}
				if peer, errno := RemoteAddr(fd); errno != 0 || peer != bound {
					t.Errorf("peer %+v, want %+v (%v)", peer, bound, errno)
				}
				l.RemoveWriter(fd)
				l.AddReader(fd, Func(func() {
					p, errno := l.Recv(fd)
					must(t, errno)
					if got = append(got, p...); len(p) == 0 {
						l.Stop()
					}
				}))
			}))
			must(t, errno)
			runFor(t, l, 10*time.Second)
			l.Forget(fd)
			if string(got) != "welcome" {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestConnectRefused(t *testing.T) {
	both(t, func(t *testing.T, l *Loop) {
		lfd, bound := listen(t, Addr{Family: unix.AF_INET, IP: netip.MustParseAddr("127.0.0.1")})
		CloseFD(lfd)
		fd, errno := Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		must(t, errno)
		defer CloseFD(fd)
		result := Connect(fd, &bound)
		if result == unix.EINPROGRESS {
			l.AddWriter(fd, Func(func() {
				result = ConnectResult(fd)
				l.Stop()
			}))
			runFor(t, l, 10*time.Second)
			l.Forget(fd)
		}
		if result != unix.ECONNREFUSED {
			t.Error(result)
		}
	})
}

func TestBadAddresses(t *testing.T) {
	fd, errno := Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	must(t, errno)
	defer CloseFD(fd)
	for _, a := range []Addr{{}, {Family: unix.AF_INET}, {Family: unix.AF_INET6}, {Family: 9999},
		{Family: unix.AF_INET, IP: netip.MustParseAddr("::1")},
		{Family: unix.AF_UNIX, Path: string(make([]byte, 5000))}} {
		if _, errno := SendTo(fd, []byte("x"), &a); errno == 0 {
			t.Errorf("sent to %+v", a)
		}
		if Connect(fd, &a) == 0 {
			t.Errorf("connected to %+v", a)
		}
	}
}

func TestDatagrams(t *testing.T) {
	l := newLoop(t, Config{})
	open := func() (int, Addr) {
		fd, errno := Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
		must(t, errno)
		t.Cleanup(func() { CloseFD(fd) })
		must(t, Bind(fd, &Addr{Family: unix.AF_INET, IP: netip.MustParseAddr("127.0.0.1")}))
		a, errno := LocalAddr(fd)
		must(t, errno)
		return fd, a
	}
	a, addrA := open()
	b, addrB := open()
	if n, errno := SendTo(a, []byte("ping"), &addrB); n != 4 || errno != 0 {
		t.Fatal(n, errno)
	}
	p, from, errno := l.RecvFrom(b)
	if string(p) != "ping" || from != addrA || errno != 0 {
		t.Error(p, from, errno)
	}
	if _, _, errno := l.RecvFrom(b); errno != unix.EAGAIN {
		t.Error(errno)
	}
}

func TestSendfile(t *testing.T) {
	a, b := socketpair(t)
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.WriteString("0123456789")
	offset := int64(3)
	n, errno := Sendfile(a, int(f.Fd()), &offset, 100)
	if errno == unix.ENOTSUP || errno == unix.ENOTSOCK {
		t.Skip(errno)
	}
	if n != 7 || errno != 0 || offset != 10 {
		t.Error(n, errno, offset)
	}
	buf := make([]byte, 20)
	if n, _ := RecvInto(b, buf); string(buf[:n]) != "3456789" {
		t.Errorf("got %q", buf[:n])
	}
}

func TestSignals(t *testing.T) {
	l := newLoop(t, Config{})
	var tr trace
	l.NotifySignal(syscall.SIGUSR1, tr.add("old"))
	l.NotifySignal(syscall.SIGUSR2, Func(func() {
		tr.WriteString("usr2 ")
		syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	}))
	if l.NotifySignal(syscall.SIGUSR1, Func(func() {
		tr.WriteString("usr1 ")
		l.Stop()
	})) == nil {
		t.Error("the former callback is not returned")
	}
	syscall.Kill(os.Getpid(), syscall.SIGUSR2)
	runFor(t, l, 10*time.Second)
	tr.want(t, "usr2 usr1")
	if l.StopSignal(syscall.SIGUSR1) == nil || l.StopSignal(syscall.SIGUSR1) != nil {
		t.Error("StopSignal")
	}
}

func TestWatchChild(t *testing.T) {
	both(t, func(t *testing.T, l *Loop) {
		cmd := exec.Command("/bin/sh", "-c", "exit 7")
		if err := cmd.Start(); err != nil {
			t.Skip(err)
		}
		var status syscall.WaitStatus
		var errno Errno
		l.WatchChild(cmd.Process.Pid, func(s syscall.WaitStatus, e Errno) {
			status, errno = s, e
			l.Stop()
		})
		runFor(t, l, 10*time.Second)
		if errno != 0 || status.ExitStatus() != 7 {
			t.Error(status, errno)
		}
		l.WatchChild(cmd.Process.Pid, func(_ syscall.WaitStatus, e Errno) {
			errno = e
			l.Stop()
		})
		runFor(t, l, 10*time.Second)
		if errno != unix.ECHILD {
			t.Errorf("a child that is gone: %v", errno)
		}
	})
}

// Closing while a child is watched gives its descriptor back.
func TestCloseWithChild(t *testing.T) {
	l, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/bin/sh", "-c", "read x")
	in, _ := cmd.StdinPipe()
	if err := cmd.Start(); err != nil {
		t.Skip(err)
	}
	l.WatchChild(cmd.Process.Pid, func(syscall.WaitStatus, Errno) { t.Error("called") })
	l.Close()
	in.Close()
	cmd.Wait()
}
