# Handshakes over buffers.
import ssl
from peers import Pair, client, server

p = Pair(server(), client()).shake()
assert not p.errors
assert p.client.version() == p.server.version() == "TLSv1.3"
assert p.client.cipher() == p.server.cipher() and p.client.cipher()[1] == "TLSv1.3"
assert p.client.getpeercert()["subjectAltName"][0] == ("DNS", "localhost")
assert ("IP Address", "127.0.0.1") in p.client.getpeercert()["subjectAltName"]
assert p.server.getpeercert() is None and len(p.client.getpeercert(True)) > 100
assert len(p.client.get_verified_chain()) == 2 and len(p.client.get_unverified_chain()) == 1
assert p.client.server_hostname == "localhost" and not p.client.server_side and p.server.server_side
assert p.client.selected_alpn_protocol() is None and p.client.compression() is None

# Data, pieces of a record, and no data.
assert p.server.write(b"hello") == 5
p.carry()
assert p.client.read(3) == b"hel" and p.client.pending() == 2 and p.client.read(10) == b"lo" and p.client.pending() == 0
try:
    p.client.read(1)
except ssl.SSLWantReadError as exc:
    assert exc.args == (2, "The operation did not complete (read) (_ssl.c:2713)"), exc.args
big = bytes(range(256)) * 1000
p.client.write(big)
p.carry()
buf = bytearray(len(big))
got = 0
while got < len(big):
    got += p.server.read(len(big) - got, memoryview(buf)[got:])
assert buf == big

# Ciphertext that comes byte by byte.
p.server.write(b"slowly")
for octet in p.from_server.read():
    try:
        text = p.client.read(100)
    except ssl.SSLWantReadError:
        p.to_client.write(bytes([octet]))
assert p.client.read(100) == b"slowly"

# Closing: close_notify in both directions.
try:
    p.client.unwrap()
except ssl.SSLWantReadError:
    pass
p.carry()
assert p.server.read(10) == b"" and p.server.read(10) == b""
assert p.server.unwrap() is None
p.carry()
try:
    p.client.write(b"x")
except ssl.SSLError as exc:
    assert exc.reason == "PROTOCOL_IS_SHUTDOWN"
assert p.client.unwrap() is None
p.server.read(1)  ### SSLZeroReturnError: TLS/SSL connection has been closed \(EOF\)
---
# Data that comes after one's own close_notify is lost, but can be read before.
import ssl
from peers import Pair, client, server

p = Pair(server(), client()).shake()
p.server.write(b"late")
p.carry()
try:
    p.client.unwrap()
except ssl.SSLError as exc:
    assert exc.reason == "APPLICATION_DATA_AFTER_CLOSE_NOTIFY", exc
else:
    raise AssertionError
---
# The end of the input without close_notify.
import ssl
from peers import Pair, client, server

p = Pair(server(), client()).shake()
p.to_client.write_eof()
p.client.read(1)  ### SSLEOFError: \[SSL: UNEXPECTED_EOF_WHILE_READING\] EOF occurred in violation of protocol \(_ssl.c:2713\)
---
# Certificates that are refused.
import ssl
from peers import Pair, client, server

for ours, theirs, host, code, message in (
    ("selfsigned.pem", "ca.pem", "localhost", 18, "self-signed certificate"),
    ("server.pem", None, "localhost", 20, "unable to get local issuer certificate"),
    ("server.pem", "selfsigned.pem", "localhost", 20, "unable to get local issuer certificate"),
    ("expired.pem", "ca.pem", "localhost", 10, "certificate has expired"),
    ("server.pem", "ca.pem", "elsewhere", 62, "Hostname mismatch, certificate is not valid for 'elsewhere'."),
    ("server.pem", "ca.pem", "a.b.example.org", 62, "Hostname mismatch, certificate is not valid for 'a.b.example.org'."),
    ("server.pem", "ca.pem", "10.1.2.3", 64, "IP address mismatch, certificate is not valid for '10.1.2.3'."),
):
    p = Pair(server(ours), client(theirs), host).shake()
    exc = p.errors["client"]
    assert type(exc) is ssl.SSLCertVerificationError, exc
    assert (exc.verify_code, exc.verify_message) == (code, message), (exc.verify_code, exc.verify_message)
    assert str(exc) == f"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {message} (_ssl.c:1082)"
    assert exc.reason == "CERTIFICATE_VERIFY_FAILED" and exc.library == "SSL" and exc.errno == 1
    assert p.errors["server"].reason in ("SSLV3_ALERT_BAD_CERTIFICATE", "TLSV1_ALERT_UNKNOWN_CA", "SSLV3_ALERT_CERTIFICATE_EXPIRED")
