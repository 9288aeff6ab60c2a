package main_test

import (
	"strings"
	"testing"
)

const deadlocked = `
import asyncio

async def fetch(queue):
    return await queue.get()

async def both(name, first, second):
    async with first:
        await asyncio.sleep(0)
        async with second:
            print("never", name)

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(both("one", a, b), name="one")
            group.create_task(both("two", b, a), name="two")
            for _ in range(50):
                group.create_task(fetch(QUEUE))
    finally:
        print("cleaned up")

QUEUE = asyncio.Queue()
asyncio.run(main())
`

func TestDeadlock(t *testing.T) {
	t.Parallel()
	file := script(t, deadlocked)
	r := run(t, nil, file)
	if r.status != 1 || r.out != "cleaned up\n" {
		t.Errorf("status %d, output %q", r.status, r.out)
	}
	wants(t, "the report", r.err,
		"ouro.DeadlockError: all 53 tasks wait, and nothing can wake one\n",
		"\n  task 'one' waits for Lock.acquire() of <asyncio.locks.Lock object at 0x",
		" [locked, waiters:1]>, held by task 'two'\n    File \""+file+"\", line 10, in both\n      async with second:\n",
		", held by task 'one'\n",
		"\n  task 'Task-1' waits for TaskGroup.__aexit__() of <TaskGroup tasks=52 entered>: task 'one', task 'two', task 'Task-2', task 'Task-3', task 'Task-4' and 47 more\n",
		" and 45 more wait for Queue.get() of <Queue at 0x", "line 5, in fetch\n      return await queue.get()\n")
	if n := strings.Count(r.err, "Queue.get()"); n != 1 {
		t.Errorf("%d lines for tasks that wait alike:\n%s", n, r.err)
	}
}

// Each program waits for something that can come, or has said that it will wait; none may be called a deadlock.
var notDeadlocked = map[string]string{
	"thread": `
import threading, time
async def main():
    f = loop().create_future()
    threading.Thread(target=lambda l: (time.sleep(0.1), l.call_soon_threadsafe(f.set_result, 1)), args=(loop(),)).start()
    await f
`,
	"executor": `
import time
async def main():
    await asyncio.gather(asyncio.to_thread(time.sleep, 0.1), loop().run_in_executor(None, time.sleep, 0.1))
`,
	"pool of the script's own": `
import time, concurrent.futures
async def main():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        await loop().run_in_executor(pool, time.sleep, 0.1)
`,
	"signal handler": `
import signal
async def main():
    f = loop().create_future()
    loop().add_signal_handler(signal.SIGALRM, f.set_result, 1)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    await f
`,
	"handler by signal.signal": `
import signal
async def main():
    e = asyncio.Event()
    l = loop()
    signal.signal(signal.SIGALRM, lambda *a: l.call_soon_threadsafe(e.set))
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    await e.wait()
`,
	"child process": `
async def main():
    p = await asyncio.create_subprocess_exec("/bin/sh", "-c", "sleep 0.1")
    await p.wait()
`,
	"descriptor": `
import os
async def main():
    r, w = os.pipe()
    e = asyncio.Event()
    loop().add_reader(r, e.set)
    p = await asyncio.create_subprocess_exec("/bin/sh", "-c", "sleep 0.1; echo", stdout=w)
    await e.wait()
    loop().remove_reader(r)
`,
	"finaliser": `
class Dropped:
    def __init__(self, f): self.f = f
    def __del__(self): self.f.set_result(1)
async def main():
    f = loop().create_future()
    Dropped(f)
    await f
`,
	"timer": `
async def main():
    try:
        async with asyncio.timeout(0.1):
            await loop().create_future()
    except TimeoutError:
        pass
`,
	"caught": `
import ouro
async def main():
    inner = asyncio.new_event_loop()
    ouro.report_deadlocks(False)
    assert ouro.report_deadlocks(True) is False
`,
}

func TestNoDeadlock(t *testing.T) {
	t.Parallel()
	for name, src := range notDeadlocked {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, nil, script(t, "import asyncio\nloop = asyncio.get_running_loop\n"+src+"\nasyncio.run(main())\nprint('done')\n"))
			if r.status != 0 || r.out != "done\n" {
				t.Errorf("status %d, output %q\n%s", r.status, r.out, r.err)
			}
		})
	}
}

// A loop that runs for ever, and one whose program has switched the report off, wait on: until a signal comes.
func TestDeadlockWaits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  string
		tail string
	}{
		"run_forever": {"", "loop = asyncio.new_event_loop()\nt = loop.create_task(main())\nloop.run_forever()"},
		"environment": {"OURO_DEADLOCK=0", "asyncio.run(main())"},
		"switched":    {"", "import ouro; ouro.report_deadlocks(False)\nasyncio.run(main())"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := "import asyncio, os, signal, subprocess\nasync def main():\n    subprocess.Popen(['/bin/sh', '-c', 'sleep 0.3; kill -INT %d' % os.getpid()])\n    await asyncio.Event().wait()\n"
			r := run(t, []string{c.env}, script(t, src+c.tail+"\n"))
			if !strings.Contains(r.err, "KeyboardInterrupt") || strings.Contains(r.err, "DeadlockError") {
				t.Errorf("status %d\n%s", r.status, r.err)
			}
		})
	}
}

func TestDeadlockOfFuture(t *testing.T) {
	t.Parallel()
	r := run(t, nil, "-c", "import asyncio\nloop = asyncio.new_event_loop()\ntry:\n    loop.run_until_complete(loop.create_future())\nexcept RuntimeError as e:\n    print(type(e).__module__, e.tasks, e)\n")
	wants(t, "the output", r.out, "ouro [] the future that the program waits for is not done, and nothing can complete it: <Future pending")
}
