package asyncio

import (
	"runtime"
	"syscall"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// watchChild is _watch_child(loop, pid, callback).
func watchChild(th *Thread, loop, pid, callback Value) (Value, error) {
	lp := nativeLoop(loop)
	if lp == nil {
		return Value{}, object.TypeErrorf("an event loop of asyncio is needed")
	}
	n, err := object.AsIndex(th, pid)
	if err != nil {
		return Value{}, err
	}
	ctx, err := copyContext(th)
	if err != nil {
		return Value{}, err
	}
	lp.l.WatchChild(n, func(status syscall.WaitStatus, errno aio.Errno) {
		code := 255
		switch {
		case errno != 0:
			// Someone else has waited for it. What the logger raises is none of the loop's business.
			_ = logCall(loopThread(loop), "warning", object.StrValue("Unknown child process pid %d, will report returncode 255"), pid)
		case status.Exited():
			code = status.ExitStatus()
		case status.Signaled():
			code = -int(status.Signal())
		}
		lp.l.CallSoon(newHandle(loop, callback, ctx, pid, object.Int(int64(code))))
	})
	return None, nil
}

// unixFuncs are the functions of asyncio.unix_events.
var unixFuncs = []object.Func{
	{Sig: "can_use_pidfd()", Doc: "Whether the system has descriptors for processes.", Fn: object.F0(func(th *Thread) (Value, error) {
		return object.Bool(runtime.GOOS == "linux"), nil
	})},
	{Sig: "waitstatus_to_exitcode(status)", Doc: "os.waitstatus_to_exitcode(), or the status itself where that fails.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
		n, err := object.AsIndex(th, v)
		if err != nil {
			return Value{}, err
		}
		switch st := syscall.WaitStatus(n); {
		case st.Exited():
			return object.Int(int64(st.ExitStatus())), nil
		case st.Signaled():
			return object.Int(-int64(st.Signal())), nil
		}
		return v, nil
	})},
}

// signalModule is where the loop gets its signals from: what asyncio.unix_events calls signal, once a script has looked there.
func signalModule(th *Thread) (Value, error) {
	if m, ok := th.Interp.Modules.GetString(unixModule); ok {
		if mod, ok := object.AsModule(m); ok {
			if s, ok := mod.Dict.GetString("signal"); ok {
				return s, nil
			}
		}
	}
	return th.Interp.Host.Import(th, "_signal")
}

// uncatchable makes the system's refusal to change what a signal does a RuntimeError.
func uncatchable(th *Thread, sig Value, err error) error {
	if !object.Matches(err, object.OSErrorType) {
		return err
	}
	n, aerr := object.GetAttrOr(th, object.AsExc(err).Value(), object.NewStr("errno"))
	if aerr != nil || n != object.Int(int64(syscall.EINVAL)) {
		return err
	}
	return object.RuntimeErrorf("sig %s cannot be caught", repr(th, sig))
}

// addSignal is add_signal_handler(sig, callback, *args).
func (lp *Loop) addSignal(th *Thread, a []Value) error {
	if isCoroutine(th, a[2]) || isCoroutineFunction(th, a[2]) {
		return object.TypeErrorf("coroutines cannot be used with add_signal_handler()")
	}
	sig, err := checkSignal(th, a[1])
	if err != nil {
		return err
	}
	if lp.closedFlag {
		return loopClosed()
	}
	if !isMainThread(th) {
		return object.RuntimeErrorf("set_wakeup_fd only works in main thread of the main interpreter")
	}
	args, _ := object.AsTuple(a[3])
	ctx, err := copyContext(th)
	if err != nil {
		return err
	}
	h := newHandle(lp.Value(), a[2], ctx, args.Items...)
	key := object.Int(int64(sig))
	if err := lp.signalTable().Set(th, key, h.Value()); err != nil {
		return err
	}
	// The interpreter's main thread runs the handler, which makes the callback ready. In a program that keeps its signals to itself the
	// loop receives them.
	m, err := signalModule(th)
	if err == nil {
		_, err = object.CallMethod(th, m, nSignal, key, object.NewBuiltinBound(&signalCame, h.Value(), HandleType))
	}
	switch {
	case err == nil:
	case object.Matches(err, object.RuntimeErrorType), object.Matches(err, object.ImportErrorType):
		lp.l.NotifySignal(syscall.Signal(sig), h)
	default:
		if _, _, derr := lp.signals.Del(th, key); derr != nil {
			return derr
		}
		return uncatchable(th, key, err)
	}
	return nil
}

// signalTable has the handles of the signals that the loop watches, by number; it is the loop's _signal_handlers.
func (lp *Loop) signalTable() *object.Dict {
	if lp.signals == nil {
		lp.signals = object.NewDict()
	}
	return lp.signals
}

// signalCame is the handler of a signal that a loop watches, bound to the Handle.
var signalCame = object.Func{Sig: "_handle_signal(signum, frame)", Fn: object.F3(func(th *Thread, self, sig, frame Value) (Value, error) {
	h := object.Unchecked[Handle](self)
	if lp := nativeLoop(h.loop); lp != nil && !h.cancelled {
		lp.l.CallSoon(h)
		lp.l.Wake() // out of a selector of Python, which would go on waiting
	}
	return None, nil
})}

