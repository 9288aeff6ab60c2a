package object

import (
	"strconv"
	"strings"
	"sync/atomic"
)

// Func is one row of a binding table: a Go function under a Python name.
//
// Sig is the Python signature, "name(a, b=1, /, *args, c=None, **kw)": the only statement of names, defaults, arity and
// __text_signature__. Defaults are None, True, False, ints, floats, strings, () or NULL (unbound: "not given"). A method's
// signature leaves self out; its Go function gets it as the first argument. Before the name may stand "async": calling the function
// gives a coroutine, which inspect.iscoroutinefunction() then knows.
type Func struct {
	Sig string
	Doc string
	Fn  Fn
	// Class and Static make a row of a type's table a classmethod (the class is the first argument) or staticmethod.
	Class, Static bool

	parsed atomic.Pointer[Signature]
	// arity tells whether positional arguments may be passed on as they are: 0 not known yet, 1 yes, 2 no.
	arity atomic.Uint32
}

// Fn is a Go function in one of the shapes a table row may have; made by FN, F0 to F3 and Raw.
type Fn struct {
	n   func(th *Thread, args []Value) (Value, error)
	f0  func(th *Thread) (Value, error)
	f1  func(th *Thread, a Value) (Value, error)
	f2  func(th *Thread, a, b Value) (Value, error)
	f3  func(th *Thread, a, b, c Value) (Value, error)
	raw func(th *Thread, args []Value, names []*Str) (Value, error)
}

// FN binds a function that gets one Value per parameter of its signature (self first, for a method), defaults filled in;
// *args arrives as a tuple and **kw as a dict. The slice lies in the caller's registers and must not be kept.
func FN(f func(th *Thread, args []Value) (Value, error)) Fn { return Fn{n: f} }

// F0 to F3 bind functions of fixed arity (self included); defaults are filled in.
func F0(f func(th *Thread) (Value, error)) Fn { return Fn{f0: f} }

// F1 binds a function of one argument.
func F1(f func(th *Thread, a Value) (Value, error)) Fn { return Fn{f1: f} }

// F2 binds a function of two arguments.
func F2(f func(th *Thread, a, b Value) (Value, error)) Fn { return Fn{f2: f} }

// F3 binds a function of three arguments.
func F3(f func(th *Thread, a, b, c Value) (Value, error)) Fn { return Fn{f3: f} }

// Raw binds a function that sorts its arguments out itself; the signature is for show.
func Raw(f func(th *Thread, args []Value, names []*Str) (Value, error)) Fn { return Fn{raw: f} }

// positional reports whether the function has positional parameters only, so that a call with the right number of arguments
// needs no binding.
func (f *Func) positional() bool {
	n := f.arity.Load()
	if n == 0 {
		if n = 1; strings.Contains(f.Sig, "*") {
			n = 2
		}
		f.arity.Store(n)
	}
	return n == 1
}

// Name is the function's name.
func (f *Func) Name() string {
	name := strings.TrimPrefix(f.Sig, asyncPrefix)
	if i := strings.IndexByte(name, '('); i >= 0 {
		return name[:i]
	}
	return name
}

const asyncPrefix = "async "

// Async reports whether calling the function gives a coroutine.
func (f *Func) Async() bool { return strings.HasPrefix(f.Sig, asyncPrefix) }

// ParamKind is how a parameter may be given.
type ParamKind uint8

// Parameter kinds, in inspect's order.
const (
	PosOnly ParamKind = iota
	PosOrKw
	VarPos
	KwOnly
	VarKw
)

// Param is one parameter of a Signature.
type Param struct {
	Name     *Str
	Kind     ParamKind
	Ann      string // the annotation, which is only shown
	Default  Value  // unbound where there is none, or where it is NULL
	shown    string // the default's text, if Default is unbound all the same
	Optional bool
}

// Signature is a parsed Sig.
type Signature struct {
	Name           string
	Params         []Param
	Returns        string // the annotation of the result
	npos, required int    // positional parameters; required ones among them
	posOnly        int
	varPos, varKw  int // index or -1
	kwOnly         bool
	plain          bool // no *args, **kw or keyword-only parameter
}

// Signature parses Sig on first use. A malformed Sig is a bug of ours and panics; a test parses all tables.
func (f *Func) Signature() *Signature {
	if s := f.parsed.Load(); s != nil {
		return s
	}
	s := parseSignature(f.Sig)
	f.parsed.Store(s)
	return s
}

