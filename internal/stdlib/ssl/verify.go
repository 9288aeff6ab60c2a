package ssl

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"encoding/pem"

	"ouro/internal/object"
)

// Flags of verify_flags.
const (
	verifyCRLLeaf      = 0x4
	verifyCRLChain     = 0xC
	verifyStrict       = 0x20
	verifyTrustedFirst = 0x8000
	verifyPartialChain = 0x80000
)

// Flags of _host_flags.
const (
	hostNoPartialWildcards = 0x4
	hostNeverCheckSubject  = 0x20
)

// store is a context's certificates that are trusted.
type store struct {
	certs    []*x509.Certificate
	have     map[string]bool
	crls     []*x509.RevocationList
	paths    []string // directories to look for more in
	defaults bool     // the system's certificates, too
}

func (s *store) add(c *x509.Certificate) {
	if s.have[string(c.Raw)] {
		return
	}
	if s.have == nil {
		s.have = map[string]bool{}
	}
	s.have[string(c.Raw)] = true
	s.certs = append(s.certs, c)
}

// addPEM adds what is in a PEM file and tells how many items that was. Blocks of other kinds are passed over.
func (s *store) addPEM(data []byte) (int, error) {
	n := 0
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return n, nil
		}
		switch b.Type {
		case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
			c, err := x509.ParseCertificate(b.Bytes)
			if err != nil {
				return n, err
			}
			s.add(c)
			n++
		case "X509 CRL":
			l, err := x509.ParseRevocationList(b.Bytes)
			if err != nil {
				return n, err
			}
			s.crls = append(s.crls, l)
			n++
		}
	}
}

// caFiles are where systems keep the certificates that they trust.
var caFiles = []string{
	"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/pki/tls/cacert.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
}

const caDirectory = "/etc/ssl/certs"

func systemFile() string {
	for _, f := range caFiles {
		if _, err := os.Stat(f); err == nil {
			return f
		}
	}
	return caFiles[len(caFiles)-1]
}

// hashedName is how OpenSSL names the files of a directory of certificates.
var hashedName = regexp.MustCompile(`^[0-9a-f]{8}\.r?\d+$`)

// bundles keeps, for an interpreter, the certificates of files that many contexts load.
type bundles map[string]*store

var bundlesKey byte

// bundle gives the certificates of a file or of a directory.
func bundle(th *Thread, path string) *store {
	m := *object.StateOf(th, &bundlesKey, func() *bundles { return &bundles{} })
	if s := m[path]; s != nil {
		return s
	}
	s := new(store)
	if entries, err := os.ReadDir(path); err == nil {
		for _, e := range entries {
			if hashedName.MatchString(e.Name()) {
				if data, err := os.ReadFile(filepath.Join(path, e.Name())); err == nil {
					s.addPEM(data)
				}
			}
		}
	} else if data, err := os.ReadFile(path); err == nil {
		for len(data) > 0 {
			var b *pem.Block
			if b, data = pem.Decode(data); b == nil {
				break
			}
			if c, err := x509.ParseCertificate(b.Bytes); err == nil {
				s.add(c)
			}
		}
	}
	m[path] = s
	return s
}

// loadDefaults adds the system's certificates if they are wanted and not there yet: reading them takes milliseconds, so that is
// put off until somebody looks.
func (s *store) loadDefaults(th *Thread) {
	if !s.defaults {
		return
	}
	s.defaults = false
	file := os.Getenv("SSL_CERT_FILE")
	if file == "" {
		file = systemFile()
	}
	for _, c := range bundle(th, file).certs {
		s.add(c)
	}
	if dir := os.Getenv("SSL_CERT_DIR"); dir != "" {
		s.paths = append(s.paths, strings.Split(dir, ":")...)
	}
}

// trust is what a context trusts, frozen: handshakes use it from goroutines of their own.
type trust struct {
	roots, others *x509.CertPool
	anchors       []*x509.Certificate
	crls          []*x509.RevocationList
	flags         int
}

func (s *store) freeze(th *Thread, flags int) *trust {
	s.loadDefaults(th)
	t := &trust{roots: x509.NewCertPool(), others: x509.NewCertPool(), flags: flags, crls: s.crls}
	add := func(list []*x509.Certificate) {
		for _, c := range list {
			if flags&verifyPartialChain != 0 || selfIssued(c) {
				t.roots.AddCert(c)
				t.anchors = append(t.anchors, c)
			} else {
				t.others.AddCert(c)
			}
		}
	}
	add(s.certs)
	for _, p := range s.paths {
		b := bundle(th, p)
		add(b.certs)
		t.crls = append(t.crls[:len(t.crls):len(t.crls)], b.crls...)
	}
	return t
}

func selfIssued(c *x509.Certificate) bool { return string(c.RawIssuer) == string(c.RawSubject) }

