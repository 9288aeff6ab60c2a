package ssl

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"

	"ouro/internal/object"
)

type (
	Value  = object.Value
	Thread = object.Thread
	Func   = object.Func
)

var none = object.None

// The exceptions.
var (
	SSLErrorType                 = errorType("SSLError", object.OSErrorType)
	SSLZeroReturnErrorType       = errorType("SSLZeroReturnError", SSLErrorType)
	SSLWantReadErrorType         = errorType("SSLWantReadError", SSLErrorType)
	SSLWantWriteErrorType        = errorType("SSLWantWriteError", SSLErrorType)
	SSLSyscallErrorType          = errorType("SSLSyscallError", SSLErrorType)
	SSLEOFErrorType              = errorType("SSLEOFError", SSLErrorType)
	SSLCertVerificationErrorType = errorType("SSLCertVerificationError", SSLErrorType)
)

func errorType(name string, base *object.Type) *object.Type {
	t := object.NewType(name, base, object.BaseExceptionType.Layout())
	t.Module = "ssl"
	return t
}

func init() {
	SSLErrorType.Doc = "A failure of TLS."
	SSLErrorType.Str = func(th *Thread, v Value) (Value, error) {
		e := object.Unchecked[object.Exc](v)
		text, err := object.GetAttr(th, v, object.NewStr("strerror"))
		if err != nil {
			return Value{}, err
		}
		if s, ok := object.AsStr(text); ok {
			return s.Value(), nil
		}
		s, err := object.ToStr(th, e.Args.Value())
		if err != nil {
			return Value{}, err
		}
		return s.Value(), nil
	}
	SSLZeroReturnErrorType.Doc = "The connection was closed by the peer."
	SSLWantReadErrorType.Doc = "More must be received before the operation can go on."
	SSLWantWriteErrorType.Doc = "More must be sent before the operation can go on."
	SSLSyscallErrorType.Doc = "A system call failed."
	SSLEOFErrorType.Doc = "The connection ended without being closed."
	SSLCertVerificationErrorType.Doc = "A certificate could not be verified."
	SSLCertVerificationErrorType.Bases = []*object.Type{SSLErrorType, object.ValueErrorType}
}

// Numbers of SSLErrorNumber.
const (
	errSSL        = 1
	errWantRead   = 2
	errWantWrite  = 3
	errSyscall    = 5
	errZeroReturn = 6
	errEOF        = 8
)

// place is where in CPython's _ssl.c an error of a kind is raised: its line ends the message.
type place int

const (
	inHandshake place = 1082
	inRead      place = 2713
	inWrite     place = 2556
	inShutdown  place = 2841
	inCertFile  place = 4163
	inKeyFile   place = 4184
	inCAFile    place = 4416
	inCAData    place = 4282
	inDHFile    place = 4472
	inServer    place = 868
	inClient    place = 875
)

// newError makes an exception with the attributes library and reason, which may be empty.
func newError(th *Thread, t *object.Type, number int, library, reason, text string, at place) *object.Exc {
	switch {
	case library != "" && reason != "":
		text = fmt.Sprintf("[%s: %s] %s (_ssl.c:%d)", library, reason, text, int(at))
	case library != "":
		text = fmt.Sprintf("[%s] %s (_ssl.c:%d)", library, text, int(at))
	default:
		text = fmt.Sprintf("%s (_ssl.c:%d)", text, int(at))
	}
	v, err := object.Call2(th, t.Value(), object.Int(int64(number)), object.StrValue(text))
	if err != nil {
		return object.AsExc(err)
	}
	e, _ := object.AsException(v)
	setText(th, v, "reason", reason)
	setText(th, v, "library", library)
	return e
}

func setText(th *Thread, v Value, name, text string) {
	x := none
	if text != "" {
		x = object.StrValue(text)
	}
	object.SetAttr(th, v, object.NewStr(name), x)
}

// reasonError makes an SSLError of a reason, whose text is the reason in words.
func reasonError(th *Thread, reason string, at place) *object.Exc {
	return newError(th, SSLErrorType, errSSL, "SSL", reason, words(reason), at)
}

func words(reason string) string {
	s := strings.ReplaceAll(strings.ToLower(reason), "_", " ")
	if rest, ok := strings.CutPrefix(s, "sslv3 alert"); ok {
		return "ssl/tls alert" + rest
	}
	return s
}

// plainError is an SSLError with one argument.
func plainError(text string) error { return object.NewExc(SSLErrorType, object.StrValue(text)) }

// A VerifyError tells why a peer's certificate was refused, with OpenSSL's number.
type VerifyError struct {
	Code    int
	Message string
}

func (e *VerifyError) Error() string { return e.Message }

// A helloError ends a server's handshake from within a callback.
type helloError struct{ reason string }

func (e *helloError) Error() string { return words(e.reason) }