func parseSignature(sig string) *Signature {
	s := &Signature{varPos: -1, varKw: -1}
	whole := sig
	if i := strings.LastIndex(sig, ") -> "); i >= 0 {
		sig, s.Returns = sig[:i+1], sig[i+len(") -> "):]
	}
	open := strings.IndexByte(sig, '(')
	if open < 0 || !strings.HasSuffix(sig, ")") {
		panic("malformed signature " + whole)
	}
	s.Name = strings.TrimPrefix(sig[:open], asyncPrefix)
	kind := PosOrKw
	for _, p := range splitParams(sig[open+1 : len(sig)-1]) {
		name, dflt, optional := strings.Cut(p, "=")
		name, ann, _ := strings.Cut(name, ":")
		name = strings.TrimSpace(name)
		switch {
		case p == "/":
			for i := range s.Params {
				s.Params[i].Kind = PosOnly
			}
			s.posOnly = len(s.Params)
		case p == "*":
			kind = KwOnly
		case strings.HasPrefix(p, "**"):
			s.varKw = len(s.Params)
			s.Params = append(s.Params, Param{Name: NewStr(p[2:]), Kind: VarKw, Optional: true})
		case p[0] == '*':
			s.varPos = len(s.Params)
			s.Params = append(s.Params, Param{Name: NewStr(p[1:]), Kind: VarPos, Optional: true})
			kind = KwOnly
		default:
			q := Param{Name: NewStr(name), Kind: kind, Ann: strings.TrimSpace(ann), Optional: optional}
			if optional {
				dflt = strings.TrimSpace(dflt)
				q.Default = parseDefault(dflt)
				if strings.HasPrefix(dflt, "b'") {
					q.shown = dflt
				}
			}
			if kind == KwOnly {
				s.kwOnly = true
			} else {
				s.npos++
				if !optional {
					s.required = s.npos
				}
			}
			s.Params = append(s.Params, q)
		}
	}
	s.plain = s.varPos < 0 && s.varKw < 0 && !s.kwOnly
	return s
}

func splitParams(s string) []string {
	var out []string
	depth, start := 0, 0
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	if t := strings.TrimSpace(s[start:]); t != "" {
		out = append(out, t)
	}
	return out
}

func parseDefault(s string) Value {
	switch s {
	case "None":
		return None
	case "True":
		return True
	case "False":
		return False
	case "NULL":
		return Value{}
	case "()":
		return NewTuple().Value()
	}
	if s[0] == '\'' || s[0] == '"' {
		u, err := strconv.Unquote(`"` + s[1:len(s)-1] + `"`)
		if err != nil {
			panic("malformed default " + s)
		}
		return StrValue(u)
	}
	if strings.HasPrefix(s, "b'") {
		return Value{} // a bytes default is filled in by the function
	}
	if i, err := strconv.ParseInt(s, 0, 64); err == nil {
		return Int(i)
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return Float(f)
	}
	panic("malformed default " + s)
}

// TextSignature is __text_signature__; first is "$self", "$type", "$module" or empty, or "self" for a parameter like all others.
func (s *Signature) TextSignature(first string) string {
	var b strings.Builder
	b.WriteByte('(')
	sep := ""
	put := func(x string) { b.WriteString(sep); b.WriteString(x); sep = ", " }
	if first != "" {
		put(first)
		if s.posOnly == 0 && first[0] == '$' {
			put("/")
		}
	}
	star := false
	for i, p := range s.Params {
		switch p.Kind {
		case VarPos:
			put("*" + p.Name.S)
			star = true
			continue
		case VarKw:
			put("**" + p.Name.S)
			continue
		case KwOnly:
			if !star {
				put("*")
				star = true
			}
		}
		d := ""
		if p.Optional {
			d = "=" + p.defaultText()
		}
		if p.Ann != "" {
			if d != "" {
				d = " = " + d[1:]
			}
			d = ": " + p.Ann + d
		}
		put(p.Name.S + d)
		if i+1 == s.posOnly {
			put("/")
		}
	}
	b.WriteByte(')')
	if s.Returns != "" {
		b.WriteString(" -> " + s.Returns)
	}
	return b.String()
}

func (p *Param) defaultText() string {
	if p.shown != "" {
		return p.shown
	}
	if p.Default.Ref == nil {
		return "<unrepresentable>"
	}
	s, err := Repr(&Thread{}, p.Default)
	if err != nil {
		return "<unrepresentable>"
	}
	return s.S
}

// Bind lays the arguments out as the signature says, into dst, which has one place per parameter (offset places before them
// hold self). what names the function in errors.
func (s *Signature) Bind(th *Thread, dst []Value, args []Value, names []*Str, what string) error {
	return s.bind(th, dst, args, names, func() string { return what })
}

