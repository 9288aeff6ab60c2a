package io

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
	"ouro/internal/stdlib/fdwait"
)

// fileIO is a descriptor as a stream of bytes without a buffer.
type fileIO struct {
	object.Header
	dict                *object.Dict
	fd                  int // -1: closed
	readable, writable  bool
	created, appending  bool
	closeFD             bool
	seekable, seekKnown bool
	blockSize           int
	waits               bool // reading may wait for long: no regular file
}

var (
	fileIOLayout = object.NewLayout[fileIO]()
	fileIOType   = newStreamType("FileIO", rawIOBaseType, fileIOLayout, func(o *object.Header) **object.Dict { return &object.Unchecked[fileIO](object.Of(o)).dict })
)

func asFile(v value) *fileIO { return object.Unchecked[fileIO](v) }

func (f *fileIO) value() value { return object.Of(&f.Header) }

func newFileIO(th *thread, t *object.Type) *fileIO {
	f := object.NewObject[fileIO](th, t)
	f.fd = -1
	if !t.IsHeap() {
		object.WatchDel(th, f.value())
	}
	return f
}

// open opens what file names, a path or a descriptor.
func (f *fileIO) open(th *thread, file value, mode string, closeFD bool, opener value) error {
	if f.fd >= 0 && f.closeFD {
		unix.Close(f.fd)
	}
	f.fd, f.seekKnown, f.created, f.appending, f.readable, f.writable = -1, false, false, false, false, false
	flags, err := f.parseMode(mode)
	if err != nil {
		return err
	}
	fd := -1
	if object.IsInt(file) || file.IsBool() {
		if fd, err = object.AsIndex(th, file); err != nil {
			return err
		}
		if fd < 0 {
			return object.ValueErrorf("negative file descriptor")
		}
		if fd > 1<<31-1 {
			return object.NewExcf(object.OverflowErrorType, "Python int too large to convert to C int")
		}
		f.closeFD = closeFD
	} else {
		name, err := object.FSEncode(th, file)
		if err != nil {
			return err
		}
		if !closeFD {
			return object.ValueErrorf("Cannot use closefd=False with file name")
		}
		FlushAll(th)
		if opener.IsNone() {
			open := func() (int, error) { return unix.Open(name, flags|unix.O_CLOEXEC, 0o666) }
			if fd, err = retry(th, open); err == unix.EMFILE {
				// Files that nobody refers to any more may still be open.
				if err := collectFiles(th); err != nil {
					return err
				}
				fd, err = retry(th, open)
			}
			if err != nil {
				return object.OSErrorFrom(err, file)
			}
		} else {
			v, err := object.Call2(th, opener, file, object.Int(int64(flags|unix.O_CLOEXEC)))
			if err != nil {
				return err
			}
			if !object.IsInt(v) {
				return object.TypeErrorf("expected integer from opener")
			}
			if fd, err = object.AsIndex(th, v); err != nil {
				return err
			}
			if fd < 0 {
				return object.ValueErrorf("opener returned %d", fd)
			}
		}
		f.closeFD = true
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		if f.closeFD && !object.IsInt(file) {
			unix.Close(fd)
		}
		return object.OSErrorFrom(err, file)
	}
	if st.Mode&unix.S_IFMT == unix.S_IFDIR {
		if f.closeFD && !object.IsInt(file) {
			unix.Close(fd)
		}
		return object.OSErrorFrom(unix.EISDIR, file)
	}
	f.fd, f.blockSize, f.waits = fd, int(st.Blksize), st.Mode&unix.S_IFMT != unix.S_IFREG
	if f.appending {
		_, _ = unix.Seek(fd, 0, 2)
	}
	return object.SetAttr(th, f.value(), strName, file)
}

// collectFiles lets the garbage collector find abandoned files, whose finalisers close them.
func collectFiles(th *thread) error {
	th.Unlocked(func() {
		runtime.GC()
		time.Sleep(time.Millisecond)
	})
	return th.CheckBreaker()
}

