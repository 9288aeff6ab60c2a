// Package fcntl is Python's module fcntl: control of descriptors and locks of files.
package fcntl

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

// maxArgument is the longest buffer that fcntl and ioctl copy.
const maxArgument = 1024

// Module is fcntl.
var Module = object.ModuleDef{
	Name: "fcntl",
	Doc:  "Control of descriptors and locks of files.",
	Functions: []object.Func{
		{Sig: "fcntl(fd, cmd, arg=0, /)", Doc: "Carry out a command on a descriptor.", Fn: object.F3(func(th *thread, v, cmd, arg value) (value, error) {
			return control(th, unix.SYS_FCNTL, "fcntl", v, cmd, arg, false)
		})},
		{Sig: "ioctl(fd, request, arg=0, mutate_flag=True, /)", Doc: "Carry out a request of a device.", Fn: object.FN(func(th *thread, a []value) (value, error) {
			mutate, err := object.Truth(th, a[3])
			if err != nil {
				return value{}, err
			}
			return control(th, unix.SYS_IOCTL, "ioctl", a[0], a[1], a[2], mutate)
		})},
		{Sig: "flock(fd, operation, /)", Doc: "Lock or unlock a whole file.", Fn: object.F2(func(th *thread, v, op value) (value, error) {
			fd, err := object.AsFileno(th, v)
			if err != nil {
				return value{}, err
			}
			how, err := object.AsIndex(th, op)
			if err != nil {
				return value{}, err
			}
			return object.None, wait(th, func() error { return unix.Flock(fd, how) })
		})},
		{Sig: "lockf(fd, cmd, len=0, start=0, whence=0, /)", Doc: "Lock or unlock a section of a file.", Fn: object.FN(lockf)},
	},
	Init: func(th *thread, m *object.Module) error {
		for name, n := range map[string]int{
			"FD_CLOEXEC": 1, "F_DUPFD": 0, "F_GETFD": 1, "F_SETFD": 2, "F_GETFL": 3, "F_SETFL": 4, "F_GETLK": 5, "F_SETLK": 6, "F_SETLKW": 7, "F_GETLK64": 5, "F_SETLK64": 6,
			"F_SETLKW64": 7, "F_SETOWN": 8, "F_GETOWN": 9, "F_SETSIG": 10, "F_GETSIG": 11, "F_RDLCK": 0, "F_WRLCK": 1, "F_UNLCK": 2, "F_EXLCK": 4, "F_SHLCK": 8,
			"F_DUPFD_CLOEXEC": 1030, "F_SETLEASE": 1024, "F_GETLEASE": 1025, "F_NOTIFY": 1026, "F_SETPIPE_SZ": 1031, "F_GETPIPE_SZ": 1032, "F_ADD_SEALS": 1033,
			"F_GET_SEALS": 1034, "F_SEAL_SEAL": 1, "F_SEAL_SHRINK": 2, "F_SEAL_GROW": 4, "F_SEAL_WRITE": 8, "LOCK_SH": 1, "LOCK_EX": 2, "LOCK_NB": 4, "LOCK_UN": 8,
			"LOCK_MAND": 32, "LOCK_READ": 64, "LOCK_WRITE": 128, "LOCK_RW": 192, "FASYNC": unix.O_ASYNC,
		} {
			m.Set(name, object.Int(int64(n)))
		}
		return nil
	},
}

// wait runs a call of the system that may wait, again if a signal interrupts it.
func wait(th *thread, f func() error) error {
	for {
		var err error
		th.Unlocked(func() { err = f() })
		switch {
		case err == nil:
			return nil
		case err != unix.EINTR:
			return object.OSErrorFrom(err)
		}
		if err := th.CheckBreaker(); err != nil {
			return err
		}
	}
}

// control is fcntl() or ioctl(): the argument is an int, or a buffer that the system may change.
func control(th *thread, call uintptr, name string, v, cmd, arg value, mutate bool) (value, error) {
	fd, err := object.AsFileno(th, v)
	if err != nil {
		return value{}, err
	}
	c, err := object.AsIndex(th, cmd)
	if err != nil {
		return value{}, err
	}
	if object.IsInt(arg) {
		n, err := object.AsIndex(th, arg)
		if err != nil {
			return value{}, err
		}
		var r uintptr
		err = wait(th, func() error {
			var errno unix.Errno
			if r, _, errno = unix.Syscall(call, uintptr(fd), uintptr(uint32(c)), uintptr(n)); errno != 0 {
				return errno
			}
			return nil
		})
		return object.Int(int64(int32(r))), err
	}
	var in []byte
	var out []byte // changed in place
	if s, ok := object.AsStr(arg); ok {
		in = []byte(s.S)
	} else {
		b, release, berr := object.AsBuffer(th, arg, mutate)
		if berr != nil {
			if b, release, berr = object.AsBuffer(th, arg, false); berr != nil {
				return value{}, object.TypeErrorf("%s() argument 3 must be an integer, a bytes-like object, or a string, not %s", name, arg.Type().TypeName())
			}
			mutate = false
		}
		defer release()
		in = b
		if mutate {
			out = b
		}
	}
	if len(in) > maxArgument && out == nil {
		return value{}, object.ValueErrorf("%s argument 3 is too long", name)
	}
	buf := make([]byte, max(len(in), maxArgument))
	copy(buf, in)
	var r uintptr
	err = wait(th, func() error {
		var errno unix.Errno
		// The buffer has room for whatever a command writes that programs use, and lives until the call returns.
		if r, _, errno = unix.Syscall(call, uintptr(fd), uintptr(uint32(c)), uintptr(unsafe.Pointer(&buf[0]))); errno != 0 {
			return errno
		}
		return nil
	})
	if err != nil {
		return value{}, err
	}
	if out != nil {
		copy(out, buf)
		return object.Int(int64(int32(r))), nil
	}
	return object.BytesValue(buf[:len(in)]), nil
}

func lockf(th *thread, a []value) (value, error) {
	fd, err := object.AsFileno(th, a[0])
	if err != nil {
		return value{}, err
	}
	var n [4]int
	for i, v := range a[1:] {
		if n[i], err = object.AsIndex(th, v); err != nil {
			return value{}, err
		}
	}
	lock := unix.Flock_t{Len: int64(n[1]), Start: int64(n[2]), Whence: int16(n[3])}
	switch {
	case n[0]&unix.LOCK_UN != 0:
		lock.Type = unix.F_UNLCK
	case n[0]&unix.LOCK_SH != 0:
		lock.Type = unix.F_RDLCK
	case n[0]&unix.LOCK_EX != 0:
		lock.Type = unix.F_WRLCK
	default:
		return value{}, object.ValueErrorf("unrecognized lockf argument")
	}
	how := unix.F_SETLKW
	if n[0]&unix.LOCK_NB != 0 {
		how = unix.F_SETLK
	}
	return object.None, wait(th, func() error { return unix.FcntlFlock(uintptr(fd), how, &lock) })
}
