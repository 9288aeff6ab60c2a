# The bundled HTTP clients with a context, against a server over TLS.
import asyncio
import aiohttp
import requests
from peers import cert, client, server

async def answer(reader, writer):
    while await reader.readline() not in (b"\r\n", b""):
        pass
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")
    writer.close()

async def main():
    listener = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=server())
    url = f"https://localhost:{listener.sockets[0].getsockname()[1]}/"
    for connector, how in ((None, client()), (aiohttp.TCPConnector(ssl=client()), True), (None, False)):
        async with aiohttp.ClientSession(connector=connector) as session:
            async with session.get(url, ssl=how) as response:
                assert await response.text() == "secret"
    async with aiohttp.ClientSession() as session:
        for how in (True, client(None)):
            try:
                await session.get(url, ssl=how)
            except aiohttp.ClientConnectorCertificateError:
                pass
            else:
                raise AssertionError(how)
        try:
            await session.get(url.replace("localhost", "127.0.0.2"), ssl=client())
        except aiohttp.ClientConnectorError:
            pass
    assert (await asyncio.to_thread(requests.get, url, verify=cert("ca.pem"))).text == "secret"
    try:
        await asyncio.to_thread(requests.get, url)
    except requests.exceptions.SSLError:
        pass
    else:
        raise AssertionError
    listener.close()

asyncio.run(main())
