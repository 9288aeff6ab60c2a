package object

// Exception groups, and what except* needs of them.

func (e *Exc) isGroup() bool { return e.Type().IsSubtype(BaseExceptionGroupType) }

// IsGroup reports whether e is an exception group.
func (e *Exc) IsGroup() bool { return e.isGroup() }

// Exceptions gives a group's members.
func (e *Exc) Exceptions() []Value {
	if t, ok := AsTuple(e.Field("exceptions")); ok {
		return t.Items
	}
	return nil
}

func groupNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	pos := args[:len(args)-len(names)]
	if len(pos) != 2 {
		return Value{}, TypeErrorf("BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)", len(pos))
	}
	if _, ok := AsStr(pos[0]); !ok {
		return Value{}, TypeErrorf("BaseExceptionGroup.__new__() argument 1 must be str, not %s", pos[0].Type().Name)
	}
	if S(pos[1]).GetItem == nil || dictLayout.Is(pos[1]) {
		return Value{}, TypeErrorf("second argument (exceptions) must be a sequence")
	}
	var members []Value
	if err := Each(th, pos[1], func(x Value) (bool, error) { members = append(members, x); return false, nil }); err != nil {
		return Value{}, err
	}
	if len(members) == 0 {
		return Value{}, ValueErrorf("second argument (exceptions) must be a non-empty sequence")
	}
	base := false
	for i, m := range members {
		if _, ok := AsException(m); !ok {
			return Value{}, ValueErrorf("Item %d of second argument (exceptions) is not an exception", i)
		}
		base = base || !IsInstance(m, ExceptionType)
	}
	switch {
	case t == BaseExceptionGroupType && !base:
		t = ExceptionGroupType
	case base && t == ExceptionGroupType:
		return Value{}, TypeErrorf("Cannot nest BaseExceptions in an ExceptionGroup")
	case base && t.IsSubtype(ExceptionType):
		return Value{}, TypeErrorf("Cannot nest BaseExceptions in '%s'", t.Name)
	}
	e := newExcOf(th, t, pos)
	e.fields = []Value{pos[0], TupleValue(members...)}
	return e.Value(), nil
}

// NewExceptionGroup makes an ExceptionGroup, or a BaseExceptionGroup if a member is no Exception.
func NewExceptionGroup(th *Thread, message string, members []Value) (*Exc, error) {
	v, err := groupNew(th, BaseExceptionGroupType, []Value{StrValue(message), ListValue(members...)}, nil)
	if err != nil {
		return nil, err
	}
	return Unchecked[Exc](v), nil
}

func groupStr(th *Thread, v Value) (Value, error) {
	e := Unchecked[Exc](v)
	n := len(e.Exceptions())
	s, err := ToStr(th, e.Field("message"))
	if err != nil {
		return Value{}, err
	}
	num, _ := IntText(th, Int(int64(n)))
	return StrValue(s.S + " (" + num + " sub-exception" + plural(n) + ")"), nil
}

// groupCond decides whether an exception of a group matches.
type groupCond func(th *Thread, e *Exc) (bool, error)

// condOf makes the condition of split() and subgroup(): a class, a tuple of classes or a callable.
func condOf(c Value) (groupCond, error) {
	isExc := func(v Value) bool {
		t, ok := AsType(v)
		return ok && t.IsSubtype(BaseExceptionType)
	}
	_, isClass := AsType(c)
	switch tup, isTuple := AsTuple(c); {
	case isExc(c):
		return matchCond(c), nil
	case isTuple:
		for _, x := range tup.Items {
			if !isExc(x) {
				return nil, errGroupCond()
			}
		}
		return matchCond(c), nil
	case Callable(c) && !isClass:
		return func(th *Thread, e *Exc) (bool, error) {
			r, err := Call1(th, c, e.Value())
			if err != nil {
				return false, err
			}
			return Truth(th, r)
		}, nil
	}
	return nil, errGroupCond()
}

func errGroupCond() error {
	return TypeErrorf("expected an exception type, a tuple of exception types, or a callable (other than a class)")
}

