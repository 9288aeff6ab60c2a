"""Short representations and differences of collections, for the texts of failures."""

from collections import Counter, namedtuple

__unittest = True

# How much of a representation a message shows, and how much of its ends must stay.
_MAX_LENGTH = 80
_PLACEHOLDER_LEN = 12
_MIN_BEGIN_LEN = 5
_MIN_END_LEN = 5
_MIN_COMMON_LEN = 5
_MIN_DIFF_LEN = _MAX_LENGTH - (_MIN_BEGIN_LEN + _PLACEHOLDER_LEN + _MIN_COMMON_LEN + _PLACEHOLDER_LEN + _MIN_END_LEN)

_Mismatch = namedtuple("Mismatch", "actual expected value")


def _shorten(s, prefixlen, suffixlen):
    omitted = len(s) - prefixlen - suffixlen
    if omitted <= _PLACEHOLDER_LEN:
        return s
    return f"{s[:prefixlen]}[{omitted} chars]{s[len(s) - suffixlen:]}"


def _common_shorten_repr(*args):
    """Representations of objects, cut so that what tells them apart is still to be seen."""
    texts = tuple(map(safe_repr, args))
    longest = max(map(len, texts))
    if longest <= _MAX_LENGTH:
        return texts
    low, high = min(texts), max(texts)
    same = 0
    while same < len(low) and low[same] == high[same]:
        same += 1
    prefix = low[:same]
    room = _MAX_LENGTH - longest + same
    if room > _MIN_BEGIN_LEN + _PLACEHOLDER_LEN + _MIN_COMMON_LEN:
        # The differing tails fit whole.
        prefix = _shorten(prefix, _MIN_BEGIN_LEN, room - _MIN_BEGIN_LEN - _PLACEHOLDER_LEN)
        return tuple(prefix + text[same:] for text in texts)
    prefix = _shorten(prefix, _MIN_BEGIN_LEN, _MIN_COMMON_LEN)
    return tuple(prefix + _shorten(text[same:], _MIN_DIFF_LEN, _MIN_END_LEN) for text in texts)


def safe_repr(obj, short=False):
    """repr(obj), or the default one if that raises; cut if short is true."""
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    if short and len(text) >= _MAX_LENGTH:
        return text[:_MAX_LENGTH] + " [truncated]..."
    return text


def strclass(cls):
    """Module and qualified name of a class."""
    return f"{cls.__module__}.{cls.__qualname__}"


def sorted_list_difference(expected, actual):
    """What two sorted lists have each alone, as (missing, unexpected); duplicates count once."""
    missing, unexpected = [], []
    i = j = 0
    while i < len(expected) and j < len(actual):
        a, b = expected[i], actual[j]
        if a < b:
            missing.append(a)
            i = _past(expected, i)
        elif b < a:
            unexpected.append(b)
            j = _past(actual, j)
        else:
            i, j = _past(expected, i), _past(actual, j)
    missing.extend(expected[i:])
    unexpected.extend(actual[j:])
    return missing, unexpected


def _past(values, at):
    """The index after a run of equal values."""
    value = values[at]
    while at < len(values) and values[at] == value:
        at += 1
    return at


def unorderable_list_difference(expected, actual):
    """What two lists have each alone, as (missing, unexpected), by == alone. Takes from both lists."""
    missing = []
    while expected:
        item = expected.pop()
        try:
            actual.remove(item)
        except ValueError:
            missing.append(item)
    return missing, actual


def three_way_cmp(x, y):
    """-1, 0 or 1, as x is less than, equal to or greater than y."""
    return (x > y) - (x < y)


def _count_diff_all_purpose(actual, expected):
    """The values that two sequences have unequally often, by == alone."""
    taken = object()
    first, second = list(actual), list(expected)
    diff = []

    def count(value, items, begin):
        found = 0
        for i in range(begin, len(items)):
            if items[i] == value:
                found += 1
                items[i] = taken
        return found

    for i, value in enumerate(first):
        if value is not taken:
            in_first, in_second = count(value, first, i), count(value, second, 0)
            if in_first != in_second:
                diff.append(_Mismatch(in_first, in_second, value))
    for i, value in enumerate(second):
        if value is not taken:
            diff.append(_Mismatch(0, count(value, second, i), value))
    return diff


def _count_diff_hashable(actual, expected):
    """The values that two sequences have unequally often."""
    first, second = Counter(actual), Counter(expected)
    diff = [_Mismatch(n, second[value], value) for value, n in first.items() if n != second[value]]
    diff += [_Mismatch(0, n, value) for value, n in second.items() if value not in first]
    return diff
