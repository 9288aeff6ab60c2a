package asyncio

import (
	"strconv"

	"ouro/internal/object"
)

// How callbacks, coroutines and futures are shown in reprs and messages.

func itoa(i int) string { return strconv.Itoa(i) }

// shortRepr is reprlib.repr(v).
func shortRepr(th *Thread, v Value) string {
	if v.IsImmediate() {
		return repr(th, v)
	}
	f, err := importAttr(th, "reprlib", "repr")
	if err != nil {
		return repr(th, v)
	}
	r, err := object.Call1(th, f, v)
	if err != nil {
		return "<" + v.Type().Name + " instance at " + address(v) + ">"
	}
	return text(r)
}

func address(v Value) string { return "0x" + strconv.FormatUint(uint64(object.Address(v)), 16) }

var (
	nPartialFunc = object.NewStr("func")
	nKeywords    = object.NewStr("keywords")
	nWrapped     = object.NewStr("__wrapped__")
	nFilename    = object.NewStr("co_filename")
	nFirstLine   = object.NewStr("co_firstlineno")
)

// isPartial reports whether v is a functools.partial.
func isPartial(v Value) bool {
	for _, t := range v.Type().MRO() {
		if t.Name == "partial" {
			return true
		}
	}
	return false
}

// formatCallback shows fn(args); only debug mode shows the arguments themselves.
func formatCallback(th *Thread, fn Value, args []Value, debug bool) string {
	return formatCall(th, fn, args, nil, debug, "")
}

func formatCall(th *Thread, fn Value, args []Value, kwargs *object.Dict, debug bool, suffix string) string {
	if fn.Ref == nil {
		fn = None
	}
	suffix = formatArgs(th, args, kwargs, debug) + suffix
	if isPartial(fn) {
		if inner, err := object.GetAttrOr(th, fn, nPartialFunc); err == nil && inner.Ref != nil {
			var items []Value
			if a, err := object.GetAttrOr(th, fn, nArgs); err == nil && a.Ref != nil {
				if t, ok := object.AsTuple(a); ok {
					items = t.Items
				}
			}
			var d *object.Dict
			if k, err := object.GetAttrOr(th, fn, nKeywords); err == nil && k.Ref != nil {
				d, _ = object.AsDict(k)
			}
			return formatCall(th, inner, items, d, debug, suffix)
		}
	}
	for _, n := range []*Str{nQualName, nDName} {
		if q, err := object.GetAttrOr(th, fn, n); err == nil && q.Ref != nil && text(q) != "" {
			return text(q) + suffix
		}
	}
	return repr(th, fn) + suffix
}

func formatArgs(th *Thread, args []Value, kwargs *object.Dict, debug bool) string {
	if !debug {
		return "()"
	}
	s, sep := "(", ""
	for _, a := range args {
		s += sep + shortRepr(th, a)
		sep = ", "
	}
	if kwargs != nil {
		for k, v := range kwargs.All() {
			s += sep + text(k) + "=" + shortRepr(th, v)
			sep = ", "
		}
	}
	return s + ")"
}

// formatCallbackSource is formatCallback with the place where fn is defined.
func formatCallbackSource(th *Thread, fn Value, args []Value, debug bool) string {
	s := formatCallback(th, fn, args, debug)
	if file, line, ok := functionSource(th, fn); ok {
		s += " at " + file + ":" + itoa(line)
	}
	return s
}

// functionSource finds where a function or partial is defined.
func functionSource(th *Thread, fn Value) (file string, line int, ok bool) {
	for range 20 {
		if fn.Ref == nil || fn.IsNone() {
			return "", 0, false
		}
		if w, err := object.GetAttrOr(th, fn, nWrapped); err == nil && w.Ref != nil {
			fn = w
			continue
		}
		if _, isMethod := object.AsMethod(fn); isMethod {
			return "", 0, false
		}
		if isPartial(fn) || fn.Type().Name == "partialmethod" {
			fn, _ = object.GetAttrOr(th, fn, nPartialFunc)
			continue
		}
		break
	}
	code, err := object.GetAttrOr(th, fn, nCode)
	if err != nil || code.Ref == nil {
		return "", 0, false
	}
	return codeSource(th, code)
}