// signalled makes ready the callback of a signal; one that was cancelled takes the signal off.
func (lp *Loop) signalled(th *Thread, sig Value) error {
	if lp.signals == nil {
		return nil
	}
	v, err := lp.signals.Get(th, sig)
	if err != nil || v.Ref == nil {
		return err
	}
	h := asHandle(v)
	switch {
	case h == nil:
		return object.TypeErrorf("a Handle was expected, got %s", repr(th, v))
	case h.cancelled:
		_, err = object.CallMethod(th, lp.Value(), nRemoveSignal, sig)
		return err
	}
	lp.l.CallSoon(h)
	lp.l.Wake()
	return nil
}

func checkSignal(th *Thread, v Value) (int, error) {
	if !object.IsInt(v) {
		return 0, object.TypeErrorf("sig must be an int, not %s", repr(th, v))
	}
	n, err := object.AsIndex(th, v)
	if err != nil {
		return 0, err
	}
	if n < 1 || n > 64 {
		return 0, object.ValueErrorf("invalid signal number %s", repr(th, v))
	}
	return n, nil
}

// removeSignal is remove_signal_handler(sig).
func (lp *Loop) removeSignal(th *Thread, sig int) (bool, error) {
	key := object.Int(int64(sig))
	if lp.signals == nil {
		return false, nil
	}
	if _, had, err := lp.signals.Del(th, key); err != nil || !had {
		return false, err
	}
	lp.l.StopSignal(syscall.Signal(sig))
	m, err := signalModule(th)
	if err != nil {
		return true, nil
	}
	name := "SIG_DFL"
	if sig == sigint {
		name = "default_int_handler"
	}
	usual, err := object.GetAttr(th, m, object.NewStr(name))
	if err != nil {
		return true, err
	}
	if _, err = object.CallMethod(th, m, nSignal, key, usual); err != nil {
		return true, uncatchable(th, key, err)
	}
	return true, nil
}

// removeSignals gives up all signals.
func (lp *Loop) removeSignals(th *Thread) error {
	if lp.signals == nil {
		return nil
	}
	var sigs []Value
	for k := range lp.signals.All() {
		sigs = append(sigs, k)
	}
	for _, sig := range sigs {
		if _, err := object.CallMethod(th, lp.Value(), nRemoveSignal, sig); err != nil {
			return err
		}
	}
	return nil
}

var unixMethods = []object.Func{
	{Sig: "async create_unix_connection(protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", Doc: "Connect to a Unix socket.", Fn: cold(networkModule, "create_unix_connection")},
	{Sig: "async create_unix_server(protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True, cleanup_socket=True)", Doc: "Make a server on a Unix socket.", Fn: cold(networkModule, "create_unix_server")},
	{Sig: "add_signal_handler(sig, callback, *args)", Doc: "Have the callback run when the process receives sig.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		return None, loopOf(a[0]).addSignal(th, a)
	})},
	{Sig: "remove_signal_handler(sig)", Doc: "End what add_signal_handler() began.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
		sig, err := checkSignal(th, v)
		if err != nil {
			return Value{}, err
		}
		ok, err := loopOf(self).removeSignal(th, sig)
		return object.Bool(ok), err
	})},
	{Sig: "async _sock_sendfile_native(sock, file, offset, count)", Doc: "Send a file without reading it.", Fn: cold("asyncio.unix_events", "_sock_sendfile_native")},
	{Sig: "_sock_sendfile_native_impl(fut, registered_fd, sock, fileno, offset, count, blocksize, total_sent)", Doc: "Go on sending a file.", Fn: cold("asyncio.unix_events", "_sock_sendfile_native_impl")},
	{Sig: "_check_signal(sig)", Doc: "Refuse what is no number of a signal.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
		_, err := checkSignal(th, v)
		return None, err
	})},
	{Sig: "_handle_signal(sig)", Doc: "Make ready the callback of a signal.", Fn: object.F2(func(th *Thread, self, sig Value) (Value, error) {
		return None, loopOf(self).signalled(th, sig)
	})},
	{Sig: "_make_read_pipe_transport(pipe, protocol, waiter=None, extra=None)", Doc: "Make a transport that reads from a pipe.", Fn: cold(unixModule, "_make_read_pipe_transport")},
	{Sig: "_make_write_pipe_transport(pipe, protocol, waiter=None, extra=None)", Doc: "Make a transport that writes to a pipe.", Fn: cold(unixModule, "_make_write_pipe_transport")},
	{Sig: "_make_subprocess_transport(protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None, **kwargs)", Doc: "Start a process.", Fn: cold(unixModule, "_make_subprocess_transport")},
}

func init() {
	UnixLoopType.Methods = unixMethods
	UnixLoopType.GetSets = append(UnixLoopType.GetSets, object.GetSet{Name: "_signal_handlers", Get: func(th *Thread, v Value) (Value, error) {
		return loopOf(v).signalTable().Value(), nil
	}})
}
