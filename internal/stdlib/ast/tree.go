// Package ast turns syntax trees into nodes of the module ast, whose classes are frozen Python, and back.
package ast

import (
	"math/big"
	"reflect"
	"strings"

	"ouro/internal/ast"
	"ouro/internal/object"
)

// state is what an interpreter keeps: the classes of the module ast, once trees are asked for.
type state struct {
	classes map[string]*object.Type
	specs   map[*object.Type]*spec
	ops     map[string]object.Value  // the one instance of each operator's class
	opOf    map[*object.Type]opValue // operators by class
	root    *object.Type             // ast.AST
}

type opValue struct {
	t reflect.Type
	n uint8
}

type stateKey struct{}

// stateOf loads the classes, importing ast if need be.
func stateOf(th *object.Thread) (*state, error) {
	s := object.StateOf(th, stateKey{}, func() *state { return &state{} })
	if s.classes != nil {
		return s, nil
	}
	m, err := th.Interp.Host.Import(th, "ast")
	if err != nil {
		return nil, err
	}
	classes, bySpec, ops, opOf := map[string]*object.Type{}, map[*object.Type]*spec{}, map[string]object.Value{}, map[*object.Type]opValue{}
	class := func(name string) (*object.Type, error) {
		v, err := object.GetAttr(th, m, object.NewStr(name))
		if err != nil {
			return nil, err
		}
		t, ok := object.AsType(v)
		if !ok {
			return nil, object.TypeErrorf("ast.%s is not a class", name)
		}
		classes[name] = t
		return t, nil
	}
	for _, sp := range specs {
		t, err := class(sp.name)
		if err != nil {
			return nil, err
		}
		bySpec[t] = sp
	}
	for t := range counts {
		for i, name := range operators(t) {
			c, err := class(name)
			if err != nil {
				return nil, err
			}
			ops[name] = object.Of(c.Alloc(th))
			opOf[c] = opValue{t, uint8(i)}
		}
	}
	if s.root, err = class("AST"); err != nil {
		return nil, err
	}
	s.classes, s.specs, s.ops, s.opOf = classes, bySpec, ops, opOf
	return s, nil
}

// maxDepth bounds the nesting of trees.
const maxDepth = 5000

func tooDeep() error {
	return object.NewExcf(object.RecursionErrorType, "maximum recursion depth exceeded during ast construction")
}

// exporter makes Python's nodes of a tree.
type exporter struct {
	th    *object.Thread
	s     *state
	src   *ast.Source
	depth int
}

var (
	strLine, strCol       = object.NewStr("lineno"), object.NewStr("col_offset")
	strEndLine, strEndCol = object.NewStr("end_lineno"), object.NewStr("end_col_offset")
)

// Export makes the Python object of a tree.
func Export(th *object.Thread, root ast.Root, src *ast.Source) (object.Value, error) {
	s, err := stateOf(th)
	if err != nil {
		return object.Value{}, err
	}
	x := &exporter{th: th, s: s, src: src}
	return x.node(reflect.ValueOf(root).Elem())
}

