package main_test

import (
	"regexp"
	"strings"
	"testing"
)

const blocking = `
import asyncio, time

def wait():
    time.sleep(0.6)

def spin():
    end = time.monotonic() + 0.6
    while time.monotonic() < end:
        pass

async def deep():
    spin()

async def main():
    wait()
    await asyncio.sleep(0)
    await deep()
    asyncio.get_running_loop().call_soon(wait)
    await asyncio.sleep(0.01)
    await asyncio.sleep(0.6)  # the loop has nothing to do, and nobody holds it

asyncio.run(main(), debug=False)
print("done")
`

func TestWatchdog(t *testing.T) {
	t.Parallel()
	file := script(t, blocking)
	check := func(r outcome) {
		t.Helper()
		got := regexp.MustCompile(`for 0\.\d+ seconds`).ReplaceAllString(r.err, "for N seconds")
		got = strings.ReplaceAll(got, file, "FILE")
		want := `FILE:5: ResourceWarning: task 'Task-1' has held the event loop for N seconds
  File "FILE", line 16, in main
    wait()
  File "FILE", line 5, in wait
    time.sleep(0.6)
FILE:9: ResourceWarning: task 'Task-1' has held the event loop for N seconds
  File "FILE", line 18, in main
    await deep()
  File "FILE", line 13, in deep
    spin()
  File "FILE", line 9, in spin
    while time.monotonic() < end:
FILE:5: ResourceWarning: a callback has held the event loop for N seconds
  File "FILE", line 5, in wait
    time.sleep(0.6)
`
		// The spinning function may be caught in its last line.
		got = strings.ReplaceAll(strings.ReplaceAll(got, "FILE:10:", "FILE:9:"), "line 10, in spin\n    pass", "line 9, in spin\n    while time.monotonic() < end:")
		if got != want || r.out != "done\n" {
			t.Errorf("output %q, report:\n%s", r.out, r.err)
		}
	}
	check(run(t, []string{"OURO_LOOP_WATCHDOG=0.25"}, file))
	check(run(t, nil, "-c", "import ouro; assert ouro.watchdog(0.25) is None\n__file__ = "+quote(file)+"\nexec(compile(open(__file__).read(), __file__, 'exec'))"))
	if r := run(t, nil, file); r.err != "" || r.out != "done\n" {
		t.Errorf("switched off: output %q, report:\n%s", r.out, r.err)
	}
	if r := run(t, []string{"OURO_LOOP_WATCHDOG=0"}, "-X", "dev", file); strings.Contains(r.err, "ResourceWarning") {
		t.Errorf("switched off in development mode:\n%s", r.err)
	}
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "\\'") + "'" }

func TestWatchdogInDevelopmentMode(t *testing.T) {
	t.Parallel()
	r := run(t, nil, "-X", "dev", "-c", `
import asyncio, time, ouro
async def main():
    assert ouro.watchdog(None) == 1.0
    assert ouro.watchdog(1) is None
    for bad in 0, -1, float("nan"), 1e9:
        try:
            ouro.watchdog(bad)
        except ValueError:
            pass
        else:
            raise AssertionError(bad)
    await asyncio.sleep(0)
    time.sleep(1.5)
asyncio.run(main())
`)
	if r.status != 0 {
		t.Errorf("status %d", r.status)
	}
	wants(t, "the report", r.err, "<string>:14: ResourceWarning: task 'Task-1' has held the event loop for 1.", "File \"<string>\", line 14, in main\n")
}
