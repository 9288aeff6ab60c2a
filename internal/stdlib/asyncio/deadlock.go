package asyncio

import (
	"strings"

	"ouro/internal/object"
	"ouro/internal/stdlib/signals"
)

// When run_until_complete waits for something, nothing is ready and nothing can become so, CPython sleeps for ever. Here it ends with a
// DeadlockError that tells what each task waits for.
//
// A report that is wrong is worse than one that is missing. What can wake a loop is: a timer, a descriptor, a job or child process, a
// signal handler of the script's (^C is not one), another thread. The kernel knows the first three; stalled looks for the others. It
// does not judge a loop whose class is a script's, nor run_forever(), which is told to wait.

// DeadlockErrorType is ouro.DeadlockError.
var DeadlockErrorType = object.NewType("DeadlockError", object.RuntimeErrorType, object.RuntimeErrorType.Layout())

func init() {
	DeadlockErrorType.Module = "ouro"
	DeadlockErrorType.Doc = "Every task waits, and nothing can wake one.\n\ntasks lists them."
}

// stalled is the kernel's Stalled hook.
func (lp *Loop) stalled() error {
	th := lp.th
	if th == nil || lp.main.Ref == nil || !stateOf(th).settings.Deadlocks || !lp.unreachable(th) {
		return nil
	}
	// A finaliser may wake a task; CPython would have run it long ago.
	if _, err := coldCall(th, "gc", "collect"); err != nil {
		return err
	}
	if err := th.CheckBreaker(); err != nil {
		return err
	}
	if lp.l.Busy() || !lp.unreachable(th) {
		return nil
	}
	return lp.deadlock(th)
}

// unreachable reports whether neither a thread nor a signal handler can reach the loop.
func (lp *Loop) unreachable(th *Thread) bool {
	if th.ID != 1 || th.Interp.Outside > 0 || lp.signals != nil && lp.signals.Len() > 0 || lp.Shape != unixLoopShape || lp.dict != nil {
		return false
	}
	alone := true
	signals.Handlers(th, func(_ int, h Value) bool {
		alone = signals.Interrupts(h)
		if b, ok := object.AsBuiltin(h); ok {
			def, _ := b.Def()
			alone = alone || def == &onSigint
		}
		return alone
	})
	return alone
}

// Limits of a report.
const (
	shownGroups = 12
	shownNames  = 5
)

// deadlock makes the error.
func (lp *Loop) deadlock(th *Thread) error {
	tasks := allTasks(th, lp.Value())
	// Tasks that wait for the same thing in the same place are told of together.
	type group struct {
		names []string
		n     int
		what  string
	}
	var groups []*group
	byText := map[string]*group{}
	for _, v := range tasks {
		what := describeWait(th, v)
		g := byText[what]
		if g == nil {
			g = &group{what: what}
			byText[what] = g
			groups = append(groups, g)
		}
		if g.n++; g.n <= shownNames {
			g.names = append(g.names, taskTitle(th, v))
		}
	}
	var b strings.Builder
	switch len(tasks) {
	case 0:
		b.WriteString("the future that the program waits for is not done, and nothing can complete it: " + repr(th, lp.main))
	case 1:
		b.WriteString("the only task waits, and nothing can wake it")
	default:
		b.WriteString("all " + itoa(len(tasks)) + " tasks wait, and nothing can wake one")
	}
	told := 0
	for i, g := range groups {
		if i == shownGroups {
			b.WriteString("\n  and " + itoa(len(tasks)-told) + " more tasks")
			break
		}
		told += g.n
		b.WriteString("\n  " + strings.Join(g.names, ", "))
		if g.n > len(g.names) {
			b.WriteString(" and " + itoa(g.n-len(g.names)) + " more")
		}
		if g.n == 1 {
			b.WriteString(" waits for ")
		} else {
			b.WriteString(" wait for ")
		}
		b.WriteString(g.what)
	}
	e := object.NewExcf(DeadlockErrorType, "%s", b.String())
	if err := object.SetAttr(th, e.Value(), object.NewStr("tasks"), object.ListValue(tasks...)); err != nil {
		return err
	}
	return e
}

// waitsOn is what native coroutines have that wait for an object of ours.
type waitsOn interface{ waitsOn() Value }

// describeWait tells what a task waits for, and under it the lines where its coroutines stand.
func describeWait(th *Thread, task Value) string {
	var frames []Value
	verb, on := "", Value{}
	v := eachAwait(th, waitedFor(th, task), func(c *coro, frame Value) {
		if frame.Ref != nil {
			frames = append(frames, frame)
		}
		if c == nil {
			return
		}
		switch w := c.body.(type) {
		case *waiting:
			verb, on = "wait() of "+taskTitles(th, w.futs), Value{}
		case waitsOn:
			if verb, on = c.body.qualname()+"()", w.waitsOn(); strings.HasPrefix(verb, mixinName) {
				verb = on.Type().Name + ".acquire()"
			}
		default:
			if on.Ref == nil {
				verb = c.body.qualname() + "()"
			}
		}
	})
	if t := asTask(task); t != nil && (v.Ref == nil || v.IsNone()) {
		v = t.waiter
	}
	what := verb
	if g, ok := on, on.Ref != nil; ok {
		what = describeTarget(th, verb, g)
	} else if verb == "" || asTask(v) != nil {
		what = describeFuture(th, v)
	}
	return what + framesText(th, frames, "    ")
}

