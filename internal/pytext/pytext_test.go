package pytext

import (
	"reflect"
	"strings"
	"testing"
)

const (
	high = "\xed\xa0\x80" // U+D800
	low  = "\xed\xb0\x80" // U+DC00
)

func TestCodePoints(t *testing.T) {
	s := "aé中😀" + high + low + "z"
	want := []rune{'a', 'é', '中', '😀', 0xD800, 0xDC00, 'z'}
	if got := Runes(s); !reflect.DeepEqual(got, want) {
		t.Fatalf("Runes = %U", got)
	}
	if FromRunes(want) != s || RuneLen(s) != 7 {
		t.Error("code points do not come back")
	}
	long := strings.Repeat(s, 50)
	ix := NewIndex(long)
	for i, r := range Runes(long) {
		off := Offset(long, i)
		if got, _ := DecodeRune(long[off:]); got != r || ix.Offset(long, i) != off || ix.RuneIndex(long, off) != i || RuneIndex(long, off) != i {
			t.Fatalf("index %d: offset %d, %U", i, off, got)
		}
	}
	for r := rune(0); r < 0x300; r++ {
		if got, n := DecodeRune(RuneString(r)); got != r || n != len(RuneString(r)) {
			t.Errorf("RuneString(%U) = %q", r, RuneString(r))
		}
	}
	if !IsASCII(strings.Repeat("x", 77)) || IsASCII(strings.Repeat("x", 76)+"é") || !IsASCII("") {
		t.Error("IsASCII")
	}
}

func TestSlice(t *testing.T) {
	s := "aé中😀z"
	for _, c := range []struct {
		start, stop, step int
		want              string
	}{{1, 3, 1, "é中"}, {0, 5, 2, "a中z"}, {4, -1, -1, "z😀中éa"}, {3, 0, -2, "😀é"}, {3, 1, 1, ""}, {0, 5, -1, ""}, {0, 5, 100, "a"}} {
		if got := Slice(s, NewIndex(s), 5, c.start, c.stop, c.step); got != c.want {
			t.Errorf("Slice(%d, %d, %d) = %q, want %q", c.start, c.stop, c.step, got, c.want)
		}
	}
}

func TestCase(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func(string) string
		in   string
		want string
	}{
		{"upper", Upper, "straße ŉ ﬁ", "STRASSE ʼN FI"},
		{"lower", Lower, "ΑΣ ΑΣΑ Σ İ", "ας ασα σ i̇"},
		{"title", Title, "they're ǆungla ßa", "They'Re ǅungla Ssa"},
		{"capitalize", Capitalize, "ǆ ÉA", "ǅ éa"},
		{"swapcase", SwapCase, "aÉß" + high, "AéSS" + high},
		{"casefold", Fold, "Straße ς", "strasse σ"},
	} {
		if got := c.f(c.in); got != c.want {
			t.Errorf("%s(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"split", Split("a,b,c", ",", 1), []string{"a", "b,c"}},
		{"rsplit", RSplit("a,b,c", ",", 1), []string{"a,b", "c"}},
		{"space", SplitSpace(" a\u3000b\x1cc ", -1), []string{"a", "b", "c"}},
		{"space max", SplitSpace(" a  b c ", 1), []string{"a", "b c "}},
		{"rspace max", RSplitSpace(" a b  c ", 1), []string{" a b", "c"}},
		{"bytes space", SplitSpaceBytes(" a\x1cb\xa0c ", -1), []string{"a\x1cb\xa0c"}},
		{"lines", SplitLines("a\r\nb\u2028c\vd\n", false), []string{"a", "b", "c", "d"}},
		{"keep", SplitLines("a\r\nb\n\nc", true), []string{"a\r\n", "b\n", "\n", "c"}},
		{"bytes lines", SplitLinesBytes("a\vb\rc", false), []string{"a\vb", "c"}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestRepr(t *testing.T) {
	for in, want := range map[string]string{
		"":                       `''`,
		"it's":                   `"it's"`,
		`"it's"`:                 `'"it\'s"'`,
		"a\n\t\\\x00\x7f":        `'a\n\t\\\x00\x7f'`,
		"é中😀":                    `'é中😀'`,
		"\u00a0\u200b\U000e0001": `'\xa0\u200b\U000e0001'`,
		high + low:               `'\ud800\udc00'`,
	} {
		if got := Repr(in); got != want {
			t.Errorf("Repr = %s, want %s", got, want)
		}
	}
	if got := ASCIIRepr("é中😀"); got != `'\xe9\u4e2d\U0001f600'` {
		t.Errorf("ASCIIRepr = %s", got)
	}
	if got := BytesRepr("a'\xff\n\"\\"); got != `b'a\'\xff\n"\\'` {
		t.Errorf("BytesRepr = %s", got)
	}
}

func TestHex(t *testing.T) {
	for _, c := range []struct {
		sep   byte
		group int
		want  string
	}{{0, 0, "0102030405"}, {':', 1, "01:02:03:04:05"}, {'-', 2, "01-0203-0405"}, {'-', -2, "0102-0304-05"}} {
		if got := Hex("\x01\x02\x03\x04\x05", c.sep, c.group); got != c.want {
			t.Errorf("Hex(%q, %d) = %q", c.sep, c.group, got)
		}
	}
	if b, bad, _ := FromHex(" 0A ff\n"); b != "\x0a\xff" || bad != -1 {
		t.Errorf("FromHex = %q, %d", b, bad)
	}
	if _, bad, odd := FromHex("0a f"); bad != 4 || !odd {
		t.Errorf("FromHex of half a byte: %d, %v", bad, odd)
	}
	if _, bad, odd := FromHex("0é"); bad != 1 || odd {
		t.Errorf("FromHex of a letter: %d, %v", bad, odd)
	}
}

func TestNoCopy(t *testing.T) {
	text := strings.Repeat("lower text ", 20)
	if n := testing.AllocsPerRun(100, func() {
		Lower(text)
		StripSpace(text, true, true)
		ExpandTabs(text, 8, 1<<20)
		RuneString('é')
		LJust(text, " ", len(text), 3)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzRepr(f *testing.F) {
	for _, s := range []string{"", "it's \"", "é\u00a0😀", "\\x00\x01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, high)
		for _, r := range []string{Repr(s), ASCIIRepr(s)} {
			if len(r) < 2 || r[0] != r[len(r)-1] || strings.ContainsAny(r, "\n\r\x00") {
				t.Errorf("repr of %q: %s", s, r)
			}
		}
		n := RuneLen(s)
		if n != len(Runes(s)) || Reverse(Reverse(s)) != s || Slice(s, nil, n, n-1, -1, -1) != Reverse(s) {
			t.Errorf("%q: code points", s)
		}
		Upper(s)
		Title(s)
		SplitSpace(s, 2)
		SplitLines(s, true)
	})
}
