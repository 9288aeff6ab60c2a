package signals

import (
	"math"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

type (
	// Value and Thread shorten the signatures.
	Value = object.Value
	// Thread is a thread of Python code.
	Thread = object.Thread
)

const nsig = 65

// state is an interpreter's. handlers is touched under the interpreter's lock, pending and wakeup by the receiving goroutine too.
type state struct {
	handlers [nsig]Value
	pending  atomic.Uint64 // bit n-1: signal n has come
	wakeup   atomic.Int64
	ch       chan os.Signal
}

var stateKey byte

func stateOf(th *Thread) *state {
	return object.StateOf(th, &stateKey, func() *state {
		s := &state{}
		s.wakeup.Store(-1)
		for i := range s.handlers {
			s.handlers[i] = dfl
		}
		s.handlers[syscall.SIGPIPE] = ign
		return s
	})
}

var (
	dfl = object.Int(0)
	ign = object.Int(1)
)

// Install makes the interpreter of th, its main thread, the receiver of the process's signals: SIGINT raises KeyboardInterrupt, SIGPIPE
// is ignored.
func Install(th *Thread) {
	s := stateOf(th)
	if s.ch != nil {
		return
	}
	ch := make(chan os.Signal, 64)
	s.ch = ch
	in := th.Interp
	go func() {
		for sig := range ch {
			n, ok := sig.(syscall.Signal)
			if !ok || n < 1 || n >= nsig {
				continue
			}
			s.pending.Or(1 << (n - 1))
			if fd := s.wakeup.Load(); fd >= 0 {
				unix.Write(int(fd), []byte{byte(n)})
			}
			in.Interrupt(object.BreakSignal)
		}
	}()
	before := in.Pending
	in.Pending = func(th *Thread) error {
		if th.Breaker.Load()&object.BreakSignal != 0 && isMain(th) {
			th.Breaker.And(^object.BreakSignal)
			if err := s.deliver(th); err != nil {
				return err
			}
		}
		if before != nil {
			return before(th)
		}
		th.Breaker.And(^(object.BreakCancel | object.BreakPending))
		return nil
	}
	if !signal.Ignored(syscall.SIGINT) {
		s.handlers[syscall.SIGINT] = interruptHandler(th)
		signal.Notify(s.ch, syscall.SIGINT)
	} else {
		s.handlers[syscall.SIGINT] = ign
	}
	signal.Ignore(syscall.SIGPIPE)
	if signal.Ignored(syscall.SIGHUP) {
		s.handlers[syscall.SIGHUP] = ign
	}
}

// Uninstall undoes Install: the process treats its signals as before, and the interpreter of th hears of none.
func Uninstall(th *Thread) {
	s := stateOf(th)
	if s.ch == nil {
		return
	}
	signal.Stop(s.ch)
	signal.Reset(syscall.SIGPIPE)
	close(s.ch)
	s.ch = nil
}

func isMain(th *Thread) bool { return th.ID == 1 }

// deliver runs the handlers of the signals that have come.
func (s *state) deliver(th *Thread) error {
	bits := s.pending.Swap(0)
	for n := 1; bits != 0 && n < nsig; n++ {
		bit := uint64(1) << (n - 1)
		if bits&bit == 0 {
			continue
		}
		bits &^= bit
		h := s.handlers[n]
		if h == dfl || h == ign || h.Ref == nil || h.IsNone() {
			continue
		}
		frame := object.None
		if f := th.CurrentFrame(); f != nil {
			frame = f.Object()
		}
		if _, err := object.Call2(th, h, object.Int(int64(n)), frame); err != nil {
			if bits != 0 {
				s.pending.Or(bits)
				th.Interp.Interrupt(object.BreakSignal)
			}
			return err
		}
	}
	return nil
}

// Trip acts as if the signal n had come; a handler of the system's own is not called.
func Trip(th *Thread, n int) {
	s := stateOf(th)
	if h := s.handlers[n]; s.ch == nil || h == dfl || h == ign {
		return
	}
	s.pending.Or(1 << (n - 1))
	th.Interp.Interrupt(object.BreakSignal)
}

// Handlers calls yield for each signal that a Python function handles.
func Handlers(th *Thread, yield func(n int, handler Value) bool) {
	s := stateOf(th)
	for n, h := range s.handlers {
		if h != dfl && h != ign && h.Ref != nil && !h.IsNone() && !yield(n, h) {
			return
		}
	}
}

// Interrupts reports whether h is default_int_handler.
func Interrupts(h Value) bool {
	b, ok := object.AsBuiltin(h)
	if !ok {
		return false
	}
	def, _ := b.Def()
	return def == &defaultInt
}

// CheckSignals runs the handlers of signals that have come, for calls of ours that end because of one.
func CheckSignals(th *Thread) error {
	if !isMain(th) {
		return nil
	}
	return stateOf(th).deliver(th)
}

var defaultInt = object.Func{Sig: "default_int_handler(signalnum, frame, /)", Doc: "Raise KeyboardInterrupt.", Fn: object.F2(func(th *Thread, a, b Value) (Value, error) {
	return Value{}, object.NewExc(object.KeyboardInterruptType)
})}

// interruptHandler is the interpreter's default_int_handler object.
func interruptHandler(th *Thread) Value {
	type key struct{}
	v := object.StateOf(th, key{}, func() *Value {
		h := object.NewBuiltin(&defaultInt, object.NewStr("_signal"))
		return &h
	})
	return *v
}

func number(th *Thread, v Value) (int, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return 0, err
	}
	if n < 1 || n >= nsig {
		return 0, object.ValueErrorf("signal number out of range")
	}
	return n, nil
}