for host in ("localhost", "www.example.org", "127.0.0.1", "::1"):
    assert not Pair(server(), client(), host).shake().errors
assert not Pair(server("selfsigned.pem"), client("selfsigned.pem")).shake().errors
---
# Certificates of clients.
import ssl
from peers import Pair, cert, client, server

s = server()
s.verify_mode = ssl.CERT_REQUIRED
s.load_verify_locations(cert("ca.pem"))
assert Pair(s, client()).shake().errors["server"].reason == "PEER_DID_NOT_RETURN_A_CERTIFICATE"
c = client()
c.load_cert_chain(cert("client.pem"))
p = Pair(s, c).shake()
assert not p.errors and p.server.getpeercert()["subject"][1] == (("commonName", "client"),)
c.load_cert_chain(cert("selfsigned.pem"))
p = Pair(s, c).shake()
assert p.errors["server"].verify_code == 18
---
# Versions, ALPN, server names, sessions.
import ssl
from peers import Pair, client, server

s, c = server(), client()
c.maximum_version = ssl.TLSVersion.TLSv1_2
p = Pair(s, c).shake()
assert p.client.version() == "TLSv1.2" and len(p.client.get_channel_binding()) == 12
assert p.client.get_channel_binding() == p.server.get_channel_binding()
assert p.server.shared_ciphers() and p.client.shared_ciphers() is None
s.minimum_version = ssl.TLSVersion.TLSv1_3
p = Pair(s, c).shake()
assert p.errors["server"].reason == "UNSUPPORTED_PROTOCOL" and p.errors["client"].reason == "TLSV1_ALERT_PROTOCOL_VERSION"

s, c = server(), client()
s.set_alpn_protocols(["foo", "bar"])
for offer, want in ((["bar", "foo"], "foo"), (["bar"], "bar"), (["baz"], None), ([], None)):
    c.set_alpn_protocols(offer)
    p = Pair(s, c).shake()
    assert not p.errors and p.client.selected_alpn_protocol() == p.server.selected_alpn_protocol() == want, (offer, want, p.errors)

calls = []
other = server("selfsigned.pem")
def choose(connection, name, context):
    calls.append((connection, name, context))
    if name == "other":
        connection.context = other
    if name == "bad":
        return ssl.ALERT_DESCRIPTION_ACCESS_DENIED
s.sni_callback = choose
c = client()
c.check_hostname = False
p = Pair(s, c).shake()
assert not p.errors and calls == [(p.server, "localhost", s)], calls
p = Pair(s, c, "other").shake()
assert p.errors["client"].verify_code == 18 and p.server.context is other
p = Pair(s, c, "bad").shake()
assert p.errors["client"].reason == "TLSV1_ALERT_ACCESS_DENIED" and p.errors["server"].reason == "CALLBACK_FAILED"

for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    s, c = server(), client()
    c.maximum_version = version
    first = Pair(s, c).shake()
    first.server.write(b"x")
    first.carry()
    first.client.read(1)
    session = first.client.session
    assert session.has_ticket and len(session.id) == 32 and session.timeout == 7200
    again = Pair(s, c, session=session).shake()
    assert again.client.session_reused and again.server.session_reused and not first.client.session_reused
    assert s.session_stats()["hits"] == 1
    try:
        client().wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="localhost", session=session)
    except ValueError as exc:
        assert str(exc) == "Session refers to a different SSLContext."
---
# What is no TLS at all.
import ssl
from peers import Pair, client, server

for data, reason in ((b"GET / HTTP/1.0\r\n\r\n", "HTTP_REQUEST"), (b"hello, is this a server?", "WRONG_VERSION_NUMBER")):
    p = Pair(server(), client())
    p.to_server.write(data)
    try:
        p.server.do_handshake()
    except ssl.SSLError as exc:
        assert exc.reason == reason, exc
    else:
        raise AssertionError
p = Pair(server(), client()).shake()
p.to_client.write(b"\x17\x03\x03\x00\x20" + b"x" * 32)
try:
    p.client.read(1)
except ssl.SSLError as exc:
    assert exc.reason == "RECORD_LAYER_FAILURE", exc
p.carry()
p.server.read(1)  ### SSLError: \[SSL: SSLV3_ALERT_BAD_RECORD_MAC\] ssl/tls alert bad record mac
---
import ssl
from peers import Pair, client, server

p = Pair(server(), client())
assert p.client.version() is None and p.client.cipher() is None and p.client.pending() == 0
try:
    p.client.unwrap()
except ssl.SSLError as exc:
    assert exc.reason == "SHUTDOWN_WHILE_IN_INIT"
p.client.getpeercert()  ### ValueError: handshake not done yet