func matchCond(c Value) groupCond {
	return func(th *Thread, e *Exc) (bool, error) { return ExcMatches(e, c), nil }
}

// ExcMatches reports whether e is caught by `except c`, c being a class or a tuple of classes, nested or not.
func ExcMatches(e *Exc, c Value) bool {
	if t, ok := AsType(c); ok {
		return e.Type().IsSubtype(t)
	}
	if tup, ok := AsTuple(c); ok {
		for _, x := range tup.Items {
			if ExcMatches(e, x) {
				return true
			}
		}
	}
	return false
}

// splitGroup divides e into what matches and the rest; nil stands for nothing. wantRest false saves making the rest.
func splitGroup(th *Thread, e *Exc, cond groupCond, wantRest bool) (match, rest *Exc, err error) {
	ok, err := cond(th, e)
	if err != nil {
		return nil, nil, err
	}
	if ok {
		return e, nil, nil
	}
	if !e.isGroup() {
		return nil, e, nil
	}
	leave, err := th.Enter(" in exceptiongroup_split_recursive")
	if err != nil {
		return nil, nil, err
	}
	defer leave()
	var in, out []Value
	for _, m := range e.Exceptions() {
		a, b, err := splitGroup(th, Unchecked[Exc](m), cond, wantRest)
		if err != nil {
			return nil, nil, err
		}
		if a != nil {
			in = append(in, a.Value())
		}
		if b != nil && wantRest {
			out = append(out, b.Value())
		}
	}
	if match, err = deriveGroup(th, e, in); err != nil {
		return nil, nil, err
	}
	if wantRest {
		rest, err = deriveGroup(th, e, out)
	}
	return match, rest, err
}

var (
	strDerive = NewStr("derive")
)

// deriveGroup makes a group like e of other members, by e's own derive method; nil of none.
func deriveGroup(th *Thread, e *Exc, members []Value) (*Exc, error) {
	if len(members) == 0 {
		return nil, nil
	}
	v, err := CallMethod(th, e.Value(), strDerive, ListValue(members...))
	if err != nil {
		return nil, err
	}
	g, ok := AsException(v)
	if !ok || !g.isGroup() {
		return nil, TypeErrorf("derive must return an instance of BaseExceptionGroup")
	}
	g.Traceback, g.Context = e.Traceback, e.Context
	if e.Cause != nil {
		g.Cause = e.Cause
	}
	g.SuppressContext = e.SuppressContext
	if notes := e.Notes(); notes.Ref != nil {
		var copied []Value
		if Each(th, notes, func(x Value) (bool, error) { copied = append(copied, x); return false, nil }) == nil {
			slotsOf(g.Type())
			instSet(&g.Header, strNotes, ListValue(copied...))
		}
	}
	return g, nil
}

// CheckExceptStarType is the TypeError for what except* may not catch.
func CheckExceptStarType(th *Thread, c Value) error {
	check := func(v Value) error {
		t, ok := AsType(v)
		if !ok || !t.IsSubtype(BaseExceptionType) {
			return TypeErrorf("catching classes that do not inherit from BaseException is not allowed")
		}
		if t.IsSubtype(BaseExceptionGroupType) {
			return TypeErrorf("catching ExceptionGroup with except* is not allowed. Use except instead.")
		}
		return nil
	}
	if tup, ok := AsTuple(c); ok {
		for _, x := range tup.Items {
			if err := check(x); err != nil {
				return err
			}
		}
		return nil
	}
	return check(c)
}

// SplitExceptionGroup is what an except* clause does with the exception that is left: match is what the clause handles (None:
// nothing), rest what remains (None: nothing). A plain exception that matches is wrapped into a group.
func SplitExceptionGroup(th *Thread, exc, c Value) (match, rest Value, err error) {
	if exc.IsNone() {
		return None, None, nil
	}
	e := Unchecked[Exc](exc)
	if ExcMatches(e, c) {
		if e.isGroup() {
			return exc, None, nil
		}
		g, err := NewExceptionGroup(th, "", []Value{exc})
		if err != nil {
			return Value{}, Value{}, err
		}
		g.Traceback = e.Traceback
		return g.Value(), None, nil
	}
	if !e.isGroup() {
		return None, exc, nil
	}
	m, r, err := splitGroup(th, e, matchCond(c), true)
	return excOrNone(m), excOrNone(r), err
}