// parseMode sets what the mode allows and gives the flags for opening.
func (f *fileIO) parseMode(mode string) (flags int, err error) {
	kinds, plus := 0, 0
	for _, c := range mode {
		switch c {
		case 'x':
			f.created, f.writable = true, true
			flags |= unix.O_EXCL | unix.O_CREAT
			kinds++
		case 'r':
			f.readable = true
			kinds++
		case 'w':
			f.writable = true
			flags |= unix.O_CREAT | unix.O_TRUNC
			kinds++
		case 'a':
			f.writable, f.appending = true, true
			flags |= unix.O_APPEND | unix.O_CREAT
			kinds++
		case 'b':
		case '+':
			f.readable, f.writable = true, true
			plus++
		default:
			return 0, object.ValueErrorf("invalid mode: %s", mode)
		}
	}
	if kinds != 1 || plus > 1 {
		return 0, object.ValueErrorf("Must have exactly one of create/read/write/append mode and at most one plus")
	}
	switch {
	case f.readable && f.writable:
		flags |= unix.O_RDWR
	case f.writable:
		flags |= unix.O_WRONLY
	}
	return flags, nil
}

func (f *fileIO) mode() string {
	switch {
	case f.created && f.readable:
		return "xb+"
	case f.created:
		return "xb"
	case f.appending && f.readable:
		return "ab+"
	case f.appending:
		return "ab"
	case f.readable && f.writable:
		return "rb+"
	case f.readable:
		return "rb"
	}
	return "wb"
}

func (f *fileIO) check() error {
	if f.fd < 0 {
		return object.ValueErrorf("I/O operation on closed file")
	}
	return nil
}

// read reads into p; n is -1 if the descriptor does not wait and has nothing.
func (f *fileIO) read(th *thread, p []byte) (n int, err error) {
	if err := f.check(); err != nil {
		return 0, err
	}
	if !f.readable {
		return 0, unsupported("File not open for reading")
	}
	fd := f.fd
	if f.waits {
		if err := waitReadable(th, fd); err != nil {
			return 0, err
		}
	}
	n, err = retry(th, func() (int, error) { return unix.Read(fd, p) })
	return result(n, err)
}

// write writes p or a part of it; n is -1 if the descriptor would have to wait.
func (f *fileIO) write(th *thread, p []byte) (n int, err error) {
	if err := f.check(); err != nil {
		return 0, err
	}
	if !f.writable {
		return 0, unsupported("File not open for writing")
	}
	fd := f.fd
	n, err = retry(th, func() (int, error) { return unix.Write(fd, p) })
	return result(n, err)
}

// waitReadable waits until there is something to read, so that a signal's handler can run meanwhile: Go restarts calls of the
// system that a signal interrupts.
func waitReadable(th *thread, fd int) error {
	if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0); err != nil || flags&unix.O_NONBLOCK != 0 {
		return nil
	}
	_, err := fdwait.Poll(th, []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, -1)
	if _, ours := err.(*object.Exc); ours {
		return err
	}
	return nil
}

func result(n int, err error) (int, error) {
	if err == unix.EAGAIN {
		return -1, nil
	}
	if err != nil {
		return 0, object.OSErrorFrom(err)
	}
	return n, nil
}

func (f *fileIO) seek(offset int64, whence int) (int64, error) {
	if err := f.check(); err != nil {
		return 0, err
	}
	n, err := unix.Seek(f.fd, offset, whence)
	if err != nil {
		return 0, object.OSErrorFrom(err)
	}
	return n, nil
}

func (f *fileIO) isSeekable() bool {
	if !f.seekKnown {
		_, err := unix.Seek(f.fd, 0, 1)
		f.seekable, f.seekKnown = err == nil, true
	}
	return f.seekable
}

// readAll reads until the end; ok is false if the descriptor does not wait and has nothing.
func (f *fileIO) readAll(th *thread) (b []byte, ok bool, err error) {
	size := 8192
	var st unix.Stat_t
	if f.fd >= 0 && unix.Fstat(f.fd, &st) == nil && st.Size > 0 && st.Size < 1<<40 {
		size = int(st.Size) + 1
		if at, err := unix.Seek(f.fd, 0, 1); err == nil && at > 0 && at < st.Size {
			size -= int(at)
		}
	}
	b = make([]byte, 0, size)
	for {
		if len(b) == cap(b) {
			if len(b) > 1<<40 {
				return nil, false, object.NewExc(object.MemoryErrorType)
			}
			b = append(b, 0)[:len(b)]
		}
		n, err := f.read(th, b[len(b):cap(b)])
		if err != nil {
			return nil, false, err
		}
		if n <= 0 {
			return b, n == 0 || len(b) > 0, nil
		}
		b = b[:len(b)+n]
	}
}

