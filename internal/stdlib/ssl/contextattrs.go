package ssl

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"os"

	"ouro/internal/object"
)

// The attributes and small methods of _SSLContext.

type cryptoPublicKey = crypto.PublicKey

// splitDER parses certificates that stand one after the other, and tells how many bytes they take.
func splitDER(der []byte) (list []*x509.Certificate, n int) {
	for n < len(der) {
		var raw asn1.RawValue
		rest, err := asn1.Unmarshal(der[n:], &raw)
		if err != nil {
			return list, n
		}
		c, err := x509.ParseCertificate(raw.FullBytes)
		if err != nil {
			return list, n
		}
		list = append(list, c)
		n = len(der) - len(rest)
	}
	return list, n
}

func flagArgument(v Value) (uint64, error) {
	if !object.IsInt(v) {
		return 0, object.TypeErrorf("argument must be int, not %s", v.Type().TypeName())
	}
	if object.IntSign(v) < 0 {
		return 0, object.ValueErrorf("Cannot convert negative int")
	}
	b, _ := object.BigInt(v)
	if !b.IsUint64() {
		return 0, object.NewExcf(object.OverflowErrorType, "Python int too large for C unsigned long long")
	}
	return b.Uint64(), nil
}

func noDeleter(name string) error {
	return object.NewExcf(object.AttributeErrorType, "cannot delete attribute '%s'", name)
}

// setVersion is the setter of minimum_version and maximum_version.
func setVersion(field func(x *Context) *int) func(th *Thread, v, val Value) error {
	return func(th *Thread, v, val Value) error {
		n, err := object.AsIndex(th, val)
		if err != nil {
			return err
		}
		x := contextOf(v)
		if x.protocol != protocolTLS && x.protocol != protocolTLSClient && x.protocol != protocolTLSServer {
			return object.ValueErrorf("The context's protocol doesn't support modification of highest and lowest version.")
		}
		switch n {
		case lowestVersion, highestVersion, tls.VersionTLS12, tls.VersionTLS13:
		case versionSSLv3, tls.VersionTLS10, tls.VersionTLS11:
			name := map[int]string{versionSSLv3: "SSLv3", tls.VersionTLS10: "TLSv1", tls.VersionTLS11: "TLSv1_1"}[n]
			if err := object.Warn(th, object.DeprecationWarningType, "ssl.TLSVersion."+name+" is deprecated", 2); err != nil {
				return err
			}
		default:
			return object.ValueErrorf("Unsupported TLS/SSL version 0x%x", n)
		}
		f := field(x)
		switch {
		case f == &x.minVersion && n == highestVersion, f == &x.maxVersion && n == lowestVersion:
			// The lowest maximum and the highest minimum are versions themselves.
			if n == highestVersion {
				n = tls.VersionTLS13
			} else {
				n = tls.VersionTLS10
			}
		}
		*f = n
		x.changed()
		return nil
	}
}

var curveNames = map[string]tls.CurveID{
	"prime256v1": tls.CurveP256, "secp256r1": tls.CurveP256, "P-256": tls.CurveP256, "secp384r1": tls.CurveP384, "P-384": tls.CurveP384,
	"secp521r1": tls.CurveP521, "P-521": tls.CurveP521, "X25519": tls.X25519, "x25519": tls.X25519,
}

func boolAttr(name, doc string, field func(x *Context) *bool) object.GetSet {
	return object.GetSet{Name: name, Doc: doc,
		Get: func(th *Thread, v Value) (Value, error) { return object.Bool(*field(contextOf(v))), nil },
		Set: func(th *Thread, v, val Value) error {
			if !val.Bound() {
				return noDeleter(name)
			}
			b, err := object.Truth(th, val)
			*field(contextOf(v)) = b
			contextOf(v).changed()
			return err
		}}
}

func intAttr(name, doc string, get func(x *Context) int, set func(th *Thread, v, val Value) error) object.GetSet {
	g := object.GetSet{Name: name, Doc: doc, Get: func(th *Thread, v Value) (Value, error) { return object.Int(int64(get(contextOf(v)))), nil }}
	if set != nil {
		g.Set = func(th *Thread, v, val Value) error {
			if !val.Bound() {
				return noDeleter(name)
			}
			return set(th, v, val)
		}
	}
	return g
}

