import asyncio
import logging
import os
import signal
import subprocess as processes
import types
import warnings

from asyncio import subprocess
from asyncio.subprocess import DEVNULL, PIPE, STDOUT

from check import raises


async def communicating():
    p = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    assert isinstance(p, subprocess.Process) and p.pid > 0 and p.returncode is None
    out, err = await p.communicate(b"through cat")
    assert (out, err, p.returncode) == (b"through cat", None, 0)
    assert await p.wait() == 0

    p = await asyncio.create_subprocess_shell("echo out; echo err >&2; exit 7", stdout=PIPE, stderr=PIPE)
    assert await p.communicate() == (b"out\n", b"err\n") and p.returncode == 7
    p = await asyncio.create_subprocess_shell("echo out; echo err >&2", stdout=PIPE, stderr=STDOUT)
    assert await p.communicate() == (b"out\nerr\n", None)
    p = await asyncio.create_subprocess_exec("true", stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
    assert await p.wait() == 0 and p.stdin is p.stdout is p.stderr is None

    # More than a pipe holds, both ways at once.
    p = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    big = os.urandom(1 << 20)
    out, _ = await p.communicate(big)
    assert out == big


async def talking():
    p = await asyncio.create_subprocess_exec("sh", "-c", 'while read line; do echo "<$line>"; done', stdin=PIPE, stdout=PIPE)
    for word in (b"one", b"two"):
        p.stdin.write(word + b"\n")
        await p.stdin.drain()
        assert await p.stdout.readline() == b"<" + word + b">\n"
    p.stdin.close()
    assert await p.stdout.read() == b""
    assert await p.wait() == 0


async def signalling():
    p = await asyncio.create_subprocess_exec("sleep", "30")
    p.terminate()
    assert await p.wait() == -signal.SIGTERM and p.returncode == -signal.SIGTERM
    p = await asyncio.create_subprocess_exec("sleep", "30")
    p.kill()
    assert await p.wait() == -signal.SIGKILL
    with raises(ProcessLookupError):
        p.send_signal(signal.SIGTERM)
    p = await asyncio.create_subprocess_shell("trap 'exit 3' USR1; echo ready; while :; do sleep 0.01; done", stdout=PIPE)
    assert await p.stdout.readline() == b"ready\n"
    p.send_signal(signal.SIGUSR1)
    assert await p.wait() == 3

    # Giving up waiting leaves the child alone.
    p = await asyncio.create_subprocess_exec("sleep", "30")
    with raises(TimeoutError):
        await asyncio.wait_for(p.wait(), 0.01)
    assert p.returncode is None
    waiting = asyncio.gather(p.wait(), p.wait())
    p.kill()
    assert await waiting == [-9, -9]


async def settings():
    p = await asyncio.create_subprocess_shell("echo $WORD; pwd", stdout=PIPE, env={"WORD": "given", "PATH": os.environ["PATH"]}, cwd="/")
    assert (await p.communicate())[0] == b"given\n/\n"
    with raises(FileNotFoundError) as r:
        await asyncio.create_subprocess_exec("no-such-program-anywhere")
    assert r.value.filename == "no-such-program-anywhere"
    with raises(ValueError, "universal_newlines must be False"):
        await asyncio.create_subprocess_exec("true", universal_newlines=True)
    with raises(ValueError, "cmd must be a string"):
        await asyncio.create_subprocess_shell(["true"])


async def many():
    async def one(n):
        p = await asyncio.create_subprocess_shell(f"exit {n}")
        return await p.wait()
    assert await asyncio.gather(*(one(n) for n in range(8))) == list(range(8))


async def with_protocol():
    loop = asyncio.get_running_loop()

    class Watching(asyncio.SubprocessProtocol):
        def __init__(self):
            self.log = []
            self.ended = loop.create_future()

        def connection_made(self, transport):
            self.log.append("made")

        def pipe_data_received(self, fd, data):
            self.log.append((fd, data))

        def pipe_connection_lost(self, fd, exc):
            self.log.append(("closed", fd))

        def process_exited(self):
            self.log.append("exited")

        def connection_lost(self, exc):
            self.ended.set_result(exc)
    transport, protocol = await loop.subprocess_exec(Watching, "echo", "hi", stdin=None, stderr=None)
    assert isinstance(transport, asyncio.SubprocessTransport)
    assert await asyncio.wait_for(protocol.ended, 10) is None
    assert transport.get_returncode() == 0 and transport.get_pid() > 0
    assert protocol.log[0] == "made" and sorted(map(str, protocol.log[1:])) == sorted(map(str, [(1, b"hi\n"), ("closed", 1), "exited"]))
    transport.close()


async def cancelled_while_connecting():
    # The process is killed and waited for, though its pipes never got a transport.
    loop = asyncio.get_running_loop()

    async def refuse(factory, pipe):
        pids.append(next(iter(Started.pids)))
        raise asyncio.CancelledError

    class Started(processes.Popen):
        pids = set()

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            Started.pids.add(self.pid)

    pids = []
    original, processes.Popen = processes.Popen, Started
    loop.connect_read_pipe = refuse
    try:
        with warnings.catch_warnings(action="ignore"):
            with raises(asyncio.CancelledError):
                await asyncio.create_subprocess_exec("sleep", "30", stdout=PIPE)
            with raises(ProcessLookupError):
                os.kill(pids[0], 0)
    finally:
        processes.Popen = original
        del loop.connect_read_pipe


async def waited_for_elsewhere():
    class Keep(logging.Handler):
        def emit(self, record):
            records.append(record.getMessage())

    records = []
    handler = Keep()
    logger = logging.getLogger("asyncio")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        p = await asyncio.create_subprocess_shell("sleep 0.2")
        try:
            os.waitpid(p.pid, 0)
        except ChildProcessError:
            return  # CPython may wait in a thread of its own, and be faster
        assert await p.wait() == 255
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    assert len(records) == 1 and f" pid {p.pid}" in records[0] and "will report returncode 255" in records[0], records


async def own_start():
    # Other classes of transports start processes in ways of their own.
    class Nothing(asyncio.base_subprocess.BaseSubprocessTransport):
        def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
            given.append((args, shell, stdin, bufsize, kwargs))
            self._proc = types.SimpleNamespace(stdin=None, stdout=None, stderr=None, pid=7, returncode=None)

    given = []
    loop = asyncio.get_running_loop()
    protocol = Recorder()
    waiter = loop.create_future()
    transport = Nothing(loop, protocol, ["x"], False, None, None, None, 0, waiter=waiter, extra={"a": 1}, word="w")
    assert given == [(["x"], False, None, 0, {"word": "w"})] and transport.get_extra_info("a") == 1
    assert repr(transport) == "<Nothing pid=7 running>"
    transport._process_exited(6)
    await waiter
    while transport._loop is not None:
        await asyncio.sleep(0)
    assert protocol.calls == ["connection_made", "process_exited", "connection_lost"], protocol.calls
    assert repr(transport) == "<Nothing pid=7 returncode=6>" and await transport._wait() == 6
    with raises(ProcessLookupError):
        transport.kill()
    transport.close()
    assert asyncio.unix_events._UnixSubprocessTransport.__mro__[1] is asyncio.base_subprocess.BaseSubprocessTransport


class Recorder(asyncio.SubprocessProtocol):
    def __init__(self):
        self.calls = []

    def __getattribute__(self, name):
        if name.startswith(("connection_", "process_")):
            return lambda *args: self.calls.append(name)
        return super().__getattribute__(name)


async def main():
    for test in (communicating, talking, signalling, settings, many, with_protocol, cancelled_while_connecting, waited_for_elsewhere,
                 own_start):
        await asyncio.wait_for(asyncio.create_task(test()), 15)


asyncio.run(main())
