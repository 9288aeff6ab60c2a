package asyncio

import (
	"slices"

	"ouro/internal/object"
)

// The functions of asyncio.events, the watching of descriptors, and the abstract loop.

var eventsFuncs = []object.Func{
	{Sig: "get_running_loop()", Doc: "The event loop that runs in this thread; RuntimeError if none does.", Fn: object.F0(func(th *Thread) (Value, error) {
		return runningLoop(th)
	})},
	{Sig: "_get_running_loop()", Doc: "The event loop that runs in this thread, or None.", Fn: object.F0(func(th *Thread) (Value, error) {
		return orNone(ts(th).running), nil
	})},
	{Sig: "_set_running_loop(loop, /)", Doc: "Set the loop that counts as running in this thread.", Fn: object.F1(func(th *Thread, loop Value) (Value, error) {
		s := ts(th)
		s.running = loop
		if loop.IsNone() {
			s.running = Value{}
		}
		return None, nil
	})},
	{Sig: "get_event_loop()", Doc: "The running event loop, or the one that was set for this thread.", Fn: object.F0(func(th *Thread) (Value, error) {
		return getEventLoop(th)
	})},
	{Sig: "set_event_loop(loop)", Doc: "Set the event loop of this thread.", Fn: object.F1(func(th *Thread, loop Value) (Value, error) {
		return None, setEventLoop(th, loop)
	})},
	{Sig: "new_event_loop()", Doc: "Make an event loop.", Fn: object.F0(newEventLoop)},
	{Sig: "get_event_loop_policy()", Doc: "The event loop policy. Deprecated.", Fn: object.F0(func(th *Thread) (Value, error) {
		if err := warn(th, object.DeprecationWarningType, "'asyncio.get_event_loop_policy' is deprecated and slated for removal in Python 3.16"); err != nil {
			return Value{}, err
		}
		return policy(th)
	})},
	{Sig: "_get_event_loop_policy()", Doc: "The event loop policy.", Fn: object.F0(policy)},
	{Sig: "set_event_loop_policy(policy)", Doc: "Set the event loop policy. Deprecated.", Fn: object.F1(func(th *Thread, p Value) (Value, error) {
		if err := warn(th, object.DeprecationWarningType, "'asyncio.set_event_loop_policy' is deprecated and slated for removal in Python 3.16"); err != nil {
			return Value{}, err
		}
		return setPolicy(th, p)
	})},
	{Sig: "_set_event_loop_policy(policy)", Doc: "Set the event loop policy.", Fn: object.F1(setPolicy)},
}

// The loop that was set for the thread, None if none was, for the policies.
var policyFuncs = []object.Func{
	{Sig: "_policy_get()", Fn: object.F0(func(th *Thread) (Value, error) { return orNone(ts(th).set), nil })},
	{Sig: "_policy_set(loop)", Fn: object.F1(func(th *Thread, loop Value) (Value, error) { return None, policySetLoop(th, loop) })},
}

func policy(th *Thread) (Value, error) {
	st := stateOf(th)
	if st.policy.Ref == nil {
		f, err := importAttr(th, "asyncio.events", "_first_policy")
		if err != nil {
			return Value{}, err
		}
		if st.policy, err = object.Call0(th, f); err != nil {
			return Value{}, err
		}
	}
	return st.policy, nil
}

func setPolicy(th *Thread, p Value) (Value, error) {
	if !p.IsNone() {
		base, err := importAttr(th, "asyncio.events", "_AbstractEventLoopPolicy")
		if err != nil {
			return Value{}, err
		}
		if t, ok := object.AsType(base); ok && !object.IsInstance(p, t) {
			return Value{}, object.TypeErrorf("policy must be an instance of AbstractEventLoopPolicy or None, not '%s'", p.Type().Name)
		}
		stateOf(th).policy = p
		return None, nil
	}
	stateOf(th).policy = Value{}
	return None, nil
}

// fdOf is the descriptor of a file object or number.
func fdOf(th *Thread, v Value) (int, error) {
	if object.IsInt(v) {
		n, err := object.AsIndex(th, v)
		if err != nil {
			return 0, err
		}
		if n < 0 {
			return 0, object.ValueErrorf("Invalid file descriptor: %d", n)
		}
		return n, nil
	}
	r, err := object.CallMethod(th, v, nFileno)
	if err != nil {
		if object.Matches(err, object.AttributeErrorType) || object.Matches(err, object.TypeErrorType) {
			return 0, object.ValueErrorf("Invalid file object: %s", repr(th, v))
		}
		return 0, err
	}
	n, err := object.AsIndex(th, r)
	if err != nil {
		return 0, object.ValueErrorf("Invalid file object: %s", repr(th, v))
	}
	if n < 0 {
		return 0, object.ValueErrorf("Invalid file descriptor: %d", n)
	}
	return n, nil
}

