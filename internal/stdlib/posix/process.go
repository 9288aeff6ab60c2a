//go:build linux

package posix

import (
	"os"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Processes: starting, signalling, their ids.

var (
	timesResult = object.NewStructSeqType("posix", "times_result", "What times() tells.", 5, fields("user", "system", "children_user", "children_system", "elapsed")...)
	schedParam  = object.NewStructSeqType("posix", "sched_param", "Scheduling parameters.", 1, fields("sched_priority")...)
)

// getID binds a call without arguments that gives an id.
func getID(f func() int) object.Fn {
	return object.F0(func(th *thread) (value, error) { return object.Int(int64(f())), nil })
}

// setID binds a call that sets an id.
func setID(what string, f func(id int) error) object.Fn {
	return object.F1(func(th *thread, v value) (value, error) {
		id, err := toID(th, v, what)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return f(id) })
	})
}

func noFork(th *thread) (value, error) {
	return value{}, object.NewExcf(object.NotImplementedErrorType, "fork() is not supported: the process runs several threads; use subprocess or os.posix_spawn()")
}

var processFunctions = []object.Func{
	{Sig: "getpid()", Doc: "The id of this process.", Fn: getID(os.Getpid)},
	{Sig: "getppid()", Doc: "The id of the parent process.", Fn: getID(os.Getppid)},
	{Sig: "fork()", Doc: "Not supported: raises NotImplementedError.", Fn: object.F0(noFork)},
	{Sig: "forkpty()", Doc: "Not supported: raises NotImplementedError.", Fn: object.F0(noFork)},
	{Sig: "register_at_fork(*, before=NULL, after_in_child=NULL, after_in_parent=NULL)", Doc: "Does nothing, for there is no fork().", Fn: object.FN(func(th *thread, a []value) (value, error) {
		given := false
		for i, name := range [...]string{"before", "after_in_child", "after_in_parent"} {
			if a[i].Ref == nil {
				continue
			}
			given = true
			if !object.Callable(a[i]) {
				return value{}, object.TypeErrorf("'%s' must be callable, not %s", name, a[i].Type().TypeName())
			}
		}
		if !given {
			return value{}, object.TypeErrorf("At least one argument is required.")
		}
		return object.None, nil
	})},
	{Sig: "kill(pid, signal, /)", Doc: "Send a signal to a process.", Fn: object.F2(func(th *thread, p, s value) (value, error) {
		pid, err := toInt(th, p)
		if err != nil {
			return value{}, err
		}
		sig, err := toInt(th, s)
		if err != nil {
			return value{}, err
		}
		if _, err := none(th, func() error { return unix.Kill(pid, syscall.Signal(sig)) }); err != nil {
			return value{}, err
		}
		if pid == os.Getpid() && sig > 0 {
			// A handler of this process runs before kill() returns.
			th.Unlocked(func() {
				for i := 0; i < 50 && th.Breaker.Load()&object.BreakSignal == 0; i++ {
					time.Sleep(20 * time.Microsecond)
				}
			})
		}
		return object.None, th.CheckBreaker()
	})},
	{Sig: "killpg(pgid, signal, /)", Doc: "Send a signal to a process group.", Fn: object.F2(func(th *thread, p, s value) (value, error) {
		pgid, err := toInt(th, p)
		if err != nil {
			return value{}, err
		}
		sig, err := toInt(th, s)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Kill(-pgid, syscall.Signal(sig)) })
	})},
	{Sig: "_exit(status)", Doc: "End the process at once.", Fn: object.F1(func(th *thread, v value) (value, error) {
		status, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		os.Exit(status & 0xff)
		return object.None, nil
	})},
	{Sig: "abort()", Doc: "End the process with SIGABRT.", Fn: object.F0(func(th *thread) (value, error) {
		unix.Kill(os.Getpid(), unix.SIGABRT)
		os.Exit(134)
		return object.None, nil
	})},
	{Sig: "execv(path, argv, /)", Doc: "Run a program in this process's place.", Fn: object.F2(func(th *thread, p, argv value) (value, error) {
		return execute(th, p, argv, value{})
	})},
	{Sig: "execve(path, argv, env)", Doc: "Run a program in this process's place, with an environment.", Fn: object.F3(execute)},
	{Sig: "posix_spawn(path, argv, env, /, *, file_actions=None, setpgroup=NULL, resetids=False, setsid=False, setsigmask=NULL, setsigdef=NULL, scheduler=NULL)",
		Doc: "Start a program; returns the process's id.", Fn: object.FN(func(th *thread, a []value) (value, error) { return spawn(th, a, false) })},
	{Sig: "posix_spawnp(path, argv, env, /, *, file_actions=None, setpgroup=NULL, resetids=False, setsid=False, setsigmask=NULL, setsigdef=NULL, scheduler=NULL)",
		Doc: "Start a program, searched for along PATH; returns the process's id.", Fn: object.FN(func(th *thread, a []value) (value, error) { return spawn(th, a, true) })},
	{Sig: "system(command)", Doc: "Run a shell command and return its status.", Fn: object.F1(func(th *thread, v value) (value, error) {
		command, err := object.FSEncode(th, v)
		if err != nil {
			return value{}, err
		}
		flushStreams(th)
		pid, err := syscall.ForkExec("/bin/sh", []string{"sh", "-c", command}, &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}})
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		var status unix.WaitStatus
		if err := retry(th, func() error { _, err := unix.Wait4(pid, &status, 0, nil); return err }); err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return object.Int(int64(status)), nil
	})},
	{Sig: "nice(increment, /)", Doc: "Add to the process's niceness and return the new one.", Fn: object.F1(func(th *thread, v value) (value, error) {
		inc, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		now, err := priority(unix.PRIO_PROCESS, 0)
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		now = min(max(now+inc, -20), 19)
		if err := unix.Setpriority(unix.PRIO_PROCESS, 0, now); err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return object.Int(int64(now)), nil
	})},
	{Sig: "getpriority(which, who)", Doc: "A scheduling priority.", Fn: object.F2(func(th *thread, which, who value) (value, error) {
		w, err := toInt(th, which)
		if err != nil {
			return value{}, err
		}
		id, err := toInt(th, who)
		if err != nil {
			return value{}, err
		}
		n, err := priority(w, id)
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return object.Int(int64(n)), nil
	})},
	{Sig: "setpriority(which, who, priority)", Doc: "Set a scheduling priority.", Fn: object.F3(func(th *thread, which, who, prio value) (value, error) {
		var n [3]int
		for i, v := range [...]value{which, who, prio} {
			var err error
			if n[i], err = toInt(th, v); err != nil {
				return value{}, err
			}
		}
		return none(th, func() error { return unix.Setpriority(n[0], n[1], n[2]) })
	})},
	{Sig: "times()", Doc: "The processor time of the process and its children, and a clock, in seconds.", Fn: object.F0(func(th *thread) (value, error) {
		var own, children unix.Rusage
		if err := unix.Getrusage(unix.RUSAGE_SELF, &own); err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		if err := unix.Getrusage(unix.RUSAGE_CHILDREN, &children); err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		seconds := func(t unix.Timeval) value { return object.Float(float64(t.Sec) + float64(t.Usec)*1e-6) }
		return timesResult.New(seconds(own.Utime), seconds(own.Stime), seconds(children.Utime), seconds(children.Stime), object.Float(uptime())), nil
	})},
}