func setHandler(th *Thread, num, h Value) (Value, error) {
	if !isMain(th) {
		return Value{}, object.ValueErrorf("signal only works in main thread of the main interpreter")
	}
	n, err := number(th, num)
	if err != nil {
		return Value{}, err
	}
	if h != dfl && h != ign && !object.Callable(h) {
		return Value{}, object.TypeErrorf("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
	}
	if err := th.CheckBreaker(); err != nil {
		return Value{}, err
	}
	sig := syscall.Signal(n)
	if sig == syscall.SIGKILL || sig == syscall.SIGSTOP {
		return Value{}, object.NewOSError(int(syscall.EINVAL))
	}
	s := stateOf(th)
	if s.ch == nil {
		return Value{}, object.RuntimeErrorf("the program around the interpreter handles the signals")
	}
	switch h {
	case dfl:
		signal.Reset(sig)
	case ign:
		signal.Ignore(sig)
	default:
		signal.Notify(s.ch, sig)
	}
	old := s.handlers[n]
	s.handlers[n] = h
	return old, nil
}

func raise(th *Thread, num Value) (Value, error) {
	n, err := number(th, num)
	if err != nil {
		return Value{}, err
	}
	s := stateOf(th)
	if s.ch == nil {
		return Value{}, object.RuntimeErrorf("the program around the interpreter handles the signals")
	}
	switch h := s.handlers[n]; {
	case h == ign:
		return object.None, nil
	case h == dfl:
		if e := syscall.Kill(os.Getpid(), syscall.Signal(n)); e != nil {
			return Value{}, object.OSErrorFrom(e)
		}
		th.Unlocked(func() { time.Sleep(time.Millisecond) })
		return object.None, nil
	}
	// Sent by the process to itself it would come a little later; raise() is answered at once.
	s.pending.Or(1 << (n - 1))
	if fd := s.wakeup.Load(); fd >= 0 {
		unix.Write(int(fd), []byte{byte(n)})
	}
	if isMain(th) {
		return object.None, s.deliver(th)
	}
	th.Interp.Interrupt(object.BreakSignal)
	return object.None, nil
}

func seconds(th *Thread, v Value) (time.Duration, error) {
	f := 0.0
	switch {
	case v.IsInt() || v.IsBool():
		f = float64(v.Int64())
	case v.IsFloat():
		f = v.Float64()
	default:
		to := object.S(v).ToFloat
		if to == nil {
			return 0, object.TypeErrorf("must be real number, not %s", v.Type().TypeName())
		}
		r, err := to(th, v)
		if err != nil {
			return 0, err
		}
		f = r.Float64()
	}
	if math.IsNaN(f) || f > 1e9 {
		return 0, object.ValueErrorf("timestamp out of range for platform time_t")
	}
	return time.Duration(f * 1e9), nil
}

func itimerValue(it unix.Itimerval) Value {
	f := func(t unix.Timeval) Value { return object.Float(float64(t.Nano()) / 1e9) }
	return object.TupleValue(f(it.Value), f(it.Interval))
}

func which(th *Thread, v Value) (unix.ItimerWhich, error) {
	n, err := object.AsIndex(th, v)
	return unix.ItimerWhich(n), err
}

// Module is _signal.
var Module = object.ModuleDef{
	Name: "_signal",
	Doc:  "Signals of the system.",
	Functions: []object.Func{
		{Sig: "signal(signalnum, handler, /)", Doc: "Set what happens when a signal comes; returns what happened before.", Fn: object.F2(setHandler)},
		{Sig: "getsignal(signalnum, /)", Doc: "What happens when a signal comes.", Fn: object.F1(func(th *Thread, num Value) (Value, error) {
			n, err := number(th, num)
			if err != nil {
				return Value{}, err
			}
			return stateOf(th).handlers[n], nil
		})},
		{Sig: "raise_signal(signalnum, /)", Doc: "Send a signal to this process.", Fn: object.F1(raise)},
		{Sig: "alarm(seconds, /)", Doc: "Have SIGALRM sent in a number of seconds; returns how many the former alarm had left.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
			n, err := object.AsIndex(th, v)
			if err != nil {
				return Value{}, err
			}
			old, e := unix.Setitimer(unix.ITIMER_REAL, unix.Itimerval{Value: unix.NsecToTimeval(int64(max(n, 0)) * 1e9)})
			if e != nil {
				return Value{}, object.OSErrorFrom(e)
			}
			left := old.Value.Nano()
			return object.Int((left + 999_999_999) / 1e9), nil
		})},
		{Sig: "setitimer(which, seconds, interval=0.0, /)", Doc: "Set an interval timer; returns the former one.", Fn: object.F3(func(th *Thread, w, first, every Value) (Value, error) {
			id, err := which(th, w)
			if err != nil {
				return Value{}, err
			}
			a, err := seconds(th, first)
			if err != nil {
				return Value{}, err
			}
			b, err := seconds(th, every)
			if err != nil {
				return Value{}, err
			}
			old, e := unix.Setitimer(id, unix.Itimerval{Value: unix.NsecToTimeval(int64(a)), Interval: unix.NsecToTimeval(int64(b))})
			if e != nil {
				return Value{}, object.OSErrorFrom(e)
			}
			return itimerValue(old), nil
		})},
		{Sig: "getitimer(which, /)", Doc: "What an interval timer has left.", Fn: object.F1(func(th *Thread, w Value) (Value, error) {
			id, err := which(th, w)
			if err != nil {
				return Value{}, err
			}
			it, e := unix.Getitimer(id)
			if e != nil {
				return Value{}, object.OSErrorFrom(e)
			}
			return itimerValue(it), nil
		})},
		{Sig: "pause()", Doc: "Wait for a signal.", Fn: object.F0(func(th *Thread) (Value, error) {
			woken := make(chan struct{}, 1)
			remove := th.Interp.AddWaker(func() {
				select {
				case woken <- struct{}{}:
				default:
				}
			})
			defer remove()
			s := stateOf(th)
			for s.pending.Load() == 0 {
				th.Unlocked(func() { <-woken })
				if !isMain(th) {
					break
				}
			}
			return object.None, th.CheckBreaker()
		})},
		{Sig: "siginterrupt(signalnum, flag, /)", Doc: "Nothing: system calls are begun again always.", Fn: object.F2(func(th *Thread, num, flag Value) (Value, error) {
			_, err := number(th, num)
			return object.None, err
		})},
		{Sig: "set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", Doc: "Have the number of each signal written to a descriptor; returns the former one.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
			fd, err := object.AsIndex(th, a[0])
			if err != nil {
				return Value{}, err
			}
			if !isMain(th) {
				return Value{}, object.ValueErrorf("set_wakeup_fd only works in main thread of the main interpreter")
			}
			if fd != -1 {
				var st unix.Stat_t
				if e := unix.Fstat(fd, &st); e != nil {
					return Value{}, object.ValueErrorf("invalid fd")
				}
				flags, e := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
				if e != nil {
					return Value{}, object.OSErrorFrom(e)
				}
				if flags&unix.O_NONBLOCK == 0 {
					return Value{}, object.ValueErrorf("the fd %d must be in non-blocking mode", fd)
				}
			}
			return object.Int(stateOf(th).wakeup.Swap(int64(fd))), nil
		})},
		{Sig: "strsignal(signalnum, /)", Doc: "What a signal means; None if it is unknown.", Fn: object.F1(func(th *Thread, num Value) (Value, error) {
			n, err := number(th, num)
			if err != nil {
				return Value{}, err
			}
			if t, ok := descriptions[n]; ok {
				return object.StrValue(t), nil
			}
			return object.None, nil
		})},
		{Sig: "valid_signals()", Doc: "The numbers of all signals.", Fn: object.F0(func(th *Thread) (Value, error) {
			s := object.NewSet()
			for n := 1; n < nsig; n++ {
				if n == 32 || n == 33 {
					continue // the system library's own
				}
				if err := s.Add(th, object.Int(int64(n))); err != nil {
					return Value{}, err
				}
			}
			return s.Value(), nil
		})},
		{Sig: "pthread_kill(thread_id, signalnum, /)", Doc: "Send a signal to this process: goroutines cannot be told apart.", Fn: object.F2(func(th *Thread, id, num Value) (Value, error) {
			n, err := object.AsIndex(th, num)
			if err != nil {
				return Value{}, err
			}
			if n == 0 {
				return object.None, nil
			}
			return raise(th, num)
		})},
	},
	Init: func(th *Thread, m *object.Module) error {
		m.Set("default_int_handler", interruptHandler(th))
		m.Set("SIG_DFL", dfl)
		m.Set("SIG_IGN", ign)
		m.Set("NSIG", object.Int(nsig))
		m.Set("ITIMER_REAL", object.Int(0))
		m.Set("ITIMER_VIRTUAL", object.Int(1))
		m.Set("ITIMER_PROF", object.Int(2))
		m.Set("ItimerError", object.OSErrorType.Value())
		for name, n := range numbers {
			m.Set(name, object.Int(int64(n)))
		}
		return nil
	},
}
