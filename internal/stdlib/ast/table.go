package ast

import (
	"reflect"
	"strings"

	"ouro/internal/ast"
)

// spec ties a class of Python's ast module to the Go struct that its nodes are.
type spec struct {
	name   string
	goType reflect.Type
	fields []field
	// variant names a bool field that tells the class apart from another of the same struct, as in AsyncFor.
	variant string
	set     bool
}

// field is one field of a class; Go has none for what the parser never gives (type comments).
type field struct {
	name     string
	index    int // of the Go field, -1 for none
	optional bool
}

// row makes a spec: fields are written "python=Go", with a ? where a str may be None, or alone where Go has none.
func row(name string, node any, fields string) *spec {
	s := &spec{name: name, goType: reflect.TypeOf(node)}
	for _, f := range strings.Fields(fields) {
		py, goName, ok := strings.Cut(f, "=")
		d := field{name: strings.TrimSuffix(py, "?"), index: -1, optional: strings.HasSuffix(py, "?")}
		if ok {
			g, found := s.goType.FieldByName(goName)
			if !found {
				panic("no field " + goName + " in " + name)
			}
			d.index = g.Index[0]
		}
		s.fields = append(s.fields, d)
	}
	return s
}

func (s *spec) when(variant string, set bool) *spec {
	s.variant, s.set = variant, set
	return s
}

const (
	functionFields = "name=Name args=Args body=Body decorator_list=Decorators returns=Returns type_comment type_params=TypeParams"
	forFields      = "target=Target iter=Iter body=Body orelse=Orelse type_comment"
	withFields     = "items=Items body=Body type_comment"
	tryFields      = "body=Body handlers=Handlers orelse=Orelse finalbody=Finalbody"
	compFields     = "elt=Elt generators=Generators"
	fieldFields    = "value=Value conversion=Conversion format_spec=Spec"
)

// specs are the classes of nodes; those of operators and contexts are named by their String methods.
var specs = []*spec{
	row("Module", ast.Module{}, "body=Body type_ignores"),
	row("Interactive", ast.Interactive{}, "body=Body"),
	row("Expression", ast.Expression{}, "body=Body"),
	row("FunctionType", ast.FunctionType{}, "argtypes=ArgTypes returns=Returns"),

	row("FunctionDef", ast.FunctionDef{}, functionFields).when("Async", false),
	row("AsyncFunctionDef", ast.FunctionDef{}, functionFields).when("Async", true),
	row("ClassDef", ast.ClassDef{}, "name=Name bases=Bases keywords=Keywords body=Body decorator_list=Decorators type_params=TypeParams"),
	row("Return", ast.Return{}, "value=Value"),
	row("Delete", ast.Delete{}, "targets=Targets"),
	row("Assign", ast.Assign{}, "targets=Targets value=Value type_comment"),
	row("TypeAlias", ast.TypeAlias{}, "name=Name type_params=TypeParams value=Value"),
	row("AugAssign", ast.AugAssign{}, "target=Target op=Op value=Value"),
	row("AnnAssign", ast.AnnAssign{}, "target=Target annotation=Annotation value=Value simple=Simple"),
	row("For", ast.For{}, forFields).when("Async", false),
	row("AsyncFor", ast.For{}, forFields).when("Async", true),
	row("While", ast.While{}, "test=Test body=Body orelse=Orelse"),
	row("If", ast.If{}, "test=Test body=Body orelse=Orelse"),
	row("With", ast.With{}, withFields).when("Async", false),
	row("AsyncWith", ast.With{}, withFields).when("Async", true),
	row("Match", ast.Match{}, "subject=Subject cases=Cases"),
	row("Raise", ast.Raise{}, "exc=Exc cause=Cause"),
	row("Try", ast.Try{}, tryFields).when("Star", false),
	row("TryStar", ast.Try{}, tryFields).when("Star", true),
	row("Assert", ast.Assert{}, "test=Test msg=Msg"),
	row("Import", ast.Import{}, "names=Names"),
	row("ImportFrom", ast.ImportFrom{}, "module?=Module names=Names level=Level"),
	row("Global", ast.Global{}, "names=Names"),
	row("Nonlocal", ast.Nonlocal{}, "names=Names"),
	row("Expr", ast.ExprStmt{}, "value=Value"),
	row("Pass", ast.Pass{}, ""),
	row("Break", ast.Break{}, ""),
	row("Continue", ast.Continue{}, ""),

	row("BoolOp", ast.BoolOp{}, "op=Op values=Values"),
	row("NamedExpr", ast.NamedExpr{}, "target=Target value=Value"),
	row("BinOp", ast.BinOp{}, "left=Left op=Op right=Right"),
	row("UnaryOp", ast.UnaryOp{}, "op=Op operand=Operand"),
	row("Lambda", ast.Lambda{}, "args=Args body=Body"),
	row("IfExp", ast.IfExp{}, "test=Test body=Body orelse=Orelse"),
	row("Dict", ast.Dict{}, "keys=Keys values=Values"),
	row("Set", ast.Set{}, "elts=Elts"),
	row("ListComp", ast.ListComp{}, compFields),
	row("SetComp", ast.SetComp{}, compFields),
	row("DictComp", ast.DictComp{}, "key=Key value=Value generators=Generators"),
	row("GeneratorExp", ast.GeneratorExp{}, compFields),
	row("Await", ast.Await{}, "value=Value"),
	row("Yield", ast.Yield{}, "value=Value"),
	row("YieldFrom", ast.YieldFrom{}, "value=Value"),
	row("Compare", ast.Compare{}, "left=Left ops=Ops comparators=Comparators"),
	row("Call", ast.Call{}, "func=Func args=Args keywords=Keywords"),
	row("FormattedValue", ast.FormattedValue{}, fieldFields),
	row("Interpolation", ast.Interpolation{}, "value=Value str=Str conversion=Conversion format_spec=Spec"),
	row("JoinedStr", ast.JoinedStr{}, "values=Values"),
	row("TemplateStr", ast.TemplateStr{}, "values=Values"),
	row("Constant", ast.Constant{}, "value kind"),
	row("Attribute", ast.Attribute{}, "value=Value attr=Attr ctx=Ctx"),
	row("Subscript", ast.Subscript{}, "value=Value slice=Slice ctx=Ctx"),
	row("Starred", ast.Starred{}, "value=Value ctx=Ctx"),
	row("Name", ast.Name{}, "id=ID ctx=Ctx"),
	row("List", ast.List{}, "elts=Elts ctx=Ctx"),
	row("Tuple", ast.Tuple{}, "elts=Elts ctx=Ctx"),
	row("Slice", ast.Slice{}, "lower=Lower upper=Upper step=Step"),

	row("comprehension", ast.Comprehension{}, "target=Target iter=Iter ifs=Ifs is_async=Async"),
	row("ExceptHandler", ast.ExceptHandler{}, "type=Type name?=Name body=Body"),
	row("arguments", ast.Arguments{}, "posonlyargs=PosOnly args=Args vararg=Vararg kwonlyargs=KwOnly kw_defaults=KwDefaults kwarg=Kwarg defaults=Defaults"),
	row("arg", ast.Arg{}, "arg=Name annotation=Annotation type_comment"),
	row("keyword", ast.Keyword{}, "arg?=Name value=Value"),
	row("alias", ast.Alias{}, "name=Name asname?=AsName"),
	row("withitem", ast.WithItem{}, "context_expr=Context optional_vars=Vars"),
	row("match_case", ast.MatchCase{}, "pattern=Pattern guard=Guard body=Body"),

	row("MatchValue", ast.MatchValue{}, "value=Value"),
	row("MatchSingleton", ast.MatchSingleton{}, "value"),
	row("MatchSequence", ast.MatchSequence{}, "patterns=Patterns"),
	row("MatchMapping", ast.MatchMapping{}, "keys=Keys patterns=Patterns rest?=Rest"),
	row("MatchClass", ast.MatchClass{}, "cls=Cls patterns=Patterns kwd_attrs=KwdAttrs kwd_patterns=KwdPatterns"),
	row("MatchStar", ast.MatchStar{}, "name?=Name"),
	row("MatchAs", ast.MatchAs{}, "pattern=Pattern name?=Name"),
	row("MatchOr", ast.MatchOr{}, "patterns=Patterns"),

	row("TypeVar", ast.TypeVar{}, "name=Name bound=Bound default_value=Default"),
	row("ParamSpec", ast.ParamSpec{}, "name=Name default_value=Default"),
	row("TypeVarTuple", ast.TypeVarTuple{}, "name=Name default_value=Default"),
}

