package asyncio

import (
	"strings"

	"ouro/internal/object"
)

// Module is the package asyncio. Its submodules are made with it, but for those written in Python, which are loaded when first used.
var Module = object.ModuleDef{
	Name: "asyncio",
	Doc:  "Asynchronous input and output: event loop, tasks, streams, subprocesses.",
	Init: initModule,
}

// AccelModule is _asyncio, where CPython has its C versions.
var AccelModule = object.ModuleDef{
	Name: "_asyncio",
	Doc:  "What asyncio and its parts written in Python share.",
	Init: func(th *Thread, m *object.Module) error {
		name := object.NewStr("_asyncio")
		for _, fs := range [][]object.Func{eventsFuncs, tasksFuncs, policyFuncs, networkFuncs} {
			for i := range fs {
				m.Set(fs[i].Name(), object.NewBuiltin(&fs[i], name))
			}
		}
		for _, t := range []*object.Type{FutureType, TaskType, SSLProtocolType, SSLTransportType} {
			m.Set(t.Name, t.Value())
		}
		m.Set("_SocketTransport", SocketTransportType.Value())
		return nil
	},
}

var strTypes = func(vs ...string) []Value {
	out := make([]Value, len(vs))
	for i, v := range vs {
		out[i] = object.StrValue(v)
	}
	return out
}

// submodule is one of asyncio's modules: its functions and types, and what of them asyncio itself exports.
type submodule struct {
	name  string
	funcs [][]object.Func
	types []*object.Type
	all   []string
	extra func(th *Thread, m *object.Module)
}

// lazy names come from modules written in Python.
var lazyNames = map[string]string{
	"Barrier": "asyncio._barrier", "_BarrierState": "asyncio._barrier",
	"create_subprocess_exec": "asyncio.subprocess", "create_subprocess_shell": "asyncio.subprocess",
	"capture_call_graph": "asyncio.graph", "format_call_graph": "asyncio.graph", "print_call_graph": "asyncio.graph",
	"FrameCallGraphEntry": "asyncio.graph", "FutureCallGraph": "asyncio.graph",
	"_AbstractEventLoopPolicy": "asyncio.events", "_DefaultEventLoopPolicy": "asyncio.events",
	"_BaseDefaultEventLoopPolicy": "asyncio.events", "_UnixDefaultEventLoopPolicy": "asyncio.events",
	"Server": "asyncio.base_events", "logger": "asyncio.log",
}

var lazyModules = map[string]bool{"subprocess": true, "graph": true, "base_tasks": true, "format_helpers": true, "log": true,
	"sslproto": true, "staggered": true, "base_subprocess": true, "base_futures": true, "trsock": true, "proactor_events": true, "tools": true}

// deprecatedNames are the policies' former public names.
var deprecatedNames = map[string]string{"AbstractEventLoopPolicy": "_AbstractEventLoopPolicy", "DefaultEventLoopPolicy": "_DefaultEventLoopPolicy"}