// flushStreams writes out what sys.stdout and sys.stderr hold, so that it comes before a child's output. Errors are ignored.
func flushStreams(th *thread) {
	for _, name := range [...]string{"stdout", "stderr"} {
		if v, ok := th.Interp.Sys.GetString(name); ok && !v.IsNone() {
			_, _ = object.CallMethod(th, v, object.NewStr("flush"))
		}
	}
}

// toArgs converts a program's arguments.
func toArgs(th *thread, v value, function string) ([]string, error) {
	_, isList := object.AsList(v)
	_, isTuple := object.AsTuple(v)
	if !isList && !isTuple {
		return nil, object.TypeErrorf("%s: argv must be a tuple or list", function)
	}
	items, err := object.View(th, v)
	if err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, object.ValueErrorf("%s: argv must not be empty", function)
	}
	out := make([]string, len(items))
	for i, x := range items {
		if out[i], err = object.FSEncode(th, x); err != nil {
			return nil, err
		}
	}
	if out[0] == "" {
		return nil, object.ValueErrorf("%s: argv first element cannot be empty", function)
	}
	return out, nil
}

// toEnv converts an environment: a mapping of str or bytes. None or an unbound value is this process's.
func toEnv(th *thread, v value) ([]string, error) {
	if v.Ref == nil || v.IsNone() {
		return os.Environ(), nil
	}
	items, err := object.CallMethod(th, v, object.NewStr("items"))
	if err != nil {
		return nil, object.TypeErrorf("environ must be a mapping object")
	}
	var out []string
	err = object.Each(th, items, func(x value) (bool, error) {
		t, ok := object.AsTuple(x)
		if !ok || len(t.Items) != 2 {
			return false, object.TypeErrorf("env.items() must give pairs")
		}
		k, err := object.FSEncode(th, t.Items[0])
		if err != nil {
			return false, err
		}
		val, err := object.FSEncode(th, t.Items[1])
		if err != nil {
			return false, err
		}
		if k == "" || strings.ContainsRune(k, '=') {
			return false, object.ValueErrorf("illegal environment variable name")
		}
		out = append(out, k+"="+val)
		return false, nil
	})
	return out, err
}

