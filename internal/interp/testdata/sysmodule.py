import sys
assert sys.version_info[:2] == (3, 14) and sys.version.startswith("3.14") and sys.implementation.name == "ouro"
assert sys.modules["sys"] is sys and "asyncio" in sys.stdlib_module_names and "builtins" in sys.builtin_module_names
assert sys.flags.optimize == 0 and sys.flags.dev_mode is False and len(sys.flags) == 18
assert sys.exc_info() == (None, None, None) and sys.exception() is None
try: 1/0
except ZeroDivisionError as e:
    assert sys.exception() is e and sys.exc_info()[1] is e
def f(): return sys._getframe(1).f_code.co_name
assert f() == "<module>" and sys._getframemodulename() == "__main__"
limit = sys.getrecursionlimit()
sys.setrecursionlimit(100)
def deep(n): return deep(n + 1)
try: deep(0)
except RecursionError: pass
else: assert False
sys.setrecursionlimit(limit)
---
import sys
sys._getframe(1000) ### ValueError: call stack is not deep enough
---
import sys
sys.setrecursionlimit(0) ### ValueError: greater or equal than 1
---
import sys
events = []
sys.addaudithook(lambda name, args: events.append((name, args)))
sys.audit("mine", 1, 2)
assert ("mine", (1, 2)) in events
---
import sys, builtins
class Out:
    text = ""
    def write(self, s): self.text += s
    def flush(self): pass
saved, sys.stdout = sys.stdout, Out()
sys.displayhook([1]); sys.displayhook(None)
out, sys.stdout = sys.stdout, saved
assert out.text == "[1]\n" and builtins._ == [1]
saved, sys.stderr = sys.stderr, Out()
try: 1/0
except ZeroDivisionError as e: sys.excepthook(type(e), e, None)
out, sys.stderr = sys.stderr, saved
assert out.text.endswith("ZeroDivisionError: division by zero\n")
---
# A subclass may have several bases with slots if these come from one class.
class P: __slots__ = ("a", "b")
class Q(P): __slots__ = ()
class R(P): __slots__ = ()
class S(Q, R): __slots__ = ()
s = S(); s.a = 1
assert s.a == 1
class T: __slots__ = ("c",)
class U(Q, T): pass ### TypeError: lay-out conflict
