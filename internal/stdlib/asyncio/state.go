package asyncio

import (
	"time"
	"weak"

	"ouro/internal/object"
)

// state is what asyncio keeps for an interpreter.
type state struct {
	taskNames int64
	// Unfinished tasks, in the order of their making. Tasks of foreign classes stand in others.
	first, last *Task
	others      []Value
	policy      Value           // unbound until one is set or asked for
	whole       map[string]bool // the modules whose other half was loaded, see halfModules
	settings    Settings
	inspection  *inspection // nil until a loop runs
	// Futures with an exception that nobody may have asked for: those since a loop was last closed, and those before.
	failed, held []weak.Pointer[Future]
}

// Settings are what the program around an interpreter decides; the zero value is right for one that may do things the scripts do
// not know of.
type Settings struct {
	// Deadlocks: nothing but the scripts, and what they have started, can wake a loop. One that nothing can wake ends with a
	// DeadlockError then.
	Deadlocks bool
	// Watchdog is how long a callback may hold a loop before it is reported; 0: for ever.
	Watchdog time.Duration
	// Inspection: other processes of the user may ask which tasks there are.
	Inspection bool
}

// Configure changes the settings of th's interpreter.
func Configure(th *Thread, s Settings) { sharedState(th).settings = s }

// stateKey is the key of the state; its address counts.
var stateKey byte

func stateOf(th *Thread) *state {
	if s, ok := th.Async.(*threadState); ok {
		return s.state
	}
	return sharedState(th)
}

func sharedState(th *Thread) *state {
	return object.StateOf(th, &stateKey, func() *state { return &state{whole: map[string]bool{}} })
}

// threadState is what it keeps for a thread.
type threadState struct {
	running Value // the loop that runs, unbound if none
	current Value // the task whose step is under way, unbound if none
	set     Value // set_event_loop's
	isSet   bool
	state   *state
}

// ts gives the thread's state.
func ts(th *Thread) *threadState {
	if s, ok := th.Async.(*threadState); ok {
		return s
	}
	s := &threadState{state: sharedState(th)}
	th.Async = s
	return s
}

// link puts a task at the end of the list of unfinished ones.
func (st *state) link(t *Task) {
	if t.flags&taskLinked != 0 {
		return
	}
	t.flags |= taskLinked
	t.prev = st.last
	if st.last != nil {
		st.last.next = t
	} else {
		st.first = t
	}
	st.last = t
}

func (st *state) unlink(t *Task) {
	if t.flags&taskLinked == 0 {
		return
	}
	t.flags &^= taskLinked
	if t.prev != nil {
		t.prev.next = t.next
	} else {
		st.first = t.next
	}
	if t.next != nil {
		t.next.prev = t.prev
	} else {
		st.last = t.prev
	}
	t.prev, t.next = nil, nil
}

// importAttr is module.name, importing the module.
func importAttr(th *Thread, module, name string) (Value, error) {
	m, err := th.Interp.Host.Import(th, module)
	if err != nil {
		return Value{}, err
	}
	return object.GetAttr(th, m, object.NewStr(name))
}

// warn issues a warning that points at the calling line.
func warn(th *Thread, category *object.Type, msg string) error {
	return object.Warn(th, category, msg, 1)
}
