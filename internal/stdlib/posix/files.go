//go:build linux

package posix

import (
	"os"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Files and directories by name.

var fileFunctions = []object.Func{
	{Sig: "open(path, flags, mode=0o777, *, dir_fd=None)", Doc: "Open a file and return its descriptor.", Fn: object.FN(openFile)},
	{Sig: "mkdir(path, mode=0o777, *, dir_fd=None)", Doc: "Make a directory.", Fn: object.FN(func(th *thread, a []value) (value, error) {
		p, dir, err := pathAt(th, a[0], a[2], "mkdir")
		if err != nil {
			return value{}, err
		}
		mode, err := toMode(th, a[1])
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Mkdirat(dir, p.name, mode) }, p.v)
	})},
	{Sig: "rmdir(path, *, dir_fd=None)", Doc: "Remove an empty directory.", Fn: removeAt("rmdir", unix.AT_REMOVEDIR)},
	{Sig: "unlink(path, *, dir_fd=None)", Doc: "Remove a file.", Fn: removeAt("unlink", 0)},
	{Sig: "remove(path, *, dir_fd=None)", Doc: "Remove a file.", Fn: removeAt("remove", 0)},
	{Sig: "rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", Doc: "Rename a file or directory.", Fn: renameAt("rename")},
	{Sig: "replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", Doc: "Rename a file or directory, over an existing one.", Fn: renameAt("replace")},
	{Sig: "chdir(path)", Doc: "Change the current directory.", Fn: object.F1(func(th *thread, v value) (value, error) {
		p, err := toPath(th, v, "chdir", fdAllowed)
		if err != nil {
			return value{}, err
		}
		if p.isFD {
			return none(th, func() error { return unix.Fchdir(p.fd) }, p.v)
		}
		return none(th, func() error { return os.Chdir(p.name) }, p.v)
	})},
	{Sig: "fchdir(fd)", Doc: "Change the current directory to that of a descriptor.", Fn: object.F1(func(th *thread, v value) (value, error) {
		fd, err := toFD(th, v)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Fchdir(fd) })
	})},
	{Sig: "getcwd()", Doc: "The current directory.", Fn: object.F0(func(th *thread) (value, error) {
		dir, err := unix.Getwd()
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return object.FSDecode(dir), nil
	})},
	{Sig: "getcwdb()", Doc: "The current directory, as bytes.", Fn: object.F0(func(th *thread) (value, error) {
		dir, err := unix.Getwd()
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return object.BytesValue([]byte(dir)), nil
	})},
	{Sig: "listdir(path=None)", Doc: "The names in a directory, in no particular order.", Fn: object.F1(listDir)},
	{Sig: "scandir(path=None)", Doc: "An iterator of the entries of a directory.", Fn: object.F1(scanDir)},
	{Sig: "access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", Doc: "Whether the process may use a file so.", Fn: object.FN(access)},
	{Sig: "chmod(path, mode, *, dir_fd=None, follow_symlinks=True)", Doc: "Change a file's permissions.", Fn: object.FN(chmod)},
	{Sig: "fchmod(fd, mode)", Doc: "Change an open file's permissions.", Fn: object.F2(func(th *thread, f, m value) (value, error) {
		return chmod(th, []value{f, m, object.None, object.True})
	})},
	{Sig: "chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", Doc: "Change a file's owner and group.", Fn: object.FN(chown)},
	{Sig: "fchown(fd, uid, gid)", Doc: "Change an open file's owner and group.", Fn: object.F3(func(th *thread, f, u, g value) (value, error) {
		return chown(th, []value{f, u, g, object.None, object.True})
	})},
	{Sig: "lchown(path, uid, gid)", Doc: "Change the owner and group of a link itself.", Fn: object.F3(func(th *thread, f, u, g value) (value, error) {
		return chown(th, []value{f, u, g, object.None, object.False})
	})},
	{Sig: "truncate(path, length)", Doc: "Cut a file to a length.", Fn: object.F2(func(th *thread, v, length value) (value, error) {
		p, err := toPath(th, v, "truncate", fdAllowed)
		if err != nil {
			return value{}, err
		}
		n, err := toOffset(th, length)
		if err != nil {
			return value{}, err
		}
		if p.isFD {
			return none(th, func() error { return unix.Ftruncate(p.fd, n) }, p.v)
		}
		return none(th, func() error { return unix.Truncate(p.name, n) }, p.v)
	})},
	{Sig: "mkfifo(path, mode=0o666, *, dir_fd=None)", Doc: "Make a named pipe.", Fn: object.FN(func(th *thread, a []value) (value, error) {
		p, dir, err := pathAt(th, a[0], a[2], "mkfifo")
		if err != nil {
			return value{}, err
		}
		mode, err := toMode(th, a[1])
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return makeFIFO(dir, p.name, mode) }, p.v)
	})},
	{Sig: "chroot(path)", Doc: "Change the root directory.", Fn: object.F1(func(th *thread, v value) (value, error) {
		p, err := toPath(th, v, "chroot", 0)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Chroot(p.name) }, p.v)
	})},
	{Sig: "fspath(path)", Doc: "The str or bytes of a path-like object.", Fn: object.F1(object.FSPath)},
	{Sig: "sync()", Doc: "Write everything to disk.", Fn: object.F0(func(th *thread) (value, error) {
		return none(th, func() error { unix.Sync(); return nil })
	})},
}

