// Package io is Python's module _io: files, buffers over them, text over those, and streams in memory. The abstract classes of
// module io derive from the bases here.
//
// A stream may stand on another one that is written in Python. Streams of this package that stand on each other call each other
// directly; anything else is called by the methods of its protocol (readinto, write, seek ...).
//
// Blocking calls of the system run without the interpreter lock and are repeated after an interruption by a signal (PEP 475).
package io

import (
	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

// bufferSize is DEFAULT_BUFFER_SIZE.
const bufferSize = 128 << 10

var unsupportedType = newUnsupported()

func newUnsupported() *object.Type {
	t := object.NewType("UnsupportedOperation", object.OSErrorType, object.OSErrorType.Layout())
	t.Bases = []*object.Type{object.OSErrorType, object.ValueErrorType}
	t.Module = "io"
	return t
}

// Module is _io.
var Module = object.ModuleDef{
	Name: "_io",
	Doc:  "Streams: files, buffers, text. Use module io instead.",
	Functions: []object.Func{
		{Sig: "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", Doc: "Open a file as a stream.", Fn: object.FN(open)},
		{Sig: "open_code(path)", Doc: "Open a file of Python code for reading bytes.", Fn: object.F1(func(th *thread, path value) (value, error) {
			if _, ok := object.AsStr(path); !ok {
				return value{}, object.TypeErrorf("open_code() argument 'path' must be str, not %s", path.Type().TypeName())
			}
			return openFile(th, path, "rb", -1, object.None, object.None, object.None, true, object.None)
		})},
		{Sig: "text_encoding(encoding, stacklevel=2, /)", Doc: "The encoding, \"locale\" for None.", Fn: object.F2(func(th *thread, encoding, level value) (value, error) {
			if encoding.IsNone() {
				return object.StrValue("locale"), nil
			}
			return encoding, nil
		})},
	},
	Types: []*object.Type{
		ioBaseType, rawIOBaseType, bufferedIOBaseType, textIOBaseType, fileIOType, bytesIOType, stringIOType, bufferedReaderType, bufferedWriterType,
		bufferedRandomType, rwPairType, TextIOWrapperType, newlineDecoderType, unsupportedType,
	},
	Init: func(th *thread, m *object.Module) error {
		m.Set("DEFAULT_BUFFER_SIZE", object.Int(bufferSize))
		m.Set("BlockingIOError", object.BlockingIOErrorType.Value())
		return nil
	},
}

func unsupported(what string) error { return object.NewExcf(unsupportedType, "%s", what) }

// retry runs a system call without the interpreter lock, again if a signal interrupts it.
func retry(th *thread, f func() (int, error)) (int, error) {
	for {
		var n int
		var err error
		th.Unlocked(func() { n, err = f() })
		if err != unix.EINTR {
			return n, err
		}
		if err := th.CheckBreaker(); err != nil {
			return 0, err
		}
	}
}

// names of what streams call on each other.
var (
	strClose    = object.NewStr("close")
	strClosed   = object.NewStr("closed")
	strDecode   = object.NewStr("decode")
	strEncode   = object.NewStr("encode")
	strFileno   = object.NewStr("fileno")
	strFlush    = object.NewStr("flush")
	strIsatty   = object.NewStr("isatty")
	strMode     = object.NewStr("mode")
	strName     = object.NewStr("name")
	strPeek     = object.NewStr("peek")
	strRead     = object.NewStr("read")
	strRead1    = object.NewStr("read1")
	strReadable = object.NewStr("readable")
	strReadall  = object.NewStr("readall")
	strReadinto = object.NewStr("readinto")
	strReadline = object.NewStr("readline")
	strReset    = object.NewStr("reset")
	strSeek     = object.NewStr("seek")
	strSeekable = object.NewStr("seekable")
	strTell     = object.NewStr("tell")
	strTruncate = object.NewStr("truncate")
	strWritable = object.NewStr("writable")
	strWrite    = object.NewStr("write")
	strIOClosed = object.NewStr("__IOBase_closed")
)

// ask is the truth of o.name().
func ask(th *thread, o value, name *object.Str) (bool, error) {
	v, err := object.CallMethod(th, o, name)
	if err != nil {
		return false, err
	}
	return object.Truth(th, v)
}

// isClosed is the truth of o.closed.
func isClosed(th *thread, o value) (bool, error) {
	v, err := object.GetAttr(th, o, strClosed)
	if err != nil {
		return false, err
	}
	return object.Truth(th, v)
}

// toSize converts a size argument: unbound or None give -1.
func toSize(th *thread, v value) (int, error) {
	if v.Ref == nil || v.IsNone() {
		return -1, nil
	}
	if !object.IsInt(v) && object.S(v).Index == nil {
		return 0, object.TypeErrorf("argument should be integer or None, not '%s'", v.Type().TypeName())
	}
	return object.AsIndex(th, v)
}

func toOffset(th *thread, v value) (int64, error) {
	n, err := object.AsIndex(th, v)
	return int64(n), err
}

// attribute makes a GetSet that reads o.name of the stream that the given one stands on.
func attribute(name string, of func(th *thread, self value) (value, error)) object.GetSet {
	n := object.NewStr(name)
	return object.GetSet{Name: name, Get: func(th *thread, self value) (value, error) {
		o, err := of(th, self)
		if err != nil {
			return value{}, err
		}
		return object.GetAttr(th, o, n)
	}}
}