// verify checks a peer's certificates as OpenSSL would, for a purpose and, if it is not empty, for a host. The chain it gives leads
// from the peer's own certificate to the trusted one.
func (t *trust) verify(peer []*x509.Certificate, usage x509.ExtKeyUsage, host string, hostFlags int) ([]*x509.Certificate, error) {
	others := t.others.Clone()
	for _, c := range peer[1:] {
		others.AddCert(c)
	}
	leaf := peer[0]
	chains, err := leaf.Verify(x509.VerifyOptions{Roots: t.roots, Intermediates: others, KeyUsages: []x509.ExtKeyUsage{usage}})
	if err != nil {
		return nil, t.explain(peer, err)
	}
	chain := chains[0]
	if t.flags&verifyStrict != 0 {
		for i, c := range chain {
			if len(c.AuthorityKeyId) == 0 && !selfIssued(c) {
				return nil, &VerifyError{92, "Missing Authority Key Identifier"}
			}
			if i > 0 && len(c.SubjectKeyId) == 0 {
				return nil, &VerifyError{93, "Missing Subject Key Identifier"}
			}
		}
	}
	if t.flags&verifyCRLLeaf != 0 {
		last := 1
		if t.flags&verifyCRLChain == verifyCRLChain {
			last = len(chain)
		}
		for i, c := range chain[:last] {
			issuer := chain[min(i+1, len(chain)-1)]
			if err := t.revoked(c, issuer); err != nil {
				return nil, err
			}
		}
	}
	if host != "" {
		if err := matchHost(leaf, host, hostFlags); err != nil {
			return nil, err
		}
	}
	return chain, nil
}

func (t *trust) revoked(c, issuer *x509.Certificate) error {
	for _, l := range t.crls {
		if string(l.RawIssuer) != string(c.RawIssuer) || l.CheckSignatureFrom(issuer) != nil {
			continue
		}
		for _, r := range l.RevokedCertificateEntries {
			if r.SerialNumber.Cmp(c.SerialNumber) == 0 {
				return &VerifyError{23, "certificate revoked"}
			}
		}
		return nil
	}
	return &VerifyError{3, "unable to get certificate CRL"}
}

// explain finds the words that OpenSSL has for why a chain was not accepted.
func (t *trust) explain(peer []*x509.Certificate, err error) error {
	now := time.Now()
	c := peer[0]
	for depth := 0; depth < 20; depth++ {
		anchor := false
		for _, a := range t.anchors {
			anchor = anchor || a.Equal(c)
		}
		if !anchor && string(c.RawIssuer) == string(c.RawSubject) {
			if depth == 0 {
				return &VerifyError{18, "self-signed certificate"}
			}
			return &VerifyError{19, "self-signed certificate in certificate chain"}
		}
		if now.After(c.NotAfter) {
			return &VerifyError{10, "certificate has expired"}
		}
		if now.Before(c.NotBefore) {
			return &VerifyError{9, "certificate is not yet valid"}
		}
		if anchor {
			break
		}
		var next *x509.Certificate
		for _, list := range [][]*x509.Certificate{t.anchors, peer} {
			for _, p := range list {
				if next == nil && string(p.RawSubject) == string(c.RawIssuer) && !p.Equal(c) {
					next = p
				}
			}
		}
		if next == nil {
			return &VerifyError{20, "unable to get local issuer certificate"}
		}
		c = next
	}
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) {
		switch invalid.Reason {
		case x509.Expired:
			return &VerifyError{10, "certificate has expired"}
		case x509.IncompatibleUsage:
			return &VerifyError{26, "unsuitable certificate purpose"}
		case x509.NotAuthorizedToSign:
			return &VerifyError{79, "invalid CA certificate"}
		case x509.TooManyIntermediates:
			return &VerifyError{25, "path length constraint exceeded"}
		case x509.CANotAuthorizedForThisName, x509.CANotAuthorizedForExtKeyUsage:
			return &VerifyError{47, "permitted subtree violation"}
		}
	}
	return &VerifyError{7, "certificate signature failure"}
}

// matchHost checks a certificate's names: those of subjectAltName, and, unless that is barred or there are some, the common name.
func matchHost(c *x509.Certificate, host string, flags int) error {
	if net.ParseIP(host) != nil {
		if c.VerifyHostname(host) == nil {
			return nil
		}
		return &VerifyError{64, fmt.Sprintf("IP address mismatch, certificate is not valid for '%s'.", host)}
	}
	if c.VerifyHostname(host) == nil {
		return nil
	}
	if len(c.DNSNames) == 0 && flags&hostNeverCheckSubject == 0 && c.Subject.CommonName != "" {
		byName := &x509.Certificate{DNSNames: []string{c.Subject.CommonName}}
		if byName.VerifyHostname(host) == nil {
			return nil
		}
	}
	return &VerifyError{62, fmt.Sprintf("Hostname mismatch, certificate is not valid for '%s'.", host)}
}
