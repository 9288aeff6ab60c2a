package pytext

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct{ codec, errs, in, want string }{
		{"utf-8", "", "aé😀", "aé😀"},
		{"utf-8", "", "\x80", "'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte"},
		{"utf-8", "", "a\xe2\x82", "'utf-8' codec can't decode bytes in position 1-2: unexpected end of data"},
		{"utf-8", "", "\xe2\x82a", "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte"},
		{"utf-8", "", high, "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"},
		{"utf-8", "replace", "a\xff\xe2\x82b", "a\ufffd\ufffdb"},
		{"utf-8", "backslashreplace", "\xff", `\xff`},
		{"utf-8", "surrogateescape", "a\xff", "a\xed\xb3\xbf"},
		{"utf-8", "surrogatepass", high + low, high + low},
		{"utf-8", "nosuch", "\xff", "LookupError: unknown error handler name 'nosuch'"},
		{"utf-8", "nosuch", "ok", "ok"},
		{"utf-8-sig", "", "\xef\xbb\xbfa", "a"},
		{"utf-16", "", "\xfe\xff\x00a", "a"},
		{"utf-16-le", "", "\x00\xd8a\x00", "'utf-16-le' codec can't decode bytes in position 0-1: illegal UTF-16 surrogate"},
		{"utf-16", "", "\xff\xfea", "'utf-16-le' codec can't decode byte 0x61 in position 2: truncated data"},
		{"utf-32-be", "", "\x00\x01\xf6\x00", "😀"},
		{"ascii", "", "a\x80", "'ascii' codec can't decode byte 0x80 in position 1: ordinal not in range(128)"},
		{"L1", "", "\xe9", "é"},
		{"windows-1252", "", "\x80\xe9", "€é"},
		{"cp1252", "", "\x81", "'charmap' codec can't decode byte 0x81 in position 0: character maps to <undefined>"},
		{"cp037", "", "\xc1\x81", "Aa"},
		{"unicode_escape", "", `\x41\u00e9\N{DIGIT ONE}\101\n\q` + "\xe9", "Aé1A\n\\qé"},
		{"unicode_escape", "", `\N{nosuch}`, `'unicodeescape' codec can't decode bytes in position 0-9: unknown Unicode character name`},
		{"raw_unicode_escape", "", `\u0041\\u0041`, `A\\u0041`},
		{"utf-7", "", "a+AOk-b+-", "aéb+"},
		{"punycode", "", "mnchen-3ya", "münchen"},
		{"idna", "", "xn--mnchen-3ya.de", "münchen.de"},
	} {
		got, err := LookupCodec(c.codec).Decode(c.in, Errors{Name: c.errs})
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q.decode(%s, %s) = %q, want %q", c.in, c.codec, c.errs, got, c.want)
		}
	}
}

func TestEncode(t *testing.T) {
	for _, c := range []struct{ codec, errs, in, want string }{
		{"utf-8", "", "aé😀", "aé😀"},
		{"utf-8", "", "a" + high + low, "'utf-8' codec can't encode characters in position 1-2: surrogates not allowed"},
		{"utf-8", "surrogatepass", high + low, high + low},
		{"utf-8", "surrogateescape", "a\xed\xb3\xbf", "a\xff"},
		{"utf-16", "", "a", "\xff\xfea\x00"},
		{"utf-16-be", "", "😀", "\xd8=\xde\x00"},
		{"utf-16-le", "replace", high, "?\x00"},
		{"ascii", "", "é€", "'ascii' codec can't encode characters in position 0-1: ordinal not in range(128)"},
		{"ascii", "xmlcharrefreplace", "é€", "&#233;&#8364;"},
		{"ascii", "namereplace", "é", `\N{LATIN SMALL LETTER E WITH ACUTE}`},
		{"ascii", "backslashreplace", "é€😀", `\xe9\u20ac\U0001f600`},
		{"latin-1", "ignore", "é€", "\xe9"},
		{"cp1252", "", "Ω", `'charmap' codec can't encode character '\u03a9' in position 0: character maps to <undefined>`},
		{"unicode_escape", "", "a\né€", `a\n\xe9\u20ac`},
		{"utf-7", "", "é!é-", "+AOk!+AOk--"},
		{"punycode", "", "münchen", "mnchen-3ya"},
		{"idna", "", "MÜNCHEN。de.", "xn--mnchen-3ya.de."},
		{"idna", "", "a..b", `'idna' codec can't encode character '\x2e' in position 2: label empty`},
	} {
		got, err := LookupCodec(c.codec).Encode(c.in, Errors{Name: c.errs})
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q.encode(%s, %s) = %q, want %q", c.in, c.codec, c.errs, got, c.want)
		}
	}
}

