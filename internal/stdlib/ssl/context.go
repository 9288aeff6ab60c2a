package ssl

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"

	"ouro/internal/object"
)

// Protocols.
const (
	protocolTLS       = 2
	protocolTLSv1     = 3
	protocolTLSv1_1   = 4
	protocolTLSv1_2   = 5
	protocolTLSClient = 16
	protocolTLSServer = 17
)

// Modes of verify_mode.
const (
	certNone = iota
	certOptional
	certRequired
)

// Values of minimum_version and maximum_version beside the versions' own numbers.
const (
	lowestVersion  = -2
	highestVersion = -1
	versionSSLv3   = 0x300
)

// Options that mean something here.
const (
	opNoTicket  = 1 << 14
	opNoSSLv3   = 1 << 25
	opNoTLSv1   = 1 << 26
	opNoTLSv1_2 = 1 << 27
	opNoTLSv1_1 = 1 << 28
	opNoTLSv1_3 = 1 << 29
	opAll       = 0x80000050
	opDefault   = opAll | 1<<17 | 1<<20 | 1<<22 | opNoSSLv3
	opNoAny     = opNoSSLv3 | opNoTLSv1 | opNoTLSv1_1 | opNoTLSv1_2 | opNoTLSv1_3
)

// Context is an _SSLContext: what connections are made from. Its settings are plain fields; the tls.Config for them is made when
// a connection needs it and dropped when a setting changes.
type Context struct {
	object.Header
	protocol      int
	options       uint64
	verifyMode    int
	verifyFlags   int
	hostFlags     int
	checkHostname bool
	minVersion    int
	maxVersion    int
	postAuth      bool
	tickets       int
	suites        []uint16
	curves        []tls.CurveID
	protocols     []string // of ALPN
	certs         []tls.Certificate
	store         store
	sni           Value // a callable or unbound
	keylogName    Value
	keylog        *os.File
	message       Value // _msg_callback, which is kept and never called

	config *tls.Config // for servers, or what clients clone
	trust  *trust
	stats  struct{ connect, connectGood, accept, acceptGood, hits int64 }
}

var (
	contextLayout = object.NewLayout[Context]()
	ContextType   = object.NewType("_SSLContext", object.ObjectType, contextLayout)
)

func contextOf(v Value) *Context { return object.Unchecked[Context](v) }

// AsContext gives v as an SSLContext.
func AsContext(v Value) (*Context, bool) { return object.Cast[Context](v, contextLayout) }

// Value is the context as a Python value.
func (x *Context) Value() Value { return object.Of(&x.Header) }

func (x *Context) changed() { x.config = nil }

func newContext(th *Thread, a []Value) (Value, error) {
	c, _ := object.AsType(a[0])
	protocol, err := object.AsIndex(th, a[1])
	if err != nil {
		return Value{}, err
	}
	x := object.NewObject[Context](th, c)
	x.protocol, x.options = protocol, opDefault
	x.verifyFlags, x.hostFlags = verifyTrustedFirst, hostNoPartialWildcards
	x.minVersion, x.maxVersion, x.tickets = tls.VersionTLS12, highestVersion, 2
	x.suites = selectSuites(defaultCiphers)
	warn := ""
	switch protocol {
	case protocolTLS:
		warn = "PROTOCOL_TLS"
	case protocolTLSClient:
		x.checkHostname, x.verifyMode = true, certRequired
	case protocolTLSServer:
	case protocolTLSv1, protocolTLSv1_1, protocolTLSv1_2:
		x.minVersion = tls.VersionTLS10 + protocol - protocolTLSv1
		x.maxVersion = x.minVersion
		warn = []string{"PROTOCOL_TLSv1", "PROTOCOL_TLSv1_1", "PROTOCOL_TLSv1_2"}[protocol-protocolTLSv1]
	default:
		return Value{}, object.ValueErrorf("invalid or unsupported protocol version %d", protocol)
	}
	if warn != "" {
		if err := object.Warn(th, object.DeprecationWarningType, "ssl."+warn+" is deprecated", 2); err != nil {
			return Value{}, err
		}
	}
	return x.Value(), nil
}

