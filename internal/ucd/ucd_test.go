package ucd

import "testing"

func TestPredicates(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func(rune) bool
		yes  string
		no   string
	}{
		{"alpha", IsAlpha, "aZßäλ中ªǅ\U00010D50", "1 _-²\u0301"},
		{"decimal", IsDecimal, "09٣\U0001D7D8\U00010D40", "²½a"},
		{"digit", IsDigit, "0²①", "½a"},
		{"numeric", IsNumeric, "0²½Ⅷ一", "a"},
		{"space", IsSpace, " \t\n\v\f\r\x1c\x1f\u0085\u00a0\u1680\u2028\u3000", "a\u200b\u2060"},
		{"printable", IsPrintable, " aä中\U0001F600", "\x00\x7f\u00a0\u00ad\u200b\ue000\u0378"},
		{"upper", IsUpper, "AÄⅠⒶ", "aǅ1"},
		{"lower", IsLower, "aäªⅰ", "Aǅ1"},
		{"title", IsTitle, "ǅᾈ", "aA"},
		{"identifier start", IsIdentifierStart, "a_äλ中℘ⅷ", "1\u0301-$"},
		{"identifier continue", IsIdentifierContinue, "a_1\u0301·", "-$ "},
		{"case ignorable", IsCaseIgnorable, "'.:\u00b7\u0301\u00ad", "a1 "},
	} {
		for _, r := range c.yes {
			if !c.f(r) {
				t.Errorf("%s: %U is not", c.name, r)
			}
		}
		for _, r := range c.no {
			if c.f(r) {
				t.Errorf("%s: %U is", c.name, r)
			}
		}
	}
	if IsAlpha(-1) || IsAlpha(MaxRune+1) {
		t.Error("a code point out of range has a property")
	}
}

func TestCasing(t *testing.T) {
	for _, c := range []struct {
		r                         rune
		upper, lower, title, fold string
	}{
		{'a', "A", "a", "A", "a"},
		{'ß', "SS", "ß", "Ss", "ss"},
		{'ŉ', "ʼN", "ŉ", "ʼN", "ʼn"},
		{'ǆ', "Ǆ", "ǆ", "ǅ", "ǆ"},
		{'ǅ', "Ǆ", "ǆ", "ǅ", "ǆ"},
		{'İ', "İ", "i̇", "İ", "i̇"},
		{'ς', "Σ", "ς", "Σ", "σ"},
		{'ﬃ', "FFI", "ﬃ", "Ffi", "ffi"},
		{'Ꭰ', "Ꭰ", "ꭰ", "Ꭰ", "Ꭰ"},
		{'ꭰ', "Ꭰ", "ꭰ", "Ꭰ", "Ꭰ"},
		{0x1C89, "\u1C89", "\u1C8A", "\u1C89", "\u1C8A"},
		{0x10D70, "\U00010D50", "\U00010D70", "\U00010D50", "\U00010D70"},
	} {
		for _, m := range []struct {
			name string
			f    func(rune) Mapping
			want string
		}{{"upper", ToUpper, c.upper}, {"lower", ToLower, c.lower}, {"title", ToTitle, c.title}, {"fold", ToFold, c.fold}} {
			got := m.f(c.r)
			if string(got.Runes()) != m.want {
				t.Errorf("%s of %U = %q, want %q", m.name, c.r, string(got.Runes()), m.want)
			}
		}
	}
}

func TestNames(t *testing.T) {
	for r, want := range map[rune]string{
		'a': "LATIN SMALL LETTER A", 0xAC01: "HANGUL SYLLABLE GAG", 0xD7B0: "HANGUL JUNGSEONG O-YEO",
		0x4E00: "CJK UNIFIED IDEOGRAPH-4E00", 0x1C89: "CYRILLIC CAPITAL LETTER TJE", 0x2EBF0: "CJK UNIFIED IDEOGRAPH-2EBF0",
		0x13460: "EGYPTIAN HIEROGLYPH-13460", 0x1F600: "GRINNING FACE", 0xE0100: "VARIATION SELECTOR-17",
	} {
		if got := Name(r); got != want {
			t.Errorf("Name(%U) = %q, want %q", r, got, want)
		}
		if got, ok := Lookup(want); !ok || got != r {
			t.Errorf("Lookup(%q) = %U, %v", want, got, ok)
		}
	}
	if Name('\n') != "" || Name(0x378) != "" {
		t.Error("a control or unassigned code point has a name")
	}
	if r, ok := Lookup("line feed"); !ok || r != '\n' {
		t.Errorf("alias: %U, %v", r, ok)
	}
	for _, name := range []string{"", "NO SUCH", "CJK UNIFIED IDEOGRAPH-10", "HANGUL SYLLABLE X", "HANGUL SYLLABLE "} {
		if r, ok := Lookup(name); ok {
			t.Errorf("Lookup(%q) = %U", name, r)
		}
	}
}

func TestValues(t *testing.T) {
	for r, want := range map[rune]float64{'7': 7, '٣': 3, '²': 2, '½': 0.5, 'Ⅷ': 8, '一': 1, 0x0F33: -0.5, 0x1D7D9: 1} {
		if got, ok := Numeric(r); !ok || got != want {
			t.Errorf("Numeric(%U) = %v, %v", r, got, ok)
		}
	}
	if Digit('²') != 2 || Digit('½') != -1 || Decimal('²') != -1 || Decimal(0x1D7D8) != 0 {
		t.Error("digit values")
	}
	if Combining(0x301) != 230 || Bidirectional('א') != "R" || EastAsianWidth('中') != "W" || !Mirrored('(') {
		t.Error("properties")
	}
	if Normalize(NFC, "e\u0301") != "é" || Normalize(NFKD, "ﬁ") != "fi" || Normalize(NFD, "\xed\xa0\x80é") != "\xed\xa0\x80e\u0301" {
		t.Error("normalisation")
	}
}