// mixinName begins the names of native coroutines that stand for another function.
const mixinName = "_ContextManagerMixin"

// eachAwait goes along what a coroutine waits for, the outermost first: native coroutines and the frames of others. It gives what the
// innermost waits for, unbound if that is unknown.
func eachAwait(th *Thread, v Value, visit func(c *coro, frame Value)) Value {
	for range 10_000 {
		if v.Ref == nil || v.IsNone() {
			return Value{}
		}
		if c, ok := object.Cast[coro](v, coroLayout); ok {
			visit(c, Value{})
			v = c.sub
			continue
		}
		frame, next := awaitStep(th, v)
		if frame.Ref != nil {
			visit(nil, frame)
		}
		if next.Ref == nil {
			return v
		}
		v = next
	}
	return v
}

// waitedFor is the coroutine of a task.
func waitedFor(th *Thread, task Value) Value {
	if t := asTask(task); t != nil {
		return t.coro
	}
	c, err := object.CallMethod(th, task, object.NewStr("get_coro"))
	if err != nil {
		return Value{}
	}
	return c
}

var awaitNames = [...][2]*Str{
	{nCrFrame, object.NewStr("cr_await")}, {object.NewStr("ag_frame"), object.NewStr("ag_await")}, {nGiFrame, object.NewStr("gi_yieldfrom")},
}

// awaitStep gives the frame of a coroutine, if it has one, and what it waits for.
func awaitStep(th *Thread, v Value) (frame, next Value) {
	if it, ok := object.Cast[futureIter](v, futureIterLayout); ok {
		if it.f != nil {
			return Value{}, it.f.Value()
		}
		return Value{}, Value{}
	}
	for _, n := range awaitNames {
		next, err := object.GetAttrOr(th, v, n[1])
		if err != nil || next.Ref == nil {
			continue
		}
		frame, err := object.GetAttrOr(th, v, n[0])
		if err != nil || frame.Ref == nil || frame.IsNone() {
			frame = Value{}
		}
		return frame, next
	}
	return Value{}, Value{}
}

// describeTarget tells of a call on an object, and of who holds it.
func describeTarget(th *Thread, verb string, on Value) string {
	if g, ok := object.Cast[TaskGroup](on, taskGroupLayout); ok {
		var left []Value
		for c := g.first; c != nil; c = c.next {
			left = append(left, c.task)
		}
		return verb + " of " + repr(th, on) + ": " + taskTitles(th, left)
	}
	s := verb + " of " + repr(th, on)
	if l, ok := object.Cast[Lock](on, lockLayout); ok && l.locked && l.holder.Ref != nil {
		s += ", held by " + taskTitle(th, l.holder)
		if done, err := futDone(th, l.holder); err == nil && done {
			s += ", which is done"
		}
	}
	return s
}

func describeFuture(th *Thread, v Value) string {
	switch {
	case v.Ref == nil || v.IsNone():
		return "something unknown"
	case asTask(v) != nil:
		return taskTitle(th, v)
	}
	if g, ok := object.Cast[gathering](v, gatherLayout); ok {
		kids := make([]Value, len(g.kids))
		for i := range g.kids {
			kids[i] = g.kids[i].fut
		}
		return "gather() of " + taskTitles(th, kids)
	}
	return repr(th, v)
}

// taskTitles names those that are not done.
func taskTitles(th *Thread, futs []Value) string {
	var names []string
	n := 0
	for _, f := range futs {
		if done, err := futDone(th, f); err == nil && done {
			continue
		}
		if n++; n <= shownNames {
			names = append(names, taskTitle(th, f))
		}
	}
	s := strings.Join(names, ", ")
	if n > shownNames {
		s += " and " + itoa(n-shownNames) + " more"
	}
	return s
}

// taskTitle is how a report calls a task.
func taskTitle(th *Thread, v Value) string {
	if t := asTask(v); t != nil {
		return "task " + repr(th, t.taskName())
	}
	return repr(th, v)
}

var nFCode = object.NewStr("f_code")

// framesText shows frames as a traceback does, the outermost first.
func framesText(th *Thread, frames []Value, indent string) string {
	var b strings.Builder
	for _, f := range frames {
		file, line := frameSource(th, f)
		name := frameName(th, f)
		b.WriteString("\n" + indent + "File \"" + file + "\", line " + itoa(line) + ", in " + name)
		if src := sourceLine(th, file, line); src != "" {
			b.WriteString("\n" + indent + "  " + src)
		}
	}
	return b.String()
}

// frameSource is the place where a frame stands.
func frameSource(th *Thread, f Value) (file string, line int) {
	if code, err := object.GetAttrOr(th, f, nFCode); err == nil && code.Ref != nil {
		file, _, _ = codeSource(th, code)
	}
	if l, err := object.GetAttrOr(th, f, nLineNo); err == nil && l.IsInt() {
		line = int(l.Int64())
	}
	return file, line
}

// frameName is the qualified name of a frame's function.
func frameName(th *Thread, f Value) string {
	if code, err := object.GetAttrOr(th, f, nFCode); err == nil && code.Ref != nil {
		if q, err := object.GetAttrOr(th, code, object.NewStr("co_qualname")); err == nil {
			return text(q)
		}
	}
	return ""
}

// sourceLine is a line of a source file without the blanks around it, "" if there is none.
func sourceLine(th *Thread, file string, line int) string {
	v, err := coldCall(th, "linecache", "getline", object.StrValue(file), object.Int(int64(line)))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(text(v))
}