func (x *exporter) node(v reflect.Value) (object.Value, error) {
	if x.depth++; x.depth > maxDepth {
		return object.Value{}, tooDeep()
	}
	defer func() { x.depth-- }()
	sp := byType[v.Type()]
	if sp.variant != "" && v.FieldByName(sp.variant).Bool() != sp.set {
		for _, o := range specs {
			if o.goType == sp.goType && o != sp {
				sp = o
				break
			}
		}
	}
	out := object.Of(x.s.classes[sp.name].Alloc(x.th))
	set := func(name string, val object.Value) error {
		return object.SetAttr(x.th, out, x.th.Interp.Intern(name), val)
	}
	for _, f := range sp.fields {
		var val object.Value
		var err error
		switch {
		case f.index >= 0:
			val, err = x.value(v.Field(f.index), f.optional)
		case sp.name == "Constant":
			c := v.Addr().Interface().(*ast.Constant)
			val = object.None
			if f.name == "value" {
				val = constant(c)
			} else if c.U {
				val = object.StrValue("u")
			}
		case sp.name == "MatchSingleton":
			val = constant(&ast.Constant{Kind: v.Addr().Interface().(*ast.MatchSingleton).Kind})
		case f.name == "type_ignores":
			val = object.ListValue()
		default:
			val = object.None
		}
		if err == nil {
			err = set(f.name, val)
		}
		if err != nil {
			return object.Value{}, err
		}
	}
	n, ok := v.Addr().Interface().(ast.Node)
	if !ok {
		return out, nil
	}
	p := n.Span()
	line, col := x.src.LineCol(p.Start)
	endLine, endCol := x.src.LineCol(p.End)
	for _, a := range []struct {
		name *object.Str
		n    int
	}{{strLine, line}, {strCol, col}, {strEndLine, endLine}, {strEndCol, endCol}} {
		if err := object.SetAttr(x.th, out, a.name, object.Int(int64(a.n))); err != nil {
			return object.Value{}, err
		}
	}
	return out, nil
}

func (x *exporter) value(v reflect.Value, optional bool) (object.Value, error) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return object.None, nil
		}
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		return x.node(v.Elem())
	case reflect.Slice:
		items := make([]object.Value, v.Len())
		for i := range items {
			var err error
			if items[i], err = x.value(v.Index(i), false); err != nil {
				return object.Value{}, err
			}
		}
		return object.ListValue(items...), nil
	case reflect.String:
		if optional && v.Len() == 0 {
			return object.None, nil
		}
		return x.th.Interp.Intern(v.String()).Value(), nil
	case reflect.Bool:
		if v.Bool() {
			return object.Int(1), nil
		}
		return object.Int(0), nil
	case reflect.Int:
		return object.Int(v.Int()), nil
	}
	name, _ := operatorName(v.Type(), uint8(v.Uint()))
	return x.s.ops[name], nil
}

// constant is the Python value of a literal.
func constant(c *ast.Constant) object.Value {
	switch c.Kind {
	case ast.ConstTrue:
		return object.True
	case ast.ConstFalse:
		return object.False
	case ast.ConstEllipsis:
		return object.Ellipsis
	case ast.ConstInt:
		if c.Big != nil {
			return object.NewInt(new(big.Int).Set(c.Big))
		}
		return object.Int(c.Int)
	case ast.ConstFloat:
		return object.Float(c.Float)
	case ast.ConstComplex:
		return object.NewComplex(complex(0, c.Float))
	case ast.ConstStr:
		return object.StrValue(c.Str)
	case ast.ConstBytes:
		return object.BytesValue([]byte(c.Str))
	}
	return object.None
}

// IsNode reports whether v is a node of the module ast.
func IsNode(th *object.Thread, v object.Value) bool {
	if !v.Type().IsHeap() {
		return false
	}
	if _, ok := v.Type().LookupString("_attributes"); !ok {
		return false
	}
	s, err := stateOf(th)
	return err == nil && object.IsInstance(v, s.root)
}

// importer makes a tree of Python's nodes. Their lines and columns become offsets into a text of blank lines of equal length.
type importer struct {
	th    *object.Thread
	s     *state
	width int
	lines int
	depth int
	nodes []placed
}

type placed struct {
	node                       ast.Node
	line, col, endLine, endCol int
}

// maxText bounds the blank text that positions point into.
const maxText = 1 << 24

