//go:build linux

package posix

import (
	"encoding/binary"
	"sync"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Descriptors.

var terminalSize = object.NewStructSeqType("os", "terminal_size", "The width and height of a terminal in characters.", 2, fields("columns", "lines")...)

// onFD binds a call on one descriptor that has no result.
func onFD(f func(fd int) error) object.Fn {
	return object.F1(func(th *thread, v value) (value, error) {
		fd, err := fileno(th, v)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return f(fd) })
	})
}

var strFileno = object.NewStr("fileno")

// fileno converts a descriptor or an object that has one.
func fileno(th *thread, v value) (int, error) {
	if object.IsInt(v) || object.S(v).Index != nil {
		return toFD(th, v)
	}
	m, err := object.GetAttrOr(th, v, strFileno)
	if err != nil {
		return 0, err
	}
	if m.Ref == nil {
		return toFD(th, v)
	}
	r, err := object.Call0(th, m)
	if err != nil {
		return 0, err
	}
	return toFD(th, r)
}

// maxRead is the most that one read is given memory for before the system says how much there is.
const maxRead = 1 << 20

var fdFunctions = []object.Func{
	{Sig: "close(fd)", Doc: "Close a descriptor.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		var cerr error
		th.Unlocked(func() { cerr = unix.Close(fd) })
		if cerr != nil && cerr != unix.EINTR {
			return value{}, object.OSErrorFrom(cerr)
		}
		return object.None, nil
	})},
	{Sig: "closerange(fd_low, fd_high, /)", Doc: "Close a range of descriptors, ignoring errors.", Fn: object.F2(func(th *thread, lo, hi value) (value, error) {
		from, err := toFD(th, lo)
		if err != nil {
			return value{}, err
		}
		to, err := toFD(th, hi)
		if err != nil {
			return value{}, err
		}
		var limit unix.Rlimit
		if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) == nil && uint64(to) > limit.Cur {
			to = int(limit.Cur)
		}
		th.Unlocked(func() {
			for fd := max(from, 0); fd < to; fd++ {
				unix.Close(fd)
			}
		})
		return object.None, nil
	})},
	{Sig: "read(fd, length, /)", Doc: "Read bytes from a descriptor.", Fn: object.F2(func(th *thread, v, length value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		n, err := object.AsIndex(th, length)
		if err != nil {
			return value{}, err
		}
		return readBytes(th, fd, n, func(b []byte) (int, error) { return unix.Read(fd, b) })
	})},
	{Sig: "readinto(fd, buffer, /)", Doc: "Read into a buffer; returns the number of bytes.", Fn: object.F2(func(th *thread, v, buffer value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		b, release, err := object.AsBuffer(th, buffer, true)
		if err != nil {
			return value{}, err
		}
		defer release()
		return number(th, func() (int, error) { return unix.Read(fd, b) })
	})},
	{Sig: "pread(fd, length, offset, /)", Doc: "Read bytes at a position, which stays as it was.", Fn: object.F3(func(th *thread, v, length, offset value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		n, err := object.AsIndex(th, length)
		if err != nil {
			return value{}, err
		}
		at, err := toOffset(th, offset)
		if err != nil {
			return value{}, err
		}
		return readBytes(th, fd, n, func(b []byte) (int, error) { return unix.Pread(fd, b, at) })
	})},
	{Sig: "write(fd, data, /)", Doc: "Write bytes; returns how many were.", Fn: object.F2(func(th *thread, v, data value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		b, release, err := object.AsBuffer(th, data, false)
		if err != nil {
			return value{}, err
		}
		defer release()
		return number(th, func() (int, error) { return unix.Write(fd, b) })
	})},
	{Sig: "pwrite(fd, buffer, offset, /)", Doc: "Write bytes at a position, which stays as it was.", Fn: object.F3(func(th *thread, v, data, offset value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		at, err := toOffset(th, offset)
		if err != nil {
			return value{}, err
		}
		b, release, err := object.AsBuffer(th, data, false)
		if err != nil {
			return value{}, err
		}
		defer release()
		return number(th, func() (int, error) { return unix.Pwrite(fd, b, at) })
	})},
	{Sig: "readv(fd, buffers, /)", Doc: "Read into several buffers.", Fn: object.F2(func(th *thread, v, buffers value) (value, error) {
		return vectored(th, v, buffers, true, readVector)
	})},
	{Sig: "writev(fd, buffers, /)", Doc: "Write several buffers.", Fn: object.F2(func(th *thread, v, buffers value) (value, error) {
		return vectored(th, v, buffers, false, writeVector)
	})},
	{Sig: "lseek(fd, position, how, /)", Doc: "Move a descriptor's position.", Fn: object.F3(func(th *thread, v, position, how value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		at, err := toOffset(th, position)
		if err != nil {
			return value{}, err
		}
		whence, err := toInt(th, how)
		if err != nil {
			return value{}, err
		}
		return number(th, func() (int, error) {
			n, err := unix.Seek(fd, at, whence)
			return int(n), err
		})
	})},
	{Sig: "dup(fd, /)", Doc: "A copy of a descriptor.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		return number(th, func() (int, error) { return unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0) })
	})},
	{Sig: "dup2(fd, fd2, inheritable=True)", Doc: "Make fd2 a copy of fd.", Fn: object.F3(func(th *thread, v, v2, inherit value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		fd2, err := toFD(th, v2)
		if err != nil {
			return value{}, err
		}
		keep, err := truth(th, inherit)
		if err != nil {
			return value{}, err
		}
		if _, err := none(th, func() error { return duplicate(fd, fd2, keep) }); err != nil {
			return value{}, err
		}
		return object.Int(int64(fd2)), nil
	})},
	{Sig: "pipe()", Doc: "A new pipe: descriptors for reading and writing.", Fn: object.F0(func(th *thread) (value, error) {
		return newPipe(unix.O_CLOEXEC)
	})},
	{Sig: "ftruncate(fd, length, /)", Doc: "Cut an open file to a length.", Fn: object.F2(func(th *thread, v, length value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		n, err := toOffset(th, length)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Ftruncate(fd, n) })
	})},
	{Sig: "fsync(fd)", Doc: "Write an open file to disk.", Fn: onFD(unix.Fsync)},
	{Sig: "fdatasync(fd)", Doc: "Write an open file's contents to disk.", Fn: onFD(dataSync)},
	{Sig: "isatty(fd, /)", Doc: "Whether a descriptor is a terminal.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		return object.Bool(isTerminal(fd)), nil
	})},
	{Sig: "get_terminal_size(fd=1, /)", Doc: "The size of a terminal.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		size, err := unix.IoctlGetWinsize(fd, unix.TIOCGWINSZ)
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return terminalSize.New(object.Int(int64(size.Col)), object.Int(int64(size.Row))), nil
	})},
	{Sig: "get_blocking(fd, /)", Doc: "Whether a descriptor waits.", Fn: object.F1(fdFlagClear(unix.F_GETFL, unix.O_NONBLOCK))},
	{Sig: "set_blocking(fd, blocking, /)", Doc: "Let a descriptor wait or not.", Fn: object.F2(func(th *thread, v, blocking value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		wait, err := truth(th, blocking)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.SetNonblock(fd, !wait) })
	})},
	{Sig: "get_inheritable(fd, /)", Doc: "Whether child processes get a descriptor.", Fn: object.F1(fdFlagClear(unix.F_GETFD, unix.FD_CLOEXEC))},
	{Sig: "set_inheritable(fd, inheritable, /)", Doc: "Let child processes get a descriptor or not.", Fn: object.F2(func(th *thread, v, inherit value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		keep, err := truth(th, inherit)
		if err != nil {
			return value{}, err
		}
		flags := unix.FD_CLOEXEC
		if keep {
			flags = 0
		}
		return none(th, func() error {
			_, err := unix.FcntlInt(uintptr(fd), unix.F_SETFD, flags)
			return err
		})
	})},
	{Sig: "lockf(fd, command, length, /)", Doc: "Lock, unlock or test a section of a file.", Fn: object.F3(lockf)},
	{Sig: "device_encoding(fd)", Doc: "The encoding of a terminal, None for other files.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil || !isTerminal(fd) {
			return object.None, err
		}
		return object.StrValue("utf-8"), nil
	})},
	{Sig: "ttyname(fd, /)", Doc: "The name of a terminal.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		name, err := terminalName(fd)
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return object.FSDecode(name), nil
	})},
	{Sig: "tcgetpgrp(fd, /)", Doc: "The foreground process group of a terminal.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		return number(th, func() (int, error) { return unix.IoctlGetInt(fd, unix.TIOCGPGRP) })
	})},
	{Sig: "tcsetpgrp(fd, pgid, /)", Doc: "Make a process group the foreground one of a terminal.", Fn: object.F2(func(th *thread, v, group value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		id, err := toInt(th, group)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.IoctlSetPointerInt(fd, unix.TIOCSPGRP, id) })
	})},
}

