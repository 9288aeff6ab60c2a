//go:build linux

package posix

import (
	"crypto/rand"
	"runtime"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// What the system is and offers: sysconf, uname, random bytes, constants.

var unameResult = object.NewStructSeqType("posix", "uname_result", "What uname() tells.", 5, fields("sysname", "nodename", "release", "version", "machine")...)

var configFunctions = []object.Func{
	{Sig: "uname()", Doc: "The names of the system and the machine.", Fn: object.F0(func(th *thread) (value, error) {
		var u unix.Utsname
		if err := unix.Uname(&u); err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		text := func(b []byte) value { return object.FSDecode(unix.ByteSliceToString(b)) }
		return unameResult.New(text(u.Sysname[:]), text(u.Nodename[:]), text(u.Release[:]), text(u.Version[:]), text(u.Machine[:])), nil
	})},
	{Sig: "urandom(size, /)", Doc: "Random bytes fit for cryptography.", Fn: object.F1(func(th *thread, v value) (value, error) {
		n, err := object.AsIndex(th, v)
		switch {
		case err != nil:
			return value{}, err
		case n < 0:
			return value{}, object.ValueErrorf("negative argument not allowed")
		case n > 1<<30:
			return value{}, object.NewExc(object.MemoryErrorType)
		}
		b := make([]byte, n)
		_, err = rand.Read(b)
		return object.BytesValue(b), err
	})},
	{Sig: "strerror(code, /)", Doc: "The text of an error number.", Fn: object.F1(func(th *thread, v value) (value, error) {
		n, err := toInt(th, v)
		return object.StrValue(object.Strerror(n)), err
	})},
	{Sig: "cpu_count()", Doc: "The number of processors.", Fn: object.F0(func(th *thread) (value, error) { return object.Int(int64(runtime.NumCPU())), nil })},
	{Sig: "sysconf(name, /)", Doc: "A value of the system's configuration.", Fn: object.F1(func(th *thread, v value) (value, error) {
		id, err := configName(th, v, sysconfNames)
		if err != nil {
			return value{}, err
		}
		n, ok := sysconf(id)
		if !ok {
			return value{}, object.OSErrorFrom(unix.EINVAL)
		}
		return object.Int(n), nil
	})},
	{Sig: "confstr(name, /)", Doc: "A text of the system's configuration.", Fn: object.F1(func(th *thread, v value) (value, error) {
		id, err := configName(th, v, confstrNames)
		if err != nil {
			return value{}, err
		}
		if id == 0 {
			return object.StrValue("/bin:/usr/bin"), nil
		}
		return object.None, nil
	})},
	{Sig: "pathconf(path, name)", Doc: "A limit that applies to a path.", Fn: object.F2(pathconf)},
	{Sig: "fpathconf(fd, name, /)", Doc: "A limit that applies to an open file.", Fn: object.F2(pathconf)},
	{Sig: "major(device, /)", Doc: "The major part of a device number.", Fn: object.F1(func(th *thread, v value) (value, error) {
		n, err := toOffset(th, v)
		return object.Int(int64(unix.Major(uint64(n)))), err
	})},
	{Sig: "minor(device, /)", Doc: "The minor part of a device number.", Fn: object.F1(func(th *thread, v value) (value, error) {
		n, err := toOffset(th, v)
		return object.Int(int64(unix.Minor(uint64(n)))), err
	})},
	{Sig: "makedev(major, minor, /)", Doc: "The device number of two parts.", Fn: object.F2(func(th *thread, a, b value) (value, error) {
		major, err := toMode(th, a)
		if err != nil {
			return value{}, err
		}
		minor, err := toMode(th, b)
		return object.NewUint(unix.Mkdev(major, minor)), err
	})},
	{Sig: "_path_normpath(path)", Doc: "The path without needless parts.", Fn: object.F1(normpath)},
	{Sig: "_path_splitroot_ex(path, /)", Doc: "(drive, root, tail) of a path.", Fn: object.F1(splitroot)},
}

// configName converts a name of a configuration value, or its number.
func configName(th *thread, v value, names map[string]int) (int, error) {
	if object.IsInt(v) {
		return toInt(th, v)
	}
	s, ok := object.AsStr(v)
	if !ok {
		return 0, object.TypeErrorf("configuration names must be strings or integers")
	}
	id, ok := names[s.S]
	if !ok {
		return 0, object.ValueErrorf("unrecognized configuration name")
	}
	return id, nil
}

func pathconf(th *thread, p, name value) (value, error) {
	id, err := configName(th, name, pathconfNames)
	if err != nil {
		return value{}, err
	}
	file, err := toPath(th, p, "pathconf", fdAllowed)
	if err != nil {
		return value{}, err
	}
	var st unix.Stat_t
	if file.isFD {
		err = unix.Fstat(file.fd, &st)
	} else {
		err = unix.Stat(file.name, &st)
	}
	if err != nil {
		return value{}, object.OSErrorFrom(err, file.v)
	}
	n, ok := pathLimits[id]
	if !ok {
		return value{}, object.OSErrorFrom(unix.EINVAL, file.v)
	}
	return object.Int(n), nil
}

var (
	pathconfNames = map[string]int{"PC_LINK_MAX": 0, "PC_MAX_CANON": 1, "PC_MAX_INPUT": 2, "PC_NAME_MAX": 3, "PC_PATH_MAX": 4, "PC_PIPE_BUF": 5}
	pathLimits    = map[int]int64{0: 127, 1: 255, 2: 255, 3: 255, 4: 4096, 5: 4096}
	confstrNames  = map[string]int{"CS_PATH": 0}
)

var constants = map[string]int{
	"F_OK": 0, "R_OK": 4, "W_OK": 2, "X_OK": 1,
	"F_ULOCK": 0, "F_LOCK": 1, "F_TLOCK": 2, "F_TEST": 3,
	"O_RDONLY": unix.O_RDONLY, "O_WRONLY": unix.O_WRONLY, "O_RDWR": unix.O_RDWR, "O_ACCMODE": unix.O_ACCMODE, "O_APPEND": unix.O_APPEND,
	"O_ASYNC": unix.O_ASYNC, "O_CLOEXEC": unix.O_CLOEXEC, "O_CREAT": unix.O_CREAT, "O_DIRECTORY": unix.O_DIRECTORY, "O_DSYNC": unix.O_DSYNC,
	"O_EXCL": unix.O_EXCL, "O_NDELAY": unix.O_NDELAY, "O_NOCTTY": unix.O_NOCTTY, "O_NOFOLLOW": unix.O_NOFOLLOW, "O_NONBLOCK": unix.O_NONBLOCK,
	"O_SYNC": unix.O_SYNC, "O_TRUNC": unix.O_TRUNC,
	"PRIO_PROCESS": unix.PRIO_PROCESS, "PRIO_PGRP": unix.PRIO_PGRP, "PRIO_USER": unix.PRIO_USER,
	"WNOHANG": unix.WNOHANG, "WUNTRACED": unix.WUNTRACED, "WCONTINUED": unix.WCONTINUED,
	"EX_OK": 0, "EX_USAGE": 64, "EX_DATAERR": 65, "EX_NOINPUT": 66, "EX_NOUSER": 67, "EX_NOHOST": 68, "EX_UNAVAILABLE": 69, "EX_SOFTWARE": 70,
	"EX_OSERR": 71, "EX_OSFILE": 72, "EX_CANTCREAT": 73, "EX_IOERR": 74, "EX_TEMPFAIL": 75, "EX_PROTOCOL": 76, "EX_NOPERM": 77, "EX_CONFIG": 78,
	"CLD_EXITED": 1, "CLD_KILLED": 2, "CLD_DUMPED": 3, "CLD_TRAPPED": 4, "CLD_STOPPED": 5, "CLD_CONTINUED": 6,
	"P_ALL": 0, "P_PID": 1, "P_PGID": 2,
	"POSIX_SPAWN_OPEN": spawnOpen, "POSIX_SPAWN_CLOSE": spawnClose, "POSIX_SPAWN_DUP2": spawnDup2,
	"RTLD_LAZY": 1, "RTLD_NOW": 2, "RTLD_GLOBAL": 256, "RTLD_LOCAL": 0,
	"ST_RDONLY": 1, "ST_NOSUID": 2, "NGROUPS_MAX": 65536, "TMP_MAX": 238328,
}