// Import makes a tree of a node of the module ast for a mode of compile().
func Import(th *object.Thread, v object.Value, mode, filename string) (ast.Root, *ast.Source, error) {
	s, err := stateOf(th)
	if err != nil {
		return nil, nil, err
	}
	want := map[string]string{"exec": "Module", "eval": "Expression", "single": "Interactive", "func_type": "FunctionType"}[mode]
	if !object.IsInstance(v, s.classes[want]) {
		return nil, nil, object.TypeErrorf("expected %s node, got %s", want, v.Type().Name)
	}
	x := &importer{th: th, s: s, width: 1, lines: 1}
	n, err := x.node(v, "mod")
	if err != nil {
		return nil, nil, err
	}
	width := min(x.width+1, max(2, maxText/x.lines))
	if x.lines*width > maxText {
		x.lines = maxText / width
	}
	src := ast.NewSource(filename, strings.Repeat(strings.Repeat(" ", width-1)+"\n", x.lines))
	at := func(line, col int) uint32 {
		return uint32(max(0, min(line, x.lines)-1)*width + max(0, min(col, width-1)))
	}
	for _, p := range x.nodes {
		p.node.SetSpan(ast.Pos{Start: at(p.line, p.col), End: at(p.endLine, p.endCol)})
	}
	return n.Addr().Interface().(ast.Root), src, nil
}

func (x *importer) specOf(v object.Value) *spec {
	if !v.Type().IsHeap() {
		return nil
	}
	for _, t := range v.Type().MRO() {
		if sp := x.s.specs[t]; sp != nil {
			return sp
		}
	}
	return nil
}

func (x *importer) unexpected(v object.Value, category string) error {
	r, err := object.Repr(x.th, v)
	if err != nil {
		return err
	}
	return object.TypeErrorf("expected some sort of %s, but got %s", category, r.S)
}

// node gives the Go struct of a node.
func (x *importer) node(v object.Value, category string) (reflect.Value, error) {
	if x.depth++; x.depth > maxDepth {
		return reflect.Value{}, tooDeep()
	}
	defer func() { x.depth-- }()
	sp := x.specOf(v)
	if sp == nil {
		return reflect.Value{}, x.unexpected(v, category)
	}
	out := reflect.New(sp.goType).Elem()
	if sp.variant != "" {
		out.FieldByName(sp.variant).SetBool(sp.set)
	}
	if n, ok := out.Addr().Interface().(ast.Node); ok {
		if err := x.place(v, n, category); err != nil {
			return reflect.Value{}, err
		}
	}
	for _, f := range sp.fields {
		val, err := object.GetAttrOr(x.th, v, object.NewStr(f.name))
		if err != nil {
			return reflect.Value{}, err
		}
		switch {
		case f.index >= 0:
			if err := x.field(out.Field(f.index), val, sp, &f); err != nil {
				return reflect.Value{}, err
			}
		case f.name == "value":
			if !val.Bound() {
				return reflect.Value{}, missing(f.name, sp.name)
			}
			if sp.name == "MatchSingleton" {
				c := ast.Constant{}
				if !setConstant(&c, val) || c.Kind > ast.ConstFalse {
					return reflect.Value{}, object.ValueErrorf("MatchSingleton can only contain True, False and None")
				}
				out.Addr().Interface().(*ast.MatchSingleton).Kind = c.Kind
				continue
			}
			c := out.Addr().Interface().(*ast.Constant)
			if setConstant(c, val) {
				continue
			}
			e, err := x.compound(c, val)
			if err != nil {
				return reflect.Value{}, err
			}
			return reflect.ValueOf(e).Elem(), nil
		case f.name == "kind" && val.Bound() && !val.IsNone():
			out.Addr().Interface().(*ast.Constant).U = true
		}
	}
	return out, check(out.Addr().Interface())
}

