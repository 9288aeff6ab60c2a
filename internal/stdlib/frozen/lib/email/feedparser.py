"""Parsing messages bit by bit, as they come in."""

import re

from email import errors
from email._policybase import compat32

__all__ = ["FeedParser", "BytesFeedParser"]

_line = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)")
# The beginning of a header, or of a line that goes on with one.
_header = re.compile(r"From |[\x21-\x39\x3b-\x7e]*:|[\t ]")
_blank = ("\n", "\r\n", "\r")


class FeedParser:
    """feed() takes text, in pieces of any size; close() returns the message.

    It never fails: what is wrong with a message is in its `defects`. _factory makes the messages.
    """

    def __init__(self, _factory=None, *, policy=compat32):
        self.policy = policy
        if _factory is None:
            _factory = policy.message_factory
            if _factory is None:
                from email.message import Message
                _factory = Message
        self._factory = _factory
        self._pieces = []
        self._headersonly = False

    def _set_headersonly(self):
        self._headersonly = True

    def feed(self, data):
        """Take more text."""
        self._pieces.append(data)

    def close(self):
        """Return the message of all that was fed."""
        text = "".join(self._pieces)
        self._pieces = []
        lines = _line.findall(text)
        rest = text[sum(map(len, lines)):]
        if rest:
            lines.append(rest)
        root = self._message()
        self._parse(root, lines)
        if root.get_content_maintype() == "multipart" and not root.is_multipart() and not self._headersonly:
            self.policy.handle_defect(root, errors.MultipartInvariantViolationDefect())
        return root

    def _message(self):
        try:
            return self._factory(policy=self.policy)
        except TypeError:
            # A factory that knows no policies.
            return self._factory()

    def _parse(self, message, lines):
        body = self._take_headers(message, lines)
        if self._headersonly:
            message.set_payload("".join(lines[body:]))
            return
        kind = message.get_content_type()
        if kind == "message/delivery-status":
            self._parse_blocks(message, lines[body:])
        elif message.get_content_maintype() == "message":
            inner = self._message()
            self._parse(inner, lines[body:])
            message.attach(inner)
        elif message.get_content_maintype() == "multipart":
            self._parse_parts(message, lines[body:])
        else:
            message.set_payload("".join(lines[body:]))

    def _take_headers(self, message, lines):
        """Read headers; the index of the first line of the body."""
        count = len(lines)
        header = []

        def store():
            if header:
                message.set_raw(*self.policy.header_source_parse(header))
                header.clear()

        i = 0
        while i < count:
            line = lines[i]
            if line in _blank:
                store()
                return i + 1
            found = _header.match(line)
            if not found:
                self.policy.handle_defect(message, errors.MissingHeaderBodySeparatorDefect())
                store()
                return i
            if found[0] in ("\t", " "):
                if header:
                    header.append(line)
                else:
                    defect = errors.FirstHeaderLineIsContinuationDefect(line)
                    self.policy.handle_defect(message, defect)
            elif found[0] == "From ":
                if i == 0:
                    message.set_unixfrom(line.rstrip("\r\n"))
                elif i == count - 1:
                    store()
                    return i
                else:
                    message.defects.append(errors.MisplacedEnvelopeHeaderDefect(line))
            elif found[0] == ":":
                defect = errors.InvalidHeaderDefect("Missing header name.")
                self.policy.handle_defect(message, defect)
            else:
                store()
                header.append(line)
            i += 1
        store()
        return i

    def _parse_blocks(self, message, lines):
        """A delivery status is a message for every block of headers."""
        while True:
            inner = self._message()
            body = self._take_headers(inner, lines)
            inner.set_payload("")
            message.attach(inner)
            lines = lines[body:]
            while lines and lines[0] in _blank:
                lines = lines[1:]
            if not lines:
                return

    def _parse_parts(self, message, lines):
        boundary = message.get_boundary()
        if boundary is None:
            self.policy.handle_defect(message, errors.NoBoundaryInMultipartDefect())
            message.set_payload("".join(lines))
            return
        if str(message.get("content-transfer-encoding", "8bit")).lower() not in ("7bit", "8bit", "binary"):
            self.policy.handle_defect(message, errors.InvalidMultipartContentTransferEncodingDefect())
        mark = re.compile(r"--" + re.escape(boundary) + r"(--)?[ \t]*(?:\r\n|\r|\n)?\Z")
        marks = []
        for i, line in enumerate(lines):
            if line.startswith("--") and (found := mark.match(line)):
                marks.append((i, found[1] is not None))
                if found[1] is not None:
                    break
        if not marks:
            self.policy.handle_defect(message, errors.StartBoundaryNotFoundDefect())
            message.set_payload("".join(lines))
            return
        message.preamble = _without_last_newline("".join(lines[:marks[0][0]])) or None
        for number, (i, closing) in enumerate(marks):
            if closing:
                message.epilogue = "".join(lines[i + 1:])
                break
            end = marks[number + 1][0] if number + 1 < len(marks) else len(lines)
            # The end of the line before a boundary belongs to that.
            text = lines[i + 1:end]
            if text and number + 1 < len(marks):
                text[-1] = _without_last_newline(text[-1])
            part = self._message()
            self._parse(part, text)
            message.attach(part)
        else:
            self.policy.handle_defect(message, errors.CloseBoundaryNotFoundDefect())


def _without_last_newline(text):
    return text[:-2] if text.endswith("\r\n") else text[:-1] if text.endswith(("\r", "\n")) else text


class BytesFeedParser(FeedParser):
    """A FeedParser that is fed bytes."""

    def feed(self, data):
        super().feed(data.decode("ascii", "surrogateescape"))
