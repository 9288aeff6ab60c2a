package object

// Struct sequences: tuples whose items have names, as os.stat() and sys.version_info give. Fields beyond the visible items are
// reached by name only.

// StructField is a field of a struct sequence; a visible field without a name is reached by index only.
type StructField struct{ Name, Doc string }

// StructSeq describes a struct sequence type.
type StructSeq struct {
	Type    *Type
	fields  []StructField
	visible int
}

// NewStructSeqType declares a struct sequence type of a module; the first visible fields are the tuple's items.
//
// An instance is a Tuple whose Items have room for all fields: those past the visible ones stand between its length and capacity.
func NewStructSeqType(module, name, doc string, visible int, fields ...StructField) *StructSeq {
	t := NewType(name, TupleType, tupleLayout)
	s := &StructSeq{Type: t, fields: fields, visible: visible}
	t.Module, t.Doc = module, doc
	t.Flags |= FlagNoBase
	t.Constructor = &Func{Sig: name + "(sequence=NULL, dict=NULL)", Fn: FN(s.construct)}
	t.Repr = s.repr
	for i, f := range fields {
		if f.Name == "" {
			continue
		}
		t.Members = append(t.Members, Member{Name: f.Name, Doc: f.Doc, Field: func(v Value) *Value {
			items := Unchecked[Tuple](v).Items
			return &items[:cap(items)][i]
		}})
	}
	t.Methods = []Func{
		{Sig: "__reduce__()", Doc: "How to pickle the object.", Fn: F1(s.reduce)},
		{Sig: "__replace__(**changes)", Doc: "A copy with some fields changed.", Fn: F2(s.replace)},
	}
	t.Attrs = func() map[string]Value {
		unnamed := 0
		var match []Value
		for i, f := range fields {
			switch {
			case f.Name == "":
				unnamed++
			case i < visible:
				match = append(match, StrValue(f.Name))
			}
		}
		return map[string]Value{
			"n_fields": Int(int64(len(fields))), "n_sequence_fields": Int(int64(visible)), "n_unnamed_fields": Int(int64(unnamed)),
			"__match_args__": TupleValue(match...),
		}
	}
	return s
}

// New makes an instance; it keeps the slice, which has one value per field. Missing values are None.
func (s *StructSeq) New(values ...Value) Value {
	all := values
	if len(all) != len(s.fields) || cap(all) != len(all) {
		all = make([]Value, len(s.fields))
		copy(all, values)
	}
	for i := range all {
		if all[i].Ref == nil {
			all[i] = None
		}
	}
	t := &Tuple{Items: all[:s.visible]}
	t.Shape = s.Type.shape
	return t.Value()
}

func (s *StructSeq) construct(th *Thread, a []Value) (Value, error) {
	name := s.Type.TypeName()
	if a[1].Ref == nil {
		return Value{}, TypeErrorf("%s() missing required argument 'sequence' (pos 1)", s.Type.Name)
	}
	if S(a[1]).Iter == nil && S(a[1]).GetItem == nil {
		return Value{}, TypeErrorf("constructor requires a sequence")
	}
	items, err := Collect(th, a[1])
	if err != nil {
		return Value{}, err
	}
	var extra *Dict
	if a[2].Ref != nil {
		var ok bool
		if extra, ok = AsDict(a[2]); !ok {
			return Value{}, TypeErrorf("%s() takes a dict as second arg, if any", name)
		}
	}
	n, how := len(items), ""
	switch {
	case s.visible == len(s.fields) && n != s.visible:
		return Value{}, TypeErrorf("%s() takes a %d-sequence (%d-sequence given)", name, s.visible, n)
	case n < s.visible:
		how = "at least"
	case n > len(s.fields):
		return Value{}, TypeErrorf("%s() takes an at most %d-sequence (%d-sequence given)", name, len(s.fields), n)
	}
	if how != "" {
		return Value{}, TypeErrorf("%s() takes an %s %d-sequence (%d-sequence given)", name, how, s.visible, n)
	}
	all := make([]Value, len(s.fields))
	copy(all, items)
	for i := n; i < len(all); i++ {
		if extra != nil && s.fields[i].Name != "" {
			all[i], _ = extra.GetString(s.fields[i].Name)
		}
	}
	return s.New(all...), nil
}

func (s *StructSeq) repr(th *Thread, v Value) (Value, error) {
	out := append([]byte(s.Type.TypeName()), '(')
	names := make([]string, 0, len(s.fields))
	for _, f := range s.fields {
		if f.Name != "" {
			names = append(names, f.Name)
		}
	}
	for i, x := range Unchecked[Tuple](v).Items {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = append(append(out, names[i]...), '=')
		var err error
		if out, err = AppendReprOf(th, out, x); err != nil {
			return Value{}, err
		}
	}
	return StrValue(OwnText(append(out, ')'))), nil
}

func (s *StructSeq) reduce(th *Thread, self Value) (Value, error) {
	items := Unchecked[Tuple](self).Items
	rest := NewDict()
	for i := s.visible; i < len(s.fields); i++ {
		if s.fields[i].Name != "" {
			rest.SetString(s.fields[i].Name, items[:cap(items)][i])
		}
	}
	return TupleValue(s.Type.Value(), TupleValue(CopyTuple(items).Value(), rest.Value())), nil
}

func (s *StructSeq) replace(th *Thread, self, changes Value) (Value, error) {
	items := Unchecked[Tuple](self).Items
	all := make([]Value, len(s.fields))
	copy(all, items[:cap(items)])
	d, _ := AsDict(changes)
	left := d.Len()
	for i, f := range s.fields {
		if f.Name == "" {
			return Value{}, TypeErrorf("__replace__() is not supported for %s because it has unnamed field(s)", s.Type.TypeName())
		}
		if v, ok := d.GetString(f.Name); ok {
			all[i] = v
			left--
		}
	}
	if left > 0 {
		return Value{}, TypeErrorf("Got unexpected field name(s): %s", reprKeys(th, d, s))
	}
	return s.New(all...), nil
}

// reprKeys lists the keys that are no fields.
func reprKeys(th *Thread, d *Dict, s *StructSeq) string {
	var unknown []Value
keys:
	for k := range d.All() {
		for _, f := range s.fields {
			if x, ok := AsStr(k); ok && x.S == f.Name {
				continue keys
			}
		}
		unknown = append(unknown, k)
	}
	r, err := Repr(th, ListValue(unknown...))
	if err != nil {
		return ""
	}
	return r.S
}
