package vm_test

import (
	"fmt"
	"strings"
	"testing"

	"ouro/internal/interp"
	"ouro/internal/object"
)

// measure runs a script that defines f(n), and gives the allocations of f per iteration.
func measure(t *testing.T, script string) float64 {
	t.Helper()
	in, err := interp.New(interp.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := in.RunSource("test.py", script); err != nil {
		t.Fatal(err)
	}
	th := in.Thread()
	v, _ := in.Modules.GetString("__main__")
	m, _ := object.AsModule(v)
	f, _ := m.Dict.GetString("f")
	const n = 10000
	run := func() {
		if _, err := object.Call1(th, f, object.Int(n)); err != nil {
			t.Fatal(err)
		}
	}
	run() // fill the caches
	return testing.AllocsPerRun(5, run) / n
}

// What the design promises to cost no allocation.
func TestNoAllocations(t *testing.T) {
	for name, body := range map[string]string{
		"for over a range": `
			t = 0
			for i in range(n):
				t += i`,
		"a native function": `
			for i in range(n):
				abs(i)`,
		"a native function of two arguments": `
			for i in range(n):
				isinstance(i, int)`,
		"an attribute of an instance": `
			class C:
				pass
			c = C()
			c.x = 1
			for i in range(n):
				c.x = c.x + 1`,
		"a method": `
			class C:
				def m(self, x):
					return x
			c = C()
			for i in range(n):
				c.m(i)`,
		"a function": `
			def g(a, b):
				return a
			for i in range(n):
				g(i, i)`,
		"an await that does not wait": `
			async def leaf(x):
				return x
			async def main():
				for i in range(n):
					await leaf(i)
			try:
				main().send(None)
			except StopIteration:
				pass`,
		"a generator's items": `
			def g():
				for i in range(n):
					yield i
			for x in g():
				pass`,
		"float arithmetic": `
			x = 1.5
			for i in range(n):
				x = x * 0.5 + 1.25`,
	} {
		src := "def f(n):\n" + indent(body)
		if got := measure(t, src); got > 0.01 {
			t.Errorf("%s: %.2f allocations each", name, got)
		}
	}
}

// indent takes the test's own indentation off and puts a function body's on.
func indent(body string) string {
	var b strings.Builder
	for _, l := range strings.Split(strings.Trim(body, "\n"), "\n") {
		fmt.Fprintf(&b, "\t%s\n", strings.TrimPrefix(l, "\t\t\t"))
	}
	return b.String()
}
