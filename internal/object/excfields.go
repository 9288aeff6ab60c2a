package object

// Fields of particular exceptions beside args. The table is consulted along the MRO.
var excFieldNames = map[*Type][]string{
	StopIterationType:         {"value"},
	SystemExitType:            {"code"},
	ImportErrorType:           {"msg", "name", "path", "name_from"},
	NameErrorType:             {"name"},
	AttributeErrorType:        {"name", "obj"},
	OSErrorType:               {"errno", "strerror", "filename", "filename2", "characters_written"},
	SyntaxErrorType:           {"msg", "filename", "lineno", "offset", "text", "print_file_and_line", "end_lineno", "end_offset", "_metadata"},
	UnicodeDecodeErrorType:    {"encoding", "object", "start", "end", "reason"},
	UnicodeEncodeErrorType:    {"encoding", "object", "start", "end", "reason"},
	UnicodeTranslateErrorType: {"object", "start", "end", "reason"},
	BaseExceptionGroupType:    {"message", "exceptions"},
}

func (t *Type) excFieldNames() []string {
	for _, m := range t.MRO() {
		if f, ok := excFieldNames[m]; ok {
			return f
		}
	}
	return nil
}

func (t *Type) excFields() int { return len(t.excFieldNames()) }

// excInit gives the function that derives the fields of a new exception of the class from its args; nil if there is none.
func (t *Type) excInit() func(e *Exc) {
	if t.IsSubtype(StopIterationType) {
		return func(e *Exc) {
			e.fields[0] = None
			if len(e.Args.Items) > 0 {
				e.fields[0] = e.Args.Items[0]
			}
		}
	}
	return nil
}

// Field reads a field by name; unbound if it is not set or the class has none of that name.
func (e *Exc) Field(name string) Value {
	for i, n := range e.Type().excFieldNames() {
		if n == name && i < len(e.fields) {
			return e.fields[i]
		}
	}
	return Value{}
}

// SetField writes a field by name.
func (e *Exc) SetField(name string, v Value) {
	names := e.Type().excFieldNames()
	for i, n := range names {
		if n == name {
			if e.fields == nil {
				e.fields = make([]Value, len(names))
			}
			e.fields[i] = v
			return
		}
	}
}

// AddNote is e.add_note(text).
func (e *Exc) AddNote(text string) {
	if e.dict == nil {
		e.dict = NewDict()
	}
	if v, ok := e.dict.GetString("__notes__"); ok {
		if l, ok := AsList(v); ok {
			l.Append(StrValue(text))
			return
		}
	}
	e.dict.SetString("__notes__", ListValue(StrValue(text)))
}

// fromGoError is the one place where a foreign Go error becomes a Python exception.
func fromGoError(err error) *Exc {
	return NewExcf(SystemErrorType, "%s", err.Error())
}