// readBytes reads up to n bytes by the given call.
func readBytes(th *thread, fd, n int, read func(b []byte) (int, error)) (value, error) {
	if n < 0 {
		return value{}, object.OSErrorFrom(unix.EINVAL)
	}
	if n > maxRead {
		// Only a file has more to give at once.
		var st unix.Stat_t
		if unix.Fstat(fd, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
			n = maxRead
		} else {
			n = min(n, max(int(st.Size), maxRead))
		}
	}
	if n < minPooled || n > maxPooled {
		b := make([]byte, n)
		got, err := readInto(th, b, read)
		if err != nil {
			return value{}, err
		}
		return object.BytesValue(b[:got]), nil
	}
	// Readers of pipes ask for much more than they get: memory that is used again costs less than fresh memory.
	p := readPool.Get().(*[maxPooled]byte)
	got, err := readInto(th, p[:n], read)
	if got > n/2 {
		return object.BytesValue(p[:got]), nil
	}
	defer readPool.Put(p)
	if err != nil {
		return value{}, err
	}
	return object.BytesValue(append([]byte(nil), p[:got]...)), nil
}

func readInto(th *thread, b []byte, read func(b []byte) (int, error)) (got int, err error) {
	if err = retry(th, func() (err error) { got, err = read(b); return err }); err != nil {
		return 0, object.OSErrorFrom(err)
	}
	return got, nil
}

