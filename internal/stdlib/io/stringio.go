package io

import (
	"strings"

	"ouro/internal/object"
	"ouro/internal/pytext"
)

// stringIO is a stream of str in memory. Its position is kept in characters, as programs see it, and in bytes.
type stringIO struct {
	object.Header
	dict    *object.Dict
	b       []byte
	n       int // characters of b
	pos, at int
	newline value
	follow  bool
	ends    newlines
	mode    lineMode
	writeNL string
	closed  bool
	ready   bool
}

var (
	stringIOLayout = object.NewLayout[stringIO]()
	stringIOType   = newStreamType("StringIO", textIOBaseType, stringIOLayout, func(o *object.Header) **object.Dict { return &object.Unchecked[stringIO](object.Of(o)).dict })
)

func asStringIO(v value) *stringIO { return object.Unchecked[stringIO](v) }

func (s *stringIO) check() error {
	switch {
	case !s.ready:
		return object.ValueErrorf("I/O operation on uninitialized object")
	case s.closed:
		return object.ValueErrorf("I/O operation on closed file")
	}
	return nil
}

func (s *stringIO) init(th *thread, initial, newline value) error {
	s.b, s.n, s.pos, s.at, s.closed, s.ready = nil, 0, 0, 0, false, false
	ok, err := checkNewline(newline, "StringIO")
	if err != nil {
		return err
	}
	if !ok {
		r, err := object.Repr(th, newline)
		if err != nil {
			return err
		}
		return object.ValueErrorf("illegal newline value: %s", r.S)
	}
	var text *object.Str
	if !initial.IsNone() {
		if text, ok = object.AsStr(initial); !ok {
			return object.TypeErrorf("initial_value must be str or None, not %s", initial.Type().TypeName())
		}
	}
	s.newline = newline
	s.follow, s.ends, s.mode, s.writeNL = newlineModes(newline)
	s.ready = true
	if text != nil {
		err = s.write(text.S)
		s.pos, s.at = 0, 0
	}
	return err
}

// text looks at the contents, which the next write may change.
func (s *stringIO) rest() string {
	if s.pos >= s.n {
		return ""
	}
	return string(s.b[s.at:])
}

func (s *stringIO) moved(text string) {
	s.at += len(text)
	s.pos += pytext.RuneLen(text)
}

func (s *stringIO) read(n int) string {
	r := s.rest()
	if n >= 0 {
		r = r[:pytext.Offset(r, n)]
	}
	s.moved(r)
	return r
}

func (s *stringIO) line(limit int) string {
	if s.pos >= s.n {
		return ""
	}
	b := s.b[s.at:]
	view := object.OwnText(b) // only looked at
	n := s.mode.find(view)
	if n == 0 {
		n = len(b)
	}
	if limit >= 0 {
		n = min(n, pytext.Offset(view[:n], limit))
	}
	text := string(b[:n])
	s.moved(text)
	return text
}

func (s *stringIO) write(text string) error {
	if s.follow {
		text = s.ends.convert(text, true)
	}
	if s.writeNL != "" && s.writeNL != "\n" {
		text = strings.ReplaceAll(text, "\n", s.writeNL)
	}
	if text == "" {
		return nil
	}
	if s.pos+len(text) > maxMemory {
		return object.NewExc(object.MemoryErrorType)
	}
	k := pytext.RuneLen(text)
	if s.pos > s.n {
		s.b = append(s.b, make([]byte, s.pos-s.n)...)
		s.n, s.at = s.pos, len(s.b)
	}
	if s.pos == s.n {
		s.b = append(s.b, text...)
		s.n += k
		s.at = len(s.b)
		s.pos = s.n
		return nil
	}
	end := s.at + pytext.Offset(string(s.b[s.at:]), k)
	tail := string(s.b[end:])
	s.b = append(append(s.b[:s.at], text...), tail...)
	s.n = max(s.n, s.pos+k)
	s.pos += k
	s.at += len(text)
	return nil
}

func (s *stringIO) seek(pos int) {
	s.pos = pos
	s.at = pytext.Offset(object.OwnText(s.b), pos)
}

// onStringIO binds a method of an open stream.
func onStringIO(f func(th *thread, s *stringIO, a []value) (value, error)) object.Fn {
	return object.FN(func(th *thread, a []value) (value, error) {
		s := asStringIO(a[0])
		if err := s.check(); err != nil {
			return value{}, err
		}
		return f(th, s, a[1:])
	})
}

func stringIOSeek(th *thread, s *stringIO, a []value) (value, error) {
	at, err := object.AsIndex(th, a[0])
	if err != nil {
		return value{}, err
	}
	whence, err := object.AsIndex(th, a[1])
	switch {
	case err != nil:
		return value{}, err
	case whence < 0 || whence > 2:
		return value{}, object.ValueErrorf("Invalid whence (%d, should be 0, 1 or 2)", whence)
	case whence == 0 && at < 0:
		return value{}, object.ValueErrorf("Negative seek position %d", at)
	case whence != 0 && at != 0:
		return value{}, object.NewExcf(object.OSErrorType, "Can't do nonzero cur-relative seeks")
	case whence == 1:
		at = s.pos
	case whence == 2:
		at = s.n
	}
	s.seek(at)
	return object.Int(int64(at)), nil
}

func stringIOTruncate(th *thread, s *stringIO, a []value) (value, error) {
	n := s.pos
	if !a[0].IsNone() {
		var err error
		if n, err = toSize(th, a[0]); err != nil {
			return value{}, err
		}
		if n < 0 {
			return value{}, object.ValueErrorf("Negative size value %d", n)
		}
	}
	if n < s.n {
		s.b = s.b[:pytext.Offset(object.OwnText(s.b), n)]
		s.n = n
		s.at = min(s.at, len(s.b))
	}
	return object.Int(int64(n)), nil
}