// watch is add_reader and add_writer.
func (lp *Loop) watch(th *Thread, a []Value, write, public bool) (Value, error) {
	if lp.closedFlag {
		return Value{}, loopClosed()
	}
	fd, err := fdOf(th, a[1])
	if err != nil {
		return Value{}, err
	}
	if public {
		if err := lp.noTransport(th, fd, a[1]); err != nil {
			return Value{}, err
		}
	}
	args, _ := object.AsTuple(a[3])
	ctx, err := copyContext(th)
	if err != nil {
		return Value{}, err
	}
	h := newHandle(lp.Value(), a[2], ctx, args.Items...)
	if lp.debug {
		h.noteSource(th)
	}
	add := lp.l.AddReader
	if write {
		add = lp.l.AddWriter
	}
	old, errno := add(fd, h)
	if errno != 0 {
		return Value{}, object.NewOSError(int(errno))
	}
	if o, ok := old.(*Handle); ok {
		o.cancel(th)
	}
	return h.Value(), nil
}

func (lp *Loop) unwatch(th *Thread, v Value, write, public bool) (Value, error) {
	if lp.closedFlag {
		return object.False, nil
	}
	fd, err := fdOf(th, v)
	if err != nil {
		return Value{}, err
	}
	if public {
		if err := lp.noTransport(th, fd, v); err != nil {
			return Value{}, err
		}
	}
	remove := lp.l.RemoveReader
	if write {
		remove = lp.l.RemoveWriter
	}
	old := remove(fd)
	if old == nil {
		return object.False, nil
	}
	if h, ok := old.(*Handle); ok {
		h.cancel(th)
	}
	return object.True, nil
}

// noTransport refuses a descriptor that a transport of the loop uses.
func (lp *Loop) noTransport(th *Thread, fd int, v Value) error {
	user := Value{}
	if h := lp.transports[fd]; h != nil {
		user = object.Of(h)
	} else if lp.others.Ref != nil {
		u, err := object.CallMethod(th, lp.others, object.NewStr("get"), object.Int(int64(fd)))
		if err != nil {
			return err
		}
		if !u.IsNone() {
			user = u
		}
	}
	if user.Ref == nil {
		return nil
	}
	return object.RuntimeErrorf("File descriptor %s is used by transport %s", repr(th, v), repr(th, user))
}

// Names of the watching methods, by (write, public): those of asyncio.selector_events are the same.
var addNames = [2][2]string{{"_add_reader", "add_reader"}, {"_add_writer", "add_writer"}}

var dropNames = [2][2]string{{"_remove_reader", "remove_reader"}, {"_remove_writer", "remove_writer"}}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

// scriptedWatch tells whether a call of a watching method is for Python: there is a selector of its own, or for the public methods,
// which are defined in terms of the others, a script has replaced one of those.
func (lp *Loop) scriptedWatch(public bool) bool {
	return lp.selector.Ref != nil || public && lp.overrides()&overWatch != 0
}

// addWatch is add_reader, add_writer and their private versions; a is self, fd, callback and a tuple of arguments.
func (lp *Loop) addWatch(th *Thread, a []Value, write, public bool) (Value, error) {
	var h Value
	var err error
	if lp.scriptedWatch(public) {
		args, _ := object.AsTuple(a[3])
		h, err = coldCall(th, selectorModule, addNames[index(write)][index(public)], append([]Value{a[0], a[1], a[2]}, args.Items...)...)
	} else {
		h, err = lp.watch(th, a, write, public)
	}
	if public {
		return None, err
	}
	return h, err
}

// dropWatch is remove_reader, remove_writer and their private versions.
func (lp *Loop) dropWatch(th *Thread, fd Value, write, public bool) (Value, error) {
	if lp.scriptedWatch(public) {
		return coldCall(th, selectorModule, dropNames[index(write)][index(public)], lp.Value(), fd)
	}
	return lp.unwatch(th, fd, write, public)
}

