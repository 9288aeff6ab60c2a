// Package frozen carries the modules of the standard library that are written in Python.
//
// They lie under lib as on a module search path: name.py is a module, name/__init__.py a package. The importer asks for
// a source by its dotted name, compiles it, and caches the code; nothing is read from the disk at run time.
package frozen

import (
	"embed"
	"strings"
)

//go:embed all:lib all:standins
var lib embed.FS

// Source returns the Python source of the module with the given dotted name, and whether it is a package.
// The path, relative and with forward slashes ("collections/abc.py"), is what tracebacks and __file__ are made from.
// ok is false when there is no such module here.
func Source(name string) (path string, src []byte, isPackage, ok bool) { return find("lib/", name) }

// Standin is Source for the packages that are bundled but give way to installed ones.
func Standin(name string) (path string, src []byte, isPackage, ok bool) {
	return find("standins/", name)
}

// HasPackage tells whether there are modules here below a dotted name.
func HasPackage(name string) bool {
	dir, err := lib.ReadDir("lib/" + strings.ReplaceAll(name, ".", "/"))
	return err == nil && len(dir) > 0
}

func find(root, name string) (path string, src []byte, isPackage, ok bool) {
	if name == "" || strings.ContainsAny(name, "/\\") {
		return "", nil, false, false
	}
	base := strings.ReplaceAll(name, ".", "/")
	if src, err := lib.ReadFile(root + base + "/__init__.py"); err == nil {
		return base + "/__init__.py", src, true, true
	}
	if src, err := lib.ReadFile(root + base + ".py"); err == nil {
		return base + ".py", src, false, true
	}
	return "", nil, false, false
}
