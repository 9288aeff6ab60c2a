package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is the user's end of a pseudo-terminal on which a command of ours runs.
type terminal struct {
	t   *testing.T
	f   *os.File
	mu  sync.Mutex
	got strings.Builder
	// read is what of got has been waited for.
	read int
	done chan struct{}
}

// openTerminal runs a command on a terminal.
func openTerminal(t *testing.T, env []string, args ...string) *terminal {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	fd := int(master.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	}
	if err != nil {
		t.Skip(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	home := t.TempDir()
	cmd := command(t, append([]string{"TERM=xterm-256color", "HOME=" + home, "INPUTRC=/dev/null", "PYTHON_HISTORY=" + filepath.Join(home, "history"), "NO_COLOR=", "PYTHON_COLORS=", "FORCE_COLOR="}, env...), args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	c := &terminal{t: t, f: master, done: make(chan struct{})}
	go func() {
		defer close(c.done)
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			c.mu.Lock()
			c.got.Write(buf[:n])
			c.mu.Unlock()
			if err != nil {
				return // the other end is closed
			}
		}
	}()
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		master.Close()
	})
	return c
}

func (c *terminal) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.got.String()[c.read:]
}

// send types.
func (c *terminal) send(keys string) {
	c.t.Helper()
	if _, err := c.f.WriteString(keys); err != nil {
		c.t.Fatal(err)
	}
}

// expect waits until all parts have come, and forgets what came up to then.
func (c *terminal) expect(parts ...string) {
	c.t.Helper()
	for end := time.Now().Add(limit / 2); ; time.Sleep(5 * time.Millisecond) {
		text := c.text()
		missing := ""
		last := 0
		for _, p := range parts {
			if i := strings.Index(text, p); i < 0 {
				missing = p
			} else {
				last = max(last, i+len(p))
			}
		}
		if missing == "" {
			c.mu.Lock()
			c.read += last
			c.mu.Unlock()
			return
		}
		if time.Now().After(end) {
			c.t.Fatalf("no %q in %q", missing, text)
		}
	}
}

const prompt = "\x1b[1;35m>>> \x1b[0m"

// ready waits for the prompt, behind which the editor has drawn an empty line.
func (c *terminal) ready(prompt string) {
	c.t.Helper()
	c.expect(prompt + "\x1bD\x1bD\x1b[2A\x1b[0m\x1b[0K")
}

// output waits for what a statement prints.
func (c *terminal) output(text string) {
	c.t.Helper()
	c.expect("\x1b[?2004l" + text + "\r\n")
}

func TestPrompt(t *testing.T) {
	t.Parallel()
	c := openTerminal(t, nil)
	c.ready(prompt)
	// A statement of several lines: indented by itself, ended by an empty line, in colours.
	c.send("def greet(name):\r")
	c.expect("\x1b[1;34mdef\x1b[0m \x1b[1mgreet\x1b[0m(name):", "\x1b[1;35m... \x1b[0m    ")
	c.send("if name:\r")
	c.expect("\x1b[1;35m... \x1b[0m        ")
	c.send("return 'hello ' + name  # kindly\r")
	c.expect("\x1b[1;34mreturn\x1b[0m \x1b[32m'hello '\x1b[0m + name  \x1b[31m# kindly\x1b[0m")
	c.send("\r")
	c.ready(prompt)
	c.send("greet('world')\r")
	c.output("'hello world'")
	c.ready(prompt)
	// History.
	c.send("\x1b[A\x1b[A")
	c.expect("\x1b[31m# kindly\x1b[0m")
	c.send("\x03")
	c.expect("KeyboardInterrupt\r\n")
	c.ready(prompt)
	c.send("\x1b[A\r")
	c.output("'hello world'")
	c.ready(prompt)
	// Completion: of a keyword, a name, an attribute; a list; a step of indentation.
	c.send("impo\t")
	c.expect("import")
	c.send("os\r")
	c.ready(prompt)
	c.send("os.path.isl\t")
	c.expect("os.path.islink(")
	c.send("\x03")
	c.ready(prompt)
	c.send("gre\t'you')\r")
	c.output("'hello you'")
	c.ready(prompt)
	c.send("''.isal\t")
	c.send("\x03")
	c.ready(prompt)
	c.send("os.getp\t")
	c.expect("getpgid(", "getpgrp()", "getpid()", "getppid()")
	c.send("\x03")
	c.ready(prompt)
	c.send("if 1:\rif 1:\r")
	c.expect("\x1b[1;35m... \x1b[0m        ")
	c.send("\x7fprint(30 + 3)\r\r") // back by one step of indentation
	c.expect("IndentationError")
	c.ready(prompt)
	// Errors and an end.
	c.send("1 +\r")
	c.expect("SyntaxError: invalid syntax")
	c.ready(prompt)
	c.send("x = '''one\rtwo'''\r")
	c.ready(prompt)
	c.send("x\r")
	c.output(`'one\ntwo'`)
	c.ready(prompt)
	c.send("\x04")
	<-c.done
}