// versions is the range of versions that the settings leave.
func (x *Context) versions() (low, high uint16) {
	low, high = tls.VersionTLS10, tls.VersionTLS13
	if x.minVersion > tls.VersionTLS10 {
		low = uint16(x.minVersion)
	}
	if x.maxVersion >= 0 {
		high = uint16(x.maxVersion)
	}
	off := map[uint16]uint64{tls.VersionTLS10: opNoTLSv1, tls.VersionTLS11: opNoTLSv1_1, tls.VersionTLS12: opNoTLSv1_2, tls.VersionTLS13: opNoTLSv1_3}
	for low <= high && x.options&off[low] != 0 {
		low++
	}
	for high > low && x.options&off[high] != 0 {
		high--
	}
	return low, high
}

// prepare gives the configuration that servers use as it is.
func (x *Context) prepare(th *Thread) *tls.Config {
	if x.config != nil {
		return x.config
	}
	cfg := &tls.Config{
		Certificates:                x.certs,
		NextProtos:                  x.protocols,
		CipherSuites:                x.suites,
		CurvePreferences:            x.curves,
		InsecureSkipVerify:          true, // VerifyPeerCertificate does it, in OpenSSL's way
		DynamicRecordSizingDisabled: true,
		SessionTicketsDisabled:      x.options&opNoTicket != 0 && x.maxVersion == tls.VersionTLS12,
	}
	cfg.MinVersion, cfg.MaxVersion = x.versions()
	if x.keylog != nil {
		cfg.KeyLogWriter = x.keylog
	}
	x.trust = nil
	if x.verifyMode != certNone {
		x.trust = x.store.freeze(th, x.verifyFlags)
	}
	x.serve(cfg)
	x.config = cfg
	return cfg
}

// serve completes a configuration for servers.
func (x *Context) serve(cfg *tls.Config) {
	switch x.verifyMode {
	case certOptional:
		cfg.ClientAuth = tls.RequestClientCert
	case certRequired:
		cfg.ClientAuth = tls.RequireAnyClientCert
	}
	if t := x.trust; t != nil {
		cfg.ClientCAs = t.roots
		cfg.VerifyPeerCertificate = func(raw [][]byte, _ [][]*x509.Certificate) error {
			if len(raw) == 0 {
				return nil
			}
			return t.verifyRaw(raw, x509.ExtKeyUsageClientAuth, "", 0)
		}
	}
	suites, protocols, empty := x.suites, x.protocols, len(x.certs) == 0
	var plain *tls.Config
	if len(protocols) > 0 {
		// For clients that have none of our protocols the connection goes on without one.
		plain = cfg.Clone()
		plain.NextProtos = nil
	}
	cfg.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		w := hello.Conn.(*wire)
		w.offered, w.usable = hello.CipherSuites, suites
		if w.asks {
			a, err := w.hs.yield(event{kind: evHello, name: hello.ServerName})
			if err == nil {
				err = a.err
			}
			if err != nil || a.cfg != nil {
				return a.cfg, err
			}
		}
		if empty {
			w.alert(40)
			return nil, &helloError{"NO_SHARED_CIPHER"}
		}
		if plain != nil && !overlap(protocols, hello.SupportedProtos) {
			return plain, nil
		}
		return nil, nil
	}
}

func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

func (t *trust) verifyRaw(raw [][]byte, usage x509.ExtKeyUsage, host string, hostFlags int) error {
	list := make([]*x509.Certificate, len(raw))
	for i, r := range raw {
		c, err := x509.ParseCertificate(r)
		if err != nil {
			return err
		}
		list[i] = c
	}
	_, err := t.verify(list, usage, host, hostFlags)
	return err
}

// client gives the configuration of one connection to a host, which may be empty.
func (x *Context) client(th *Thread, host string, slot *sessionSlot) *tls.Config {
	cfg := x.prepare(th).Clone()
	cfg.ServerName = host
	cfg.GetConfigForClient, cfg.VerifyPeerCertificate, cfg.ClientAuth, cfg.ClientCAs = nil, nil, tls.NoClientCert, nil
	cfg.ClientSessionCache = slot
	if t := x.trust; t != nil {
		check, flags := "", x.hostFlags
		if x.checkHostname {
			check = host
		}
		cfg.VerifyPeerCertificate = func(raw [][]byte, _ [][]*x509.Certificate) error {
			return t.verifyRaw(raw, x509.ExtKeyUsageServerAuth, check, flags)
		}
	}
	if len(x.certs) > 0 {
		certs := x.certs
		cfg.GetClientCertificate = func(req *tls.CertificateRequestInfo) (*tls.Certificate, error) {
			any := *req
			any.AcceptableCAs = nil // OpenSSL offers what it has
			for i := range certs {
				if any.SupportsCertificate(&certs[i]) == nil {
					return &certs[i], nil
				}
			}
			return &tls.Certificate{}, nil
		}
	}
	return cfg
}

