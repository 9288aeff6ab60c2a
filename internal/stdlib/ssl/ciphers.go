package ssl

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"ouro/internal/object"
)

// suite is a cipher suite of crypto/tls with OpenSSL's name for it and its parts, by which cipher strings select.
type suite struct {
	id       uint16
	name     string
	protocol string
	kx, au   string // any for TLS 1.3
	enc      string // AESGCM, AES, CHACHA20, 3DES
	bits     int
	mac      string // AEAD, SHA1, SHA256
}

// suites are in OpenSSL's order of preference.
var suites = []suite{
	{tls.TLS_AES_256_GCM_SHA384, "TLS_AES_256_GCM_SHA384", "TLSv1.3", "any", "any", "AESGCM", 256, "AEAD"},
	{tls.TLS_CHACHA20_POLY1305_SHA256, "TLS_CHACHA20_POLY1305_SHA256", "TLSv1.3", "any", "any", "CHACHA20", 256, "AEAD"},
	{tls.TLS_AES_128_GCM_SHA256, "TLS_AES_128_GCM_SHA256", "TLSv1.3", "any", "any", "AESGCM", 128, "AEAD"},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "ECDHE-ECDSA-AES256-GCM-SHA384", "TLSv1.2", "ECDH", "ECDSA", "AESGCM", 256, "AEAD"},
	{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "ECDHE-RSA-AES256-GCM-SHA384", "TLSv1.2", "ECDH", "RSA", "AESGCM", 256, "AEAD"},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "ECDHE-ECDSA-AES128-GCM-SHA256", "TLSv1.2", "ECDH", "ECDSA", "AESGCM", 128, "AEAD"},
	{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "ECDHE-RSA-AES128-GCM-SHA256", "TLSv1.2", "ECDH", "RSA", "AESGCM", 128, "AEAD"},
	{tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-ECDSA-CHACHA20-POLY1305", "TLSv1.2", "ECDH", "ECDSA", "CHACHA20", 256, "AEAD"},
	{tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-RSA-CHACHA20-POLY1305", "TLSv1.2", "ECDH", "RSA", "CHACHA20", 256, "AEAD"},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, "ECDHE-ECDSA-AES128-SHA256", "TLSv1.2", "ECDH", "ECDSA", "AES", 128, "SHA256"},
	{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, "ECDHE-RSA-AES128-SHA256", "TLSv1.2", "ECDH", "RSA", "AES", 128, "SHA256"},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, "ECDHE-ECDSA-AES256-SHA", "TLSv1.0", "ECDH", "ECDSA", "AES", 256, "SHA1"},
	{tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, "ECDHE-RSA-AES256-SHA", "TLSv1.0", "ECDH", "RSA", "AES", 256, "SHA1"},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, "ECDHE-ECDSA-AES128-SHA", "TLSv1.0", "ECDH", "ECDSA", "AES", 128, "SHA1"},
	{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, "ECDHE-RSA-AES128-SHA", "TLSv1.0", "ECDH", "RSA", "AES", 128, "SHA1"},
	{tls.TLS_RSA_WITH_AES_256_GCM_SHA384, "AES256-GCM-SHA384", "TLSv1.2", "RSA", "RSA", "AESGCM", 256, "AEAD"},
	{tls.TLS_RSA_WITH_AES_128_GCM_SHA256, "AES128-GCM-SHA256", "TLSv1.2", "RSA", "RSA", "AESGCM", 128, "AEAD"},
	{tls.TLS_RSA_WITH_AES_128_CBC_SHA256, "AES128-SHA256", "TLSv1.2", "RSA", "RSA", "AES", 128, "SHA256"},
	{tls.TLS_RSA_WITH_AES_256_CBC_SHA, "AES256-SHA", "SSLv3", "RSA", "RSA", "AES", 256, "SHA1"},
	{tls.TLS_RSA_WITH_AES_128_CBC_SHA, "AES128-SHA", "SSLv3", "RSA", "RSA", "AES", 128, "SHA1"},
}

// tls13Suites is how many of the suites, at the front, are those of TLS 1.3, which cannot be chosen.
const tls13Suites = 3

const defaultCiphers = "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM"

func suiteByID(id uint16) *suite {
	for i := range suites {
		if suites[i].id == id {
			return &suites[i]
		}
	}
	return nil
}