var watchMethods = []object.Func{
	{Sig: "add_reader(fd, callback, *args)", Doc: "Have the callback run whenever fd can be read.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		return loopOf(a[0]).addWatch(th, a, false, true)
	})},
	{Sig: "remove_reader(fd)", Doc: "End what add_reader() began.", Fn: object.F2(func(th *Thread, self, fd Value) (Value, error) {
		return loopOf(self).dropWatch(th, fd, false, true)
	})},
	{Sig: "add_writer(fd, callback, *args)", Doc: "Have the callback run whenever fd can be written.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		return loopOf(a[0]).addWatch(th, a, true, true)
	})},
	{Sig: "remove_writer(fd)", Doc: "End what add_writer() began.", Fn: object.F2(func(th *Thread, self, fd Value) (Value, error) {
		return loopOf(self).dropWatch(th, fd, true, true)
	})},
	{Sig: "_add_reader(fd, callback, *args)", Doc: "add_reader() without looking for transports.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		return loopOf(a[0]).addWatch(th, a, false, false)
	})},
	{Sig: "_remove_reader(fd)", Doc: "remove_reader() without looking for transports.", Fn: object.F2(func(th *Thread, self, fd Value) (Value, error) {
		return loopOf(self).dropWatch(th, fd, false, false)
	})},
	{Sig: "_add_writer(fd, callback, *args)", Doc: "add_writer() without looking for transports.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		return loopOf(a[0]).addWatch(th, a, true, false)
	})},
	{Sig: "_remove_writer(fd)", Doc: "remove_writer() without looking for transports.", Fn: object.F2(func(th *Thread, self, fd Value) (Value, error) {
		return loopOf(self).dropWatch(th, fd, true, false)
	})},
	{Sig: "_ensure_fd_no_transport(fd)", Doc: "Raise RuntimeError if a transport uses fd.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
		fd, err := fdOf(th, v)
		if err != nil {
			return Value{}, err
		}
		return None, loopOf(self).noTransport(th, fd, v)
	})},
	{Sig: "_process_events(event_list)", Doc: "Make ready the handles of what the selector found.", Fn: cold(selectorModule, "_process_events")},
	{Sig: "_make_self_pipe()", Doc: "Make the sockets by which other threads wake the selector.", Fn: cold(selectorModule, "_make_self_pipe")},
	{Sig: "_close_self_pipe()", Doc: "Close them.", Fn: cold(selectorModule, "_close_self_pipe")},
	{Sig: "_read_from_self()", Doc: "Take what _write_to_self() wrote.", Fn: cold(selectorModule, "_read_from_self")},
	{Sig: "_process_self_data(data)", Doc: "Called with it.", Fn: nothing("_process_self_data(data)", "").Fn},
	{Sig: "_write_to_self()", Doc: "Wake the loop.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		lp := loopOf(self)
		if lp.selector.Ref != nil {
			return coldCall(th, selectorModule, "_write_to_self", self)
		}
		lp.l.Wake()
		return None, nil
	})},
}

// abstractLoopNames are the methods of AbstractEventLoop.
var abstractLoopNames = []string{
	"run_forever()", "run_until_complete(future)", "stop()", "is_running()", "is_closed()", "close()", "async shutdown_asyncgens()",
	"async shutdown_default_executor()", "_timer_handle_cancelled(handle)", "call_soon(callback, *args, context=None)",
	"call_later(delay, callback, *args, context=None)", "call_at(when, callback, *args, context=None)", "time()", "create_future()",
	"create_task(coro, **kwargs)", "call_soon_threadsafe(callback, *args, context=None)", "run_in_executor(executor, func, *args)",
	"set_default_executor(executor)", "async getaddrinfo(host, port, *, family=0, type=0, proto=0, flags=0)", "async getnameinfo(sockaddr, flags=0)",
	"async create_connection(protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None)", "async create_server(protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)",
	"async start_tls(transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", "async sendfile(transport, file, offset=0, count=None, *, fallback=True)",
	"async create_unix_connection(protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", "async create_unix_server(protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)",
	"async connect_accepted_socket(protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", "async create_datagram_endpoint(protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_address=None, reuse_port=None, allow_broadcast=None, sock=None)",
	"async connect_read_pipe(protocol_factory, pipe)", "async connect_write_pipe(protocol_factory, pipe)",
	"async subprocess_shell(protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, **kwargs)", "async subprocess_exec(protocol_factory, *args, stdin=-1, stdout=-1, stderr=-1, **kwargs)",
	"add_reader(fd, callback, *args)", "remove_reader(fd)", "add_writer(fd, callback, *args)", "remove_writer(fd)",
	"async sock_recv(sock, nbytes)", "async sock_recv_into(sock, buf)", "async sock_recvfrom(sock, bufsize)", "async sock_recvfrom_into(sock, buf, nbytes=0)",
	"async sock_sendall(sock, data)", "async sock_sendto(sock, data, address)", "async sock_connect(sock, address)", "async sock_accept(sock)",
	"async sock_sendfile(sock, file, offset=0, count=None, *, fallback=None)", "add_signal_handler(sig, callback, *args)", "remove_signal_handler(sig)",
	"set_task_factory(factory)", "get_task_factory()", "get_exception_handler()", "set_exception_handler(handler)",
	"default_exception_handler(context)", "call_exception_handler(context)", "get_debug()", "set_debug(enabled)",
}

// abstract makes rows of methods that only raise NotImplementedError.
func abstract(owner string, names []string) []object.Func {
	rows := make([]object.Func, len(names))
	for i, n := range names {
		r := &rows[i]
		r.Sig, r.Doc = n, "To be defined by subclasses."
		r.Fn = object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
			return Value{}, object.NewExc(object.NotImplementedErrorType)
		})
		if r.Async() {
			qual := owner + "." + r.Name()
			r.Fn = object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
				return newCoro(&returned{name: qual, err: object.NewExc(object.NotImplementedErrorType)}), nil
			})
		}
	}
	return rows
}

func init() {
	AbstractLoopType.Methods = abstract("AbstractEventLoop", abstractLoopNames)
	SelectorLoopType.Methods = slices.Concat(watchMethods, selectorMethods, sslMethods)
}
