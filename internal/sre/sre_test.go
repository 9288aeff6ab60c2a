package sre

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// rows reads a table of testdata: tab-separated fields, those that start with a quote unquoted as Go strings.
func rows(t testing.TB, file string) [][]string {
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		for i, f := range fields {
			if strings.HasPrefix(f, `"`) {
				if fields[i], err = strconv.Unquote(f); err != nil {
					t.Fatalf("%s: %s: %v", file, f, err)
				}
			}
		}
		out = append(out, fields)
	}
	return out
}

// show writes a match as the tables do, in code points.
func show(m *Match, s string, bytes bool) string {
	var b strings.Builder
	for i := 0; i < len(m.Regs); i += 2 {
		if i > 0 {
			b.WriteByte(',')
		}
		if m.Regs[i] >= 0 {
			fmt.Fprintf(&b, "%d-%d", len(runesOf(s[:m.Regs[i]], bytes)), len(runesOf(s[:m.Regs[i+1]], bytes)))
		}
	}
	return fmt.Sprintf("%s/%d", b.String(), m.LastIndex)
}

func TestMatch(t *testing.T) {
	for _, r := range rows(t, "match.txt") {
		bytes := r[0] == "bytes"
		pattern, text := r[1], r[2]
		p, err := Compile(pattern, Options{Bytes: bytes})
		if err != nil {
			t.Errorf("%q: %v", pattern, err)
			continue
		}
		var m Match
		var all []string
		sc := p.Scanner(Search, text, 0, len(text), nil)
		for {
			ok, err := sc.Next(&m)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			all = append(all, show(&m, text, bytes))
		}
		sc.Close()
		got := []string{strings.Join(all, " ")}
		if len(all) == 0 {
			got[0] = "-"
		}
		for _, mode := range []Mode{Prefix, Full} {
			ok, err := p.Run(mode, text, 0, len(text), &m, nil)
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				got = append(got, show(&m, text, bytes))
			} else {
				got = append(got, "-")
			}
		}
		for i, what := range []string{"finditer", "match", "fullmatch"} {
			if got[i] != r[3+i] {
				t.Errorf("%s(%q, %q):\n got %s\nwant %s", what, pattern, text, got[i], r[3+i])
			}
		}
	}
}

