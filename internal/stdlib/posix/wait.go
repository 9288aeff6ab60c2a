//go:build linux

package posix

import (
	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Waiting for processes.

var waitidResult = object.NewStructSeqType("os", "waitid_result", "What waitid() tells.", 5, fields("si_pid", "si_uid", "si_signo", "si_status", "si_code")...)

// ofStatus binds a question to a wait status.
func ofStatus(f func(s unix.WaitStatus) value) object.Fn {
	return object.F1(func(th *thread, v value) (value, error) {
		n, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		return f(unix.WaitStatus(n)), nil
	})
}

func wait4(th *thread, pid, options value, usage *unix.Rusage) (int, unix.WaitStatus, error) {
	p, err := toInt(th, pid)
	if err != nil {
		return 0, 0, err
	}
	o, err := toInt(th, options)
	if err != nil {
		return 0, 0, err
	}
	var status unix.WaitStatus
	got := 0
	err = retry(th, func() (err error) { got, err = unix.Wait4(p, &status, o, usage); return err })
	if err != nil {
		return 0, 0, object.OSErrorFrom(err)
	}
	if got == 0 {
		status = 0
	}
	return got, status, nil
}

func waitUsage(th *thread, pid, options value) (value, error) {
	var ru unix.Rusage
	got, status, err := wait4(th, pid, options, &ru)
	if err != nil {
		return value{}, err
	}
	m, err := th.Interp.Host.Import(th, "resource")
	if err != nil {
		return value{}, err
	}
	t, err := object.GetAttr(th, m, object.NewStr("struct_rusage"))
	if err != nil {
		return value{}, err
	}
	seconds := func(t unix.Timeval) value { return object.Float(float64(t.Sec) + float64(t.Usec)*1e-6) }
	items := []value{seconds(ru.Utime), seconds(ru.Stime)}
	for _, n := range [...]int64{int64(ru.Maxrss), int64(ru.Ixrss), int64(ru.Idrss), int64(ru.Isrss), int64(ru.Minflt), int64(ru.Majflt), int64(ru.Nswap),
		int64(ru.Inblock), int64(ru.Oublock), int64(ru.Msgsnd), int64(ru.Msgrcv), int64(ru.Nsignals), int64(ru.Nvcsw), int64(ru.Nivcsw)} {
		items = append(items, object.Int(n))
	}
	usage, err := object.Call1(th, t, object.TupleValue(items...))
	return object.TupleValue(object.Int(int64(got)), object.Int(int64(status)), usage), err
}

var waitFunctions = []object.Func{
	{Sig: "waitpid(pid, options, /)", Doc: "Wait for a process: (its id, its status).", Fn: object.F2(func(th *thread, pid, options value) (value, error) {
		got, status, err := wait4(th, pid, options, nil)
		return object.NewPair(object.Int(int64(got)), object.Int(int64(status))), err
	})},
	{Sig: "wait()", Doc: "Wait for any child process: (its id, its status).", Fn: object.F0(func(th *thread) (value, error) {
		got, status, err := wait4(th, object.Int(-1), object.Int(0), nil)
		return object.NewPair(object.Int(int64(got)), object.Int(int64(status))), err
	})},
	{Sig: "wait3(options)", Doc: "Wait for any child process: (its id, its status, what it used).", Fn: object.F1(func(th *thread, options value) (value, error) {
		return waitUsage(th, object.Int(-1), options)
	})},
	{Sig: "wait4(pid, options)", Doc: "Wait for a process: (its id, its status, what it used).", Fn: object.F2(waitUsage)},
	{Sig: "WIFEXITED(status)", Doc: "Whether the process ended by exit().", Fn: ofStatus(func(s unix.WaitStatus) value { return object.Bool(s.Exited()) })},
	{Sig: "WEXITSTATUS(status)", Doc: "The exit code.", Fn: ofStatus(func(s unix.WaitStatus) value { return object.Int(int64(s>>8) & 0xff) })},
	{Sig: "WIFSIGNALED(status)", Doc: "Whether a signal ended the process.", Fn: ofStatus(func(s unix.WaitStatus) value { return object.Bool(s.Signaled()) })},
	{Sig: "WTERMSIG(status)", Doc: "The signal that ended the process.", Fn: ofStatus(func(s unix.WaitStatus) value { return object.Int(int64(s & 0x7f)) })},
	{Sig: "WIFSTOPPED(status)", Doc: "Whether the process is stopped.", Fn: ofStatus(func(s unix.WaitStatus) value { return object.Bool(s.Stopped()) })},
	{Sig: "WSTOPSIG(status)", Doc: "The signal that stopped the process.", Fn: ofStatus(func(s unix.WaitStatus) value { return object.Int(int64(s>>8) & 0xff) })},
	{Sig: "WIFCONTINUED(status)", Doc: "Whether the process goes on after a stop.", Fn: ofStatus(func(s unix.WaitStatus) value { return object.Bool(s.Continued()) })},
	{Sig: "WCOREDUMP(status, /)", Doc: "Whether there is a core dump.", Fn: ofStatus(func(s unix.WaitStatus) value { return object.Bool(s&0x80 != 0) })},
	{Sig: "waitstatus_to_exitcode(status)", Doc: "The exit code, or minus the signal that ended the process.", Fn: object.F1(func(th *thread, v value) (value, error) {
		n, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		s := unix.WaitStatus(n)
		switch {
		case s.Exited():
			return object.Int(int64(s.ExitStatus())), nil
		case s.Signaled():
			return object.Int(-int64(s.Signal())), nil
		case s.Stopped():
			return value{}, object.ValueErrorf("process stopped by delivery of signal %d", s.StopSignal())
		}
		return value{}, object.ValueErrorf("invalid wait status: %d", n)
	})},
}
