package io

import (
	"strings"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
	"ouro/internal/pytext"
)

// open() and the standard streams.

func open(th *thread, a []value) (value, error) {
	mode, ok := object.AsStr(a[1])
	if !ok {
		return value{}, object.TypeErrorf("open() argument 'mode' must be str, not %s", argName(a[1]))
	}
	buffering, err := object.AsIndex(th, a[2])
	if err != nil {
		return value{}, err
	}
	for i, name := range [...]string{"encoding", "errors", "newline"} {
		if _, isStr := object.AsStr(a[3+i]); !isStr && !a[3+i].IsNone() {
			return value{}, object.TypeErrorf("open() argument '%s' must be str or None, not %s", name, a[3+i].Type().TypeName())
		}
	}
	closefd, err := object.Truth(th, a[6])
	if err != nil {
		return value{}, err
	}
	return openFile(th, a[0], mode.S, buffering, a[3], a[4], a[5], closefd, a[7])
}

func argName(v value) string {
	if v.IsNone() {
		return "None"
	}
	return v.Type().TypeName()
}

// openMode is a checked mode of open().
type openMode struct {
	raw                              string // for FileIO
	text, binary                     bool
	creating, reading, writing, plus bool
	appending                        bool
}

func parseOpenMode(mode string) (m openMode, err error) {
	seen := map[rune]bool{}
	for _, c := range mode {
		if !strings.ContainsRune("axrwb+t", c) || seen[c] {
			return m, object.ValueErrorf("invalid mode: %s", pytext.Repr(mode))
		}
		seen[c] = true
	}
	m = openMode{text: seen['t'], binary: seen['b'], creating: seen['x'], reading: seen['r'], writing: seen['w'], plus: seen['+'], appending: seen['a']}
	kinds := 0
	for _, x := range []struct {
		on   bool
		name string
	}{{m.creating, "x"}, {m.reading, "r"}, {m.writing, "w"}, {m.appending, "a"}} {
		if x.on {
			kinds++
			m.raw += x.name
		}
	}
	if m.plus {
		m.raw += "+"
	}
	switch {
	case m.text && m.binary:
		return m, object.ValueErrorf("can't have text and binary mode at once")
	case kinds > 1:
		return m, object.ValueErrorf("must have exactly one of create/read/write/append mode")
	}
	return m, nil
}

func openFile(th *thread, file value, mode string, buffering int, encoding, errors, newline value, closefd bool, opener value) (value, error) {
	if !object.IsInt(file) {
		p, err := object.FSPath(th, file)
		if err != nil {
			return value{}, err
		}
		file = p
	}
	m, err := parseOpenMode(mode)
	if err != nil {
		return value{}, err
	}
	if m.binary {
		for _, x := range []struct {
			v    value
			what string
		}{{encoding, "an encoding"}, {errors, "an errors"}, {newline, "a newline"}} {
			if !x.v.IsNone() {
				return value{}, object.ValueErrorf("binary mode doesn't take %s argument", x.what)
			}
		}
		if buffering == 1 {
			err := object.Warn(th, object.RuntimeWarningType, "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used", 1)
			if err != nil {
				return value{}, err
			}
		}
	}
	raw := newFileIO(th, fileIOType)
	if err := raw.open(th, file, m.raw, closefd, opener); err != nil {
		return value{}, err
	}
	v, err := openOver(th, raw, m, mode, buffering, textOptions{encoding: encoding, errors: errors, newline: newline})
	if err != nil {
		_ = raw.close(th)
	}
	return v, err
}

// openOver builds the streams over an open file that mode and buffering ask for.
func openOver(th *thread, raw *fileIO, m openMode, mode string, buffering int, o textOptions) (value, error) {
	tty := buffering < 0 && isTerminal(raw.fd)
	if buffering == 1 || tty {
		buffering, o.lineBuffering = -1, true
	}
	if buffering < 0 {
		buffering = max(min(raw.blockSize, 8<<20), bufferSize)
	}
	if buffering == 0 {
		if !m.binary {
			return value{}, object.ValueErrorf("can't have unbuffered text I/O")
		}
		return raw.value(), nil
	}
	t := bufferedReaderType
	switch {
	case m.plus:
		t = bufferedRandomType
	case m.creating || m.writing || m.appending:
		t = bufferedWriterType
	}
	b := allocBuffered(th, t)
	if err := b.init(th, raw.value(), buffering); err != nil {
		return value{}, err
	}
	if m.binary {
		return b.value(), nil
	}
	x, err := newText(th, b.value(), o)
	if err != nil {
		return value{}, err
	}
	if err := object.SetAttr(th, x.value(), strMode, object.StrValue(mode)); err != nil {
		return value{}, err
	}
	return x.value(), nil
}

// NewStdStreams makes sys.stdin, sys.stdout and sys.stderr; those whose descriptor is closed are None. Output is line-buffered on a
// terminal, standard error always; with unbuffered set nothing is held back.
func NewStdStreams(th *thread, unbuffered bool) (stdin, stdout, stderr value, err error) {
	for _, x := range []struct {
		dst          *value
		fd           int
		name, mode   string
		errorHandler string
	}{{&stdin, 0, "<stdin>", "r", "strict"}, {&stdout, 1, "<stdout>", "w", "strict"}, {&stderr, 2, "<stderr>", "w", "backslashreplace"}} {
		if *x.dst, err = newStdStream(th, x.fd, x.name, x.mode, x.errorHandler, unbuffered); err != nil {
			return
		}
	}
	return
}

func newStdStream(th *thread, fd int, name, mode, errs string, unbuffered bool) (value, error) {
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != nil {
		return object.None, nil
	}
	raw := object.NewObject[fileIO](th, fileIOType)
	raw.fd = -1
	if err := raw.open(th, object.Int(int64(fd)), mode, false, object.None); err != nil {
		if object.Matches(err, object.IsADirectoryErrorType) {
			return object.None, nil
		}
		return value{}, err
	}
	if err := object.SetAttr(th, raw.value(), strName, object.StrValue(name)); err != nil {
		return value{}, err
	}
	buffer := raw.value()
	if !unbuffered || mode == "r" {
		t := bufferedWriterType
		if mode == "r" {
			t = bufferedReaderType
		}
		b := object.NewObject[buffered](th, t)
		b.canRead, b.canWrite, b.noted = mode == "r", mode == "w", true
		if err := b.init(th, buffer, bufferSize); err != nil {
			return value{}, err
		}
		buffer = b.value()
	}
	o := textOptions{encoding: object.StrValue("utf-8"), errors: object.StrValue(errs), newline: object.StrValue("\n"), through: unbuffered}
	if mode == "r" {
		o.newline = object.None
	}
	o.lineBuffering = !unbuffered && (fd == 2 || isTerminal(fd))
	x := object.NewObject[textIO](th, TextIOWrapperType)
	x.noted = true
	if err := x.init(th, buffer, o); err != nil {
		return value{}, err
	}
	return x.value(), object.SetAttr(th, x.value(), strMode, object.StrValue(mode))
}
