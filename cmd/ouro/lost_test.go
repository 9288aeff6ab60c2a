package main_test

import (
	"testing"
)

// The loop holds what it runs, whether a script does or not.
func TestTasksAreHeld(t *testing.T) {
	t.Parallel()
	r := run(t, nil, "-c", `
import asyncio, gc
async def main():
    loop = asyncio.get_running_loop()
    ended = []
    async def sleeper():
        await asyncio.sleep(0.05)
        ended.append("sleeper")
    async def waiter():
        future = loop.create_future()
        loop.call_later(0.05, future.set_result, None)
        await future
        ended.append("waiter")
    async def parked(queue):
        ended.append(await queue.get())
    queue = asyncio.Queue()
    for _ in range(50):
        asyncio.create_task(sleeper())
        asyncio.create_task(waiter())
        asyncio.create_task(parked(queue))
    for _ in range(3):
        gc.collect()
        await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == 151
    for _ in range(50):
        queue.put_nowait("parked")
    gc.collect()
    await asyncio.sleep(0.2)
    assert sorted(ended) == ["parked"] * 50 + ["sleeper"] * 50 + ["waiter"] * 50, len(ended)
asyncio.run(main())
`)
	if r.status != 0 || r.err != "" {
		t.Errorf("status %d\n%s", r.status, r.err)
	}
}

const failing = `
import asyncio, gc, sys

async def fail(what):
    raise ValueError(what)

async def main():
    asyncio.create_task(fail("dropped"), name="dropped")
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0)
    print("dropped", file=sys.stderr)
    asyncio.create_task(fail("forgotten"), name="forgotten")
    heard = asyncio.create_task(fail("heard"), name="heard")
    global kept
    kept = asyncio.create_task(fail("kept"), name="kept")
    await asyncio.wait([heard])
    heard.exception()

asyncio.run(main())
print("end", file=sys.stderr)
`

func TestUnheardExceptions(t *testing.T) {
	t.Parallel()
	file := script(t, failing)
	report := func(name, extra string) string {
		return "Task exception was never retrieved\nfuture: <Task finished name='" + name + "' coro=<fail() done, defined at " + file + ":4> exception=ValueError('" + name + "')" + extra +
			"Traceback (most recent call last):\n  File \"" + file + "\", line 5, in fail\n    raise ValueError(what)\nValueError: " + name + "\n"
	}
	r := run(t, nil, file)
	if want := report("dropped", ">\n") + "dropped\n" + report("forgotten", ">\n") + "end\n" + report("kept", ">\n"); r.err != want || r.status != 0 {
		t.Errorf("status %d, got:\n%s\nwant:\n%s", r.status, r.err, want)
	}
	r = run(t, []string{"PYTHONASYNCIODEBUG=1"}, file)
	wants(t, "debug mode's report", r.err, report("dropped", " created at "+file+":8>\nsource_traceback: Object created at (most recent call last):\n  File \""+file+"\", line 20, in <module>\n    asyncio.run(main())\n  File \""+
		file+"\", line 8, in main\n    asyncio.create_task(fail(\"dropped\"), name=\"dropped\")\n"))
}

func TestTasksLeftPending(t *testing.T) {
	t.Parallel()
	file := script(t, `
import asyncio
async def wait(what):
    await what
loop = asyncio.new_event_loop()
left = loop.create_task(wait(loop.create_future()), name="left")
quiet = loop.create_task(wait(loop.create_future()), name="quiet")
quiet._log_destroy_pending = False
loop.run_until_complete(asyncio.sleep(0))
loop.close()
handled = asyncio.new_event_loop()
handled.set_exception_handler(lambda loop, context: print(sorted(context), context["message"]))
told = handled.create_task(wait(handled.create_future()), name="told")
handled.run_until_complete(asyncio.sleep(0))
print("end")
`)
	r := run(t, nil, file)
	if want := "Task was destroyed but it is pending!\ntask: <Task pending name='left' coro=<wait() running at " + file + ":4> wait_for=<Future pending cb=[Task.task_wakeup()]>>\n"; r.err != want {
		t.Errorf("got:\n%s\nwant:\n%s", r.err, want)
	}
	if want := "end\n['message', 'task'] Task was destroyed but it is pending!\n"; r.out != want {
		t.Errorf("output %q, want %q", r.out, want)
	}
}
