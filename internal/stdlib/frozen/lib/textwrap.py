"""Wrapping, filling and indenting text."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

# Only these count as whitespace: a no-break space, for one, does not separate words.
_whitespace = "\t\n\x0b\x0c\r "
_to_spaces = str.maketrans(_whitespace, " " * len(_whitespace))


def _is_word(char):
    return char.isalnum() or char == "_"


class TextWrapper:
    """Wraps paragraphs to lines of a width; the attributes are the arguments of the constructor."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(_to_spaces)
        return text

    def _split(self, text):
        """text in pieces that are not to be broken: words, parts of hyphenated words, dashes, whitespace."""
        pieces = []
        position, end = 0, len(text)
        while position < end:
            start = position
            blank = text[position] in _whitespace
            while position < end and (text[position] in _whitespace) == blank:
                position += 1
            chunk = text[start:position]
            if blank or not self.break_on_hyphens:
                pieces.append(chunk)
            else:
                pieces.extend(_split_word(chunk))
        return pieces

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _fix_sentence_endings(self, chunks):
        """Make it two spaces after what looks like the end of a sentence."""
        for position in range(len(chunks) - 1):
            if chunks[position + 1] == " " and _ends_sentence(chunks[position]):
                chunks[position + 1] = "  "

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        """Break a piece that is too long for any line, or let it have a line to itself."""
        room = 1 if width < 1 else width - cur_len
        if room == 0 and cur_line:
            return
        if self.break_long_words:
            chunk = reversed_chunks[-1]
            end = room
            if self.break_on_hyphens and len(chunk) > room:
                hyphen = chunk.rfind("-", 0, room)
                if hyphen > 0 and any(char != "-" for char in chunk[:hyphen]):
                    end = hyphen + 1
            cur_line.append(chunk[:end])
            reversed_chunks[-1] = chunk[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            first = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(first) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks = chunks[::-1]
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                del chunks[-1]
            line, length = [], 0
            while chunks and length + len(chunks[-1]) <= width:
                length += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._handle_long_word(chunks, line, length, width)
                length = sum(map(len, line))
            if self.drop_whitespace and line and line[-1].strip() == "":
                length -= len(line.pop())
            if not line:
                continue
            rest_is_blank = not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()
            if (self.max_lines is None or len(lines) + 1 < self.max_lines
                    or rest_is_blank and length <= width):
                lines.append(indent + "".join(line))
                continue
            # The last line that is allowed: cut it for the placeholder.
            while line:
                if line[-1].strip() and length + len(self.placeholder) <= width:
                    line.append(self.placeholder)
                    lines.append(indent + "".join(line))
                    break
                length -= len(line.pop())
            else:
                if lines:
                    previous = lines[-1].rstrip()
                    if len(previous) + len(self.placeholder) <= self.width:
                        lines[-1] = previous + self.placeholder
                        break
                lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def wrap(self, text):
        """The lines of a paragraph, without line ends."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The paragraph as one string."""
        return "\n".join(self.wrap(text))


def _split_word(chunk):
    """A run of non-blanks in the places where a line may end: after hyphens inside words, around dashes."""
    pieces = []
    start = position = 0
    end = len(chunk)
    while position < end:
        if chunk[position] != "-":
            position += 1
            continue
        run = position
        while run < end and chunk[run] == "-":
            run += 1
        if run - position >= 2 and run < end and position > 0 and _is_dash_context(chunk[position - 1]) \
                and _is_word(chunk[run]):
            # A dash: it may stand at the end or the start of a line.
            if position > start:
                pieces.append(chunk[start:position])
            pieces.append(chunk[position:run])
            start = run
        elif run - position == 1 and _is_hyphen(chunk, position, start):
            pieces.append(chunk[start:run])
            start = run
        position = run
    if start < end:
        pieces.append(chunk[start:])
    return pieces


def _is_dash_context(char):
    return _is_word(char) or char in "!\"'&.,?"


def _is_letter(char):
    return _is_word(char) and not char.isdigit()


def _is_hyphen(chunk, position, start):
    """Whether the hyphen is one between two parts of a word, each with a letter next to it or next but one."""
    before = chunk[start:position]
    after = chunk[position + 1:]
    if not (len(before) >= 2 and _is_letter(before[-1]) and _is_letter(before[-2])
            or len(before) >= 3 and _is_letter(before[-1]) and before[-2] == "-" and _is_letter(before[-3])):
        # A single letter counts after an earlier hyphen: the parts of "e-mail-list".
        if not (len(before) >= 1 and _is_letter(before[-1]) and start > 0 and chunk[start - 1] == "-"
                and start >= 2 and _is_letter(chunk[start - 2])):
            return False
    return (len(after) >= 2 and _is_letter(after[0])
            and (_is_letter(after[1]) or after[1] == "-" and len(after) >= 3 and _is_letter(after[2])))


def _ends_sentence(chunk):
    text = chunk
    if text and text[-1] in "\"'":
        text = text[:-1]
    return len(text) >= 2 and text[-1] in ".!?" and "a" <= text[-2] <= "z"


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph wrapped to a width."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph wrapped to a width, as one string."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """text with whitespace collapsed, cut at a word to fit the width."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """text without the whitespace that all its lines begin with; blank lines become empty."""
    try:
        lines = text.split("\n")
    except (AttributeError, TypeError):
        raise TypeError(f"expected str object, not {type(text).__qualname__!r}") from None
    margin = None
    for position, line in enumerate(lines):
        stripped = line.lstrip(" \t\r\x0b\x0c")
        if not stripped or line.isspace():
            lines[position] = ""
            continue
        lead = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = lead
        elif not lead.startswith(margin):
            common = 0
            for one, other in zip(margin, lead):
                if one != other:
                    break
                common += 1
            margin = margin[:common]
    if margin:
        width = len(margin)
        lines = [line[width:] for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    """text with a prefix before every line that is not blank, or that the predicate accepts."""
    if predicate is None:
        predicate = str.strip
    return "".join([prefix + line if predicate(line) else line for line in text.splitlines(keepends=True)])
