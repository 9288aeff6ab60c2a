package object

import "unsafe"

// Module is a module object; its namespace is Dict.
type Module struct {
	Header
	Dict *Dict
}

var (
	moduleLayout = NewLayout[Module]()
	ModuleType   = NewType("module", ObjectType, moduleLayout)
)

// ModuleDef is a native module: what it is called and what it holds. Each interpreter makes its own module object of it.
type ModuleDef struct {
	Name, Doc string
	Functions []Func
	// Types are put into the module under their names.
	Types []*Type
	// Init, if any, adds the rest: constants, and state by StateOf.
	Init func(th *Thread, m *Module) error
}

// allocModule makes a module object with room for an attribute tail, so that a script may give it a class of its own.
func allocModule() *Module {
	m := Unchecked[Module](Of(moduleLayout.NewSub()))
	m.Shape = ModuleType.shape
	return m
}

// NewModule makes a module object with the attributes that every module has.
func NewModule(name, doc string) *Module {
	m := allocModule()
	m.Dict = NewDict()
	m.Dict.SetStr(strName, StrValue(name))
	d := None
	if doc != "" {
		d = StrValue(doc)
	}
	m.Dict.SetStr(strDoc, d)
	for _, n := range []string{"__package__", "__loader__", "__spec__"} {
		m.Dict.SetStr(NewStr(n), None)
	}
	return m
}

// Value is the module as a Python value.
func (m *Module) Value() Value { return Value{Ref: &m.Header} }

// AsModule gives v as a module.
func AsModule(v Value) (*Module, bool) { return Cast[Module](v, moduleLayout) }

// Set sets a module attribute.
func (m *Module) Set(name string, v Value) { m.Dict.SetStr(NewStr(name), v) }

// Make makes the interpreter's module object from its definition.
func (def *ModuleDef) Make(th *Thread) (*Module, error) {
	m := NewModule(def.Name, def.Doc)
	name := NewStr(def.Name)
	for i := range def.Functions {
		f := &def.Functions[i]
		m.Dict.SetStr(th.Interp.Intern(f.Name()), NewBuiltin(f, name))
	}
	for _, t := range def.Types {
		m.Dict.SetStr(th.Interp.Intern(t.Name), t.Value())
	}
	if def.Init != nil {
		if err := def.Init(th, m); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func init() {
	ModuleType.KeepAttrs(func(o *Header) **Dict { return &(*Module)(unsafe.Pointer(o)).Dict })
}