var submodules = []submodule{
	{name: "constants", extra: func(th *Thread, m *object.Module) {
		for k, v := range map[string]Value{"LOG_THRESHOLD_FOR_CONNLOST_WRITES": object.Int(5), "ACCEPT_RETRY_DELAY": object.Int(1),
			"DEBUG_STACK_DEPTH": object.Int(10), "SSL_HANDSHAKE_TIMEOUT": object.Float(60), "SSL_SHUTDOWN_TIMEOUT": object.Float(30),
			"SENDFILE_FALLBACK_READBUFFER_SIZE": object.Int(256 << 10), "FLOW_CONTROL_HIGH_WATER_SSL_READ": object.Int(256),
			"FLOW_CONTROL_HIGH_WATER_SSL_WRITE": object.Int(512), "THREAD_JOIN_TIMEOUT": object.Int(300)} {
			m.Set(k, v)
		}
	}},
	{name: "base_events", types: []*object.Type{BaseLoopType}, all: []string{"BaseEventLoop", "Server"}},
	{name: "coroutines", funcs: [][]object.Func{coroutineFuncs}, all: []string{"iscoroutinefunction", "iscoroutine"},
		extra: func(th *Thread, m *object.Module) {
			// The mark that unittest.mock puts on what shall count as a coroutine function.
			if mark, err := object.Call0(th, object.ObjectType.Value()); err == nil {
				m.Set("_is_coroutine", mark)
			}
		}},
	{name: "events", funcs: [][]object.Func{eventsFuncs}, types: []*object.Type{AbstractLoopType, AbstractServerType, HandleType, TimerHandleType, ThreadSafeHandleType},
		all: []string{"AbstractEventLoop", "AbstractServer", "Handle", "TimerHandle", "get_event_loop_policy", "set_event_loop_policy",
			"get_event_loop", "set_event_loop", "new_event_loop", "_set_running_loop", "get_running_loop", "_get_running_loop"},
		extra: func(th *Thread, m *object.Module) {
			bothNames(m, "", "_get_running_loop", "_set_running_loop", "get_running_loop", "get_event_loop")
		}},
	{name: "exceptions", types: exceptionTypes,
		all:   []string{"BrokenBarrierError", "CancelledError", "InvalidStateError", "TimeoutError", "IncompleteReadError", "LimitOverrunError", "SendfileNotAvailableError"},
		extra: func(th *Thread, m *object.Module) { m.Set("TimeoutError", object.TimeoutErrorType.Value()) }},
	{name: "futures", funcs: [][]object.Func{futureFuncs}, types: []*object.Type{FutureType},
		extra: func(th *Thread, m *object.Module) {
			m.Set("_CFuture", FutureType.Value())
			m.Set("_PyFuture", FutureType.Value())
			bothNames(m, "_", "future_add_to_awaited_by", "future_discard_from_awaited_by")
		},
		all: []string{"Future", "wrap_future", "isfuture", "future_add_to_awaited_by", "future_discard_from_awaited_by"}},
	{name: "graph"},
	{name: "locks", types: []*object.Type{LockType, EventType, ConditionType, SemaphoreType, BoundedSemaphoreType},
		all: []string{"Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier"}},
	{name: "protocols", funcs: [][]object.Func{protocolFuncs}, types: protocolTypes, all: []string{"BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol"}},
	{name: "runners", funcs: [][]object.Func{runFuncs}, types: []*object.Type{RunnerType}, all: []string{"Runner", "run"}},
	{name: "queues", types: []*object.Type{QueueType, PriorityQueueType, LifoQueueType, QueueFullType, QueueEmptyType, QueueShutDownType},
		all: []string{"Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown"}},
	{name: "streams", funcs: [][]object.Func{streamFuncs}, types: streamTypes,
		all:   []string{"StreamReader", "StreamWriter", "StreamReaderProtocol", "open_connection", "start_server", "open_unix_connection", "start_unix_server"},
		extra: func(th *Thread, m *object.Module) { m.Set("_DEFAULT_LIMIT", object.Int(defaultLimit)) }},
	{name: "tasks", funcs: [][]object.Func{sleepFuncs, tasksFuncs, runThreadsafeFuncs}, types: []*object.Type{TaskType},
		all: []string{"Task", "create_task", "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "wait", "wait_for", "as_completed", "sleep",
			"gather", "shield", "ensure_future", "run_coroutine_threadsafe", "current_task", "all_tasks", "create_eager_task_factory",
			"eager_task_factory", "_register_task", "_unregister_task", "_enter_task", "_leave_task"},
		extra: func(th *Thread, m *object.Module) {
			for _, n := range []string{"FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"} {
				m.Set(n, object.StrValue(n))
			}
			// CPython has two of each, and names for both.
			m.Set("_CTask", TaskType.Value())
			m.Set("_PyTask", TaskType.Value())
			bothNames(m, "_", "current_task", "all_tasks", "_enter_task", "_leave_task", "_register_task", "_unregister_task", "_swap_current_task", "_register_eager_task", "_unregister_eager_task")
		}},
	{name: "taskgroups", types: []*object.Type{TaskGroupType}, all: []string{"TaskGroup"}},
	{name: "threads", funcs: [][]object.Func{toThreadFuncs}, all: []string{"to_thread"}},
	{name: "timeouts", funcs: [][]object.Func{timeoutFuncs, timeoutAtFuncs}, types: []*object.Type{TimeoutType}, all: []string{"Timeout", "timeout", "timeout_at"}},
	{name: "transports", types: transportTypes, all: []string{"BaseTransport", "ReadTransport", "WriteTransport", "Transport", "DatagramTransport", "SubprocessTransport"}},
	{name: "selector_events", types: []*object.Type{SelectorLoopType}},
	{name: "unix_events", funcs: [][]object.Func{unixFuncs}, types: []*object.Type{UnixLoopType}, all: []string{"SelectorEventLoop", "EventLoop"},
		extra: func(th *Thread, m *object.Module) {
			m.Set("SelectorEventLoop", UnixLoopType.Value())
			m.Set("EventLoop", UnixLoopType.Value())
		}},
	{name: "mixins"},
}

