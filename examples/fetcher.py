"""Fetches many pages at once over plain streams, a few connections at a time, from a server that it starts itself."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Page:
    status: int
    headers: dict[str, str]
    body: bytes


async def fetch(url: str, timeout: float = 5) -> Page:
    """GET, as simple as HTTP allows: one request, then the connection is closed."""
    parts = urlsplit(url)
    async with asyncio.timeout(timeout):
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
        try:
            writer.write(f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
            _, status, *_ = (await reader.readline()).split(b" ", 2)
            headers = {}
            while (line := await reader.readline()) not in (b"\r\n", b""):
                name, _, value = line.decode("latin-1").partition(":")
                headers[name.strip().lower()] = value.strip()
            body = await reader.readexactly(int(headers["content-length"]))
            return Page(int(status), headers, body)
        finally:
            writer.close()


async def fetch_all(urls: list[str], at_once: int) -> dict[str, Page | Exception]:
    """A semaphore bounds how many are under way; an error is kept as the page's result."""
    slots = asyncio.Semaphore(at_once)
    results: dict[str, Page | Exception] = {}

    async def one(url: str) -> None:
        async with slots:
            try:
                results[url] = await fetch(url, timeout=0.2 if url.endswith("/slow") else 5)
            except (OSError, ValueError, asyncio.IncompleteReadError) as e:
                results[url] = e

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(one(url))
    return results


class Site:
    """A small web site, for the fetcher to have something to fetch."""

    def __init__(self) -> None:
        self.open = self.busiest = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.busiest = max(self.busiest, self.open)
        try:
            request = await reader.readuntil(b"\r\n\r\n")
            path = request.split(b" ")[1].decode()
            if path == "/slow":
                await asyncio.sleep(2)
            elif path == "/rude":
                return  # hangs up without an answer
            await asyncio.sleep(0.01)
            status, body = "404 Not Found", b"no such page"
            if path.startswith("/page/"):
                status, body = "200 OK", path.encode() * 1000
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            self.open -= 1
            writer.close()


async def main() -> None:
    site = Site()
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    base = "http://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
    async with server:
        urls = [f"{base}/page/{i}" for i in range(50)] + [f"{base}/{name}" for name in ("missing", "rude", "slow")]
        began = time.perf_counter()
        results = await fetch_all(urls, at_once=10)
        took = time.perf_counter() - began
    pages = [r for r in results.values() if isinstance(r, Page)]
    print("fetched:", sum(p.status == 200 for p in pages), "pages,", sum(len(p.body) for p in pages if p.status == 200), "bytes")
    print("not found:", sum(p.status == 404 for p in pages))
    for name in ("rude", "slow"):
        print(f"{name}:", type(results[f"{base}/{name}"]).__name__)
    print("at most ten at a time:", site.busiest <= 10)
    print("faster than one after the other:", took < 50 * 0.01 + 0.2)


if __name__ == "__main__":
    asyncio.run(main())
