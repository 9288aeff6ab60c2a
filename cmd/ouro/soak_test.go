package main_test

import (
	"runtime"
	"strings"
	"testing"
)

// TestSoak runs a few seconds of testdata/soak.py, which can run for hours: nothing hangs, fails or is left behind.
func TestSoak(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("it reads /proc")
	}
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	out := run(t, nil, "testdata/soak.py", "2", "1", "0") // too short to judge the memory by
	if out.status != 0 || !strings.Contains(out.out, "actions") {
		t.Errorf("status %d\n%s\n%s", out.status, out.out, out.err)
	}
}

// TestHeardFuturesAreFreed has futures that fail where a traceback knows them: a cycle.
func TestHeardFuturesAreFreed(t *testing.T) {
	out := run(t, nil, script(t, `
import asyncio, gc, weakref

class Held:
    pass

async def fail(held):
    future = asyncio.get_running_loop().create_future()
    future.held = held
    asyncio.get_running_loop().call_soon(lambda: future.set_exception(KeyError(future)))
    await future

class Future(asyncio.Future):
    pass

async def main():
    loop = asyncio.get_running_loop()
    refs = []
    loop.create_future = lambda: Future(loop=loop)
    for _ in range(50):
        held = Held()
        refs.append(weakref.ref(held))
        try:
            await fail(held)
        except KeyError:
            pass
        held = None
    await asyncio.sleep(0)
    gc.collect()
    print(sum(r() is not None for r in refs) < 5)

asyncio.run(main())
`))
	if out.out != "True\n" {
		t.Errorf("%q\n%s", out.out, out.err)
	}
}
