"""Python source as tokens: https://docs.python.org/3.14/library/tokenize.html"""

import builtins as _builtins
import collections
import io
import re
import sys

import _tokenize
import token
from token import *

__all__ = token.__all__ + ["tokenize", "generate_tokens", "detect_encoding", "untokenize", "TokenInfo", "open", "TokenError"]

_coding = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_no_code = re.compile(rb"^[ \t\f]*(?:[#\r\n]|$)", re.ASCII)


class TokenError(Exception):
    """The text ends within a string or statement, or cannot be tokens at all."""


class TokenInfo(collections.namedtuple("TokenInfo", "type string start end line")):
    """A token: its type, text, (row, column) of start and end, and the line it stands on."""

    __slots__ = ()

    def __repr__(self):
        kind = f"{self.type} ({tok_name[self.type]})"
        return f"TokenInfo(type={kind}, string={self.string!r}, start={self.start!r}, end={self.end!r}, line={self.line!r})"

    @property
    def exact_type(self):
        if self.type == OP and self.string in EXACT_TOKEN_TYPES:
            return EXACT_TOKEN_TYPES[self.string]
        return self.type


def _lines_of(readline):
    while True:
        try:
            line = readline()
        except StopIteration:
            return
        if not line:
            return
        yield line


def _tokens(text):
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    items, error = _tokenize.tokens(text)
    for kind, string, row, column, end_row, end_column in items:
        if kind in (ENDMARKER, DEDENT) and row > len(lines):
            line = ""
        else:
            line = "".join(lines[row - 1:end_row])
        yield TokenInfo(kind, string, (row, column), (end_row, end_column), line)
    if error is not None:
        if type(error) is not SyntaxError:
            raise error from None
        message = error.msg
        if "unterminated triple-quoted string" in message:
            message = "EOF in multi-line string"
        elif message == "unexpected EOF in parsing":
            message = "unexpected EOF in multi-line statement"
        raise TokenError(message, (error.lineno, error.offset)) from None


def generate_tokens(readline):
    """The tokens of a text whose lines readline() gives as str."""
    return _tokens("".join(_lines_of(readline)))


def tokenize(readline):
    """The tokens of a text whose lines readline() gives as bytes, after one of type ENCODING."""
    encoding, first = detect_encoding(readline)
    lines = [*first, *_lines_of(readline)]
    yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), "")
    yield from _tokens(b"".join(lines).decode(encoding))


def detect_encoding(readline):
    """The encoding that the first two lines of a file name, and those of them that were read."""
    filename = getattr(getattr(readline, "__self__", None), "name", None)
    where = f" for {filename!r}" if filename is not None else ""
    marked = False

    def read():
        try:
            return readline()
        except StopIteration:
            return b""

    def find(line):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            raise SyntaxError("invalid or missing encoding declaration" + where) from None
        if not (match := _coding.match(text)):
            return None
        name = match[1]
        plain = name[:12].lower().replace("_", "-")
        if plain == "utf-8" or plain.startswith("utf-8-"):
            name = "utf-8"
        elif plain in ("latin-1", "iso-8859-1", "iso-latin-1") or plain.startswith(("latin-1-", "iso-8859-1-", "iso-latin-1-")):
            name = "iso-8859-1"
        try:
            import codecs

            codecs.lookup(name)
        except LookupError:
            raise SyntaxError("unknown encoding" + (where + ": " if where else ": ") + name) from None
        if marked:
            if name != "utf-8":
                raise SyntaxError("encoding problem" + (where or ": utf-8"))
            name += "-sig"
        return name

    first = read()
    if first.startswith(b"\xef\xbb\xbf"):
        marked = True
        first = first[3:]
    default = "utf-8-sig" if marked else "utf-8"
    if not first:
        return default, []
    if encoding := find(first):
        return encoding, [first]
    if not _no_code.match(first):
        return default, [first]
    second = read()
    if not second:
        return default, [first]
    return find(second) or default, [first, second]


def open(filename):
    """Open a source file for reading as text in its own encoding."""
    buffer = _builtins.open(filename, "rb")
    try:
        encoding, _ = detect_encoding(buffer.readline)
        buffer.seek(0)
        text = io.TextIOWrapper(buffer, encoding, line_buffering=True)
        text.mode = "r"
        return text
    except:
        buffer.close()
        raise


def untokenize(iterable):
    """Source text (bytes, if the first token is an ENCODING) that makes the same tokens. Tokens may also be pairs (type, string)."""
    out, encoding = [], None
    row, column = 1, 0
    indents, fresh, pairs = [], True, False
    previous = None
    for item in iterable:
        kind, string = item[:2]
        if kind == ENCODING:
            encoding = string
            continue
        if kind == ENDMARKER and not pairs:
            break
        if kind in (FSTRING_MIDDLE, TSTRING_MIDDLE):
            string = string.replace("{", "{{").replace("}", "}}")
        if len(item) == 2 or pairs:
            # Without places: a space between words, and the indentation kept.
            pairs = True
            if kind == INDENT:
                indents.append(string)
                continue
            if kind == DEDENT:
                indents.pop()
                continue
            if kind in (NEWLINE, NL):
                fresh = True
                out.append(string or "\n")
                previous = kind
                continue
            if fresh and indents and kind != COMMENT:
                out.append(indents[-1])
            fresh = False
            if kind in (NAME, NUMBER) or kind == STRING and previous == STRING:
                string += " " if kind != STRING else ""
                if kind == STRING:
                    string = " " + string
            out.append(string)
            previous = kind
            continue
        start, end = item[2:4]
        if start < (row, column):
            raise ValueError(f"start ({start[0]},{start[1]}) precedes previous end ({row},{column})")
        if kind == INDENT:
            indents.append(string)
            continue
        if kind == DEDENT:
            indents.pop()
            row, column = start
            if start[1]:
                out.append(item[4][:start[1]])
            continue
        if start[0] > row:
            out.append("\\\n" * (start[0] - row) if previous not in (NEWLINE, NL, None) else "\n" * (start[0] - row))
            column = 0
        if start[1] > column:
            gap = item[4].split("\n")[0][column:start[1]] if column == 0 else " " * (start[1] - column)
            out.append(gap if gap.isspace() else " " * (start[1] - column))
        out.append(string)
        row, column = end
        if kind in (FSTRING_MIDDLE, TSTRING_MIDDLE):
            column += sum(string.rpartition("\n")[2].count(brace) for brace in ("{{", "}}"))
        if kind in (NEWLINE, NL):
            row, column = row + 1, 0
        previous = kind
    text = "".join(out)
    return text.encode(encoding) if encoding is not None else text


def main():
    """List the tokens of a file, or of standard input."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m tokenize")
    parser.add_argument(dest="filename", nargs="?", metavar="filename.py", help="the file to tokenize; defaults to stdin")
    parser.add_argument("-e", "--exact", dest="exact", action="store_true", help="display token names using the exact type")
    args = parser.parse_args()
    try:
        if args.filename:
            with _builtins.open(args.filename, "rb") as f:
                tokens = list(tokenize(f.readline))
        else:
            tokens = list(generate_tokens(sys.stdin.readline))
    except (TokenError, SyntaxError, OSError) as e:
        print(f"{args.filename or '<stdin>'}: error: {e}", file=sys.stderr)
        sys.exit(1)
    for t in tokens:
        kind = t.exact_type if args.exact else t.type
        place = f"{t.start[0]},{t.start[1]}-{t.end[0]},{t.end[1]}:"
        print(f"{place:<20}{tok_name[kind]:<15}{t.string!r:<15}")


if __name__ == "__main__":
    main()
