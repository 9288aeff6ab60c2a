package asyncio

import (
	"strings"

	"ouro/internal/object"
)

// Short names for what every line of the package uses.
type (
	Value  = object.Value
	Thread = object.Thread
	Exc    = object.Exc
	Str    = object.Str
)

// None as in Python.
var None = object.None

// Names that Go code looks up.
var (
	nFeedData           = object.NewStr("feed_data")
	nFeedEOF            = object.NewStr("feed_eof")
	nSetTransport       = object.NewStr("set_transport")
	nAddReaderP         = object.NewStr("_add_reader")
	nWriteToSelf        = object.NewStr("_write_to_self")
	nSelect             = object.NewStr("select")
	nProcessEvents      = object.NewStr("_process_events")
	nRun                = object.NewStr("_run")
	nPCancelled         = object.NewStr("_cancelled")
	nAddDoneCallback    = object.NewStr("add_done_callback")
	nRemoveDoneCallback = object.NewStr("remove_done_callback")
	nArgs               = object.NewStr("args")
	nBlocking           = object.NewStr("_asyncio_future_blocking")
	nCallAt             = object.NewStr("call_at")
	nCallHandler        = object.NewStr("call_exception_handler")
	nCallLater          = object.NewStr("call_later")
	nCallSoon           = object.NewStr("call_soon")
	nCallSoonTS         = object.NewStr("call_soon_threadsafe")
	nCancel             = object.NewStr("cancel")
	nCancelled          = object.NewStr("cancelled")
	nCancelling         = object.NewStr("cancelling")
	nClose              = object.NewStr("close")
	nCode               = object.NewStr("__code__")
	nContext            = object.NewStr("context")
	nCreateFuture       = object.NewStr("create_future")
	nCreateTask         = object.NewStr("create_task")
	nDone               = object.NewStr("done")
	nException          = object.NewStr("exception")
	nFileno             = object.NewStr("fileno")
	nFuture             = object.NewStr("future")
	nGetDebug           = object.NewStr("get_debug")
	nGetLoop            = object.NewStr("get_loop")
	nIsClosed           = object.NewStr("is_closed")
	nIsRunning          = object.NewStr("is_running")
	nLoop               = object.NewStr("loop")
	nULoop              = object.NewStr("_loop")
	nMessage            = object.NewStr("message")
	nMsg                = object.NewStr("msg")
	nName               = object.NewStr("name")
	nDName              = object.NewStr("__name__")
	nQualName           = object.NewStr("__qualname__")
	nResult             = object.NewStr("result")
	nSetException       = object.NewStr("set_exception")
	nSetResult          = object.NewStr("set_result")
	nRemoveSignal       = object.NewStr("remove_signal_handler")
	nSignal             = object.NewStr("signal")
	nSubmit             = object.NewStr("submit")
	nTask               = object.NewStr("task")
	nTime               = object.NewStr("time")
	nUncancel           = object.NewStr("uncancel")
	nEagerStart         = object.NewStr("eager_start")
	nSourceTraceback    = object.NewStr("source_traceback")
	nHandle             = object.NewStr("handle")
	nShutdown           = object.NewStr("shutdown")
	nTransport          = object.NewStr("transport")
	nProtocol           = object.NewStr("protocol")
	nDataReceived       = object.NewStr("data_received")
	nEOFReceived        = object.NewStr("eof_received")
	nConnectionMade     = object.NewStr("connection_made")
	nConnectionLost     = object.NewStr("connection_lost")
	nPauseWriting       = object.NewStr("pause_writing")
	nResumeWriting      = object.NewStr("resume_writing")
	nGetBuffer          = object.NewStr("get_buffer")
	nBufferUpdated      = object.NewStr("buffer_updated")
	nAsyncgenHooks      = object.NewStr("set_asyncgen_hooks")
)

// kw calls f with positional arguments and one keyword argument.
func kw(th *Thread, f Value, name *Str, val Value, args ...Value) (Value, error) {
	var buf [6]Value
	return object.Call(th, f, append(append(buf[:0], args...), val), []*Str{name})
}

// bindInit fills a type's Init slot from a signature, whose name is what errors call the function.
func bindInit(t *object.Type, sig string, init func(th *Thread, self Value, a []Value) error) {
	f := &object.Func{Sig: sig}
	t.InitSig = f
	t.Init = func(th *Thread, self Value, args []Value, names []*Str) error {
		s := f.Signature()
		a := make([]Value, len(s.Params))
		if err := s.Bind(th, a, args, names, s.Name); err != nil {
			// Bind leaves the class out, which methods written in Python on CPython name.
			if e, ok := err.(*Exc); ok && len(e.Args.Items) == 1 {
				if m := text(e.Args.Items[0]); strings.HasPrefix(m, "__init__") {
					e.Args = object.NewTuple(object.StrValue(s.Name[:len(s.Name)-len("__init__")] + m))
				}
			}
			return err
		}
		return init(th, self, a)
	}
}

// orNone gives None for an unbound value.
func orNone(v Value) Value {
	if v.Ref == nil {
		return None
	}
	return v
}

// str gives a str argument's text.
func text(v Value) string {
	if s, ok := object.AsStr(v); ok {
		return s.S
	}
	return ""
}

// repr is repr(v) as Go text.
func repr(th *Thread, v Value) string {
	s, err := object.Repr(th, v)
	if err != nil {
		return "<" + v.Type().Name + " object>"
	}
	return s.S
}

// starred2 and starred3 are object.F2 and F3 for signatures with a *, whose arguments must be bound by name.
func starred2(f func(th *Thread, a, b Value) (Value, error)) object.Fn {
	return object.FN(func(th *Thread, a []Value) (Value, error) { return f(th, a[0], a[1]) })
}

func starred3(f func(th *Thread, a, b, c Value) (Value, error)) object.Fn {
	return object.FN(func(th *Thread, a []Value) (Value, error) { return f(th, a[0], a[1], a[2]) })
}

func cannotDelete() error {
	return object.NewExcf(object.AttributeErrorType, "cannot delete attribute")
}
