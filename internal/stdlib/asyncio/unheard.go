package asyncio

import (
	"weak"

	"ouro/internal/object"
)

// What is told of futures whose exception nobody has asked for, and of tasks that will not end: when the collector finds them
// unreachable, when a loop is closed, and at the end of the program.

// unheard reports whether there are futures that have failed since the last call, and whose exception nobody has asked for. Those that
// are still in use when their loop is closed are looked at once more at the end of the program.
func (st *state) unheard() bool {
	st.failed = stillUnheard(st.failed)
	return len(st.failed) > 0
}

func stillUnheard(list []weak.Pointer[Future]) []weak.Pointer[Future] {
	kept := list[:0]
	for _, w := range list {
		if f := w.Value(); f != nil && f.logTB {
			kept = append(kept, w)
		}
	}
	clear(list[len(kept):])
	return kept
}

// heard is called when the unreachable ones have been reported.
func (st *state) heard() {
	st.held = append(stillUnheard(st.held), stillUnheard(st.failed)...)
	st.failed = nil
}

// watchLog has an exception that nobody asks for reported once the future is unreachable.
func watchLog(th *Thread, f *Future) {
	st := stateOf(th)
	if n := len(st.failed); n >= 64 && n&(n-1) == 0 {
		st.unheard()
	}
	st.failed = append(st.failed, weak.Make(f))
	object.WatchFinal(th, &f.Header, func(th *Thread, v Value) {
		if err := futureOf(v).reportUnheard(th); err != nil {
			th.Unraisable(err, "Exception ignored while calling deallocator", v)
		}
	})
}

// hear notes that somebody has asked for the exception, or will not. The collector must not go on looking for the future: it never
// frees a watched object that refers to itself, as this one does by way of its exception, whose traceback has frames that know it.
func (f *Future) hear() {
	if f.logTB {
		f.logTB = false
		object.Unwatch(&f.Header)
	}
}

// reportUnheard tells the exception handler of an exception that nobody has asked for.
func (f *Future) reportUnheard(th *Thread) error {
	if !f.logTB || f.exc == nil {
		return nil
	}
	f.logTB = false
	d := object.NewDict()
	d.SetStr(nMessage, object.StrValue(f.Header.Shape.Type.Name+" exception was never retrieved"))
	d.SetStr(nException, f.exc.Value())
	d.SetStr(nFuture, f.Value())
	if f.rare != nil && f.rare.source.Ref != nil {
		d.SetStr(nSourceTraceback, f.rare.source)
	}
	return callExceptionHandler(th, f.loop, d)
}

// Finish ends, at the end of the program, what other processes see of it, and reports the exceptions that nobody has asked for and the tasks that will not end any more.
func Finish(th *Thread) {
	st := sharedState(th)
	st.inspection.close()
	st.heard()
	for _, w := range st.held {
		if f := w.Value(); f != nil {
			if err := f.reportUnheard(th); err != nil {
				th.Unraisable(err, "Exception ignored while calling deallocator", f.Value())
			}
		}
	}
	st.held = nil
	for t := st.first; t != nil; t = t.next {
		lp := nativeLoop(t.loop)
		if t.flags&taskQuiet != 0 || t.state != pending || lp != nil && lp.th != nil {
			continue // nobody is to hear of it, or a thread still runs it
		}
		d := object.NewDict()
		d.SetStr(nTask, t.Value())
		d.SetStr(nMessage, object.StrValue("Task was destroyed but it is pending!"))
		if t.rare != nil && t.rare.source.Ref != nil {
			d.SetStr(nSourceTraceback, t.rare.source)
		}
		t.flags |= taskQuiet
		if err := callExceptionHandler(th, t.loop, d); err != nil {
			th.Unraisable(err, "Exception ignored while calling deallocator", t.Value())
		}
	}
}
