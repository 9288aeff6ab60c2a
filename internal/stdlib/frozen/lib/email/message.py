"""Messages: headers, and a body that is text or a list of messages."""

import binascii
import re
from io import BytesIO, StringIO

from email import errors, utils
from email._policybase import compat32

__all__ = ["Message", "EmailMessage", "MIMEPart"]

_SEMICOLON = "; "
# Characters that make quotes needed.
_tspecials = re.compile(r'[ \(\)<>@,;:\\"/\[\]\?=]')


def _split_parameters(text):
    """The parts of a value at the semicolons that are not in quotes."""
    parts, current, quoted = [], "", False
    i = 0
    while i < len(text):
        char = text[i]
        if quoted and char == "\\":
            current += text[i:i + 2]
            i += 2
            continue
        if char == '"':
            quoted = not quoted
        if char == ";" and not quoted:
            parts.append(current)
            current = ""
        else:
            current += char
        i += 1
    parts.append(current)
    return [part.strip() for part in parts if part.strip()]


def _formatparam(param, value=None, quote=True):
    """A parameter as it is written; a value (charset, language, text) is percent-encoded."""
    if not value:
        return param
    if isinstance(value, tuple):
        return f"{param}*={utils.encode_rfc2231(value[2], value[0], value[1])}"
    try:
        value.encode("ascii")
    except UnicodeEncodeError:
        return f"{param}*={utils.encode_rfc2231(value, 'utf-8', '')}"
    if quote or _tspecials.search(value):
        return f'{param}="{utils.quote(value)}"'
    return f"{param}={value}"


def _unquotevalue(value):
    if isinstance(value, tuple):
        return value[0], value[1], utils.unquote(value[2])
    return utils.unquote(value)


