package posix

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// What is Linux's own, or has another shape on other systems.

func fileTimes(st *unix.Stat_t) (atime, mtime, ctime unix.Timespec) { return st.Atim, st.Mtim, st.Ctim }

func filesystem(st *unix.Statfs_t) (flag, frsize, namemax int64) {
	return int64(st.Flags) &^ 0x20, int64(st.Frsize), int64(st.Namelen)
}

func setTimes(dir int, p path, times []unix.Timespec, flags int) error {
	if p.isFD {
		// An empty path with AT_EMPTY_PATH is the descriptor itself.
		return unix.UtimesNanoAt(p.fd, "", times, unix.AT_EMPTY_PATH)
	}
	return unix.UtimesNanoAt(dir, p.name, times, flags)
}

func makeFIFO(dir int, name string, mode uint32) error {
	return unix.Mknodat(dir, name, mode|unix.S_IFIFO, 0)
}

func makePipe(fds []int, flags int) error { return unix.Pipe2(fds, flags) }

func duplicate(fd, fd2 int, inheritable bool) error {
	if fd == fd2 {
		_, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
		return err
	}
	flags := unix.O_CLOEXEC
	if inheritable {
		flags = 0
	}
	return unix.Dup3(fd, fd2, flags)
}

func dataSync(fd int) error { return unix.Fdatasync(fd) }

func readVector(fd int, bufs [][]byte) (int, error)  { return unix.Readv(fd, bufs) }
func writeVector(fd int, bufs [][]byte) (int, error) { return unix.Writev(fd, bufs) }

func isTerminal(fd int) bool {
	_, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	return err == nil
}

func terminalName(fd int) (string, error) {
	if !isTerminal(fd) {
		return "", unix.ENOTTY
	}
	return os.Readlink("/proc/self/fd/" + strconv.Itoa(fd))
}

// priority is getpriority, whose raw call gives 20 minus the priority.
func priority(which, who int) (int, error) {
	n, err := unix.Getpriority(which, who)
	return 20 - n, err
}

func uptime() float64 {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &t) != nil {
		return 0
	}
	return float64(t.Sec) + float64(t.Nsec)*1e-9
}

func login() (string, error) {
	id, err := os.ReadFile("/proc/self/loginuid")
	if err != nil || strings.TrimSpace(string(id)) == "4294967295" {
		return "", unix.ENXIO
	}
	passwd, err := os.ReadFile("/etc/passwd")
	if err != nil {
		return "", unix.ENXIO
	}
	for _, line := range strings.Split(string(passwd), "\n") {
		if f := strings.Split(line, ":"); len(f) > 2 && f[2] == strings.TrimSpace(string(id)) {
			return f[0], nil
		}
	}
	return "", unix.ENXIO
}

// Numbers of glibc's sysconf.
var sysconfNames = map[string]int{
	"SC_ARG_MAX": 0, "SC_CHILD_MAX": 1, "SC_CLK_TCK": 2, "SC_NGROUPS_MAX": 3, "SC_OPEN_MAX": 4, "SC_STREAM_MAX": 5, "SC_TZNAME_MAX": 6, "SC_JOB_CONTROL": 7,
	"SC_SAVED_IDS": 8, "SC_SEMAPHORES": 21, "SC_SEM_NSEMS_MAX": 32, "SC_SEM_VALUE_MAX": 33, "SC_VERSION": 29, "SC_PAGESIZE": 30, "SC_PAGE_SIZE": 30,
	"SC_IOV_MAX": 60, "SC_GETGR_R_SIZE_MAX": 69, "SC_GETPW_R_SIZE_MAX": 70, "SC_LOGIN_NAME_MAX": 71, "SC_TTY_NAME_MAX": 72, "SC_THREADS": 67,
	"SC_NPROCESSORS_CONF": 83, "SC_NPROCESSORS_ONLN": 84, "SC_PHYS_PAGES": 85, "SC_AVPHYS_PAGES": 86, "SC_LINE_MAX": 43, "SC_HOST_NAME_MAX": 180,
	"SC_SYMLOOP_MAX": 173, "SC_LEVEL1_DCACHE_LINESIZE": 190,
}

