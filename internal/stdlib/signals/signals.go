//go:build linux

// Package signals is Python's module _signal.
//
// Go's runtime receives the process's signals. Those that a program handles are passed on by a channel to a goroutine, which marks
// them as pending and sets the eval-breaker; the main thread then runs the handlers between two instructions. Handlers
// belong to an interpreter, the signals themselves to the process.
package signals

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

// maxSignal is the largest signal number.
const maxSignal = 64

// state is an interpreter's handling of signals. handlers is guarded by the interpreter's lock.
type state struct {
	handlers [maxSignal + 1]value // SIG_DFL, SIG_IGN, a function; unbound: not set by Python
	pending  [maxSignal + 1]atomic.Bool
	blocked  [maxSignal + 1]bool
	wakeup   atomic.Int64 // descriptor to write to, -1 for none
	warn     bool
	channel  chan os.Signal
}

type stateKey struct{}

func of(th *thread) *state {
	return object.StateOf(th, stateKey{}, func() *state {
		s := &state{}
		s.wakeup.Store(-1)
		for i := range s.handlers {
			s.handlers[i] = object.Int(sigDfl)
		}
		for _, n := range [...]syscall.Signal{syscall.SIGPIPE, 25} { // SIGXFSZ
			s.handlers[n] = object.Int(sigIgn)
		}
		return s
	})
}

// SIG_DFL and SIG_IGN.
const (
	sigDfl = 0
	sigIgn = 1
)

// start makes the goroutine that hands signals over.
func (s *state) start(in *object.Interp) {
	if s.channel != nil {
		return
	}
	s.channel = make(chan os.Signal, maxSignal)
	go func() {
		for x := range s.channel {
			if n, ok := x.(syscall.Signal); ok && n > 0 && n <= maxSignal {
				s.deliver(in, int(n))
			}
		}
	}()
	previous := in.Pending
	in.Pending = func(th *thread) error {
		if err := s.run(th); err != nil {
			return err
		}
		if previous != nil {
			return previous(th)
		}
		return nil
	}
}

// deliver marks a signal as pending and wakes the main thread; any goroutine may call it.
func (s *state) deliver(in *object.Interp, n int) {
	s.pending[n].Store(true)
	in.Interrupt(object.BreakSignal)
	if fd := s.wakeup.Load(); fd >= 0 {
		_, _ = unix.Write(int(fd), []byte{byte(n)})
	}
}

func isMain(th *thread) bool { return th.ID == 1 }

// run runs the handlers of pending signals, on the main thread.
func (s *state) run(th *thread) error {
	if !isMain(th) {
		return nil
	}
	th.Interp.Breaker.And(^object.BreakSignal)
	for n := 1; n <= maxSignal; n++ {
		if s.blocked[n] || !s.pending[n].Swap(false) {
			continue
		}
		h := s.handlers[n]
		if h.Ref == nil || h.IsNone() || h.IsInt() {
			continue
		}
		frame := object.None
		if f := th.CurrentFrame(); f != nil {
			frame = f.Object()
		}
		if _, err := object.Call2(th, h, object.Int(int64(n)), frame); err != nil {
			th.Interp.Breaker.Or(object.BreakSignal)
			return err
		}
	}
	return nil
}

var defaultIntHandler = object.Func{Sig: "default_int_handler(signalnum, frame, /)", Doc: "Raise KeyboardInterrupt.", Fn: object.F2(func(th *thread, n, frame value) (value, error) {
	return value{}, object.NewExc(object.KeyboardInterruptType)
})}

type intHandlerKey struct{}

// intHandler is the interpreter's default_int_handler.
func intHandler(th *thread) value {
	return *object.StateOf(th, intHandlerKey{}, func() *value {
		v := object.NewBuiltin(&defaultIntHandler, object.NewStr("_signal"))
		return &v
	})
}

// Install gives the process's SIGINT to the interpreter: it raises KeyboardInterrupt. For the command; a host that embeds
// interpreters keeps its signals.
func Install(th *thread) {
	s := of(th)
	if signal.Ignored(syscall.SIGINT) {
		s.handlers[syscall.SIGINT] = object.Int(sigIgn)
		return
	}
	s.start(th.Interp)
	s.handlers[syscall.SIGINT] = intHandler(th)
	signal.Notify(s.channel, syscall.SIGINT)
}

func toSignal(th *thread, v value) (int, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return 0, err
	}
	if n < 1 || n > maxSignal {
		return 0, object.ValueErrorf("signal number out of range")
	}
	return n, nil
}

