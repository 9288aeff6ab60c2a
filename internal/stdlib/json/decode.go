package json

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ouro/internal/object"
)

// decoder reads one text. Positions are byte offsets; errors count code points.
type decoder struct {
	th     *object.Thread
	doc    *object.Str
	s      string
	state  *state
	lax    bool // control characters may stand in strings
	hooked bool // one of the hooks is set
	depth  int
	stack  []object.Value // items of the arrays being read
	text   []byte         // room for the strings' texts

	parseFloat, parseInt, parseConstant object.Value // unbound: Python's own
	objectHook, pairsHook               object.Value
}

// sharedText is the longest document whose strings share its memory; those of longer ones are copied, so that a short string
// does not keep a long text alive.
const sharedText = 1 << 14

// textChunk is how much room for copied strings is made at a time.
const textChunk = 1 << 12

// noValue reports that no value begins where one was asked for.
type noValue struct{ at int }

func (noValue) Error() string { return "no JSON value" }

// fail makes the JSONDecodeError for a place.
func (d *decoder) fail(msg string, at int) error {
	m, err := d.th.Interp.Host.Import(d.th, "json.decoder")
	if err != nil {
		return err
	}
	c, err := object.GetAttr(d.th, m, strDecodeError)
	if err != nil {
		return err
	}
	v, err := object.Call3(d.th, c, object.StrValue(msg), d.doc.Value(), object.Int(int64(d.doc.RuneIndex(min(at, len(d.s))))))
	if err != nil {
		return err
	}
	if e, ok := object.AsException(v); ok {
		return e
	}
	return object.TypeErrorf("exceptions must derive from BaseException")
}

var strDecodeError = object.NewStr("JSONDecodeError")

func (d *decoder) space(i int) int {
	s := d.s
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

// inner is a value within another one, where there must be one.
func (d *decoder) inner(i int) (object.Value, int, error) {
	v, end, err := d.value(i)
	if e, ok := err.(noValue); ok {
		err = d.fail("Expecting value", e.at)
	}
	return v, end, err
}

// value reads the value that begins at i.
func (d *decoder) value(i int) (object.Value, int, error) {
	if err := d.th.CheckBreaker(); err != nil {
		return object.Value{}, 0, err
	}
	s := d.s
	if i >= len(s) {
		return object.Value{}, 0, noValue{i}
	}
	switch c := s[i]; c {
	case '"':
		x, end, err := d.string(i+1, false)
		if err != nil {
			return object.Value{}, 0, err
		}
		return x.Value(), end, nil
	case '{':
		return d.object(i + 1)
	case '[':
		return d.array(i + 1)
	case 'n':
		if strings.HasPrefix(s[i:], "null") {
			return object.None, i + 4, nil
		}
	case 't':
		if strings.HasPrefix(s[i:], "true") {
			return object.True, i + 4, nil
		}
	case 'f':
		if strings.HasPrefix(s[i:], "false") {
			return object.False, i + 5, nil
		}
	case 'N':
		return d.constant(i, "NaN")
	case 'I':
		return d.constant(i, "Infinity")
	case '-':
		if i+1 < len(s) && s[i+1] == 'I' {
			return d.constant(i, "-Infinity")
		}
		return d.number(i)
	default:
		if c-'0' < 10 {
			return d.number(i)
		}
	}
	return object.Value{}, 0, noValue{i}
}

func (d *decoder) constant(i int, name string) (object.Value, int, error) {
	if !strings.HasPrefix(d.s[i:], name) {
		return object.Value{}, 0, noValue{i}
	}
	end := i + len(name)
	if d.parseConstant.Bound() {
		v, err := object.Call1(d.th, d.parseConstant, object.StrValue(name))
		return v, end, err
	}
	f, err := strconv.ParseFloat(name, 64)
	return object.Float(f), end, err
}

func (d *decoder) number(start int) (object.Value, int, error) {
	s, i := d.s, start
	if s[i] == '-' {
		i++
	}
	if i >= len(s) || s[i]-'0' > 9 {
		return object.Value{}, 0, noValue{start}
	}
	n := int64(0)
	first := i
	if s[i] == '0' {
		i++
	} else {
		for i < len(s) && s[i]-'0' < 10 {
			n = n*10 + int64(s[i]-'0')
			i++
		}
	}
	digits, isFloat := i-first, false
	if i+1 < len(s) && s[i] == '.' && s[i+1]-'0' < 10 {
		isFloat = true
		for i++; i < len(s) && s[i]-'0' < 10; i++ {
		}
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		j := i + 1
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			j++
		}
		if j < len(s) && s[j]-'0' < 10 {
			isFloat = true
			for i = j; i < len(s) && s[i]-'0' < 10; i++ {
			}
		}
	}
	if d.hooked {
		hook := d.parseInt
		if isFloat {
			hook = d.parseFloat
		}
		if hook.Bound() {
			v, err := object.Call1(d.th, hook, object.StrValue(strings.Clone(s[start:i])))
			return v, i, err
		}
	}
	switch {
	case isFloat:
		// What is too large becomes an infinity.
		f, _ := strconv.ParseFloat(s[start:i], 64)
		return object.Float(f), i, nil
	case digits <= 18:
		if first > start {
			n = -n
		}
		return object.Int(n), i, nil
	}
	v, err := object.Call1(d.th, object.IntType.Value(), object.StrValue(s[start:i]))
	return v, i, err
}