// pathAt converts a name and the directory descriptor that it is relative to.
func pathAt(th *thread, v, dirFD value, function string) (path, int, error) {
	p, err := toPath(th, v, function, 0)
	if err != nil {
		return p, 0, err
	}
	dir, err := toDirFD(th, dirFD)
	return p, dir, err
}

func openFile(th *thread, a []value) (value, error) {
	p, dir, err := pathAt(th, a[0], a[3], "open")
	if err != nil {
		return value{}, err
	}
	flags, err := toInt(th, a[1])
	if err != nil {
		return value{}, err
	}
	mode, err := toMode(th, a[2])
	if err != nil {
		return value{}, err
	}
	return number(th, func() (int, error) { return unix.Openat(dir, p.name, flags|unix.O_CLOEXEC, mode) }, p.v)
}

func removeAt(function string, flags int) object.Fn {
	return object.F2(func(th *thread, v, dirFD value) (value, error) {
		p, dir, err := pathAt(th, v, dirFD, function)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Unlinkat(dir, p.name, flags) }, p.v)
	})
}

func renameAt(function string) object.Fn {
	return object.FN(func(th *thread, a []value) (value, error) {
		src, srcDir, err := pathAt(th, a[0], a[2], function)
		if err != nil {
			return value{}, err
		}
		dst, dstDir, err := pathAt(th, a[1], a[3], function)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Renameat(srcDir, src.name, dstDir, dst.name) }, src.v, dst.v)
	})
}

// readNames lists a directory without "." and "..".
func readNames(th *thread, p path) (entries []os.DirEntry, err error) {
	err = retry(th, func() error {
		var f *os.File
		var err error
		if p.isFD {
			fd, derr := unix.FcntlInt(uintptr(p.fd), unix.F_DUPFD_CLOEXEC, 0)
			if derr != nil {
				return derr
			}
			if _, serr := unix.Seek(fd, 0, 0); serr != nil {
				unix.Close(fd)
				return serr
			}
			f = os.NewFile(uintptr(fd), "directory")
		} else if f, err = os.Open(p.name); err != nil {
			return err
		}
		defer f.Close()
		entries, err = f.ReadDir(-1)
		return err
	})
	return entries, err
}

func listDir(th *thread, v value) (value, error) {
	p, err := toPath(th, v, "listdir", fdAllowed|noneAllowed)
	if err != nil {
		return value{}, err
	}
	entries, err := readNames(th, p)
	if err != nil {
		return value{}, object.OSErrorFrom(err, p.v)
	}
	names := make([]value, len(entries))
	for i, e := range entries {
		names[i] = p.decode(e.Name())
	}
	return object.ListValue(names...), nil
}

func access(th *thread, a []value) (value, error) {
	p, dir, err := pathAt(th, a[0], a[2], "access")
	if err != nil {
		return value{}, err
	}
	mode, err := toMode(th, a[1])
	if err != nil {
		return value{}, err
	}
	flags := 0
	if eff, err := truth(th, a[3]); err != nil {
		return value{}, err
	} else if eff {
		flags |= unix.AT_EACCESS
	}
	if follow, err := truth(th, a[4]); err != nil {
		return value{}, err
	} else if !follow {
		flags |= unix.AT_SYMLINK_NOFOLLOW
	}
	err = retry(th, func() error { return unix.Faccessat(dir, p.name, mode, flags) })
	return object.Bool(err == nil), nil
}

func chmod(th *thread, a []value) (value, error) {
	p, err := toPath(th, a[0], "chmod", fdAllowed)
	if err != nil {
		return value{}, err
	}
	mode, err := toMode(th, a[1])
	if err != nil {
		return value{}, err
	}
	if p.isFD {
		return none(th, func() error { return unix.Fchmod(p.fd, mode) }, p.v)
	}
	dir, flags, err := atFlags(th, a[2], a[3])
	if err != nil {
		return value{}, err
	}
	return none(th, func() error { return unix.Fchmodat(dir, p.name, mode, flags) }, p.v)
}

// atFlags converts dir_fd and follow_symlinks.
func atFlags(th *thread, dirFD, follow value) (dir, flags int, err error) {
	if dir, err = toDirFD(th, dirFD); err != nil {
		return
	}
	f, err := truth(th, follow)
	if !f {
		flags = unix.AT_SYMLINK_NOFOLLOW
	}
	return dir, flags, err
}

func chown(th *thread, a []value) (value, error) {
	p, err := toPath(th, a[0], "chown", fdAllowed)
	if err != nil {
		return value{}, err
	}
	uid, err := toID(th, a[1], "uid")
	if err != nil {
		return value{}, err
	}
	gid, err := toID(th, a[2], "gid")
	if err != nil {
		return value{}, err
	}
	if p.isFD {
		return none(th, func() error { return unix.Fchown(p.fd, uid, gid) }, p.v)
	}
	dir, flags, err := atFlags(th, a[3], a[4])
	if err != nil {
		return value{}, err
	}
	return none(th, func() error { return unix.Fchownat(dir, p.name, uid, gid, flags) }, p.v)
}
