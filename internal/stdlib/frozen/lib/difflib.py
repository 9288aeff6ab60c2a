"""Differences between sequences, and texts that show them.

SequenceMatcher finds what two sequences share; Differ, unified_diff and context_diff write differences of lines.
"""

import re
from collections import namedtuple
from heapq import nlargest
from types import GenericAlias

__all__ = ["get_close_matches", "ndiff", "restore", "SequenceMatcher", "Differ", "IS_CHARACTER_JUNK", "IS_LINE_JUNK",
           "context_diff", "unified_diff", "diff_bytes", "HtmlDiff", "Match"]

Match = namedtuple("Match", "a b size")


def _ratio(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """What two sequences of hashable items have in common.

    It looks for the longest block of equal items, then for more on both sides of it. Items for which isjunk(item) is
    true never begin a block. With autojunk, items that make up over 1 % of a second sequence of 200 or more are
    passed over too. The second sequence is analysed once, so set it once to compare many others with it.
    """

    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk = isjunk
        self.a = self.b = None
        self.autojunk = autojunk
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        """Set both sequences."""
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """Set the first sequence."""
        if a is not self.a:
            self.a = a
            self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        """Set the second sequence, and index it."""
        if b is self.b:
            return
        self.b = b
        self.matching_blocks = self.opcodes = None
        self.fullbcount = None
        self.b2j = b2j = {}
        for j, item in enumerate(b):
            b2j.setdefault(item, []).append(j)
        self.bjunk = set()
        if self.isjunk:
            self.bjunk = {item for item in b2j if self.isjunk(item)}
            for item in self.bjunk:
                del b2j[item]
        self.bpopular = set()
        if self.autojunk and len(b) >= 200:
            limit = len(b) // 100 + 1
            self.bpopular = {item for item, places in b2j.items() if len(places) > limit}
            for item in self.bpopular:
                del b2j[item]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """The longest block of equal items in a[alo:ahi] and b[blo:bhi], as Match(a, b, size).

        Of several it is the one that begins first in a, and of those first in b. Junk only extends a block.
        """
        a, b, b2j, junk = self.a, self.b, self.b2j, self.bjunk
        if ahi is None:
            ahi = len(a)
        if bhi is None:
            bhi = len(b)
        best_i, best_j, size = alo, blo, 0
        # run[j] is the length of the block that ends at a[i - 1] and b[j].
        run = {}
        for i in range(alo, ahi):
            next_run = {}
            for j in b2j.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                k = next_run[j] = run.get(j - 1, 0) + 1
                if k > size:
                    best_i, best_j, size = i - k + 1, j - k + 1, k
            run = next_run
        # Popular items beside the block belong to it; then junk does.
        for want_junk in (False, True):
            while (best_i > alo and best_j > blo and (b[best_j - 1] in junk) == want_junk
                   and a[best_i - 1] == b[best_j - 1]):
                best_i, best_j, size = best_i - 1, best_j - 1, size + 1
            while (best_i + size < ahi and best_j + size < bhi and (b[best_j + size] in junk) == want_junk
                   and a[best_i + size] == b[best_j + size]):
                size += 1
        return Match(best_i, best_j, size)

    def get_matching_blocks(self):
        """All blocks in order, adjacent ones joined, then Match(len(a), len(b), 0)."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        la, lb = len(self.a), len(self.b)
        found = []
        pending = [(0, la, 0, lb)]
        while pending:
            alo, ahi, blo, bhi = pending.pop()
            block = i, j, size = self.find_longest_match(alo, ahi, blo, bhi)
            if not size:
                continue
            found.append(block)
            if alo < i and blo < j:
                pending.append((alo, i, blo, j))
            if i + size < ahi and j + size < bhi:
                pending.append((i + size, ahi, j + size, bhi))
        found.sort()
        joined = []
        for i, j, size in found:
            if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
                i, j, size = joined[-1][0], joined[-1][1], joined[-1][2] + size
                joined.pop()
            joined.append((i, j, size))
        joined.append((la, lb, 0))
        self.matching_blocks = list(map(Match._make, joined))
        return self.matching_blocks

    def get_opcodes(self):
        """How to make b of a: tuples (tag, i1, i2, j1, j2), the tag one of replace, delete, insert and equal."""
        if self.opcodes is None:
            self.opcodes = opcodes = []
            i = j = 0
            for ai, bj, size in self.get_matching_blocks():
                if i < ai or j < bj:
                    tag = "replace" if i < ai and j < bj else "delete" if i < ai else "insert"
                    opcodes.append((tag, i, ai, j, bj))
                i, j = ai + size, bj + size
                if size:
                    opcodes.append(("equal", ai, i, bj, j))
        return self.opcodes

    def get_grouped_opcodes(self, n=3):
        """The opcodes in groups that are more than 2n equal items apart, each with up to n of them around it."""
        codes = self.get_opcodes() or [("equal", 0, 1, 0, 1)]
        last = len(codes) - 1
        group = []
        for k, (tag, i1, i2, j1, j2) in enumerate(codes):
            if tag != "equal":
                group.append((tag, i1, i2, j1, j2))
                continue
            if k == 0:
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            if k == last:
                i2, j2 = min(i2, i1 + n), min(j2, j1 + n)
            elif k > 0 and i2 - i1 > n + n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        """How alike the sequences are, from 0 to 1: twice the shared items over all items."""
        return _ratio(sum(block[2] for block in self.get_matching_blocks()), len(self.a) + len(self.b))

    def quick_ratio(self):
        """An upper bound of ratio(), found without regard to order."""
        if self.fullbcount is None:
            self.fullbcount = {}
            for item in self.b:
                self.fullbcount[item] = self.fullbcount.get(item, 0) + 1
        left = {}
        matches = 0
        for item in self.a:
            n = left[item] if item in left else self.fullbcount.get(item, 0)
            left[item] = n - 1
            if n > 0:
                matches += 1
        return _ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """An upper bound of ratio(), found from the lengths alone."""
        la, lb = len(self.a), len(self.b)
        return _ratio(min(la, lb), la + lb)


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The up to n of the possibilities that are most like a word, best first; cutoff is the least ratio."""
    if not n > 0:
        raise ValueError("n must be > 0: %r" % (n,))
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError("cutoff must be in [0.0, 1.0]: %r" % (cutoff,))
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    scored = []
    for candidate in possibilities:
        matcher.set_seq1(candidate)
        if (matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff
                and (score := matcher.ratio()) >= cutoff):
            scored.append((score, candidate))
    return [candidate for _, candidate in nlargest(n, scored)]


class Differ:
    """Differences of lines for people to read.

    Lines begin with "- " (only in the first), "+ " (only in the second), "  " (in both) or "? " (marks what changed
    within the line above).
    """

    # Two lines are shown as one that changed if they are at least so alike, and at most so many lines apart.
    _SIMILAR = 0.75
    _WINDOW = 10

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        """Generate the lines of the difference of two sequences of lines."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == "replace":
                yield from self._fancy_replace(a, alo, ahi, b, blo, bhi)
            elif tag == "delete":
                yield from self._dump("-", a, alo, ahi)
            elif tag == "insert":
                yield from self._dump("+", b, blo, bhi)
            elif tag == "equal":
                yield from self._dump(" ", a, alo, ahi)
            else:
                raise ValueError("unknown tag %r" % (tag,))

    def _dump(self, tag, x, lo, hi):
        for i in range(lo, hi):
            yield f"{tag} {x[i]}"

    def _plain_replace(self, a, alo, ahi, b, blo, bhi):
        """Two blocks of lines that have nothing to do with each other, the shorter one first."""
        blocks = [self._dump("-", a, alo, ahi), self._dump("+", b, blo, bhi)]
        if bhi - blo < ahi - alo:
            blocks.reverse()
        for block in blocks:
            yield from block

    def _fancy_replace(self, a, alo, ahi, b, blo, bhi):
        """Two blocks of lines, those that resemble each other side by side."""
        matcher = SequenceMatcher(self.charjunk)
        done_a, done_b = alo, blo
        for j in range(blo, bhi):
            opposite = alo + j - blo
            candidates = range(max(opposite - self._WINDOW, done_a), min(opposite + self._WINDOW + 1, ahi))
            if not candidates:
                break
            matcher.set_seq2(b[j])
            best, partner = self._SIMILAR - 1e-5, None
            for i in candidates:
                matcher.set_seq1(a[i])
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                    best, partner = matcher.ratio(), i
            if partner is None:
                continue
            yield from self._fancy_helper(a, done_a, partner, b, done_b, j)
            yield from self._changed_line(a[partner], b[j])
            done_a, done_b = partner + 1, j + 1
        yield from self._fancy_helper(a, done_a, ahi, b, done_b, bhi)

    def _fancy_helper(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi and blo < bhi:
            yield from self._plain_replace(a, alo, ahi, b, blo, bhi)
        else:
            yield from self._dump("-", a, alo, ahi)
            yield from self._dump("+", b, blo, bhi)

    def _changed_line(self, old, new):
        if old == new:
            yield f"  {old}"
            return
        old_marks = new_marks = ""
        marks = {"replace": "^^", "delete": "- ", "insert": " +", "equal": "  "}
        for tag, i1, i2, j1, j2 in SequenceMatcher(self.charjunk, old, new).get_opcodes():
            old_marks += marks[tag][0] * (i2 - i1)
            new_marks += marks[tag][1] * (j2 - j1)
        yield from self._qformat(old, new, old_marks, new_marks)

    def _qformat(self, aline, bline, atags, btags):
        for sign, line, marks in (("-", aline, atags), ("+", bline, btags)):
            # White space is kept, so that marks stand below what they mark when there are tabs.
            marks = "".join(char if mark == " " and char.isspace() else mark
                            for char, mark in zip(line, marks)).rstrip()
            yield f"{sign} {line}"
            if marks:
                yield f"? {marks}\n"


def IS_LINE_JUNK(line, pat=None):
    """Whether a line is blank or has a single #."""
    if pat is not None:
        return pat(line) is not None
    return line.strip() in ("", "#")


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    """Whether a character is a space or a tab."""
    return ch in ws


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """The difference of two lists of lines, as Differ writes it."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """Generate the lines of the first (1) or second (2) sequence that a difference by ndiff was made from."""
    try:
        sign = {1: "- ", 2: "+ "}[int(which)]
    except KeyError:
        raise ValueError("unknown delta choice (must be 1 or 2): %r" % which) from None
    for line in delta:
        if line[:2] in ("  ", sign):
            yield line[2:]


# The formats of the program diff

def _check_types(a, b, *args):
    # Mixed str and bytes would give lines that no program can apply.
    if a and not isinstance(a[0], str):
        raise TypeError("lines to compare must be str, not %s (%r)" % (type(a[0]).__name__, a[0]))
    if b and not isinstance(b[0], str):
        raise TypeError("lines to compare must be str, not %s (%r)" % (type(b[0]).__name__, b[0]))
    if isinstance(a, str):
        raise TypeError("input must be a sequence of strings, not %s" % type(a).__name__)
    if isinstance(b, str):
        raise TypeError("input must be a sequence of strings, not %s" % type(b).__name__)
    for arg in args:
        if not isinstance(arg, str):
            raise TypeError("all arguments must be str, not: %r" % (arg,))


def _format_range_unified(start, stop):
    length = stop - start
    if length == 1:
        return f"{start + 1}"
    # An empty range is named by the line before it.
    return f"{start + 1 if length else start},{length}"


def _format_range_context(start, stop):
    length = stop - start
    begin = start + 1 if length else start
    return f"{begin}" if length <= 1 else f"{begin},{begin + length - 1}"


def _header(signs, names, dates, lineterm):
    for sign, name, date in zip(signs, names, dates):
        tab = f"\t{date}" if date else ""
        yield f"{sign} {name}{tab}{lineterm}"


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """Generate the lines of a unified diff with n lines of context."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    for k, group in enumerate(SequenceMatcher(None, a, b).get_grouped_opcodes(n)):
        if k == 0:
            yield from _header(("---", "+++"), (fromfile, tofile), (fromfiledate, tofiledate), lineterm)
        first, last = group[0], group[-1]
        old, new = _format_range_unified(first[1], last[2]), _format_range_unified(first[3], last[4])
        yield f"@@ -{old} +{new} @@{lineterm}"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                for line in a[i1:i2]:
                    yield " " + line
                continue
            if tag in ("replace", "delete"):
                for line in a[i1:i2]:
                    yield "-" + line
            if tag in ("replace", "insert"):
                for line in b[j1:j2]:
                    yield "+" + line


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """Generate the lines of a context diff with n lines of context."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    signs = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
    for k, group in enumerate(SequenceMatcher(None, a, b).get_grouped_opcodes(n)):
        if k == 0:
            yield from _header(("***", "---"), (fromfile, tofile), (fromfiledate, tofiledate), lineterm)
        first, last = group[0], group[-1]
        yield "***************" + lineterm
        yield f"*** {_format_range_context(first[1], last[2])} ****{lineterm}"
        if any(code[0] in ("replace", "delete") for code in group):
            for tag, i1, i2, _, _ in group:
                if tag != "insert":
                    for line in a[i1:i2]:
                        yield signs[tag] + line
        yield f"--- {_format_range_context(first[3], last[4])} ----{lineterm}"
        if any(code[0] in ("replace", "insert") for code in group):
            for tag, _, _, j1, j2 in group:
                if tag != "delete":
                    for line in b[j1:j2]:
                        yield signs[tag] + line


def diff_bytes(dfunc, a, b, fromfile=b"", tofile=b"", fromfiledate=b"", tofiledate=b"", n=3, lineterm=b"\n"):
    """unified_diff or context_diff, which dfunc is, for lines of bytes in any encoding."""
    def decode(s):
        try:
            return s.decode("ascii", "surrogateescape")
        except AttributeError as err:
            raise TypeError("all arguments must be bytes, not %s (%r)" % (type(s).__name__, s)) from err

    names = map(decode, (fromfile, tofile, fromfiledate, tofiledate))
    for line in dfunc(list(map(decode, a)), list(map(decode, b)), *names, n, decode(lineterm)):
        yield line.encode("ascii", "surrogateescape")


# HTML

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="{charset}">
<title>Difference</title>
<style>
table.diff {{border-collapse: collapse; font-family: monospace}}
table.diff td {{padding: 0 0.4em; white-space: pre-wrap; vertical-align: top}}
.diff_header {{background-color: #e0e0e0; text-align: right}}
.diff_add {{background-color: #aaffaa}}
.diff_chg {{background-color: #ffff77}}
.diff_sub {{background-color: #ffaaaa}}
</style>
</head>
<body>
{table}
</body>
</html>
"""

_MARKED = re.compile(r"\^+|\++|-+")


class HtmlDiff:
    """Two texts side by side in a table, with what differs coloured.

    wrapcolumn, if given, is the column at which lines are broken. linejunk and charjunk are as for ndiff.
    """

    def __init__(self, tabsize=8, wrapcolumn=None, linejunk=None, charjunk=IS_CHARACTER_JUNK):
        self._tabsize = tabsize
        self._wrapcolumn = wrapcolumn
        self._linejunk = linejunk
        self._charjunk = charjunk

    def make_file(self, fromlines, tolines, fromdesc="", todesc="", context=False, numlines=5, *, charset="utf-8"):
        """A whole page with the table."""
        table = self.make_table(fromlines, tolines, fromdesc, todesc, context, numlines)
        return _PAGE.format(charset=charset, table=table).encode(charset, "xmlcharrefreplace").decode(charset)

    def make_table(self, fromlines, tolines, fromdesc="", todesc="", context=False, numlines=5):
        """The table; with context only the lines that differ and numlines around them."""
        rows = list(self._rows(self._expanded(fromlines), self._expanded(tolines)))
        if context:
            near = set()
            for k, (_, _, changed) in enumerate(rows):
                if changed:
                    near.update(range(k - numlines, k + numlines + 1))
            rows = [row for k, row in enumerate(rows) if k in near]
        body = "".join(f"<tr>{self._cells(*left)}{self._cells(*right)}</tr>\n" for left, right, _ in rows)
        head = ""
        if fromdesc or todesc:
            head = (f'<thead><tr><th colspan="2" class="diff_header">{fromdesc}</th>'
                    f'<th colspan="2" class="diff_header">{todesc}</th></tr></thead>\n')
        return f'<table class="diff">\n{head}<tbody>\n{body}</tbody>\n</table>'

    def _expanded(self, lines):
        return [line.rstrip("\n").expandtabs(self._tabsize) for line in lines]

    def _rows(self, old, new):
        """(left, right, changed) for each row; a side is (line number, pieces of (class, text))."""
        lines = list(ndiff(old, new, self._linejunk, self._charjunk))
        i = j = k = 0

        def take(at):
            marks = lines[at + 1][2:] if at + 1 < len(lines) and lines[at + 1].startswith("? ") else None
            return lines[at][2:], marks, at + (1 if marks is None else 2)

        while k < len(lines):
            sign = lines[k][0]
            text, marks, k = take(k)
            if sign == " ":
                i, j = i + 1, j + 1
                yield (i, [("", text)]), (j, [("", text)]), False
            elif sign == "+":
                j += 1
                yield ("", []), (j, [("diff_add", text)]), True
            else:
                i += 1
                paired = k < len(lines) and lines[k][0] == "+" and (marks is not None or take(k)[1] is not None)
                if not paired:
                    yield (i, [("diff_sub", text)]), ("", []), True
                    continue
                other, other_marks, k = take(k)
                j += 1
                yield (i, self._pieces(text, marks)), (j, self._pieces(other, other_marks)), True

    def _pieces(self, text, marks):
        classes = {"^": "diff_chg", "+": "diff_add", "-": "diff_sub"}
        pieces = []
        done = 0
        for found in _MARKED.finditer(marks or ""):
            pieces += [("", text[done:found.start()]), (classes[found[0][0]], text[found.start():found.end()])]
            done = found.end()
        return pieces + [("", text[done:])]

    def _cells(self, number, pieces):
        shown = []
        column = 0
        for kind, text in pieces:
            if self._wrapcolumn:
                broken = ""
                for char in text:
                    if column and column % self._wrapcolumn == 0:
                        broken += "\n"
                    broken += char
                    column += 1
                text = broken
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            shown.append(f'<span class="{kind}">{text}</span>' if kind and text else text)
        return f'<td class="diff_header">{number}</td><td>{"".join(shown)}</td>'
