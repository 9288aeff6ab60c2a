package object

import "strings"

// BaseException: construction, text, and the attributes that all exceptions have; and the builtin classes with a constructor of
// their own, except OSError (oserror.go) and groups (excgroup.go).

// newExcOf makes an exception of class t; args is copied.
func newExcOf(th *Thread, t *Type, args []Value) *Exc {
	if len(args) == 1 {
		if t.heap == nil {
			return newExc1(t, args[0])
		}
		return newSubExc1(th, t, args[0])
	}
	e := NewObject[Exc](th, t)
	e.Args = CopyTuple(args)
	return e
}

func baseExcNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	return newExcOf(th, t, args[:len(args)-len(names)]).Value(), nil
}

// setArgs gives e the arguments of its constructor, unless __new__ has done so.
func (e *Exc) setArgs(args []Value) {
	if len(args) == len(e.Args.Items) {
		same := true
		for i, a := range args {
			same = same && a == e.Args.Items[i]
		}
		if same {
			return
		}
	}
	e.Args = NewTuple(append([]Value(nil), args...)...)
}

func noKeywords(self Value, names []*Str) error {
	if len(names) > 0 {
		return TypeErrorf("%s() takes no keyword arguments", self.Type().Name)
	}
	return nil
}

func baseExcInit(th *Thread, self Value, args []Value, names []*Str) error {
	if err := noKeywords(self, names); err != nil {
		return err
	}
	Unchecked[Exc](self).setArgs(args)
	return nil
}

// valueExcInit is the __init__ of StopIteration and SystemExit, whose field is derived from args: at once only if one was set before.
func valueExcInit(all bool) InitFunc {
	return func(th *Thread, self Value, args []Value, names []*Str) error {
		if err := baseExcInit(th, self, args, names); err != nil {
			return err
		}
		if e := Unchecked[Exc](self); e.fields != nil {
			e.fields[0] = firstArg(e, all)
		}
		return nil
	}
}

// kwExcInit is the __init__ of classes that take some of their fields by keyword. what names the class in errors.
func kwExcInit(what string, kw ...string) InitFunc {
	return func(th *Thread, self Value, args []Value, names []*Str) error {
		e := Unchecked[Exc](self)
		pos := args[:len(args)-len(names)]
		e.setArgs(pos)
		if what == "ImportError" {
			e.needFields()
			if e.fields[0] = None; len(pos) == 1 {
				e.fields[0] = pos[0]
			}
		}
	names:
		for i, n := range names {
			for _, k := range kw {
				if n.S == k {
					e.SetField(k, args[len(pos)+i])
					continue names
				}
			}
			return TypeErrorf("%s() got an unexpected keyword argument '%s'", what, n.S)
		}
		return nil
	}
}

func excStr(th *Thread, v Value) (Value, error) {
	e := Unchecked[Exc](v)
	switch len(e.Args.Items) {
	case 0:
		return emptyStr.Value(), nil
	case 1:
		s, err := ToStr(th, e.Args.Items[0])
		if err != nil {
			return Value{}, err
		}
		return s.Value(), nil
	}
	s, err := argsText(th, e.Args.Items)
	return StrValue(s), err
}

func argsText(th *Thread, args []Value) (string, error) {
	var b strings.Builder
	b.WriteByte('(')
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		s, err := Repr(th, a)
		if err != nil {
			return "", err
		}
		b.WriteString(s.S)
	}
	b.WriteByte(')')
	return b.String(), nil
}

func excRepr(th *Thread, v Value) (Value, error) {
	s, err := argsText(th, Unchecked[Exc](v).Args.Items)
	return StrValue(v.Type().Name + s), err
}

func keyErrorStr(th *Thread, v Value) (Value, error) {
	if a := Unchecked[Exc](v).Args.Items; len(a) == 1 {
		s, err := Repr(th, a[0])
		if err != nil {
			return Value{}, err
		}
		return s.Value(), nil
	}
	return excStr(th, v)
}

// state is the exception's __dict__ where it has entries, else unbound.
func (e *Exc) state() Value {
	v := e.Value()
	slotsOf(e.Type())
	some := false
	Attrs(v, func(*Str, Value) bool { some = true; return false })
	if !some {
		return Value{}
	}
	return instDict(&e.Header).Value()
}

func excReduce(th *Thread, v Value) (Value, error) {
	e := Unchecked[Exc](v)
	return reduceTuple(e, e.Args, e.state()), nil
}

func reduceTuple(e *Exc, args *Tuple, state Value) Value {
	if state.Ref != nil {
		return TupleValue(e.Type().Value(), args.Value(), state)
	}
	return TupleValue(e.Type().Value(), args.Value())
}

// stateWith is the exception's state with some fields added.
func (e *Exc) stateWith(fields ...string) Value {
	var d *Dict
	if s := e.state(); s.Ref != nil {
		d = Unchecked[Dict](s).Copy()
	}
	for _, f := range fields {
		if v := e.Field(f); v.Ref != nil {
			if d == nil {
				d = NewDict()
			}
			d.SetString(f, v)
		}
	}
	if d == nil {
		return Value{}
	}
	return d.Value()
}

func excSetState(th *Thread, v, state Value) (Value, error) {
	if state.IsNone() {
		return None, nil
	}
	d, ok := AsDict(state)
	if !ok {
		return Value{}, TypeErrorf("state is not a dictionary")
	}
	for k, x := range d.All() {
		name, err := attrName(k)
		if err != nil {
			return Value{}, err
		}
		if err := SetAttr(th, v, name, x); err != nil {
			return Value{}, err
		}
	}
	return None, nil
}

