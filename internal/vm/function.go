package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Function is a Python function.
type Function struct {
	object.Header
	Code     *Code
	Globals  *object.Dict
	Builtins *object.Dict
	Closure  []*object.Cell
	// Defaults are those of the last positional parameters; KwDefaults is nil or a dict.
	Defaults   []object.Value
	KwDefaults *object.Dict

	Name, QualName object.Value
	Doc, Module    object.Value
	annotate       object.Value // function, None or unbound
	annotations    *object.Dict
	typeParams     object.Value
	defaultsTuple  object.Value // the tuple that __defaults__ shows
	dict           *object.Dict
}

var (
	funcLayout   = object.NewLayout[Function]()
	FunctionType = object.NewType("function", object.ObjectType, funcLayout)
	funcShape    = FunctionType.ExactShape()
)

// AsFunction gives v as a Python function.
func AsFunction(v object.Value) (*Function, bool) { return object.Cast[Function](v, funcLayout) }

func (f *Function) value() object.Value { return object.Of(&f.Header) }

// NewFunction makes a function of code with the given globals.
func NewFunction(in *object.Interp, code *Code, globals *object.Dict) *Function {
	f := &Function{Code: code, Globals: globals}
	f.Shape = funcShape
	f.Builtins = builtinsOf(in, globals)
	f.Name = in.Intern(code.Name).Value()
	f.QualName = f.Name
	if code.QualName != code.Name {
		f.QualName = in.Intern(code.QualName).Value()
	}
	if code.Flags&bytecode.FlagHasDocstring != 0 {
		f.Doc = constant(in, &code.Doc)
	} else {
		f.Doc = object.None
	}
	f.Module = object.None
	if v, ok := globals.GetStr(strName); ok {
		f.Module = v
	}
	return f
}

// builtinsOf finds the builtins that code with these globals sees.
func builtinsOf(in *object.Interp, globals *object.Dict) *object.Dict {
	if v, ok := globals.GetStr(strBuiltins); ok {
		if m, ok := object.AsModule(v); ok {
			return m.Dict
		}
		if d, ok := object.AsDict(v); ok {
			return d
		}
	}
	return in.Builtins
}

// copyArgs puts arguments that lie elsewhere into a new window on top of the slab.
func (m *Machine) newWindow(size uintptr, fn *Function) (R unsafe.Pointer, flags uint64) {
	R = unsafe.Add(m.top, 32)
	if uintptr(R)+size > uintptr(m.end) {
		R = m.pushChunk(size)
		flags = flagChunk
	}
	slot(R).Ref = &fn.Header
	return R, flags
}

// callFunction is the Call slot of functions: Go code calls Python code.
func callFunction(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	m := machine(th)
	if m.Breaker.Load() != 0 {
		if err := m.CheckBreaker(); err != nil {
			return object.Value{}, err
		}
	}
	fn := object.Unchecked[Function](f)
	c := fn.Code
	if R := unsafe.Add(m.top, 32); c.enter == len(args) && len(names) == 0 && uintptr(R)+c.size <= uintptr(m.end) && m.nrec < uint(len(m.rec)) && m.Depth < maxNested {
		// The usual call, of a plain function with as many arguments as it has parameters, without the detours of the general one.
		f := &m.rec[m.nrec]
		m.nrec++
		f.R, f.ip, f.code = m.R, m.ip, nil
		*slot(R) = object.Value{Ref: &fn.Header, Bits: linkEntry}
		for i := range args {
			move(rg(R, uint16(i*bytecode.RegSize)), &args[i])
		}
		clearLocals(R, c)
		m.Depth++
		res, _, err := m.loop(R, c.base, c)
		m.Depth--
		return res, err
	}
	size := c.size
	if n := uintptr(len(args)) * bytecode.RegSize; n > size {
		size = n
	}
	R, flags := m.newWindow(size, fn)
	if err := m.bindArgs(fn, R, args, names); err != nil {
		m.dropWindow(flags)
		return object.Value{}, err
	}
	if c.heap {
		g := m.makeGen(fn, R)
		m.dropWindow(flags)
		return g.value(), nil
	}
	return m.enter(R, c, flags, object.Value{})
}

func (m *Machine) dropWindow(flags uint64) {
	if flags&flagChunk != 0 {
		m.popChunk()
	}
}

