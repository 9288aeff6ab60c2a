"""Addresses, dates and parameters, as they are written in messages."""

import datetime
import os
import re
import socket
import time

__all__ = ["collapse_rfc2231_value", "decode_params", "decode_rfc2231", "encode_rfc2231", "formataddr", "formatdate",
           "format_datetime", "getaddresses", "make_msgid", "mktime_tz", "parseaddr", "parsedate", "parsedate_tz",
           "parsedate_to_datetime", "quote", "unquote", "localtime"]

_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "AST": -400, "ADT": -300, "EST": -500, "EDT": -400, "CST": -600,
          "CDT": -500, "MST": -700, "MDT": -600, "PST": -800, "PDT": -700}

_specials = re.compile(r'[][\\()<>@,:;".]')
_escapes = re.compile(r'[\\"]')


def _has_surrogates(s):
    try:
        s.encode()
        return False
    except UnicodeEncodeError:
        return True


def quote(str):
    """Backslashes before backslashes and double quotes."""
    return str.replace("\\", "\\\\").replace('"', '\\"')


def unquote(str):
    """A text without its quotes, or angle brackets, and backslashes."""
    if len(str) > 1:
        if str.startswith('"') and str.endswith('"'):
            return str[1:-1].replace("\\\\", "\\").replace('\\"', '"')
        if str.startswith("<") and str.endswith(">"):
            return str[1:-1]
    return str


# Addresses

def formataddr(pair, charset="utf-8"):
    """(name, address) as it stands in a header."""
    name, address = pair
    # The address must be ASCII.
    address.encode("ascii")
    if not name:
        return address
    try:
        name.encode("ascii")
    except UnicodeEncodeError:
        if isinstance(charset, str):
            from email.charset import Charset
            charset = Charset(charset)
        return f"{charset.header_encode(name)} <{address}>"
    quotes = '"' if _specials.search(name) else ""
    name = _escapes.sub(r"\\\g<0>", name)
    return f"{quotes}{name}{quotes} <{address}>"


def _split_addresses(text):
    """The addresses of a list, cut at commas outside quotes, comments and brackets, and at the marks of groups."""
    found, current = [], ""
    depth, quoted, angle = 0, False, False
    i = 0
    while i < len(text):
        char = text[i]
        if char == "\\":
            current += text[i:i + 2]
            i += 2
            continue
        if char == '"' and not depth:
            quoted = not quoted
        elif not quoted:
            if char == "(":
                depth += 1
            elif char == ")":
                depth = max(depth - 1, 0)
            elif not depth and char in "<>":
                angle = char == "<"
            elif not depth and not angle and char in ",;":
                found.append(current)
                current = ""
                i += 1
                continue
            elif not depth and not angle and char == ":":
                # The name of a group.
                current = ""
                i += 1
                continue
        current += char
        i += 1
    if depth or quoted or angle:
        return None
    found.append(current)
    return [one for one in found if one.strip()]


_comment = re.compile(r"\(((?:[^()\\]|\\.)*)\)")


def _split_address(text):
    """(name, address) for one address; ('', '') if it is none."""
    text = text.strip()
    comments = []
    if '"' not in text:
        text = _comment.sub(lambda found: comments.append(found[1]) or "", text).strip()
    if text.endswith(">") and "<" in text:
        name, address = text[:-1].rsplit("<", 1)
        name = " ".join(name.split())
        if name.startswith('"') and name.endswith('"') and len(name) > 1:
            name = re.sub(r"\\(.)", r"\1", name[1:-1])
        if comments:
            name = f"{name} ({' '.join(comments)})" if name else " ".join(comments)
    else:
        name, address = " ".join(comments), text
    address = address.strip()
    local, _, domain = address.rpartition("@")
    if '"' not in local:
        address = "".join(address.split()) if "@" in address else address
        if address.count("@") > 1 or "@" in address and not (local and domain) or "<" in address or ">" in address:
            return "", ""
    if " " in address and '"' not in address:
        return "", ""
    return name, address


def getaddresses(fieldvalues, *, strict=True):
    """Pairs (name, address) for all addresses in some values of headers; ('', '') for what cannot be read."""
    result = []
    for value in map(str, fieldvalues):
        parts = _split_addresses(value)
        if parts is None:
            return [("", "")]
        result.extend(map(_split_address, parts))
    return result


def parseaddr(addr, *, strict=True):
    """(name, address) of one address; ('', '') if it cannot be read."""
    if isinstance(addr, list):
        addr = addr[0] if addr else ""
    if not isinstance(addr, str):
        return "", ""
    parts = _split_addresses(addr)
    if not parts or strict and len(parts) > 1:
        return "", ""
    return _split_address(parts[0])


# Dates

def format_datetime(dt, usegmt=False):
    """A datetime as it stands in a header; a naive one is UTC of unknown zone."""
    now = dt.timetuple()
    if usegmt:
        if dt.tzinfo is None or dt.tzinfo != datetime.timezone.utc:
            raise ValueError("usegmt option requires a UTC datetime")
        zone = "GMT"
    elif dt.tzinfo is None:
        zone = "-0000"
    else:
        zone = dt.strftime("%z")
    return _format_time(now, zone)


def _format_time(now, zone):
    return "%s, %02d %s %04d %02d:%02d:%02d %s" % (_DAYS[now[6]], now[2], _MONTHS[now[1] - 1], now[0], now[3], now[4],
                                                   now[5], zone)