// place remembers where a node stands.
func (x *importer) place(v object.Value, n ast.Node, category string) error {
	p := placed{node: n}
	for i, a := range []struct {
		name *object.Str
		to   *int
	}{{strLine, &p.line}, {strCol, &p.col}, {strEndLine, &p.endLine}, {strEndCol, &p.endCol}} {
		val, err := object.GetAttrOr(x.th, v, a.name)
		if err != nil {
			return err
		}
		if !val.Bound() || val.IsNone() {
			if i < 2 {
				if val.IsNone() {
					return object.TypeErrorf("invalid integer value: None")
				}
				return missing(a.name.S, category)
			}
			*a.to = []int{p.line, p.col}[i-2]
			continue
		}
		k, ok := object.SmallInt(val)
		if !ok {
			r, err := object.Repr(x.th, val)
			if err != nil {
				return err
			}
			return object.ValueErrorf("invalid integer value: %s", r.S)
		}
		*a.to = int(max(0, min(k, 1<<30)))
	}
	if p.endLine < p.line {
		p.endLine, p.endCol = p.line, p.col
	}
	x.lines = max(x.lines, p.endLine)
	x.width = max(x.width, p.col+1, p.endCol+1)
	x.nodes = append(x.nodes, p)
	return nil
}

func missing(field, class string) error {
	return object.TypeErrorf("required field \"%s\" missing from %s", field, class)
}

// compound is a constant that the front end writes as an expression: a tuple, or a complex number with a real part.
func (x *importer) compound(c *ast.Constant, v object.Value) (ast.Expr, error) {
	if t, ok := object.AsTuple(v); ok {
		out := &ast.Tuple{}
		x.also(c, out)
		for _, item := range t.Items {
			k := &ast.Constant{}
			x.also(c, k)
			if setConstant(k, item) {
				out.Elts = append(out.Elts, k)
				continue
			}
			e, err := x.compound(k, item)
			if err != nil {
				return nil, err
			}
			out.Elts = append(out.Elts, e)
		}
		return out, nil
	}
	if z, ok := object.AsComplex(v); ok {
		out := &ast.BinOp{Left: &ast.Constant{Kind: ast.ConstFloat, Float: real(z)}, Right: &ast.Constant{Kind: ast.ConstComplex, Float: imag(z)}}
		x.also(c, out)
		x.also(c, out.Left)
		x.also(c, out.Right)
		return out, nil
	}
	return nil, object.TypeErrorf("got an invalid type in Constant: %s", v.Type().Name)
}

// also places a node where c is.
func (x *importer) also(c *ast.Constant, n ast.Node) {
	for i := len(x.nodes) - 1; i >= 0; i-- {
		if x.nodes[i].node == ast.Node(c) {
			p := x.nodes[i]
			p.node = n
			x.nodes = append(x.nodes, p)
			return
		}
	}
}

func setConstant(c *ast.Constant, v object.Value) bool {
	switch {
	case v.IsNone():
		c.Kind = ast.ConstNone
	case v == object.True:
		c.Kind = ast.ConstTrue
	case v == object.False:
		c.Kind = ast.ConstFalse
	case v == object.Ellipsis:
		c.Kind = ast.ConstEllipsis
	case v.IsFloat():
		c.Kind, c.Float = ast.ConstFloat, v.Float64()
	default:
		if z, ok := object.AsComplex(v); ok {
			c.Kind, c.Float = ast.ConstComplex, imag(z)
			return real(z) == 0
		}
		if s, ok := object.AsExactStr(v); ok {
			c.Kind, c.Str = ast.ConstStr, s.S
			return true
		}
		if b, ok := object.AsBytes(v); ok {
			c.Kind, c.Str = ast.ConstBytes, string(b.B)
			return true
		}
		if i, ok := object.SmallInt(v); ok && v.IsInt() {
			c.Kind, c.Int = ast.ConstInt, i
			return true
		}
		if z, ok := object.BigInt(v); ok && object.IsInt(v) {
			c.Kind, c.Big = ast.ConstInt, z
			return true
		}
		return false
	}
	return true
}

