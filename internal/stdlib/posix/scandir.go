//go:build linux

package posix

import (
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// dirEntry is os.DirEntry: what scandir() gives.
type dirEntry struct {
	object.Header
	name, path value
	file       string // as the system takes it
	dir        int    // descriptor that file is relative to
	kind       fs.FileMode
	stat       value // results of stat(), unbound until asked for
	lstat      value
}

// scanIter is the iterator that scandir() gives. The directory is read at once, so there is nothing to close.
type scanIter struct {
	object.Header
	path    path
	entries []os.DirEntry
}

var (
	dirEntryLayout = object.NewLayout[dirEntry]()
	dirEntryType   = object.NewType("DirEntry", object.ObjectType, dirEntryLayout)
	scanIterLayout = object.NewLayout[scanIter]()
	scanIterType   = object.NewType("ScandirIterator", object.ObjectType, scanIterLayout)
)

func scanDir(th *thread, v value) (value, error) {
	p, err := toPath(th, v, "scandir", fdAllowed|noneAllowed)
	if err != nil {
		return value{}, err
	}
	entries, err := readNames(th, p)
	if err != nil {
		return value{}, object.OSErrorFrom(err, p.v)
	}
	it := object.NewObject[scanIter](th, scanIterType)
	it.path, it.entries = p, entries
	return object.Of(&it.Header), nil
}

func (it *scanIter) next(th *thread) value {
	if len(it.entries) == 0 {
		return value{}
	}
	e := it.entries[0]
	it.entries = it.entries[1:]
	x := object.NewObject[dirEntry](th, dirEntryType)
	x.name = it.path.decode(e.Name())
	x.kind = e.Type()
	x.dir = unix.AT_FDCWD
	switch {
	case it.path.isFD:
		x.path, x.file, x.dir = x.name, e.Name(), it.path.fd
	case it.path.v.IsNone():
		x.file = "./" + e.Name()
		x.path = it.path.decode(x.file)
	default:
		x.file = it.path.name
		if !strings.HasSuffix(x.file, "/") {
			x.file += "/"
		}
		x.file += e.Name()
		x.path = it.path.decode(x.file)
	}
	return object.Of(&x.Header)
}

// statOf is the entry's stat(), asked for once.
func (e *dirEntry) statOf(th *thread, follow bool) (value, error) {
	if !follow || e.kind&fs.ModeSymlink == 0 {
		if e.lstat.Ref == nil {
			v, err := statAt(th, e.dir, e.file, unix.AT_SYMLINK_NOFOLLOW, e.path)
			if err != nil {
				return v, err
			}
			e.lstat = v
		}
		return e.lstat, nil
	}
	if e.stat.Ref == nil {
		v, err := statAt(th, e.dir, e.file, 0, e.path)
		if err != nil {
			return v, err
		}
		e.stat = v
	}
	return e.stat, nil
}

// is reports whether the entry is of a kind; missing files are of none.
func (e *dirEntry) is(th *thread, follow value, mode uint32, kind fs.FileMode) (value, error) {
	f, err := truth(th, follow)
	if err != nil {
		return value{}, err
	}
	if e.kind&fs.ModeSymlink == 0 || !f {
		return object.Bool(e.kind.Type() == kind), nil
	}
	st, err := e.statOf(th, true)
	if err != nil {
		if object.Matches(err, object.FileNotFoundErrorType) {
			return object.False, nil
		}
		return value{}, err
	}
	t, _ := object.AsTuple(st)
	return object.Bool(uint32(t.Items[0].Int64())&unix.S_IFMT == mode), nil
}

func entry(v value) *dirEntry { return object.Unchecked[dirEntry](v) }

func init() {
	t := dirEntryType
	t.Module = "posix"
	t.Flags |= object.FlagNoNew | object.FlagNoBase
	t.Doc = "A file in a directory."
	t.Repr = func(th *thread, v value) (value, error) {
		s, err := object.Repr(th, entry(v).name)
		if err != nil {
			return value{}, err
		}
		return object.StrValue("<DirEntry " + s.S + ">"), nil
	}
	t.Members = []object.Member{
		{Name: "name", Doc: "The name in its directory.", Field: func(v value) *value { return &entry(v).name }},
		{Name: "path", Doc: "The name with the directory that scandir() was given.", Field: func(v value) *value { return &entry(v).path }},
	}
	t.Methods = []object.Func{
		{Sig: "is_dir(*, follow_symlinks=True)", Doc: "Whether it is a directory.", Fn: object.F2(func(th *thread, v, follow value) (value, error) {
			return entry(v).is(th, follow, unix.S_IFDIR, fs.ModeDir)
		})},
		{Sig: "is_file(*, follow_symlinks=True)", Doc: "Whether it is a regular file.", Fn: object.F2(func(th *thread, v, follow value) (value, error) {
			return entry(v).is(th, follow, unix.S_IFREG, 0)
		})},
		{Sig: "is_symlink()", Doc: "Whether it is a symbolic link.", Fn: object.F1(func(th *thread, v value) (value, error) {
			return object.Bool(entry(v).kind&fs.ModeSymlink != 0), nil
		})},
		{Sig: "is_junction()", Doc: "Always False: there are none.", Fn: object.F1(func(th *thread, v value) (value, error) { return object.False, nil })},
		{Sig: "stat(*, follow_symlinks=True)", Doc: "What the system knows of the file.", Fn: object.F2(func(th *thread, v, follow value) (value, error) {
			f, err := truth(th, follow)
			if err != nil {
				return value{}, err
			}
			return entry(v).statOf(th, f)
		})},
		{Sig: "inode()", Doc: "The inode number.", Fn: object.F1(func(th *thread, v value) (value, error) {
			st, err := entry(v).statOf(th, false)
			if err != nil {
				return value{}, err
			}
			t, _ := object.AsTuple(st)
			return t.Items[1], nil
		})},
		{Sig: "__fspath__()", Doc: "The path.", Fn: object.F1(func(th *thread, v value) (value, error) { return entry(v).path, nil })},
		object.ClassGetItem(),
	}

	it := scanIterType
	it.Module = "posix"
	it.Flags |= object.FlagNoNew | object.FlagNoBase
	it.Iter = func(th *thread, v value) (value, error) { return v, nil }
	it.Next = func(th *thread, v value) (value, error) { return object.Unchecked[scanIter](v).next(th), nil }
	closeIter := func(th *thread, v value) (value, error) {
		object.Unchecked[scanIter](v).entries = nil
		return object.None, nil
	}
	it.Methods = []object.Func{
		{Sig: "close()", Doc: "End the iteration.", Fn: object.F1(closeIter)},
		{Sig: "__enter__()", Doc: "The iterator itself.", Fn: object.F1(func(th *thread, v value) (value, error) { return v, nil })},
		{Sig: "__exit__(*args)", Doc: "End the iteration.", Fn: object.F2(func(th *thread, v, args value) (value, error) { return closeIter(th, v) })},
	}
}
