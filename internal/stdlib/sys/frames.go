package sys

import "ouro/internal/object"

// Frames, threads and the exception being handled.

var frameFunctions = []object.Func{
	{Sig: "_getframe(depth=0, /)", Doc: "The frame object that stands so many calls below the caller.", Fn: object.F1(getframe)},
	{Sig: "_getframemodulename(depth=0)", Doc: "The name of the module of a frame, or None.", Fn: object.F1(getframemodulename)},
	{Sig: "_current_frames()", Doc: "The current frame of each thread, by thread identity.", Fn: object.F0(currentFrames)},
	{Sig: "_current_exceptions()", Doc: "The exception that each thread handles, by thread identity.", Fn: object.F0(currentExceptions)},
	{Sig: "exc_info()", Doc: "The class, value and traceback of the exception being handled.", Fn: object.F0(excInfo)},
	{Sig: "exception()", Doc: "The exception being handled, or None.", Fn: object.F0(exception)},
	{Sig: "settrace(function, /)", Doc: "Set the trace function of this thread.", Fn: object.F1(func(th *object.Thread, f object.Value) (object.Value, error) {
		stateOf(th).trace = f
		return object.None, nil
	})},
	{Sig: "gettrace()", Doc: "The trace function, or None.", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return stateOf(th).trace, nil })},
	{Sig: "setprofile(function, /)", Doc: "Set the profile function of this thread.", Fn: object.F1(func(th *object.Thread, f object.Value) (object.Value, error) {
		stateOf(th).profile = f
		return object.None, nil
	})},
	{Sig: "getprofile()", Doc: "The profile function, or None.", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return stateOf(th).profile, nil })},
	{Sig: "_settraceallthreads(function, /)", Doc: "Set the trace function of all threads.", Fn: object.F1(func(th *object.Thread, f object.Value) (object.Value, error) {
		stateOf(th).trace = f
		return object.None, nil
	})},
	{Sig: "_setprofileallthreads(function, /)", Doc: "Set the profile function of all threads.", Fn: object.F1(func(th *object.Thread, f object.Value) (object.Value, error) {
		stateOf(th).profile = f
		return object.None, nil
	})},
	{Sig: "call_tracing(func, args, /)", Doc: "Call a function with a tuple of arguments.", Fn: object.F2(callTracing)},
	{Sig: "set_asyncgen_hooks(*args, **kwargs)", Doc: "Set what is called for each asynchronous generator at its first step, and when it is dropped.", Fn: object.Raw(setAsyncgenHooks)},
	{Sig: "get_asyncgen_hooks()", Doc: "The two hooks.", Fn: object.F0(getAsyncgenHooks)},
	{Sig: "set_coroutine_origin_tracking_depth(depth)", Doc: "How many frames cr_origin holds.", Fn: object.F1(setOriginDepth)},
	{Sig: "get_coroutine_origin_tracking_depth()", Doc: "How many frames cr_origin holds.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
		return num(th.OriginDepth), nil
	})},
}

func frameAt(th *object.Thread, depth int) object.Frame {
	f := th.CurrentFrame()
	for ; f != nil && depth > 0; depth-- {
		f = f.Back()
	}
	return f
}

func getframe(th *object.Thread, depth object.Value) (object.Value, error) {
	n, err := object.AsIndex(th, depth)
	if err != nil {
		return object.Value{}, err
	}
	f := frameAt(th, n)
	if f == nil {
		return object.Value{}, object.ValueErrorf("call stack is not deep enough")
	}
	return f.Object(), nil
}

func getframemodulename(th *object.Thread, depth object.Value) (object.Value, error) {
	n, err := object.AsIndex(th, depth)
	if err != nil {
		return object.Value{}, err
	}
	if f := frameAt(th, n); f != nil {
		if v, ok := f.Globals().GetString("__name__"); ok {
			return v, nil
		}
	}
	return object.None, nil
}

func currentFrames(th *object.Thread) (object.Value, error) {
	d := object.NewDict()
	for t := range stateOf(th).config.Threads {
		if f := t.CurrentFrame(); f != nil {
			if err := d.Set(th, object.Int(int64(t.ID)), f.Object()); err != nil {
				return object.Value{}, err
			}
		}
	}
	return d.Value(), nil
}

func excOrNone(e *object.Exc) object.Value {
	if e == nil {
		return object.None
	}
	return e.Value()
}

func currentExceptions(th *object.Thread) (object.Value, error) {
	d := object.NewDict()
	for t := range stateOf(th).config.Threads {
		if err := d.Set(th, object.Int(int64(t.ID)), excOrNone(t.Handled)); err != nil {
			return object.Value{}, err
		}
	}
	return d.Value(), nil
}

func traceback(e *object.Exc) object.Value {
	if e.Traceback.Bound() {
		return e.Traceback
	}
	return object.None
}

func excInfo(th *object.Thread) (object.Value, error) {
	e := th.Handled
	if e == nil {
		return object.TupleValue(object.None, object.None, object.None), nil
	}
	return object.TupleValue(e.Type().Value(), e.Value(), traceback(e)), nil
}

func exception(th *object.Thread) (object.Value, error) { return excOrNone(th.Handled), nil }

func callTracing(th *object.Thread, f, args object.Value) (object.Value, error) {
	t, ok := object.AsTuple(args)
	if !ok {
		return object.Value{}, object.TypeErrorf("call_tracing() argument 2 must be tuple, not %s", args.Type().Name)
	}
	return object.Call(th, f, t.Items, nil)
}

func setAsyncgenHooks(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	hooks := [2]object.Value{}
	pos := len(args) - len(names)
	if pos > 2 {
		return object.Value{}, object.TypeErrorf("set_asyncgen_hooks() takes at most 2 arguments (%d given)", len(args))
	}
	copy(hooks[:], args[:pos])
	for i, n := range names {
		switch n.S {
		case "firstiter":
			hooks[0] = args[pos+i]
		case "finalizer":
			hooks[1] = args[pos+i]
		default:
			return object.Value{}, object.TypeErrorf("set_asyncgen_hooks() got an unexpected keyword argument '%s'", n.S)
		}
	}
	for i, what := range [...]string{"firstiter", "finalizer"} {
		if h := hooks[i]; h.Bound() && !h.IsNone() && !object.Callable(h) {
			return object.Value{}, object.TypeErrorf("callable %s expected, got %s", what, h.Type().Name)
		}
	}
	if hooks[0].Bound() {
		th.AsyncGenHooks.FirstIter = hooks[0]
	}
	if hooks[1].Bound() {
		th.AsyncGenHooks.Finalizer = hooks[1]
	}
	return object.None, nil
}

func getAsyncgenHooks(th *object.Thread) (object.Value, error) {
	return asyncHooksType.New(th.AsyncGenHooks.FirstIter, th.AsyncGenHooks.Finalizer), nil
}

func setOriginDepth(th *object.Thread, v object.Value) (object.Value, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return object.Value{}, err
	}
	if n < 0 {
		return object.Value{}, object.ValueErrorf("depth must be >= 0")
	}
	th.OriginDepth = n
	return object.None, nil
}