func setTraceback(v, tb Value) error {
	switch {
	case tb.Ref == nil:
		return TypeErrorf("__traceback__ may not be deleted")
	case tb.IsNone():
		tb = Value{}
	case tb.Type().Name != "traceback" || tb.Type().heap != nil:
		return TypeErrorf("__traceback__ must be a traceback or None")
	}
	Unchecked[Exc](v).Traceback = tb
	return nil
}

// excLink makes the getset of __context__ or __cause__.
func excLink(name, what string, field func(e *Exc) **Exc) GetSet {
	return GetSet{Name: name, Doc: "exception " + what, Get: func(th *Thread, v Value) (Value, error) {
		if x := *field(Unchecked[Exc](v)); x != nil {
			return x.Value(), nil
		}
		return None, nil
	}, Set: func(th *Thread, v, val Value) error {
		e := Unchecked[Exc](v)
		if val.Ref == nil {
			return TypeErrorf("%s may not be deleted", name)
		}
		x, ok := AsException(val)
		if !ok && !val.IsNone() {
			return TypeErrorf("exception %s must be None or derive from BaseException", what)
		}
		*field(e) = x
		if what == "cause" {
			e.SuppressContext = true
		}
		return nil
	}}
}

func init() {
	t := BaseExceptionType
	t.Doc = "The base of all exceptions."
	t.KeepAttrs(func(o *Header) **Dict { return &Unchecked[Exc](Of(o)).dict })
	t.New, t.Init, t.Str, t.Repr = baseExcNew, baseExcInit, excStr, excRepr
	t.Methods = []Func{
		{Sig: "__reduce__()", Fn: F1(excReduce)},
		{Sig: "__setstate__(state, /)", Fn: F2(excSetState)},
		{Sig: "with_traceback(tb, /)", Doc: "Set self.__traceback__ to tb and return self.", Fn: F2(func(th *Thread, v, tb Value) (Value, error) {
			return v, setTraceback(v, tb)
		})},
		{Sig: "add_note(note, /)", Doc: "Add a text that is shown after the exception.", Fn: F2(func(th *Thread, v, note Value) (Value, error) {
			s, ok := AsStr(note)
			if !ok {
				return Value{}, TypeErrorf("add_note() argument must be str, not %s", note.Type().Name)
			}
			notes, err := GetAttrOr(th, v, strNotes)
			if err != nil {
				return Value{}, err
			}
			if notes.Ref == nil {
				return None, SetAttr(th, v, strNotes, ListValue(s.Value()))
			}
			l, ok := AsList(notes)
			if !ok {
				return Value{}, TypeErrorf("Cannot add note: __notes__ is not a list")
			}
			l.Append(s.Value())
			return None, nil
		})},
	}
	t.GetSets = []GetSet{
		DictGetSet(),
		{Name: "args", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[Exc](v).Args.Value(), nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Ref == nil {
					return TypeErrorf("args may not be deleted")
				}
				var items []Value
				err := Each(th, val, func(x Value) (bool, error) { items = append(items, x); return false, nil })
				if err == nil {
					e := Unchecked[Exc](v)
					e.needFields()
					e.Args = NewTuple(items...)
				}
				return err
			}},
		{Name: "__traceback__", Get: func(th *Thread, v Value) (Value, error) {
			if tb := Unchecked[Exc](v).Traceback; tb.Ref != nil {
				return tb, nil
			}
			return None, nil
		}, Set: func(th *Thread, v, tb Value) error { return setTraceback(v, tb) }},
		excLink("__context__", "context", func(e *Exc) **Exc { return &e.Context }),
		excLink("__cause__", "cause", func(e *Exc) **Exc { return &e.Cause }),
		{Name: "__suppress_context__", Get: func(th *Thread, v Value) (Value, error) { return Bool(Unchecked[Exc](v).SuppressContext), nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Ref == nil {
					return TypeErrorf("can't delete numeric/char attribute")
				}
				if !val.IsBool() {
					return TypeErrorf("attribute value type must be bool")
				}
				Unchecked[Exc](v).SuppressContext = val == True
				return nil
			}},
	}
	StopIterationType.Init = valueExcInit(false)
	SystemExitType.Init = valueExcInit(true)
	KeyErrorType.Str = keyErrorStr
	NameErrorType.Init = kwExcInit("NameError", "name")
	AttributeErrorType.Init = kwExcInit("AttributeError", "name", "obj")
	state := func(e *Exc) Value {
		d := NewDict()
		if s := e.state(); s.Ref != nil {
			d = Unchecked[Dict](s).Copy()
		}
		if n := e.Field("name"); n.Ref != nil {
			d.SetString("name", n)
		}
		d.SetString("args", e.Args.Value())
		return d.Value()
	}
	AttributeErrorType.Methods = []Func{
		{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
			e := Unchecked[Exc](v)
			return reduceTuple(e, e.Args, state(e)), nil
		})},
		{Sig: "__getstate__()", Fn: F1(func(th *Thread, v Value) (Value, error) { return state(Unchecked[Exc](v)), nil })},
	}
	ImportErrorType.Init = kwExcInit("ImportError", "name", "path", "name_from")
	ImportErrorType.Str = func(th *Thread, v Value) (Value, error) {
		if m := Unchecked[Exc](v).Field("msg"); m.Ref != nil && m.Type() == StrType {
			return m, nil
		}
		return excStr(th, v)
	}
	ImportErrorType.Methods = []Func{{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
		e := Unchecked[Exc](v)
		return reduceTuple(e, e.Args, e.stateWith("name", "path", "name_from")), nil
	})}}
	for _, t := range ExceptionTypes() {
		if t.Doc == "" {
			t.Doc = "The builtin exception " + t.Name + "."
		}
	}
}