def formatdate(timeval=None, localtime=False, usegmt=False):
    """A time in seconds, by default now, as it stands in a header."""
    if timeval is None:
        timeval = time.time()
    dt = datetime.datetime.fromtimestamp(timeval, datetime.timezone.utc)
    if localtime:
        dt, usegmt = dt.astimezone(), False
    elif not usegmt:
        dt = dt.replace(tzinfo=None)
    return format_datetime(dt, usegmt)


def parsedate_tz(data):
    """The ten-tuple of a date, the last item its offset in seconds; None if it cannot be read."""
    found = _parse_date(data)
    if found is None:
        return None
    return (*found[:9], 0 if found[9] is None else found[9])


def parsedate(data):
    """The nine-tuple of a date, for time.mktime()."""
    found = _parse_date(data)
    return None if found is None else tuple(found[:9])


def _parse_date(data):
    if not data:
        return None
    data = re.sub(r"\([^()]*\)", " ", data).replace(",", ", ")
    words = data.split()
    if words and (words[0].endswith(",") or words[0][:3].title() in _DAYS):
        del words[0]
    if words and words[0] == ",":
        del words[0]
    if words and words[0].count("-") == 2:
        words[:1] = words[0].split("-")
    if len(words) == 4 and "+" in words[3]:
        words[3:] = [words[3].split("+")[0], "+" + words[3].split("+")[1]]
    if len(words) < 4:
        return None
    if len(words) == 4:
        words.append("")
    day, month, year, clock, zone = words[:5]
    if month[:3].title() not in _MONTHS:
        day, month = month, day
        if month[:3].title() not in _MONTHS:
            return None
    if ":" in year and ":" not in clock:
        year, clock = clock, year
    if "." in clock and ":" not in clock:
        clock = clock.replace(".", ":")
    try:
        month = _MONTHS.index(month[:3].title()) + 1
        parts = [int(part) for part in clock.rstrip(",").split(":")]
        hour, minute, second = (*parts, 0)[:3]
        year, day = int(year.rstrip(",")), int(day.rstrip(","))
    except ValueError:
        return None
    if len(parts) not in (2, 3):
        return None
    if year < 100:
        year += 1900 if year > 68 else 2000
    return [year, month, day, hour, minute, second, 0, 1, -1, _zone_offset(zone)]


def _zone_offset(zone):
    zone = zone.upper()
    number = _ZONES.get(zone)
    if number is None:
        try:
            number = int(zone)
        except ValueError:
            return None
        if number == 0 and zone.startswith("-"):
            # Said to be unknown.
            return None
    sign = -1 if number < 0 else 1
    hours, minutes = divmod(abs(number), 100)
    return sign * (hours * 3600 + minutes * 60)


def mktime_tz(data):
    """The time in seconds of what parsedate_tz() gave."""
    import calendar
    if data[9] is None:
        return time.mktime(data[:8] + (-1,))
    return calendar.timegm(data) - data[9]


def parsedate_to_datetime(data):
    """The datetime of a date in a header; naive if the zone is said to be unknown."""
    found = _parse_date(data)
    if found is None:
        raise ValueError('Invalid date value or format "%s"' % str(data))
    zone = None if found[9] is None else datetime.timezone(datetime.timedelta(seconds=found[9]))
    return datetime.datetime(*found[:6], tzinfo=zone)


def localtime(dt=None):
    """A datetime, by default now, in local time."""
    if dt is None:
        dt = datetime.datetime.now()
    return dt.astimezone()


def make_msgid(idstring=None, domain=None):
    """A Message-ID that no other message has."""
    import random
    if domain is None:
        domain = socket.getfqdn()
    suffix = "" if idstring is None else "." + idstring
    return f"<{int(time.time() * 100)}.{os.getpid()}.{random.getrandbits(64)}{suffix}@{domain}>"


# Parameters of headers, by RFC 2231

def decode_rfc2231(s):
    """(charset, language, text) of a value; the first two are None if it does not tell them."""
    parts = s.split("'", 2)
    return tuple(parts) if len(parts) == 3 else (None, None, s)


def encode_rfc2231(s, charset=None, language=None):
    """A value, percent-encoded, with its charset and language."""
    from urllib.parse import quote as percent
    s = percent(s, safe="", encoding=charset or "ascii")
    if charset is None and language is None:
        return s
    return f"{charset}'{language or ''}'{s}"


_continued = re.compile(r"(?P<name>[^*]+)(?:\*(?P<number>\d+))?(?P<encoded>\*)?\Z")


def decode_params(params):
    """A list of parameters with those that were written in pieces, or percent-encoded, put together."""
    from urllib.parse import unquote as from_percent
    result = [params[0]]
    pieces = {}
    for name, value in params[1:]:
        found = _continued.match(name)
        if not found or found["number"] is None and found["encoded"] is None:
            result.append((name, '"%s"' % quote(unquote(value))))
            continue
        pieces.setdefault(found["name"], []).append((int(found["number"] or 0), unquote(value), found["encoded"]))
    for name, parts in pieces.items():
        parts.sort(key=lambda part: part[0])
        encoded = any(part[2] for part in parts)
        value = "".join(from_percent(text, encoding="latin-1") if mark else text for _, text, mark in parts)
        if encoded:
            charset, language, value = decode_rfc2231(value)
            result.append((name, (charset, language, '"%s"' % quote(value))))
        else:
            result.append((name, '"%s"' % quote(value)))
    return result


def collapse_rfc2231_value(value, errors="replace", fallback_charset="us-ascii"):
    """The text of a parameter, which may be (charset, language, value)."""
    if not isinstance(value, tuple) or len(value) != 3:
        return unquote(value)
    charset, _, text = value
    raw = bytes(text, "raw-unicode-escape")
    try:
        return str(raw, fallback_charset if charset is None else charset, errors)
    except LookupError:
        return unquote(text)