func (f *fileIO) close(th *thread) error {
	if f.fd < 0 {
		return nil
	}
	fd := f.fd
	f.fd = -1
	if !f.closeFD {
		return nil
	}
	var err error
	th.Unlocked(func() { err = unix.Close(fd) })
	if err != nil && err != unix.EINTR {
		return object.OSErrorFrom(err)
	}
	return nil
}

func isTerminal(fd int) bool {
	_, err := unix.IoctlGetWinsize(fd, unix.TIOCGWINSZ)
	return err == nil
}

func numberOrNone(n int, err error) (value, error) {
	if n < 0 {
		return object.None, err
	}
	return object.Int(int64(n)), err
}

func fileRepr(th *thread, self value) (value, error) {
	f := asFile(self)
	name := self.Type().TypeName()
	if f.fd < 0 {
		return object.StrValue("<" + name + " [closed]>"), nil
	}
	closefd := "True"
	if !f.closeFD {
		closefd = "False"
	}
	v, err := object.GetAttrOr(th, self, strName)
	if err != nil {
		return value{}, err
	}
	what := ""
	if v.Ref == nil {
		what = "fd=" + intText(f.fd)
	} else {
		s, err := object.Repr(th, v)
		if err != nil {
			return value{}, err
		}
		what = "name=" + s.S
	}
	return object.StrValue("<" + name + " " + what + " mode='" + f.mode() + "' closefd=" + closefd + ">"), nil
}

func fileSeek(th *thread, self, offset, whence value) (value, error) {
	at, err := toOffset(th, offset)
	if err != nil {
		return value{}, err
	}
	w, err := object.AsIndex(th, whence)
	if err != nil {
		return value{}, err
	}
	n, err := asFile(self).seek(at, w)
	return object.Int(n), err
}

