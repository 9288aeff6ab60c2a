"""Writing messages."""

import random
import re
import sys
from io import BytesIO, StringIO

from email.errors import HeaderWriteError
from email.utils import _has_surrogates

__all__ = ["Generator", "DecodedGenerator", "BytesGenerator"]

_from = re.compile(r"^From ", re.MULTILINE)
_newline = re.compile(r"\r\n|\r|\n")


class Generator:
    """Writes messages to a text file.

    mangle_from_ puts ">" before "From " at the beginning of lines, maxheaderlen is where headers are folded; both are
    by default the policy's, as the policy is the message's.
    """

    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, *, policy=None):
        if mangle_from_ is None:
            mangle_from_ = True if policy is None else policy.mangle_from_
        self._fp = outfp
        self._mangle_from_ = mangle_from_
        self.maxheaderlen = maxheaderlen
        self.policy = policy

    def write(self, s):
        self._fp.write(s)

    def flatten(self, msg, unixfrom=False, linesep=None):
        """Write a message, with unixfrom after a line that begins with "From "."""
        policy = msg.policy if self.policy is None else self.policy
        if linesep is not None:
            policy = policy.clone(linesep=linesep)
        if self.maxheaderlen is not None:
            policy = policy.clone(max_line_length=self.maxheaderlen)
        kept = self.policy, msg.policy
        self._NL = policy.linesep
        self.policy = msg.policy = policy
        try:
            if unixfrom:
                import time
                self.write((msg.get_unixfrom() or "From nobody " + time.ctime(time.time())) + self._NL)
            self._write(msg)
        finally:
            self.policy, msg.policy = kept

    def clone(self, fp):
        """A generator like this one for another file."""
        return self.__class__(fp, self._mangle_from_, None, policy=self.policy)

    def _new_buffer(self):
        return StringIO()

    def _text_of(self, part):
        """A part, written."""
        buffer = self._new_buffer()
        generator = self.clone(buffer)
        generator.flatten(part, unixfrom=False, linesep=self._NL)
        return buffer.getvalue()

    def _write(self, msg):
        # The boundary may be chosen only when the parts are there, so they are written first.
        out, self._fp = self._fp, self._new_buffer()
        try:
            self._dispatch(msg)
        finally:
            body, self._fp = self._fp.getvalue(), out
        self._write_headers(msg)
        self._fp.write(body)

    def _dispatch(self, msg):
        main, sub = msg.get_content_maintype(), msg.get_content_subtype()
        for name in (f"{main}_{sub}", main):
            method = getattr(self, "_handle_" + name.replace("-", "_"), None)
            if method is not None:
                break
        else:
            method = self._writeBody
        method(msg)

    def _write_headers(self, msg):
        for name, value in msg.raw_items():
            folded = self.policy.fold(name, value)
            if self.policy.verify_generated_headers:
                text = folded[:-len(self._NL)] if folded.endswith(self._NL) else folded
                if re.search(r"(?:\r\n|\r|\n)[^ \t]|(?:\r\n|\r|\n)\Z", text):
                    raise HeaderWriteError(f"folded header contains newline: {folded!r}")
            self.write(folded)
        self.write(self._NL)

    def _write_lines(self, text):
        if text:
            self.write(_newline.sub(lambda found: self._NL, text))

    def _handle_text(self, msg):
        payload = msg.get_payload()
        if payload is None:
            return
        if not isinstance(payload, str):
            raise TypeError("string payload expected: %s" % type(payload))
        if _has_surrogates(msg._payload):
            payload = self._readable(msg, payload)
        self._write_lines(_from.sub(">From ", payload) if self._mangle_from_ else payload)

    def _readable(self, msg, payload):
        """Bytes that are not ASCII cannot be written to a text file as they are: encode them."""
        charset = msg.get_param("charset")
        if charset is None:
            return payload
        from copy import deepcopy
        other = deepcopy(msg)
        del other["content-transfer-encoding"]
        other.set_payload(payload, charset)
        for name in ("content-transfer-encoding", "Content-Type"):
            if name in other:
                if name in msg:
                    msg.replace_header(name, other[name])
                else:
                    msg[name] = other[name]
        return other.get_payload()

    _writeBody = _handle_text

    def _handle_multipart(self, msg):
        parts = msg.get_payload()
        if parts is None:
            parts = []
        elif isinstance(parts, str):
            self._write_lines(parts)
            return
        elif not isinstance(parts, list):
            parts = [parts]
        texts = [self._text_of(part) for part in parts]
        boundary = msg.get_boundary()
        if not boundary:
            boundary = self._make_boundary(texts)
            msg.set_boundary(boundary)
        if msg.preamble is not None:
            self._write_lines(_from.sub(">From ", msg.preamble) if self._mangle_from_ else msg.preamble)
            self.write(self._NL)
        self.write("--" + boundary + self._NL)
        for i, text in enumerate(texts):
            if i:
                self.write(self._NL + "--" + boundary + self._NL)
            self._fp.write(text)
        self.write(self._NL + "--" + boundary + "--" + self._NL)
        if msg.epilogue is not None:
            self._write_lines(_from.sub(">From ", msg.epilogue) if self._mangle_from_ else msg.epilogue)

    def _handle_multipart_signed(self, msg):
        # A signature holds for headers as they were: do not fold them.
        policy = self.policy
        self.policy = policy.clone(max_line_length=0)
        try:
            self._handle_multipart(msg)
        finally:
            self.policy = policy

    def _handle_message_delivery_status(self, msg):
        texts = []
        for part in msg.get_payload():
            text = self._text_of(part)
            end = self._NL if isinstance(text, str) else self._NL.encode("ascii")
            texts.append(text[:-len(end)] if text.endswith(end + end) else text)
        self._fp.write((self._NL if not texts or isinstance(texts[0], str) else self._NL.encode("ascii")).join(texts))

    def _handle_message(self, msg):
        payload = msg.get_payload()
        if isinstance(payload, list):
            self._fp.write(self._text_of(payload[0]))
        else:
            self._write_lines(payload)

    @staticmethod
    def _make_boundary(texts):
        digits = len(repr(sys.maxsize - 1))
        while True:
            boundary = "=" * 15 + "%0*d==" % (digits, random.randrange(sys.maxsize))
            if not any((boundary if isinstance(text, str) else boundary.encode()) in text for text in texts):
                return boundary


