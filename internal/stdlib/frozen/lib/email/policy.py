"""The policies to choose from.

The values that EmailPolicy gives are plain strings, with encoded words decoded.
"""

from email._policybase import Compat32, Policy, compat32, validate_header_name
from email.utils import _has_surrogates

__all__ = ["Compat32", "compat32", "Policy", "EmailPolicy", "default", "strict", "SMTP", "SMTPUTF8", "HTTP"]

_ONCE = {"date", "from", "sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject",
         "content-type", "content-transfer-encoding", "content-disposition", "mime-version"}


class EmailPolicy(Policy):
    """Headers as a program wants them: unfolded, decoded, and no more of them than there may be.

    utf8: write headers as UTF-8. refold_source: which headers that were read are folded anew: "none", "long", "all".
    """

    utf8 = False
    refold_source = "long"
    header_factory = None
    content_manager = None

    def __init__(self, **kw):
        if "message_factory" not in kw:
            from email.message import EmailMessage
            kw["message_factory"] = EmailMessage
        super().__init__(**kw)

    def header_max_count(self, name):
        return 1 if name.lower() in _ONCE else None

    def header_store_parse(self, name, value):
        validate_header_name(name)
        value = str(value)
        if "\n" in value or "\r" in value:
            raise ValueError("Header values may not contain linefeed or carriage return characters")
        return name, value

    def header_fetch_parse(self, name, value):
        value = "".join(value.splitlines())
        if "=?" not in value:
            return value
        from email.header import decode_header, make_header
        return str(make_header(decode_header(value)))

    def fold(self, name, value):
        from email.header import Header
        value = "".join(value.splitlines())
        if self.utf8 or value.isascii() and len(name) + 2 + len(value) <= (self.max_line_length or len(value) + 100):
            return f"{name}: {value}{self.linesep}"
        charset = None if value.isascii() else "utf-8"
        if _has_surrogates(value):
            charset = "unknown-8bit"
        folded = Header(value, charset, header_name=name)
        width = 0 if self.max_line_length is None else self.max_line_length
        return f"{name}: {folded.encode(linesep=self.linesep, maxlinelen=width)}{self.linesep}"

    def fold_binary(self, name, value):
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")


default = EmailPolicy()
strict = default.clone(raise_on_defect=True)
SMTP = default.clone(linesep="\r\n")
HTTP = default.clone(linesep="\r\n", max_line_length=None)
SMTPUTF8 = SMTP.clone(utf8=True)
