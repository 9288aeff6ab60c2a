"""One TLS connection over asyncio streams that carries 64 MiB in pieces of 64 KiB."""
import asyncio, ssl, tempfile, time

PIECE, PIECES = b"x" * (64 << 10), 1024

# A self-signed certificate for localhost and its key, made for this program.
PEM = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgL/S4vB5JnplUj5Zn
wCqdSLDn03TuX30+1gJ+LQC+sC+hRANCAATzcj3GEptkJ/linKzWu+cSQUKrnGOg
OqJg6dtawpHCJD4H3RAypZuoqcw4M6fSWMRH+ABxaPaVRxIpoBXUv874
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBujCCAWCgAwIBAgIIDju0uNGWP2cwCgYIKoZIzj0EAwIwIzENMAsGA1UEChME
T3VybzESMBAGA1UEAxMJbG9jYWxob3N0MCAXDTI1MDEwMTAwMDAwMFoYDzIxMjUw
MTAxMDAwMDAwWjAjMQ0wCwYDVQQKEwRPdXJvMRIwEAYDVQQDEwlsb2NhbGhvc3Qw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATzcj3GEptkJ/linKzWu+cSQUKrnGOg
OqJg6dtawpHCJD4H3RAypZuoqcw4M6fSWMRH+ABxaPaVRxIpoBXUv874o3wwejAO
BgNVHQ8BAf8EBAMCB4AwHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMAwG
A1UdEwEB/wQCMAAwOwYDVR0RBDQwMoIJbG9jYWxob3N0gg0qLmV4YW1wbGUub3Jn
hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABMAoGCCqGSM49BAMCA0gAMEUCIQD7LH4y
hBobg7LCwLgy1B2HW9s9wewuBZm9lraF/dfT2QIgZt8BBRB4EG4Ma5c+jhzSNlFl
PhK/h8zItVCdnEl0Wvs=
-----END CERTIFICATE-----
"""


def contexts():
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(PEM)
        file.flush()
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(file.name)
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.load_verify_locations(file.name)
    return server, client


async def main():
    theirs, ours = contexts()

    async def serve(reader, writer):
        for _ in range(PIECES):
            writer.write(PIECE)
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=theirs)
    port = server.sockets[0].getsockname()[1]
    t = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=ours, server_hostname="localhost")
    for _ in range(PIECES):
        await reader.readexactly(len(PIECE))
    dt = time.perf_counter() - t
    writer.close()
    await writer.wait_closed()
    server.close()
    return dt


print("RESULT", asyncio.run(main()) * 1e3, "ms")