// setHandler is signal.signal(signalnum, handler).
func setHandler(th *thread, num, h value) (value, error) {
	n, err := toSignal(th, num)
	if err != nil {
		return value{}, err
	}
	if !isMain(th) {
		return value{}, object.ValueErrorf("signal only works in main thread of the main interpreter")
	}
	code, isInt := object.SmallInt(h)
	isInt = isInt && (code == sigDfl || code == sigIgn)
	if !isInt && !object.Callable(h) {
		return value{}, object.TypeErrorf("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
	}
	sig := syscall.Signal(n)
	if sig == syscall.SIGKILL || sig == syscall.SIGSTOP {
		return value{}, object.OSErrorFrom(unix.EINVAL)
	}
	if err := th.CheckBreaker(); err != nil {
		return value{}, err
	}
	s := of(th)
	old := s.handlers[n]
	switch {
	case !isInt:
		s.start(th.Interp)
		s.handlers[n] = h
		signal.Notify(s.channel, sig)
	case code == sigIgn:
		s.handlers[n] = object.Int(sigIgn)
		signal.Ignore(sig)
	default:
		s.handlers[n] = object.Int(sigDfl)
		signal.Reset(sig)
	}
	if old.Ref == nil {
		old = object.None
	}
	return old, nil
}

// raise sends a signal to this process; one that has a handler here is delivered at once.
func raise(th *thread, n int) error {
	s := of(th)
	h := s.handlers[n]
	if h.Ref != nil && !h.IsInt() && !h.IsNone() && s.channel != nil {
		s.deliver(th.Interp, n)
		return th.CheckBreaker()
	}
	var err error
	th.Unlocked(func() {
		err = unix.Kill(os.Getpid(), syscall.Signal(n))
		time.Sleep(time.Millisecond)
	})
	if err != nil {
		return object.OSErrorFrom(err)
	}
	return th.CheckBreaker()
}

// pause waits for a signal that has a handler.
func pause(th *thread, wanted func(s *state) int) (int, error) {
	s := of(th)
	s.start(th.Interp)
	wake := make(chan struct{}, 1)
	remove := th.Interp.AddWaker(func() {
		select {
		case wake <- struct{}{}:
		default:
		}
	})
	defer remove()
	for {
		if n := wanted(s); n > 0 {
			return n, nil
		}
		th.Unlocked(func() { <-wake })
		if n := wanted(s); n > 0 {
			return n, nil
		}
		if err := th.CheckBreaker(); err != nil {
			return 0, err
		}
	}
}

// signalSet converts an iterable of signals.
func signalSet(th *thread, v value) (set [maxSignal + 1]bool, err error) {
	err = object.Each(th, v, func(x value) (bool, error) {
		n, err := object.AsIndex(th, x)
		if err == nil && (n < 1 || n > maxSignal) {
			err = object.ValueErrorf("signal number %d out of range [1; %d]", n, maxSignal)
		}
		if err == nil {
			set[n] = true
		}
		return false, err
	})
	return set, err
}

func setValue(th *thread, in func(n int) bool) (value, error) {
	var items []value
	for n := 1; n <= maxSignal; n++ {
		if in(n) {
			items = append(items, object.Int(int64(n)))
		}
	}
	s, err := object.SetOf(th, object.TupleValue(items...))
	if err != nil {
		return value{}, err
	}
	return s.Value(), nil
}

// mask is pthread_sigmask(how, mask).
// Differs: it defers the handlers of the interpreter; other threads of the process get the signals meanwhile.
func mask(th *thread, how, set value) (value, error) {
	h, err := object.AsIndex(th, how)
	if err != nil {
		return value{}, err
	}
	x, err := signalSet(th, set)
	if err != nil {
		return value{}, err
	}
	s := of(th)
	old, err := setValue(th, func(n int) bool { return s.blocked[n] })
	if err != nil {
		return value{}, err
	}
	for n := 1; n <= maxSignal; n++ {
		if n == int(syscall.SIGKILL) || n == int(syscall.SIGSTOP) {
			continue
		}
		switch h {
		case unix.SIG_BLOCK:
			s.blocked[n] = s.blocked[n] || x[n]
		case unix.SIG_UNBLOCK:
			s.blocked[n] = s.blocked[n] && !x[n]
		case unix.SIG_SETMASK:
			s.blocked[n] = x[n]
		default:
			return value{}, object.OSErrorFrom(unix.EINVAL)
		}
		if s.blocked[n] {
			// It must not end the process while it waits.
			s.start(th.Interp)
			signal.Notify(s.channel, syscall.Signal(n))
		} else if s.handlers[n] == object.Int(sigDfl) && x[n] {
			signal.Reset(syscall.Signal(n))
			if s.pending[n].Swap(false) {
				if err := raise(th, n); err != nil {
					return value{}, err
				}
			}
		}
	}
	th.Interp.Breaker.Or(object.BreakSignal)
	return old, th.CheckBreaker()
}