class Message:
    """Headers, which are kept in order and may be there more than once, and a payload.

    Subscripts look up a header, whatever its case; setting adds one. The payload is a string, or for a multipart
    message a list of messages. preamble and epilogue are the text before and after the parts.
    """

    def __init__(self, policy=compat32):
        self.policy = policy
        self._headers = []
        self._unixfrom = None
        self._payload = None
        self._charset = None
        self.preamble = self.epilogue = None
        self.defects = []
        self._default_type = "text/plain"

    def __str__(self):
        return self.as_string()

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        """The whole message as text."""
        from email.generator import Generator
        out = StringIO()
        policy = self.policy if policy is None else policy
        Generator(out, mangle_from_=False, maxheaderlen=maxheaderlen, policy=policy).flatten(self, unixfrom=unixfrom)
        return out.getvalue()

    def __bytes__(self):
        return self.as_bytes()

    def as_bytes(self, unixfrom=False, policy=None):
        """The whole message as bytes."""
        from email.generator import BytesGenerator
        out = BytesIO()
        policy = self.policy if policy is None else policy
        BytesGenerator(out, mangle_from_=False, policy=policy).flatten(self, unixfrom=unixfrom)
        return out.getvalue()

    def is_multipart(self):
        return isinstance(self._payload, list)

    def set_unixfrom(self, unixfrom):
        self._unixfrom = unixfrom

    def get_unixfrom(self):
        return self._unixfrom

    # The payload

    def attach(self, payload):
        """Add a part."""
        if self._payload is None:
            self._payload = [payload]
            return
        try:
            self._payload.append(payload)
        except AttributeError:
            raise TypeError("Attach is not valid on a message with a non-multipart payload")

    def get_payload(self, i=None, decode=False):
        """The payload, or part i of it; with decode the bytes that the transfer encoding stands for."""
        if self.is_multipart():
            if decode:
                return None
            return self._payload if i is None else self._payload[i]
        if i is not None and not isinstance(self._payload, list):
            raise TypeError("Expected list, got %s" % type(self._payload))
        payload = self._payload
        if not decode:
            if isinstance(payload, str) and utils._has_surrogates(payload):
                raw = payload.encode("ascii", "surrogateescape")
                try:
                    return raw.decode(self.get_content_charset("ascii"), "replace")
                except LookupError:
                    return raw.decode("ascii", "replace")
            return payload
        if not isinstance(payload, str):
            return payload
        try:
            raw = payload.encode("ascii", "surrogateescape")
        except UnicodeEncodeError:
            raw = payload.encode("raw-unicode-escape")
        encoding = str(self.get("content-transfer-encoding", "")).lower()
        if encoding == "quoted-printable":
            return binascii.a2b_qp(raw)
        if encoding == "base64":
            try:
                return binascii.a2b_base64(raw)
            except binascii.Error:
                self.policy.handle_defect(self, errors.InvalidBase64PaddingDefect())
                return raw
        return raw

    def set_payload(self, payload, charset=None):
        """Set the payload; with a charset also the headers that tell of it."""
        if charset is not None and hasattr(payload, "encode"):
            name = getattr(charset, "output_charset", None) or str(charset)
            payload = payload.encode(name, "surrogateescape").decode("ascii", "surrogateescape")
        self._payload = payload
        if charset is not None:
            self.set_charset(charset)

    def set_charset(self, charset):
        """Set the charset of a text and, if there is none, its transfer encoding; None takes it away."""
        if charset is None:
            self.del_param("charset")
            self._charset = None
            return
        from email.charset import Charset
        if not isinstance(charset, Charset):
            charset = Charset(charset)
        self._charset = charset
        if "MIME-Version" not in self:
            self.add_header("MIME-Version", "1.0")
        if "Content-Type" not in self:
            self.add_header("Content-Type", "text/plain", charset=charset.get_output_charset())
        else:
            self.set_param("charset", charset.get_output_charset())
        if "Content-Transfer-Encoding" in self:
            return
        encoding = charset.get_body_encoding()
        if callable(encoding):
            encoding(self)
            return
        if isinstance(self._payload, str) and self._payload:
            self._payload = charset.body_encode(self._payload.encode("ascii", "surrogateescape"))
        self.add_header("Content-Transfer-Encoding", encoding)

    def get_charset(self):
        return self._charset

    # Headers, as a mapping

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        limit = self.policy.header_max_count(name)
        if limit:
            lower = name.lower()
            if sum(key.lower() == lower for key, _ in self._headers) >= limit:
                raise ValueError("There may be at most {} {} headers in a message".format(limit, name))
        self._headers.append(self.policy.header_store_parse(name, val))

    def __delitem__(self, name):
        name = name.lower()
        self._headers = [(key, value) for key, value in self._headers if key.lower() != name]

    def __contains__(self, name):
        name = name.lower()
        return any(key.lower() == name for key, _ in self._headers)

    def __iter__(self):
        for key, _ in self._headers:
            yield key

    def keys(self):
        return [key for key, _ in self._headers]

    def values(self):
        return [self.policy.header_fetch_parse(key, value) for key, value in self._headers]

    def items(self):
        return [(key, self.policy.header_fetch_parse(key, value)) for key, value in self._headers]

    def get(self, name, failobj=None):
        """The first header of a name, or failobj."""
        name = name.lower()
        for key, value in self._headers:
            if key.lower() == name:
                return self.policy.header_fetch_parse(key, value)
        return failobj

    def get_all(self, name, failobj=None):
        """All headers of a name as a list, or failobj."""
        name = name.lower()
        values = [self.policy.header_fetch_parse(key, value) for key, value in self._headers if key.lower() == name]
        return values or failobj

    def set_raw(self, name, value):
        """Store a header as a parser has found it."""
        self._headers.append((name, value))

    def raw_items(self):
        """The headers as they are stored."""
        return iter(self._headers.copy())

    def add_header(self, _name, _value, **_params):
        """Add a header with parameters; underscores in their names become dashes, None gives the name alone."""
        parts = [] if _value is None else [_value]
        for key, value in _params.items():
            parts.append(_formatparam(key.replace("_", "-"), value))
        self[_name] = _SEMICOLON.join(parts)

    def replace_header(self, _name, _value):
        """Give the first header of a name another value, in its place."""
        lower = _name.lower()
        for i, (key, _) in enumerate(self._headers):
            if key.lower() == lower:
                self._headers[i] = self.policy.header_store_parse(key, _value)
                return
        raise KeyError(_name)

    # The type and other parameters

    def get_content_type(self):
        """The type and subtype, in lower case; text/plain if they cannot be told."""
        value = self.get("content-type")
        if value is None:
            return self.get_default_type()
        kind = str(value).split(";", 1)[0].strip().lower()
        return kind if kind.count("/") == 1 else "text/plain"

    def get_content_maintype(self):
        return self.get_content_type().split("/")[0]

    def get_content_subtype(self):
        return self.get_content_type().split("/")[1]

    def get_default_type(self):
        return self._default_type

    def set_default_type(self, ctype):
        self._default_type = ctype

    def _params_of(self, failobj, header):
        value = self.get(header)
        if value is None:
            return failobj
        params = []
        for part in _split_parameters(str(value)):
            name, separator, text = part.partition("=")
            # The names of parameters are in any case, the first part is no parameter.
            params.append((name.strip().lower() if separator else part.strip(), text.strip()))
        return utils.decode_params(params) if params else failobj

    def get_params(self, failobj=None, header="content-type", unquote=True):
        """The parameters of a header as pairs; the first is the value itself."""
        params = self._params_of(None, header)
        if params is None:
            return failobj
        return [(name, _unquotevalue(value)) for name, value in params] if unquote else params

    def get_param(self, param, failobj=None, header="content-type", unquote=True):
        """One parameter of a header: a string, or (charset, language, text)."""
        if header not in self:
            return failobj
        for name, value in self._params_of([], header):
            if name.lower() == param.lower():
                return _unquotevalue(value) if unquote else value
        return failobj

    def set_param(self, param, value, header="Content-Type", requote=True, charset=None, language="", replace=False):
        """Set a parameter of a header, which is made if need be."""
        if not isinstance(value, tuple) and charset:
            value = charset, language, value
        if header not in self and header.lower() == "content-type":
            ctype = "text/plain"
        else:
            ctype = str(self.get(header))
        if not self.get_param(param, header=header):
            new = _SEMICOLON.join([ctype, _formatparam(param, value, requote)] if ctype else
                                  [_formatparam(param, value, requote)])
        else:
            parts = []
            for name, old in self.get_params(header=header, unquote=requote):
                parts.append(_formatparam(name, value if name.lower() == param.lower() else old, requote))
            new = _SEMICOLON.join(parts)
        if new != self.get(header):
            self._put(header, new, replace)

    def _put(self, header, value, in_place):
        if in_place:
            self.replace_header(header, value)
        else:
            del self[header]
            self[header] = value

    def del_param(self, param, header="content-type", requote=True):
        """Take a parameter from a header."""
        if header not in self:
            return
        parts = [_formatparam(name, value, requote) for name, value in self.get_params(header=header, unquote=requote)
                 if name.lower() != param.lower()]
        if _SEMICOLON.join(parts) != self.get(header):
            self._put(header, _SEMICOLON.join(parts), False)

    def set_type(self, type, header="Content-Type", requote=True):
        """Set the type, and leave the parameters."""
        if type.count("/") != 1:
            raise ValueError
        if header.lower() == "content-type":
            del self["mime-version"]
            self["MIME-Version"] = "1.0"
        if header not in self:
            self[header] = type
            return
        params = self.get_params(header=header, unquote=requote)
        del self[header]
        self[header] = type
        for name, value in params[1:]:
            self.set_param(name, value, header, requote)

    def get_filename(self, failobj=None):
        """The file name that a part says it has."""
        missing = object()
        name = self.get_param("filename", missing, "content-disposition")
        if name is missing:
            name = self.get_param("name", missing, "content-type")
        return failobj if name is missing else utils.collapse_rfc2231_value(name).strip()

    def get_boundary(self, failobj=None):
        """The text that divides the parts."""
        missing = object()
        boundary = self.get_param("boundary", missing)
        return failobj if boundary is missing else utils.collapse_rfc2231_value(boundary).rstrip()

    def set_boundary(self, boundary):
        params = self.get_params()
        if params is None:
            raise errors.HeaderParseError("No Content-Type header found")
        self.set_param("boundary", boundary, replace=True)

    def get_content_charset(self, failobj=None):
        """The charset in lower case."""
        missing = object()
        charset = self.get_param("charset", missing)
        if charset is missing:
            return failobj
        if isinstance(charset, tuple):
            charset = utils.collapse_rfc2231_value(charset)
        return charset.lower() if charset.isascii() else failobj

    def get_charsets(self, failobj=None):
        """The charsets of all parts."""
        return [part.get_content_charset(failobj) for part in self.walk()]

    def get_content_disposition(self):
        """inline, attachment or what else the message says it is, in lower case."""
        value = self.get("content-disposition")
        return None if value is None else _split_parameters(str(value))[0].lower()

    def walk(self):
        """Generate the message and all parts below it."""
        yield self
        if self.is_multipart():
            for part in self._payload:
                yield from part.walk()


