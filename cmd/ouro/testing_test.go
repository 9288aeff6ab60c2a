package main_test

import (
	"testing"
	"time"
)

// TestVirtualClock runs a program that sleeps for 17 seconds as it is, and on a clock that does not wait.
func TestVirtualClock(t *testing.T) {
	t.Parallel()
	const program = `
import asyncio, sys
from codetiming import Timer

async def task(name, work_queue):
    timer = Timer(text=f"Task {name} elapsed time: {{:.1f}}")
    while not work_queue.empty():
        delay = await work_queue.get()
        print(f"Task {name} running")
        timer.start()
        await asyncio.sleep(delay)
        timer.stop()

async def main():
    work_queue = asyncio.Queue()
    for work in [15, 10, 5, 2]:
        await work_queue.put(work)
    with Timer(text="\nTotal elapsed time: {:.1f}"):
        await asyncio.gather(
            asyncio.create_task(task("One", work_queue)),
            asyncio.create_task(task("Two", work_queue)),
        )

import ouro.testing
ouro.testing.run(main())
`
	const want = "Task One running\nTask Two running\nTask Two elapsed time: 10.0\nTask Two running\nTask One elapsed time: 15.0\n" +
		"Task One running\nTask Two elapsed time: 5.0\nTask One elapsed time: 2.0\n\nTotal elapsed time: 17.0\n"
	begun := time.Now()
	r := run(t, nil, script(t, program))
	if r.status != 0 || r.out != want {
		t.Errorf("status %d, output %q\n%s", r.status, r.out, r.err)
	}
	if took := time.Since(begun); took > 8*time.Second {
		t.Errorf("took %v", took)
	}
}

// What holds in ouro.testing.run(main()), by name.
var rehearsals = map[string]string{
	"clocks": `
async def main():
    loop = asyncio.get_running_loop()
    assert loop.time() == time.monotonic() == time.perf_counter() == 0.0
    before, today = time.time(), datetime.datetime.now()
    await asyncio.sleep(86400)
    assert loop.time() == time.monotonic() == time.perf_counter() == 86400.0
    assert time.monotonic_ns() == time.perf_counter_ns() == 86400 * 10**9
    assert abs(time.time() - before - 86400) < 1e-3 and abs(time.time_ns() / 1e9 - time.time()) < 1e-3
    assert datetime.timedelta(hours=23, minutes=59) < datetime.datetime.now() - today < datetime.timedelta(days=1, seconds=1)
    time.sleep(3600)
    assert loop.time() == 90000.0
real = time.monotonic()
run(main())
assert 0 <= time.monotonic() - real < 60
assert run(asyncio.sleep(1, "later"), start=100) == "later"
`,
	"short sleeps reach the end": `
async def main():
    end = time.monotonic() + 0.7
    while time.monotonic() < end:
        await asyncio.sleep((end - time.monotonic()) / 3)
        await asyncio.sleep(0.1)
run(main(), start=12345.678)
`,
	"timeouts": `
async def main():
    try:
        async with asyncio.timeout(3600):
            await asyncio.Event().wait()
    except TimeoutError:
        assert time.monotonic() == 3600
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        log.append("cleaned up")
log = []
try:
    run(main())
except ouro.DeadlockError:
    log.append("deadlock")
assert log == ["cleaned up", "deadlock"], log
`,
	"real work": `
async def main():
    loop = asyncio.get_running_loop()
    sleeper = asyncio.create_task(asyncio.sleep(1000))
    await asyncio.to_thread(time.sleep, 0.05)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        await loop.run_in_executor(pool, time.sleep, 0.05)
        assert loop.time() == 0.0
        await sleeper
    async with asyncio.timeout(0.01):
        child = await asyncio.create_subprocess_exec("/bin/sh", "-c", "sleep 0.05")
        await child.wait()
    assert loop.time() == 1000.0
    async def echo(reader, writer):
        line = await reader.readline()
        await asyncio.sleep(5)
        writer.write(line)
        writer.close()
    async with await asyncio.start_server(echo, "127.0.0.1") as server:
        async with asyncio.timeout(5.5):
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            assert await reader.readline() == b"hello\n"
        writer.close()
    assert loop.time() == 1005.0
run(main())
`,
	"seeds": `
async def worker(n, log):
    for _ in range(5):
        log.append(n)
        await asyncio.sleep(random.choice([0, 0, 1]) if n else 0)
async def main():
    random.seed(1)
    log = []
    async with asyncio.TaskGroup() as group:
        for n in range(6):
            group.create_task(worker(n, log))
    return log
def order(**how):
    return run(main(), **how)
assert order(seed=7) == order(seed=7) == order(seed=7)
assert len({tuple(order(seed=n)) for n in range(20)}) > 15
assert order() == order() and order(seed=10**30) == order(seed=10**30)
async def steps():
    log = []
    async def step(n):
        for _ in range(3):
            log.append(n)
            await asyncio.sleep(0)
    await asyncio.gather(*map(step, range(4)))
    return log
assert run(steps()) == [*range(4)] * 3
assert run(steps(), clock="real", seed=3) == run(steps(), clock="real", seed=3) != [*range(4)] * 3
`,
	"callbacks keep their order": `
async def main():
    loop = asyncio.get_running_loop()
    log = []
    for n in range(50):
        loop.call_soon(log.append, n)
    await asyncio.sleep(1)
    assert log == [*range(50)], log
run(main(), seed=1)
`,
	"errors": `
def refused(error, **how):
    main = asyncio.sleep(0)
    try:
        run(main, **how)
    except error:
        main.close()
    else:
        raise AssertionError(how)
refused(ValueError, clock="sun")
refused(ValueError, start=-1)
refused(ValueError, start=float("nan"))
refused(TypeError, seed="x")
async def nested():
    refused(RuntimeError)
run(nested())
`,
	"unittest": `
import unittest
class Test(unittest.IsolatedAsyncioTestCase):
    loop_factory = staticmethod(ouro.testing.new_event_loop)
    async def test_long(self):
        await asyncio.sleep(1e6)
        self.assertEqual(time.monotonic(), 1e6)
assert unittest.TextTestRunner(stream=open("/dev/null", "w")).run(unittest.defaultTestLoader.loadTestsFromTestCase(Test)).wasSuccessful()
`,
}

func TestRehearsals(t *testing.T) {
	t.Parallel()
	for name, src := range rehearsals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, nil, script(t, "import asyncio, concurrent.futures, datetime, random, time\nimport ouro, ouro.testing\nfrom ouro.testing import run\n"+src))
			if r.status != 0 {
				t.Errorf("status %d\n%s%s", r.status, r.out, r.err)
			}
		})
	}
}