func execute(th *thread, p, argv, env value) (value, error) {
	program, err := toPath(th, p, "execve", 0)
	if err != nil {
		return value{}, err
	}
	args, err := toArgs(th, argv, "execv")
	if err != nil {
		return value{}, err
	}
	vars, err := toEnv(th, env)
	if err != nil {
		return value{}, err
	}
	return none(th, func() error { return unix.Exec(program.name, args, vars) }, program.v)
}

// spawn is posix_spawn: argument 3 on are the keyword ones of its signature. File actions are carried out on a table of the
// child's descriptors 0, 1, 2, ... that starts as this process's inheritable ones.
func spawn(th *thread, a []value, search bool) (value, error) {
	function := "posix_spawn"
	program, err := toPath(th, a[0], function, 0)
	if err != nil {
		return value{}, err
	}
	args, err := toArgs(th, a[1], function)
	if err != nil {
		return value{}, err
	}
	env, err := toEnv(th, a[2])
	if err != nil {
		return value{}, err
	}
	files := map[int]int{}
	for fd := range 256 {
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			files[fd] = fd
		}
	}
	var opened []int
	defer func() {
		for _, fd := range opened {
			unix.Close(fd)
		}
	}()
	if !a[3].IsNone() {
		err := object.Each(th, a[3], func(x value) (bool, error) {
			fd, err := fileAction(th, x, files)
			if fd >= 0 {
				opened = append(opened, fd)
			}
			return false, err
		})
		if err != nil {
			return value{}, err
		}
	}
	attr := syscall.ProcAttr{Env: env, Sys: &syscall.SysProcAttr{}}
	top := -1
	for fd := range files {
		top = max(top, fd)
	}
	attr.Files = make([]uintptr, top+1)
	for i := range attr.Files {
		attr.Files[i] = ^uintptr(0)
		if fd, ok := files[i]; ok {
			attr.Files[i] = uintptr(fd)
		}
	}
	if a[4].Ref != nil {
		if attr.Sys.Pgid, err = toInt(th, a[4]); err != nil {
			return value{}, err
		}
		attr.Sys.Setpgid = true
	}
	if attr.Sys.Setsid, err = truth(th, a[6]); err != nil {
		return value{}, err
	}
	name := program.name
	if search && !strings.Contains(name, "/") {
		name = findProgram(name)
	}
	return number(th, func() (int, error) { return syscall.ForkExec(name, args, &attr) }, program.v)
}

// findProgram searches PATH.
func findProgram(name string) string {
	for _, dir := range strings.Split(os.Getenv("PATH"), ":") {
		if dir == "" {
			dir = "."
		}
		if p := dir + "/" + name; unix.Access(p, unix.X_OK) == nil {
			return p
		}
	}
	return name
}

// Numbers of os.POSIX_SPAWN_*.
const (
	spawnOpen = iota
	spawnClose
	spawnDup2
)

// fileAction carries out one file action on the child's table; it gives a descriptor to be closed afterwards, or -1.
func fileAction(th *thread, v value, files map[int]int) (int, error) {
	t, ok := object.AsTuple(v)
	if !ok || len(t.Items) == 0 {
		return -1, object.TypeErrorf("Each file_actions element must be a non-empty tuple")
	}
	kind, err := toInt(th, t.Items[0])
	if err != nil {
		return -1, err
	}
	n := map[int]int{spawnOpen: 5, spawnClose: 2, spawnDup2: 3}[kind]
	if n == 0 {
		return -1, object.TypeErrorf("Unknown file_actions identifier")
	}
	if len(t.Items) != n {
		return -1, object.TypeErrorf("A file_actions tuple of this kind must have %d elements", n)
	}
	fd, err := toFD(th, t.Items[1])
	if err != nil {
		return -1, err
	}
	switch kind {
	case spawnClose:
		delete(files, fd)
	case spawnDup2:
		to, err := toFD(th, t.Items[2])
		if err != nil {
			return -1, err
		}
		from, ok := files[fd]
		if !ok {
			from = fd
		}
		files[to] = from
	case spawnOpen:
		p, err := toPath(th, t.Items[2], "posix_spawn", 0)
		if err != nil {
			return -1, err
		}
		flags, err := toInt(th, t.Items[3])
		if err != nil {
			return -1, err
		}
		mode, err := toMode(th, t.Items[4])
		if err != nil {
			return -1, err
		}
		got, err := unix.Open(p.name, flags|unix.O_CLOEXEC, mode)
		if err != nil {
			return -1, object.OSErrorFrom(err, p.v)
		}
		files[fd] = got
		return got, nil
	}
	return -1, nil
}