func TestHandler(t *testing.T) {
	errs := Errors{Call: func(e *CodecError) (string, bool, int, error) { return "<>", e.Encode, e.Start + 1, nil }}
	if got, err := ASCII.Encode("é€a", errs); err != nil || got != "<><>a" {
		t.Errorf("encode: %q, %v", got, err)
	}
	if got, err := UTF8.Decode("\xe2\x82a", errs); err != nil || got != "<><>a" {
		t.Errorf("decode: %q, %v", got, err)
	}
	far := Errors{Call: func(e *CodecError) (string, bool, int, error) { return "", false, 9, nil }}
	if _, err := UTF8.Decode("\xff", far); err == nil || err.Error() != "IndexError: position 9 from error handler out of bounds" {
		t.Errorf("out of bounds: %v", err)
	}
}

func TestIncremental(t *testing.T) {
	text := "aé中😀\n"
	for _, name := range []string{"utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-7", "latin-1", "unicode_escape"} {
		codec := LookupCodec(name)
		if name == "latin-1" {
			text = "aé\n"
		} else {
			text = "aé中😀\n"
		}
		e := codec.NewEncoder(Errors{})
		encoded := ""
		for _, r := range text {
			part, err := e.Encode(string(r))
			if err != nil {
				t.Fatal(err)
			}
			encoded += part
		}
		d := codec.NewDecoder(Errors{})
		got := ""
		for i := range len(encoded) {
			part, err := d.Decode(encoded[i:i+1], false)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got += part
		}
		part, err := d.Decode("", true)
		if got += part; got != text || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestLookupCodec(t *testing.T) {
	for name, want := range map[string]string{"U8": "utf-8", "UTF": "utf-8", "latin1": "iso8859-1", "ISO-8859-1": "iso8859-1", "us-ascii": "ascii",
		"Windows 1252": "cp1252", "l9": "iso8859-15", "UTF_16LE": "utf-16-le", "koi8_r": "koi8-r", "646": "ascii", "mac-roman": "mac-roman", "no": ""} {
		got := ""
		if c := LookupCodec(name); c != nil {
			got = c.Name
		}
		if got != want {
			t.Errorf("LookupCodec(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzUTF8Decode(f *testing.F) {
	for _, s := range []string{"", "é😀", "\xe2\x82", high, "\xff\xfe\x00\xd8", "+AOk-", `\N{x`, "\\U0001f600"} {
		f.Add(s, 1)
	}
	f.Fuzz(func(t *testing.T, b string, cut int) {
		text, err := UTF8.Decode(b, Errors{})
		if (err == nil) != utf8.ValidString(b) || err == nil && text != b {
			t.Errorf("%q: %q, %v", b, text, err)
		}
		escaped, err := UTF8.Decode(b, Errors{Name: "surrogateescape"})
		if err != nil {
			t.Fatal(err)
		}
		if back, err := UTF8.Encode(escaped, Errors{Name: "surrogateescape"}); err != nil || back != b {
			t.Errorf("%q: comes back as %q, %v", b, back, err)
		}
		replaced, _ := UTF8.Decode(b, Errors{Name: "replace"})
		if strings.Count(replaced, "\ufffd") > len(b) || !utf8.ValidString(replaced) {
			t.Errorf("%q: %q", b, replaced)
		}
		for _, c := range codecs {
			out, err := c.Decode(b, Errors{Name: "replace"})
			if err == nil {
				c.Encode(out, Errors{Name: "replace"})
			}
			if cut >= 0 && cut <= len(b) {
				d := c.NewDecoder(Errors{Name: "replace"})
				if _, err := d.Decode(b[:cut], false); err == nil {
					d.Decode(b[cut:], true)
				}
			}
		}
	})
}