func init() {
	for i := range submodules {
		for _, t := range submodules[i].types {
			if t != FutureType && t != TaskType { // which are written in C on CPython
				t.Flags |= object.FlagPlainName
			}
		}
	}
}

// bothNames gives functions the names under which CPython keeps its two versions of each; drop is left out of them.
func bothNames(m *object.Module, drop string, names ...string) {
	for _, n := range names {
		if v, ok := m.Dict.GetString(n); ok {
			m.Set("_c_"+strings.TrimPrefix(n, drop), v)
			m.Set("_py_"+strings.TrimPrefix(n, drop), v)
		}
	}
}

// allOrder is where the names of modules written in Python stand in asyncio.__all__.
var allOrder = map[string][]string{
	"graph":  {"capture_call_graph", "format_call_graph", "print_call_graph", "FrameCallGraphEntry", "FutureCallGraph"},
	"queues": nil,
}

func initModule(th *Thread, m *object.Module) error {
	m.Set("__path__", object.ListValue())
	if file := sourceFile(th, "__init__"); file != "" {
		m.Set("__file__", object.StrValue(file))
	}
	m.Set("__package__", object.StrValue("asyncio"))
	m.Set("__getattr__", object.NewBuiltin(&lazyAttr, object.NewStr("asyncio")))
	var all []Value
	for i := range submodules {
		s := &submodules[i]
		if lazyModules[s.name] {
			all = append(all, strTypes(allOrder[s.name]...)...)
			continue
		}
		sub := s.make(th)
		full := "asyncio." + s.name
		th.Interp.Modules.SetString(full, sub.Value())
		m.Set(s.name, sub.Value())
		for _, n := range s.all {
			all = append(all, object.StrValue(n))
			if v, ok := sub.Dict.GetString(n); ok {
				m.Set(n, v)
			}
		}
		if s.name == "streams" {
			all = append(all, strTypes("create_subprocess_exec", "create_subprocess_shell")...)
		}
	}
	// Names that CPython has in asyncio though they are in no __all__.
	for _, n := range []string{"_swap_current_task", "_register_eager_task", "_unregister_eager_task"} {
		if t, ok := m.Dict.GetString("tasks"); ok {
			tm, _ := object.AsModule(t)
			if v, ok := tm.Dict.GetString(n); ok {
				m.Set(n, v)
			}
		}
	}
	m.Set("__all__", object.TupleValue(all...))
	return nil
}

func (s *submodule) make(th *Thread) *object.Module {
	full := "asyncio." + s.name
	sub := object.NewModule(full, "Part of asyncio.")
	name := object.NewStr(full)
	for _, fs := range s.funcs {
		for i := range fs {
			sub.Set(fs[i].Name(), object.NewBuiltin(&fs[i], name))
		}
	}
	for _, t := range s.types {
		sub.Set(t.Name, t.Value())
	}
	if s.extra != nil {
		s.extra(th, sub)
	}
	sub.Set("__package__", object.StrValue("asyncio"))
	if file := sourceFile(th, s.name); file != "" {
		sub.Set("__file__", object.StrValue(file))
	}
	if s.all != nil {
		sub.Set("__all__", object.TupleValue(strTypes(s.all...)...))
	}
	sub.Set("__getattr__", object.NewBuiltinBound(&lazyAttrOf, sub.Value(), object.ModuleType))
	return sub
}

// lazyAttr is asyncio.__getattr__(name): it loads what is written in Python.
var lazyAttr = object.Func{Sig: "__getattr__(name)", Fn: object.F1(func(th *Thread, name Value) (Value, error) {
	m, ok := th.Interp.Modules.GetString("asyncio")
	if !ok {
		return Value{}, object.NewExcf(object.AttributeErrorType, "module 'asyncio' has no attribute '%s'", text(name))
	}
	return loadAttr(th, m, name)
})}

