package ssl

import (
	"crypto/rand"

	"ouro/internal/object"
)

// Module is _ssl.
var Module = object.ModuleDef{
	Name: "_ssl",
	Doc:  "TLS, on which the module ssl builds.",
	Functions: []Func{
		{Sig: "RAND_bytes(n, /)", Doc: "Random bytes for cryptography.", Fn: object.F1(randBytes)},
		{Sig: "RAND_add(string, entropy, /)", Doc: "Nothing: the system's generator needs no help.", Fn: object.F2(randAdd)},
		{Sig: "RAND_status()", Doc: "Whether the generator is ready: True.", Fn: object.F0(func(*Thread) (Value, error) { return object.True, nil })},
		{Sig: "get_default_verify_paths()", Doc: "Where trusted certificates are looked for.", Fn: object.F0(func(*Thread) (Value, error) {
			return object.TupleValue(object.StrValue("SSL_CERT_FILE"), object.StrValue(systemFile()), object.StrValue("SSL_CERT_DIR"), object.StrValue(caDirectory)), nil
		})},
		{Sig: "txt2obj(txt, name=False)", Doc: "An ASN.1 object by its number or name.", Fn: object.F2(txt2obj)},
		{Sig: "nid2obj(nid, /)", Doc: "An ASN.1 object by OpenSSL's number for it.", Fn: object.F1(nid2obj)},
		{Sig: "_test_decode_cert(path, /)", Doc: "What getpeercert() would tell of a certificate in a file.", Fn: object.F1(decodeCert)},
	},
	Types: []*object.Type{ContextType, SockType, MemoryBIOType, SSLSessionType, CertificateType, SSLErrorType, SSLZeroReturnErrorType, SSLWantReadErrorType,
		SSLWantWriteErrorType, SSLSyscallErrorType, SSLEOFErrorType, SSLCertVerificationErrorType},
	Init: func(th *Thread, m *object.Module) error {
		for k, n := range constants {
			m.Set(k, object.Int(n))
		}
		for k, b := range map[string]bool{"HAS_SNI": true, "HAS_TLS_UNIQUE": true, "HAS_ECDH": true, "HAS_ALPN": true, "HAS_TLSv1": true, "HAS_TLSv1_1": true,
			"HAS_TLSv1_2": true, "HAS_TLSv1_3": true, "HAS_NPN": false, "HAS_SSLv2": false, "HAS_SSLv3": false, "HAS_PSK": false, "HAS_PHA": false} {
			m.Set(k, object.Bool(b))
		}
		version := object.TupleValue(object.Int(3), object.Int(5), object.Int(0), object.Int(0), object.Int(0))
		m.Set("OPENSSL_VERSION_INFO", version)
		m.Set("_OPENSSL_API_VERSION", version)
		m.Set("OPENSSL_VERSION", object.StrValue("OpenSSL 3.5.0 (Go crypto/tls)"))
		m.Set("_DEFAULT_CIPHERS", object.StrValue(defaultCiphers))
		return nil
	},
}

func randBytes(th *Thread, v Value) (Value, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return Value{}, err
	}
	if n < 0 {
		return Value{}, object.ValueErrorf("num must be positive")
	}
	if n > 1<<31-1 {
		return Value{}, object.NewExcf(object.OverflowErrorType, "Python int too large to convert to C int")
	}
	b := make([]byte, n)
	rand.Read(b)
	return object.BytesValue(b), nil
}

func randAdd(th *Thread, data, entropy Value) (Value, error) {
	if _, ok := object.AsStr(data); !ok {
		if _, release, err := object.AsBuffer(th, data, false); err != nil {
			return Value{}, err
		} else {
			release()
		}
	}
	if _, ok := object.AsFloat(entropy); !ok && !object.IsInt(entropy) {
		return Value{}, object.TypeErrorf("must be real number, not %s", entropy.Type().TypeName())
	}
	return none, nil
}