// field fills a Go field from an attribute, unbound where there is none.
func (x *importer) field(to reflect.Value, v object.Value, sp *spec, f *field) error {
	none := !v.Bound() || v.IsNone()
	switch to.Kind() {
	case reflect.Slice:
		if !v.Bound() {
			return nil
		}
		l, ok := object.AsList(v)
		if !ok {
			return object.TypeErrorf("%s field \"%s\" must be a list, not a %s", sp.name, f.name, v.Type().Name)
		}
		items := l.Snapshot()
		to.Set(reflect.MakeSlice(to.Type(), len(items), len(items)))
		mayBeNone := f.name == "kw_defaults" || sp.name == "Dict" && f.name == "keys"
		for i, item := range items {
			if item.IsNone() {
				if mayBeNone {
					continue
				}
				if to.Type().Elem().Kind() == reflect.Interface {
					return object.ValueErrorf("None disallowed in %s list", categories[to.Type().Elem()])
				}
			}
			if err := x.single(to.Index(i), item, sp, f); err != nil {
				return err
			}
		}
		return nil
	case reflect.Interface, reflect.Pointer:
		if none {
			if sp.absent(f.name) {
				return nil
			}
			if !v.Bound() {
				return missing(f.name, sp.name)
			}
			return object.ValueErrorf("field '%s' is required for %s", f.name, sp.name)
		}
	case reflect.String:
		if none && f.optional {
			return nil
		}
	case reflect.Int:
		if f.name == "conversion" && !v.Bound() {
			to.SetInt(-1)
			return nil
		}
		if f.name == "level" && none {
			return nil
		}
	case reflect.Bool:
	default:
		if f.name == "ctx" && !v.Bound() {
			return nil
		}
	}
	if !v.Bound() {
		return missing(f.name, sp.name)
	}
	return x.single(to, v, sp, f)
}

func (x *importer) single(to reflect.Value, v object.Value, sp *spec, f *field) error {
	switch to.Kind() {
	case reflect.Interface:
		n, err := x.node(v, categories[to.Type()])
		if err != nil {
			return err
		}
		if !n.Addr().Type().Implements(to.Type()) {
			return x.unexpected(v, categories[to.Type()])
		}
		to.Set(n.Addr())
	case reflect.Pointer:
		want := byType[to.Type().Elem()].name
		n, err := x.node(v, want)
		if err != nil {
			return err
		}
		if n.Addr().Type() != to.Type() {
			return x.unexpected(v, want)
		}
		to.Set(n.Addr())
	case reflect.String:
		s, ok := object.AsExactStr(v)
		if !ok {
			if sp.name == "Interpolation" {
				return object.TypeErrorf("got an invalid type in Constant: %s", v.Type().Name)
			}
			return object.TypeErrorf("AST identifier must be of type str")
		}
		if sp.name == "Name" && (s.S == "None" || s.S == "True" || s.S == "False") {
			return object.ValueErrorf("identifier field can't represent '%s' constant", s.S)
		}
		to.SetString(s.S)
	case reflect.Bool, reflect.Int:
		i, ok := object.SmallInt(v)
		if !ok {
			r, err := object.Repr(x.th, v)
			if err != nil {
				return err
			}
			return object.ValueErrorf("invalid integer value: %s", r.S)
		}
		if to.Kind() == reflect.Bool {
			to.SetBool(i != 0)
		} else {
			to.SetInt(i)
		}
	default:
		for _, t := range v.Type().MRO() {
			if op, ok := x.s.opOf[t]; ok && op.t == to.Type() {
				to.SetUint(uint64(op.n))
				return nil
			}
		}
		return x.unexpected(v, categories[to.Type()])
	}
	return nil
}

