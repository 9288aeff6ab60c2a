package interp_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"ouro/internal/interp"
	"ouro/internal/object"
	"ouro/internal/scripttest"
)

func TestScripts(t *testing.T) { scripttest.Run(t) }

func newInterp(t *testing.T, c interp.Config) *interp.Interp {
	t.Helper()
	in, err := interp.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// shown is what an uncaught exception of a program looks like.
func shown(t *testing.T, file, src string) string {
	t.Helper()
	in := newInterp(t, interp.Config{})
	defer in.Close()
	var err error
	if file == "<string>" {
		err = in.RunCommand(src)
	} else {
		err = in.RunSource(file, src)
	}
	var e *object.Exc
	if !errors.As(err, &e) {
		t.Fatalf("%q raised %v", src, err)
	}
	return in.FormatException(in.Thread(), e)
}

func TestTracebacks(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"1/0", "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n"},
		{"def f(n):\n    f(n + 1) if n < 9 else [][n]\nf(0)", `Traceback (most recent call last):
  File "<string>", line 3, in <module>
    f(0)
    ~^^^
  File "<string>", line 2, in f
    f(n + 1) if n < 9 else [][n]
    ~^^^^^^^
  File "<string>", line 2, in f
    f(n + 1) if n < 9 else [][n]
    ~^^^^^^^
  File "<string>", line 2, in f
    f(n + 1) if n < 9 else [][n]
    ~^^^^^^^
  [Previous line repeated 7 more times]
IndexError: list index out of range
`},
		{"lenght = 1\nlength", "    length\nNameError: name 'length' is not defined. Did you mean: 'lenght'?\n"},
		{"time.sleep(1)", "NameError: name 'time' is not defined. Did you forget to import 'time'?\n"},
		{"[].appendd", "AttributeError: 'list' object has no attribute 'appendd'. Did you mean: 'append'?\n"},
		{"from sys import exitt", "ImportError: cannot import name 'exitt' from 'sys' (unknown location). Did you mean: 'exit'?\n"},
		{"try: 1/0\nexcept ZeroDivisionError as e: raise KeyError(1) from e", "\nThe above exception was the direct cause of the following exception:\n\n"},
		{"try: 1/0\nexcept ZeroDivisionError as e: raise KeyError(1)", "\nDuring handling of the above exception, another exception occurred:\n\n"},
		{"e = ValueError('x'); e.add_note('a\\nb'); raise e", "ValueError: x\na\nb\n"},
		{"raise ExceptionGroup('g', [ValueError(1), TypeError(2)])", `  + Exception Group Traceback (most recent call last):
  |   File "<string>", line 1, in <module>
  |     raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
  | ExceptionGroup: g (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | ValueError: 1
    +---------------- 2 ----------------
    | TypeError: 2
    +------------------------------------
`},
		{"if 1:\n  x = (1,\n", "  File \"<string>\", line 2\n    x = (1,\n        ^\nSyntaxError: '(' was never closed\n"},
		{"whille True: pass", "    whille True: pass\n    ^^^^^^\nSyntaxError: invalid syntax. Did you mean 'while'?\n"},
	} {
		if got := shown(t, "<string>", c.src); !strings.Contains(got, c.want) {
			t.Errorf("%s\ngives\n%s\nwithout\n%s", c.src, got, c.want)
		}
	}
}

// A panic in Go code is a bug of ours: the script gets a SystemError, and the interpreter and the host live on.
func TestPanicBecomesSystemError(t *testing.T) {
	in := newInterp(t, interp.Config{})
	defer in.Close()
	f := &object.Func{Sig: "bang()", Fn: object.F0(func(*object.Thread) (object.Value, error) { panic("boom") })}
	in.Builtins.SetString("bang", object.NewBuiltin(f, nil))
	err := in.RunSource("test.py", "def f(): bang()\nfor i in range(3): f()\n")
	if !object.Matches(err, object.SystemErrorType) || !strings.Contains(err.Error(), "boom") {
		t.Fatalf("the panic became %v", err)
	}
	if strings.Contains(err.Error(), "goroutine") {
		t.Errorf("the Go stack shows without -X dev: %v", err)
	}
	if err := in.RunSource("test.py", "def g(n): return n and g(n - 1)\nassert g(50) == 0\n"); err != nil {
		t.Fatalf("after the panic: %v", err)
	}
}

// Interpreters share nothing that changes.
func TestInterpretersSideBySide(t *testing.T) {
	const script = `
import collections, functools, types, enum
class C:
    n = 0
    def add(self, k): C.n += k; self.x = k; return self.x
class E(enum.Enum): A = 1; B = 2
c = C()
for i in range(20000): c.add(i)
assert C.n == sum(range(20000)), C.n
def gen():
    for i in range(100): yield {i: str(i)}
assert sum(len(d) for d in gen()) == 100
assert E('A' and 1) is E.A
try: raise ValueError([1])
except ValueError as e: assert e.args == ([1],)
collections.marker = c
`
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			in, err := interp.New(interp.Config{})
			if err != nil {
				t.Error(err)
				return
			}
			defer in.Close()
			if err := in.RunSource("test.py", script); err != nil {
				var e *object.Exc
				if errors.As(err, &e) {
					t.Error(in.FormatException(in.Thread(), e))
				}
			}
		})
	}
	wg.Wait()
}

func TestExitStatus(t *testing.T) {
	for src, want := range map[string]int{
		"pass": 0, "raise SystemExit": 0, "raise SystemExit(3)": 3, "import sys; sys.exit(257)": 1, "raise SystemExit(-1)": 255, "raise SystemExit(None)": 0, "raise SystemExit(True)": 1,
	} {
		in := newInterp(t, interp.Config{})
		if got, _ := in.Report(in.RunSource("test.py", src)); got != want {
			t.Errorf("%s: status %d, want %d", src, got, want)
		}
		in.Close()
	}
}

func TestVirtualEnvironment(t *testing.T) {
	dir := t.TempDir()
	site := filepath.Join(dir, "lib", "python3.14", "site-packages")
	more := filepath.Join(dir, "more")
	for _, d := range []string{site, more, filepath.Join(dir, "bin")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		filepath.Join(dir, "pyvenv.cfg"):    "home = /usr/bin\ninclude-system-site-packages = false\n",
		filepath.Join(site, "extra.pth"):    "# a comment\n" + more + "\nimport sys; sys.marker = 1\n",
		filepath.Join(site, "installed.py"): "x = 5\n",
		filepath.Join(more, "farther.py"):   "y = 6\n",
		filepath.Join(dir, "bin", "ouro"):   "",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := interp.FindPaths(filepath.Join(dir, "bin", "ouro"), func(string) string { return "" })
	in := newInterp(t, interp.Config{Paths: p})
	defer in.Close()
	if err := in.RunSource("test.py", "import sys, installed, farther\nassert installed.x + farther.y == 11 and sys.marker == 1 and sys.prefix != sys.base_prefix"); err != nil {
		t.Fatal(err)
	}
}
