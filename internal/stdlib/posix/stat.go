//go:build linux

package posix

import (
	"math"
	"math/big"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// stat and its results, times of files.

func fields(names ...string) []object.StructField {
	out := make([]object.StructField, len(names))
	for i, n := range names {
		out[i].Name = n
	}
	return out
}

var (
	statResult = object.NewStructSeqType("os", "stat_result", "What stat() tells of a file. Items 7 to 9 are the times in whole seconds.", 10,
		fields("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "", "", "", "st_atime", "st_mtime", "st_ctime",
			"st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev")...)
	statvfsResult = object.NewStructSeqType("os", "statvfs_result", "What statvfs() tells of a file system.", 10,
		fields("f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag", "f_namemax", "f_fsid")...)
)

var statFunctions = []object.Func{
	{Sig: "stat(path, *, dir_fd=None, follow_symlinks=True)", Doc: "What the system knows of a file.", Fn: object.F3(func(th *thread, v, dirFD, follow value) (value, error) {
		return stat(th, v, dirFD, follow, "stat")
	})},
	{Sig: "lstat(path, *, dir_fd=None)", Doc: "stat() that does not follow a symbolic link.", Fn: object.F2(func(th *thread, v, dirFD value) (value, error) {
		p, dir, err := pathAt(th, v, dirFD, "lstat")
		if err != nil {
			return value{}, err
		}
		return statAt(th, dir, p.name, unix.AT_SYMLINK_NOFOLLOW, p.v)
	})},
	{Sig: "fstat(fd)", Doc: "What the system knows of an open file.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		return fstat(th, fd)
	})},
	{Sig: "statvfs(path)", Doc: "What the system knows of the file system of a path.", Fn: object.F1(statvfs)},
	{Sig: "fstatvfs(fd)", Doc: "What the system knows of the file system of an open file.", Fn: object.F1(statvfs)},
	{Sig: "utime(path, times=None, *, ns=NULL, dir_fd=None, follow_symlinks=True)", Doc: "Set a file's times of access and change.", Fn: object.FN(utime)},
}

func stat(th *thread, v, dirFD, follow value, function string) (value, error) {
	p, err := toPath(th, v, function, fdAllowed)
	if err != nil {
		return value{}, err
	}
	dir, flags, err := atFlags(th, dirFD, follow)
	if err != nil {
		return value{}, err
	}
	if p.isFD {
		if dir != unix.AT_FDCWD {
			return value{}, object.ValueErrorf("%s: can't specify dir_fd without matching path", function)
		}
		if flags != 0 {
			return value{}, object.ValueErrorf("%s: cannot use fd and follow_symlinks together", function)
		}
		return fstat(th, p.fd, p.v)
	}
	return statAt(th, dir, p.name, flags, p.v)
}

func statAt(th *thread, dir int, name string, flags int, names ...value) (value, error) {
	var st unix.Stat_t
	if err := retry(th, func() error { return unix.Fstatat(dir, name, &st, flags) }); err != nil {
		return value{}, object.OSErrorFrom(err, names...)
	}
	return newStat(&st), nil
}

func fstat(th *thread, fd int, names ...value) (value, error) {
	var st unix.Stat_t
	if err := retry(th, func() error { return unix.Fstat(fd, &st) }); err != nil {
		return value{}, object.OSErrorFrom(err, names...)
	}
	return newStat(&st), nil
}

func newStat(st *unix.Stat_t) value {
	atime, mtime, ctime := fileTimes(st)
	v := make([]value, 19)
	for i, n := range [...]uint64{uint64(st.Mode), uint64(st.Ino), uint64(st.Dev), uint64(st.Nlink), uint64(st.Uid), uint64(st.Gid)} {
		v[i] = object.NewUint(n)
	}
	v[6] = object.Int(int64(st.Size))
	for i, t := range [...]unix.Timespec{atime, mtime, ctime} {
		sec, nsec := int64(t.Sec), int64(t.Nsec)
		v[7+i] = object.Int(sec)
		v[10+i] = object.Float(float64(sec) + 1e-9*float64(nsec))
		v[13+i] = nanoseconds(sec, nsec)
	}
	v[16], v[17], v[18] = object.Int(int64(st.Blksize)), object.Int(int64(st.Blocks)), object.NewUint(uint64(st.Rdev))
	return statResult.New(v...)
}

