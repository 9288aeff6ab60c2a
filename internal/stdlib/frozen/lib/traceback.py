"""Tracebacks: taking them apart, formatting and printing them."""

import sys
import linecache
import _traceback
from itertools import islice

__all__ = ["extract_stack", "extract_tb", "format_exception",
           "format_exception_only", "format_list", "format_stack",
           "format_tb", "print_exc", "format_exc", "print_exception",
           "print_last", "print_stack", "print_tb", "clear_frames",
           "FrameSummary", "StackSummary", "TracebackException",
           "walk_stack", "walk_tb", "print_list"]

_RECURSIVE_CUTOFF = 3
_CAUSE = ("\nThe above exception was the direct cause of the following "
          "exception:\n\n")
_CONTEXT = ("\nDuring handling of the above exception, another exception "
            "occurred:\n\n")


class _Absent:
    def __repr__(self):
        return "<implicit>"


_absent = _Absent()


# Functions over the classes below

def print_list(extracted_list, file=None):
    """Print a list as extract_tb() or extract_stack() return it."""
    out = sys.stderr if file is None else file
    for text in StackSummary.from_list(extracted_list).format():
        print(text, file=out, end="")


def format_list(extracted_list):
    """Strings ready to print, one per frame, each ending in a newline."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Print at most `limit` entries of a traceback."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """format_list(extract_tb(tb, limit))"""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """The entries of a traceback as a StackSummary."""
    return StackSummary._extract_from_extended_frame_gen(
        _walk_tb_with_full_positions(tb), limit=limit)


def _split_exception_args(exc, value, tb):
    """The new call (exc) and the old one (type, value, tb) in one form."""
    if (value is _absent) != (tb is _absent):
        raise ValueError("Both or neither of value and tb must be given")
    if value is _absent:
        if exc is None:
            return None, None, None
        if isinstance(exc, BaseException):
            return type(exc), exc, exc.__traceback__
        raise TypeError("Exception expected for value, "
                        f"{type(exc).__name__} found")
    return exc, value, tb


def print_exception(exc, /, value=_absent, tb=_absent, limit=None, file=None,
                    chain=True, **kwargs):
    """Print an exception with its traceback, causes and notes."""
    colorize = kwargs.get("colorize", False)
    _, value, tb = _split_exception_args(exc, value, tb)
    te = TracebackException(type(value), value, tb, limit=limit, compact=True)
    te.print(file=file, chain=chain, colorize=colorize)


def _print_exception_bltin(exc, /):
    """Print an exception that nothing caught."""
    file = sys.stderr if sys.stderr is not None else sys.__stderr__
    if file is None:
        return
    te = TracebackException(type(exc), exc, exc.__traceback__, limit=_absent,
                            compact=True)
    te.print(file=file)


def format_exception(exc, /, value=_absent, tb=_absent, limit=None, chain=True,
                     **kwargs):
    """What print_exception() prints, as a list of strings."""
    colorize = kwargs.get("colorize", False)
    _, value, tb = _split_exception_args(exc, value, tb)
    te = TracebackException(type(value), value, tb, limit=limit, compact=True)
    return list(te.format(chain=chain, colorize=colorize))


def format_exception_only(exc, /, value=_absent, *, show_group=False, **kwargs):
    """The part that names the exception, as a list of strings."""
    if value is _absent:
        value = exc
    colorize = kwargs.get("colorize", False)
    te = TracebackException(type(value), value, None, compact=True)
    return list(te.format_exception_only(show_group=show_group, colorize=colorize))


def print_exc(limit=None, file=None, chain=True):
    """Print the exception being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """What print_exc() prints, as one string."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def _last_exception():
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    if hasattr(sys, "last_exc"):
        return sys.last_exc
    return None


def print_last(limit=None, file=None, chain=True):
    """Print the exception that the interactive interpreter showed last."""
    exc = _last_exception()
    if exc is not None:
        print_exception(exc, limit=limit, file=file, chain=chain)
    else:
        print_exception(sys.last_type, sys.last_value, sys.last_traceback,
                        limit, file, chain)


def _frame_or_caller(frame):
    return sys._getframe(2) if frame is None else frame


def print_stack(f=None, limit=None, file=None):
    """Print the stack from a frame, by default the caller's."""
    f = _frame_or_caller(f)
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """format_list(extract_stack(f, limit))"""
    f = _frame_or_caller(f)
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """The stack from a frame, outermost first, as a StackSummary."""
    f = _frame_or_caller(f)
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Drop the local variables of all frames of a traceback."""
    while tb is not None:
        # A frame that still runs cannot be cleared.
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


def walk_stack(f):
    """Yield (frame, line number) from a frame outwards."""
    if f is None:
        f = sys._getframe(1)

    def frames(frame):
        while frame is not None:
            yield frame, frame.f_lineno
            frame = frame.f_back

    return frames(f)


def walk_tb(tb):
    """Yield (frame, line number) along a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _walk_tb_with_full_positions(tb):
    while tb is not None:
        positions = _positions_at(tb.tb_frame.f_code, tb.tb_lasti)
        # Code without columns may still know the line of the entry.
        if positions[0] is None:
            yield tb.tb_frame, (tb.tb_lineno,) + positions[1:]
        else:
            yield tb.tb_frame, positions
        tb = tb.tb_next