// lazyAttrOf is the same for a submodule, to which it is bound.
var lazyAttrOf = object.Func{Sig: "__getattr__(name)", Fn: object.F2(loadAttr)}

func loadAttr(th *Thread, module, name Value) (Value, error) {
	n := text(name)
	m, ok := object.AsModule(module)
	if !ok {
		return Value{}, object.TypeErrorf("not a module")
	}
	full, _ := m.Dict.GetString("__name__")
	isPackage := text(full) == "asyncio"
	if isPackage && lazyModules[n] {
		return th.Interp.Host.Import(th, "asyncio."+n)
	}
	if isPackage {
		if hidden, ok := deprecatedNames[n]; ok {
			if err := warn(th, object.DeprecationWarningType, "'asyncio."+n+"' is deprecated and slated for removal in Python 3.16"); err != nil {
				return Value{}, err
			}
			return importAttr(th, "asyncio.events", hidden)
		}
	}
	if n == "_event_loop_policy" && text(full) == "asyncio.events" {
		return orNone(stateOf(th).policy), nil // changes with time, so it is not stored in the module
	}
	if !isPackage {
		if v, err := restAttr(th, m, n); v.Ref != nil || err != nil {
			return v, err
		}
	}
	if src, ok := lazyNames[n]; ok && !(isPackage && n == "logger") && src != text(full) {
		v, err := importAttr(th, src, n)
		if err != nil {
			return Value{}, err
		}
		m.Set(n, v)
		return v, nil
	}
	if !isPackage && lazyModules[n] {
		return th.Interp.Host.Import(th, "asyncio."+n)
	}
	e := object.NewExcf(object.AttributeErrorType, "module '%s' has no attribute '%s'", text(full), n)
	e.SetField("name", name)
	e.SetField("obj", module)
	return Value{}, e
}

// The rest of these modules is written in Python, in a frozen source of the module's own name. It is run in the module's namespace when a
// name is asked for that the native part has not.
var halfModules = map[string]bool{"base_events": true, "constants": true, "events": true, "selector_events": true, "transports": true,
	"unix_events": true}

// restAttr gives an attribute from a module's other half, unbound if it has none or lacks the name.
func restAttr(th *Thread, m *object.Module, name string) (Value, error) {
	full, _ := m.Dict.GetString("__name__")
	short := strings.TrimPrefix(text(full), "asyncio.")
	st := stateOf(th)
	if !halfModules[short] || st.whole[short] || strings.HasPrefix(name, "__") {
		return Value{}, nil
	}
	st.whole[short] = true
	code, err := importAttr(th, "_frozen_importlib", "FrozenImporter")
	if err == nil {
		code, err = object.CallMethod(th, code, object.NewStr("get_code"), full)
	}
	if err == nil {
		_, err = th.Interp.Host.Exec(th, code, m.Dict, m.Dict.Value(), Value{})
	}
	if err != nil {
		st.whole[short] = false
		return Value{}, err
	}
	v, _ := m.Dict.GetString(name)
	return v, nil
}

var coroutineFuncs = []object.Func{
	{Sig: "iscoroutine(obj)", Doc: "Whether obj is a coroutine.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
		return object.Bool(isCoroutine(th, v)), nil
	})},
	{Sig: "iscoroutinefunction(func)", Doc: "Whether func is a coroutine function. Deprecated: see inspect.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
		if err := warn(th, object.DeprecationWarningType, "'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16; use inspect.iscoroutinefunction() instead"); err != nil {
			return Value{}, err
		}
		return object.Bool(isCoroutineFunction(th, v)), nil
	})},
	{Sig: "_iscoroutinefunction(func)", Doc: "Whether func is a coroutine function.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
		return object.Bool(isCoroutineFunction(th, v)), nil
	})},
	{Sig: "_is_debug_mode()", Doc: "Whether loops begin in debug mode.", Fn: object.F0(func(th *Thread) (Value, error) { return object.Bool(isDebugMode(th)), nil })},
	{Sig: "_format_coroutine(coro)", Doc: "What a repr shows of a coroutine.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
		return object.StrValue(formatCoroutine(th, v)), nil
	})},
}

