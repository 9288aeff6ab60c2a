package io

import (
	"strings"

	"ouro/internal/object"
)

// newlines follows the line ends of a text that comes in chunks, and translates them if asked to.
type newlines struct {
	translate bool
	pendingCR bool // a carriage return that may belong to a line feed waits
	seen      uint8
}

const (
	seenCR = 1 << iota
	seenLF
	seenCRLF
)

// convert takes a chunk over and gives what of it is complete.
func (n *newlines) convert(s string, final bool) string {
	if n.pendingCR && (s != "" || final) {
		s = "\r" + s
		n.pendingCR = false
	}
	if strings.IndexByte(s, '\r') < 0 {
		if n.seen&seenLF == 0 && strings.IndexByte(s, '\n') >= 0 {
			n.seen |= seenLF
		}
		return s
	}
	if !final && strings.HasSuffix(s, "\r") {
		s = s[:len(s)-1]
		n.pendingCR = true
	}
	for i := 0; i < len(s) && n.seen != seenCR|seenLF|seenCRLF; i++ {
		switch {
		case s[i] == '\n':
			n.seen |= seenLF
		case s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n':
			n.seen |= seenCRLF
			i++
		case s[i] == '\r':
			n.seen |= seenCR
		}
	}
	if n.translate {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

// value is the attribute newlines: the line ends that were seen.
func (n *newlines) value() value {
	var out []value
	if n.seen&seenCR != 0 {
		out = append(out, object.StrValue("\r"))
	}
	if n.seen&seenLF != 0 {
		out = append(out, object.StrValue("\n"))
	}
	if n.seen&seenCRLF != 0 {
		out = append(out, object.StrValue("\r\n"))
	}
	switch len(out) {
	case 0:
		return object.None
	case 1:
		return out[0]
	}
	return object.TupleValue(out...)
}

// lineMode is what ends a line for readline.
type lineMode struct {
	universal bool   // line feeds, carriage returns and both together, as they are
	end       string // else this
}

// find is the length of the first line of s, with its end; 0 if s has no end.
func (m lineMode) find(s string) int {
	if m.universal {
		i := strings.IndexAny(s, "\n\r")
		switch {
		case i < 0:
			return 0
		case s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n':
			return i + 2
		}
		return i + 1
	}
	if m.end == "\n" {
		return strings.IndexByte(s, '\n') + 1
	}
	i := strings.Index(s, m.end)
	if i < 0 {
		return 0
	}
	return i + len(m.end)
}

// newlineModes says what the newline argument means: for reading, whether line ends are followed and translated and what ends a
// line; for writing, what a line feed becomes ("" or "\n": it stays).
func newlineModes(newline value) (follow bool, n newlines, m lineMode, write string) {
	if newline.IsNone() {
		return true, newlines{translate: true}, lineMode{end: "\n"}, ""
	}
	s, _ := object.AsStr(newline)
	if s.S == "" {
		return true, newlines{}, lineMode{universal: true}, ""
	}
	return false, newlines{}, lineMode{end: s.S}, s.S
}

// checkNewline checks the newline argument.
func checkNewline(v value, function string) (ok bool, err error) {
	if v.IsNone() {
		return true, nil
	}
	s, isStr := object.AsStr(v)
	if !isStr {
		return false, object.TypeErrorf("%s() argument 'newline' must be str or None, not %s", function, v.Type().TypeName())
	}
	switch s.S {
	case "", "\n", "\r", "\r\n":
		return true, nil
	}
	return false, nil
}

// newlineDecoder is IncrementalNewlineDecoder.
type newlineDecoder struct {
	object.Header
	decoder value // None: the input is text already
	n       newlines
}

var (
	newlineDecoderLayout = object.NewLayout[newlineDecoder]()
	newlineDecoderType   = object.NewType("IncrementalNewlineDecoder", object.ObjectType, newlineDecoderLayout)
)

func init() {
	t := newlineDecoderType
	t.Module, t.Doc = "_io", "A decoder over another one that translates line ends."
	t.New = func(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
		return object.Of(&object.NewObject[newlineDecoder](th, c).Header), nil
	}
	sig := object.Func{Sig: "IncrementalNewlineDecoder(decoder, translate, errors='strict')"}
	t.Init = func(th *thread, self value, args []value, names []*object.Str) error {
		var a [3]value
		if err := sig.Signature().Bind(th, a[:], args, names, t.Name); err != nil {
			return err
		}
		translate, err := object.Truth(th, a[1])
		d := object.Unchecked[newlineDecoder](self)
		d.decoder, d.n = a[0], newlines{translate: translate}
		return err
	}
	strGetState, strSetState := object.NewStr("getstate"), object.NewStr("setstate")
	check := func(self value) (*newlineDecoder, error) {
		d := object.Unchecked[newlineDecoder](self)
		if d.decoder.Ref == nil {
			return nil, object.ValueErrorf("IncrementalNewlineDecoder.__init__() not called")
		}
		return d, nil
	}
	t.Methods = []object.Func{
		{Sig: "decode(input, final=False)", Doc: "The text of a chunk, with line ends translated.", Fn: object.F3(func(th *thread, self, input, final value) (value, error) {
			d, err := check(self)
			if err != nil {
				return value{}, err
			}
			last, err := object.Truth(th, final)
			if err != nil {
				return value{}, err
			}
			if !d.decoder.IsNone() {
				if input, err = object.CallMethod(th, d.decoder, strDecode, input, object.Bool(last)); err != nil {
					return value{}, err
				}
			}
			s, ok := object.AsStr(input)
			if !ok {
				return value{}, object.TypeErrorf("decoder should return a string result, not '%s'", input.Type().TypeName())
			}
			return object.StrValue(d.n.convert(s.S, last)), nil
		})},
		{Sig: "getstate()", Doc: "The state.", Fn: object.F1(func(th *thread, self value) (value, error) {
			d, err := check(self)
			if err != nil {
				return value{}, err
			}
			buf, flag := object.BytesValue(nil), object.Int(0)
			if !d.decoder.IsNone() {
				st, err := object.CallMethod(th, d.decoder, strGetState)
				if err != nil {
					return value{}, err
				}
				t, ok := object.AsTuple(st)
				if !ok || len(t.Items) != 2 {
					return value{}, object.TypeErrorf("illegal decoder state")
				}
				buf, flag = t.Items[0], t.Items[1]
			}
			n, err := object.AsIndex(th, flag)
			if err != nil {
				return value{}, err
			}
			n <<= 1
			if d.n.pendingCR {
				n |= 1
			}
			return object.NewPair(buf, object.Int(int64(n))), nil
		})},
		{Sig: "setstate(state, /)", Doc: "Set a state that getstate() gave.", Fn: object.F2(func(th *thread, self, state value) (value, error) {
			d, err := check(self)
			if err != nil {
				return value{}, err
			}
			t, ok := object.AsTuple(state)
			if !ok || len(t.Items) != 2 {
				return value{}, object.TypeErrorf("state argument must be a tuple")
			}
			n, err := object.AsIndex(th, t.Items[1])
			if err != nil {
				return value{}, err
			}
			d.n.pendingCR = n&1 != 0
			if d.decoder.IsNone() {
				return object.None, nil
			}
			return object.CallMethod(th, d.decoder, strSetState, object.NewPair(t.Items[0], object.Int(int64(n>>1))))
		})},
		{Sig: "reset()", Doc: "Begin anew.", Fn: object.F1(func(th *thread, self value) (value, error) {
			d, err := check(self)
			if err != nil {
				return value{}, err
			}
			d.n.pendingCR, d.n.seen = false, 0
			if d.decoder.IsNone() {
				return object.None, nil
			}
			return object.CallMethod(th, d.decoder, strReset)
		})},
	}
	t.GetSets = []object.GetSet{{Name: "newlines", Doc: "The line ends that were seen.", Get: func(th *thread, self value) (value, error) {
		d, err := check(self)
		if err != nil {
			return value{}, err
		}
		return d.n.value(), nil
	}}}
}