class BytesGenerator(Generator):
    """Writes messages to a binary file; bytes that are not ASCII stay as they were."""

    def write(self, s):
        self._fp.write(s.encode("ascii", "surrogateescape"))

    def _new_buffer(self):
        return BytesIO()

    def _write_headers(self, msg):
        for name, value in msg.raw_items():
            self._fp.write(self.policy.fold_binary(name, value))
        self.write(self._NL)

    def _handle_text(self, msg):
        if msg._payload is None:
            return
        if isinstance(msg._payload, str) and _has_surrogates(msg._payload) and self.policy.cte_type != "7bit":
            text = msg._payload
            self._write_lines(_from.sub(">From ", text) if self._mangle_from_ else text)
        else:
            super()._handle_text(msg)

    _writeBody = _handle_text


_FMT = "[Non-text (%(type)s) part of message omitted, filename %(filename)s]"


class DecodedGenerator(Generator):
    """Writes the texts of a message decoded, and a line in place of all other parts."""

    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, fmt=None, *, policy=None):
        super().__init__(outfp, mangle_from_, maxheaderlen, policy=policy)
        self._fmt = _FMT if fmt is None else fmt

    def _dispatch(self, msg):
        for part in msg.walk():
            main = part.get_content_maintype()
            if main == "text":
                print(part.get_payload(decode=False), file=self)
            elif main != "multipart":
                print(self._fmt % {
                    "type": part.get_content_type(), "maintype": main, "subtype": part.get_content_subtype(),
                    "filename": part.get_filename("[no filename]"),
                    "description": part.get("Content-Description", "[no description]"),
                    "encoding": part.get("Content-Transfer-Encoding", "[no encoding]"),
                }, file=self)