var futureFuncs = []object.Func{
	{Sig: "isfuture(obj)", Doc: "Whether obj is a future.", Fn: object.F1(func(th *Thread, v Value) (Value, error) { return object.Bool(isFuture(th, v)), nil })},
	{Sig: "wrap_future(future, *, loop=None)", Doc: "A future of asyncio for one of concurrent.futures.", Fn: starred2(wrapFuture)},
	{Sig: "_chain_future(source, destination)", Doc: "Have destination follow source.", Fn: object.F2(func(th *Thread, s, d Value) (Value, error) {
		return None, chainFutures(th, s, d)
	})},
	{Sig: "_set_result_unless_cancelled(fut, result)", Doc: "Make a future done unless it was cancelled.", Fn: setUnlessCancelled.Fn},
	{Sig: "_copy_future_state(source, dest)", Doc: "Give dest the outcome of source, unless it was cancelled.", Fn: object.F2(func(th *Thread, s, d Value) (Value, error) {
		l, err := loopOfFuture(th, d)
		if err != nil {
			return Value{}, err
		}
		return None, (&chain{source: s, dest: d, destLoop: l}).copyState(th)
	})},
	{Sig: "_get_loop(fut)", Doc: "The loop of a future.", Fn: object.F1(loopOfFuture)},
	{Sig: "future_add_to_awaited_by(fut, waiter, /)", Doc: "Record that waiter waits for fut.", Fn: object.F2(func(th *Thread, f, w Value) (Value, error) {
		addAwaiter(f, w)
		return None, nil
	})},
	{Sig: "future_discard_from_awaited_by(fut, waiter, /)", Doc: "Undo future_add_to_awaited_by().", Fn: object.F2(func(th *Thread, f, w Value) (Value, error) {
		discardAwaiter(f, w)
		return None, nil
	})},
}

