package pyformat

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"ouro/internal/pytext"
)

// format formats v as format(v, spec) does; an error is its text.
func format(v any, spec string) string {
	var typeName string
	switch v.(type) {
	case int, *big.Int:
		typeName = "int"
	case float64:
		typeName = "float"
	case complex128:
		typeName = "complex"
	default:
		typeName = "str"
	}
	s, err := Parse(spec, typeName)
	var out []byte
	if err == nil {
		switch v := v.(type) {
		case int:
			out, err = s.AppendInt(nil, int64(v), typeName)
		case *big.Int:
			out, err = s.AppendBig(nil, v, 4300, typeName)
		case float64:
			out, err = s.AppendFloat(nil, v, typeName)
		case complex128:
			out, err = s.AppendComplex(nil, v, typeName)
		case string:
			out, err = s.AppendStr(nil, v, pytext.RuneLen(v), typeName)
		}
	}
	if err != nil {
		return err.Error()
	}
	return string(out)
}

func TestSpec(t *testing.T) {
	googol := new(big.Int).Exp(big.NewInt(10), big.NewInt(30), nil)
	for _, c := range []struct {
		v          any
		spec, want string
	}{
		{5, "", "5"}, {5, "é>5", "éééé5"}, {5, "<010,d", "5000000000"}, {5, "08,d", "0,000,005"}, {5, "06,d", "00,005"}, {-5, "=+8", "-      5"},
		{5, "016_x", "0_0000_0000_0005"}, {255, "#010X", "0X000000FF"}, {65, "5c", "    A"}, {233, "c", "é"}, {5, "%", "500.000000%"},
		{math.MinInt64, "b", "-1" + strings.Repeat("0", 63)}, {googol, ",", "1,000,000,000,000,000,000,000,000,000,000"},
		{googol, "e", "1.000000e+30"}, {5, "c", "\x05"},
		{1.5, "", "1.5"}, {1.0, "", "1.0"}, {1e16, "", "1e+16"}, {1234567.891, ".3", "1.23e+06"}, {123.0, ".3", "1.23e+02"}, {12.0, ".3", "12.0"},
		{2.675, ".2f", "2.67"}, {0.5, ".0f", "0"}, {9.995, ".2f", "9.99"}, {99.5, ".0f", "100"}, {1.0, "#.0f", "1."}, {-0.04, "z.1f", "0.0"}, {-0.04, ".1f", "-0.0"},
		{1234567.1234567, "030,.7_f", "0,000,000,001,234,567.123_456_7"}, {math.Inf(1), "010,", "0000000inf"}, {math.NaN(), "F", "NAN"},
		{0.1, ".20", "0.10000000000000000555"}, {100.0, "#.3g", "100."}, {1e-5, "g", "1e-05"}, {5e-324, "r", "ValueError: Unknown format code 'r' for object of type 'float'"},
		{1 + 2i, "", "(1+2j)"}, {2i, ">6", "    2j"}, {1 + 2i, ".2f", "1.00+2.00j"}, {1 + 2i, "08", "ValueError: Zero padding is not allowed in complex format specifier"},
		{"abc", "^7.2", "  ab   "}, {"abc", "05", "abc00"}, {"é中", ".1", "é"},
		{"abc", "d", "ValueError: Unknown format code 'd' for object of type 'str'"}, {"abc", "+", "ValueError: Sign not allowed in string format specifier"},
		{5, ".2d", "ValueError: Precision not allowed in integer format specifier"}, {5, ",_", "ValueError: Cannot specify both ',' and '_'."},
		{5, ",x", "ValueError: Cannot specify ',' with 'x'."}, {5, "abc", "ValueError: Invalid format specifier 'abc' for object of type 'int'"},
		{5, "99999999999999999999", "ValueError: Too many decimal digits in format string"}, {5, "9223372036854775807d", "MemoryError: "},
		{5, ".2147483648f", "ValueError: precision too big"}, {5, ".", "ValueError: Format specifier missing precision"},
		{-1, "c", "OverflowError: %c arg not in range(0x110000)"},
	} {
		if got := format(c.v, c.spec); got != c.want {
			t.Errorf("format(%v, %q) = %q, want %q", c.v, c.spec, got, c.want)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		template string
		v        any
		want     string
	}{
		{"%d", 5, "5"}, {"%05d", -5, "-0005"}, {"%-5d|", 5, "5    |"}, {"%+ d", 5, "+5"}, {"%.3d", 5, "005"}, {"%08.3d", 5, "00000005"}, {"%#x", 255, "0xff"},
		{"%#5.4X", 255, "0X00FF"}, {"%x", -255, "-ff"}, {"%.2f", 2.5, "2.50"}, {"%010f", math.Inf(1), "0000000inf"}, {"%G", 1e-10, "1E-10"},
		{"%5.2s|", "abc", "   ab|"}, {"%5s", "é", "    é"}, {"a%%b%dc%%", 5, "a%b5c%"},
		{"%", 1, "ValueError: incomplete format"}, {"%(a", 1, "ValueError: incomplete format key"}, {"é%y", 1, "ValueError: unsupported format character 'y' (0x79) at index 2"},
		{"%99999999999999999999d", 1, "ValueError: width too big"}, {"%.99999999999999999999d", 1, "ValueError: precision too big"}, {"%9999999999d", 1, "MemoryError: "},
	} {
		got := ""
		p := NewPercent(c.template, false)
		for {
			literal, d, more, err := p.Next()
			got += literal
			var out []byte
			if err == nil && more && !d.IsLiteral() {
				switch v := c.v.(type) {
				case int:
					if d.Conversion == 'y' {
						err = d.ErrUnsupported()
					} else {
						out, err = d.AppendInt(nil, int64(v))
					}
				case float64:
					out, err = d.AppendFloat(nil, v)
				case string:
					out, err = d.AppendText(nil, v, false)
				}
			}
			got += string(out)
			if err != nil {
				got = err.Error()
				break
			}
			if !more {
				break
			}
		}
		if got != c.want {
			t.Errorf("%q %% %v = %q, want %q", c.template, c.v, got, c.want)
		}
	}
	p := NewPercent("%(x(y))*.*ld", false)
	if _, d, _, err := p.Next(); err != nil || d.Key != "x(y)" || !d.StarWidth || !d.StarPrecision || d.Conversion != 'd' {
		t.Errorf("directive: %+v, %v", d, err)
	}
}

func TestTemplate(t *testing.T) {
	for in, want := range map[string]string{
		"a{{b}}c{x!r:>{w}}d": "a{ b} c<x|r|>{w}|true> d",
		"{0[a}]}":            "<0[a}]|||false>",
		"{}":                 "<|||false>",
		"{":                  "ValueError: Single '{' encountered in format string",
		"x}y":                "ValueError: Single '}' encountered in format string",
		"{0":                 "ValueError: expected '}' before end of string",
		"{0!":                "ValueError: end of string while looking for conversion specifier",
		"{0!rr}":             "ValueError: expected ':' after conversion specifier",
		"{0:{":               "ValueError: unmatched '{' in format spec",
		"{0{1}}":             "ValueError: unexpected '{' in field name",
	} {
		var parts []string
		tm := NewTemplate(in)
		for {
			f, ok, err := tm.Next()
			if err != nil {
				parts = []string{err.Error()}
				break
			}
			if !ok {
				break
			}
			text := f.Literal
			if f.HasField {
				conversion, nested := "", "false"
				if f.Conversion != 0 {
					conversion = string(f.Conversion)
				}
				if f.Nested {
					nested = "true"
				}
				text += "<" + strings.Join([]string{f.Name, conversion, f.Spec, nested}, "|") + ">"
			}
			parts = append(parts, text)
		}
		if got := strings.Join(parts, " "); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestFieldName(t *testing.T) {
	first, path := SplitName("0.a[1][b]")
	if first != "0" {
		t.Errorf("first = %q", first)
	}
	want := []Step{{Name: "a", IsAttr: true}, {Name: "1", Index: 1, IsIndex: true}, {Name: "b"}}
	for i := 0; ; i++ {
		s, ok, err := path.Next()
		if err != nil || ok != (i < len(want)) {
			t.Fatalf("step %d: %v, %v", i, ok, err)
		}
		if !ok {
			break
		}
		if s != want[i] {
			t.Errorf("step %d: %+v", i, s)
		}
	}
	var n Numbering
	n.Index("")
	if _, _, err := n.Index("1"); err == nil || !strings.Contains(err.Error(), "from automatic field numbering to manual") {
		t.Errorf("numbering: %v", err)
	}
	var m Numbering
	m.Index("1")
	if _, keyword, err := m.Index("a"); !keyword || err != nil {
		t.Errorf("keyword: %v, %v", keyword, err)
	}
	if _, _, err := m.Index(""); err == nil || !strings.Contains(err.Error(), "from manual field specification to automatic") {
		t.Errorf("numbering: %v", err)
	}
}

func TestNoAllocation(t *testing.T) {
	buf := make([]byte, 0, 256)
	s, _ := Parse(">12,.2f", "float")
	d, _ := Parse("08d", "int")
	if n := testing.AllocsPerRun(100, func() {
		buf, _ = s.AppendFloat(buf[:0], 1234.5678, "float")
		buf, _ = d.AppendInt(buf, 42, "int")
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzFormatSpec(f *testing.F) {
	for _, s := range []string{"", ">10", "é^+z#012,.3_f", "c", "x", ".2147483647f", "%5.2f", "{0[a]!r:{x}}"} {
		f.Add(s, 1.5)
	}
	f.Fuzz(func(t *testing.T, text string, v float64) {
		text = strings.ToValidUTF8(text, "?")
		if s, err := Parse(text, "float"); err == nil && s.Width < 1000 && s.Precision < 1000 {
			for _, out := range []string{format(v, text), format(int(int64(v)), text), format(complex(v, -v), text), format(text, text)} {
				if !strings.Contains(out, "Error: ") && pytext.RuneLen(out) < s.Width {
					t.Errorf("%q: %q is too short", text, out)
				}
			}
		}
		for p := NewPercent(text, false); ; {
			_, d, more, err := p.Next()
			if err != nil || !more {
				break
			}
			if d.Width < 1000 && d.Precision < 1000 {
				d.AppendFloat(nil, v)
				d.AppendInt(nil, int64(v))
				d.AppendText(nil, text, false)
			}
		}
		for tm := NewTemplate(text); ; {
			field, ok, err := tm.Next()
			if err != nil || !ok {
				break
			}
			_, path := SplitName(field.Name)
			for {
				if _, ok, err := path.Next(); err != nil || !ok {
					break
				}
			}
		}
	})
}
