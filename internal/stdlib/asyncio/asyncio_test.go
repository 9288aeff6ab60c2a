package asyncio_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ouro/internal/scripttest"
)

// limit is how long a script may take; each is done in a fraction of it.
const limit = 20 * time.Second

// TestScripts runs the scripts in testdata. They hold on CPython 3.14 too, with testdata/lib on its path.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.py")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".py"), func(t *testing.T) {
			// A script that hangs cannot be stopped from outside, and the next one would share signals with it.
			hung := time.AfterFunc(limit, func() { panic(f + " takes too long") })
			defer hung.Stop()
			scripttest.File(t, f)
		})
	}
}

// ours is what holds here and not, or not always, on CPython: its sets of tasks have no order that one could rely on, and it cannot
// format the call graph of a finished task.
var ours = map[string]string{
	"order of the results of wait": `
async def main():
    tasks = [asyncio.create_task(asyncio.sleep(0.001 * (i % 3)), name=str(i)) for i in range(12)]
    assert [t.get_name() for t in asyncio.all_tasks()][1:] == [str(i) for i in range(12)], asyncio.all_tasks()
    done, pending = await asyncio.wait(tasks)
    assert list(done) == tasks and not pending
`,
	"order in which a group gives up its tasks": `
async def main():
    log = []
    async def child(n):
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            log.append(n)
    try:
        async with asyncio.TaskGroup() as tg:
            for n in range(12):
                tg.create_task(child(n))
            await asyncio.sleep(0)
            raise ValueError
    except* ValueError:
        pass
    assert log == list(range(12)), log
`,
	"as_completed of finished tasks": `
async def main():
    tasks = [asyncio.create_task(asyncio.sleep(0, i)) for i in range(12)]
    await asyncio.gather(*tasks)
    assert [await c for c in asyncio.as_completed(tasks)] == list(range(12))
`,
	"call graph of a finished task": `
async def main():
    task = asyncio.create_task(asyncio.sleep(0), name="over")
    await task
    assert "over" in asyncio.format_call_graph(task)
`,
}

func TestOurs(t *testing.T) {
	for name, src := range ours {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "script.py")
			if err := os.WriteFile(file, []byte("import asyncio\n"+src+"\nasyncio.run(main())\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			scripttest.File(t, file)
		})
	}
}