func stringIOSetState(th *thread, self, state value) (value, error) {
	t, ok := object.AsTuple(state)
	if !ok || len(t.Items) < 4 {
		return value{}, object.TypeErrorf("%s.__setstate__ argument should be 4-tuple, got %s", self.Type().TypeName(), state.Type().TypeName())
	}
	s := asStringIO(self)
	if err := s.init(th, object.None, t.Items[1]); err != nil {
		return value{}, err
	}
	text, ok := object.AsStr(t.Items[0])
	if !ok {
		return value{}, object.TypeErrorf("initial_value must be str or None, not %s", t.Items[0].Type().TypeName())
	}
	s.b, s.n = []byte(text.S), text.Len()
	pos, err := object.AsIndex(th, t.Items[2])
	if err != nil {
		return value{}, err
	}
	if pos < 0 {
		return value{}, object.ValueErrorf("position value cannot be negative")
	}
	s.seek(pos)
	return object.None, restoreDict(th, &s.dict, t.Items[3])
}

func init() {
	t := stringIOType
	t.Doc = "A stream of str in memory."
	t.New = func(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
		return object.Of(&object.NewObject[stringIO](th, c).Header), nil
	}
	sig := object.Func{Sig: `StringIO(initial_value='', newline='\n')`}
	t.Init = func(th *thread, self value, args []value, names []*object.Str) error {
		var a [2]value
		if err := sig.Signature().Bind(th, a[:], args, names, t.Name); err != nil {
			return err
		}
		return asStringIO(self).init(th, a[0], a[1])
	}
	t.WriteText = func(th *thread, self value, text string) error {
		s := asStringIO(self)
		if err := s.check(); err != nil {
			return err
		}
		return s.write(text)
	}
	t.Next = func(th *thread, self value) (value, error) {
		if self.Type().IsHeap() {
			return baseNext(th, self)
		}
		s := asStringIO(self)
		if err := s.check(); err != nil {
			return value{}, err
		}
		line := s.line(-1)
		if line == "" {
			return value{}, nil
		}
		return object.StrValue(line), nil
	}
	truth := func(sig, doc string) object.Func {
		return object.Func{Sig: sig, Doc: doc, Fn: onStringIO(func(th *thread, s *stringIO, a []value) (value, error) { return object.True, nil })}
	}
	t.Methods = []object.Func{
		{Sig: "read(size=-1, /)", Doc: "Read so many characters, or until the end.", Fn: onStringIO(func(th *thread, s *stringIO, a []value) (value, error) {
			n, err := toSize(th, a[0])
			if err != nil {
				return value{}, err
			}
			return object.StrValue(s.read(n)), nil
		})},
		{Sig: "readline(size=-1, /)", Doc: "Read up to a line's end.", Fn: onStringIO(func(th *thread, s *stringIO, a []value) (value, error) {
			n, err := toSize(th, a[0])
			if err != nil {
				return value{}, err
			}
			return object.StrValue(s.line(n)), nil
		})},
		{Sig: "write(s, /)", Doc: "Write text; returns the number of characters.", Fn: onStringIO(func(th *thread, s *stringIO, a []value) (value, error) {
			x, ok := object.AsStr(a[0])
			if !ok {
				return value{}, object.TypeErrorf("string argument expected, got '%s'", a[0].Type().TypeName())
			}
			return object.Int(int64(x.Len())), s.write(x.S)
		})},
		{Sig: "seek(pos, whence=0, /)", Doc: "Move the position.", Fn: onStringIO(stringIOSeek)},
		{Sig: "tell()", Doc: "The position.", Fn: onStringIO(func(th *thread, s *stringIO, a []value) (value, error) { return object.Int(int64(s.pos)), nil })},
		{Sig: "truncate(pos=None, /)", Doc: "Cut to a size, the position by default.", Fn: onStringIO(stringIOTruncate)},
		{Sig: "getvalue()", Doc: "All the text.", Fn: onStringIO(func(th *thread, s *stringIO, a []value) (value, error) {
			return object.NewStrLen(string(s.b), s.n).Value(), nil
		})},
		{Sig: "close()", Doc: "Close the stream and free its memory.", Fn: object.F1(func(th *thread, self value) (value, error) {
			s := asStringIO(self)
			s.b, s.n, s.closed = nil, 0, true
			return object.None, nil
		})},
		truth("readable()", "Always True."),
		truth("writable()", "Always True."),
		truth("seekable()", "Always True."),
		{Sig: "__getstate__()", Fn: onStringIO(func(th *thread, s *stringIO, a []value) (value, error) {
			return object.TupleValue(object.StrValue(string(s.b)), s.newline, object.Int(int64(s.pos)), dictState(s.dict)), nil
		})},
		{Sig: "__setstate__(state, /)", Fn: object.F2(stringIOSetState)},
	}
	t.GetSets = []object.GetSet{
		{Name: "closed", Doc: "Whether the stream is closed.", Get: func(th *thread, self value) (value, error) { return object.Bool(asStringIO(self).closed), nil }},
		{Name: "line_buffering", Doc: "Always False.", Get: func(th *thread, self value) (value, error) { return object.False, asStringIO(self).check() }},
		{Name: "newlines", Doc: "The line ends that were seen.", Get: func(th *thread, self value) (value, error) {
			s := asStringIO(self)
			return s.ends.value(), s.check()
		}},
	}
}
