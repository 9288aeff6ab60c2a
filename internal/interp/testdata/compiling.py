def error(source, mode="exec", **kw):
    try: compile(source, "<string>", mode, **kw)
    except SyntaxError as e: return e
    raise AssertionError(source)
e = error("x = 1 +\n")
assert (e.msg, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset) == ("invalid syntax", 1, 8, "x = 1 +\n", 1, 9)
e = error("return 1")
assert (e.msg, e.lineno, e.offset, e.text, e.end_offset) == ("'return' outside function", 1, 1, None, 9)
assert type(error("def f():\nx")) is IndentationError and type(error("if 1:\n\tx\n        y")) is TabError
assert str(error(b"# coding: foo\nx")) == "unknown encoding: foo (<string>, line 0)"
assert str(error("a\0b")) == "source code string cannot contain null bytes"
assert type(error("(", flags=0x4000)).__name__ == "_IncompleteInputError"
assert eval(b"# coding: latin-1\n'\xe4'") == "ä"
code = compile("await f()", "<string>", "eval", flags=0x2000)
assert code.co_flags & 0x80
---
def outer():
    x = 1
    def inner(): return x
    return inner
f = outer()
seen = []
exec(f.__code__, closure=f.__closure__)
for args, kw in (((f.__code__,), {}), ((f.__code__,), {"closure": ()}), ((compile("1", "", "exec"),), {"closure": (1,)})):
    try: exec(*args, **kw)
    except TypeError as e: seen.append(str(e))
assert seen == ["code object requires a closure of exactly length 1"] * 2 + ["cannot use a closure with this code object"], seen
---
class Names(dict):
    def __missing__(self, name): return name * 2
assert eval("abc", {}, Names()) == "abcabc"
g = {}
exec("x = 1", g)
assert sorted(g) == ["__builtins__", "x"]
---
exec("x = 1\ny = = 2") ### SyntaxError: invalid syntax
---
compile("1", "", "exec", flags=1 << 30) ### ValueError: compile\(\): unrecognised flags
---
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    compile("1 is 1\n'\\d'", "file.py", "exec")
assert sorted((w.category.__name__, w.lineno) for w in seen) == [("SyntaxWarning", 1), ("SyntaxWarning", 2)]
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: compile("1 is 1", "<string>", "exec")
    except SyntaxError as e: assert e.lineno == 1 and "Did you mean" in e.msg