class MIMEPart(Message):
    """A Message that knows what its content is for."""

    def __init__(self, policy=None):
        if policy is None:
            from email.policy import default
            policy = default
        super().__init__(policy)

    def as_string(self, unixfrom=False, maxheaderlen=None, policy=None):
        policy = self.policy if policy is None else policy
        if maxheaderlen is None:
            maxheaderlen = policy.max_line_length
        return super().as_string(unixfrom, maxheaderlen, policy)

    def __str__(self):
        return self.as_string(policy=self.policy.clone(utf8=True))

    def is_attachment(self):
        return self.get_content_disposition() == "attachment"

    def get_body(self, preferencelist=("related", "html", "plain")):
        """The part that is the message to be shown: the best of those kinds, or None."""
        best = len(preferencelist), None
        for priority, part in self._bodies(self, preferencelist):
            if priority < best[0]:
                best = priority, part
        return best[1]

    def _bodies(self, part, preferences):
        if part.is_attachment():
            return
        main, sub = part.get_content_type().split("/")
        if main == "text":
            if sub in preferences:
                yield preferences.index(sub), part
            return
        if main != "multipart" or not part.is_multipart():
            return
        if sub == "related" and "related" in preferences:
            yield preferences.index("related"), part
        inner = part.get_payload()
        for one in inner[:1] if sub == "related" else inner:
            yield from self._bodies(one, preferences)

    def iter_attachments(self):
        """Generate the parts that are not the body."""
        if not self.is_multipart() or self.get_content_subtype() == "alternative":
            return
        body = self.get_body()
        for part in self.get_payload():
            if part is not body and not (body is not None and body in part.walk()):
                yield part

    def iter_parts(self):
        """Generate the parts."""
        if self.is_multipart():
            yield from self.get_payload()

    def get_content(self, errors="replace"):
        """The content: a string for text, a message or bytes."""
        main = self.get_content_maintype()
        if main == "multipart":
            raise KeyError(self.get_content_type())
        if main == "message" and self.is_multipart():
            return self.get_payload(0)
        content = self.get_payload(decode=True)
        return content.decode(self.get_content_charset("ascii"), errors) if main == "text" else content

    def set_content(self, content, subtype=None, charset="utf-8", cte=None, *, maintype=None, disposition=None,
                    filename=None, cid=None, params=None, headers=None):
        """Set the content and the headers that tell of it: text, bytes (of maintype and subtype) or a message."""
        for name in [key for key in self if key.lower().startswith("content-")]:
            del self[name]
        if isinstance(content, str):
            self._set_text(content, subtype or "plain", charset, cte)
        elif isinstance(content, (bytes, bytearray, memoryview)):
            if maintype is None or subtype is None:
                raise TypeError("set_bytes_content() missing required arguments: 'maintype' and 'subtype'")
            self["Content-Type"] = f"{maintype}/{subtype}"
            self["Content-Transfer-Encoding"] = cte or "base64"
            raw = bytes(content)
            lines = [raw[i:i + 57] for i in range(0, len(raw), 57)]
            self._payload = "".join(binascii.b2a_base64(line).decode() for line in lines)
        elif isinstance(content, Message):
            self["Content-Type"] = f"message/{subtype or 'rfc822'}"
            self["Content-Transfer-Encoding"] = cte or "8bit"
            self._payload = [content]
        else:
            raise KeyError(type(content).__qualname__)
        if filename is not None or disposition is not None:
            self["Content-Disposition"] = disposition or "attachment"
            if filename is not None:
                self.set_param("filename", filename, "Content-Disposition", replace=True)
        if cid is not None:
            self["Content-ID"] = cid
        for name, value in (params or {}).items():
            self.set_param(name, value, replace=True)
        for header in headers or ():
            name, value = header.split(":", 1)
            self[name] = value.strip()

    def _set_text(self, text, subtype, charset, cte):
        lines = text.splitlines()
        text = "".join(line + "\n" for line in lines) if lines else ""
        raw = text.encode(charset)
        if cte is None:
            short = all(len(line) <= (self.policy.max_line_length or 998) for line in lines)
            if not short:
                cte = "base64"
            elif raw.isascii():
                cte = "7bit"
            else:
                cte = self.policy.cte_type if self.policy.cte_type == "8bit" else "base64"
        self["Content-Type"] = f'text/{subtype}; charset="{charset}"'
        self["Content-Transfer-Encoding"] = cte
        if cte == "base64":
            self._payload = "".join(binascii.b2a_base64(raw[i:i + 57]).decode() for i in range(0, len(raw), 57))
        elif cte == "quoted-printable":
            self._payload = binascii.b2a_qp(raw).decode()
        else:
            self._payload = raw.decode("ascii", "surrogateescape")

    def _make_multipart(self, subtype, allowed, boundary):
        """Make the message multipart, with what it has now as the first part."""
        if self.get_content_maintype() == "multipart":
            existing = self.get_content_subtype()
            if existing not in allowed:
                raise ValueError("Cannot convert {} to {}".format(existing, subtype))
        kept = [(key, value) for key, value in self._headers if not key.lower().startswith("content-")]
        moved = [(key, value) for key, value in self._headers if key.lower().startswith("content-")]
        parts = []
        if moved:
            part = type(self)(policy=self.policy) if not isinstance(self, EmailMessage) else MIMEPart(self.policy)
            part._headers, part._payload = moved, self._payload
            parts.append(part)
        self._headers, self._payload = kept, parts
        self["Content-Type"] = f"multipart/{subtype}"
        if boundary is not None:
            self.set_param("boundary", boundary)

    def make_related(self, boundary=None):
        self._make_multipart("related", (), boundary)

    def make_alternative(self, boundary=None):
        self._make_multipart("alternative", ("related",), boundary)

    def make_mixed(self, boundary=None):
        self._make_multipart("mixed", ("related", "alternative"), boundary)

    def _add_part(self, subtype, disposition, args, kw):
        if self.get_content_maintype() != "multipart" or self.get_content_subtype() != subtype:
            getattr(self, "make_" + subtype)()
        part = MIMEPart(policy=self.policy)
        part.set_content(*args, **kw)
        if disposition and "content-disposition" not in part:
            part["Content-Disposition"] = disposition
        self.attach(part)

    def add_related(self, *args, **kw):
        """Add a part that the body refers to."""
        self._add_part("related", "inline", args, kw)

    def add_alternative(self, *args, **kw):
        """Add another form of the body."""
        self._add_part("alternative", None, args, kw)

    def add_attachment(self, *args, **kw):
        """Add a part that stands beside the body."""
        self._add_part("mixed", "attachment", args, kw)

    def clear(self):
        """Take all headers and the content away."""
        self._headers = []
        self._payload = None

    def clear_content(self):
        """Take the content away, and the headers that tell of it."""
        self._headers = [(key, value) for key, value in self._headers if not key.lower().startswith("content-")]
        self._payload = None


class EmailMessage(MIMEPart):
    """A whole message."""

    def set_content(self, *args, **kw):
        super().set_content(*args, **kw)
        if "MIME-Version" not in self:
            self["MIME-Version"] = "1.0"
