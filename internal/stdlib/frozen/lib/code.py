"""Interactive interpreters for programs."""

import builtins
import sys
from codeop import CommandCompiler, compile_command

__all__ = ["InteractiveInterpreter", "InteractiveConsole", "interact", "compile_command"]


class InteractiveInterpreter:
    """Runs sources in a namespace and shows what goes wrong."""

    def __init__(self, locals=None):
        if locals is None:
            locals = {"__name__": "__console__", "__doc__": None}
        self.locals = locals
        self.compile = CommandCompiler()

    def runsource(self, source, filename="<input>", symbol="single"):
        """Compile and run; True if more lines must come."""
        try:
            code = self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            self.showsyntaxerror(filename, source=source)
            return False
        if code is None:
            return True
        self.runcode(code)
        return False

    def runcode(self, code):
        """Run a code object; only SystemExit goes through."""
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except:
            self.showtraceback()

    def showsyntaxerror(self, filename=None, **kwargs):
        """Show the SyntaxError being handled."""
        kind, value, _ = sys.exc_info()
        if filename and issubclass(kind, SyntaxError):
            value.filename = filename
        self._show(kind, value.with_traceback(None), None)

    def showtraceback(self):
        """Show the exception being handled, without this module's frame."""
        kind, value, tb = sys.exc_info()
        self._show(kind, value, tb.tb_next)

    def _show(self, kind, value, tb):
        sys.last_type, sys.last_value, sys.last_traceback = kind, value, tb
        sys.last_exc = value = value.with_traceback(tb)
        if sys.excepthook is not sys.__excepthook__:
            # A hook of the program shows it, and must not end the console.
            try:
                sys.excepthook(kind, value, tb)
            except SystemExit:
                raise
            except BaseException as error:
                import traceback
                error.__context__ = None
                print("Error in sys.excepthook:", file=sys.stderr)
                sys.__excepthook__(type(error), error, error.__traceback__.tb_next)
                print("\nOriginal exception was:", file=sys.stderr)
                sys.__excepthook__(kind, value, tb)
            return
        import traceback
        self.write("".join(traceback.format_exception(kind, value, tb)))

    def write(self, data):
        """Where errors go: sys.stderr."""
        sys.stderr.write(data)


class InteractiveConsole(InteractiveInterpreter):
    """Reads lines and runs them."""

    def __init__(self, locals=None, filename="<console>", *, local_exit=False):
        InteractiveInterpreter.__init__(self, locals)
        self.filename = filename
        self.local_exit = local_exit
        self.resetbuffer()

    def resetbuffer(self):
        """Forget the lines of an unfinished statement."""
        self.buffer = []

    def interact(self, banner=None, exitmsg=None):
        """Read and run until the end of the input."""
        added = [name for name in ("ps1", "ps2") if not hasattr(sys, name)]
        if "ps1" in added:
            sys.ps1 = ">>> "
        if "ps2" in added:
            sys.ps2 = "... "
        if banner is None:
            self.write(f"Python {sys.version} on {sys.platform}\n"
                       'Type "help", "copyright", "credits" or "license" for more '
                       f"information.\n({type(self).__name__})\n")
        elif banner:
            self.write(f"{banner}\n")
        exits = {}
        if self.local_exit:
            # exit() then ends the console, not the program.
            for name in ("exit", "quit"):
                if hasattr(builtins, name):
                    exits[name] = getattr(builtins, name)
                    setattr(builtins, name, _Quitter(name))
        more = False
        try:
            while True:
                try:
                    try:
                        line = self.raw_input(sys.ps2 if more else sys.ps1)
                    except EOFError:
                        self.write("\n")
                        break
                    more = self.push(line)
                except KeyboardInterrupt:
                    self.write("\nKeyboardInterrupt\n")
                    self.resetbuffer()
                    more = False
                except SystemExit:
                    if not self.local_exit:
                        raise
                    self.write("\n")
                    break
        finally:
            for name, value in exits.items():
                setattr(builtins, name, value)
            for name in added:
                delattr(sys, name)
        if exitmsg is None:
            self.write(f"now exiting {type(self).__name__}...\n")
        elif exitmsg != "":
            self.write(f"{exitmsg}\n")

    def push(self, line, filename=None, _symbol="single"):
        """Take a line; True if the statement is unfinished."""
        self.buffer.append(line)
        more = self.runsource("\n".join(self.buffer), filename or self.filename,
                              symbol=_symbol)
        if not more:
            self.resetbuffer()
        return more

    def raw_input(self, prompt=""):
        """Read a line."""
        return input(prompt)


class _Quitter:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Use {self.name} or Ctrl-D (i.e. EOF) to exit"

    def __call__(self, code=None):
        raise SystemExit(code)


def interact(banner=None, readfunc=None, local=None, exitmsg=None, local_exit=False):
    """Run an interactive console."""
    console = InteractiveConsole(local, local_exit=local_exit)
    if readfunc is not None:
        console.raw_input = readfunc
    else:
        try:
            import readline
        except ImportError:
            pass
    console.interact(banner, exitmsg)
