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