func sysconf(id int) (int64, bool) {
	var info unix.Sysinfo_t
	var limit unix.Rlimit
	page := int64(os.Getpagesize())
	switch id {
	case 0:
		return 2097152, true
	case 1:
		if unix.Getrlimit(unix.RLIMIT_NPROC, &limit) == nil && limit.Cur <= 1<<62 {
			return int64(limit.Cur), true
		}
		return -1, true
	case 2:
		return 100, true
	case 3:
		return 65536, true
	case 4:
		err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit)
		return int64(limit.Cur), err == nil
	case 5:
		return 16, true
	case 6, 173, 32:
		return -1, true
	case 7, 8:
		return 1, true
	case 21, 29, 67:
		return 200809, true
	case 33:
		return 2147483647, true
	case 30:
		return page, true
	case 43:
		return 2048, true
	case 60, 69, 70:
		return 1024, true
	case 71:
		return 256, true
	case 72:
		return 32, true
	case 83, 84:
		return int64(runtime.NumCPU()), true
	case 85:
		err := unix.Sysinfo(&info)
		return int64(uint64(info.Totalram) * uint64(info.Unit) / uint64(page)), err == nil
	case 86:
		err := unix.Sysinfo(&info)
		return int64(uint64(info.Freeram) * uint64(info.Unit) / uint64(page)), err == nil
	case 180, 190:
		return 64, true
	}
	return 0, false
}

// Flags of eventfd and timers, and the rest of Linux's constants.
var systemConstants = map[string]int{
	"O_DIRECT": unix.O_DIRECT, "O_LARGEFILE": unix.O_LARGEFILE, "O_NOATIME": unix.O_NOATIME, "O_PATH": unix.O_PATH, "O_RSYNC": unix.O_RSYNC,
	"O_TMPFILE": unix.O_TMPFILE, "O_FSYNC": unix.O_FSYNC,
	"EFD_CLOEXEC": unix.EFD_CLOEXEC, "EFD_NONBLOCK": unix.EFD_NONBLOCK, "EFD_SEMAPHORE": unix.EFD_SEMAPHORE,
	"SEEK_DATA": unix.SEEK_DATA, "SEEK_HOLE": unix.SEEK_HOLE,
	"WEXITED": unix.WEXITED, "WSTOPPED": unix.WSTOPPED, "WNOWAIT": unix.WNOWAIT,
	"SCHED_OTHER": 0, "SCHED_NORMAL": 0, "SCHED_FIFO": 1, "SCHED_RR": 2, "SCHED_BATCH": 3, "SCHED_IDLE": 5, "SCHED_DEADLINE": 6, "SCHED_RESET_ON_FORK": 0x40000000,
	"POSIX_FADV_NORMAL": 0, "POSIX_FADV_RANDOM": 1, "POSIX_FADV_SEQUENTIAL": 2, "POSIX_FADV_WILLNEED": 3, "POSIX_FADV_DONTNEED": 4, "POSIX_FADV_NOREUSE": 5,
	"XATTR_CREATE": 1, "XATTR_REPLACE": 2, "XATTR_SIZE_MAX": 65536, "SPLICE_F_MOVE": 1, "SPLICE_F_NONBLOCK": 2, "SPLICE_F_MORE": 4,
	"ST_NODEV": 4, "ST_NOEXEC": 8, "ST_SYNCHRONOUS": 16, "ST_MANDLOCK": 64, "ST_WRITE": 128, "ST_APPEND": 256, "ST_NOATIME": 1024, "ST_NODIRATIME": 2048, "ST_RELATIME": 4096,
	"RTLD_NOLOAD": 4, "RTLD_DEEPBIND": 8, "RTLD_NODELETE": 4096,
}