var tasksFuncs = []object.Func{
	{Sig: "async wait(fs, *, timeout=None, return_when='ALL_COMPLETED')", Doc: "Wait for futures; returns those that are done and the others.", Fn: starred3(func(th *Thread, fs, timeout, when Value) (Value, error) {
		return newCoro(&waiting{fs: fs, timeout: timeout, when: when}), nil
	})},
	{Sig: "async wait_for(fut, timeout)", Doc: "Wait for an awaitable, at most timeout seconds.", Fn: object.F2(func(th *Thread, fut, timeout Value) (Value, error) {
		return newCoro(&waitingFor{fut: fut, timeout: timeout}), nil
	})},
	{Sig: "gather(*coros_or_futures, return_exceptions=False)", Doc: "Wait for all of them; the result is the list of their results.", Fn: starred2(func(th *Thread, aws, keep Value) (Value, error) {
		t, _ := object.AsTuple(aws)
		b, err := object.Truth(th, keep)
		if err != nil {
			return Value{}, err
		}
		return gather(th, t.Items, b)
	})},
	{Sig: "shield(arg)", Doc: "Wait for an awaitable without passing a cancellation on to it.", Fn: object.F1(shield)},
	{Sig: "as_completed(fs, *, timeout=None)", Doc: "Iterate over awaitables in the order they end.", Fn: starred2(newAsCompleted)},
	{Sig: "ensure_future(coro_or_future, *, loop=None)", Doc: "A future for an awaitable: a task, unless it is one already.", Fn: starred2(ensureFuture)},
	{Sig: "create_task(coro, **kwargs)", Doc: "Make a task in the running loop.", Fn: object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		if len(args)-len(names) != 1 && !(len(args) == len(names) && len(names) > 0 && names[0].S == "coro") {
			if len(args) == len(names) {
				return Value{}, object.TypeErrorf("create_task() missing 1 required positional argument: 'coro'")
			}
			return Value{}, object.TypeErrorf("create_task() takes 1 positional argument but %d were given", len(args)-len(names))
		}
		loop, err := runningLoop(th)
		if err != nil {
			return Value{}, err
		}
		if lp := plainLoop(loop); lp != nil && lp.over&overCreate == 0 {
			if len(args) == 1 && len(names) == 0 {
				return createTask(th, loop, args[0])
			}
			var buf [6]Value
			return loopCreateTask(th, append(append(buf[:0], loop), args...), names)
		}
		f, err := object.GetAttr(th, loop, nCreateTask)
		if err != nil {
			return Value{}, err
		}
		return object.Call(th, f, args, names)
	})},
	{Sig: "current_task(loop=None)", Doc: "The task that runs, or None.", Fn: object.F1(currentTask)},
	{Sig: "all_tasks(loop=None)", Doc: "The tasks of the loop that are not done.", Fn: object.F1(func(th *Thread, loop Value) (Value, error) {
		if loop.IsNone() {
			l, err := runningLoop(th)
			if err != nil {
				return Value{}, err
			}
			loop = l
		}
		s := object.NewSet()
		for _, t := range allTasks(th, loop) {
			if err := s.Add(th, t); err != nil {
				return Value{}, err
			}
		}
		return s.Value(), nil
	})},
	{Sig: "eager_task_factory(loop, coro, *, eager_start=True, **kwargs)", Doc: "A task factory whose tasks begin at once.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		return eagerTask(th, TaskType.Value(), a)
	})},
	{Sig: "create_eager_task_factory(custom_task_constructor)", Doc: "A task factory like eager_task_factory for a class of tasks.", Fn: object.F1(func(th *Thread, cls Value) (Value, error) {
		return object.NewBuiltinBound(&eagerFactory, cls, TaskType), nil
	})},
	{Sig: "_register_task(task)", Doc: "Count a task among all_tasks().", Fn: object.F1(func(th *Thread, t Value) (Value, error) {
		st := stateOf(th)
		if n := asTask(t); n != nil {
			st.link(n)
			return None, nil
		}
		for _, o := range st.others {
			if o == t {
				return None, nil
			}
		}
		st.others = append(st.others, t)
		return None, nil
	})},
	{Sig: "_unregister_task(task)", Doc: "Undo _register_task().", Fn: object.F1(func(th *Thread, t Value) (Value, error) {
		st := stateOf(th)
		if n := asTask(t); n != nil {
			st.unlink(n)
			return None, nil
		}
		for i, o := range st.others {
			if o == t {
				st.others = append(st.others[:i:i], st.others[i+1:]...)
				break
			}
		}
		return None, nil
	})},
	{Sig: "_register_eager_task(task)", Doc: "Count a task that begins eagerly.", Fn: object.F1(func(th *Thread, t Value) (Value, error) { return None, nil })},
	{Sig: "_unregister_eager_task(task)", Doc: "Undo _register_eager_task().", Fn: object.F1(func(th *Thread, t Value) (Value, error) { return None, nil })},
	{Sig: "_enter_task(loop, task)", Doc: "Make a task the current one.", Fn: object.F2(func(th *Thread, loop, task Value) (Value, error) {
		s := ts(th)
		if s.running != loop {
			return Value{}, object.RuntimeErrorf("loop %s is not the running loop", repr(th, loop))
		}
		if s.current.Ref != nil {
			return Value{}, object.RuntimeErrorf("Cannot enter into task %s while another task %s is being executed.", repr(th, task), repr(th, s.current))
		}
		s.current = task
		return None, nil
	})},
	{Sig: "_leave_task(loop, task)", Doc: "End what _enter_task() began.", Fn: object.F2(func(th *Thread, loop, task Value) (Value, error) {
		s := ts(th)
		if s.running != loop {
			return Value{}, object.RuntimeErrorf("loop %s is not the running loop", repr(th, loop))
		}
		if s.current != task {
			return Value{}, object.RuntimeErrorf("Invalid attempt to leave task %s while task %s is entered.", repr(th, task), repr(th, orNone(s.current)))
		}
		s.current = Value{}
		return None, nil
	})},
	{Sig: "_swap_current_task(loop, task)", Doc: "Replace the current task and return the former one.", Fn: object.F2(func(th *Thread, loop, task Value) (Value, error) {
		s := ts(th)
		old := orNone(s.current)
		s.current = task
		if task.IsNone() {
			s.current = Value{}
		}
		return old, nil
	})},
}

var eagerFactory = object.Func{Sig: "factory(loop, coro, *, eager_start=True, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
	return eagerTask(th, a[0], a[1:])
})}

// eagerTask makes a task of class cls; a is loop, coro, eager_start and a dict of the other arguments.
func eagerTask(th *Thread, cls Value, a []Value) (Value, error) {
	args := []Value{a[1], a[0], a[2]}
	names := []*Str{nLoop, nEagerStart}
	d, _ := object.AsDict(a[3])
	for k, v := range d.All() {
		n, _ := object.AsStr(k)
		args, names = append(args, v), append(names, n)
	}
	return object.Call(th, cls, args, names)
}
