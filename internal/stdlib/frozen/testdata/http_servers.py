# http.client against http.server and wsgiref: keep-alive, chunks, files, errors, applications.
import http.client
import http.server
import os
import tempfile
import threading
import wsgiref.simple_server

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "a.txt"), "w") as f:
    f.write("hello")
os.mkdir(os.path.join(folder, "sub"))


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, directory=folder, **kwargs)

    def log_message(self, *args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201, "Made")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in (body, b"more"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")


def get(connection, method, path, body=None):
    connection.request(method, path, body)
    return connection.getresponse()


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    r = get(connection, "GET", "/a.txt")
    assert (r.status, r.reason, r.getheader("Content-Type"), r.read()) == (200, "OK", "text/plain", b"hello")
    r = get(connection, "HEAD", "/a.txt")
    assert r.getheader("content-length") == "5" and r.read() == b""
    r = get(connection, "POST", "/x", "data")
    assert (r.status, r.reason, r.read(2), r.read()) == (201, "Made", b"da", b"tamore")
    r = get(connection, "GET", "/sub")
    assert r.status == 301 and r.getheader("location") == "/sub/" and r.read() == b""
    assert get(connection, "GET", "/../../nothing").status == 404
    assert get(http.client.HTTPConnection("127.0.0.1", server.server_port), "PUT", "/a.txt").status == 501
    server.shutdown()
    thread.join()


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode(), environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *args):
        pass


with wsgiref.simple_server.make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    r = get(http.client.HTTPConnection("127.0.0.1", server.server_port), "POST", "/p%20q?x=1", b"abc")
    assert (r.status, r.read()) == (200, b"/p qabc")
    thread.join()
---
import http.client
http.client.HTTPConnection("localhost").putrequest("GET", "/ a")  ### InvalidURL: URL can't contain control characters
---
import http.client
http.client.HTTPConnection("localhost").getresponse()  ### ResponseNotReady: Idle
