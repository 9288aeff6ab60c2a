"""The interactive prompt of `python -m asyncio`: await at the top level."""

import asyncio
import code
import concurrent.futures
import contextvars
import inspect
import os
import sys
import threading
import types

_ALLOW_TOP_LEVEL_AWAIT = 0x2000


class AsyncConsole(code.InteractiveConsole):
    """Compiles in one thread, runs in the loop of the main one."""

    def __init__(self, names, loop):
        super().__init__(names, filename="<stdin>")
        self.compile.compiler.flags |= _ALLOW_TOP_LEVEL_AWAIT
        self.loop = loop
        self.context = contextvars.copy_context()
        self.running = None
        self.interrupted = False
        self.status = 0

    def runcode(self, compiled):
        """Let the loop run a statement and wait for what it gives."""
        future = concurrent.futures.Future()
        self.running = None
        self.interrupted = False

        def start():
            try:
                result = types.FunctionType(compiled, self.locals)()
            except SystemExit as error:
                self._leave(error)  # the reading thread waits for ever, and ends with the program
                return
            except KeyboardInterrupt as error:
                self.interrupted = True
                future.set_exception(error)
                return
            except BaseException as error:
                future.set_exception(error)
                return
            if not inspect.iscoroutine(result):
                future.set_result(result)
                return
            self.running = task = self.loop.create_task(result, context=self.context)
            task.add_done_callback(finish)

        def finish(task):
            if task.cancelled():
                future.cancel()
            elif (error := task.exception()) is not None:
                future.set_exception(error)
            else:
                future.set_result(task.result())

        self.loop.call_soon_threadsafe(start, context=self.context)
        try:
            return future.result()
        except BaseException:
            if self.interrupted:
                self.write("\nKeyboardInterrupt\n")
            else:
                self.showtraceback()

    def raw_input(self, prompt=""):
        """Read a statement with the editor where there is a terminal, else a line."""
        try:
            import _console
        except ImportError:
            return super().raw_input(prompt)
        text = _console.read(prompt, sys.ps2, self._unfinished, self._complete).rstrip()
        return text + "\n" if "\n" in text else text  # several lines are ended by an empty one

    def _unfinished(self, text):
        try:
            return self.compile(text.removesuffix("\n"), "<stdin>", "single") is None
        except (OverflowError, SyntaxError, ValueError):
            return False

    def _complete(self, word):
        import rlcompleter
        completer = rlcompleter.Completer(self.locals)
        return completer.attr_matches(word) if "." in word else completer.global_matches(word)

    def _leave(self, error):
        self.status = error.code
        self.loop.stop()


def read():
    """The thread that reads, until the end of the input."""
    banner = (f"asyncio REPL {sys.version} on {sys.platform}\n"
              'Use "await" directly instead of "asyncio.run()".\n'
              'Type "help", "copyright", "credits" or "license" for more information.\n'
              f'{getattr(sys, "ps1", ">>> ")}import asyncio')
    try:
        console.interact(banner=banner, exitmsg="exiting asyncio REPL...")
    except SystemExit as error:
        console.status = error.code
    finally:
        loop.call_soon_threadsafe(loop.stop)


def inspect_process(arguments):
    """The subcommands, which show the tasks of a process."""
    import argparse
    from asyncio import tools

    parser = argparse.ArgumentParser(prog="ouro -m asyncio", description="Interactive asyncio shell and CLI tools")
    commands = parser.add_subparsers(dest="command", help="sub-commands")
    for name, what in ("ps", "table"), ("pstree", "tree"):
        text = f"Display a {what} of all pending tasks in a process"
        commands.add_parser(name, help=text).add_argument("pid", type=int, help="Process ID to inspect")
    arguments = parser.parse_args(arguments)
    if arguments.command == "ps":
        tools.display_awaited_by_tasks_table(arguments.pid)
    else:
        tools.display_awaited_by_tasks_tree(arguments.pid)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        inspect_process(sys.argv[1:])
        sys.exit()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    names = {"asyncio": asyncio}
    for name in ("__name__", "__package__", "__loader__", "__spec__", "__builtins__", "__file__"):
        names[name] = globals()[name]
    console = AsyncConsole(names, loop)
    if not sys.flags.ignore_environment and (startup := os.getenv("PYTHONSTARTUP")):
        with open(startup) as file:
            exec(compile(file.read(), startup, "exec"), console.locals)
    reader = threading.Thread(target=read, name="Interactive thread", daemon=True)
    reader.start()
    while True:
        try:
            loop.run_forever()
        except KeyboardInterrupt:
            console.interrupted = True
            if console.running is not None and not console.running.done():
                console.running.cancel()
            continue
        break
    sys.exit(console.status)
