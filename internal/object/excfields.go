package object

// What particular exceptions have beside args: StopIteration.value, OSError.errno and so on. A class's excInfo is found when
// the class is made, so that a native exception costs no search.

// excInfo names the fields of an exception class; their values stand in Exc.fields in this order.
type excInfo struct {
	fields []string
}

func init() {
	for _, x := range []struct {
		t      *Type
		fields []string
	}{
		{StopIterationType, []string{"value"}},
		{SystemExitType, []string{"code"}},
		{ImportErrorType, []string{"msg", "name", "path", "name_from"}},
		{NameErrorType, []string{"name"}},
		{AttributeErrorType, []string{"name", "obj"}},
		{OSErrorType, []string{"errno", "strerror", "filename", "filename2", "characters_written"}},
		{SyntaxErrorType, []string{"msg", "filename", "lineno", "offset", "text", "print_file_and_line", "end_lineno", "end_offset", "_metadata"}},
		{UnicodeDecodeErrorType, []string{"encoding", "object", "start", "end", "reason"}},
		{UnicodeEncodeErrorType, []string{"encoding", "object", "start", "end", "reason"}},
		{UnicodeTranslateErrorType, []string{"encoding", "object", "start", "end", "reason"}},
		{BaseExceptionGroupType, []string{"message", "exceptions"}},
	} {
		x.t.exc = &excInfo{x.fields}
		for i, n := range x.fields {
			if n != "encoding" || x.t != UnicodeTranslateErrorType {
				x.t.Members = append(x.t.Members, excMember(n, i))
			}
		}
	}
	for _, t := range ExceptionTypes() {
		if t.exc == nil {
			t.exc = t.Base.exc
		}
	}
	BaseExceptionGroupType.Members[0].Writable = false
	BaseExceptionGroupType.Members[1].Writable = false
}

func excMember(name string, i int) Member {
	return Member{Name: name, Doc: "exception " + name, Writable: true, Field: func(self Value) *Value {
		e := Unchecked[Exc](self)
		e.needFields()
		return &e.fields[i]
	}}
}

// excInfoOf gives a new class the fields of its bases, of which only one may bring any.
func excInfoOf(best *Type, bases []*Type) (*excInfo, error) {
	info := best.exc
	for _, b := range bases {
		switch {
		case b.exc == nil || b.exc == info:
		case info == nil:
			info = b.exc
		default:
			return nil, TypeErrorf("multiple bases have instance lay-out conflict")
		}
	}
	return info, nil
}

// needFields makes room for the fields. What natively made exceptions leave to be derived from args is filled in.
func (e *Exc) needFields() {
	if e.fields != nil || e.Type().exc == nil {
		return
	}
	info := e.Type().exc
	e.fields = make([]Value, len(info.fields))
	switch info {
	case StopIterationType.exc, SystemExitType.exc:
		e.fields[0] = firstArg(e, info == SystemExitType.exc)
	}
}

// firstArg is the value that an exception carries: its only argument, None without any, and of several the first or all.
func firstArg(e *Exc, all bool) Value {
	switch a := e.Args.Items; {
	case len(a) == 0:
		return None
	case len(a) > 1 && all:
		return e.Args.Value()
	default:
		return a[0]
	}
}

// StopValue is the value of a StopIteration.
func (e *Exc) StopValue() Value {
	if e.fields == nil {
		return firstArg(e, false)
	}
	if v := e.fields[0]; v.Ref != nil {
		return v
	}
	return None
}

// Field reads a field by name; unbound if it is not set or the class has none of that name.
func (e *Exc) Field(name string) Value {
	if info := e.Type().exc; info != nil {
		for i, n := range info.fields {
			if n == name {
				e.needFields()
				return e.fields[i]
			}
		}
	}
	return Value{}
}

// SetField writes a field by name.
func (e *Exc) SetField(name string, v Value) {
	if info := e.Type().exc; info != nil {
		for i, n := range info.fields {
			if n == name {
				e.needFields()
				e.fields[i] = v
				return
			}
		}
	}
}

// AddNote is e.add_note(text).
func (e *Exc) AddNote(text string) {
	slotsOf(e.Type())
	if v, ok := instGet(nil, &e.Header, strNotes); ok {
		if l, ok := AsList(v); ok {
			l.Append(StrValue(text))
		}
		return
	}
	instSet(&e.Header, strNotes, ListValue(StrValue(text)))
}

// Notes gives e.__notes__, unbound if there are none.
func (e *Exc) Notes() Value {
	slotsOf(e.Type())
	v, _ := instGet(nil, &e.Header, strNotes)
	return v
}

var strNotes = NewStr("__notes__")
