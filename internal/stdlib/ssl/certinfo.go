package ssl

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"strings"

	"ouro/internal/object"
)

// What getpeercert() tells of a certificate.

// attributeNames are OpenSSL's long names of the parts of a distinguished name.
var attributeNames = map[string]string{
	"2.5.4.3": "commonName", "2.5.4.4": "surname", "2.5.4.5": "serialNumber", "2.5.4.6": "countryName", "2.5.4.7": "localityName",
	"2.5.4.8": "stateOrProvinceName", "2.5.4.9": "streetAddress", "2.5.4.10": "organizationName", "2.5.4.11": "organizationalUnitName",
	"2.5.4.12": "title", "2.5.4.13": "description", "2.5.4.15": "businessCategory", "2.5.4.17": "postalCode", "2.5.4.41": "name",
	"2.5.4.42": "givenName", "2.5.4.43": "initials", "2.5.4.44": "generationQualifier", "2.5.4.45": "x500UniqueIdentifier",
	"2.5.4.46": "dnQualifier", "2.5.4.65": "pseudonym", "2.5.4.97": "organizationIdentifier", "1.2.840.113549.1.9.1": "emailAddress",
	"1.2.840.113549.1.9.2": "unstructuredName", "0.9.2342.19200300.100.1.1": "userId", "0.9.2342.19200300.100.1.25": "domainComponent",
	"1.3.6.1.4.1.311.60.2.1.1": "jurisdictionLocalityName", "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionStateOrProvinceName",
	"1.3.6.1.4.1.311.60.2.1.3": "jurisdictionCountryName",
}

func nameValue(raw []byte) Value {
	var seq pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &seq); err != nil {
		return object.TupleValue()
	}
	parts := make([]Value, len(seq))
	for i, rdn := range seq {
		pairs := make([]Value, len(rdn))
		for j, a := range rdn {
			oid := a.Type.String()
			name := attributeNames[oid]
			if name == "" {
				name = oid
			}
			pairs[j] = object.TupleValue(object.StrValue(name), object.StrValue(fmt.Sprint(a.Value)))
		}
		parts[i] = object.TupleValue(pairs...)
	}
	return object.TupleValue(parts...)
}

func serialText(n *big.Int) string {
	s := strings.ToUpper(new(big.Int).Abs(n).Text(16))
	if len(s)%2 == 1 {
		s = "0" + s
	}
	if n.Sign() < 0 {
		s = "-" + s
	}
	return s
}

const certTime = "Jan _2 15:04:05 2006 GMT"

func certDict(c *x509.Certificate) Value {
	d := object.NewDict()
	d.SetString("subject", nameValue(c.RawSubject))
	d.SetString("issuer", nameValue(c.RawIssuer))
	d.SetString("version", object.Int(int64(c.Version)))
	d.SetString("serialNumber", object.StrValue(serialText(c.SerialNumber)))
	d.SetString("notBefore", object.StrValue(c.NotBefore.UTC().Format(certTime)))
	d.SetString("notAfter", object.StrValue(c.NotAfter.UTC().Format(certTime)))
	for _, e := range c.Extensions {
		if e.Id.Equal(oidSubjectAltName) {
			if names := altNames(e.Value); len(names) > 0 {
				d.SetString("subjectAltName", object.TupleValue(names...))
			}
		}
	}
	for _, x := range []struct {
		name string
		list []string
	}{{"OCSP", c.OCSPServer}, {"caIssuers", c.IssuingCertificateURL}, {"crlDistributionPoints", c.CRLDistributionPoints}} {
		if len(x.list) > 0 {
			items := make([]Value, len(x.list))
			for i, s := range x.list {
				items[i] = object.StrValue(s)
			}
			d.SetString(x.name, object.TupleValue(items...))
		}
	}
	return d.Value()
}

var oidSubjectAltName = asn1.ObjectIdentifier{2, 5, 29, 17}

// altNames are the pairs of subjectAltName, in the certificate's order.
func altNames(ext []byte) []Value {
	var seq asn1.RawValue
	if _, err := asn1.Unmarshal(ext, &seq); err != nil {
		return nil
	}
	var out []Value
	for rest := seq.Bytes; len(rest) > 0; {
		var n asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &n); err != nil {
			break
		}
		kind, val := "", object.StrValue(string(n.Bytes))
		switch n.Tag {
		case 0:
			kind, val = "othername", object.StrValue("<unsupported>")
		case 1:
			kind = "email"
		case 2:
			kind = "DNS"
		case 4:
			kind, val = "DirName", nameValue(n.Bytes)
		case 6:
			kind = "URI"
		case 7:
			kind, val = "IP Address", object.StrValue(addressText(n.Bytes))
		case 8:
			kind, val = "Registered ID", object.StrValue(oidText(n.Bytes))
		default:
			continue
		}
		out = append(out, object.TupleValue(object.StrValue(kind), val))
	}
	return out
}

func addressText(b []byte) string {
	switch len(b) {
	case 4:
		return fmt.Sprintf("%d.%d.%d.%d", b[0], b[1], b[2], b[3])
	case 16:
		parts := make([]string, 8)
		for i := range parts {
			parts[i] = fmt.Sprintf("%X", int(b[2*i])<<8|int(b[2*i+1]))
		}
		return strings.Join(parts, ":")
	}
	return "<invalid>"
}