func init() {
	t := ContextType
	t.Module, t.Doc = "_ssl", "What connections are made from; ssl.SSLContext is based on it."
	t.Constructor = &Func{Sig: "_SSLContext(protocol, /)", Fn: object.FN(newContext)}
	t.GetSets = []object.GetSet{
		intAttr("protocol", "The protocol it was made for.", func(x *Context) int { return x.protocol }, nil),
		intAttr("security_level", "OpenSSL's measure of what is weak.", func(*Context) int { return 2 }, nil),
		intAttr("options", "The OP_ flags.", func(x *Context) int { return int(x.options) }, func(th *Thread, v, val Value) error {
			n, err := flagArgument(val)
			if err != nil {
				return err
			}
			x := contextOf(v)
			if n&^x.options&opNoAny != 0 {
				if err := object.Warn(th, object.DeprecationWarningType, "ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated", 2); err != nil {
					return err
				}
			}
			x.options = n
			x.changed()
			return nil
		}),
		intAttr("verify_flags", "The VERIFY_ flags.", func(x *Context) int { return x.verifyFlags }, func(th *Thread, v, val Value) error {
			n, err := flagArgument(val)
			contextOf(v).verifyFlags = int(n)
			contextOf(v).changed()
			return err
		}),
		intAttr("_host_flags", "How host names are compared.", func(x *Context) int { return x.hostFlags }, func(th *Thread, v, val Value) error {
			n, err := flagArgument(val)
			contextOf(v).hostFlags = int(n)
			contextOf(v).changed()
			return err
		}),
		intAttr("verify_mode", "Whether peers must show a certificate.", func(x *Context) int { return x.verifyMode }, func(th *Thread, v, val Value) error {
			n, err := object.AsIndex(th, val)
			if err != nil {
				return err
			}
			x := contextOf(v)
			switch {
			case n < certNone || n > certRequired:
				return object.ValueErrorf("invalid value for verify_mode")
			case n == certNone && x.checkHostname:
				return object.ValueErrorf("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
			}
			x.verifyMode = n
			x.changed()
			return nil
		}),
		intAttr("minimum_version", "The lowest version of TLS that is used.", func(x *Context) int { return x.minVersion }, setVersion(func(x *Context) *int { return &x.minVersion })),
		intAttr("maximum_version", "The highest version of TLS that is used.", func(x *Context) int { return x.maxVersion }, setVersion(func(x *Context) *int { return &x.maxVersion })),
		intAttr("num_tickets", "How many tickets a server gives with TLS 1.3.", func(x *Context) int { return x.tickets }, func(th *Thread, v, val Value) error {
			n, err := object.AsIndex(th, val)
			if err != nil {
				return err
			}
			x := contextOf(v)
			switch {
			case n < 0:
				return object.ValueErrorf("value must be non-negative")
			case x.protocol != protocolTLSServer:
				return object.ValueErrorf("SSLContext is not a server context.")
			}
			x.tickets = n
			return nil
		}),
		boolAttr("post_handshake_auth", "Whether clients may be asked for a certificate later.", func(x *Context) *bool { return &x.postAuth }),
		{Name: "check_hostname", Doc: "Whether a server's certificate must bear its name.",
			Get: func(th *Thread, v Value) (Value, error) { return object.Bool(contextOf(v).checkHostname), nil },
			Set: func(th *Thread, v, val Value) error {
				if !val.Bound() {
					return noDeleter("check_hostname")
				}
				b, err := object.Truth(th, val)
				if err != nil {
					return err
				}
				x := contextOf(v)
				if b && x.verifyMode == certNone {
					x.verifyMode = certRequired
				}
				x.checkHostname = b
				x.changed()
				return nil
			}},
		{Name: "sni_callback", Doc: "What a server calls with the name that the client asks for.",
			Get: func(th *Thread, v Value) (Value, error) { return orNone(contextOf(v).sni), nil },
			Set: func(th *Thread, v, val Value) error {
				x := contextOf(v)
				switch {
				case !val.Bound() || val.IsNone():
					x.sni = Value{}
				case x.protocol == protocolTLSClient:
					return object.ValueErrorf("sni_callback cannot be set on TLS_CLIENT context")
				case !object.Callable(val):
					return object.TypeErrorf("not a callable object")
				default:
					x.sni = val
				}
				return nil
			}},
		{Name: "_msg_callback", Doc: "A callback for protocol messages; they are not shown.",
			Get: func(th *Thread, v Value) (Value, error) { return orNone(contextOf(v).message), nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Bound() && !val.IsNone() && !object.Callable(val) {
					return object.TypeErrorf("%s is not callable.", val.Type().TypeName())
				}
				contextOf(v).message = val
				return nil
			}},
		{Name: "keylog_filename", Doc: "The file that secrets are written to.",
			Get: func(th *Thread, v Value) (Value, error) { return orNone(contextOf(v).keylogName), nil },
			Set: setKeylog},
	}
	t.Methods = []Func{
		{Sig: "load_cert_chain(certfile, keyfile=None, password=None)", Doc: "Use a certificate and its private key.", Fn: object.FN(loadCertChain)},
		{Sig: "load_verify_locations(cafile=None, capath=None, cadata=None)", Doc: "Trust certificates.", Fn: object.FN(loadVerifyLocations)},
		{Sig: "set_default_verify_paths()", Doc: "Trust what the system trusts.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			contextOf(self).store.defaults = true
			contextOf(self).changed()
			return none, nil
		})},
		{Sig: "load_dh_params(path, /)", Doc: "Check a file of Diffie-Hellman parameters, which are not used.", Fn: object.F2(loadDHParams)},
		{Sig: "set_ciphers(cipherlist, /)", Doc: "Choose cipher suites up to TLS 1.2.", Fn: object.F2(func(th *Thread, self, list Value) (Value, error) {
			s, ok := object.AsStr(list)
			if !ok {
				return Value{}, object.TypeErrorf("set_ciphers() argument must be str, not %s", list.Type().TypeName())
			}
			ids := selectSuites(s.S)
			if len(ids) == 0 {
				return Value{}, plainError("No cipher can be selected.")
			}
			contextOf(self).suites = ids
			contextOf(self).changed()
			return none, nil
		})},
		{Sig: "get_ciphers()", Doc: "The cipher suites that may be used.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			var items []Value
			for i := range suites[:tls13Suites] {
				items = append(items, suites[i].dict())
			}
			for _, id := range contextOf(self).suites {
				items = append(items, suiteByID(id).dict())
			}
			return object.ListValue(items...), nil
		})},
		{Sig: "set_ecdh_curve(name, /)", Doc: "Use one elliptic curve only.", Fn: object.F2(func(th *Thread, self, name Value) (Value, error) {
			n, err := object.FSEncode(th, name)
			if err != nil {
				return Value{}, err
			}
			id, ok := curveNames[n]
			if !ok {
				return Value{}, object.ValueErrorf("unknown elliptic curve name '%s'", n)
			}
			contextOf(self).curves = []tls.CurveID{id}
			contextOf(self).changed()
			return none, nil
		})},
		{Sig: "_set_alpn_protocols(protos, /)", Doc: "The protocols for ALPN, each after its length.", Fn: object.F2(func(th *Thread, self, protos Value) (Value, error) {
			b, err := object.CopyBytes(th, protos)
			if err != nil {
				return Value{}, err
			}
			var list []string
			for len(b) > 0 {
				n := int(b[0])
				if n == 0 || n > len(b)-1 {
					return Value{}, object.ValueErrorf("malformed list of protocols")
				}
				list = append(list, string(b[1:1+n]))
				b = b[1+n:]
			}
			contextOf(self).protocols = list
			contextOf(self).changed()
			return none, nil
		})},
		{Sig: "get_ca_certs(binary_form=False)", Doc: "The certificates of authorities that are trusted.", Fn: object.F2(func(th *Thread, self, binary Value) (Value, error) {
			der, err := object.Truth(th, binary)
			if err != nil {
				return Value{}, err
			}
			x := contextOf(self)
			x.store.loadDefaults(th)
			items := []Value{}
			for _, c := range x.store.certs {
				switch {
				case !isAuthority(c):
				case der:
					items = append(items, object.BytesValue(c.Raw))
				default:
					items = append(items, certDict(c))
				}
			}
			return object.ListValue(items...), nil
		})},
		{Sig: "cert_store_stats()", Doc: "How many certificates are trusted.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			x := contextOf(self)
			x.store.loadDefaults(th)
			authorities := 0
			for _, c := range x.store.certs {
				if isAuthority(c) {
					authorities++
				}
			}
			d := object.NewDict()
			d.SetString("x509", object.Int(int64(len(x.store.certs))))
			d.SetString("crl", object.Int(int64(len(x.store.crls))))
			d.SetString("x509_ca", object.Int(int64(authorities)))
			return d.Value(), nil
		})},
		{Sig: "session_stats()", Doc: "How many connections there were.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			s := contextOf(self).stats
			d := object.NewDict()
			for _, f := range []struct {
				name string
				n    int64
			}{{"number", 0}, {"connect", s.connect}, {"connect_good", s.connectGood}, {"connect_renegotiate", 0}, {"accept", s.accept}, {"accept_good", s.acceptGood},
				{"accept_renegotiate", 0}, {"hits", s.hits}, {"misses", 0}, {"timeouts", 0}, {"cache_full", 0}} {
				d.SetString(f.name, object.Int(f.n))
			}
			return d.Value(), nil
		})},
		{Sig: "set_psk_client_callback(callback)", Doc: "Not supported.", Fn: object.F2(noPSK)},
		{Sig: "set_psk_server_callback(callback, identity_hint=None)", Doc: "Not supported.", Fn: object.F3(func(th *Thread, self, f, _ Value) (Value, error) { return noPSK(th, self, f) })},
		{Sig: "_wrap_socket(sock, server_side, server_hostname=None, *, owner=None, session=None)", Doc: "Make a connection over a socket.", Fn: object.FN(wrapSocket)},
		{Sig: "_wrap_bio(incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)", Doc: "Make a connection over two buffers.", Fn: object.FN(wrapBIO)},
	}
}