// bind is Bind with a function that makes the name for errors.
func (s *Signature) bind(th *Thread, dst []Value, args []Value, names []*Str, what func() string) error {
	npos := len(args) - len(names)
	for i := range dst {
		dst[i] = Value{}
	}
	take := npos
	if npos > s.npos {
		if s.varPos < 0 {
			return s.arity(npos, len(names), what())
		}
		take = s.npos
	}
	copy(dst, args[:take])
	if s.varPos >= 0 {
		var rest []Value
		if npos > take {
			rest = append(rest, args[take:npos]...)
		}
		dst[s.varPos] = NewTuple(rest...).Value()
	}
	var kw *Dict
	if s.varKw >= 0 {
		kw = NewDict()
		dst[s.varKw] = kw.Value()
	}
names:
	for i, n := range names {
		for j := s.posOnly; j < len(s.Params); j++ {
			p := &s.Params[j]
			if p.Kind != PosOrKw && p.Kind != KwOnly || p.Name.S != n.S {
				continue
			}
			if dst[j].Ref != nil {
				if j < take {
					return TypeErrorf("argument for %s() given by name ('%s') and position (%d)", bareName(what()), n.S, j+1)
				}
				return TypeErrorf("%s() got multiple values for keyword argument '%s'", bareName(what()), n.S)
			}
			dst[j] = args[npos+i]
			continue names
		}
		if kw != nil {
			kw.SetStr(n, args[npos+i])
			continue
		}
		if s.posOnly == s.npos && !s.kwOnly {
			return TypeErrorf("%s() takes no keyword arguments", what())
		}
		return s.unexpected(n.S, what())
	}
	for j := range s.Params {
		p := &s.Params[j]
		if dst[j].Ref != nil || p.Kind == VarPos || p.Kind == VarKw {
			continue
		}
		if p.Optional {
			dst[j] = p.Default
			continue
		}
		if p.Kind == PosOnly {
			return s.arity(npos, len(names), what())
		}
		if p.Kind == KwOnly {
			return TypeErrorf("%s() missing required keyword-only argument '%s'", bareName(what()), p.Name.S)
		}
		return TypeErrorf("%s() missing required argument '%s' (pos %d)", bareName(what()), p.Name.S, j+1)
	}
	return nil
}

// unexpected is the TypeError for a keyword argument that the signature does not know.
func (s *Signature) unexpected(name, what string) error {
	var known []string
	for i := range s.Params {
		if k := s.Params[i].Kind; k == PosOrKw || k == KwOnly {
			known = append(known, s.Params[i].Name.S)
		}
	}
	return UnexpectedKeyword(bareName(what), name, known...)
}

// UnexpectedKeyword is the TypeError for a keyword argument that a function does not know; known are those it does.
func UnexpectedKeyword(function, name string, known ...string) error {
	hint := ""
	if c := Closest(name, known); c != "" {
		hint = ". Did you mean '" + c + "'?"
	}
	return TypeErrorf("%s() got an unexpected keyword argument '%s'%s", function, name, hint)
}

// bareName leaves the class out of a method's name.
func bareName(what string) string { return what[strings.LastIndexByte(what, '.')+1:] }

