//go:build linux

package signals

import (
	"math"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// The functions and constants of the module.

var itimerError = object.OSErrorType

// Module is _signal.
var Module = object.ModuleDef{
	Name: "_signal",
	Doc:  "Handlers of signals. Use module signal instead.",
	Functions: []object.Func{
		{Sig: "signal(signalnum, handler, /)", Doc: "Set what happens when a signal comes; returns what happened before.", Fn: object.F2(setHandler)},
		{Sig: "getsignal(signalnum, /)", Doc: "What happens when a signal comes.", Fn: object.F1(func(th *thread, v value) (value, error) {
			n, err := toSignal(th, v)
			if err != nil {
				return value{}, err
			}
			if h := of(th).handlers[n]; h.Ref != nil {
				return h, nil
			}
			return object.None, nil
		})},
		{Sig: "raise_signal(signalnum, /)", Doc: "Send a signal to this process.", Fn: object.F1(func(th *thread, v value) (value, error) {
			n, err := object.AsIndex(th, v)
			if err != nil {
				return value{}, err
			}
			if n < 1 || n > maxSignal {
				return value{}, object.OSErrorFrom(unix.EINVAL)
			}
			return object.None, raise(th, n)
		})},
		{Sig: "pthread_kill(thread_id, signalnum, /)", Doc: "Send a signal to a thread; its handler runs on the main one.", Fn: object.F2(func(th *thread, id, v value) (value, error) {
			n, err := object.AsIndex(th, v)
			if err != nil {
				return value{}, err
			}
			if n == 0 {
				return object.None, nil
			}
			if n < 1 || n > maxSignal {
				return value{}, object.OSErrorFrom(unix.EINVAL)
			}
			return object.None, raise(th, n)
		})},
		{Sig: "pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0, /)", Doc: "Send a signal to a process by its descriptor.", Fn: object.FN(func(th *thread, a []value) (value, error) {
			fd, err := object.AsIndex(th, a[0])
			if err != nil {
				return value{}, err
			}
			n, err := object.AsIndex(th, a[1])
			if err != nil {
				return value{}, err
			}
			if err := unix.PidfdSendSignal(fd, syscall.Signal(n), nil, 0); err != nil {
				return value{}, object.OSErrorFrom(err)
			}
			return object.None, nil
		})},
		{Sig: "set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", Doc: "Have the number of each signal written to a descriptor; returns the former one.", Fn: object.F2(setWakeup)},
		{Sig: "siginterrupt(signalnum, flag, /)", Doc: "Does nothing: calls of the system go on after a handler has run.", Fn: object.F2(func(th *thread, v, flag value) (value, error) {
			_, err := toSignal(th, v)
			return object.None, err
		})},
		{Sig: "alarm(seconds, /)", Doc: "Have SIGALRM come after so many seconds; returns what was left of the former time.", Fn: object.F1(func(th *thread, v value) (value, error) {
			n, err := object.AsIndex(th, v)
			if err != nil {
				return value{}, err
			}
			old, err := unix.Setitimer(unix.ITIMER_REAL, unix.Itimerval{Value: unix.Timeval{Sec: int64(n)}})
			if err != nil {
				return value{}, object.OSErrorFrom(err)
			}
			left := int64(old.Value.Sec)
			if old.Value.Usec > 0 {
				left++
			}
			return object.Int(left), nil
		})},
		{Sig: "setitimer(which, seconds, interval=0.0, /)", Doc: "Set a timer that sends a signal; returns the former times.", Fn: object.F3(setTimer)},
		{Sig: "getitimer(which, /)", Doc: "The times of a timer.", Fn: object.F1(func(th *thread, which value) (value, error) {
			n, err := object.AsIndex(th, which)
			if err != nil {
				return value{}, err
			}
			it, err := unix.Getitimer(unix.ItimerWhich(n))
			if err != nil {
				return value{}, object.OSErrorFrom(err)
			}
			return timerValue(it), nil
		})},
		{Sig: "pause()", Doc: "Wait for a signal.", Fn: object.F0(func(th *thread) (value, error) {
			_, err := pause(th, func(s *state) int {
				for n := range s.pending {
					if s.pending[n].Load() && !s.blocked[n] {
						return n
					}
				}
				return 0
			})
			if err != nil {
				return value{}, err
			}
			return object.None, th.CheckBreaker()
		})},
		{Sig: "sigwait(sigset, /)", Doc: "Wait for one of the signals and take it.", Fn: object.F1(func(th *thread, v value) (value, error) {
			set, err := signalSet(th, v)
			if err != nil {
				return value{}, err
			}
			s := of(th)
			s.start(th.Interp)
			for n, in := range set {
				if in {
					signal.Notify(s.channel, syscall.Signal(n))
				}
			}
			n, err := pause(th, func(s *state) int {
				for n, in := range set {
					if in && s.pending[n].Swap(false) {
						return n
					}
				}
				return 0
			})
			return object.Int(int64(n)), err
		})},
		{Sig: "pthread_sigmask(how, mask, /)", Doc: "Change which signals have to wait; returns those that had to.", Fn: object.F2(mask)},
		{Sig: "sigpending()", Doc: "The signals that wait.", Fn: object.F0(func(th *thread) (value, error) {
			s := of(th)
			return setValue(th, func(n int) bool { return s.blocked[n] && s.pending[n].Load() })
		})},
		{Sig: "valid_signals()", Doc: "All signals.", Fn: object.F0(func(th *thread) (value, error) {
			return setValue(th, func(n int) bool { return n != 32 && n != 33 })
		})},
		{Sig: "strsignal(signalnum, /)", Doc: "The text of a signal.", Fn: object.F1(func(th *thread, v value) (value, error) {
			n, err := toSignal(th, v)
			if err != nil {
				return value{}, err
			}
			if t, ok := signalTexts[n]; ok {
				return object.StrValue(t), nil
			}
			return object.None, nil
		})},
	},
	Init: func(th *thread, m *object.Module) error {
		for name, n := range numbers {
			m.Set(name, object.Int(int64(n)))
		}
		m.Set("default_int_handler", intHandler(th))
		m.Set("ItimerError", itimerError.Value())
		return nil
	},
}

func setWakeup(th *thread, v, warn value) (value, error) {
	fd, err := object.AsIndex(th, v)
	if err != nil {
		return value{}, err
	}
	w, err := object.Truth(th, warn)
	if err != nil {
		return value{}, err
	}
	if !isMain(th) {
		return value{}, object.ValueErrorf("set_wakeup_fd only works in main thread of the main interpreter")
	}
	if fd != -1 {
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		if flags&unix.O_NONBLOCK == 0 {
			return value{}, object.ValueErrorf("the fd %d must be in non-blocking mode", fd)
		}
	}
	s := of(th)
	s.warn = w
	return object.Int(s.wakeup.Swap(int64(fd))), nil
}

func timeval(th *thread, v value) (unix.Timeval, error) {
	f, err := object.ToFloat(th, v)
	if err != nil {
		return unix.Timeval{}, err
	}
	if math.IsNaN(f) || f > 1e15 {
		return unix.Timeval{}, object.NewExcf(object.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	d := time.Duration(math.Ceil(f*1e6)) * time.Microsecond
	return unix.NsecToTimeval(int64(d)), nil
}

func timerValue(it unix.Itimerval) value {
	seconds := func(t unix.Timeval) value { return object.Float(float64(t.Sec) + float64(t.Usec)*1e-6) }
	return object.NewPair(seconds(it.Value), seconds(it.Interval))
}

func setTimer(th *thread, which, seconds, interval value) (value, error) {
	n, err := object.AsIndex(th, which)
	if err != nil {
		return value{}, err
	}
	first, err := timeval(th, seconds)
	if err != nil {
		return value{}, err
	}
	every, err := timeval(th, interval)
	if err != nil {
		return value{}, err
	}
	old, err := unix.Setitimer(unix.ItimerWhich(n), unix.Itimerval{Value: first, Interval: every})
	if err != nil {
		return value{}, object.OSErrorFrom(err)
	}
	return timerValue(old), nil
}

var numbers = map[string]int{
	"SIG_DFL": sigDfl, "SIG_IGN": sigIgn, "NSIG": maxSignal + 1, "SIG_BLOCK": unix.SIG_BLOCK, "SIG_UNBLOCK": unix.SIG_UNBLOCK, "SIG_SETMASK": unix.SIG_SETMASK,
	"ITIMER_REAL": 0, "ITIMER_VIRTUAL": 1, "ITIMER_PROF": 2,
	"SIGHUP": 1, "SIGINT": 2, "SIGQUIT": 3, "SIGILL": 4, "SIGTRAP": 5, "SIGABRT": 6, "SIGIOT": 6, "SIGBUS": 7, "SIGFPE": 8, "SIGKILL": 9, "SIGUSR1": 10, "SIGSEGV": 11,
	"SIGUSR2": 12, "SIGPIPE": 13, "SIGALRM": 14, "SIGTERM": 15, "SIGSTKFLT": 16, "SIGCHLD": 17, "SIGCLD": 17, "SIGCONT": 18, "SIGSTOP": 19, "SIGTSTP": 20, "SIGTTIN": 21,
	"SIGTTOU": 22, "SIGURG": 23, "SIGXCPU": 24, "SIGXFSZ": 25, "SIGVTALRM": 26, "SIGPROF": 27, "SIGWINCH": 28, "SIGIO": 29, "SIGPOLL": 29, "SIGPWR": 30, "SIGSYS": 31,
	"SIGRTMIN": 34, "SIGRTMAX": 64,
}

// signalTexts are the texts of strsignal, as the C library words them.
var signalTexts = map[int]string{
	1: "Hangup", 2: "Interrupt", 3: "Quit", 4: "Illegal instruction", 5: "Trace/breakpoint trap", 6: "Aborted", 7: "Bus error", 8: "Floating point exception", 9: "Killed",
	10: "User defined signal 1", 11: "Segmentation fault", 12: "User defined signal 2", 13: "Broken pipe", 14: "Alarm clock", 15: "Terminated", 16: "Stack fault",
	17: "Child exited", 18: "Continued", 19: "Stopped (signal)", 20: "Stopped", 21: "Stopped (tty input)", 22: "Stopped (tty output)", 23: "Urgent I/O condition",
	24: "CPU time limit exceeded", 25: "File size limit exceeded", 26: "Virtual timer expired", 27: "Profiling timer expired", 28: "Window changed", 29: "I/O possible",
	30: "Power failure", 31: "Bad system call",
}