// is reports whether a word of a cipher string means the suite.
func (s *suite) is(word string) bool {
	switch word {
	case "ALL", "DEFAULT", "HIGH":
		return true
	case "ECDH", "ECDHE", "EECDH", "kECDHE", "kEECDH":
		return s.kx == "ECDH"
	case "RSA", "kRSA":
		return s.kx == "RSA"
	case "aRSA":
		return s.au == "RSA"
	case "ECDSA", "aECDSA":
		return s.au == "ECDSA"
	case "AES":
		return s.enc == "AES" || s.enc == "AESGCM"
	case "AES128", "AES256":
		return (s.enc == "AES" || s.enc == "AESGCM") && word == fmt.Sprint("AES", s.bits)
	case "AESGCM", "CHACHA20":
		return s.enc == word
	case "SHA", "SHA1":
		return s.mac == "SHA1"
	case "SHA256":
		return s.mac == "SHA256"
	case "TLSv1.2", "TLSv1.0", "SSLv3":
		return s.protocol == word
	case "TLSv1":
		return s.protocol == "TLSv1.0"
	}
	return s.name == word
}

// selectSuites chooses suites up to TLS 1.2 as OpenSSL does by a cipher string: words joined by + must all hold; ! bans, -
// takes out, + moves to the end. Words that mean nothing here select nothing.
func selectSuites(list string) []uint16 {
	var chosen []uint16
	banned := map[uint16]bool{}
	for _, item := range strings.FieldsFunc(list, func(r rune) bool { return r == ':' || r == ',' || r == ' ' || r == ';' }) {
		op := item[0]
		switch op {
		case '@':
			continue
		case '!', '-', '+':
			item = item[1:]
		default:
			op = 0
		}
		for _, s := range suites[tls13Suites:] {
			if slices.ContainsFunc(strings.Split(item, "+"), func(w string) bool { return !s.is(w) }) {
				continue
			}
			i := slices.Index(chosen, s.id)
			switch {
			case op == '!':
				banned[s.id] = true
				fallthrough
			case op == '-':
				if i >= 0 {
					chosen = slices.Delete(chosen, i, i+1)
				}
			case op == '+':
				if i >= 0 {
					chosen = append(slices.Delete(chosen, i, i+1), s.id)
				}
			case i < 0 && !banned[s.id]:
				chosen = append(chosen, s.id)
			}
		}
	}
	return chosen
}

// tuple is what cipher() gives.
func (s *suite) tuple() Value {
	return object.TupleValue(object.StrValue(s.name), object.StrValue(s.protocol), object.Int(int64(s.bits)))
}

// dict is what get_ciphers() gives of a suite.
func (s *suite) dict() Value {
	d := object.NewDict()
	set := func(name, text string) { d.SetString(name, object.StrValue(text)) }
	aead := s.mac == "AEAD"
	enc, symmetric, digest := fmt.Sprintf("%s(%d)", s.enc, s.bits), fmt.Sprintf("aes-%d-gcm", s.bits), none
	switch s.enc {
	case "CHACHA20":
		enc, symmetric = "CHACHA20/POLY1305(256)", "chacha20-poly1305"
	case "AES":
		symmetric = fmt.Sprintf("aes-%d-cbc", s.bits)
	}
	kea, auth := "kx-any", "auth-any"
	switch s.kx {
	case "ECDH":
		kea = "kx-ecdhe"
	case "RSA":
		kea = "kx-rsa"
	}
	if s.au != "any" {
		auth = "auth-" + strings.ToLower(s.au)
	}
	if !aead {
		digest = object.StrValue(strings.ToLower(s.mac))
	}
	d.SetString("id", object.Int(0x03000000|int64(s.id)))
	set("name", s.name)
	set("protocol", s.protocol)
	set("description", fmt.Sprintf("%-30s %s Kx=%-8s Au=%-5s Enc=%-22s Mac=%s", s.name, s.protocol, s.kx, s.au, enc, s.mac))
	d.SetString("strength_bits", object.Int(int64(s.bits)))
	d.SetString("alg_bits", object.Int(int64(s.bits)))
	d.SetString("aead", object.Bool(aead))
	set("symmetric", symmetric)
	d.SetString("digest", digest)
	set("kea", kea)
	set("auth", auth)
	return d.Value()
}

// versionName is a protocol version as Python names it.
func versionName(v uint16) string {
	switch v {
	case tls.VersionTLS13:
		return "TLSv1.3"
	case tls.VersionTLS12:
		return "TLSv1.2"
	case tls.VersionTLS11:
		return "TLSv1.1"
	case tls.VersionTLS10:
		return "TLSv1"
	}
	return "unknown"
}