def _positions_at(code, lasti):
    if lasti < 0:
        return (None, None, None, None)
    return next(islice(code.co_positions(), lasti // 2, None),
                (None, None, None, None))


def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:
        return f"<{what} {func.__name__}() failed>"


# One frame

class FrameSummary:
    """What is to be told of one frame."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno",
                 "name", "_lines", "_lines_dedented", "locals", "_code")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None,
                 line=None, end_lineno=None, colno=None, end_colno=None,
                 **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self._code = kwargs.get("_code")
        self._lines = line
        self._lines_dedented = None
        if lookup_line:
            self.line
        if not locals:
            self.locals = None
        else:
            self.locals = {k: _safe_string(v, "local", func=repr)
                           for k, v in locals.items()}

    def _as_tuple(self):
        return (self.filename, self.lineno, self.name, self.line)

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename
                    and self.lineno == other.lineno
                    and self.name == other.name
                    and self.locals == other.locals)
        if isinstance(other, tuple):
            return self._as_tuple() == other
        return NotImplemented

    def __getitem__(self, pos):
        return self._as_tuple()[pos]

    def __iter__(self):
        return iter(self._as_tuple())

    def __len__(self):
        return 4

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def _read_lines(self):
        if self._lines is not None or self.lineno is None or self.end_lineno is None:
            return
        read = []
        for lineno in range(self.lineno, self.end_lineno + 1):
            text = linecache.getline(self.filename, lineno).rstrip()
            if not text and self._code is not None and self.filename.startswith("<"):
                text = linecache._getline_from_code(self._code, lineno).rstrip()
            read.append(text)
        self._lines = "\n".join(read) + "\n"

    @property
    def _original_lines(self):
        """The source of the frame's instruction with its indentation."""
        self._read_lines()
        return self._lines

    @property
    def _dedented_lines(self):
        """The same without the indentation that all its lines have."""
        self._read_lines()
        if self._lines_dedented is None and self._lines is not None:
            self._lines_dedented = _dedent(self._lines)
        return self._lines_dedented

    @property
    def line(self):
        self._read_lines()
        if self._lines is None:
            return None
        return self._lines.partition("\n")[0].strip()


def _dedent(text):
    lines = [line if line.strip() else "" for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        indent = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = indent
        while not indent.startswith(margin):
            margin = margin[:-1]
    return "\n".join(line[len(margin or ""):] for line in lines)


# A stack of frames

class StackSummary(list):
    """A list of FrameSummary."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True,
                capture_locals=False):
        """From an iterable of (frame, line number)."""
        def extended():
            for frame, lineno in frame_gen:
                yield frame, (lineno, None, None, None)

        return cls._extract_from_extended_frame_gen(
            extended(), limit=limit, lookup_lines=lookup_lines,
            capture_locals=capture_locals)

    @classmethod
    def _extract_from_extended_frame_gen(cls, frame_gen, *, limit=None,
                                         lookup_lines=True, capture_locals=False):
        builtin_limit = limit is _absent
        if limit is None or builtin_limit:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            if builtin_limit:
                # Uncaught exceptions show their innermost frames.
                frame_gen = list(frame_gen)
                frame_gen = frame_gen[max(0, len(frame_gen) - limit):]
            elif limit >= 0:
                frame_gen = islice(frame_gen, limit)
            else:
                frame_gen = list(frame_gen)[limit:]
        result = cls()
        names = set()
        for frame, (lineno, end_lineno, colno, end_colno) in frame_gen:
            code = frame.f_code
            filename = code.co_filename
            if filename not in names:
                names.add(filename)
                linecache.lazycache(filename, frame.f_globals)
            result.append(FrameSummary(
                filename, lineno, code.co_name, lookup_line=False,
                locals=frame.f_locals if capture_locals else None,
                end_lineno=end_lineno, colno=colno, end_colno=end_colno,
                _code=code))
        for filename in names:
            linecache.checkcache(filename)
        if lookup_lines:
            for entry in result:
                entry.line
        return result

    @classmethod
    def from_list(cls, a_list):
        """From FrameSummary objects or old (filename, line, name, text) tuples."""
        result = cls()
        for entry in a_list:
            if not isinstance(entry, FrameSummary):
                filename, lineno, name, line = entry
                entry = FrameSummary(filename, lineno, name, line=line)
            result.append(entry)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """The text of one frame; None leaves the frame out."""
        filename = frame_summary.filename
        if filename.startswith("<stdin-") and filename.endswith(">"):
            filename = "<stdin>"
        parts = [f'  File "{filename}", line {frame_summary.lineno}, '
                 f"in {frame_summary.name}\n"]
        if frame_summary._dedented_lines and frame_summary._dedented_lines.strip():
            parts += _source_with_carets(self, frame_summary)
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                parts.append(f"    {name} = {value}\n")
        return "".join(parts)

    def _should_show_carets(self, start, end, lines, anchors):
        """Marks under a whole line tell nothing, unless they point inside it."""
        text = "\n".join(lines)
        last = len(text) - len(lines[-1]) + end
        if _traceback.plain_call(text, len(text[:start].encode()), len(text[:last].encode())):
            return False
        if anchors is not None:
            return True
        return bool(lines[0][:start].lstrip() or lines[-1][end:].rstrip())

    def format(self, **kwargs):
        """The texts of all frames; runs of equal frames are cut short."""
        result = []
        previous = None
        count = 0

        def repeated():
            extra = count - _RECURSIVE_CUTOFF
            return (f"  [Previous line repeated {extra} more "
                    f'time{"s" if extra > 1 else ""}]\n')

        for frame in self:
            text = self.format_frame_summary(frame, **kwargs)
            if text is None:
                continue
            here = (frame.filename, frame.lineno, frame.name)
            if None in here or here != previous:
                if count > _RECURSIVE_CUTOFF:
                    result.append(repeated())
                previous, count = here, 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(text)
        if count > _RECURSIVE_CUTOFF:
            result.append(repeated())
        return result


# Carets

def _source_with_carets(summary, frame):
    """Source lines of a frame, each possibly followed by one of ~ and ^."""
    if (frame.colno is None or frame.end_colno is None
            or frame.lineno is None or frame.end_lineno is None):
        # Only a line is known: it is shown bare.
        return [f"    {frame.line}\n"]
    original = frame._original_lines.splitlines()
    lines = frame._dedented_lines.splitlines()
    if not lines:
        return []
    last = min(len(lines) - 1, frame.end_lineno - frame.lineno)
    lines = lines[:last + 1]
    # The columns are of the indented source and count UTF-8 bytes.
    removed = len(original[0]) - len(lines[0])
    start = max(0, _chars_before(original[0], frame.colno) - removed)
    removed = len(original[last]) - len(lines[last])
    end = max(0, _chars_before(original[last], frame.end_colno) - removed)
    if last == 0 and end > len(lines[0]):
        end = len(lines[0])
    segment = _segment(lines, start, end)
    anchors = _anchors("\n".join(segment))
    if summary._should_show_carets(start, end, lines, anchors):
        marks = _mark_lines(lines, start, end, anchors)
    else:
        marks = None
    return _join_marked(lines, marks, anchors)


def _chars_before(text, byte_offset):
    if text.isascii():
        return byte_offset
    return len(text.encode("utf-8")[:byte_offset].decode("utf-8", "replace"))


def _segment(lines, start, end):
    if len(lines) == 1:
        return [lines[0][start:end]]
    return [lines[0][start:], *lines[1:-1], lines[-1][:end]]


class _Anchors:
    """Where within a segment the ^ begin and end, and the marks to use."""

    __slots__ = ("left_line", "left", "right_line", "right", "outer", "inner")

    def __init__(self, left_line, left, right_line, right, outer="~", inner="^"):
        self.left_line = left_line
        self.left = left
        self.right_line = right_line
        self.right = right
        self.outer = outer
        self.inner = inner


def _anchors(segment):
    """The operator of a binary operation, or the brackets of a call or subscript."""
    found = _traceback.anchors(segment)
    if found is None:
        return None
    places = []
    for offset in found:
        before = segment.encode()[:offset].decode("utf-8", "replace")
        places.append((before.count("\n"), len(before) - before.rfind("\n") - 1))
    return _Anchors(*places[0], *places[1])


_width = _traceback.width


def _mark_lines(lines, start, end, anchors):
    """For every line the text that goes under it."""
    marks = []
    for number, line in enumerate(lines):
        from_ = start if number == 0 else len(line) - len(line.lstrip())
        to = end if number == len(lines) - 1 else len(line.rstrip())
        if anchors is None:
            row = "^" * (to - from_)
        else:
            # Anchors count from the segment's start, which shifts its first line.
            shift = start if anchors.left_line == 0 else 0
            left = anchors.left + shift
            shift = start if anchors.right_line == 0 else 0
            right = anchors.right + shift
            row = ""
            for column in range(from_, to):
                after_left = (number, column) >= (anchors.left_line, left)
                before_right = (number, column) < (anchors.right_line, right)
                row += anchors.inner if after_left and before_right else anchors.outer
        if not line.isascii():
            pad = "".join(" " * _width(c) for c in line[:from_])
            row = "".join(m * _width(c) for m, c in zip(row, line[from_:to]))
        else:
            pad = " " * from_
        marks.append(pad + row if row else "")
    return marks


def _join_marked(lines, marks, anchors):
    """Lines and what goes under them; those far from ends and anchors are counted."""
    last = len(lines) - 1
    keep = {0, last}
    if anchors is not None:
        for line in (anchors.left_line, anchors.right_line):
            keep.update((line - 1, line, line + 1))
    result = []

    def show(number):
        result.append(f"    {lines[number]}\n")
        if marks is not None:
            result.append(f"    {marks[number]}\n")

    previous = -1
    for number in sorted(n for n in keep if 0 <= n <= last):
        gap = number - previous - 1
        if gap == 1:
            show(previous + 1)
        elif gap:
            result.append(f"    ...<{gap} lines>...\n")
        show(number)
        previous = number
    return result


# Exceptions

class _ExceptionPrintContext:
    """The indentation that nested exception groups give to lines."""

    def __init__(self):
        self.seen = set()
        self.exception_group_depth = 0
        self.need_close = False

    def indent(self):
        return " " * (2 * self.exception_group_depth)

    def emit(self, text, margin_char=None):
        if isinstance(text, str):
            texts = [text]
        else:
            texts = text
        margin = ""
        if self.exception_group_depth:
            margin = self.indent() + (margin_char or "|") + " "
        for text in texts:
            if margin:
                text = "".join(margin + line if line.strip() else margin.rstrip(" ") + " " + line
                               for line in text.splitlines(True))
            yield text


class TracebackException:
    """An exception ready to be formatted, detached from its frames."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None,
                 lookup_lines=True, capture_locals=False, compact=False,
                 max_group_width=15, max_group_depth=10, save_exc_type=True,
                 _seen=None):
        first = _seen is None
        if first:
            _seen = set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract_from_extended_frame_gen(
            _walk_tb_with_full_positions(exc_traceback), limit=limit,
            lookup_lines=lookup_lines, capture_locals=capture_locals)
        self._exc_type = exc_type if save_exc_type else None
        self._str = _safe_string(exc_value, "exception")
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as error:
            self.__notes__ = [
                f"Ignored error getting __notes__: {_safe_string(error, '__notes__', repr)}"]
        self._is_syntax_error = False
        self._have_exc_type = exc_type is not None
        if exc_type is not None:
            self.exc_type_qualname = exc_type.__qualname__
            self.exc_type_module = exc_type.__module__
        else:
            self.exc_type_qualname = self.exc_type_module = None
        if exc_type and issubclass(exc_type, SyntaxError):
            self._take_syntax_error(exc_value)
        elif exc_type and issubclass(exc_type, ImportError):
            self._hint_import(exc_value, exc_type)
        elif exc_type and issubclass(exc_type, (NameError, AttributeError)):
            self._hint_name(exc_type, exc_value, exc_traceback)
        if lookup_lines:
            for entry in self.stack:
                entry.line
        self.__suppress_context__ = (
            exc_value.__suppress_context__ if exc_value is not None else False)
        self.__cause__ = self.__context__ = self.exceptions = None
        if first:
            self._take_related(exc_value, limit, lookup_lines, capture_locals,
                               compact, _seen)

    def _take_related(self, exc, *options):
        """Causes, contexts and members, without recursion: chains can be long."""
        limit, lookup_lines, capture_locals, compact, seen = options
        pending = [(self, exc)]

        def wrap(inner):
            wrapped = TracebackException(
                type(inner), inner, inner.__traceback__, limit=limit,
                lookup_lines=lookup_lines, capture_locals=capture_locals,
                max_group_width=self.max_group_width,
                max_group_depth=self.max_group_depth, _seen=seen)
            pending.append((wrapped, inner))
            return wrapped

        while pending:
            te, exc = pending.pop()
            if exc is None:
                continue
            cause = exc.__cause__
            if cause is not None and id(cause) not in seen:
                te.__cause__ = wrap(cause)
            context = exc.__context__
            if compact:
                wanted = te.__cause__ is None and not exc.__suppress_context__
            else:
                wanted = True
            if wanted and context is not None and id(context) not in seen:
                te.__context__ = wrap(context)
            if isinstance(exc, BaseExceptionGroup):
                te.exceptions = [wrap(member) for member in exc.exceptions]

    def _take_syntax_error(self, exc):
        self._is_syntax_error = True
        self.filename = exc.filename
        self.lineno = None if exc.lineno is None else str(exc.lineno)
        self.end_lineno = None if exc.end_lineno is None else str(exc.end_lineno)
        self.text = exc.text
        self.offset = exc.offset
        self.end_offset = exc.end_offset
        self.msg = exc.msg
        self._exc_metadata = getattr(exc, "_metadata", None)
        typo = _traceback.keyword_typo(exc)
        if typo is not None:
            self.msg, _, self.offset, self.end_offset, self.text = typo
            self.end_lineno = self.lineno

    def _hint_import(self, exc, exc_type):
        name_from = getattr(exc, "name_from", None)
        if name_from is not None:
            wrong = name_from
            suggestion = _compute_suggestion_error(exc, None, wrong)
            if suggestion:
                self._str += f". Did you mean: '{suggestion}'?"
        elif (issubclass(exc_type, ModuleNotFoundError) and sys.flags.no_site
                and getattr(exc, "name", None) not in sys.stdlib_module_names):
            self._str += (". Site initialization is disabled, did you forget to "
                          "add the site-packages directory to sys.path?")

    def _hint_name(self, exc_type, exc, tb):
        wrong = getattr(exc, "name", None)
        if wrong is None:
            return
        suggestion = _compute_suggestion_error(exc, tb, wrong)
        if suggestion:
            self._str += f". Did you mean: '{suggestion}'?"
        if issubclass(exc_type, NameError) and wrong in sys.stdlib_module_names:
            if suggestion:
                self._str += f" Or did you forget to import '{wrong}'?"
            else:
                self._str += f". Did you forget to import '{wrong}'?"

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """For an exception object."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        import warnings
        warnings.warn("Deprecated in 3.13. Use exc_type_str instead.",
                      DeprecationWarning, stacklevel=2)
        return self._exc_type

    @property
    def exc_type_str(self):
        if not self._have_exc_type:
            return None
        module = self.exc_type_module
        if module in ("__main__", "builtins"):
            return self.exc_type_qualname
        if not isinstance(module, str):
            module = "<unknown>"
        return f"{module}.{self.exc_type_qualname}"

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Yield the lines that name the exception, its notes and, on demand, members."""
        indent = 3 * _depth * " "
        if not self._have_exc_type:
            yield indent + _final_line(None, self._str)
            return
        name = self.exc_type_str
        if not self._is_syntax_error:
            if _depth > 0:
                # Members of a group are shown indented line by line.
                formatted = _final_line(name, self._str).split("\n")
                yield from (f"{indent}{line}\n" for line in formatted[:-1])
            else:
                yield _final_line(name, self._str)
        else:
            yield from (indent + line for line in self._format_syntax_error(name))
        yield from self._format_notes(indent)
        if self.exceptions and show_group:
            for member in self.exceptions:
                yield from member.format_exception_only(
                    show_group=show_group, _depth=_depth + 1)

    def _format_notes(self, indent):
        notes = self.__notes__
        if notes is None:
            return
        from collections.abc import Sequence
        if isinstance(notes, Sequence) and not isinstance(notes, (str, bytes)):
            for note in notes:
                note = _safe_string(note, "note")
                yield from (indent + line + "\n" for line in note.split("\n"))
        else:
            yield indent + f"{_safe_string(notes, '__notes__', func=repr)}\n"

    def _format_syntax_error(self, name, **kwargs):
        suffix = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            suffix = f" ({self.filename})"
        if isinstance(self.text, str):
            yield from self._syntax_error_text()
        msg = self.msg or "<no detail available>"
        yield f"{name}: {msg}{suffix}\n"

    def _syntax_error_text(self):
        text = self.text.rstrip("\n")
        shown = text.lstrip(" \n\f")
        yield f"    {shown}\n"
        offset = self.offset
        if not isinstance(offset, int):
            return
        if self.lineno == self.end_lineno:
            end = self.end_offset if self.end_offset not in (None, 0) else offset
        else:
            end = len(text) + 1
        if offset > len(text) + 1:
            offset = len(text) + 1
            end = max(end, offset)
        if offset == end or end == -1:
            end = offset + 1
        # Offsets are 1-based and may lie in the indentation that was cut.
        cut = len(text) - len(shown)
        column, end_column = offset - 1 - cut, end - 1 - cut
        if column < 0:
            return
        # Tabs stay, so that the carets keep standing under their text.
        pad = "".join(c if c.isspace() else " " for c in shown[:column])
        yield f"    {pad}{'^' * (end_column - column)}\n"

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Yield everything: the chain, the stack, the exception, group members."""
        if _ctx is None:
            _ctx = _ExceptionPrintContext()
        sequence = []
        exc = self
        if chain:
            while exc:
                if exc.__cause__ is not None:
                    link, following = _CAUSE, exc.__cause__
                elif exc.__context__ is not None and not exc.__suppress_context__:
                    link, following = _CONTEXT, exc.__context__
                else:
                    link, following = None, None
                sequence.append((link, exc))
                exc = following
        else:
            sequence.append((None, exc))
        for link, exc in reversed(sequence):
            if link is not None:
                yield from _ctx.emit(link)
            if exc.exceptions is None:
                if exc.stack:
                    yield from _ctx.emit("Traceback (most recent call last):\n")
                    yield from _ctx.emit(exc.stack.format())
                yield from _ctx.emit(exc.format_exception_only())
            elif _ctx.exception_group_depth > self.max_group_depth:
                yield from _ctx.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            else:
                yield from self._format_group(exc, _ctx)

    def _format_group(self, exc, ctx):
        top = ctx.exception_group_depth == 0
        if top:
            ctx.exception_group_depth += 1
        if exc.stack:
            yield from ctx.emit("Exception Group Traceback (most recent call last):\n",
                                margin_char="+" if top else None)
            yield from ctx.emit(exc.stack.format())
        yield from ctx.emit(exc.format_exception_only())
        total = len(exc.exceptions)
        shown = min(total, self.max_group_width)
        ctx.need_close = False
        for number in range(shown + (total > shown)):
            last = number == shown + (total > shown) - 1
            if last:
                ctx.need_close = True
            title = str(number + 1) if number < shown else "..."
            yield (ctx.indent() + ("+-" if number == 0 else "  ")
                   + f"+---------------- {title} ----------------\n")
            ctx.exception_group_depth += 1
            if number < shown:
                yield from exc.exceptions[number].format(chain=True, _ctx=ctx)
            else:
                left = total - shown
                yield from ctx.emit(f"and {left} more exception{'s' if left > 1 else ''}\n")
            if last and ctx.need_close:
                yield ctx.indent() + "+------------------------------------\n"
                ctx.need_close = False
            ctx.exception_group_depth -= 1
        if top:
            ctx.exception_group_depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Print what format() yields, to sys.stderr by default."""
        out = sys.stderr if file is None else file
        for line in self.format(chain=chain):
            print(line, file=out, end="")


def _final_line(name, value):
    text = _safe_string(value, "exception")
    if value is None or not text:
        return f"{name}\n"
    return f"{name}: {text}\n"


# "Did you mean"

_LONGEST_NAME = 40
_MOST_NAMES = 750
_MOVE = 2
_CASE = 1


def _candidates(exc, tb, wrong):
    """The names among which a misspelt one may be, or an answer as a str."""
    hide_private = wrong[:1] != "_"
    if isinstance(exc, AttributeError):
        obj = exc.obj
        try:
            try:
                names = dir(obj)
            except TypeError:  # attributes whose names are not all str
                names = list(type(obj).__dir__(obj))
            names = sorted(n for n in names if isinstance(n, str))
        except Exception:
            return None
        if hide_private:
            # Inside a method, private attributes of the object are fair.
            own = False
            while tb is not None and tb.tb_next is not None:
                tb = tb.tb_next
            if tb is not None:
                own = tb.tb_frame.f_locals.get("self") is obj
            if not own:
                names = [n for n in names if n[:1] != "_"]
        return names
    if isinstance(exc, ImportError):
        try:
            import importlib
            module = importlib.import_module(exc.name)
            try:
                names = dir(module)
            except TypeError:
                names = list(module.__dict__)
            names = sorted(n for n in names if isinstance(n, str))
        except Exception:
            return None
        if hide_private:
            names = [n for n in names if n[:1] != "_"]
        return names
    if not isinstance(exc, NameError) or tb is None:
        return None
    while tb.tb_next is not None:
        tb = tb.tb_next
    frame = tb.tb_frame
    names = [n for n in (*frame.f_locals, *frame.f_globals, *frame.f_builtins)
             if isinstance(n, str)]
    if "self" in frame.f_locals:
        try:
            if hasattr(frame.f_locals["self"], wrong):
                return f"self.{wrong}"
        except Exception:
            pass
    return names


def _compute_suggestion_error(exc_value, tb, wrong_name):
    if wrong_name is None or not isinstance(wrong_name, str):
        return None
    names = _candidates(exc_value, tb, wrong_name)
    if names is None or isinstance(names, str):
        return names
    return _best_match(names, wrong_name)


def _best_match(names, wrong):
    if len(names) > _MOST_NAMES or len(wrong) > _LONGEST_NAME:
        return None
    best = best_distance = None
    for name in names:
        if name == wrong:
            continue  # it exists: its absence was temporary
        # A third of all the characters may differ.
        most = (len(name) + len(wrong) + 3) * _MOVE // 6
        if best_distance is not None:
            most = min(most, best_distance - 1)
        distance = _levenshtein_distance(wrong, name, most)
        if distance <= most and (best_distance is None or distance < best_distance):
            best, best_distance = name, distance
    return best


def _substitution_cost(a, b):
    if a == b:
        return 0
    return _CASE if a.lower() == b.lower() else _MOVE


def _levenshtein_distance(a, b, max_cost):
    """Edit distance where changing case is cheap; above `max_cost`, any larger number."""
    if a == b:
        return 0
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b:
        return _MOVE * (len(a) + len(b))
    if len(a) > _LONGEST_NAME or len(b) > _LONGEST_NAME:
        return max_cost + 1
    if len(b) < len(a):
        a, b = b, a
    if (len(b) - len(a)) * _MOVE > max_cost:
        return max_cost + 1
    row = list(range(0, _MOVE * len(a) + 1, _MOVE))
    for i, char in enumerate(b):
        diagonal, row[0] = row[0], (i + 1) * _MOVE
        for j, other in enumerate(a):
            replaced = diagonal + _substitution_cost(char, other)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + _MOVE, diagonal + _MOVE)
        if min(row) > max_cost:
            return max_cost + 1
    return row[-1]
