"""Contexts and connections for the scripts. The certificates are made for these tests: an authority, and what it signed."""

import os
import ssl

_HERE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "certs")


def cert(name):
    return os.path.join(_HERE, name)


def server(name="server.pem"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert(name))
    return context


def client(authority="ca.pem"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if authority:
        context.load_verify_locations(cert(authority))
    return context


class Pair:
    """A client and a server that exchange bytes through buffers."""

    def __init__(self, server, client, host="localhost", session=None):
        self.to_client, self.from_client, self.to_server, self.from_server = (ssl.MemoryBIO() for _ in range(4))
        self.client = client.wrap_bio(self.to_client, self.from_client, server_hostname=host, session=session)
        self.server = server.wrap_bio(self.to_server, self.from_server, server_side=True)
        self.errors = {}

    def carry(self):
        self.to_server.write(self.from_client.read())
        self.to_client.write(self.from_server.read())

    def shake(self):
        todo = {"client": self.client, "server": self.server}
        for _ in range(8):
            for name, end in list(todo.items()):
                try:
                    end.do_handshake()
                except ssl.SSLWantReadError:
                    pass
                except (ssl.SSLError, OSError) as exc:
                    self.errors[name] = exc
                    del todo[name]
                else:
                    del todo[name]
                self.carry()
        assert not todo or self.errors, todo
        return self
