# The texts of failed assertions.
import logging
import unittest
import warnings

t = unittest.TestCase()


def text(method, *args, **kwargs):
    try:
        getattr(t, method)(*args, **kwargs)
    except AssertionError as e:
        return str(e)
    return None


assert text("assertEqual", 1, 2) == "1 != 2" and text("assertEqual", 1, 2, "m") == "1 != 2 : m"
assert text("assertEqual", [1, 2], [1, 3]) == """Lists differ: [1, 2] != [1, 3]

First differing element 1:
2
3

- [1, 2]
?     ^

+ [1, 3]
?     ^
"""
assert text("assertEqual", {"a": 1}, {"a": 2}) == """{'a': 1} != {'a': 2}
- {'a': 1}
?       ^

+ {'a': 2}
?       ^
"""
assert text("assertEqual", "one\ntwo", "one\nto") == """'one\\ntwo' != 'one\\nto'
  one
- two
?  -
+ to
"""
assert text("assertEqual", {1, 2}, {2, 3}) == """Items in the first set but not the second:
1
Items in the second set but not the first:
3"""
assert text("assertCountEqual", [1, 1, 2], [2, 3]) == """Element counts were not equal:
First has 2, Second has 0:  1
First has 0, Second has 1:  3"""
assert text("assertEqual", "a" * 90, "a" * 89 + "b").startswith("'aaaa[24 chars]" + "a" * 61 + "a' != 'aaaa[24 chars]")
assert text("assertAlmostEqual", 1.0, 1.25, places=1) == "1.0 != 1.25 within 1 places (0.25 difference)"
assert text("assertTrue", 0) == "0 is not true" and text("assertIsNone", 1) == "1 is not None"
assert text("assertIn", 1, [2]) == "1 not found in [2]"
assert text("assertIsInstance", 1, (str, list)) == "1 is not an instance of any of (<class 'str'>, <class 'list'>)"
assert text("assertRegex", "abc", "x+") == "Regex didn't match: 'x+' not found in 'abc'"
assert text("assertStartsWith", "abc", b"x") == "Expected bytes, not str"
assert text("assertHasAttr", int, "foo") == "type object 'int' has no attribute 'foo'"
assert text("assertRaises", ValueError, int, "1") == "ValueError not raised by int"
assert text("assertRaisesRegex", ValueError, "nope", int, "x").startswith('"nope" does not match "invalid literal')

with t.assertRaises(ValueError) as caught:
    raise ValueError("x")
assert str(caught.exception) == "x" and caught.exception.__traceback__ is None
with t.assertWarns(UserWarning) as caught:
    warnings.warn("careful")
assert str(caught.warning) == "careful"
with t.assertLogs("some", "INFO") as seen:
    logging.getLogger("some.part").info("told %d", 1)
assert seen.output == ["INFO:some.part:told 1"]
try:
    with t.assertNoLogs("some"):
        logging.getLogger("some").error("oh")
except AssertionError as e:
    assert str(e) == "Unexpected logs found: ['ERROR:some:oh']"
else:
    assert False