func nanoseconds(sec, nsec int64) value {
	if sec > -1<<33 && sec < 1<<33 {
		return object.Int(sec*1e9 + nsec)
	}
	z := new(big.Int).Mul(big.NewInt(sec), big.NewInt(1e9))
	return object.NewInt(z.Add(z, big.NewInt(nsec)))
}

func statvfs(th *thread, v value) (value, error) {
	p, err := toPath(th, v, "statvfs", fdAllowed)
	if err != nil {
		return value{}, err
	}
	var st unix.Statfs_t
	err = retry(th, func() error {
		if p.isFD {
			return unix.Fstatfs(p.fd, &st)
		}
		return unix.Statfs(p.name, &st)
	})
	if err != nil {
		return value{}, object.OSErrorFrom(err, p.v)
	}
	flag, frsize, namemax := filesystem(&st)
	return statvfsResult.New(object.Int(int64(st.Bsize)), object.Int(frsize), object.NewUint(uint64(st.Blocks)), object.NewUint(uint64(st.Bfree)),
		object.NewUint(uint64(st.Bavail)), object.NewUint(uint64(st.Files)), object.NewUint(uint64(st.Ffree)), object.NewUint(uint64(st.Ffree)),
		object.Int(flag), object.Int(namemax), object.Int(0)), nil
}

// utime is os.utime(path, times, *, ns, dir_fd, follow_symlinks).
func utime(th *thread, a []value) (value, error) {
	p, err := toPath(th, a[0], "utime", fdAllowed)
	if err != nil {
		return value{}, err
	}
	var times []unix.Timespec
	switch {
	case !a[1].IsNone() && a[2].Ref != nil:
		return value{}, object.ValueErrorf("utime: you may specify either 'times' or 'ns' but not both")
	case !a[1].IsNone():
		t, ok := object.AsTuple(a[1])
		if !ok || len(t.Items) != 2 {
			return value{}, object.TypeErrorf("utime: 'times' must be either a tuple of two ints or None")
		}
		times, err = timespecs(th, t.Items, secondsToTime)
	case a[2].Ref != nil:
		t, ok := object.AsTuple(a[2])
		if !ok || len(t.Items) != 2 {
			return value{}, object.TypeErrorf("utime: 'ns' must be a tuple of two ints")
		}
		times, err = timespecs(th, t.Items, nanosecondsToTime)
	}
	if err != nil {
		return value{}, err
	}
	dir, flags, err := atFlags(th, a[3], a[4])
	if err != nil {
		return value{}, err
	}
	return none(th, func() error { return setTimes(dir, p, times, flags) }, p.v)
}

func timespecs(th *thread, items []value, convert func(*thread, value) (unix.Timespec, error)) ([]unix.Timespec, error) {
	out := make([]unix.Timespec, len(items))
	for i, v := range items {
		t, err := convert(th, v)
		if err != nil {
			return nil, err
		}
		out[i] = t
	}
	return out, nil
}

func secondsToTime(th *thread, v value) (unix.Timespec, error) {
	if f, ok := object.AsFloat(v); ok {
		sec := math.Floor(f)
		if math.IsNaN(f) {
			return unix.Timespec{}, object.ValueErrorf("Invalid value NaN (not a number)")
		}
		if sec < -1<<63 || sec >= 1<<63 {
			return unix.Timespec{}, object.NewExcf(object.OverflowErrorType, "timestamp out of range for platform time_t")
		}
		return timespec(int64(sec), int64(math.Floor((f-sec)*1e9))), nil
	}
	n, err := toOffset(th, v)
	return timespec(n, 0), err
}

func nanosecondsToTime(th *thread, v value) (unix.Timespec, error) {
	i, err := object.Index(th, v)
	if err != nil {
		return unix.Timespec{}, err
	}
	z, _ := object.BigInt(i)
	sec, nsec := new(big.Int).DivMod(z, big.NewInt(1e9), new(big.Int))
	if !sec.IsInt64() {
		return unix.Timespec{}, object.NewExcf(object.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	return timespec(sec.Int64(), nsec.Int64()), nil
}

func timespec(sec, nsec int64) unix.Timespec {
	t := unix.NsecToTimespec(nsec)
	t.Sec += sec
	return t
}
