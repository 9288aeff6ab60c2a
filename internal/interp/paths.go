package interp

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"ouro/internal/object"
)

// Where things are: the prefixes, the virtual environment, sys.path.

const libName = "python3.14"

// Paths are the places that an interpreter looks at.
type Paths struct {
	Executable         string
	Prefix, BasePrefix string
	LibDir             string
	// Search is what follows the script's directory on sys.path; Site are the site-packages directories.
	Search, Site []string
}

// FindPaths looks for them. executable is the program's path; env reads the environment ("" where it is ignored).
func FindPaths(executable string, env func(string) string) Paths {
	real := executable
	if r, err := filepath.EvalSymlinks(executable); err == nil {
		real = r
	}
	p := Paths{Executable: executable, BasePrefix: filepath.Dir(filepath.Dir(real))}
	if filepath.Base(filepath.Dir(real)) != "bin" {
		p.BasePrefix = filepath.Dir(real)
	}
	home := env("PYTHONHOME")
	if home != "" {
		home, _, _ = strings.Cut(home, string(os.PathListSeparator))
	}
	p.Prefix = p.BasePrefix
	dir := filepath.Dir(executable)
	for _, d := range []string{dir, filepath.Dir(dir), env("VIRTUAL_ENV")} {
		if d == "" {
			continue
		}
		if conf, ok := readVenv(d); ok {
			p.Prefix = d
			if p.BasePrefix == d && conf["home"] != "" {
				p.BasePrefix = filepath.Dir(conf["home"])
			}
			break
		}
	}
	p.LibDir = filepath.Join(p.BasePrefix, "lib", libName)
	if v := env("PYTHONPATH"); v != "" {
		for _, d := range filepath.SplitList(v) {
			if abs, err := filepath.Abs(d); err == nil {
				d = abs
			}
			p.Search = append(p.Search, d)
		}
	}
	if p.Prefix != p.BasePrefix {
		p.Site = append(p.Site, filepath.Join(p.Prefix, "lib", libName, "site-packages"))
		if conf, _ := readVenv(p.Prefix); strings.EqualFold(conf["include-system-site-packages"], "true") {
			p.Site = append(p.Site, filepath.Join(p.BasePrefix, "lib", libName, "site-packages"))
		}
	} else {
		p.Site = append(p.Site, filepath.Join(p.BasePrefix, "lib", libName, "site-packages"))
	}
	if home != "" {
		// Pure modules of a CPython library that the binary does not have.
		p.Search = append(p.Search, filepath.Join(home, "lib", libName))
	}
	return p
}

// readVenv reads the pyvenv.cfg of a virtual environment.
func readVenv(dir string) (map[string]string, bool) {
	f, err := os.Open(filepath.Join(dir, "pyvenv.cfg"))
	if err != nil {
		return nil, false
	}
	defer f.Close()
	conf := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if k, v, ok := strings.Cut(s.Text(), "="); ok {
			conf[strings.ToLower(strings.TrimSpace(k))] = strings.TrimSpace(v)
		}
	}
	return conf, true
}

// addSite appends the site-packages directories to sys.path and does what their .pth files say.
func (in *Interp) addSite(th *object.Thread) error {
	v, ok := in.Sys.GetString("path")
	if !ok {
		return nil
	}
	path, ok := object.AsList(v)
	if !ok {
		return nil
	}
	known := map[string]bool{}
	for _, x := range path.Values() {
		if s, ok := object.AsStr(x); ok {
			known[s.S] = true
		}
	}
	add := func(dir string) {
		if st, err := os.Stat(dir); err == nil && st.IsDir() && !known[dir] {
			known[dir] = true
			path.Append(object.StrValue(dir))
		}
	}
	for _, dir := range in.config.Site {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		add(dir)
		for _, e := range entries {
			name := e.Name()
			if !strings.HasSuffix(name, ".pth") || strings.HasPrefix(name, ".") {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				continue
			}
			for n, line := range strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") {
				line = strings.TrimRight(line, " \t")
				switch {
				case line == "" || line[0] == '#':
				case strings.HasPrefix(line, "import ") || strings.HasPrefix(line, "import\t"):
					ns := object.NewDict()
					in.addBuiltins(ns)
					ns.SetString("__name__", object.StrValue("site"))
					if err := in.execText(th, line, "<string>", ns); err != nil {
						e := object.AsExc(err)
						os.Stderr.WriteString("Error processing line " + itoa(n+1) + " of " + filepath.Join(dir, name) + ":\n\n")
						for l := range strings.Lines(in.FormatException(th, e)) {
							os.Stderr.WriteString("  " + l)
						}
						os.Stderr.WriteString("\nRemainder of file ignored\n")
					}
				case filepath.IsAbs(line):
					add(line)
				default:
					add(filepath.Join(dir, line))
				}
			}
		}
	}
	return nil
}
