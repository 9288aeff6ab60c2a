package asyncio

import (
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
