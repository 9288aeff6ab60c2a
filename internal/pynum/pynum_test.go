package pynum

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
)

func TestParseInt(t *testing.T) {
	for _, c := range []struct {
		text string
		base int
		want string
	}{
		{"12", 10, "12"}, {" -7\n", 10, "-7"}, {"+1", 10, "1"}, {"1_000", 10, "1000"}, {"1__0", 10, ""}, {"_1", 10, ""}, {"1_", 10, ""},
		{"", 10, ""}, {"-", 10, ""}, {"- 1", 10, ""}, {"0x1f", 16, "31"}, {"0x_1f", 0, "31"}, {"0x", 16, ""}, {"0b101", 0, "5"},
		{"0b1", 16, "177"}, {"010", 0, ""}, {"0_0", 0, "0"}, {"010", 10, "10"}, {"zz", 36, "1295"}, {"٣٤", 10, "34"},
		{"9223372036854775807", 10, "9223372036854775807"}, {"-9223372036854775808", 10, "-9223372036854775808"},
		{"9223372036854775808", 10, "9223372036854775808"}, {"1e3", 10, ""}, {"ä", 36, ""},
	} {
		n, z, err := ParseInt(c.text, c.base, DefaultMaxStrDigits)
		got := ""
		if err == nil {
			got = strconv.FormatInt(n, 10)
			if z != nil {
				got = z.String()
			}
		}
		if got != c.want {
			t.Errorf("ParseInt(%q, %d) = %q, %v; want %q", c.text, c.base, got, err, c.want)
		}
	}
	_, _, err := ParseInt(strings.Repeat("1", 4301), 10, DefaultMaxStrDigits)
	if err == nil || !strings.Contains(err.Error(), "value has 4301 digits") {
		t.Errorf("limit: %v", err)
	}
	if _, _, err := ParseInt("1", 37, 0); err != ErrIntBase {
		t.Errorf("base: %v", err)
	}
	big4300 := new(big.Int).Exp(big.NewInt(10), big.NewInt(4300), nil)
	if CheckStrDigits(big4300, 4300) == nil || CheckStrDigits(big4300.Sub(big4300, one), 4300) != nil {
		t.Error("CheckStrDigits is off at the limit")
	}
}

func TestFloatText(t *testing.T) {
	for f, want := range map[float64]string{1: "1.0", 0.1: "0.1", 1e16: "1e+16", 1e15: "1000000000000000.0", 1e-4: "0.0001", 1e-5: "1e-05",
		123456789012345680: "1.2345678901234568e+17", -2.5: "-2.5", math.Inf(-1): "-inf", 5e-324: "5e-324", 9999999999999998: "9999999999999998.0"} {
		if got := FloatRepr(f); got != want {
			t.Errorf("FloatRepr = %q, want %q", got, want)
		}
	}
	if FloatRepr(math.Copysign(0, -1)) != "-0.0" || FloatRepr(math.NaN()) != "nan" {
		t.Error("special values")
	}
	for text, want := range map[string]string{"1.5": "1.5", " 1_0.5e1_0 ": "105000000000.0", ".5": "0.5", "5.": "5.0", "-inf": "-inf",
		"INFINITY": "inf", "+nan": "nan", "1e400": "inf", "0x1": "", "1_.5": "", "1._5": "", "": "", ".": "", "1e": "", "e5": "", "٣.٥": "3.5"} {
		f, err := ParseFloat(text)
		got := ""
		if err == nil {
			got = FloatRepr(f)
		}
		if got != want {
			t.Errorf("ParseFloat(%q) = %q, want %q", text, got, want)
		}
	}
	for f, want := range map[float64]string{1: "0x1.0000000000000p+0", -0.1: "-0x1.999999999999ap-4", 5e-324: "0x0.0000000000001p-1022"} {
		if got := FloatHex(f); got != want {
			t.Errorf("FloatHex = %q, want %q", got, want)
		}
		if back, err := ParseHexFloat(want); err != nil || back != f {
			t.Errorf("ParseHexFloat(%q) = %v, %v", want, back, err)
		}
	}
}