func excOrNone(e *Exc) Value {
	if e == nil {
		return None
	}
	return e.Value()
}

// PrepReraiseStar makes what leaves an except* statement of the exception it was entered with and of those that its clauses
// raised or left (None entries are skipped): None if nothing does.
func PrepReraiseStar(th *Thread, orig Value, excs []Value) (Value, error) {
	o := Unchecked[Exc](orig)
	if !o.isGroup() {
		// A plain exception: at most one clause has run.
		for _, x := range excs {
			if !x.IsNone() {
				return x, nil
			}
		}
		return None, nil
	}
	var raised, left []Value
	for _, x := range excs {
		switch e, ok := AsException(x); {
		case !ok:
		case e.sameGroup(o):
			left = append(left, x)
		default:
			raised = append(raised, x)
		}
	}
	reraised, err := projection(th, o, left)
	if err != nil {
		return Value{}, err
	}
	if len(raised) == 0 {
		return excOrNone(reraised), nil
	}
	if reraised != nil {
		raised = append(raised, reraised.Value())
	}
	if len(raised) == 1 {
		return raised[0], nil
	}
	g, err := NewExceptionGroup(th, "", raised)
	if err != nil {
		return Value{}, err
	}
	return g.Value(), nil
}

// sameGroup reports whether e is a part of o that was not raised anew.
func (e *Exc) sameGroup(o *Exc) bool {
	return e.isGroup() && e.Notes() == o.Notes() && e.Traceback == o.Traceback && e.Cause == o.Cause && e.Context == o.Context
}

// projection is the part of o that holds just the leaves of the given groups.
func projection(th *Thread, o *Exc, groups []Value) (*Exc, error) {
	leaves := map[*Exc]bool{}
	var collect func(v Value)
	collect = func(v Value) {
		e := Unchecked[Exc](v)
		if !e.isGroup() {
			leaves[e] = true
			return
		}
		for _, m := range e.Exceptions() {
			collect(m)
		}
	}
	for _, g := range groups {
		collect(g)
	}
	m, _, err := splitGroup(th, o, func(_ *Thread, e *Exc) (bool, error) { return leaves[e], nil }, false)
	return m, err
}

func init() {
	t := BaseExceptionGroupType
	t.Doc = "A group of exceptions that are raised together."
	t.New, t.Str = groupNew, groupStr
	t.Init = baseExcInit
	t.Methods = []Func{
		{Sig: "derive(excs, /)", Doc: "A group with the same message of other exceptions.", Fn: F2(func(th *Thread, v, excs Value) (Value, error) {
			return groupNew(th, BaseExceptionGroupType, []Value{Unchecked[Exc](v).Field("message"), excs}, nil)
		})},
		{Sig: "split(matcher_value, /)", Doc: "The pair of the group's part that matches and the rest; None for an empty part.", Fn: F2(func(th *Thread, v, c Value) (Value, error) {
			cond, err := condOf(c)
			if err != nil {
				return Value{}, err
			}
			m, r, err := splitGroup(th, Unchecked[Exc](v), cond, true)
			if err != nil {
				return Value{}, err
			}
			return TupleValue(excOrNone(m), excOrNone(r)), nil
		})},
		{Sig: "subgroup(matcher_value, /)", Doc: "The group's part that matches, None if there is none.", Fn: F2(func(th *Thread, v, c Value) (Value, error) {
			cond, err := condOf(c)
			if err != nil {
				return Value{}, err
			}
			m, _, err := splitGroup(th, Unchecked[Exc](v), cond, false)
			return excOrNone(m), err
		})},
	}
}
