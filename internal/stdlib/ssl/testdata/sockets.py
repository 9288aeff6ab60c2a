# TLS over sockets: a server in a thread.
import socket
import ssl
import threading
from peers import client, server

listener = socket.create_server(("127.0.0.1", 0))
address = listener.getsockname()
failures = []

def serve():
    context = server()
    for _ in range(3):
        plain, _ = listener.accept()
        try:
            with context.wrap_socket(plain, server_side=True) as conn:
                while data := conn.recv(1 << 16):
                    conn.sendall(data)
                conn.unwrap()
        except OSError as exc:
            failures.append(exc)

thread = threading.Thread(target=serve)
thread.start()

with socket.create_connection(address) as plain, client().wrap_socket(plain, server_hostname="localhost") as conn:
    assert isinstance(conn, socket.socket) and plain.fileno() == -1 and conn.version() == "TLSv1.3"
    conn.sendall(b"hello")
    assert conn.recv(100) == b"hello"
    big = bytes(range(256)) * 8000
    sender = threading.Thread(target=conn.sendall, args=(big,))
    sender.start()
    buf = bytearray(len(big))
    view = memoryview(buf)
    got = 0
    while got < len(big):
        got += conn.recv_into(view[got:])
    sender.join()
    assert buf == big
    with conn.makefile("rwb") as file:
        file.write(b"a line\nmore")
        file.flush()
        assert file.readline() == b"a line\n" and file.read(4) == b"more"
    conn.settimeout(0.01)
    try:
        conn.recv(1)
    except TimeoutError as exc:
        assert str(exc) == "The read operation timed out"
    conn.setblocking(False)
    try:
        conn.recv(1)
    except ssl.SSLWantReadError:
        pass
    # More than fits: the writer is told, and goes on with the same bytes.
    chunk, sent = b"y" * 100000, 0
    try:
        for _ in range(1000):
            sent += conn.send(chunk)
    except ssl.SSLWantWriteError:
        pass
    conn.setblocking(True)
    want = sent
    reader_total = 0
    def read_all():
        global reader_total
        while reader_total < want + len(chunk):
            reader_total += len(conn.recv(1 << 16))
    reader = threading.Thread(target=read_all)
    reader.start()
    conn.sendall(chunk)
    reader.join()
    assert reader_total == want + len(chunk)
    assert conn.unwrap() is conn

# A certificate that is not trusted; a name is needed.
try:
    client(None).wrap_socket(socket.create_connection(address), server_hostname="localhost")
except ssl.SSLCertVerificationError as exc:
    assert exc.verify_code == 20
try:
    client().wrap_socket(socket.socket())
except ValueError as exc:
    assert str(exc) == "check_hostname requires server_hostname"

# connect() does the handshake; without close_notify reading ends quietly or not.
conn = client().wrap_socket(socket.socket(), server_hostname="localhost")
assert conn.version() is None
conn.connect(address)
assert conn.getpeercert()["subject"]
conn.close()
thread.join(10)
assert not thread.is_alive() and len(failures) >= 1
listener.close()
---
# A connection that ends without close_notify.
import socket
import ssl
import threading
from peers import client, server

for quiet in (True, False):
    a, b = socket.socketpair()
    def rude():
        conn = server().wrap_socket(a, server_side=True)
        conn.sendall(b"bye")
        socket.socket.shutdown(conn, socket.SHUT_RDWR)
        conn.close()
    thread = threading.Thread(target=rude)
    thread.start()
    conn = client().wrap_socket(b, server_hostname="localhost", suppress_ragged_eofs=quiet)
    assert conn.recv(10) == b"bye"
    try:
        assert conn.recv(10) == b"" and quiet
    except ssl.SSLEOFError:
        assert not quiet
    thread.join()
    conn.close()
---
# STARTTLS and back: what follows close_notify is plain.
import socket
import threading
from peers import client, server

a, b = socket.socketpair()

def other():
    global a
    assert a.recv(8) == b"starttls"
    conn = server().wrap_socket(a, server_side=True)
    assert conn.recv(10) == b"secret"
    a = conn.unwrap()
    assert a.recv(10) == b"plain"
    a.close()

thread = threading.Thread(target=other)
thread.start()
b.send(b"starttls")
conn = client().wrap_socket(b, server_hostname="localhost")
conn.sendall(b"secret")
plain = conn.unwrap()
plain.send(b"plain")
thread.join()
plain.close()