// Reads of these sizes use the buffers of readPool.
const (
	minPooled = 4 << 10
	maxPooled = 256 << 10
)

var readPool = sync.Pool{New: func() any { return new([maxPooled]byte) }}

func vectored(th *thread, v, buffers value, writable bool, call func(fd int, bufs [][]byte) (int, error)) (value, error) {
	fd, err := toFD(th, v)
	if err != nil {
		return value{}, err
	}
	items, err := object.View(th, buffers)
	if err != nil {
		return value{}, err
	}
	bufs := make([][]byte, 0, len(items))
	for _, x := range items {
		b, release, err := object.AsBuffer(th, x, writable)
		if err != nil {
			return value{}, err
		}
		defer release()
		bufs = append(bufs, b)
	}
	return number(th, func() (int, error) { return call(fd, bufs) })
}

func newPipe(flags int) (value, error) {
	var fds [2]int
	if err := makePipe(fds[:], flags); err != nil {
		return value{}, object.OSErrorFrom(err)
	}
	return object.TupleValue(object.Int(int64(fds[0])), object.Int(int64(fds[1]))), nil
}

func lockf(th *thread, v, command, length value) (value, error) {
	fd, err := toFD(th, v)
	if err != nil {
		return value{}, err
	}
	cmd, err := toInt(th, command)
	if err != nil {
		return value{}, err
	}
	n, err := toOffset(th, length)
	if err != nil {
		return value{}, err
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: 1, Len: n}
	how := unix.F_SETLK
	switch cmd {
	case 0: // F_ULOCK
		lock.Type = unix.F_UNLCK
	case 1: // F_LOCK
		how = unix.F_SETLKW
	case 2: // F_TLOCK
	case 3: // F_TEST
		how = unix.F_GETLK
	default:
		return value{}, object.OSErrorFrom(unix.EINVAL)
	}
	if err := retry(th, func() error { return unix.FcntlFlock(uintptr(fd), how, &lock) }); err != nil {
		return value{}, object.OSErrorFrom(err)
	}
	if cmd == 3 && lock.Type != unix.F_UNLCK {
		return value{}, object.OSErrorFrom(unix.EACCES)
	}
	return object.None, nil
}

// nativeUint64 reads a number as the system writes it.
func nativeUint64(b [8]byte) uint64 { return binary.NativeEndian.Uint64(b[:]) }

func nativeBytes(n uint64) (b [8]byte) {
	binary.NativeEndian.PutUint64(b[:], n)
	return b
}

// fdFlagClear makes a function that says whether a flag of a descriptor is not set; get is the fcntl command that reads it.
func fdFlagClear(get, flag int) func(*thread, value) (value, error) {
	return func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		flags, err := unix.FcntlInt(uintptr(fd), get, 0)
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return object.Bool(flags&flag == 0), nil
	}
}