// ClientConfig gives a configuration for crypto/tls's own clients, which name the host themselves.
func (x *Context) ClientConfig(th *Thread) *tls.Config {
	cfg := x.client(th, "", nil)
	cfg.VerifyPeerCertificate, cfg.ClientSessionCache = nil, nil
	if t := x.trust; t != nil {
		named, flags := x.checkHostname, x.hostFlags
		cfg.VerifyConnection = func(state tls.ConnectionState) error {
			host := ""
			if named {
				host = state.ServerName
			}
			_, err := t.verify(state.PeerCertificates, x509.ExtKeyUsageServerAuth, host, flags)
			return err
		}
	}
	return cfg
}

// loadCertChain is load_cert_chain(certfile, keyfile, password).
func loadCertChain(th *Thread, a []Value) (Value, error) {
	x := contextOf(a[0])
	path := func(v Value, what string) (string, error) {
		name, err := object.FSEncode(th, v)
		if err != nil && object.Matches(err, object.TypeErrorType) {
			err = object.TypeErrorf("%s should be a valid filesystem path", what)
		}
		return name, err
	}
	certFile, err := path(a[1], "certfile")
	if err != nil {
		return Value{}, err
	}
	keyFile := certFile
	if !a[2].IsNone() {
		if keyFile, err = path(a[2], "keyfile"); err != nil {
			return Value{}, err
		}
	}
	password, err := passwordOf(th, a[3])
	if err != nil {
		return Value{}, err
	}
	data, err := os.ReadFile(certFile)
	if err != nil {
		return Value{}, object.OSErrorFrom(err, none)
	}
	pemError := func(at place) error { return newError(th, SSLErrorType, 524297, "SSL", "", "PEM lib", at) }
	var cert tls.Certificate
	for rest := data; ; {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil {
			break
		}
		if b.Type != "CERTIFICATE" && b.Type != "X509 CERTIFICATE" && b.Type != "TRUSTED CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			return Value{}, pemError(inCertFile)
		}
		if cert.Leaf == nil {
			cert.Leaf = c
		}
		cert.Certificate = append(cert.Certificate, b.Bytes)
	}
	if cert.Leaf == nil || bytes.Count(data, []byte("-----BEGIN CERTIFICATE-----")) > len(cert.Certificate) {
		return Value{}, pemError(inCertFile)
	}
	if keyFile != certFile {
		if data, err = os.ReadFile(keyFile); err != nil {
			return Value{}, object.OSErrorFrom(err, none)
		}
	}
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return Value{}, pemError(inKeyFile)
		}
		if !bytes.HasSuffix([]byte(b.Type), []byte("PRIVATE KEY")) {
			continue
		}
		cert.PrivateKey, err = parseKey(b, password)
		if err == errBadKey {
			return Value{}, pemError(inKeyFile)
		}
		if err != nil {
			return Value{}, err
		}
		break
	}
	if !keysMatch(cert.Leaf.PublicKey, cert.PrivateKey) {
		return Value{}, newError(th, SSLErrorType, 116, "X509", "KEY_VALUES_MISMATCH", "key values mismatch", inKeyFile)
	}
	// A later chain for the same kind of key takes the place of the earlier one.
	certs := []tls.Certificate{cert}
	for _, c := range x.certs {
		if c.Leaf.PublicKeyAlgorithm != cert.Leaf.PublicKeyAlgorithm {
			certs = append(certs, c)
		}
	}
	x.certs = certs
	x.changed()
	return none, nil
}

// keysMatch reports whether a private key belongs to a public one.
func keysMatch(public, private any) bool {
	k, ok := private.(interface{ Public() cryptoPublicKey })
	if !ok {
		return false
	}
	p, ok := public.(interface{ Equal(cryptoPublicKey) bool })
	return ok && p.Equal(k.Public())
}

const maxPassword = 1024

