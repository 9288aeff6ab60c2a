package interp

import (
	"slices"
	"strings"

	"ouro/internal/object"
	"ouro/internal/vm"
)

// "Did you mean": the name that a misspelt one probably stands for.

const (
	longestName = 40
	mostNames   = 750
	moveCost    = 2 // of inserting, deleting or replacing a letter; changing its case costs half
)

// hint completes the text of a NameError, AttributeError or ImportError that will be shown.
func (in *Interp) hint(th *object.Thread, e *object.Exc) string {
	field := "name"
	isImport := e.Type().IsSubtype(object.ImportErrorType)
	if isImport {
		field = "name_from"
	} else if !e.Type().IsSubtype(object.NameErrorType) && !e.Type().IsSubtype(object.AttributeErrorType) {
		return ""
	}
	wrong, ok := object.AsStr(e.Field(field))
	if !ok {
		if isImport && e.Type().IsSubtype(object.ModuleNotFoundErrorType) && in.config.Flags.NoSite {
			if n, ok := object.AsStr(e.Field("name")); ok && !in.isStdlib(th, n) {
				return ". Site initialization is disabled, did you forget to add the site-packages directory to sys.path?"
			}
		}
		return ""
	}
	text := ""
	if best := in.suggestion(th, e, wrong.S); best != "" {
		text = ". Did you mean: '" + best + "'?"
	}
	if e.Type().IsSubtype(object.NameErrorType) && in.isStdlib(th, wrong) {
		if text == "" {
			return ". Did you forget to import '" + wrong.S + "'?"
		}
		text += " Or did you forget to import '" + wrong.S + "'?"
	}
	return text
}

func (in *Interp) isStdlib(th *object.Thread, name *object.Str) bool {
	names, ok := in.Sys.GetString("stdlib_module_names")
	if !ok {
		return false
	}
	has, err := object.Contains(th, names, name.Value())
	return err == nil && has
}

// dirNames is dir(v).
func (in *Interp) dirNames(th *object.Thread, v object.Value) []string {
	dir, ok := in.Builtins.GetString("dir")
	if !ok {
		return nil
	}
	l, err := object.Call1(th, dir, v)
	if err != nil {
		return nil
	}
	names := keys(th, l)
	slices.Sort(names)
	return names
}

// keys gives the strs among the items of an iterable.
func keys(th *object.Thread, v object.Value) []string {
	var names []string
	// What cannot be listed gives no suggestions.
	_ = object.Each(th, v, func(x object.Value) (bool, error) {
		if s, ok := object.AsStr(x); ok {
			names = append(names, s.S)
		}
		return false, nil
	})
	return names
}

func lastTraceback(e *object.Exc) *vm.Traceback {
	tb, ok := vm.AsTraceback(e.Traceback)
	if !ok {
		return nil
	}
	for tb.Next() != nil {
		tb = tb.Next()
	}
	return tb
}

// frameLocals is f_locals of the frame that raised.
func frameLocals(th *object.Thread, tb *vm.Traceback) object.Value {
	v, err := object.GetAttr(th, object.Of(&tb.Frame().Header), object.NewStr("f_locals"))
	if err != nil {
		return object.None
	}
	return v
}

func (in *Interp) suggestion(th *object.Thread, e *object.Exc, wrong string) string {
	hidePrivate := !strings.HasPrefix(wrong, "_")
	var names []string
	switch {
	case e.Type().IsSubtype(object.AttributeErrorType):
		obj := e.Field("obj")
		if !obj.Bound() {
			return ""
		}
		names = in.dirNames(th, obj)
		if hidePrivate {
			if tb := lastTraceback(e); tb != nil {
				if self, err := object.GetItem(th, frameLocals(th, tb), object.StrValue("self")); err == nil && self == obj {
					hidePrivate = false // inside a method, private attributes are fair
				}
			}
		}
	case e.Type().IsSubtype(object.ImportErrorType):
		mod, ok := object.AsStr(e.Field("name"))
		if !ok {
			return ""
		}
		m, err := in.importModule(th, mod.S)
		if err != nil {
			return ""
		}
		names = in.dirNames(th, m)
	default:
		tb := lastTraceback(e)
		if tb == nil {
			return ""
		}
		hidePrivate = false
		locals := frameLocals(th, tb)
		if self, err := object.GetItem(th, locals, object.StrValue("self")); err == nil {
			if v, err := object.GetAttrOr(th, self, object.NewStr(wrong)); err == nil && v.Bound() {
				return "self." + wrong
			}
		}
		names = keys(th, locals)
		frame := object.Of(&tb.Frame().Header)
		for _, attr := range []string{"f_globals", "f_builtins"} {
			if d, err := object.GetAttr(th, frame, object.NewStr(attr)); err == nil {
				names = append(names, keys(th, d)...)
			}
		}
	}
	if hidePrivate {
		names = slices.DeleteFunc(names, func(n string) bool { return strings.HasPrefix(n, "_") })
	}
	return bestMatch(names, wrong)
}

func bestMatch(names []string, wrong string) string {
	if len(names) > mostNames || len(wrong) > longestName {
		return ""
	}
	best, bestDistance := "", -1
	a := []rune(wrong)
	for _, n := range names {
		if n == wrong {
			continue // it exists: its absence was temporary
		}
		b := []rune(n)
		// A third of all the characters may differ.
		limit := (len(a) + len(b) + 3) * moveCost / 6
		if bestDistance >= 0 {
			limit = min(limit, bestDistance-1)
		}
		if d := distance(a, b, limit); d <= limit && (bestDistance < 0 || d < bestDistance) {
			best, bestDistance = n, d
		}
	}
	return best
}

func substitution(a, b rune) int {
	switch {
	case a == b:
		return 0
	case strings.EqualFold(string(a), string(b)):
		return 1
	}
	return moveCost
}

// distance is the edit distance; above limit, some number above limit.
func distance(a, b []rune, limit int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) == 0 {
		return moveCost * (len(a) + len(b))
	}
	if len(a) > longestName || len(b) > longestName || max(len(a)-len(b), len(b)-len(a))*moveCost > limit {
		return limit + 1
	}
	row := make([]int, len(a)+1)
	for i := range row {
		row[i] = i * moveCost
	}
	for i, c := range b {
		diagonal := row[0]
		row[0] = (i + 1) * moveCost
		least := row[0]
		for j, o := range a {
			next := min(diagonal+substitution(c, o), row[j]+moveCost, row[j+1]+moveCost)
			diagonal = row[j+1]
			row[j+1] = next
			least = min(least, next)
		}
		if least > limit {
			return limit + 1
		}
	}
	return row[len(a)]
}