func codeSource(th *Thread, code Value) (file string, line int, ok bool) {
	f, err := object.GetAttrOr(th, code, nFilename)
	if err != nil || f.Ref == nil {
		return "", 0, false
	}
	l, err := object.GetAttrOr(th, code, nFirstLine)
	if err != nil || !l.IsInt() {
		return "", 0, false
	}
	return text(f), int(l.Int64()), true
}

var (
	nCrCode    = object.NewStr("cr_code")
	nGiCode    = object.NewStr("gi_code")
	nCrFrame   = object.NewStr("cr_frame")
	nGiFrame   = object.NewStr("gi_frame")
	nCrRunning = object.NewStr("cr_running")
	nGiRunning = object.NewStr("gi_running")
	nLineNo    = object.NewStr("f_lineno")
)

// formatCoroutine shows a coroutine and where it is.
func formatCoroutine(th *Thread, c Value) string {
	if n, ok := object.Cast[coro](c, coroLayout); ok {
		q := n.body.qualname()
		place := codeFile(th, q) + ":" + itoa(codeLine)
		if n.state == coroClosed {
			return q + "() done, defined at " + place
		}
		return q + "() running at " + place
	}
	attr := func(names ...*Str) Value {
		for _, n := range names {
			if v, err := object.GetAttrOr(th, c, n); err == nil && v.Ref != nil && !v.IsNone() {
				return v
			}
		}
		return Value{}
	}
	name := ""
	if q := attr(nQualName, nDName); q.Ref != nil {
		name = text(q) + "()"
	} else {
		name = "<" + c.Type().Name + " without __name__>()"
	}
	running := false
	if r := attr(nCrRunning, nGiRunning); r.Ref != nil {
		running = r == object.True
	}
	code := attr(nCrCode, nGiCode)
	if code.Ref == nil {
		if running {
			return name + " running"
		}
		return name
	}
	file, line, _ := codeSource(th, code)
	if file == "" {
		file = "<empty co_filename>"
	}
	frame := attr(nCrFrame, nGiFrame)
	if frame.Ref != nil {
		if l, err := object.GetAttrOr(th, frame, nLineNo); err == nil && l.IsInt() {
			line = int(l.Int64())
		}
		return name + " running at " + file + ":" + itoa(line)
	}
	return name + " done, defined at " + file + ":" + itoa(line)
}

// createdAt shows the last entry of a source traceback.
func createdAt(th *Thread, tb Value) string {
	if tb.Ref == nil || tb.IsNone() {
		return ""
	}
	n, err := object.Len(th, tb)
	if err != nil || n == 0 {
		return ""
	}
	last, err := object.GetItem(th, tb, object.Int(-1))
	if err != nil {
		return ""
	}
	f, err := object.GetItem(th, last, object.Int(0))
	if err != nil {
		return ""
	}
	l, err := object.GetItem(th, last, object.Int(1))
	if err != nil {
		return ""
	}
	return " created at " + text(f) + ":" + repr(th, l)
}

// extractStack is the stack of the caller, as debug mode keeps it with futures and handles.
func extractStack(th *Thread) *Value {
	f, err := importAttr(th, "asyncio.format_helpers", "extract_stack")
	if err != nil {
		return nil
	}
	v, err := object.Call0(th, f)
	if err != nil {
		return nil
	}
	return &v
}

// toFloat converts a number as float() would.
func toFloat(th *Thread, v Value) (float64, error) {
	switch {
	case v.IsFloat():
		return v.Float64(), nil
	case v.IsInt(), v.IsBool():
		return float64(v.Int64()), nil
	}
	s := object.S(v)
	if s.ToFloat != nil {
		r, err := s.ToFloat(th, v)
		if err != nil {
			return 0, err
		}
		if r.IsFloat() {
			return r.Float64(), nil
		}
	}
	if s.Index != nil {
		r, err := s.Index(th, v)
		if err != nil {
			return 0, err
		}
		if r.IsInt() {
			return float64(r.Int64()), nil
		}
	}
	return 0, object.TypeErrorf("must be real number, not %s", v.Type().Name)
}