// passwordOf checks load_cert_chain's password argument and gives what asks for it.
func passwordOf(th *Thread, v Value) (func() ([]byte, error), error) {
	text := func(v Value, wrong string) ([]byte, error) {
		var pw []byte
		if s, ok := object.AsStr(v); ok {
			pw = []byte(s.S)
		} else if b, err := object.CopyBytes(th, v); err == nil && (isBytes(v)) {
			pw = b
		} else {
			return nil, object.TypeErrorf("%s", wrong)
		}
		if len(pw) > maxPassword {
			return nil, object.ValueErrorf("password cannot be longer than %d bytes", maxPassword)
		}
		return pw, nil
	}
	if v.IsNone() {
		return func() ([]byte, error) { return nil, errBadKey }, nil
	}
	if object.Callable(v) {
		return func() ([]byte, error) {
			r, err := object.Call0(th, v)
			if err != nil {
				return nil, err
			}
			return text(r, "password callback must return a string")
		}, nil
	}
	pw, err := text(v, "password should be a string or callable")
	if err != nil {
		return nil, err
	}
	return func() ([]byte, error) { return pw, nil }, nil
}

func isBytes(v Value) bool {
	if _, ok := object.AsBytes(v); ok {
		return true
	}
	_, ok := object.AsByteArray(v)
	return ok
}

// loadVerifyLocations is load_verify_locations(cafile, capath, cadata).
func loadVerifyLocations(th *Thread, a []Value) (Value, error) {
	x := contextOf(a[0])
	if a[1].IsNone() && a[2].IsNone() && a[3].IsNone() {
		return Value{}, object.TypeErrorf("cafile, capath and cadata cannot be all omitted")
	}
	var names [2]string
	for i, what := range []string{"cafile", "capath"} {
		if a[1+i].IsNone() {
			continue
		}
		name, err := object.FSEncode(th, a[1+i])
		if err != nil {
			if object.Matches(err, object.TypeErrorType) {
				err = object.TypeErrorf("%s should be a valid filesystem path", what)
			}
			return Value{}, err
		}
		names[i] = name
	}
	if !a[3].IsNone() {
		if err := x.loadData(th, a[3]); err != nil {
			return Value{}, err
		}
	}
	if !a[1].IsNone() {
		data, err := os.ReadFile(names[0])
		if err != nil {
			return Value{}, object.OSErrorFrom(err, none)
		}
		n, err := x.store.addPEM(data)
		switch {
		case err != nil || n == 0 && bytes.Contains(data, []byte("-----BEGIN")):
			return Value{}, newError(th, SSLErrorType, 524297, "X509", "", "PEM lib", inCAFile)
		case n == 0:
			return Value{}, newError(th, SSLErrorType, 136, "X509", "NO_CERTIFICATE_OR_CRL_FOUND", "no certificate or crl found", inCAFile)
		}
	}
	if !a[2].IsNone() {
		x.store.paths = append(x.store.paths, names[1])
	}
	x.changed()
	return none, nil
}

// loadData adds certificates of PEM text or DER bytes.
func (x *Context) loadData(th *Thread, v Value) error {
	if s, ok := object.AsStr(v); ok {
		for _, r := range s.S {
			if r >= 0x80 {
				return object.TypeErrorf("cadata should be an ASCII string or a bytes-like object")
			}
		}
		if s.S == "" {
			return object.ValueErrorf("Empty certificate data")
		}
		n, err := x.store.addPEM([]byte(s.S))
		if err != nil || n == 0 && bytes.Contains([]byte(s.S), []byte("-----BEGIN")) {
			return newError(th, SSLErrorType, errSSL, "PEM", "BAD_BASE64_DECODE", "bad base64 decode", inCAData)
		}
		if n == 0 {
			return newError(th, SSLErrorType, 0, "", "", "no start line: cadata does not contain a certificate", inCAData)
		}
		return nil
	}
	der, err := object.CopyBytes(th, v)
	if err != nil {
		return object.TypeErrorf("cadata should be an ASCII string or a bytes-like object")
	}
	if len(der) == 0 {
		return object.ValueErrorf("Empty certificate data")
	}
	list, n := splitDER(der)
	for _, c := range list {
		x.store.add(c)
	}
	switch {
	case n == len(der):
		return nil
	case len(list) == 0:
		return newError(th, SSLErrorType, 0, "", "", "not enough data: cadata does not contain a certificate", inCAData)
	}
	return newError(th, SSLErrorType, 118, "ASN1", "BAD_OBJECT_HEADER", "bad object header", inCAData)
}
