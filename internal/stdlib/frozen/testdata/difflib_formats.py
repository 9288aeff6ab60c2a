# Differences of lines and their formats; close matches; undoing a difference.
import difflib

old = ["one\n", "two\n", "three\n", "four\n"]
new = ["zero\n", "one\n", "tree\n", "four\n"]
assert list(difflib.ndiff(old, new)) == ["+ zero\n", "  one\n", "- two\n", "- three\n", "?  -\n", "+ tree\n", "  four\n"]
assert list(difflib.restore(difflib.ndiff(old, new), 1)) == old
assert "".join(difflib.unified_diff(old, new, "a", "b", n=1)) == """--- a
+++ b
@@ -1,4 +1,4 @@
+zero
 one
-two
-three
+tree
 four
"""
assert list(difflib.context_diff(["a"], ["b"], lineterm=""))[3:] == ["*** 1 ****", "! a", "--- 1 ----", "! b"]
assert difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]) == ["apple", "ape"]
m = difflib.SequenceMatcher(None, "abcd", "bcde")
assert m.ratio() == 0.75 and m.get_matching_blocks() == [(1, 0, 3), (4, 4, 0)]
assert [code[0] for code in m.get_opcodes()] == ["delete", "equal", "insert"]
assert list(difflib.diff_bytes(difflib.unified_diff, [b"\xff"], [b"a"], lineterm=b""))[-2:] == [b"-\xff", b"+a"]
assert '<span class="diff_sub">h</span>' in difflib.HtmlDiff().make_table(["three"], ["tree"])
try:
    list(difflib.unified_diff([b"x"], [b"y"]))
except TypeError as e:
    assert str(e) == "lines to compare must be str, not bytes (b'x')"
