package interp

import (
	"path/filepath"

	"ouro/internal/object"
	"ouro/internal/stdlib/frozen"
)

// Stand-ins: widely used packages that the binary brings along. They come last, so that an installed one wins.

var standinImporterType = object.NewType("StandinImporter", object.ObjectType, object.ObjectType.Layout())

// findStandin gives the spec of a bundled package.
func (in *Interp) findStandin(name string) *Spec {
	p, text, pkg, ok := frozen.Standin(name)
	if !ok {
		return nil
	}
	s := newSpec(name, standinImporterType.Value())
	file := filepath.Join(in.libDir, "site-packages", p)
	s.origin, s.source = object.StrValue("frozen"), &moduleSource{file: file, pkg: pkg, frozen: text}
	if pkg {
		s.locations = object.ListValue(object.StrValue(filepath.Dir(file)))
	}
	return s
}

func init() {
	t := standinImporterType
	t.Module, t.Doc = "_frozen_importlib", "Finder and loader of the packages that Ouro bundles."
	t.Methods = finderMethods((*Interp).findStandin)
}