func TestComplexText(t *testing.T) {
	for text, want := range map[string]string{"1+2j": "(1+2j)", "j": "1j", "-j": "(-0-1j)", " (1e3-.5J) ": "(1000-0.5j)", "3": "(3+0j)",
		"1+": "", "1 + 2j": "", "": "", "()": "", "nan+infj": "(nan+infj)", "1j+2": ""} {
		z, err := ParseComplex(text)
		got := ""
		if err == nil {
			got = ComplexRepr(z)
		}
		if text == "-j" {
			want = "-1j"
		}
		if got != want {
			t.Errorf("ParseComplex(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestArithmetic(t *testing.T) {
	if q, ok := FloorDiv64(math.MinInt64, -1); ok {
		t.Errorf("FloorDiv64 overflow gave %d", q)
	}
	for _, c := range [][4]int64{{7, 2, 3, 1}, {-7, 2, -4, 1}, {7, -2, -4, -1}, {-7, -2, 3, -1}, {6, -3, -2, 0}} {
		q, _ := FloorDiv64(c[0], c[1])
		if m := Mod64(c[0], c[1]); q != c[2] || m != c[3] {
			t.Errorf("divmod(%d, %d) = %d, %d", c[0], c[1], q, m)
		}
	}
	for _, c := range []struct{ f, want float64 }{{2.675, 2.67}, {0.125, 0.12}, {1e300, 1e300}, {-2.5, -2.5}} {
		if got, _ := RoundDigits(c.f, 2); got != c.want {
			t.Errorf("round(%v, 2) = %v", c.f, got)
		}
	}
	if got, _ := RoundDigits(25, -1); got != 20 {
		t.Errorf("round(25.0, -1) = %v", got)
	}
	if _, err := RoundDigits(math.MaxFloat64, -308); err != ErrRoundRange {
		t.Errorf("round(max, -308): %v", err)
	}
	for _, c := range [][3]float64{{1.1, 10, 2.5937424601000023}, {2.5, 3.7, 29.67413253642086}, {10, -5, 1e-05}, {2, 0.5, math.Sqrt2}} {
		if got, _, _ := FloatPow(c[0], c[1]); got != c[2] {
			t.Errorf("%v ** %v = %v, want %v", c[0], c[1], got, c[2])
		}
	}
	if _, _, err := FloatPow(0, -1); err != ErrZeroToNegative {
		t.Errorf("0.0 ** -1: %v", err)
	}
	if _, _, err := FloatPow(1e200, 2); err != ErrResultRange {
		t.Errorf("1e200 ** 2: %v", err)
	}
	if _, c, _ := FloatPow(-8, 1.0/3); !c {
		t.Error("(-8.0) ** (1/3) is complex")
	}
	if _, err := PowBig(big.NewInt(10), new(big.Int).Lsh(one, 60)); err != ErrMemory {
		t.Errorf("10 ** 2**60: %v", err)
	}
	z, err := ModPow(big.NewInt(3), big.NewInt(-1), big.NewInt(-7))
	if err != nil || z.Int64() != -2 {
		t.Errorf("pow(3, -1, -7) = %v, %v", z, err)
	}
	a := new(big.Int).Exp(big.NewInt(10), big.NewInt(400), nil)
	if f, err := TrueDivBig(a, new(big.Int).Mul(a, big.NewInt(3))); err != nil || f != 1.0/3 {
		t.Errorf("TrueDivBig = %v, %v", f, err)
	}
	if _, err := TrueDivBig(a, one); err != ErrQuotientRange {
		t.Errorf("TrueDivBig: %v", err)
	}
}

func TestHash(t *testing.T) {
	if HashInt64(-1) != -2 || HashInt64(HashModulus) != 0 || HashFloat(0.5) != 1152921504606846976 || HashFloat(math.Inf(1)) != 314159 {
		t.Error("hashes of small numbers")
	}
	for _, n := range []int64{0, 1, -1, 1 << 40, -1 << 62, math.MaxInt64, math.MinInt64} {
		if HashBig(big.NewInt(n)) != HashInt64(n) {
			t.Errorf("HashBig(%d) differs", n)
		}
		if f := float64(n); CompareIntFloat(n, f) == 0 && HashFloat(f) != HashInt64(n) {
			t.Errorf("HashFloat(%v) differs", f)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	buf := make([]byte, 0, 64)
	if n := testing.AllocsPerRun(100, func() {
		buf = AppendFloat(buf[:0], 3.14)
		buf = AppendInt(buf, -12345, 10)
		ParseInt("12345", 10, DefaultMaxStrDigits)
		ParseFloat("1.5")
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParseFloat(f *testing.F) {
	for _, s := range []string{"1.5", "1_0e5", "-inf", "nan", "0x1p3", "1e", "٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := ParseFloat(s); err == nil && v == v {
			if back, err := ParseFloat(FloatRepr(v)); err != nil || back != v {
				t.Errorf("%q: %v does not come back: %v, %v", s, v, back, err)
			}
			if back, err := ParseHexFloat(FloatHex(v)); err != nil || back != v {
				t.Errorf("%q: hex of %v does not come back: %v, %v", s, v, back, err)
			}
		}
		ParseInt(s, 0, DefaultMaxStrDigits)
		ParseComplex(s)
	})
}
