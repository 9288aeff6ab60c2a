// Package archtest holds the architecture against the code: every import points down, floor by floor.
package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floor is a row of the table in docs/architecture.md: who lives there, and whom they may import of ours.
type floor struct {
	name string
	here []string // packages, or a prefix that ends in /
	may  []string
}

var kernels = []string{"internal/pytext", "internal/pynum", "internal/pyformat", "internal/sre", "internal/ucd"}

var floors = []floor{
	{"kernels", kernels, kernels},
	{"aio", []string{"internal/aio"}, nil},
	{"front end", []string{"internal/token", "internal/ast", "internal/parser", "internal/symtable", "internal/bytecode"},
		append([]string{"internal/token", "internal/ast", "internal/symtable", "internal/bytecode"}, kernels...)},
	{"compile", []string{"internal/compile"}, append([]string{"internal/ast", "internal/symtable", "internal/bytecode"}, kernels...)},
	{"object", []string{"internal/object"}, kernels},
	{"vm", []string{"internal/vm"}, append([]string{"internal/object", "internal/bytecode"}, kernels...)},
	{"stdlib", []string{"internal/stdlib", "internal/stdlib/"}, append([]string{"internal/object", "internal/aio", "internal/stdlib/"}, kernels...)},
	{"interp", []string{"internal/interp"}, []string{"internal/"}},
	{"top", []string{"cmd/ouro", "internal/repl", "internal/scripttest", "internal/archtest", "examples"}, []string{"internal/"}},
}

// exceptions are modules of the standard library that are about the machine or the front end themselves.
var exceptions = map[string][]string{
	"internal/stdlib/types":    {"internal/vm", "internal/bytecode"},
	"internal/stdlib/dis":      {"internal/vm", "internal/bytecode"},
	"internal/stdlib/ast":      {"internal/vm", "internal/ast", "internal/parser"},
	"internal/stdlib/symtable": {"internal/symtable", "internal/parser", "internal/ast"},
	"internal/stdlib/marshal":  {"internal/vm", "internal/bytecode"},
	"internal/stdlib/inspect":  {"internal/vm", "internal/bytecode"},
}

// notBelow are packages that only the floors from interp up may import.
var notBelow = []string{"internal/interp", "internal/repl", "cmd/ouro"}

func matches(list []string, pkg string) bool {
	return slices.ContainsFunc(list, func(p string) bool {
		return p == pkg || strings.HasSuffix(p, "/") && strings.HasPrefix(pkg, p)
	})
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "ouro/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range packages(t) {
		pkg := strings.TrimPrefix(p.ImportPath, "ouro/")
		i := slices.IndexFunc(floors, func(f floor) bool { return matches(f.here, pkg) })
		if i < 0 {
			t.Errorf("%s lives on no floor: add it to the table here and in docs/architecture.md", pkg)
			continue
		}
		f := floors[i]
		for _, imp := range p.Imports {
			dep, ours := strings.CutPrefix(imp, "ouro/")
			if !ours {
				continue
			}
			if !matches(f.may, dep) && !matches(exceptions[pkg], dep) {
				t.Errorf("%s (floor %s) imports %s", pkg, f.name, dep)
			}
			if f.name == "interp" && matches(notBelow, dep) {
				t.Errorf("%s imports %s, which is above it", pkg, dep)
			}
		}
	}
}

// Inside the standard library a module may import siblings, but the list of all modules imports them and not the other way round.
func TestModulesDoNotImportTheirList(t *testing.T) {
	for _, p := range packages(t) {
		if strings.HasPrefix(p.ImportPath, "ouro/internal/stdlib/") && slices.Contains(p.Imports, "ouro/internal/stdlib") {
			t.Errorf("%s imports the list of modules", p.ImportPath)
		}
	}
}
