import copy
import re

p = re.compile("(?P<a>x)(y)?")
m = p.search("éxz", 0, 2)
assert m.span() == (1, 2) and m.regs == ((1, 2), (1, 2), (-1, -1)) and (m.pos, m.endpos) == (0, 2)
assert m[0] == m["a"] == m.group(True) == "x" and m.group(1, 2, "a") == ("x", None, "x")
assert m.groups("-") == ("x", "-") and m.groupdict() == {"a": "x"} and (m.lastindex, m.lastgroup) == (1, "a")
assert m.re is p and m.string == "éxz" and copy.copy(m) is m and copy.deepcopy(p) is p
assert m.expand(r"<\g<a>\2>") == "<x>"
assert repr(m) == "<re.Match object; span=(1, 2), match='x'>" and repr(p) == "re.compile('(?P<a>x)(y)?')"
assert repr(re.compile(b"x", re.I | re.A)) == "re.compile(b'x', re.IGNORECASE|re.ASCII)"
assert p == re.compile("(?P<a>x)(y)?") and p.flags == 32 and dict(p.groupindex) == {"a": 1} and p.groups == 2
assert re.compile(p) is p and re.Pattern[str].__origin__ is re.Pattern

assert re.findall("a", "banana") == ["a"] * 3 and re.findall("(a)(n)?", "bana") == [("a", "n"), ("a", "")]
assert re.split("(a)|n", "banb") == ["b", "a", "", None, "b"] and re.split("a", "banana", maxsplit=1) == ["b", "nana"]
assert [x.span() for x in re.finditer("é*", "aéb")] == [(0, 0), (1, 2), (2, 2), (3, 3)]
assert re.sub("(a)(n)", r"\2\1", "banana") == "bnanaa" and re.subn("a", "", "banana", count=2) == ("bnna", 2)
assert re.sub("a", lambda m: m[0].upper() + str(m.start()), "éa") == "éA1" and re.sub(b"a", b"\\0", b"xa") == b"x\0"
assert re.fullmatch("a+", "aab") is None and re.match(b"x", bytearray(b"xy"))[0] == b"x"
assert re.escape("a.b-c") == r"a\.b\-c" and re.escape(b"\n") == b"\\\n"
s = p.scanner("xx")
assert s.match().span() == (0, 1) and s.search().span() == (1, 2) and s.match() is None
assert re.Scanner([("[0-9]+", lambda s, t: int(t)), (r"\s", None), ("[a-z]", lambda s, t: s.match.start())]).scan("12 b!") == ([12, 3], "!")
assert repr(re.I | re.M) == "re.IGNORECASE|re.MULTILINE" and re.NOFLAG == 0


def raises(kind, text, f, *args, **kw):
    try:
        f(*args, **kw)
    except kind as e:
        assert str(e) == text, str(e)
        return e
    raise AssertionError(text)


e = raises(re.PatternError, "missing ), unterminated subpattern at position 2 (line 2, column 1)", re.compile, "a\n(")
assert (e.msg, e.pattern, e.pos, e.lineno, e.colno) == ("missing ), unterminated subpattern", "a\n(", 2, 2, 1) and re.error is re.PatternError
raises(re.PatternError, "invalid group reference 3 at position 1", p.sub, r"\3", "x")
raises(IndexError, "unknown group name 'q'", p.sub, r"\g<q>", "x")
raises(IndexError, "no such group", m.group, 3)
raises(TypeError, "cannot use a string pattern on a bytes-like object", p.match, b"x")
raises(TypeError, "cannot use a bytes pattern on a string-like object", re.match, b"x", "x")
raises(TypeError, "expected string or bytes-like object, got 'int'", p.match, 3)
raises(TypeError, "first argument must be string or compiled pattern", re.compile, 3)
raises(TypeError, "sequence item 0: expected str instance, int found", p.sub, lambda m: 3, "x")
raises(TypeError, "sub() got multiple values for argument 'count'", re.sub, "x", "y", "xx", 1, count=3)
raises(ValueError, "cannot process flags argument with a compiled pattern", re.compile, p, re.I)
raises(ValueError, "ASCII and UNICODE flags are incompatible", re.compile, "a", re.A | re.U)
