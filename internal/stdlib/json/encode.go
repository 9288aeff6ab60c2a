package json

import (
	"math"
	"strconv"

	"ouro/internal/object"
	"ouro/internal/pynum"
	"ouro/internal/pytext"
)

// encoder writes one object as JSON.
type encoder struct {
	th               *object.Thread
	buf              []byte
	quote            object.Value // a function for strings, unbound: ours
	utf8             bool         // strings keep what is not ASCII
	indented         bool
	indent           string
	itemSep, keySep  string
	sort, skip, nans bool
	check            bool
	active           []object.Value // containers being written
	fallback         object.Value   // default, or unbound
	depth            int
	notASCII         bool
}

// keepBuf is the largest buffer that is kept for the next text.
const keepBuf = 1 << 20

func quoteFn(utf8 bool) object.Fn {
	return object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
		s, ok := object.AsStr(v)
		if !ok {
			return object.Value{}, notText(v)
		}
		e := encoder{th: th, utf8: utf8, buf: make([]byte, 0, len(s.S)+2)}
		e.text(s)
		return e.result(), nil
	})
}

var (
	quoteFunc      = object.Func{Sig: "encode_basestring(object, /)", Doc: "A str as a JSON string.", Fn: quoteFn(true)}
	quoteASCIIFunc = object.Func{Sig: "encode_basestring_ascii(object, /)", Doc: "A str as a JSON string of ASCII alone.", Fn: quoteFn(false)}
)

func (e *encoder) result() object.Value {
	if e.notASCII {
		return object.StrValue(string(e.buf))
	}
	return object.NewStrLen(string(e.buf), len(e.buf)).Value()
}

const hexDigits = "0123456789abcdef"

