//go:build linux

package posix

import (
	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Links.

var linkFunctions = []object.Func{
	{Sig: "readlink(path, *, dir_fd=None)", Doc: "Where a symbolic link points.", Fn: object.F2(func(th *thread, v, dirFD value) (value, error) {
		p, dir, err := pathAt(th, v, dirFD, "readlink")
		if err != nil {
			return value{}, err
		}
		buf := make([]byte, 256)
		for {
			n := 0
			err := retry(th, func() (err error) { n, err = unix.Readlinkat(dir, p.name, buf); return err })
			if err != nil {
				return value{}, object.OSErrorFrom(err, p.v)
			}
			if n < len(buf) {
				return p.decode(string(buf[:n])), nil
			}
			buf = make([]byte, 2*len(buf))
		}
	})},
	{Sig: "symlink(src, dst, target_is_directory=False, *, dir_fd=None)", Doc: "Make a symbolic link dst that points to src.", Fn: object.FN(func(th *thread, a []value) (value, error) {
		src, err := toPath(th, a[0], "symlink", 0)
		if err != nil {
			return value{}, err
		}
		dst, dir, err := pathAt(th, a[1], a[3], "symlink")
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Symlinkat(src.name, dir, dst.name) }, src.v, dst.v)
	})},
	{Sig: "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", Doc: "Make another name dst of the file src.", Fn: object.FN(func(th *thread, a []value) (value, error) {
		src, srcDir, err := pathAt(th, a[0], a[2], "link")
		if err != nil {
			return value{}, err
		}
		dst, dstDir, err := pathAt(th, a[1], a[3], "link")
		if err != nil {
			return value{}, err
		}
		follow, err := truth(th, a[4])
		if err != nil {
			return value{}, err
		}
		flags := 0
		if follow && (srcDir != unix.AT_FDCWD || dstDir != unix.AT_FDCWD) {
			flags = unix.AT_SYMLINK_FOLLOW
		}
		return none(th, func() error { return unix.Linkat(srcDir, src.name, dstDir, dst.name, flags) }, src.v, dst.v)
	})},
}