// byType finds a spec; of a struct with variants, the first.
var byType = index()

func index() map[reflect.Type]*spec {
	t := map[reflect.Type]*spec{}
	for _, s := range specs {
		if t[s.goType] == nil {
			t[s.goType] = s
		}
	}
	return t
}

// notNil are the fields of node type that may be absent.
var mayBeNil = map[string]bool{
	"returns": true, "cause": true, "exc": true, "msg": true, "type": true, "annotation": true, "vararg": true, "kwarg": true, "optional_vars": true,
	"guard": true, "pattern": true, "lower": true, "upper": true, "step": true, "format_spec": true, "bound": true, "default_value": true,
}

// absent reports whether a class's field may be None.
func (s *spec) absent(f string) bool {
	switch s.name {
	case "FunctionType", "match_case":
		return f == "guard"
	case "arg":
		return f == "annotation"
	case "AnnAssign":
		return f == "value"
	case "Return", "Yield":
		return true
	}
	return mayBeNil[f]
}

// operators are the names of the classes of an enumeration, by value.
func operators(t reflect.Type) []string {
	var names []string
	for i := uint8(0); ; i++ {
		n, ok := operatorName(t, i)
		if !ok {
			return names
		}
		names = append(names, n)
	}
}

var counts = map[reflect.Type]uint8{
	reflect.TypeFor[ast.ExprContext](): 3, reflect.TypeFor[ast.BoolOperator](): 2, reflect.TypeFor[ast.Operator](): 13,
	reflect.TypeFor[ast.UnaryOperator](): 4, reflect.TypeFor[ast.CmpOperator](): 10,
}

var categories = map[reflect.Type]string{
	reflect.TypeFor[ast.ExprContext](): "expr_context", reflect.TypeFor[ast.BoolOperator](): "boolop", reflect.TypeFor[ast.Operator](): "operator",
	reflect.TypeFor[ast.UnaryOperator](): "unaryop", reflect.TypeFor[ast.CmpOperator](): "cmpop",
	reflect.TypeFor[ast.Expr](): "expr", reflect.TypeFor[ast.Stmt](): "stmt", reflect.TypeFor[ast.Pattern](): "pattern", reflect.TypeFor[ast.TypeParam](): "type_param",
}

func operatorName(t reflect.Type, i uint8) (string, bool) {
	if i >= counts[t] {
		return "", false
	}
	v := reflect.New(t).Elem()
	v.SetUint(uint64(i))
	return v.Interface().(interface{ String() string }).String(), true
}
