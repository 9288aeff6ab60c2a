"""Matching names with patterns of *, ? and [...]."""

import functools
import itertools
import os
import posixpath
import re

__all__ = ["filter", "filterfalse", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Whether a name matches a pattern, by the system's rules on case."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


def fnmatchcase(name, pat):
    """Whether a name matches a pattern; case matters."""
    return _compile(pat)(name) is not None


@functools.lru_cache(maxsize=32768, typed=True)
def _compile(pat):
    if isinstance(pat, bytes):
        source = translate(pat.decode("latin-1")).encode("latin-1")
    else:
        source = translate(pat)
    return re.compile(source).match


def filter(names, pat):
    """The names that match, as a list."""
    pat = os.path.normcase(pat)
    match = _compile(pat)
    if os.path is posixpath:
        return [name for name in names if match(name)]
    return [name for name in names if match(os.path.normcase(name))]


def filterfalse(names, pat):
    """The names that do not match, as a list."""
    pat = os.path.normcase(pat)
    match = _compile(pat)
    if os.path is posixpath:
        return list(itertools.filterfalse(match, names))
    return [name for name in names if match(os.path.normcase(name)) is None]


def translate(pat):
    """A pattern as a regular expression."""
    parts, stars = _translate(pat, "*", ".")
    return _join_translated_parts(parts, stars)


_escape = functools.lru_cache(maxsize=512)(re.escape)


def _translate(pat, star, question_mark):
    """Pieces of a regular expression, and where among them the stars are."""
    parts = []
    stars = []
    i, n = 0, len(pat)
    while i < n:
        char = pat[i]
        i += 1
        if char == "*":
            stars.append(len(parts))
            parts.append(star)
            while i < n and pat[i] == "*":
                i += 1
        elif char == "?":
            parts.append(question_mark)
        elif char == "[":
            # A ] right at the beginning is one of the set.
            start = i
            if pat[start:start + 1] == "!":
                start += 1
            end = pat.find("]", start + 1)
            if end < 0:
                parts.append("\\[")
            else:
                parts.append(_translate_set(pat[i:end]))
                i = end + 1
        else:
            parts.append(_escape(char))
    return parts, stars


def _translate_set(text):
    if "-" not in text:
        body = text.replace("\\", "\\\\")
    else:
        body = _translate_ranges(text)
    if not body:
        return "(?!)"
    if body == "!":
        return "."
    # Doubled, these would mean set operations.
    for char in "&~|":
        body = body.replace(char, "\\" + char)
    if body[0] == "!":
        body = "^" + body[1:]
    elif body[0] in "^[":
        body = "\\" + body
    return f"[{body}]"


def _translate_ranges(text):
    """The set's body with real ranges kept, backward ones left out, other - escaped."""
    chunks = []
    begin = 0
    # The first character, or the one after !, is never a range's hyphen.
    hyphen = text.find("-", 2 if text[0] == "!" else 1)
    while hyphen >= 0:
        chunks.append(text[begin:hyphen])
        begin = hyphen + 1
        hyphen = text.find("-", begin + 2)
    rest = text[begin:]
    if rest:
        chunks.append(rest)
    else:
        chunks[-1] += "-"
    for k in range(len(chunks) - 1, 0, -1):
        if chunks[k - 1][-1] > chunks[k][0]:
            chunks[k - 1] = chunks[k - 1][:-1] + chunks[k][1:]
            del chunks[k]
    return "-".join(c.replace("\\", "\\\\").replace("-", "\\-") for c in chunks)


def _join_translated_parts(parts, star_indices):
    if not star_indices:
        return f"(?s:{''.join(parts)})\\z"
    first = star_indices[0]
    result = parts[:first]
    # Between two stars, the first place that fits is as good as any:
    # an atomic group spares backtracking.
    for here, following in zip(star_indices, star_indices[1:]):
        result.append("(?>.*?" + "".join(parts[here + 1:following]) + ")")
    result.append(".*")
    result += parts[star_indices[-1] + 1:]
    return f"(?s:{''.join(result)})\\z"