// constants have OpenSSL's values.
var constants = map[string]int64{
	"OPENSSL_VERSION_NUMBER": 0x30500000,

	"CERT_NONE": certNone, "CERT_OPTIONAL": certOptional, "CERT_REQUIRED": certRequired,
	"ENCODING_PEM": encodingPEM, "ENCODING_DER": encodingDER,

	"PROTOCOL_SSLv23": protocolTLS, "PROTOCOL_TLS": protocolTLS, "PROTOCOL_TLSv1": protocolTLSv1, "PROTOCOL_TLSv1_1": protocolTLSv1_1,
	"PROTOCOL_TLSv1_2": protocolTLSv1_2, "PROTOCOL_TLS_CLIENT": protocolTLSClient, "PROTOCOL_TLS_SERVER": protocolTLSServer,

	"PROTO_MINIMUM_SUPPORTED": lowestVersion, "PROTO_MAXIMUM_SUPPORTED": highestVersion, "PROTO_SSLv3": 0x300, "PROTO_TLSv1": 0x301,
	"PROTO_TLSv1_1": 0x302, "PROTO_TLSv1_2": 0x303, "PROTO_TLSv1_3": 0x304,

	"OP_ALL": opAll, "OP_NO_SSLv2": 0, "OP_NO_SSLv3": opNoSSLv3, "OP_NO_TLSv1": opNoTLSv1, "OP_NO_TLSv1_1": opNoTLSv1_1, "OP_NO_TLSv1_2": opNoTLSv1_2,
	"OP_NO_TLSv1_3": opNoTLSv1_3, "OP_CIPHER_SERVER_PREFERENCE": 1 << 22, "OP_SINGLE_DH_USE": 0, "OP_SINGLE_ECDH_USE": 0, "OP_NO_TICKET": opNoTicket,
	"OP_NO_COMPRESSION": 1 << 17, "OP_LEGACY_SERVER_CONNECT": 4, "OP_ENABLE_KTLS": 8, "OP_ENABLE_MIDDLEBOX_COMPAT": 1 << 20,
	"OP_NO_RENEGOTIATION": 1 << 30, "OP_IGNORE_UNEXPECTED_EOF": 128,

	"VERIFY_DEFAULT": 0, "VERIFY_CRL_CHECK_LEAF": verifyCRLLeaf, "VERIFY_CRL_CHECK_CHAIN": verifyCRLChain, "VERIFY_X509_STRICT": verifyStrict,
	"VERIFY_ALLOW_PROXY_CERTS": 0x40, "VERIFY_X509_TRUSTED_FIRST": verifyTrustedFirst, "VERIFY_X509_PARTIAL_CHAIN": verifyPartialChain,

	"HOSTFLAG_ALWAYS_CHECK_SUBJECT": 1, "HOSTFLAG_NO_WILDCARDS": 2, "HOSTFLAG_NO_PARTIAL_WILDCARDS": hostNoPartialWildcards,
	"HOSTFLAG_MULTI_LABEL_WILDCARDS": 8, "HOSTFLAG_SINGLE_LABEL_SUBDOMAINS": 16, "HOSTFLAG_NEVER_CHECK_SUBJECT": hostNeverCheckSubject,

	"SSL_ERROR_SSL": errSSL, "SSL_ERROR_WANT_READ": errWantRead, "SSL_ERROR_WANT_WRITE": errWantWrite, "SSL_ERROR_WANT_X509_LOOKUP": 4,
	"SSL_ERROR_SYSCALL": errSyscall, "SSL_ERROR_ZERO_RETURN": errZeroReturn, "SSL_ERROR_WANT_CONNECT": 7, "SSL_ERROR_EOF": errEOF,
	"SSL_ERROR_INVALID_ERROR_CODE": 10,

	"ALERT_DESCRIPTION_CLOSE_NOTIFY": 0, "ALERT_DESCRIPTION_UNEXPECTED_MESSAGE": 10, "ALERT_DESCRIPTION_BAD_RECORD_MAC": 20,
	"ALERT_DESCRIPTION_RECORD_OVERFLOW": 22, "ALERT_DESCRIPTION_DECOMPRESSION_FAILURE": 30, "ALERT_DESCRIPTION_HANDSHAKE_FAILURE": 40,
	"ALERT_DESCRIPTION_BAD_CERTIFICATE": 42, "ALERT_DESCRIPTION_UNSUPPORTED_CERTIFICATE": 43, "ALERT_DESCRIPTION_CERTIFICATE_REVOKED": 44,
	"ALERT_DESCRIPTION_CERTIFICATE_EXPIRED": 45, "ALERT_DESCRIPTION_CERTIFICATE_UNKNOWN": 46, "ALERT_DESCRIPTION_ILLEGAL_PARAMETER": 47,
	"ALERT_DESCRIPTION_UNKNOWN_CA": 48, "ALERT_DESCRIPTION_ACCESS_DENIED": 49, "ALERT_DESCRIPTION_DECODE_ERROR": 50, "ALERT_DESCRIPTION_DECRYPT_ERROR": 51,
	"ALERT_DESCRIPTION_PROTOCOL_VERSION": 70, "ALERT_DESCRIPTION_INSUFFICIENT_SECURITY": 71, "ALERT_DESCRIPTION_INTERNAL_ERROR": 80,
	"ALERT_DESCRIPTION_USER_CANCELLED": 90, "ALERT_DESCRIPTION_NO_RENEGOTIATION": 100, "ALERT_DESCRIPTION_UNSUPPORTED_EXTENSION": 110,
	"ALERT_DESCRIPTION_CERTIFICATE_UNOBTAINABLE": 111, "ALERT_DESCRIPTION_UNRECOGNIZED_NAME": 112, "ALERT_DESCRIPTION_BAD_CERTIFICATE_STATUS_RESPONSE": 113,
	"ALERT_DESCRIPTION_BAD_CERTIFICATE_HASH_VALUE": 114, "ALERT_DESCRIPTION_UNKNOWN_PSK_IDENTITY": 115,
}