// Statements are there in the next session, and a paste comes in as it is.
func TestPromptHistoryAndPaste(t *testing.T) {
	t.Parallel()
	env := []string{"PYTHON_HISTORY=" + filepath.Join(t.TempDir(), "history")}
	c := openTerminal(t, env)
	c.ready(prompt)
	c.send("\x1b[200~def f(x):\r    if x:\r        return 'yes'\r    return 'no'\r\x1b[201~")
	c.expect("'no'")
	c.send("\r")
	c.ready(prompt)
	c.send("\x1b[200~g = f\rdef h():\r    return g(1)\r\rh()\x1b[201~")
	c.expect("h()")
	c.send("\r\r")
	c.output("'yes'")
	c.ready(prompt)
	c.send("f(0), f(1)\r")
	c.output("('no', 'yes')")
	c.ready(prompt)
	c.send("exit()\r")
	<-c.done
	c = openTerminal(t, env)
	c.ready(prompt)
	c.send("\x1b[A\x1b[A\x1b[A" + strings.Repeat("\x1b[A", 5))
	c.expect("\x1b[1mf\x1b[0m(x):", "'no'")
	c.send("\x03")
	c.expect("KeyboardInterrupt")
	c.ready(prompt)
	c.send("\x04")
	<-c.done
}

var escapes = regexp.MustCompile(`\x1b(\[[0-9;?]*[A-Za-z]|[A-Z=>])`)

func TestPromptWithoutColor(t *testing.T) {
	t.Parallel()
	for _, env := range []string{"NO_COLOR=1", "PYTHON_COLORS=0"} {
		c := openTerminal(t, []string{env})
		c.ready(">>> ")
		c.send("def f(): pass\r")
		c.expect("def f(): pass")
		c.send("\r")
		c.ready(">>> ")
		c.send("\x04")
		<-c.done
		if text := c.got.String(); strings.Contains(text, "\x1b[1;3") {
			t.Errorf("%s: colours in %q", env, text)
		}
	}
	for _, env := range []string{"TERM=dumb", "PYTHON_BASIC_REPL=1"} {
		c := openTerminal(t, []string{env})
		c.expect(">>> ")
		c.send("if 1:\n")
		c.expect("... ")
		c.send("  print(30 + 3)\n\n")
		c.expect("33\r\n", ">>> ")
		c.send("\x04")
		<-c.done
		if text := c.got.String(); escapes.MatchString(text) {
			t.Errorf("%s: escape sequences in %q", env, text)
		}
	}
}

func TestAsyncioPrompt(t *testing.T) {
	t.Parallel()
	c := openTerminal(t, nil, "-m", "asyncio")
	c.ready(prompt)
	c.send("await asyncio.sleep(0.01, 'slept')\r")
	c.output("'slept'")
	c.ready(prompt)
	c.send("async def f():\rreturn 40 + 2\r\r")
	c.ready(prompt)
	c.send("await f()\r")
	c.output("42")
	c.ready(prompt)
	c.send("asyncio.TaskG\t")
	c.expect("asyncio.TaskGroup(")
	c.send("\x03")
	c.expect("KeyboardInterrupt")
	c.ready(prompt)
	c.send("await asyncio.sleep(60)\r")
	time.Sleep(200 * time.Millisecond)
	c.send("\x03")
	c.expect("KeyboardInterrupt")
	c.ready(prompt)
	c.send("\x04")
	<-c.done
}
