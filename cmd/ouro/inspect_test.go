package main_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

const inspected = `
import asyncio, sys, time
async def fetch(queue):
    return await queue.get()
async def group(queue, lock):
    async with asyncio.TaskGroup() as g:
        g.create_task(fetch(queue), name="fetcher")
        g.create_task(locker(lock), name="locker")
async def locker(lock):
    async with lock:
        pass
def spin():
    while True:
        pass
async def main(how):
    lock = asyncio.Lock()
    await lock.acquire()
    t = asyncio.create_task(group(asyncio.Queue(), lock), name="grouper")
    loop = asyncio.get_running_loop()
    loop.call_later(60, print)
    await asyncio.sleep(0.01)
    print("ready", flush=True)
    if how == "sleeps":
        time.sleep(60)
    elif how == "spins":
        spin()
    await t
asyncio.run(main(sys.argv[1]))
`

// start starts a program and returns its number and a function that ends it, when it has printed a line.
func start(t *testing.T, env []string, args ...string) (pid string, end func()) {
	t.Helper()
	cmd := command(t, env, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return strconv.Itoa(cmd.Process.Pid), func() {
		t.Helper()
		cmd.Process.Kill()
		cmd.Wait()
	}
}

// ask runs a subcommand of -m asyncio until it succeeds: a program can be asked when it has run for a moment.
func ask(t *testing.T, env []string, what, pid string) outcome {
	t.Helper()
	for end := time.Now().Add(limit / 2); ; time.Sleep(50 * time.Millisecond) {
		if r := run(t, env, "-m", "asyncio", what, pid); r.status == 0 || time.Now().After(end) {
			return r
		}
	}
}

func TestInspect(t *testing.T) {
	t.Parallel()
	file := script(t, inspected)
	env := []string{"XDG_RUNTIME_DIR=" + t.TempDir()}
	for _, how := range []string{"waits", "sleeps", "spins"} {
		t.Run(how, func(t *testing.T) {
			pid, end := start(t, env, file, how)
			defer end()
			tree := ask(t, env, "pstree", pid)
			below := "    └──  main " + file + ":27\n        └── (T) grouper\n"
			switch how {
			case "sleeps":
				below = "    └──  main " + file + ":24\n"
			case "spins":
				below = "    └──  main " + file + ":26\n        └──  spin " + file + ":13\n"
			}
			wants(t, "the tree", tree.out, "└── (T) Task-1\n"+below,
				"(T) grouper\n", "──  group "+file+":6\n", "└──  TaskGroup.__aexit__\n",
				"├── (T) fetcher\n", "└──  fetch "+file+":4\n", "└──  Queue.get\n", "└── (T) locker\n", "└──  Lock.acquire\n")
			table := ask(t, env, "ps", pid)
			lines := strings.Split(table.out, "\n")
			if !strings.HasPrefix(lines[0], "tid        task id              task name            coroutine stack ") || !strings.HasPrefix(lines[1], "--------") || len(lines) != 7 {
				t.Errorf("the table:\n%s", table.out)
			}
			wants(t, "the table", table.out, pid, " Queue.get -> fetch ", " TaskGroup.__aexit__ -> group ", " Lock.acquire -> _ContextManagerMixin.__aenter__ -> locker ")
		})
	}
}

func TestInspectErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := []string{"XDG_RUNTIME_DIR=" + dir}
	r := run(t, env, "-m", "asyncio", "ps", "4194305")
	if r.status != 1 || r.out != "Error retrieving tasks: there is no such process\n" {
		t.Errorf("no process: %d %q %q", r.status, r.out, r.err)
	}
	r = run(t, env, "-m", "asyncio", "pstree", "x")
	if r.status != 2 || !strings.HasSuffix(r.err, "error: argument pid: invalid int value: 'x'\n") {
		t.Errorf("no number: %d %q %q", r.status, r.out, r.err)
	}
	pid, end := start(t, append(env, "OURO_INSPECT=0"), script(t, inspected), "waits")
	time.Sleep(300 * time.Millisecond)
	r = run(t, env, "-m", "asyncio", "ps", pid)
	end()
	if r.status != 1 || !strings.Contains(r.out, "Error retrieving tasks: the process does not answer") {
		t.Errorf("switched off: %d %q %q", r.status, r.out, r.err)
	}
}

// A program that ends takes its socket along; one that is killed leaves it to the next.
func TestInspectLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := []string{"XDG_RUNTIME_DIR=" + dir}
	pid, end := start(t, env, script(t, inspected), "waits")
	ask(t, env, "ps", pid)
	end()
	if _, err := os.Stat(filepath.Join(dir, "ouro", pid+".sock")); err != nil {
		t.Fatal(err)
	}
	r := run(t, env, "-c", "import asyncio, os, glob\nasync def main():\n    for _ in range(100):\n        await asyncio.sleep(0.05)\n        if os.path.exists(f'{os.environ[\"XDG_RUNTIME_DIR\"]}/ouro/{os.getpid()}.sock'): break\nasyncio.run(main())\nprint(len(glob.glob(os.environ['XDG_RUNTIME_DIR'] + '/ouro/*')))\n")
	if r.out != "1\n" {
		t.Errorf("got %q %s", r.out, r.err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "ouro", "*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
	if r := run(t, env, "-c", "import asyncio; asyncio.run(asyncio.sleep(0))"); r.status != 0 {
		t.Error(r.err)
	}
}