// enter runs a frame whose window lies ready, for Go code; ns is the namespace of code that has one.
func (m *Machine) enter(R unsafe.Pointer, c *Code, flags uint64, ns object.Value) (object.Value, error) {
	if m.Depth >= maxNested {
		m.dropWindow(flags)
		return object.Value{}, object.NewExcf(object.RecursionErrorType, "maximum recursion depth exceeded")
	}
	if err := m.push(m.R, m.ip, nil); err != nil {
		m.dropWindow(flags)
		return object.Value{}, err
	}
	slot(R).Bits = linkEntry | flags
	clearLocals(R, c)
	if c.LocalBase > 0 {
		if !ns.Bound() {
			ns = funcOf(R).Globals.Value()
		}
		*rg(R, 0) = ns
	}
	m.Depth++
	res, _, err := m.loop(R, c.base, c)
	m.Depth--
	return res, err
}

// maxNested bounds loops within loops (each costs Go stack).
const maxNested = 2000

func clearLocals(R unsafe.Pointer, c *Code) {
	for p, e := unsafe.Add(R, c.params), unsafe.Add(R, c.clear); uintptr(p) < uintptr(e); p = unsafe.Add(p, bytecode.RegSize) {
		(*object.Value)(p).Ref = nil
	}
}

// bindArgs lays args out as fn's parameters at R. args may overlap R only if they are the same place.
func (m *Machine) bindArgs(fn *Function, R unsafe.Pointer, args []object.Value, names []*object.Str) error {
	c := fn.Code
	regs := unsafe.Slice((*object.Value)(R), max(int(c.params/bytecode.RegSize), len(args))+c.LocalBase)
	if len(names) == 0 && len(args) == c.args {
		if len(args) > 0 && &regs[0] != &args[0] {
			copy(regs, args)
		}
		return nil
	}
	if absent := c.args - len(args); len(names) == 0 && absent > 0 && absent <= len(fn.Defaults) {
		if len(args) > 0 && &regs[0] != &args[0] {
			copy(regs, args)
		}
		copy(regs[len(args):], fn.Defaults[len(fn.Defaults)-absent:])
		return nil
	}
	return m.bindSlow(fn, regs, args, names)
}

func (m *Machine) bindSlow(fn *Function, regs, args []object.Value, names []*object.Str) error {
	c := fn.Code
	npos := len(args) - len(names)
	nparams := c.ArgCount + c.KwOnlyCount
	base := c.LocalBase
	// What does not stay where it lies is copied first: regs may be the place of args.
	var buf [8]object.Value
	kwvals := append(buf[:0], args[npos:]...)
	take := min(npos, c.ArgCount)
	varArgs := c.Flags&bytecode.FlagVarArgs != 0
	var rest *object.Tuple
	if varArgs {
		rest = object.CopyTuple(args[take:npos])
	}
	if base == 0 {
		if take > 0 && &regs[0] != &args[0] {
			copy(regs, args[:take])
		}
	} else {
		copy(regs[base:], args[:take])
		regs = regs[base:]
	}
	clear(regs[take:max(nparams, take)])
	next := nparams
	if varArgs {
		regs[next] = rest.Value()
		next++
	}
	var kw *object.Dict
	if c.Flags&bytecode.FlagVarKeywords != 0 {
		kw = object.NewDict()
		regs[next] = kw.Value()
	}
	for i, n := range names {
		j := c.paramIndex(n)
		if j < 0 {
			if kw != nil {
				kw.SetStr(n, kwvals[i])
				continue
			}
			return m.unexpectedKeyword(fn, n, names)
		}
		if regs[j].Bound() {
			return object.TypeErrorf("%s() got multiple values for argument '%s'", fn.qualName(), n.S)
		}
		regs[j] = kwvals[i]
	}
	if npos > c.ArgCount && !varArgs {
		return m.tooManyPositional(fn, npos, regs)
	}
	if npos < c.ArgCount {
		first := c.ArgCount - len(fn.Defaults)
		var missing []*object.Str
		for j := take; j < c.ArgCount; j++ {
			if regs[j].Bound() {
				continue
			}
			if j >= first {
				regs[j] = fn.Defaults[j-first]
				continue
			}
			missing = append(missing, c.varStrs[j])
		}
		if len(missing) > 0 {
			return missingArgs(fn, "positional", missing)
		}
	}
	var missing []*object.Str
	for j := c.ArgCount; j < nparams; j++ {
		if regs[j].Bound() {
			continue
		}
		if fn.KwDefaults != nil {
			if v, ok := fn.KwDefaults.GetStr(c.varStrs[j]); ok {
				regs[j] = v
				continue
			}
		}
		missing = append(missing, c.varStrs[j])
	}
	if len(missing) > 0 {
		return missingArgs(fn, "keyword-only", missing)
	}
	return nil
}