// plain tells the bytes that stand for themselves in a string and are ASCII.
var plain = func() (t [256]bool) {
	for c := 0x20; c < 0x80; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

// string reads the rest of a string; i is after the opening quote.
func (d *decoder) string(i int, key bool) (*object.Str, int, error) {
	s := d.s
	j := i
	for j < len(s) && plain[s[j]] {
		j++
	}
	if j < len(s) && s[j] == '"' {
		if key {
			return d.key(s[i:j]), j + 1, nil
		}
		return d.made(s[i:j], j-i), j + 1, nil
	}
	// Not ASCII, or with escapes.
	n := -1
	var buf []byte
	begin, from := i-1, i
	for {
		for j < len(s) && s[j] != '"' && s[j] != '\\' && (s[j] >= 0x20 || d.lax) {
			j++
		}
		if j >= len(s) {
			return nil, 0, d.fail("Unterminated string starting at", begin)
		}
		switch {
		case s[j] == '"':
			if buf == nil {
				if key {
					return d.key(s[i:j]), j + 1, nil
				}
				return d.made(s[i:j], n), j + 1, nil
			}
			buf = append(buf, s[from:j]...)
			if key {
				return d.key(string(buf)), j + 1, nil
			}
			return object.NewStrLen(string(buf), n), j + 1, nil
		case s[j] != '\\':
			return nil, 0, d.fail("Invalid control character at", j)
		}
		buf = append(buf, s[from:j]...)
		if j+1 >= len(s) {
			return nil, 0, d.fail("Unterminated string starting at", begin)
		}
		switch c := s[j+1]; c {
		case '"', '\\', '/':
			buf = append(buf, c)
		case 'b':
			buf = append(buf, '\b')
		case 'f':
			buf = append(buf, '\f')
		case 'n':
			buf = append(buf, '\n')
		case 'r':
			buf = append(buf, '\r')
		case 't':
			buf = append(buf, '\t')
		case 'u':
			r, ok := hex4(s, j+2)
			if !ok {
				return nil, 0, d.fail("Invalid \\uXXXX escape", j+1)
			}
			j += 4
			if r>>10 == 0xD800>>10 && j+3 < len(s) && s[j+2] == '\\' && s[j+3] == 'u' {
				low, ok := hex4(s, j+4)
				if !ok {
					return nil, 0, d.fail("Invalid \\uXXXX escape", j+3)
				}
				if low>>10 == 0xDC00>>10 {
					r = 0x10000 + (r-0xD800)<<10 + low - 0xDC00
					j += 6
				}
			}
			buf = appendRune(buf, r)
		default:
			return nil, 0, d.fail("Invalid \\escape", j)
		}
		j += 2
		from = j
	}
}

// appendRune writes a code point, a surrogate too.
func appendRune(b []byte, r rune) []byte {
	if r>>11 == 0xD800>>11 {
		return append(b, 0xED, 0x80|byte(r>>6&0x3F), 0x80|byte(r&0x3F))
	}
	return utf8.AppendRune(b, r)
}

func hex4(s string, i int) (r rune, ok bool) {
	if i+4 > len(s) {
		return 0, false
	}
	for _, c := range []byte(s[i : i+4]) {
		switch {
		case c-'0' < 10:
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// made makes the str of a piece of the document that has n code points, -1 for unknown.
func (d *decoder) made(t string, n int) *object.Str {
	switch {
	case len(t) == 0:
		return emptyStr
	case len(t) == 1 && n == 1:
		return object.Char(rune(t[0]))
	case len(d.s) <= sharedText || len(t) > textChunk/4:
		if len(d.s) > sharedText {
			t = strings.Clone(t)
		}
		return object.NewStrLen(t, n)
	}
	if len(t) > cap(d.text)-len(d.text) {
		d.text = make([]byte, 0, textChunk)
	}
	at := len(d.text)
	d.text = append(d.text, t...)
	return object.NewStrLen(object.OwnText(d.text[at:]), n)
}

var emptyStr = object.NewStr("")

// maxKey is the longest key that is remembered.
const maxKey = 64

// key gives the str of an object's key, the same one for keys that come again and again.
func (d *decoder) key(t string) *object.Str {
	if len(t) == 0 || len(t) > maxKey {
		return object.NewStr(strings.Clone(t))
	}
	slot := &d.state.keys[uint8(len(t)*31)^t[0]^t[len(t)-1]*17^t[len(t)/2]*5]
	if k := *slot; k != nil && k.S == t {
		return k
	}
	k := object.NewStr(strings.Clone(t))
	k.Hash()
	*slot = k
	return k
}

func (d *decoder) enter(what string) error {
	if d.depth++; d.depth > maxDepth {
		return object.NewExcf(object.RecursionErrorType, "maximum recursion depth exceeded while decoding a JSON %s from a unicode string", what)
	}
	return nil
}

// array reads the rest of an array; i is after the bracket.
func (d *decoder) array(i int) (object.Value, int, error) {
	if err := d.enter("array"); err != nil {
		return object.Value{}, 0, err
	}
	s := d.s
	base := len(d.stack)
	i = d.space(i)
	if i < len(s) && s[i] == ']' {
		d.depth--
		return object.ListValue(), i + 1, nil
	}
	for {
		v, end, err := d.inner(i)
		if err != nil {
			return object.Value{}, 0, err
		}
		d.stack = append(d.stack, v)
		i = d.space(end)
		if i < len(s) && s[i] == ']' {
			l := object.CopyList(d.stack[base:])
			clear(d.stack[base:])
			d.stack = d.stack[:base]
			d.depth--
			return l.Value(), i + 1, nil
		}
		if i >= len(s) || s[i] != ',' {
			return object.Value{}, 0, d.fail("Expecting ',' delimiter", i)
		}
		comma := i
		i = d.space(i + 1)
		if i < len(s) && s[i] == ']' {
			return object.Value{}, 0, d.fail("Illegal trailing comma before end of array", comma)
		}
	}
}

// object reads the rest of an object; i is after the brace.
func (d *decoder) object(i int) (object.Value, int, error) {
	if err := d.enter("object"); err != nil {
		return object.Value{}, 0, err
	}
	s := d.s
	var dict *object.Dict
	var pairs []object.Value
	if !d.pairsHook.Bound() {
		dict = object.NewDict()
	}
	i = d.space(i)
	if i >= len(s) || s[i] != '"' && s[i] != '}' {
		return object.Value{}, 0, d.fail("Expecting property name enclosed in double quotes", i)
	}
	for s[i] == '"' {
		key, end, err := d.string(i+1, true)
		if err != nil {
			return object.Value{}, 0, err
		}
		i = d.space(end)
		if i >= len(s) || s[i] != ':' {
			return object.Value{}, 0, d.fail("Expecting ':' delimiter", i)
		}
		v, end, err := d.inner(d.space(i + 1))
		if err != nil {
			return object.Value{}, 0, err
		}
		if dict != nil {
			dict.SetStr(key, v)
		} else {
			pairs = append(pairs, object.NewPair(key.Value(), v))
		}
		i = d.space(end)
		if i < len(s) && s[i] == '}' {
			break
		}
		if i >= len(s) || s[i] != ',' {
			return object.Value{}, 0, d.fail("Expecting ',' delimiter", i)
		}
		comma := i
		i = d.space(i + 1)
		if i >= len(s) || s[i] != '"' {
			if i < len(s) && s[i] == '}' {
				return object.Value{}, 0, d.fail("Illegal trailing comma before end of object", comma)
			}
			return object.Value{}, 0, d.fail("Expecting property name enclosed in double quotes", i)
		}
	}
	d.depth--
	i++
	if dict == nil {
		v, err := object.Call1(d.th, d.pairsHook, object.ListValue(pairs...))
		return v, i, err
	}
	if d.objectHook.Bound() {
		v, err := object.Call1(d.th, d.objectHook, dict.Value())
		return v, i, err
	}
	return dict.Value(), i, nil
}

var loadsFunc = object.Func{Sig: "loads(s, /)", Doc: "The object that a JSON text means.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
	s, ok := object.AsStr(v)
	if !ok {
		return object.Value{}, notText(v)
	}
	d := decoder{th: th, doc: s, s: s.S, state: stateOf(th)}
	r, end, err := d.inner(d.space(0))
	if err != nil {
		return r, err
	}
	if end = d.space(end); end != len(d.s) {
		return object.Value{}, d.fail("Extra data", end)
	}
	return r, nil
})}

// position turns a position from Python into a byte offset; ok is false beyond the end.
func position(s *object.Str, i int) (offset int, ok bool) {
	if i > s.Len() {
		return 0, false
	}
	return s.Offset(i), true
}

var scanStringFunc = object.Func{Sig: "scanstring(string, end, strict=True, /)", Doc: "The string that begins before end, and the index after it.",
	Fn: object.F3(func(th *object.Thread, v, end, strict object.Value) (object.Value, error) {
		s, ok := object.AsStr(v)
		if !ok {
			return object.Value{}, notText(v)
		}
		i, err := object.AsIndex(th, end)
		if err != nil {
			return object.Value{}, err
		}
		isStrict, err := object.Truth(th, strict)
		if err != nil {
			return object.Value{}, err
		}
		at, ok := position(s, i)
		if !ok || i < 0 {
			return object.Value{}, object.ValueErrorf("end is out of bounds")
		}
		d := decoder{th: th, doc: s, s: s.S, state: stateOf(th), lax: !isStrict}
		text, after, err := d.string(at, false)
		if err != nil {
			return object.Value{}, err
		}
		return object.NewPair(text.Value(), object.Int(int64(s.RuneIndex(after)))), nil
	})}

// scanner is what make_scanner makes: scan_once of a JSONDecoder.
type scanner struct {
	object.Header
	strict                              object.Value
	objectHook, pairsHook               object.Value
	parseFloat, parseInt, parseConstant object.Value
	lax                                 bool
}

var (
	scannerLayout = object.NewLayout[scanner]()
	scannerType   = object.NewType("Scanner", object.ObjectType, scannerLayout)
)

func newScanner(th *object.Thread, c, context object.Value) (object.Value, error) {
	t, _ := object.AsType(c)
	sc := object.NewObject[scanner](th, t)
	for _, a := range []struct {
		name string
		to   *object.Value
	}{
		{"strict", &sc.strict}, {"object_hook", &sc.objectHook}, {"object_pairs_hook", &sc.pairsHook}, {"parse_float", &sc.parseFloat},
		{"parse_int", &sc.parseInt}, {"parse_constant", &sc.parseConstant},
	} {
		v, err := object.GetAttr(th, context, object.NewStr(a.name))
		if err != nil {
			return object.Value{}, err
		}
		*a.to = v
	}
	strict, err := object.Truth(th, sc.strict)
	if err != nil {
		return object.Value{}, err
	}
	sc.lax = !strict
	return object.Of(&sc.Header), nil
}

// hook is the function that a decoder calls, unbound for none or for what it does by itself.
func hook(v object.Value, own *object.Type) object.Value {
	if v.IsNone() || own != nil && v == own.Value() {
		return object.Value{}
	}
	return v
}

func scanOnce(th *object.Thread, f object.Value, args []object.Value) (object.Value, error) {
	sc := object.Unchecked[scanner](f)
	s, ok := object.AsStr(args[0])
	if !ok {
		return object.Value{}, notText(args[0])
	}
	i, err := object.AsIndex(th, args[1])
	if err != nil {
		return object.Value{}, err
	}
	if i < 0 {
		return object.Value{}, object.ValueErrorf("idx cannot be negative")
	}
	at, ok := position(s, i)
	if !ok {
		return object.Value{}, object.NewStopIteration(object.Int(int64(i)))
	}
	d := decoder{th: th, doc: s, s: s.S, state: stateOf(th), lax: sc.lax, hooked: true}
	d.objectHook, d.pairsHook = hook(sc.objectHook, nil), hook(sc.pairsHook, nil)
	d.parseFloat, d.parseInt, d.parseConstant = hook(sc.parseFloat, object.FloatType), hook(sc.parseInt, object.IntType), sc.parseConstant
	v, end, err := d.value(at)
	if e, ok := err.(noValue); ok {
		return object.Value{}, object.NewStopIteration(object.Int(int64(s.RuneIndex(e.at))))
	}
	if err != nil {
		return object.Value{}, err
	}
	return object.NewPair(v, object.Int(int64(s.RuneIndex(end)))), nil
}

var scannerCall = object.Func{Sig: "scan_once(string, idx)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
	return scanOnce(th, a[0], a[1:])
})}

func init() {
	t := scannerType
	t.Module = "_json"
	t.Doc = "Reads one value from a text."
	t.Constructor = &object.Func{Sig: "make_scanner(context)", Fn: object.F2(newScanner)}
	t.Call = func(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
		if len(args) == 2 && len(names) == 0 {
			return scanOnce(th, f, args)
		}
		return object.Call(th, object.NewBuiltinBound(&scannerCall, f, scannerType), args, names)
	}
	t.Members = []object.Member{
		{Name: "strict", Field: func(v object.Value) *object.Value { return &object.Unchecked[scanner](v).strict }},
		{Name: "object_hook", Field: func(v object.Value) *object.Value { return &object.Unchecked[scanner](v).objectHook }},
		{Name: "object_pairs_hook", Field: func(v object.Value) *object.Value { return &object.Unchecked[scanner](v).pairsHook }},
		{Name: "parse_float", Field: func(v object.Value) *object.Value { return &object.Unchecked[scanner](v).parseFloat }},
		{Name: "parse_int", Field: func(v object.Value) *object.Value { return &object.Unchecked[scanner](v).parseInt }},
		{Name: "parse_constant", Field: func(v object.Value) *object.Value { return &object.Unchecked[scanner](v).parseConstant }},
	}
}