func oidText(b []byte) string {
	der := append([]byte{6, byte(len(b))}, b...)
	var oid asn1.ObjectIdentifier
	if len(b) > 127 {
		return "<invalid>"
	}
	if _, err := asn1.Unmarshal(der, &oid); err != nil {
		return "<invalid>"
	}
	return oid.String()
}

// Certificate is an item of get_verified_chain() and get_unverified_chain().
type Certificate struct {
	object.Header
	cert *x509.Certificate
}

var (
	certificateLayout = object.NewLayout[Certificate]()
	CertificateType   = object.NewType("Certificate", object.ObjectType, certificateLayout)
)

// Forms of public_bytes().
const (
	encodingPEM = 1
	encodingDER = 2
)

func newCertificate(c *x509.Certificate) Value {
	x := &Certificate{cert: c}
	x.Shape = CertificateType.ExactShape()
	return object.Of(&x.Header)
}

func certificates(list []*x509.Certificate) Value {
	items := make([]Value, len(list))
	for i, c := range list {
		items[i] = newCertificate(c)
	}
	return object.ListValue(items...)
}

func init() {
	t := CertificateType
	of := func(v Value) *x509.Certificate { return object.Unchecked[Certificate](v).cert }
	t.Module, t.Doc = "_ssl", "A certificate."
	t.Flags |= object.FlagNoNew
	t.Repr = func(th *Thread, v Value) (Value, error) {
		return object.StrValue("<_ssl.Certificate '" + of(v).Subject.String() + "'>"), nil
	}
	t.Hash = func(th *Thread, v Value) (uint64, error) { return object.Hash(th, object.BytesValue(of(v).Raw)) }
	t.Compare = func(th *Thread, a, b Value, op object.CmpOp) (Value, error) {
		y, ok := object.Cast[Certificate](b, certificateLayout)
		if !ok || op != object.Eq && op != object.Ne {
			return object.NotImplemented, nil
		}
		return object.Bool(of(a).Equal(y.cert) == (op == object.Eq)), nil
	}
	t.Methods = []Func{
		{Sig: "public_bytes(format=1)", Doc: "The certificate as PEM text or DER bytes.", Fn: object.F2(func(th *Thread, self, format Value) (Value, error) {
			n, err := object.AsIndex(th, format)
			if err != nil {
				return Value{}, err
			}
			switch n {
			case encodingPEM:
				return object.StrValue(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: of(self).Raw}))), nil
			case encodingDER:
				return object.BytesValue(of(self).Raw), nil
			}
			return Value{}, object.ValueErrorf("Unsupported format")
		})},
		{Sig: "get_info()", Doc: "What getpeercert() tells.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return certDict(of(self)), nil })},
	}
}

// decodeCert is _test_decode_cert(path).
func decodeCert(th *Thread, path Value) (Value, error) {
	name, err := object.FSEncode(th, path)
	if err != nil {
		return Value{}, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return Value{}, plainError("Can't open file")
	}
	var block *pem.Block
	for block == nil || block.Type != "CERTIFICATE" {
		if block, data = pem.Decode(data); block == nil {
			return Value{}, plainError("Error decoding PEM-encoded file")
		}
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return Value{}, plainError("Error decoding PEM-encoded file")
	}
	return certDict(c), nil
}

// known are the objects that txt2obj() and nid2obj() know.
var known = []struct {
	nid              int64
	short, long, oid string
}{
	{129, "serverAuth", "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1"},
	{130, "clientAuth", "TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2"},
	{131, "codeSigning", "Code Signing", "1.3.6.1.5.5.7.3.3"},
	{132, "emailProtection", "E-mail Protection", "1.3.6.1.5.5.7.3.4"},
	{133, "timeStamping", "Time Stamping", "1.3.6.1.5.5.7.3.8"},
	{180, "OCSPSigning", "OCSP Signing", "1.3.6.1.5.5.7.3.9"},
	{13, "CN", "commonName", "2.5.4.3"},
	{85, "subjectAltName", "X509v3 Subject Alternative Name", "2.5.29.17"},
}

func knownTuple(i int) Value {
	k := known[i]
	return object.TupleValue(object.Int(k.nid), object.StrValue(k.short), object.StrValue(k.long), object.StrValue(k.oid))
}

func txt2obj(th *Thread, txt, name Value) (Value, error) {
	s, ok := object.AsStr(txt)
	if !ok {
		return Value{}, object.TypeErrorf("txt2obj() argument 'txt' must be str, not %s", txt.Type().TypeName())
	}
	byName, err := object.Truth(th, name)
	if err != nil {
		return Value{}, err
	}
	for i, k := range known {
		if s.S == k.oid || byName && (s.S == k.short || s.S == k.long) {
			return knownTuple(i), nil
		}
	}
	if len(s.S) > 100 {
		return Value{}, object.ValueErrorf("unknown object '%s'", s.S[:100])
	}
	return Value{}, object.ValueErrorf("unknown object '%s'", s.S)
}

func nid2obj(th *Thread, nid Value) (Value, error) {
	n, err := object.AsIndex(th, nid)
	if err != nil {
		return Value{}, err
	}
	if n < 1 {
		return Value{}, object.ValueErrorf("NID must be positive.")
	}
	for i, k := range known {
		if int64(n) == k.nid {
			return knownTuple(i), nil
		}
	}
	return Value{}, object.ValueErrorf("unknown NID %d", n)
}