// alertNames are the reasons of alerts from the peer.
var alertNames = map[byte]string{
	10: "SSLV3_ALERT_UNEXPECTED_MESSAGE", 20: "SSLV3_ALERT_BAD_RECORD_MAC", 21: "TLSV1_ALERT_DECRYPTION_FAILED",
	22: "TLSV1_ALERT_RECORD_OVERFLOW", 30: "SSLV3_ALERT_DECOMPRESSION_FAILURE", 40: "SSLV3_ALERT_HANDSHAKE_FAILURE",
	41: "SSLV3_ALERT_NO_CERTIFICATE", 42: "SSLV3_ALERT_BAD_CERTIFICATE", 43: "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
	44: "SSLV3_ALERT_CERTIFICATE_REVOKED", 45: "SSLV3_ALERT_CERTIFICATE_EXPIRED", 46: "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
	47: "SSLV3_ALERT_ILLEGAL_PARAMETER", 48: "TLSV1_ALERT_UNKNOWN_CA", 49: "TLSV1_ALERT_ACCESS_DENIED", 50: "TLSV1_ALERT_DECODE_ERROR",
	51: "TLSV1_ALERT_DECRYPT_ERROR", 60: "TLSV1_ALERT_EXPORT_RESTRICTION", 70: "TLSV1_ALERT_PROTOCOL_VERSION",
	71: "TLSV1_ALERT_INSUFFICIENT_SECURITY", 80: "TLSV1_ALERT_INTERNAL_ERROR", 86: "TLSV1_ALERT_INAPPROPRIATE_FALLBACK",
	90: "TLSV1_ALERT_USER_CANCELLED", 100: "TLSV1_ALERT_NO_RENEGOTIATION", 109: "TLSV13_ALERT_MISSING_EXTENSION",
	110: "TLSV1_UNSUPPORTED_EXTENSION", 111: "TLSV1_CERTIFICATE_UNOBTAINABLE", 112: "TLSV1_UNRECOGNIZED_NAME",
	113: "TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE", 114: "TLSV1_BAD_CERTIFICATE_HASH_VALUE", 115: "TLSV1_ALERT_UNKNOWN_PSK_IDENTITY",
	116: "TLSV13_ALERT_CERTIFICATE_REQUIRED", 120: "TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
}

// alertCodes finds the number of an alert by crypto/tls's text for it: the number itself is in a type that it does not export.
var alertCodes = func() map[string]byte {
	m := map[string]byte{}
	for i := range 256 {
		m[tls.AlertError(i).Error()] = byte(i)
	}
	return m
}()

// goReasons are the reasons of what crypto/tls finds wrong itself, by a part of its text.
var goReasons = []struct{ part, reason string }{
	{"no cipher suite supported by both", "NO_SHARED_CIPHER"},
	{"no certificates configured", "NO_SHARED_CIPHER"},
	{"only unsupported versions", "UNSUPPORTED_PROTOCOL"},
	{"unsupported protocol version", "UNSUPPORTED_PROTOCOL"},
	{"didn't provide a certificate", "PEER_DID_NOT_RETURN_A_CERTIFICATE"},
	{"no supported versions satisfy", "NO_PROTOCOLS_AVAILABLE"},
	{"protocol is shutdown", "PROTOCOL_IS_SHUTDOWN"},
	{"unexpected message", "UNEXPECTED_MESSAGE"},
	{"unexpected handshake message", "UNEXPECTED_MESSAGE"},
	{"signature algorithms", "NO_SUITABLE_SIGNATURE_ALGORITHM"},
	{"unconfigured cipher suite", "WRONG_CIPHER_RETURNED"},
	{"elliptic curve", "WRONG_CURVE"},
	{"unsupported curve", "BAD_KEY_SHARE"},
	{"invalid signature by the", "BAD_SIGNATURE"},
	{"bad record MAC", "RECORD_LAYER_FAILURE"},
	{"error decoding message", "DECODE_ERROR"},
	{"record overflow", "PACKET_LENGTH_TOO_LONG"},
	{"oversized record", "PACKET_LENGTH_TOO_LONG"},
	{"ALPN protocol", "BAD_EXTENSION"},
}

// Raise makes the Python exception for an error of c.
func (c *Conn) raise(th *Thread, err error, at place) error {
	var verify *VerifyError
	var hello *helloError
	var header tls.RecordHeaderError
	var remote *net.OpError
	var exc *object.Exc
	switch {
	case err == ErrWant:
		return newError(th, SSLWantReadErrorType, errWantRead, "", "", "The operation did not complete (read)", at)
	case err == ErrClosed:
		return newError(th, SSLZeroReturnErrorType, errZeroReturn, "", "", "TLS/SSL connection has been closed (EOF)", at)
	case err == ErrEOF:
		return newError(th, SSLEOFErrorType, errEOF, "SSL", "UNEXPECTED_EOF_WHILE_READING", "EOF occurred in violation of protocol", at)
	case errors.As(err, &exc):
		return exc
	case errors.As(err, &verify):
		e := newError(th, SSLCertVerificationErrorType, errSSL, "SSL", "CERTIFICATE_VERIFY_FAILED", "certificate verify failed: "+verify.Message, at)
		object.SetAttr(th, e.Value(), object.NewStr("verify_code"), object.Int(int64(verify.Code)))
		setText(th, e.Value(), "verify_message", verify.Message)
		return e
	case errors.As(err, &hello):
		return reasonError(th, hello.reason, at)
	case errors.As(err, &header):
		switch first := string(c.wire.first[:]); {
		case c.HandshakeDone():
			return reasonError(th, "RECORD_LAYER_FAILURE", at)
		case strings.HasPrefix(first, "GET ") || strings.HasPrefix(first, "POST ") || strings.HasPrefix(first, "HEAD ") || strings.HasPrefix(first, "PUT "):
			return reasonError(th, "HTTP_REQUEST", at)
		case first == "CONNE":
			return reasonError(th, "HTTPS_PROXY_REQUEST", at)
		}
		return reasonError(th, "WRONG_VERSION_NUMBER", at)
	case errors.As(err, &remote) && remote.Op == "remote error":
		code := alertCodes[remote.Err.Error()]
		if name := alertNames[code]; name != "" {
			return reasonError(th, name, at)
		}
	}
	text := err.Error()
	for _, r := range goReasons {
		if strings.Contains(text, r.part) {
			return reasonError(th, r.reason, at)
		}
	}
	text = strings.TrimPrefix(strings.TrimPrefix(text, "local error: "), "tls: ")
	return newError(th, SSLErrorType, errSSL, "SSL", "", text, at)
}
