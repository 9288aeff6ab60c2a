"""Data structures printed over several lines when they do not fit on one."""

import sys
import types

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Print an object to a stream, by default sys.stdout."""
    PrettyPrinter(stream=stream, indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """The text that pprint prints."""
    return PrettyPrinter(indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """pprint, with dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The representation of an object, safe against recursion."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Whether eval could make the object again from its representation."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    """Whether the object contains itself."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _SortKey:
    """Orders objects that cannot be compared by their types and addresses."""

    __slots__ = ("obj",)

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


def _pair_key(pair):
    return _SortKey(pair[0]), _SortKey(pair[1])


_simple = frozenset((str, bytes, bytearray, float, complex, bool, type(None)))


class PrettyPrinter:
    """Prints objects by the options given; a method for each kind of container, found by the type's __repr__."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = sys.stdout if stream is None else stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers
        self._readable = True
        self._recursive = False

    def pprint(self, object):
        """Print an object and a line end."""
        if self._stream is not None:
            self._format(object, self._stream, 0, 0, {}, 0)
            self._stream.write("\n")

    def pformat(self, object):
        """The text of an object."""
        text = _Text()
        self._format(object, text, 0, 0, {}, 0)
        return "".join(text.parts)

    def isrecursive(self, object):
        """Whether the object contains itself."""
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        """Whether eval could make the object again from its representation."""
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """(text, readable, recursive) of an object on one line; may be overridden."""
        return self._safe_repr(object, context, maxlevels, level)

    def _repr(self, object, context, level):
        text, readable, recursive = self.format(object, context.copy(), self._depth, level)
        if not readable:
            self._readable = False
        if recursive:
            self._recursive = True
        return text

    # context maps the ids of the objects around the present one to 1. indent is where a line starts, allowance what must
    # still find room behind the object on its last line.

    def _format(self, object, stream, indent, allowance, context, level):
        mark = id(object)
        if mark in context:
            stream.write(_recursion(object))
            self._recursive = True
            self._readable = False
            return
        text = self._repr(object, context, level)
        if len(text) > self._width - indent - allowance:
            printer = self._dispatch.get(type(object).__repr__)
            if printer is None and _is_plain_dataclass(object):
                printer = PrettyPrinter._pprint_dataclass
            if printer is not None:
                context[mark] = 1
                printer(self, object, stream, indent, allowance, context, level + 1)
                del context[mark]
                return
        stream.write(text)

    def _pprint_dataclass(self, object, stream, indent, allowance, context, level):
        import dataclasses
        name = object.__class__.__name__
        items = [(field.name, getattr(object, field.name)) for field in dataclasses.fields(object) if field.repr]
        stream.write(name + "(")
        self._format_named(items, stream, indent + len(name) + 1, allowance, context, level)
        stream.write(")")

    def _pprint_dict(self, object, stream, indent, allowance, context, level):
        stream.write("{")
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        if len(object):
            items = sorted(object.items(), key=_pair_key) if self._sort_dicts else object.items()
            self._format_dict_items(items, stream, indent, allowance + 1, context, level)
        stream.write("}")

    def _pprint_ordered_dict(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        self._format(list(object.items()), stream, indent + len(name) + 1, allowance + 1, context, level)
        stream.write(")")

    def _pprint_view(self, object, stream, indent, allowance, context, level):
        name = object.__class__.__name__
        items = sorted(object, key=_pair_key if name == "dict_items" else _SortKey) if self._sort_dicts else object
        stream.write(name + "([")
        stream.write((self._indent_per_level - 1) * " ")
        self._format_items(items, stream, indent + len(name) + 1, allowance + 2, context, level)
        stream.write("])")

    def _pprint_mapping_view(self, object, stream, indent, allowance, context, level):
        name = object.__class__.__name__
        stream.write(name + "(")
        self._format(object._mapping, stream, indent + len(name) + 1, allowance + 1, context, level)
        stream.write(")")

    def _pprint_list(self, object, stream, indent, allowance, context, level):
        stream.write("[")
        self._format_items(object, stream, indent, allowance + 1, context, level)
        stream.write("]")

    def _pprint_tuple(self, object, stream, indent, allowance, context, level):
        stream.write("(")
        end = ",)" if len(object) == 1 else ")"
        self._format_items(object, stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _pprint_set(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        kind = object.__class__
        if kind is set:
            start, end = "{", "}"
        else:
            start, end = kind.__name__ + "({", "})"
            indent += len(kind.__name__) + 1
        stream.write(start)
        self._format_items(sorted(object, key=_SortKey), stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _pprint_str(self, object, stream, indent, allowance, context, level):
        write = stream.write
        if not len(object):
            write(repr(object))
            return
        pieces = []
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        room = room_on_line = self._width - indent
        text = ""
        for number, line in enumerate(lines):
            text = repr(line)
            is_last_line = number == len(lines) - 1
            if is_last_line:
                room -= allowance
            if len(text) <= room:
                pieces.append(text)
                continue
            # Break at whitespace: words, each with the blanks behind it.
            words = _words(line)
            current = ""
            full = room_on_line
            for position, word in enumerate(words):
                candidate = current + word
                if position == len(words) - 1 and is_last_line:
                    full -= allowance
                if len(repr(candidate)) > full:
                    if current:
                        pieces.append(repr(current))
                    current = word
                else:
                    current = candidate
            if current:
                pieces.append(repr(current))
        if len(pieces) == 1:
            write(text)
            return
        if level == 1:
            write("(")
        for number, piece in enumerate(pieces):
            if number > 0:
                write("\n" + " " * indent)
            write(piece)
        if level == 1:
            write(")")

    def _pprint_bytes(self, object, stream, indent, allowance, context, level):
        write = stream.write
        if len(object) <= 4:
            write(repr(object))
            return
        parentheses = level == 1
        if parentheses:
            indent += 1
            allowance += 1
            write("(")
        delimiter = ""
        for piece in _byte_pieces(object, self._width - indent, allowance):
            write(delimiter)
            write(piece)
            if not delimiter:
                delimiter = "\n" + " " * indent
        if parentheses:
            write(")")

    def _pprint_bytearray(self, object, stream, indent, allowance, context, level):
        stream.write("bytearray(")
        self._pprint_bytes(bytes(object), stream, indent + 10, allowance + 1, context, level + 1)
        stream.write(")")

    def _pprint_mappingproxy(self, object, stream, indent, allowance, context, level):
        stream.write("mappingproxy(")
        self._format(object.copy(), stream, indent + 13, allowance + 1, context, level)
        stream.write(")")

    def _pprint_simplenamespace(self, object, stream, indent, allowance, context, level):
        # A subclass of the type is shown by its own name.
        name = "namespace" if type(object) is types.SimpleNamespace else object.__class__.__name__
        stream.write(name + "(")
        self._format_named(object.__dict__.items(), stream, indent + len(name) + 1, allowance, context, level)
        stream.write(")")

    def _pprint_default_dict(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        factory = self._repr(object.default_factory, context, level)
        name = object.__class__.__name__
        indent += len(name) + 1
        stream.write(f"{name}({factory},\n{' ' * indent}")
        self._pprint_dict(object, stream, indent, allowance + 1, context, level)
        stream.write(")")

    def _pprint_counter(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "({")
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        self._format_dict_items(object.most_common(), stream, indent + len(name) + 1, allowance + 2, context, level)
        stream.write("})")

    def _pprint_chain_map(self, object, stream, indent, allowance, context, level):
        if not len(object.maps):
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        indent += len(name) + 1
        for number, mapping in enumerate(object.maps):
            last = number == len(object.maps) - 1
            self._format(mapping, stream, indent, allowance + 1 if last else 1, context, level)
            stream.write(")" if last else ",\n" + " " * indent)

    def _pprint_deque(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        indent += len(name) + 1
        stream.write("[")
        if object.maxlen is None:
            self._format_items(object, stream, indent, allowance + 2, context, level)
            stream.write("])")
        else:
            self._format_items(object, stream, indent, 2, context, level)
            limit = self._repr(object.maxlen, context, level)
            stream.write(f"],\n{' ' * indent}maxlen={limit})")

    def _pprint_user(self, object, stream, indent, allowance, context, level):
        self._format(object.data, stream, indent, allowance, context, level - 1)

    # Items

    def _format_dict_items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        items = list(items)
        for number, (key, value) in enumerate(items):
            last = number == len(items) - 1
            text = self._repr(key, context, level)
            stream.write(text + ": ")
            self._format(value, stream, indent + len(text) + 2, allowance if last else 1, context, level)
            if not last:
                stream.write(",\n" + " " * indent)

    def _format_named(self, items, stream, indent, allowance, context, level):
        items = list(items)
        for number, (name, value) in enumerate(items):
            last = number == len(items) - 1
            stream.write(name + "=")
            if id(value) in context:
                stream.write("...")
            else:
                self._format(value, stream, indent + len(name) + 1, allowance if last else 1, context, level)
            if not last:
                stream.write(",\n" + " " * indent)

    def _format_items(self, items, stream, indent, allowance, context, level):
        write = stream.write
        indent += self._indent_per_level
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        items = list(items)
        line_start = ",\n" + " " * indent
        delimiter = ""
        room = full = self._width - indent + 1
        for number, item in enumerate(items):
            last = number == len(items) - 1
            if last:
                full -= allowance
                room -= allowance
            if self._compact:
                text = self._repr(item, context, level)
                needed = len(text) + 2
                if room < needed:
                    room = full
                    if delimiter:
                        delimiter = line_start
                if room >= needed:
                    room -= needed
                    write(delimiter)
                    delimiter = ", "
                    write(text)
                    continue
            write(delimiter)
            delimiter = line_start
            self._format(item, stream, indent, allowance if last else 1, context, level)

    # One line

    def _safe_repr(self, object, context, maxlevels, level):
        kind = type(object)
        if kind in _simple:
            return repr(object), True, False
        method = getattr(kind, "__repr__", None)
        if issubclass(kind, int) and method is int.__repr__:
            return (f"{object:_d}" if self._underscore_numbers else repr(object)), True, False
        is_dict = issubclass(kind, dict) and method is dict.__repr__
        is_list = issubclass(kind, list) and method is list.__repr__
        if is_dict or is_list or issubclass(kind, tuple) and method is tuple.__repr__:
            if not object:
                return ("{}" if is_dict else "[]" if is_list else "()"), True, False
            mark = id(object)
            if maxlevels and level >= maxlevels:
                shown = "{...}" if is_dict else "[...]" if is_list else "(...)"
                return shown, False, mark in context
            if mark in context:
                return _recursion(object), False, True
            context[mark] = 1
            readable, recursive = True, False
            pieces = []
            level += 1
            if is_dict:
                rows = sorted(object.items(), key=_pair_key) if self._sort_dicts else object.items()
            else:
                rows = ((item,) for item in object)
            for row in rows:
                shown = []
                for item in row:
                    text, item_readable, item_recursive = self.format(item, context, maxlevels, level)
                    readable = readable and item_readable
                    recursive = recursive or item_recursive
                    shown.append(text)
                pieces.append(": ".join(shown))
            del context[mark]
            inside = ", ".join(pieces)
            if is_dict:
                return "{" + inside + "}", readable, recursive
            if is_list:
                return f"[{inside}]", readable, recursive
            return f"({inside},)" if len(object) == 1 else f"({inside})", readable, recursive
        text = repr(object)
        return text, bool(text) and not text.startswith("<"), False

    @property
    def _dispatch(self):
        return _printers()


class _Text:
    """A stream that keeps what is written."""

    def __init__(self):
        self.parts = []
        self.write = self.parts.append


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


def _is_plain_dataclass(object):
    """Whether it is an instance of a dataclass that has the generated __repr__."""
    if isinstance(object, type) or not hasattr(type(object), "__dataclass_fields__"):
        return False
    method = type(object).__repr__
    params = getattr(type(object), "__dataclass_params__", None)
    return getattr(params, "repr", False) and "__dataclass_showing__" in getattr(
        getattr(method, "__code__", None), "co_freevars", ())


def _words(line):
    """Runs of non-blanks, each with the blanks behind it."""
    words = []
    start = position = 0
    while position < len(line):
        while position < len(line) and not line[position].isspace():
            position += 1
        while position < len(line) and line[position].isspace():
            position += 1
        words.append(line[start:position])
        start = position
    return words


def _byte_pieces(object, width, allowance):
    """Representations of pieces of some bytes, cut between groups of four, each within the width."""
    current = b""
    last = len(object) // 4 * 4
    for position in range(0, len(object), 4):
        candidate = current + object[position:position + 4]
        if position == last:
            width -= allowance
        if len(repr(candidate)) > width:
            if current:
                yield repr(current)
            current = object[position:position + 4]
        else:
            current = candidate
    if current:
        yield repr(current)


_printer_table = {}


def _printers():
    """The printing method for each __repr__. A subclass that keeps its base's __repr__ is printed as that is."""
    if not _printer_table:
        import collections
        from collections.abc import ItemsView, KeysView, MappingView, ValuesView
        cls = PrettyPrinter
        for kind, method in (
                (dict, cls._pprint_dict), (collections.OrderedDict, cls._pprint_ordered_dict),
                (type({}.keys()), cls._pprint_view), (type({}.values()), cls._pprint_view),
                (type({}.items()), cls._pprint_view), (list, cls._pprint_list), (tuple, cls._pprint_tuple),
                (set, cls._pprint_set), (frozenset, cls._pprint_set), (str, cls._pprint_str),
                (bytes, cls._pprint_bytes), (bytearray, cls._pprint_bytearray),
                (types.MappingProxyType, cls._pprint_mappingproxy),
                (types.SimpleNamespace, cls._pprint_simplenamespace),
                (collections.defaultdict, cls._pprint_default_dict), (collections.Counter, cls._pprint_counter),
                (collections.ChainMap, cls._pprint_chain_map), (collections.deque, cls._pprint_deque),
                (collections.UserDict, cls._pprint_user), (collections.UserList, cls._pprint_user),
                (collections.UserString, cls._pprint_user), (MappingView, cls._pprint_mapping_view),
                (KeysView, cls._pprint_mapping_view), (ItemsView, cls._pprint_mapping_view),
                (ValuesView, cls._pprint_mapping_view)):
            _printer_table[kind.__repr__] = method
    return _printer_table