func init() {
	t := fileIOType
	t.Doc = "A file as a stream of bytes without a buffer."
	t.New = func(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
		f := newFileIO(th, c)
		f.closeFD = true
		return f.value(), nil
	}
	init := object.Func{Sig: "FileIO(file, mode='r', closefd=True, opener=None)"}
	t.Init = func(th *thread, self value, args []value, names []*object.Str) error {
		var a [4]value
		if err := init.Signature().Bind(th, a[:], args, names, "FileIO"); err != nil {
			return err
		}
		mode, ok := object.AsStr(a[1])
		if !ok {
			return object.TypeErrorf("FileIO() argument 'mode' must be str, not %s", a[1].Type().TypeName())
		}
		closefd, err := object.Truth(th, a[2])
		if err != nil {
			return err
		}
		return asFile(self).open(th, a[0], mode.S, closefd, a[3])
	}
	t.Repr = fileRepr
	query := func(sig, doc string, f func(f *fileIO) value) object.Func {
		return object.Func{Sig: sig, Doc: doc, Fn: object.F1(func(th *thread, self value) (value, error) {
			x := asFile(self)
			if err := x.check(); err != nil {
				return value{}, err
			}
			return f(x), nil
		})}
	}
	t.Methods = []object.Func{
		{Sig: "read(size=-1, /)", Doc: "Read bytes by one call of the system, or until the end.", Fn: object.F2(func(th *thread, self, size value) (value, error) {
			n, err := toSize(th, size)
			if err != nil {
				return value{}, err
			}
			if n < 0 {
				return object.CallMethod(th, self, strReadall)
			}
			if n > 1<<32 {
				return value{}, object.NewExc(object.MemoryErrorType)
			}
			b := make([]byte, n)
			got, err := asFile(self).read(th, b)
			if err != nil || got < 0 {
				return object.None, err
			}
			return object.BytesValue(b[:got]), nil
		})},
		{Sig: "readall()", Doc: "Read until the end.", Fn: object.F1(func(th *thread, self value) (value, error) {
			f := asFile(self)
			if err := f.check(); err != nil {
				return value{}, err
			}
			b, ok, err := f.readAll(th)
			if err != nil || !ok {
				return object.None, err
			}
			return object.BytesValue(b), nil
		})},
		{Sig: "readinto(buffer, /)", Doc: "Read into a buffer; returns the number of bytes.", Fn: object.F2(func(th *thread, self, buffer value) (value, error) {
			b, release, err := object.AsBuffer(th, buffer, true)
			if err != nil {
				return value{}, err
			}
			defer release()
			return numberOrNone(asFile(self).read(th, b))
		})},
		{Sig: "write(b, /)", Doc: "Write bytes; returns how many were.", Fn: object.F2(func(th *thread, self, data value) (value, error) {
			f := asFile(self)
			if err := f.check(); err != nil {
				return value{}, err
			}
			if !f.writable {
				return value{}, unsupported("File not open for writing")
			}
			b, release, err := object.AsBuffer(th, data, false)
			if err != nil {
				return value{}, err
			}
			defer release()
			return numberOrNone(f.write(th, b))
		})},
		{Sig: "seek(pos, whence=0, /)", Doc: "Move the position.", Fn: object.F3(fileSeek)},
		{Sig: "tell()", Doc: "The position.", Fn: object.F1(func(th *thread, self value) (value, error) {
			n, err := asFile(self).seek(0, 1)
			return object.Int(n), err
		})},
		{Sig: "truncate(size=None, /)", Doc: "Cut the file to a size, the position by default.", Fn: object.F2(func(th *thread, self, size value) (value, error) {
			f := asFile(self)
			if err := f.check(); err != nil {
				return value{}, err
			}
			if !f.writable {
				return value{}, unsupported("File not open for writing")
			}
			at, err := f.sizeArgument(th, size)
			if err != nil {
				return value{}, err
			}
			fd := f.fd
			if _, err := retry(th, func() (int, error) { return 0, unix.Ftruncate(fd, at) }); err != nil {
				return value{}, object.OSErrorFrom(err)
			}
			return object.Int(at), nil
		})},
		{Sig: "close()", Doc: "Close the file.", Fn: object.F1(func(th *thread, self value) (value, error) {
			f := asFile(self)
			_, berr := baseClose(th, self)
			if err := f.close(th); err != nil && berr == nil {
				berr = err
			}
			return object.None, berr
		})},
		query("fileno()", "The descriptor.", func(f *fileIO) value { return object.Int(int64(f.fd)) }),
		query("isatty()", "Whether it is a terminal.", func(f *fileIO) value { return object.Bool(isTerminal(f.fd)) }),
		query("readable()", "Whether it can be read.", func(f *fileIO) value { return object.Bool(f.readable) }),
		query("writable()", "Whether it can be written.", func(f *fileIO) value { return object.Bool(f.writable) }),
		query("seekable()", "Whether the position can be changed.", func(f *fileIO) value { return object.Bool(f.isSeekable()) }),
		cannotPickle(),
	}
	t.GetSets = []object.GetSet{
		{Name: "closed", Doc: "Whether the file is closed.", Get: func(th *thread, self value) (value, error) { return object.Bool(asFile(self).fd < 0), nil }},
		{Name: "closefd", Doc: "Whether closing closes the descriptor.", Get: func(th *thread, self value) (value, error) { return object.Bool(asFile(self).closeFD), nil }},
		{Name: "mode", Doc: "The mode.", Get: func(th *thread, self value) (value, error) { return object.StrValue(asFile(self).mode()), nil }},
		{Name: "_blksize", Get: func(th *thread, self value) (value, error) { return object.Int(int64(asFile(self).blockSize)), nil },
			Set: func(th *thread, self, v value) error {
				n, err := object.AsIndex(th, v)
				asFile(self).blockSize = n
				return err
			}},
	}
}

// sizeArgument is the size for truncate: the position by default.
func (f *fileIO) sizeArgument(th *thread, size value) (int64, error) {
	if size.IsNone() {
		return f.seek(0, 1)
	}
	return toOffset(th, size)
}

func cannotPickle() object.Func {
	return object.Func{Sig: "__getstate__()", Fn: object.F1(func(th *thread, self value) (value, error) {
		return value{}, object.TypeErrorf("cannot pickle '%s' instances", self.Type().TypeName())
	})}
}
