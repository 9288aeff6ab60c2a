package sys

import (
	"bufio"
	"os"

	"ouro/internal/object"
)

// stream is a plain text stream over a file of the process, for interpreters without the io module.
type stream struct {
	object.Header
	file *os.File
	r    *bufio.Reader
	name string
	mode string
}

var (
	streamLayout = object.NewLayout[stream]()
	streamType   = object.NewType("TextStream", object.ObjectType, streamLayout)
)

// NewStream makes a plain text stream.
func NewStream(f *os.File, name, mode string) object.Value {
	s := &stream{file: f, name: name, mode: mode}
	if mode == "r" {
		s.r = bufio.NewReader(f)
	}
	s.Shape = streamType.ExactShape()
	return object.Of(&s.Header)
}

func init() {
	t := streamType
	t.Module = "sys"
	t.Flags |= object.FlagNoNew
	text := func(name string, f func(s *stream) object.Value) object.GetSet {
		return object.GetSet{Name: name, Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return f(object.Unchecked[stream](v)), nil
		}}
	}
	t.GetSets = []object.GetSet{
		text("name", func(s *stream) object.Value { return object.StrValue(s.name) }),
		text("mode", func(s *stream) object.Value { return object.StrValue(s.mode) }),
		text("encoding", func(s *stream) object.Value { return object.StrValue("utf-8") }),
		text("errors", func(s *stream) object.Value { return object.StrValue("strict") }),
		text("closed", func(s *stream) object.Value { return object.False }),
	}
	t.Methods = []object.Func{
		{Sig: "write(s, /)", Doc: "Write a text.", Fn: object.F2(func(th *object.Thread, self, v object.Value) (object.Value, error) {
			s, ok := object.AsStr(v)
			if !ok {
				return object.Value{}, object.TypeErrorf("write() argument must be str, not %s", v.Type().Name)
			}
			if _, err := object.Unchecked[stream](self).file.WriteString(s.S); err != nil {
				return object.Value{}, object.AsExc(err)
			}
			return num(s.Len()), nil
		})},
		{Sig: "flush()", Doc: "Nothing to do.", Fn: constant1(object.None)},
		{Sig: "isatty()", Doc: "Whether this is a terminal.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			st, err := object.Unchecked[stream](self).file.Stat()
			return object.Bool(err == nil && st.Mode()&os.ModeCharDevice != 0), nil
		})},
		{Sig: "fileno()", Doc: "The file's descriptor.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			return num(int(object.Unchecked[stream](self).file.Fd())), nil
		})},
		{Sig: "readline()", Doc: "The next line.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			s := object.Unchecked[stream](self)
			if s.r == nil {
				return object.Value{}, object.NewExcf(object.OSErrorType, "not readable")
			}
			var line string
			th.Unlocked(func() { line, _ = s.r.ReadString('\n') })
			return object.StrValue(line), nil
		})},
	}
}
