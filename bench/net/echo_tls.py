"""TLS echo over asyncio streams, server and 50 clients in one process, 64-byte lines."""
import asyncio, ssl, tempfile, time

CLIENTS, ROUNDS, LINE = 50, 400, b"x" * 63 + b"\n"

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


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(port, context, ready, go):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")
    ready.release()
    await go.wait()
    for _ in range(ROUNDS):
        writer.write(LINE)
        assert await reader.readline() == LINE
    writer.close()
    await writer.wait_closed()


async def main():
    theirs, ours = contexts()
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=theirs)
    port = server.sockets[0].getsockname()[1]
    ready, go = asyncio.Semaphore(0), asyncio.Event()
    tasks = [asyncio.create_task(client(port, ours, ready, go)) for _ in range(CLIENTS)]
    for _ in tasks:
        await ready.acquire()
    t = time.perf_counter()
    go.set()
    await asyncio.gather(*tasks)
    dt = time.perf_counter() - t
    server.close()
    await server.wait_closed()
    return dt


print("RESULT", asyncio.run(main()) / (CLIENTS * ROUNDS) * 1e9, "ns/round-trip")
