# Settings of contexts, and what they refuse.
import ssl
from peers import cert

c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
assert c.check_hostname and c.verify_mode is ssl.CERT_REQUIRED and c.protocol is ssl.PROTOCOL_TLS_CLIENT
assert c.minimum_version is ssl.TLSVersion.TLSv1_2 and c.maximum_version is ssl.TLSVersion.MAXIMUM_SUPPORTED
assert c.options & ssl.OP_NO_SSLv3 and isinstance(c.options, ssl.Options)
assert c.verify_flags == ssl.VERIFY_X509_TRUSTED_FIRST
c.check_hostname = False
c.verify_mode = ssl.CERT_NONE
c.check_hostname = True
assert c.verify_mode == ssl.CERT_REQUIRED
assert c.hostname_checks_common_name
c.hostname_checks_common_name = False
assert not c.hostname_checks_common_name
d = ssl.create_default_context()
assert d.verify_flags & ssl.VERIFY_X509_STRICT and d.check_hostname
assert ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).verify_mode == ssl.CERT_NONE
u = ssl._create_unverified_context()
assert u.verify_mode == ssl.CERT_NONE and not u.check_hostname

def refused(kind, text, f, *args, **kw):
    try:
        f(*args, **kw)
    except kind as exc:
        assert text in str(exc), exc
        return exc
    raise AssertionError(f"{kind} not raised")

refused(ValueError, "invalid value for verify_mode", setattr, c, "verify_mode", 17)
refused(ValueError, "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.", setattr, c, "verify_mode", ssl.CERT_NONE)
refused(ValueError, "Unsupported TLS/SSL version 0x11", setattr, c, "minimum_version", 17)
refused(ValueError, "Cannot convert negative int", setattr, c, "options", -1)
refused(OverflowError, "too large", setattr, c, "options", 2 ** 100)
refused(TypeError, "not str", setattr, c, "verify_flags", "x")
refused(ValueError, "invalid or unsupported protocol version 99", ssl.SSLContext, 99)
refused(TypeError, "not a callable object", setattr, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), "sni_callback", 4)
refused(ValueError, "unknown elliptic curve name 'foo'", c.set_ecdh_curve, "foo")
refused(ssl.SSLError, "ALPN protocols must be 1 to 255 in length", c.set_alpn_protocols, [""])
bio = ssl.MemoryBIO
refused(ssl.SSLError, "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context (_ssl.c:868)", c.wrap_bio, bio(), bio(), server_side=True)
refused(ValueError, "server_hostname cannot be an empty string", c.wrap_bio, bio(), bio(), server_hostname="")
refused(TypeError, "null bytes", c.wrap_bio, bio(), bio(), server_hostname="a\0b")
refused(TypeError, "does not have a public constructor", ssl.SSLObject)
refused(TypeError, "cannot create '_ssl.SSLSession' instances", ssl.SSLSession)

# Cipher strings.
names = [x["name"] for x in c.get_ciphers()]
assert names[:3] == ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"]
assert "ECDHE-RSA-AES128-GCM-SHA256" in names and "AES128-SHA" not in names
c.set_ciphers("AES128:!aECDSA:!SHA1")
assert [x["name"] for x in c.get_ciphers()][3:] == ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA256", "AES128-GCM-SHA256", "AES128-SHA256"]
refused(ssl.SSLError, "No cipher can be selected.", c.set_ciphers, "bogus")

# Certificates and keys.
s = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
exc = refused(FileNotFoundError, "No such file", s.load_cert_chain, "/nowhere/at.all")
assert exc.filename is None
exc = refused(ssl.SSLError, "[SSL] PEM lib (_ssl.c:4163)", s.load_cert_chain, cert("key_encrypted.pem"))
assert exc.library == "SSL" and exc.reason is None
exc = refused(ssl.SSLError, "[X509: KEY_VALUES_MISMATCH] key values mismatch", s.load_cert_chain, cert("server.pem"), cert("client.pem"))
assert exc.reason == "KEY_VALUES_MISMATCH"
for name in ("key_encrypted.pem", "key_encrypted_3des.pem", "key_encrypted_old.pem"):
    asked = []
    for password in ("sesame", b"sesame", bytearray(b"sesame"), lambda: asked.append(1) or "sesame"):
        s.load_cert_chain(cert("server.pem"), cert(name), password)
    assert asked == [1]
    refused(ssl.SSLError, "PEM lib", s.load_cert_chain, cert("server.pem"), cert(name), "wrong")
    refused(TypeError, "password callback must return a string", s.load_cert_chain, cert("server.pem"), cert(name), lambda: 9)
    refused(ZeroDivisionError, "", s.load_cert_chain, cert("server.pem"), cert(name), lambda: 1 / 0)
refused(ValueError, "password cannot be longer than 1024 bytes", s.load_cert_chain, cert("server.pem"), cert("key_encrypted.pem"), "x" * 2000)

# What is trusted.
refused(TypeError, "cannot be all omitted", s.load_verify_locations)
refused(ValueError, "Empty certificate data", s.load_verify_locations, cadata="")
refused(ssl.SSLError, "no start line: cadata does not contain a certificate", s.load_verify_locations, cadata="x")
refused(ssl.SSLError, "not enough data: cadata does not contain a certificate", s.load_verify_locations, cadata=b"x")
pem = open(cert("ca.pem")).read()
der = ssl.PEM_cert_to_DER_cert(pem)
assert ssl.DER_cert_to_PEM_cert(der) == pem
for data in (pem, der, pem + pem, der + der):
    t = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    t.load_verify_locations(cadata=data)
    assert t.cert_store_stats() == {"x509": 1, "crl": 0, "x509_ca": 1}
    assert t.get_ca_certs(True) == [der]
info = t.get_ca_certs()[0]
assert info["subject"] == ((("organizationName", "Ouro"),), (("commonName", "ouro test authority"),)), info
assert info["notAfter"] == "Jan  1 00:00:00 2125 GMT" and info["version"] == 3
assert ssl.cert_time_to_seconds(info["notBefore"]) == 1735689600
---
# Buffers.
import ssl

b = ssl.MemoryBIO()
assert b.write(b"foo") == 3 and b.write(memoryview(b"bar")) == 3 and b.pending == 6 and not b.eof
assert b.read(2) == b"fo" and b.read(0) == b"" and b.read() == b"obar" and b.read() == b""
b.write(b"x")
b.write_eof()
assert not b.eof and b.read() == b"x" and b.eof
b.write(b"y")  ### SSLError: cannot write\(\) after write_eof\(\)
---
import ssl
ssl.MemoryBIO().write("text")  ### TypeError: a bytes-like object is required, not 'str'
---
# Names of errors.
import ssl

assert str(ssl.SSLError(1, "x")) == "x" and ssl.SSLError(1, "x").errno == 1
e = ssl.SSLCertVerificationError(1, "y")
assert isinstance(e, ValueError) and isinstance(e, OSError) and ssl.CertificateError is ssl.SSLCertVerificationError
assert str(ssl.SSLError("x")) == "('x',)"
assert ssl.Purpose.SERVER_AUTH.shortname == "serverAuth"
assert ssl.Purpose.fromnid(130).oid == ssl.Purpose.CLIENT_AUTH.oid
assert len(ssl.RAND_bytes(16)) == 16 and ssl.RAND_status()
ssl.RAND_bytes(-1)  ### ValueError: num must be positive
