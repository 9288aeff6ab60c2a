package builtins

import "ouro/internal/object"

// What Python's site module adds for interactive use: exit, quit, help and the notices.

// siteObject is one of them: text is its repr, call what calling it does.
type siteObject struct {
	object.Header
	name, text string
	call       func(th *object.Thread, s *siteObject, args []object.Value) (object.Value, error)
}

var (
	siteLayout  = object.NewLayout[siteObject]()
	quitterType = object.NewType("Quitter", object.ObjectType, siteLayout)
	printerType = object.NewType("_Printer", object.ObjectType, siteLayout)
	helperType  = object.NewType("_Helper", object.ObjectType, siteLayout)
)

func newSiteObject(t *object.Type, name, text string, call func(th *object.Thread, s *siteObject, args []object.Value) (object.Value, error)) object.Value {
	s := &siteObject{name: name, text: text, call: call}
	s.Shape = t.ExactShape()
	return object.Of(&s.Header)
}

func quit(th *object.Thread, s *siteObject, args []object.Value) (object.Value, error) {
	code := object.None
	if len(args) > 0 {
		code = args[0]
	}
	e := object.NewExc(object.SystemExitType, code)
	e.SetField("code", code)
	return object.Value{}, e
}

func showText(th *object.Thread, s *siteObject, args []object.Value) (object.Value, error) {
	return print(th, []object.Value{object.StrValue(s.text)}, nil)
}

// help shows an object's name, signature and docstring.
func help(th *object.Thread, s *siteObject, args []object.Value) (object.Value, error) {
	if len(args) == 0 {
		return showText(th, s, nil)
	}
	v := args[0]
	name, err := object.GetAttrOr(th, v, object.NewStr("__name__"))
	if err != nil {
		return object.Value{}, err
	}
	if name.Ref == nil {
		v = v.Type().Value()
		if name, err = object.GetAttr(th, v, object.NewStr("__name__")); err != nil {
			return object.Value{}, err
		}
	}
	title, err := object.ToStr(th, name)
	if err != nil {
		return object.Value{}, err
	}
	text := "Help on " + v.Type().Name + " " + title.S + ":\n"
	if sig, err := object.GetAttrOr(th, v, object.NewStr("__text_signature__")); err == nil && sig.Ref != nil && !sig.IsNone() {
		if t, ok := object.AsStr(sig); ok {
			text += "\n" + title.S + t.S
		}
	}
	if doc, err := object.GetAttrOr(th, v, object.NewStr("__doc__")); err == nil && doc.Ref != nil && !doc.IsNone() {
		if t, ok := object.AsStr(doc); ok {
			text += "\n    " + t.S
		}
	}
	return print(th, []object.Value{object.StrValue(text)}, nil)
}

func addSite(m *object.Module) {
	for _, n := range []string{"exit", "quit"} {
		m.Set(n, newSiteObject(quitterType, n, "Use "+n+"() or Ctrl-D (i.e. EOF) to exit", quit))
	}
	m.Set("help", newSiteObject(helperType, "help", "Type help() for interactive help, or help(object) for help about object.", help))
	m.Set("copyright", newSiteObject(printerType, "copyright", "Ouro is free software; see license().", showText))
	m.Set("credits", newSiteObject(printerType, "credits", "Ouro runs Python; thanks to everybody who made Python what it is.", showText))
	m.Set("license", newSiteObject(printerType, "license", "See the file LICENSE of the distribution.", showText))
}

func init() {
	for _, t := range []*object.Type{quitterType, printerType, helperType} {
		t.Module = "_sitebuiltins"
		t.Flags |= object.FlagNoNew
		t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.StrValue(object.Unchecked[siteObject](v).text), nil
		}
		t.Call = func(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
			s := object.Unchecked[siteObject](f)
			return s.call(th, s, args)
		}
		t.GetSets = []object.GetSet{{Name: "name", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.StrValue(object.Unchecked[siteObject](v).name), nil
		}}}
	}
}
