package interp

import (
	"path/filepath"
	"strings"

	"ouro/internal/object"
)

// Spec is importlib.machinery.ModuleSpec: what a finder says of a module.
type Spec struct {
	object.Header
	name, loader, origin, locations, loaderState, cached object.Value
	// initializing is True while the module's code runs, unbound before.
	initializing object.Value
	hasLocation  bool
	dict         *object.Dict
	// source is what the frozen and file finders have found, so that the loader need not search again.
	source *moduleSource
}

var (
	specLayout = object.NewLayout[Spec]()
	specType   = object.NewType("ModuleSpec", object.ObjectType, specLayout)
)

func asSpec(v object.Value) (*Spec, bool) { return object.Cast[Spec](v, specLayout) }

// Value is the spec as a Python value.
func (s *Spec) Value() object.Value { return object.Of(&s.Header) }

func newSpec(name string, loader object.Value) *Spec {
	s := &Spec{name: object.StrValue(name), loader: loader, origin: object.None, locations: object.None, loaderState: object.None}
	s.Shape = specType.ExactShape()
	return s
}

// parent is the name of the package that the module is in, or is.
func (s *Spec) parent() object.Value {
	n, ok := object.AsStr(s.name)
	if !ok {
		return object.None
	}
	if !s.locations.IsNone() {
		return s.name
	}
	return object.StrValue(n.S[:max(strings.LastIndexByte(n.S, '.'), 0)])
}

// cachedPath is where compiled code of the source would be kept.
func (s *Spec) cachedPath() object.Value {
	if s.cached.Bound() {
		return s.cached
	}
	o, ok := object.AsStr(s.origin)
	if !ok || !s.hasLocation || !strings.HasSuffix(o.S, ".py") {
		return object.None
	}
	dir, file := filepath.Split(o.S)
	return object.StrValue(dir + "__pycache__/" + strings.TrimSuffix(file, "py") + "ouro-314.pyc")
}

func specInit(th *object.Thread, args []object.Value) (object.Value, error) {
	s := object.Unchecked[Spec](args[0])
	s.name, s.loader, s.origin, s.loaderState, s.locations = args[1], args[2], args[3], args[4], object.None
	if !args[5].IsNone() {
		pkg, err := object.Truth(th, args[5])
		if err != nil {
			return object.Value{}, err
		}
		if pkg {
			s.locations = object.ListValue()
		}
	}
	return object.None, nil
}

func specRepr(th *object.Thread, v object.Value) (object.Value, error) {
	s := object.Unchecked[Spec](v)
	var b strings.Builder
	b.WriteString(v.Type().Name + "(")
	for i, f := range []struct {
		name string
		v    object.Value
		show bool
	}{{"name", s.name, true}, {"loader", s.loader, true}, {"origin", s.origin, !s.origin.IsNone()}, {"submodule_search_locations", s.locations, !s.locations.IsNone()}} {
		if !f.show {
			continue
		}
		if i > 0 {
			b.WriteString(", ")
		}
		r, err := object.Repr(th, f.v)
		if err != nil {
			return object.Value{}, err
		}
		b.WriteString(f.name + "=" + r.S)
	}
	b.WriteByte(')')
	return object.StrValue(b.String()), nil
}

func specCompare(th *object.Thread, a, b object.Value, op object.CmpOp) (object.Value, error) {
	x, ok1 := asSpec(a)
	y, ok2 := asSpec(b)
	if !ok1 || !ok2 || op != object.Eq && op != object.Ne {
		return object.NotImplemented, nil
	}
	same := x.hasLocation == y.hasLocation
	for _, p := range [][2]object.Value{{x.name, y.name}, {x.loader, y.loader}, {x.origin, y.origin}, {x.locations, y.locations}, {x.cachedPath(), y.cachedPath()}} {
		if !same {
			break
		}
		var err error
		if same, err = object.Equal(th, p[0], p[1]); err != nil {
			return object.Value{}, err
		}
	}
	return object.Bool(same == (op == object.Eq)), nil
}

func init() {
	t := specType
	t.Module = "_frozen_importlib"
	t.Doc = "What a finder says of a module: its name, loader, and where it comes from."
	t.KeepAttrs(func(o *object.Header) **object.Dict { return &object.Unchecked[Spec](object.Of(o)).dict })
	t.New = func(th *object.Thread, c *object.Type, args []object.Value, names []*object.Str) (object.Value, error) {
		s := object.NewObject[Spec](th, c)
		s.name, s.loader, s.origin, s.locations, s.loaderState = object.None, object.None, object.None, object.None, object.None
		return s.Value(), nil
	}
	initRow := &object.Func{Sig: "__init__(name, loader, *, origin=None, loader_state=None, is_package=None)", Fn: object.FN(specInit)}
	t.Init = func(th *object.Thread, self object.Value, args []object.Value, names []*object.Str) error {
		_, err := object.Call(th, object.NewBuiltinBound(initRow, self, t), args, names)
		return err
	}
	t.Repr, t.Compare = specRepr, specCompare
	t.Hash = nil
	field := func(name string, f func(s *Spec) *object.Value) object.Member {
		return object.Member{Name: name, Writable: true, Field: func(v object.Value) *object.Value { return f(object.Unchecked[Spec](v)) }}
	}
	t.Members = []object.Member{
		field("name", func(s *Spec) *object.Value { return &s.name }),
		field("loader", func(s *Spec) *object.Value { return &s.loader }),
		field("origin", func(s *Spec) *object.Value { return &s.origin }),
		field("submodule_search_locations", func(s *Spec) *object.Value { return &s.locations }),
		field("loader_state", func(s *Spec) *object.Value { return &s.loaderState }),
		field("_initializing", func(s *Spec) *object.Value { return &s.initializing }),
	}
	flag := object.GetSet{Name: "has_location", Doc: "Whether origin is a place that the module was loaded from.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.Bool(object.Unchecked[Spec](v).hasLocation), nil
	}, Set: func(th *object.Thread, v, x object.Value) error {
		if !x.Bound() {
			return object.NewExcf(object.AttributeErrorType, "can't delete attribute")
		}
		yes, err := object.Truth(th, x)
		object.Unchecked[Spec](v).hasLocation = yes
		return err
	}}
	alias := flag
	alias.Name = "_set_fileattr"
	t.GetSets = []object.GetSet{
		{Name: "parent", Doc: "The name of the package that the module belongs to.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Unchecked[Spec](v).parent(), nil
		}},
		{Name: "cached", Doc: "Where compiled code would be kept.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Unchecked[Spec](v).cachedPath(), nil
		}, Set: func(th *object.Thread, v, x object.Value) error {
			object.Unchecked[Spec](v).cached = x
			return nil
		}},
		flag, alias,
	}
}