var systemFunctions = []object.Func{
	{Sig: "pipe2(flags, /)", Doc: "A new pipe, with flags.", Fn: object.F1(func(th *thread, v value) (value, error) {
		flags, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		return newPipe(flags)
	})},
	{Sig: "eventfd(initval, flags=524288)", Doc: "A descriptor that counts events.", Fn: object.F2(func(th *thread, v, f value) (value, error) {
		n, err := toMode(th, v)
		if err != nil {
			return value{}, err
		}
		flags, err := toInt(th, f)
		if err != nil {
			return value{}, err
		}
		return number(th, func() (int, error) { return unix.Eventfd(uint(n), flags) })
	})},
	{Sig: "eventfd_read(fd)", Doc: "The count of an event descriptor, which starts anew.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		var b [8]byte
		if _, err := number(th, func() (int, error) { return unix.Read(fd, b[:]) }); err != nil {
			return value{}, err
		}
		return object.NewUint(nativeUint64(b)), nil
	})},
	{Sig: "eventfd_write(fd, value)", Doc: "Add to the count of an event descriptor.", Fn: object.F2(func(th *thread, v, n value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		x, err := toOffset(th, n)
		if err != nil {
			return value{}, err
		}
		b := nativeBytes(uint64(x))
		_, err = number(th, func() (int, error) { return unix.Write(fd, b[:]) })
		return object.None, err
	})},
	{Sig: "getloadavg()", Doc: "The number of waiting processes, averaged over 1, 5 and 15 minutes.", Fn: object.F0(func(th *thread) (value, error) {
		var info unix.Sysinfo_t
		if err := unix.Sysinfo(&info); err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		t := object.MakeTuple(3)
		for i := range t.Items {
			t.Items[i] = object.Float(float64(info.Loads[i]) / 65536)
		}
		return t.Value(), nil
	})},
	{Sig: "sched_getaffinity(pid, /)", Doc: "The processors that a process may use.", Fn: object.F1(func(th *thread, v value) (value, error) {
		pid, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		var set unix.CPUSet
		if err := unix.SchedGetaffinity(pid, &set); err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		var items []value
		for i := range 1024 {
			if set.IsSet(i) {
				items = append(items, object.Int(int64(i)))
			}
		}
		s, err := object.SetOf(th, object.TupleValue(items...))
		if err != nil {
			return value{}, err
		}
		return s.Value(), nil
	})},
	{Sig: "sched_setaffinity(pid, mask, /)", Doc: "Set the processors that a process may use.", Fn: object.F2(func(th *thread, v, mask value) (value, error) {
		pid, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		var set unix.CPUSet
		err = object.Each(th, mask, func(x value) (bool, error) {
			n, err := toInt(th, x)
			if err == nil && n < 0 {
				err = object.ValueErrorf("negative CPU number")
			}
			set.Set(n)
			return false, err
		})
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.SchedSetaffinity(pid, &set) })
	})},
	{Sig: "sched_yield()", Doc: "Let other threads run.", Fn: object.F0(func(th *thread) (value, error) {
		th.Unlocked(runtime.Gosched)
		return object.None, nil
	})},
	{Sig: "sendfile(out_fd, in_fd, offset, count)", Doc: "Copy from one descriptor to another inside the system.", Fn: object.FN(func(th *thread, a []value) (value, error) {
		out, err := toFD(th, a[0])
		if err != nil {
			return value{}, err
		}
		in, err := toFD(th, a[1])
		if err != nil {
			return value{}, err
		}
		var at *int64
		if !a[2].IsNone() {
			n, err := toOffset(th, a[2])
			if err != nil {
				return value{}, err
			}
			at = &n
		}
		n, err := object.AsIndex(th, a[3])
		if err != nil {
			return value{}, err
		}
		return number(th, func() (int, error) { return unix.Sendfile(out, in, at, n) })
	})},
	{Sig: "posix_fadvise(fd, offset, length, advice, /)", Doc: "Tell the system how a file will be used.", Fn: object.FN(func(th *thread, a []value) (value, error) {
		var n [4]int64
		for i, v := range a {
			var err error
			if n[i], err = toOffset(th, v); err != nil {
				return value{}, err
			}
		}
		return none(th, func() error { return unix.Fadvise(int(n[0]), n[1], n[2], int(n[3])) })
	})},
	{Sig: "posix_fallocate(fd, offset, length, /)", Doc: "Make sure that there is room for a part of a file.", Fn: object.F3(func(th *thread, v, offset, length value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		at, err := toOffset(th, offset)
		if err != nil {
			return value{}, err
		}
		n, err := toOffset(th, length)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Fallocate(fd, 0, at, n) })
	})},
	{Sig: "openpty()", Doc: "A new pseudo-terminal: descriptors of its two ends.", Fn: object.F0(func(th *thread) (value, error) {
		master, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		fail := func(err error) (value, error) {
			unix.Close(master)
			return value{}, object.OSErrorFrom(err)
		}
		if err := unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0); err != nil {
			return fail(err)
		}
		n, err := unix.IoctlGetInt(master, unix.TIOCGPTN)
		if err != nil {
			return fail(err)
		}
		slave, err := unix.Open(filepath.Join("/dev/pts", strconv.Itoa(n)), unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
		if err != nil {
			return fail(err)
		}
		return object.NewPair(object.Int(int64(master)), object.Int(int64(slave))), nil
	})},
	{Sig: "getresuid()", Doc: "The real, effective and saved user ids.", Fn: object.F0(func(th *thread) (value, error) {
		r, e, s := unix.Getresuid()
		return object.TupleValue(object.Int(int64(r)), object.Int(int64(e)), object.Int(int64(s))), nil
	})},
	{Sig: "getresgid()", Doc: "The real, effective and saved group ids.", Fn: object.F0(func(th *thread) (value, error) {
		r, e, s := unix.Getresgid()
		return object.TupleValue(object.Int(int64(r)), object.Int(int64(e)), object.Int(int64(s))), nil
	})},
	{Sig: "mknod(path, mode=0o600, device=0, *, dir_fd=None)", Doc: "Make a file of any kind.", Fn: object.FN(func(th *thread, a []value) (value, error) {
		p, dir, err := pathAt(th, a[0], a[3], "mknod")
		if err != nil {
			return value{}, err
		}
		mode, err := toMode(th, a[1])
		if err != nil {
			return value{}, err
		}
		dev, err := toOffset(th, a[2])
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Mknodat(dir, p.name, mode, int(dev)) }, p.v)
	})},
	{Sig: "getxattr(path, attribute, *, follow_symlinks=True)", Doc: "An extended attribute of a file.", Fn: object.F3(getxattr)},
	{Sig: "setxattr(path, attribute, value, flags=0, *, follow_symlinks=True)", Doc: "Set an extended attribute of a file.", Fn: object.FN(setxattr)},
	{Sig: "removexattr(path, attribute, *, follow_symlinks=True)", Doc: "Remove an extended attribute of a file.", Fn: object.F3(removexattr)},
	{Sig: "listxattr(path=None, *, follow_symlinks=True)", Doc: "The names of a file's extended attributes.", Fn: object.F2(listxattr)},
}