// text writes a JSON string.
func (e *encoder) text(s *object.Str) {
	b := append(e.buf, '"')
	t := s.S
	from := 0
	for i := 0; i < len(t); {
		c := t[i]
		if plain[c] && (c != 0x7F || e.utf8) {
			i++
			continue
		}
		if c >= 0x80 && e.utf8 {
			e.notASCII = true
			i++
			continue
		}
		b = append(b, t[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		default:
			r, w := pytext.DecodeRune(t[i:])
			if r >= 0x10000 {
				r -= 0x10000
				b = appendEscape(b, 0xD800|r>>10)
				r = 0xDC00 | r&0x3FF
			}
			b = appendEscape(b, r)
			i += w - 1
		}
		i++
		from = i
	}
	b = append(b, t[from:]...)
	e.buf = append(b, '"')
}

func appendEscape(b []byte, r rune) []byte {
	return append(b, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}

// string writes a str by the encoder function.
func (e *encoder) string(s *object.Str) error {
	if !e.quote.Bound() {
		e.text(s)
		return nil
	}
	v, err := object.Call1(e.th, e.quote, s.Value())
	if err != nil {
		return err
	}
	q, ok := object.AsStr(v)
	if !ok {
		return object.TypeErrorf("encoder() must return a string, not %s", v.Type().TypeName())
	}
	e.raw(q.S)
	e.notASCII = e.notASCII || !q.IsASCII()
	return nil
}

func (e *encoder) raw(s string) { e.buf = append(e.buf, s...) }

// float writes a float, whose value v is shown in errors.
func (e *encoder) float(f float64, v object.Value) error {
	if !math.IsInf(f, 0) && f == f {
		e.buf = pynum.AppendFloat(e.buf, f)
		return nil
	}
	if !e.nans {
		r, err := object.Repr(e.th, v)
		if err != nil {
			return err
		}
		return object.ValueErrorf("Out of range float values are not JSON compliant: %s", r.S)
	}
	switch {
	case f != f:
		e.raw("NaN")
	case f > 0:
		e.raw("Infinity")
	default:
		e.raw("-Infinity")
	}
	return nil
}

// scalar writes what has no parts; ok is false for other values.
func (e *encoder) scalar(v object.Value) (ok bool, err error) {
	switch v.Ref {
	case &object.IntHeader:
		e.buf = strconv.AppendInt(e.buf, v.Int64(), 10)
		return true, nil
	case &object.FloatHeader:
		return true, e.float(v.Float64(), v)
	case &object.NoneHeader:
		e.raw("null")
		return true, nil
	case &object.BoolHeader:
		if v.Bits != 0 {
			e.raw("true")
		} else {
			e.raw("false")
		}
		return true, nil
	}
	if s, ok := object.AsStr(v); ok {
		return true, e.string(s)
	}
	if object.IsInt(v) {
		t, err := object.IntText(e.th, object.ExactInt(v))
		e.raw(t)
		return true, err
	}
	if f, ok := object.AsFloat(v); ok {
		return true, e.float(f, object.Float(f))
	}
	return false, nil
}

func (e *encoder) enter(v object.Value) error {
	if e.depth++; e.depth > maxDepth {
		return object.NewExcf(object.RecursionErrorType, "maximum recursion depth exceeded while encoding a JSON object")
	}
	if !e.check {
		return nil
	}
	for _, a := range e.active {
		if a == v {
			return object.ValueErrorf("Circular reference detected")
		}
	}
	e.active = append(e.active, v)
	return nil
}

func (e *encoder) leave() {
	e.depth--
	if e.check {
		e.active = e.active[:len(e.active)-1]
	}
}

func (e *encoder) line(level int) {
	e.buf = append(e.buf, '\n')
	for range level {
		e.raw(e.indent)
	}
}

// during adds a note on where an error arose.
func during(err error, text func() (string, error)) error {
	x, ok := err.(*object.Exc)
	if !ok || object.Matches(err, object.RecursionErrorType) {
		return err
	}
	note, nerr := text()
	if nerr != nil {
		return nerr
	}
	x.AddNote("when serializing " + note)
	return err
}

// value writes any value; level is how deep it is indented.
func (e *encoder) value(v object.Value, level int) error {
	if ok, err := e.scalar(v); ok || err != nil {
		return err
	}
	if l, ok := object.AsList(v); ok {
		return e.list(v, l.Len, l.At, level)
	}
	if t, ok := object.AsTuple(v); ok {
		return e.list(v, func() int { return len(t.Items) }, func(i int) object.Value { return t.Items[i] }, level)
	}
	if d, ok := object.AsDict(v); ok {
		return e.dict(v, d, level)
	}
	if !e.fallback.Bound() {
		return object.TypeErrorf("Object of type %s is not JSON serializable", v.Type().Name)
	}
	if err := e.enter(v); err != nil {
		return err
	}
	r, err := object.Call1(e.th, e.fallback, v)
	if err != nil {
		return err
	}
	if err := e.value(r, level); err != nil {
		return during(err, func() (string, error) { return v.Type().Name + " object", nil })
	}
	e.leave()
	return nil
}

func (e *encoder) list(v object.Value, length func() int, at func(i int) object.Value, level int) error {
	if length() == 0 {
		e.raw("[]")
		return nil
	}
	if err := e.enter(v); err != nil {
		return err
	}
	e.buf = append(e.buf, '[')
	level++
	// default may change the list meanwhile.
	for i := 0; i < length(); i++ {
		if i > 0 {
			e.raw(e.itemSep)
		}
		if e.indented {
			e.line(level)
		}
		x := at(i)
		if x.IsInt() {
			e.buf = strconv.AppendInt(e.buf, x.Int64(), 10)
			continue
		}
		if err := e.value(x, level); err != nil {
			return during(err, func() (string, error) { return v.Type().Name + " item " + strconv.Itoa(i), nil })
		}
		if i&1023 == 1023 {
			if err := e.th.CheckBreaker(); err != nil {
				return err
			}
		}
	}
	if e.indented {
		e.line(level - 1)
	}
	e.buf = append(e.buf, ']')
	e.leave()
	return nil
}

// key writes an object's key; ok is false if it is to be left out.
func (e *encoder) key(k object.Value, first bool, level int) (ok bool, err error) {
	begin := func() {
		if !first {
			e.raw(e.itemSep)
		}
		if e.indented {
			e.line(level)
		}
	}
	s, isStr := object.AsStr(k)
	_, isFloat := object.AsFloat(k)
	switch {
	case isStr:
		begin()
		return true, e.string(s)
	case isFloat, k.IsNone(), k.IsBool(), object.IsInt(k):
		begin()
		// The text of a number needs no escapes.
		if e.quote.Bound() {
			t := encoder{th: e.th, nans: e.nans}
			if _, err := t.scalar(k); err != nil {
				return false, err
			}
			return true, e.string(object.NewStr(string(t.buf)))
		}
		e.buf = append(e.buf, '"')
		_, err := e.scalar(k)
		e.buf = append(e.buf, '"')
		return true, err
	case e.skip:
		return false, nil
	}
	return false, object.TypeErrorf("keys must be str, int, float, bool or None, not %s", k.Type().Name)
}

func (e *encoder) dict(v object.Value, d *object.Dict, level int) error {
	exact := v.Type() == object.DictType
	if exact && d.Len() == 0 {
		e.raw("{}")
		return nil
	}
	if !exact {
		if n, err := object.Len(e.th, v); err != nil {
			return err
		} else if n == 0 {
			e.raw("{}")
			return nil
		}
	}
	if err := e.enter(v); err != nil {
		return err
	}
	e.buf = append(e.buf, '{')
	level++
	first := true
	item := func(k, x object.Value) error {
		ok, err := e.key(k, first, level)
		if !ok || err != nil {
			return err
		}
		first = false
		e.raw(e.keySep)
		if err := e.value(x, level); err != nil {
			return during(err, func() (string, error) {
				r, err := object.Repr(e.th, k)
				if err != nil {
					return "", err
				}
				return v.Type().Name + " item " + r.S, nil
			})
		}
		return nil
	}
	if exact && !e.sort {
		for i := 0; ; i++ {
			k, x, done := d.Entry(i)
			if done {
				break
			}
			if k.Bound() {
				if err := item(k, x); err != nil {
					return err
				}
			}
		}
	} else if err := e.items(v, d, exact, item); err != nil {
		return err
	}
	if e.indented && !first {
		e.line(level - 1)
	}
	e.buf = append(e.buf, '}')
	e.leave()
	return nil
}

// items goes through a mapping's items() as a list, sorted if that is wanted.
func (e *encoder) items(v object.Value, d *object.Dict, exact bool, item func(k, x object.Value) error) error {
	var pairs []object.Value
	if exact {
		for k, x := range d.All() {
			pairs = append(pairs, object.NewPair(k, x))
		}
	} else {
		r, err := object.CallMethod(e.th, v, strItems)
		if err != nil {
			return err
		}
		l, err := object.ToList(e.th, r)
		if err != nil {
			return err
		}
		pairs = l.Snapshot()
	}
	if e.sort {
		if err := object.SortValues(e.th, pairs, object.None, false); err != nil {
			return err
		}
	}
	for _, p := range pairs {
		t, ok := object.AsTuple(p)
		if !ok || len(t.Items) != 2 {
			return object.ValueErrorf("items must return 2-tuples")
		}
		if err := item(t.Items[0], t.Items[1]); err != nil {
			return err
		}
	}
	return nil
}

var strItems = object.NewStr("items")

// indentText is the indent argument: a str, or the number of spaces.
func indentText(th *object.Thread, v object.Value) (string, error) {
	if s, ok := object.AsStr(v); ok {
		return s.S, nil
	}
	n, err := object.AsIndex(th, v)
	if err != nil {
		return "", object.TypeErrorf("can't multiply sequence by non-int of type '%s'", v.Type().TypeName())
	}
	b := make([]byte, max(0, min(n, 1<<20)))
	for i := range b {
		b[i] = ' '
	}
	return string(b), nil
}

var dumpsFunc = object.Func{
	Sig: "dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, indent=None, separators=None, default=None, sort_keys=False)",
	Doc: "An object as JSON text.", Fn: object.FN(dumps)}

func dumps(th *object.Thread, a []object.Value) (object.Value, error) {
	e := encoder{th: th, itemSep: ", ", keySep: ": "}
	var ascii bool
	for _, f := range []struct {
		v  object.Value
		to *bool
	}{{a[1], &e.skip}, {a[2], &ascii}, {a[3], &e.check}, {a[4], &e.nans}, {a[8], &e.sort}} {
		if f.v.IsBool() {
			*f.to = f.v == object.True
			continue
		}
		t, err := object.Truth(th, f.v)
		if err != nil {
			return object.Value{}, err
		}
		*f.to = t
	}
	e.utf8 = !ascii
	if !a[5].IsNone() {
		t, err := indentText(th, a[5])
		if err != nil {
			return object.Value{}, err
		}
		e.indented, e.indent, e.itemSep = true, t, ","
		e.notASCII = true
	}
	if !a[6].IsNone() {
		l, err := object.ToTuple(th, a[6])
		if err != nil {
			return object.Value{}, err
		}
		if n := len(l.Items); n != 2 {
			if n < 2 {
				return object.Value{}, object.ValueErrorf("not enough values to unpack (expected 2, got %d)", n)
			}
			return object.Value{}, object.ValueErrorf("too many values to unpack (expected 2, got %d)", n)
		}
		for i, to := range []*string{&e.keySep, &e.itemSep} {
			s, ok := object.AsStr(l.Items[1-i])
			if !ok {
				return object.Value{}, object.TypeErrorf("make_encoder() argument %d must be str, not %s", 5+i, l.Items[1-i].Type().TypeName())
			}
			*to = s.S
		}
		e.notASCII = true
	}
	if !a[7].IsNone() {
		e.fallback = a[7]
	}
	st := stateOf(th)
	e.buf, st.buf = st.buf[:0], nil
	err := e.value(a[0], 0)
	if cap(e.buf) <= keepBuf {
		st.buf = e.buf
	}
	if err != nil {
		return object.Value{}, err
	}
	return e.result(), nil
}

// boundEncoder is what make_encoder makes: what JSONEncoder encodes with.
type boundEncoder struct {
	object.Header
	markers, fallback, quote, indent object.Value
	keySep, itemSep                  object.Value
	sort, skip, nans                 object.Value
	settings                         encoder
}

var (
	encoderLayout = object.NewLayout[boundEncoder]()
	encoderType   = object.NewType("Encoder", object.ObjectType, encoderLayout)
)

func newEncoder(th *object.Thread, a []object.Value) (object.Value, error) {
	if _, ok := object.AsDict(a[1]); !ok && !a[1].IsNone() {
		return object.Value{}, object.TypeErrorf("make_encoder() argument 1 must be dict or None, not %s", a[1].Type().TypeName())
	}
	t, _ := object.AsType(a[0])
	b := object.NewObject[boundEncoder](th, t)
	b.markers, b.fallback, b.quote, b.indent, b.keySep, b.itemSep = a[1], a[2], a[3], a[4], a[5], a[6]
	e := &b.settings
	for i, to := range []*string{&e.keySep, &e.itemSep} {
		s, ok := object.AsStr(a[5+i])
		if !ok {
			return object.Value{}, object.TypeErrorf("make_encoder() argument %d must be str, not %s", 5+i, a[5+i].Type().TypeName())
		}
		*to = s.S
	}
	for i, f := range []struct {
		flag  *bool
		shown *object.Value
	}{{&e.sort, &b.sort}, {&e.skip, &b.skip}, {&e.nans, &b.nans}} {
		v, err := object.Truth(th, a[7+i])
		if err != nil {
			return object.Value{}, err
		}
		*f.flag, *f.shown = v, object.Bool(v)
	}
	if !a[4].IsNone() {
		s, ok := object.AsStr(a[4])
		if !ok {
			return object.Value{}, object.TypeErrorf("make_encoder() argument 4 must be str or None, not %s", a[4].Type().TypeName())
		}
		e.indented, e.indent = true, s.S
	}
	e.check, e.fallback, e.quote, e.notASCII = !a[1].IsNone(), a[2], a[3], true
	if f, ok := object.AsBuiltin(a[3]); ok {
		if def, _ := f.Def(); def == &quoteFunc || def == &quoteASCIIFunc {
			e.quote, e.utf8 = object.Value{}, def == &quoteFunc
		}
	}
	return object.Of(&b.Header), nil
}

var encoderCall = object.Func{Sig: "_iterencode(obj, _current_indent_level)", Fn: object.F3(func(th *object.Thread, f, v, level object.Value) (object.Value, error) {
	n, err := object.AsIndex(th, level)
	if err != nil {
		return object.Value{}, err
	}
	e := object.Unchecked[boundEncoder](f).settings
	e.th = th
	if err := e.value(v, max(0, n)); err != nil {
		return object.Value{}, err
	}
	return object.TupleValue(e.result()), nil
})}

func init() {
	t := encoderType
	t.Module = "_json"
	t.Doc = "Writes objects as JSON text."
	t.Constructor = &object.Func{Sig: "make_encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
		Fn: object.FN(newEncoder)}
	t.Call = func(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
		return object.Call(th, object.NewBuiltinBound(&encoderCall, f, encoderType), args, names)
	}
	t.Members = []object.Member{
		{Name: "markers", Field: func(v object.Value) *object.Value { return &object.Unchecked[boundEncoder](v).markers }},
		{Name: "default", Field: func(v object.Value) *object.Value { return &object.Unchecked[boundEncoder](v).fallback }},
		{Name: "encoder", Field: func(v object.Value) *object.Value { return &object.Unchecked[boundEncoder](v).quote }},
		{Name: "indent", Field: func(v object.Value) *object.Value { return &object.Unchecked[boundEncoder](v).indent }},
		{Name: "key_separator", Field: func(v object.Value) *object.Value { return &object.Unchecked[boundEncoder](v).keySep }},
		{Name: "item_separator", Field: func(v object.Value) *object.Value { return &object.Unchecked[boundEncoder](v).itemSep }},
		{Name: "sort_keys", Field: func(v object.Value) *object.Value { return &object.Unchecked[boundEncoder](v).sort }},
		{Name: "skipkeys", Field: func(v object.Value) *object.Value { return &object.Unchecked[boundEncoder](v).skip }},
	}
}