func TestErrors(t *testing.T) {
	for _, r := range rows(t, "errors.txt") {
		_, err := Compile(r[1], Options{Bytes: r[0] == "bytes"})
		if err == nil {
			t.Errorf("%s %q: no error, want %s", r[0], r[1], r[5])
			continue
		}
		pos, line, col := -1, 0, 0
		var pe *PatternError
		if errors.As(err, &pe) {
			pos, line, col = pe.Pos, pe.Line, pe.Col
		}
		got := fmt.Sprint(pos, line, col, " ", err)
		if want := fmt.Sprint(r[2], " ", r[3], " ", r[4], " ", r[5]); got != want {
			t.Errorf("%s %q:\n got %s\nwant %s", r[0], r[1], got, want)
		}
	}
}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		flags Flags
		bytes bool
		want  string
	}{
		{0, false, "32"}, {ASCII, false, "256"}, {IgnoreCase, true, "2"}, {Locale, true, "4"},
		{ASCII | Unicode, false, "ASCII and UNICODE flags are incompatible"},
		{Locale, false, "cannot use LOCALE flag with a str pattern"},
		{Unicode, true, "cannot use UNICODE flag with a bytes pattern"},
		{ASCII | Locale, true, "ASCII and LOCALE flags are incompatible"},
	} {
		p, err := Compile("a", Options{Flags: c.flags, Bytes: c.bytes})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = fmt.Sprint(p.Flags)
		}
		if got != c.want {
			t.Errorf("flags %d, bytes %v: got %s, want %s", c.flags, c.bytes, got, c.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	for pattern, want := range map[string]string{
		`[[a]`:     "Possible nested set at position 1",
		`[a&&b]`:   "Possible set intersection at position 2",
		`[a||b]`:   "Possible set union at position 2",
		`[a~~b]`:   "Possible set symmetric difference at position 2",
		`[a-z--]`:  "Possible set difference at position 4",
		`[--a]`:    "",
		`[&&a]`:    "",
		`[a[b]`:    "",
		`[^[a]`:    "",
		`[a-c--b]`: "Possible set difference at position 4",
	} {
		p, err := Compile(pattern, Options{})
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		if got := strings.Join(p.Warnings, "; "); got != want {
			t.Errorf("%s: got %q, want %q", pattern, got, want)
		}
	}
}

func TestTemplate(t *testing.T) {
	p, err := Compile("(a)(?P<n>b)?", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{`x`, "x"}, {``, ""}, {`\1-\2`, "a-"}, {`\g<n>\g<1>\g<0>`, "aa"}, {`\n\t\\`, "\n\t\\"}, {`\101\0`, "A\x00"}, {`\.`, `\.`}, {`\018`, "\x018"},
		{`\`, "bad escape (end of pattern) at position 0"}, {`\q`, `bad escape \q at position 0`},
		{`\g`, "missing < at position 2"}, {`\g<`, "missing group name at position 3"}, {`\g<1`, "missing >, unterminated name at position 3"},
		{`\g<x>`, "unknown group name 'x'"}, {`\g<1a>`, "bad character in group name '1a' at position 3"},
		{`\5`, "invalid group reference 5 at position 1"}, {`\g<5>`, "invalid group reference 5 at position 3"},
		{`\400`, `octal escape value \400 outside of range 0-0o377 at position 0`},
	} {
		tmpl, err := p.ParseTemplate(c[0])
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			var m Match
			if ok, err := p.Run(Search, "xa", 0, 2, &m, nil); !ok || err != nil {
				t.Fatal(ok, err)
			}
			got = string(tmpl.Expand(nil, "xa", &m))
		}
		if got != c[1] {
			t.Errorf("%s: got %q, want %q", c[0], got, c[1])
		}
	}
}

func TestEscape(t *testing.T) {
	if got, want := Escape("a.b-é #\n"), "a\\.b\\-é\\ \\#\\\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestInterrupt stops patterns that would run for ever.
func TestInterrupt(t *testing.T) {
	stop := errors.New("stop")
	text := strings.Repeat("a", 100) + "b"
	for _, pattern := range []string{"(a*)*c", "(a|aa)+$", "(?:a?){100}a{100}c", "(?:){4000000000}c", "(.*)(.*)(.*)(.*)(.*)c"} {
		p, err := Compile(pattern, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var m Match
		n := 0
		_, err = p.Run(Search, text, 0, len(text), &m, func() error {
			if n++; n > 10 {
				return stop
			}
			return nil
		})
		if err != stop && n > 0 {
			t.Errorf("%s: %v after %d calls", pattern, err, n)
		}
	}
}

// TestLong runs patterns whose recursion would be as deep as their input is long.
func TestLong(t *testing.T) {
	text := strings.Repeat("ab", 1<<18)
	// One failing run of the leading repetition must not be tried again from each of its characters.
	for _, pattern := range []string{"[^x]*x", ".+?y", `([ab]+)c`} {
		p, err := Compile(pattern, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var m Match
		if ok, err := p.Run(Search, text, 0, len(text), &m, nil); ok || err != nil {
			t.Errorf("%s: %v, %v", pattern, ok, err)
		}
	}
	for _, pattern := range []string{"(?:ab)*", "(a|b)*", "(?:a|b|c)*?$", "((?:ab)*)", "(?:(a)(b))+", `(?:.)*`} {
		p, err := Compile(pattern, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var m Match
		ok, err := p.Run(Full, text, 0, len(text), &m, nil)
		if !ok || err != nil {
			t.Errorf("%s: %v, %v", pattern, ok, err)
		}
	}
	if _, err := Compile(strings.Repeat("(", 1<<20), Options{}); err != ErrNesting {
		t.Errorf("nesting: %v", err)
	}
}

// TestFold checks every class of characters equal but for case against Python's rule that letters match by their lower case.
func TestFold(t *testing.T) {
	for _, class := range []string{"Ii\u0130\u0131", "Kk\u212a", "Ss\u017f", "\u00b5\u039c\u03bc", "\u03a3\u03c2\u03c3", "\u0390\u1fd3", "\u03b0\u1fe3", "\ufb05\ufb06", "\u00df\u1e9e", "\u01c4\u01c5\u01c6", "\u03a9\u03c9\u2126"} {
		for _, a := range class {
			p, err := Compile("(?i)["+string(a)+"]", Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range class {
				var m Match
				if ok, _ := p.Run(Full, string(b), 0, len(string(b)), &m, nil); !ok {
					t.Errorf("%c does not match %c", a, b)
				}
			}
		}
	}
}

func FuzzCompileMatch(f *testing.F) {
	for _, r := range rows(f, "match.txt") {
		f.Add(r[1], r[2], uint32(0), r[0] == "bytes")
	}
	for _, r := range rows(f, "errors.txt") {
		f.Add(r[1], "abc", uint32(IgnoreCase), r[0] == "bytes")
	}
	stop := errors.New("stop")
	f.Fuzz(func(t *testing.T, pattern, text string, flags uint32, bytes bool) {
		p, err := Compile(pattern, Options{Flags: Flags(flags & 0x17A), Bytes: bytes})
		if err != nil {
			return
		}
		n := 0
		interrupt := func() error {
			if n++; n > 20 {
				return stop
			}
			return nil
		}
		var m Match
		for _, mode := range []Mode{Search, Prefix, Full} {
			sc := p.Scanner(mode, text, 0, len(text), interrupt)
			for last := 0; ; {
				ok, err := sc.Next(&m)
				if !ok || err != nil {
					break
				}
				if m.Regs[0] < last || m.Regs[1] < m.Regs[0] || m.Regs[1] > len(text) {
					t.Fatalf("%q on %q: %v after %d", pattern, text, m.Regs, last)
				}
				last = m.Regs[1]
			}
			sc.Close()
		}
		if tmpl, err := p.ParseTemplate(text); err == nil && len(m.Regs) == 2*(p.Groups+1) {
			tmpl.Expand(nil, text, &m)
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		for _, pattern := range []string{`(\w+)@([a-z0-9.-]+)\.com`, `(?i)user-(\d+) (GET|POST) (/\S+)\?q=([0-9a-f]+)`} {
			if _, err := Compile(pattern, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkFindAll(b *testing.B) {
	text := strings.Repeat("2026-01-05 naïve ☃ user-4711 GET /path/x/é7?q=3fa9 done — ok\n", 15000)
	for _, pattern := range []string{`user-(\d+) (GET|POST) (/\S+)\?q=([0-9a-f]+)`, `\w+`, `(?i)USER-(\d+)`, `(\w+)-(\d+)`, `(?:[a-z]+/)+`, `.*?done`, `\b\w{3}\b`, `[éï☃—]`, `\s+`, `(?<=user-)\d+`} {
		b.Run(pattern, func(b *testing.B) {
			p, err := Compile(pattern, Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				var m Match
				sc := p.Scanner(Search, text, 0, len(text), nil)
				for {
					if ok, _ := sc.Next(&m); !ok {
						break
					}
				}
				sc.Close()
			}
		})
	}
}