// xattrPath converts the file and follow_symlinks of an extended attribute's function. A descriptor is reached through /proc.
func xattrPath(th *thread, v, follow value, function string) (path, bool, error) {
	p, err := toPath(th, v, function, fdAllowed|noneAllowed)
	if err != nil {
		return p, false, err
	}
	if p.isFD {
		p.name = "/proc/self/fd/" + strconv.Itoa(p.fd)
		return p, true, nil
	}
	f, err := truth(th, follow)
	return p, f, err
}

// grown calls f with larger buffers until the result fits.
func grown(th *thread, f func(b []byte) (int, error)) ([]byte, error) {
	b := make([]byte, 256)
	for {
		n := 0
		err := retry(th, func() (err error) { n, err = f(b); return err })
		if err == syscall.ERANGE && len(b) < 1<<20 {
			b = make([]byte, 8*len(b))
			continue
		}
		return b[:max(n, 0)], err
	}
}

func getxattr(th *thread, v, attr, follow value) (value, error) {
	p, f, err := xattrPath(th, v, follow, "getxattr")
	if err != nil {
		return value{}, err
	}
	name, err := object.FSEncode(th, attr)
	if err != nil {
		return value{}, err
	}
	b, err := grown(th, func(b []byte) (int, error) {
		if f {
			return unix.Getxattr(p.name, name, b)
		}
		return unix.Lgetxattr(p.name, name, b)
	})
	if err != nil {
		return value{}, object.OSErrorFrom(err, p.v)
	}
	return object.BytesValue(b), nil
}

func setxattr(th *thread, a []value) (value, error) {
	p, f, err := xattrPath(th, a[0], a[4], "setxattr")
	if err != nil {
		return value{}, err
	}
	name, err := object.FSEncode(th, a[1])
	if err != nil {
		return value{}, err
	}
	data, err := object.CopyBytes(th, a[2])
	if err != nil {
		return value{}, err
	}
	flags, err := toInt(th, a[3])
	if err != nil {
		return value{}, err
	}
	return none(th, func() error {
		if f {
			return unix.Setxattr(p.name, name, data, flags)
		}
		return unix.Lsetxattr(p.name, name, data, flags)
	}, p.v)
}

func removexattr(th *thread, v, attr, follow value) (value, error) {
	p, f, err := xattrPath(th, v, follow, "removexattr")
	if err != nil {
		return value{}, err
	}
	name, err := object.FSEncode(th, attr)
	if err != nil {
		return value{}, err
	}
	return none(th, func() error {
		if f {
			return unix.Removexattr(p.name, name)
		}
		return unix.Lremovexattr(p.name, name)
	}, p.v)
}

func listxattr(th *thread, v, follow value) (value, error) {
	p, f, err := xattrPath(th, v, follow, "listxattr")
	if err != nil {
		return value{}, err
	}
	b, err := grown(th, func(b []byte) (int, error) {
		if f {
			return unix.Listxattr(p.name, b)
		}
		return unix.Llistxattr(p.name, b)
	})
	if err != nil {
		return value{}, object.OSErrorFrom(err, p.v)
	}
	var names []value
	for _, n := range strings.Split(string(b), "\x00") {
		if n != "" {
			names = append(names, object.FSDecode(n))
		}
	}
	return object.ListValue(names...), nil
}
