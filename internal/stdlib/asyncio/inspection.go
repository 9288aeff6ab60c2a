package asyncio

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"ouro/internal/object"
	"ouro/internal/stdlib/remote"
)

// `ouro -m asyncio ps PID` asks the process PID for its tasks over a socket, which a program has once its event loop has run for a moment.
//
// The answer is collected on a goroutine that takes the interpreter's lock as any thread does. So it comes while the loop is blocked, as
// long as what blocks it runs Python code or has given the lock up.

// serveAfter is how long a program must have run an event loop before it makes a socket: short ones do not pay for it.
const serveAfter = 100 * time.Millisecond

// inspection is the server of an interpreter, and the timer that starts it. It is touched under the interpreter's lock.
type inspection struct {
	timer  *time.Timer
	server *remote.Server
	over   bool
}

// offer has the tasks of th's interpreter shown to those who ask, from a moment later on.
func (st *state) offer(th *Thread) {
	st.inspection = &inspection{}
	in := th.Interp
	st.inspection.timer = time.AfterFunc(serveAfter, func() {
		s, err := remote.Serve(func(question string) []byte { return answer(in, th, question) })
		if err != nil {
			return // a program runs as well without
		}
		gate := &object.Thread{Interp: in}
		gate.Acquire()
		defer gate.Release()
		if st.inspection.over {
			s.Close()
			return
		}
		st.inspection.server = s
	})
}

// close removes the socket.
func (i *inspection) close() {
	if i == nil {
		return
	}
	i.over = true
	i.timer.Stop()
	if i.server != nil {
		i.server.Close()
		i.server = nil
	}
}

// answer answers a question about an interpreter, of which main is a thread.
func answer(in *object.Interp, main *Thread, question string) (text []byte) {
	defer func() {
		if p := recover(); p != nil {
			// A bug of ours must not end the program that is looked at.
			text = fmt.Appendf(nil, "internal error: %v\n%s", p, debug.Stack())
		}
	}()
	if question != "tasks" {
		return nil
	}
	gate := &object.Thread{Interp: in}
	gate.Acquire()
	defer gate.Release()
	th := in.Host.NewThread(main)
	th.Name = "inspection"
	return []byte(repr(th, taskRecords(th)))
}

// taskRecords lists the tasks by the threads of their loops, in the form of _remote_debugging's records but as plain tuples. Those of
// loops that do not run have the thread 0, as the last item.
func taskRecords(th *Thread) Value {
	type thread struct {
		id    int64
		tasks *object.List
	}
	idle := &thread{0, object.NewList()}
	var threads []*thread
	byThread := map[*Thread]*thread{}
	add := func(task Value, loop Value) {
		in := idle
		if lp := nativeLoop(orNone(loop)); lp != nil && lp.th != nil {
			if in = byThread[lp.th]; in == nil {
				in = &thread{int64(os.Getpid()) + int64(lp.th.ID) - 1, object.NewList()}
				byThread[lp.th] = in
				threads = append(threads, in)
			}
		}
		in.tasks.Append(taskRecord(th, task))
	}
	st := stateOf(th)
	for t := st.first; t != nil; t = t.next {
		if t.state == pending {
			add(t.Value(), t.loop)
		}
	}
	for _, v := range st.others {
		if done, err := futDone(th, v); err == nil && !done {
			loop, _ := loopOfFuture(th, v)
			add(v, loop)
		}
	}
	out := object.NewList()
	for _, t := range append(threads, idle) {
		out.Append(object.TupleValue(object.Int(t.id), t.tasks.Value()))
	}
	return out.Value()
}

func taskRecord(th *Thread, v Value) Value {
	name := ""
	if t := asTask(v); t != nil {
		name = text(t.taskName())
	} else if n, err := object.CallMethod(th, v, object.NewStr("get_name")); err == nil {
		name = text(n)
	}
	awaiters := object.NewList()
	if f := asFuture(v); f != nil {
		var seen []Value
		for _, w := range f.awaiters() {
			if asTask(w) != nil && !slices.Contains(seen, w) {
				seen = append(seen, w)
				awaiters.Append(stackRecord(th, w))
			}
		}
	}
	return object.TupleValue(taskID(v), object.StrValue(name), object.ListValue(stackRecord(th, v)), awaiters.Value())
}

func taskID(v Value) Value { return object.Int(int64(object.Address(v))) }

// stackRecord is where a task stands: its frames, the innermost first, and its id. Functions written in Go have no line.
func stackRecord(th *Thread, task Value) Value {
	var frames []Value
	add := func(file string, line int, name string) {
		frames = append(frames, object.TupleValue(object.StrValue(file), object.Int(int64(line)), object.StrValue(name)))
	}
	addFrame := func(f Value) {
		file, line := frameSource(th, f)
		add(file, line, frameName(th, f))
	}
	running := false
	if t := asTask(task); t != nil {
		if lp := nativeLoop(t.loop); lp != nil && lp.th != nil && ts(lp.th).current == task {
			running = true
			for _, f := range lp.frames() {
				addFrame(f)
			}
		}
	}
	if !running {
		eachAwait(th, waitedFor(th, task), func(c *coro, frame Value) {
			switch {
			case frame.Ref != nil:
				addFrame(frame)
			case c != nil:
				name := c.body.qualname()
				add("", 0, name)
				if w, ok := c.body.(waitsOn); ok && strings.HasPrefix(name, mixinName) {
					add("", 0, w.waitsOn().Type().Name+".acquire")
				}
			}
		})
	}
	slices.Reverse(frames)
	return object.TupleValue(object.ListValue(frames...), taskID(task))
}

// askTasks is tasks_of(pid): the records of another process, as text.
func askTasks(th *Thread, pid Value) (Value, error) {
	n, err := object.AsIndex(th, pid)
	if err != nil {
		return Value{}, err
	}
	var b []byte
	th.Unlocked(func() { b, err = remote.Ask(n, "tasks") })
	switch {
	case err == remote.ErrNotAllowed:
		return Value{}, object.NewExcf(object.PermissionErrorType, "%s", err.Error())
	case err != nil:
		return Value{}, object.RuntimeErrorf("%s", err.Error())
	}
	return object.StrValue(strings.ToValidUTF8(string(b), "\ufffd")), nil
}