// check refuses nodes that the compiler does not expect of a parser.
func check(n any) error {
	empty := func(n int, what, class string) error {
		if n == 0 {
			return object.ValueErrorf("empty %s on %s", what, class)
		}
		return nil
	}
	switch n := n.(type) {
	case *ast.FunctionDef:
		n.NamePos = n.Pos
		return empty(len(n.Body), "body", "FunctionDef")
	case *ast.ClassDef:
		n.NamePos = n.Pos
		return empty(len(n.Body), "body", "ClassDef")
	case *ast.For:
		return empty(len(n.Body), "body", "For")
	case *ast.While:
		return empty(len(n.Body), "body", "While")
	case *ast.If:
		return empty(len(n.Body), "body", "If")
	case *ast.With:
		if err := empty(len(n.Items), "items", "With"); err != nil {
			return err
		}
		return empty(len(n.Body), "body", "With")
	case *ast.Match:
		return empty(len(n.Cases), "cases", "Match")
	case *ast.MatchCase:
		return empty(len(n.Body), "body", "match_case")
	case *ast.Try:
		if len(n.Handlers) == 0 && len(n.Finalbody) == 0 {
			return object.ValueErrorf("Try has neither handlers nor finalbody")
		}
		if len(n.Handlers) == 0 && len(n.Orelse) > 0 {
			return object.ValueErrorf("Try has orelse but no except handlers")
		}
		return empty(len(n.Body), "body", "Try")
	case *ast.ExceptHandler:
		return empty(len(n.Body), "body", "ExceptHandler")
	case *ast.Delete:
		return empty(len(n.Targets), "targets", "Delete")
	case *ast.Assign:
		return empty(len(n.Targets), "targets", "Assign")
	case *ast.Import:
		return empty(len(n.Names), "names", "Import")
	case *ast.ImportFrom:
		if n.Level < 0 {
			return object.ValueErrorf("Negative ImportFrom level")
		}
		return empty(len(n.Names), "names", "ImportFrom")
	case *ast.Global:
		return empty(len(n.Names), "names", "Global")
	case *ast.Nonlocal:
		return empty(len(n.Names), "names", "Nonlocal")
	case *ast.BoolOp:
		if len(n.Values) < 2 {
			return object.ValueErrorf("BoolOp with less than 2 values")
		}
	case *ast.Dict:
		if len(n.Keys) != len(n.Values) {
			return object.ValueErrorf("Dict doesn't have the same number of keys as values")
		}
	case *ast.Set:
		return empty(len(n.Elts), "elts", "Set")
	case *ast.Compare:
		if len(n.Comparators) == 0 {
			return object.ValueErrorf("Compare with no comparators")
		}
		if len(n.Comparators) != len(n.Ops) {
			return object.ValueErrorf("Compare has a different number of comparators and operands")
		}
	case *ast.ListComp:
		return generators(len(n.Generators))
	case *ast.SetComp:
		return generators(len(n.Generators))
	case *ast.DictComp:
		return generators(len(n.Generators))
	case *ast.GeneratorExp:
		return generators(len(n.Generators))
	case *ast.Arguments:
		if len(n.Defaults) > len(n.PosOnly)+len(n.Args) {
			return object.ValueErrorf("more positional defaults than args on arguments")
		}
		if len(n.KwDefaults) != len(n.KwOnly) {
			return object.ValueErrorf("length of kwonlyargs is not the same as kw_defaults on arguments")
		}
	case *ast.MatchMapping:
		if len(n.Keys) != len(n.Patterns) {
			return object.ValueErrorf("MatchMapping doesn't have the same number of keys as patterns")
		}
	case *ast.MatchClass:
		if len(n.KwdAttrs) != len(n.KwdPatterns) {
			return object.ValueErrorf("MatchClass doesn't have the same number of keyword attributes as patterns")
		}
	case *ast.MatchOr:
		if len(n.Patterns) < 2 {
			return object.ValueErrorf("MatchOr requires at least 2 patterns")
		}
	case *ast.MatchAs:
		if n.Pattern != nil && n.Name == "" {
			return object.ValueErrorf("MatchAs must specify a target name if a pattern is given")
		}
	}
	return nil
}

func generators(n int) error {
	if n == 0 {
		return object.ValueErrorf("comprehension with no generators")
	}
	return nil
}