// arity is the TypeError for a wrong number of positional arguments, worded as CPython's calling conventions do.
func (s *Signature) arity(given, kw int, what string) error {
	bare := bareName(what)
	switch {
	case s.npos == 0 && !s.kwOnly && s.varKw < 0:
		return TypeErrorf("%s() takes no arguments (%d given)", what, given)
	case s.npos == 1 && s.required == 1 && s.posOnly == 1 && s.varPos < 0 && !s.kwOnly && s.varKw < 0:
		return TypeErrorf("%s() takes exactly one argument (%d given)", what, given)
	case s.posOnly == s.npos && !s.kwOnly && s.varKw < 0:
		n, how := s.npos, ""
		if s.required < s.npos || s.varPos >= 0 {
			how = "at most "
			if given < s.required {
				n, how = s.required, "at least "
			}
		}
		return TypeErrorf("%s expected %s%d argument%s, got %d", bare, how, n, plural(n), given)
	case given > s.npos && s.npos == 0:
		return TypeErrorf("%s() takes no positional arguments", bare)
	case given > s.npos:
		how := "exactly"
		if s.required < s.npos {
			how = "at most"
		}
		pos := "positional "
		if !s.kwOnly {
			pos = ""
		}
		return TypeErrorf("%s() takes %s %d %sargument%s (%d given)", bare, how, s.npos, pos, plural(s.npos), given+kw)
	}
	how := "exactly"
	if s.required < s.npos || s.varPos >= 0 {
		how = "at least"
	}
	return TypeErrorf("%s() takes %s %d positional argument%s (%d given)", bare, how, s.required, plural(s.required), given)
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// scratch is a stack of argument slots for calls whose arguments must be laid out anew. Slots are zeroed after use.
type scratch struct {
	buf []Value
	top int
}

func (s *scratch) take(n int) []Value {
	if s.top+n > len(s.buf) {
		// Frames below keep the old array alive while they use it.
		s.buf = make([]Value, max(256, 2*(s.top+n)))
	}
	a := s.buf[s.top : s.top+n : s.top+n]
	s.top += n
	return a
}

func (s *scratch) drop(a []Value) {
	clear(a)
	s.top -= len(a)
}

// call runs the row's function. self, if bound, goes before args. what names it in errors.
func (f *Func) call(th *Thread, self Value, args []Value, names []*Str, what func() string) (Value, error) {
	fn := &f.Fn
	if len(names) > 0 || !f.positional() {
		return f.callSlow(th, self, args, names, what)
	}
	if self.Ref == nil {
		switch len(args) {
		case 0:
			if fn.f0 != nil {
				return fn.f0(th)
			}
		case 1:
			if fn.f1 != nil {
				return fn.f1(th, args[0])
			}
		case 2:
			if fn.f2 != nil {
				return fn.f2(th, args[0], args[1])
			}
		case 3:
			if fn.f3 != nil {
				return fn.f3(th, args[0], args[1], args[2])
			}
		}
	} else {
		switch {
		case fn.f1 != nil && len(args) == 0:
			return fn.f1(th, self)
		case fn.f2 != nil && len(args) == 1:
			return fn.f2(th, self, args[0])
		case fn.f3 != nil && len(args) == 2:
			return fn.f3(th, self, args[0], args[1])
		}
	}
	return f.callSlow(th, self, args, names, what)
}

func (f *Func) callSlow(th *Thread, self Value, args []Value, names []*Str, what func() string) (Value, error) {
	off := 0
	if self.Ref != nil {
		off = 1
	}
	if f.Fn.raw != nil {
		if off == 0 {
			return f.Fn.raw(th, args, names)
		}
		a := th.scratch.take(len(args) + 1)
		a[0] = self
		copy(a[1:], args)
		r, err := f.Fn.raw(th, a, names)
		th.scratch.drop(a)
		return r, err
	}
	sig := f.Signature()
	plain := len(names) == 0 && sig.plain && len(args) >= sig.required && len(args) <= sig.npos
	if off == 0 && f.Fn.n != nil && plain && len(args) == sig.npos {
		return f.Fn.n(th, args)
	}
	a := th.scratch.take(len(sig.Params) + off)
	if plain {
		// Positional arguments of a function without other kinds of parameters: only defaults are to be filled in.
		n := off + copy(a[off:], args)
		for k := len(args); k < len(sig.Params); k++ {
			a[n] = sig.Params[k].Default
			n++
		}
	} else if err := sig.bind(th, a[off:], args, names, what); err != nil {
		th.scratch.drop(a)
		return Value{}, err
	}
	if off == 1 {
		a[0] = self
	}
	var r Value
	var err error
	fn := &f.Fn
	switch {
	case fn.n != nil:
		r, err = fn.n(th, a)
	case fn.f0 != nil:
		r, err = fn.f0(th)
	case fn.f1 != nil:
		r, err = fn.f1(th, a[0])
	case fn.f2 != nil:
		r, err = fn.f2(th, a[0], a[1])
	default:
		r, err = fn.f3(th, a[0], a[1], a[2])
	}
	th.scratch.drop(a)
	return r, err
}

// BindNew makes a type's New slot from a constructor row, whose Go function (FN) gets the class as a value before the arguments.
func bindNew(f *Func) NewFunc {
	return func(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
		return f.call(th, t.Value(), args, names, f.Name)
	}
}

// Fixed gives the row's function of fixed arity for the VM's direct calls; nil where it has another shape.
func (f *Func) Fixed1() func(th *Thread, a Value) (Value, error) {
	if !f.positional() {
		return nil
	}
	return f.Fn.f1
}

// Fixed2 is Fixed1 for two arguments.
func (f *Func) Fixed2() func(th *Thread, a, b Value) (Value, error) {
	if !f.positional() {
		return nil
	}
	return f.Fn.f2
}

// Fixed3 is Fixed1 for three arguments.
func (f *Func) Fixed3() func(th *Thread, a, b, c Value) (Value, error) {
	if !f.positional() {
		return nil
	}
	return f.Fn.f3
}
