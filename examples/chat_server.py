"""A chat server: every line that someone sends goes to everyone else in the room.

    python chat_server.py 8000        then, in other terminals: nc localhost 8000
    python chat_server.py --selftest  starts a server, lets three clients talk to it, and checks what they hear
"""

import asyncio
import sys


class Room:
    """Who is here, and a queue for each: a slow reader keeps nobody waiting, and is dropped if it falls too far behind."""

    def __init__(self, backlog: int = 100) -> None:
        self.backlog = backlog
        self.members: dict[str, asyncio.Queue[str]] = {}

    def say(self, text: str, sender: str | None = None) -> None:
        for name, outbox in self.members.items():
            if name == sender:
                continue
            try:
                outbox.put_nowait(text)
            except (asyncio.QueueFull, asyncio.QueueShutDown):
                outbox.shutdown(immediate=True)

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection, from the greeting to the goodbye."""
        name = None
        try:
            name = await self.ask_name(reader, writer)
            if name is not None:
                outbox = self.members[name] = asyncio.Queue(self.backlog)
                self.say(f"* {name} has come", sender=name)
                await self.talk(name, outbox, reader, writer)
        except ConnectionError:
            pass
        finally:
            if name is not None:
                del self.members[name]
                self.say(f"* {name} has left")
            writer.close()

    async def ask_name(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str | None:
        while True:
            writer.write(b"your name? ")
            await writer.drain()
            line = await reader.readline()
            if not line:
                return None
            name = line.decode(errors="replace").strip()
            if name and name not in self.members:
                return name

    async def talk(self, name: str, outbox: asyncio.Queue[str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Reads and writes at once; the connection ends when either of them ends."""
        jobs = [asyncio.create_task(self.listen(name, reader)), asyncio.create_task(self.deliver(outbox, writer))]
        try:
            await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)

    async def listen(self, name: str, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if text := line.decode(errors="replace").strip():
                self.say(f"{name}: {text}", sender=name)

    async def deliver(self, outbox: asyncio.Queue[str], writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write((await outbox.get()).encode() + b"\n")
            await writer.drain()


class Client:
    """What the self-test needs of a chat client."""

    @classmethod
    async def join(cls, port: int, name: str) -> "Client":
        self = cls()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        await self.reader.readuntil(b"? ")
        self.send(name)
        return self

    def send(self, text: str) -> None:
        self.writer.write(text.encode() + b"\n")

    async def hear(self) -> str:
        return (await self.reader.readline()).decode().rstrip("\n")

    async def leave(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()


async def selftest() -> None:
    room = Room()
    server = await asyncio.start_server(room.welcome, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, asyncio.timeout(10):
        ada = await Client.join(port, "ada")
        while "ada" not in room.members:
            await asyncio.sleep(0.001)
        ben = await Client.join(port, "ben")
        assert await ada.hear() == "* ben has come"

        eve = await Client.join(port, "ada")  # taken
        assert await eve.reader.readuntil(b"? ") == b"your name? "
        eve.send("eve")
        assert await ada.hear() == await ben.hear() == "* eve has come"

        ada.send("hello")
        assert await ben.hear() == await eve.hear() == "ada: hello"
        ben.send("grüezi")
        assert await ada.hear() == await eve.hear() == "ben: grüezi"

        await ben.leave()
        assert await ada.hear() == await eve.hear() == "* ben has left"
        for i in range(50):
            eve.send(f"line {i}")
        assert [await ada.hear() for _ in range(50)] == [f"eve: line {i}" for i in range(50)]
        await eve.leave()
        assert await ada.hear() == "* eve has left"
        await ada.leave()
        while room.members:
            await asyncio.sleep(0.001)
    print("the chat server works")


async def main(port: int) -> None:
    server = await asyncio.start_server(Room().welcome, "127.0.0.1", port)
    print("listening on port", server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    if "--selftest" in sys.argv:
        asyncio.run(selftest())
    else:
        try:
            asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000))
        except KeyboardInterrupt:
            print("bye")