// Differs: crypto/tls has no pre-shared keys that come from outside.
func noPSK(th *Thread, self, f Value) (Value, error) {
	return Value{}, object.NewExcf(object.NotImplementedErrorType, "TLS-PSK is not supported")
}

func isAuthority(c *x509.Certificate) bool {
	return c.IsCA && c.BasicConstraintsValid || c.Version < 3 && selfIssued(c)
}

func orNone(v Value) Value {
	if !v.Bound() {
		return none
	}
	return v
}

func setKeylog(th *Thread, v, val Value) error {
	x := contextOf(v)
	if x.keylog != nil {
		x.keylog.Close()
		x.keylog, x.keylogName = nil, Value{}
		x.changed()
	}
	if !val.Bound() || val.IsNone() {
		return nil
	}
	name, err := object.FSEncode(th, val)
	if err != nil {
		return err
	}
	_, statErr := os.Stat(name)
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return object.OSErrorFrom(err, val)
	}
	if statErr != nil {
		f.WriteString("# TLS secrets log file\n")
	}
	x.keylog, x.keylogName = f, val
	x.changed()
	return nil
}

func loadDHParams(th *Thread, self, path Value) (Value, error) {
	name, err := object.FSEncode(th, path)
	if err != nil {
		return Value{}, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return Value{}, object.OSErrorFrom(err, path)
	}
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return Value{}, newError(th, SSLErrorType, 108, "PEM", "NO_START_LINE", "no start line", inDHFile)
		}
		if b.Type == "DH PARAMETERS" || b.Type == "X9.42 DH PARAMETERS" {
			return none, nil
		}
	}
}