// paramIndex finds a parameter that may be given by keyword.
func (c *Code) paramIndex(n *object.Str) int {
	for j := c.PosOnlyCount; j < c.ArgCount+c.KwOnlyCount; j++ {
		if c.varStrs[j] == n {
			return j
		}
	}
	for j := c.PosOnlyCount; j < c.ArgCount+c.KwOnlyCount; j++ {
		if c.varStrs[j].S == n.S {
			return j
		}
	}
	return -1
}

func (f *Function) qualName() string {
	s, _ := object.AsStr(f.QualName)
	return s.S
}

func (m *Machine) unexpectedKeyword(fn *Function, n *object.Str, names []*object.Str) error {
	c := fn.Code
	if c.PosOnlyCount > 0 {
		var wrong []string
		for j := 0; j < c.PosOnlyCount; j++ {
			for _, k := range names {
				if k.S == c.varStrs[j].S {
					wrong = append(wrong, k.S)
				}
			}
		}
		if len(wrong) > 0 {
			list := wrong[0]
			for _, w := range wrong[1:] {
				list += ", " + w
			}
			return object.TypeErrorf("%s() got some positional-only arguments passed as keyword arguments: '%s'", fn.qualName(), list)
		}
	}
	if s := object.Closest(n.S, c.VarNames[c.PosOnlyCount:c.ArgCount+c.KwOnlyCount]); s != "" {
		return object.TypeErrorf("%s() got an unexpected keyword argument '%s'. Did you mean '%s'?", fn.qualName(), n.S, s)
	}
	return object.TypeErrorf("%s() got an unexpected keyword argument '%s'", fn.qualName(), n.S)
}

func (m *Machine) tooManyPositional(fn *Function, given int, regs []object.Value) error {
	c := fn.Code
	kwGiven := 0
	for j := c.ArgCount; j < c.ArgCount+c.KwOnlyCount; j++ {
		if regs[j].Bound() {
			kwGiven++
		}
	}
	takes, plural := "", c.ArgCount != 1
	if n := len(fn.Defaults); n > 0 {
		takes = "from " + itoa(c.ArgCount-n) + " to " + itoa(c.ArgCount)
		plural = true
	} else {
		takes = itoa(c.ArgCount)
	}
	s := ""
	if plural {
		s = "s"
	}
	extra, verb := "", "was"
	if kwGiven > 0 {
		extra = " positional argument"
		if given != 1 {
			extra += "s"
		}
		extra += " (and " + itoa(kwGiven) + " keyword-only argument"
		if kwGiven != 1 {
			extra += "s"
		}
		extra += ")"
		verb = "were"
	}
	if given != 1 {
		verb = "were"
	}
	return object.TypeErrorf("%s() takes %s positional argument%s but %d%s %s given", fn.qualName(), takes, s, given, extra, verb)
}

func missingArgs(fn *Function, kind string, names []*object.Str) error {
	list := ""
	for i, n := range names {
		switch {
		case i == 0:
		case i < len(names)-1:
			list += ", "
		case len(names) == 2:
			list += " and "
		default:
			list += ", and "
		}
		list += "'" + n.S + "'"
	}
	s := ""
	if len(names) != 1 {
		s = "s"
	}
	return object.TypeErrorf("%s() missing %d required %s argument%s: %s", fn.qualName(), len(names), kind, s, list)
}

func init() {
	FunctionType.MethodLike()
	FunctionType.Call = callFunction
	FunctionType.Get = func(th *object.Thread, f, obj object.Value, owner *object.Type) (object.Value, error) {
		if !obj.Bound() {
			return f, nil
		}
		return object.NewMethod(f, obj), nil
	}
	FunctionType.KeepAttrs(func(o *object.Header) **object.Dict { return &(*Function)(unsafe.Pointer(o)).dict })
}
