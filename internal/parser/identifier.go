package parser

import "ouro/internal/ucd"

// identifier returns a name's text in NFKC, the form in which Python compares names (PEP 3131).
func identifier(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 128 {
			return ucd.Normalize(ucd.NFKC, s)
		}
	}
	return s
}
