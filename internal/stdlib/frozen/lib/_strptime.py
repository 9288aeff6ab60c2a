"""Reading times from text by a format: behind time.strptime() and datetime's."""

import os
import re
import time
from datetime import (date as datetime_date, datetime as datetime_datetime,
                      time as datetime_time, timedelta as datetime_timedelta,
                      timezone as datetime_timezone)
from _thread import allocate_lock as _allocate_lock

__all__ = []

_cache_lock = _allocate_lock()
_CACHE_MAX_SIZE = 5
_regex_cache = {}


# Warnings point at the code that called, not at this file or datetime's.
_here = (lambda: 0).__code__.co_filename
_datetime_file = datetime_date.strptime.__func__.__code__.co_filename


def _getlang():
    return time.tzname, time.daylight, os.environ.get("LC_ALL"), os.environ.get("LC_TIME"), os.environ.get("LANG")


class LocaleTime:
    """The names of days, months and zones."""

    def __init__(self):
        self.lang = _getlang()
        sample = [time.struct_time((1999, 3, 15 + d, 22, 44, 55, d, 74 + d, 0)) for d in range(7)]
        self.f_weekday = [time.strftime("%A", t).lower() for t in sample]
        self.a_weekday = [time.strftime("%a", t).lower() for t in sample]
        months = [time.struct_time((1999, m, 1, 0, 0, 0, 0, 1, 0)) for m in range(1, 13)]
        self.f_month = [""] + [time.strftime("%B", t).lower() for t in months]
        self.a_month = [""] + [time.strftime("%b", t).lower() for t in months]
        self.am_pm = [time.strftime("%p", time.struct_time((1999, 3, 17, h, 44, 55, 2, 76, 0))).lower()
                      for h in (1, 22)]
        self.LC_date = "%m/%d/%y"
        self.LC_time = "%H:%M:%S"
        self.LC_date_time = "%a %b %e %H:%M:%S %Y"
        try:
            time.tzset()
        except AttributeError:
            pass
        self.tzname = time.tzname
        self.daylight = time.daylight
        plain = frozenset({"utc", "gmt", self.tzname[0].lower()})
        saving = frozenset({self.tzname[1].lower()}) if self.daylight else frozenset()
        self.timezone = (plain, saving)


class TimeRE(dict):
    """Directives to regular expressions."""

    def __init__(self, locale_time=None):
        self.locale_time = locale = locale_time or LocaleTime()
        super().__init__({
            "d": r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])",
            "f": r"(?P<f>[0-9]{1,6})",
            "H": r"(?P<H>2[0-3]|[0-1]\d|\d| \d)",
            "k": r"(?P<H>2[0-3]|[0-1]\d|\d| \d)",
            "I": r"(?P<I>1[0-2]|0[1-9]|[1-9]| [1-9])",
            "l": r"(?P<I>1[0-2]|0[1-9]|[1-9]| [1-9])",
            "G": r"(?P<G>\d\d\d\d)",
            "j": r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
            "m": r"(?P<m>1[0-2]|0[1-9]|[1-9])",
            "M": r"(?P<M>[0-5]\d|\d)",
            "S": r"(?P<S>6[0-1]|[0-5]\d|\d)",
            "U": r"(?P<U>5[0-3]|[0-4]\d|\d)",
            "w": r"(?P<w>[0-6])",
            "u": r"(?P<u>[1-7])",
            "V": r"(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)",
            "y": r"(?P<y>\d\d)",
            "Y": r"(?P<Y>\d\d\d\d)",
            "z": r"(?P<z>([+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?)|(?-i:Z))?",
            "A": self.__names(locale.f_weekday, "A"),
            "a": self.__names(locale.a_weekday, "a"),
            "B": self.__names(locale.f_month[1:], "B"),
            "b": self.__names(locale.a_month[1:], "b"),
            "p": self.__names(locale.am_pm, "p"),
            "Z": self.__names([z for zones in locale.timezone for z in zones], "Z"),
            "n": r"\s*", "t": r"\s*",
            "%": "%"})
        self["e"] = self["d"]
        self["h"] = self["b"]
        self["W"] = self["U"].replace("U", "W")
        for directive, format in (("D", "%m/%d/%y"), ("F", "%Y-%m-%d"), ("R", "%H:%M"),
                                  ("r", "%I:%M:%S %p"), ("T", "%H:%M:%S"),
                                  ("x", locale.LC_date), ("X", locale.LC_time),
                                  ("c", locale.LC_date_time)):
            self[directive] = self.pattern(format)

    def __names(self, names, directive):
        # The longest first: one may begin like another.
        names = sorted(filter(None, names), key=len, reverse=True)
        if not names:
            return ""
        return f"(?P<{directive}>{'|'.join(re.escape(n) for n in names)})"

    def pattern(self, format):
        """The regular expression of a format, as text."""
        text = re.sub(r"([\\.^$*+?\(\){}\[\]|])", r"\\\1", format)
        text = re.sub(r"\s+", r"\\s+", text)
        text = re.sub(r"'", "['\u02bc]", text)
        day = year = False

        def directive(match):
            nonlocal day, year
            char = match[1]
            if char in "d":
                day = True
            elif char in "YyGcDFxs":
                year = True
            return self[char]

        text = re.sub(r"%[-_0^#]*[0-9]*([OE]?[:\\]?.?)", directive, text)
        if day and not year:
            import warnings
            warnings.warn(
                "Parsing dates involving a day of month without a year specified is "
                "ambiguous\nand fails to parse leap day. The default behavior will "
                "change in Python 3.15\nto either always raise an exception or to use "
                "a different default year (TBD).\nTo avoid trouble, add a specific "
                "year to the input & format.\nSee https://github.com/python/cpython/issues/70647.",
                DeprecationWarning, skip_file_prefixes=(_here, _datetime_file))
        return text

    def compile(self, format):
        """The regular expression of a format."""
        return re.compile(self.pattern(format), re.IGNORECASE)


_TimeRE_cache = None


def _compiled(format):
    global _TimeRE_cache
    with _cache_lock:
        if _TimeRE_cache is None or _getlang() != _TimeRE_cache.locale_time.lang:
            _TimeRE_cache = TimeRE()
            _regex_cache.clear()
        found = _regex_cache.get(format)
        if found is None:
            if len(_regex_cache) > _CACHE_MAX_SIZE:
                _regex_cache.clear()
            try:
                found = _TimeRE_cache.compile(format)
            except KeyError as error:
                bad = error.args[0].replace("\\s", "")
                if not bad:
                    raise ValueError(f"stray % in format '{format}'") from None
                bad = bad.replace("\\", "", 1)
                raise ValueError(f"'{bad}' is a bad directive in format '{format}'") from None
            except IndexError:
                raise ValueError(f"stray % in format '{format}'") from None
            _regex_cache[format] = found
        return found, _TimeRE_cache.locale_time


def _calc_julian_from_U_or_W(year, week_of_year, day_of_week, week_starts_Mon):
    """The day of the year of a week and weekday; it may be 0 or less."""
    first = datetime_date(year, 1, 1).weekday()
    if not week_starts_Mon:
        first = (first + 1) % 7
        day_of_week = (day_of_week + 1) % 7
    week_0_length = (7 - first) % 7
    if week_of_year == 0:
        return 1 + day_of_week - first
    return 1 + week_0_length + 7 * (week_of_year - 1) + day_of_week


def _parse_offset(text):
    """(seconds, microseconds) east of UTC."""
    if text == "Z":
        return 0, 0
    if text[3] == ":":
        text = text[:3] + text[4:]
        if len(text) > 5:
            if text[5] != ":":
                raise ValueError(f"Inconsistent use of : in {text[:3]}:{text[3:]}")
            text = text[:5] + text[6:]
    seconds = int(text[1:3]) * 3600 + int(text[3:5]) * 60 + int(text[5:7] or 0)
    fraction = int(text[8:].ljust(6, "0")) if text[8:] else 0
    if text[0] == "-":
        return -seconds, -fraction
    return seconds, fraction


def _strptime(data_string, format="%a %b %d %H:%M:%S %Y"):
    """(nine fields and zone of a struct_time, microseconds, microseconds of the offset)"""
    for index, arg in enumerate((data_string, format)):
        if not isinstance(arg, str):
            raise TypeError(f"strptime() argument {index} must be str, not {type(arg)}")
    regex, locale = _compiled(format)
    found = regex.match(data_string)
    if not found:
        raise ValueError(f"time data {data_string!r} does not match format {format!r}")
    if len(data_string) != found.end():
        raise ValueError(f"unconverted data remains: {data_string[found.end():]}")
    groups = found.groupdict()
    iso_year = year = None
    month = day = 1
    hour = minute = second = fraction = 0
    tz = -1
    offset = None
    offset_fraction = 0
    iso_week = week_of_year = week_of_year_start = None
    weekday = julian = None
    for key, text in groups.items():
        if text is None:
            continue
        if key == "y":
            year = int(text)
            # By POSIX: 69 to 99 are of the last century.
            year += 2000 if year <= 68 else 1900
        elif key == "Y":
            year = int(text)
        elif key == "G":
            iso_year = int(text)
        elif key == "m":
            month = int(text)
        elif key == "B":
            month = locale.f_month.index(text.lower())
        elif key == "b":
            month = locale.a_month.index(text.lower())
        elif key == "d":
            day = int(text)
        elif key == "H":
            hour = int(text)
        elif key == "I":
            hour = int(text)
            half = groups.get("p", "")
            half = half.lower() if half else ""
            if half in ("", locale.am_pm[0]):
                if hour == 12:
                    hour = 0
            elif half == locale.am_pm[1] and hour != 12:
                hour += 12
        elif key == "M":
            minute = int(text)
        elif key == "S":
            second = int(text)
        elif key == "f":
            fraction = int(text.ljust(6, "0"))
        elif key == "A":
            weekday = locale.f_weekday.index(text.lower())
        elif key == "a":
            weekday = locale.a_weekday.index(text.lower())
        elif key == "w":
            weekday = (int(text) - 1) % 7
        elif key == "u":
            weekday = int(text) - 1
        elif key == "j":
            julian = int(text)
        elif key in ("U", "W"):
            week_of_year = int(text)
            week_of_year_start = 6 if key == "U" else 0
        elif key == "V":
            iso_week = int(text)
        elif key == "z":
            if text:
                offset, offset_fraction = _parse_offset(text)
        elif key == "Z":
            name = text.lower()
            for value, names in enumerate(locale.timezone):
                if name in names:
                    # One name for both kinds of time tells nothing.
                    if (time.tzname[0] == time.tzname[1] and time.daylight
                            and name not in ("utc", "gmt")):
                        break
                    tz = value
                    break
    if iso_year is not None:
        if julian is not None:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO "
                             "year directive '%G'. Use '%Y' instead.")
        if iso_week is None or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week "
                             "directive '%V' and a weekday directive ('%A', '%a', '%w', "
                             "or '%u').")
    elif iso_week is not None:
        if year is None or weekday is None:
            raise ValueError("ISO week directive '%V' must be used with the ISO year "
                             "directive '%G' and a weekday directive ('%A', '%a', '%w', "
                             "or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year "
                         "directive '%Y'. Use the ISO year '%G' instead.")
    leap_year_fix = False
    if year is None:
        if month == 2 and day == 29:
            year = 1904  # the first leap year after the default
            leap_year_fix = True
        else:
            year = 1900
    if julian is None and weekday is not None:
        if week_of_year is not None:
            julian = _calc_julian_from_U_or_W(year, week_of_year, weekday,
                                              week_of_year_start == 0)
        elif iso_year is not None and iso_week is not None:
            moment = datetime_date.fromisocalendar(iso_year, iso_week, weekday + 1)
            year, month, day = moment.year, moment.month, moment.day
            julian = None
        if julian is not None and julian <= 0:
            year -= 1
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            julian += 366 if leap else 365
    if julian is None:
        julian = datetime_date(year, month, day).toordinal() - datetime_date(year, 1, 1).toordinal() + 1
    else:
        moment = datetime_date.fromordinal(julian - 1 + datetime_date(year, 1, 1).toordinal())
        year, month, day = moment.year, moment.month, moment.day
    if weekday is None:
        weekday = datetime_date(year, month, day).weekday()
    if leap_year_fix:
        year = 1900
    return ((year, month, day, hour, minute, second, weekday, julian, tz,
             groups.get("Z"), offset), fraction, offset_fraction)


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    """For time.strptime()."""
    fields, _, _ = _strptime(data_string, format)
    return time.struct_time(fields[:time._STRUCT_TM_ITEMS])


def _strptime_datetime_date(cls, data_string, format="%a %b %d %Y"):
    """For date.strptime()."""
    fields, _, _ = _strptime(data_string, format)
    return cls(*fields[:3])


def _zone_of(name, offset, offset_fraction):
    delta = datetime_timedelta(seconds=offset, microseconds=offset_fraction)
    return datetime_timezone(delta, name) if name else datetime_timezone(delta)


def _strptime_datetime_time(cls, data_string, format="%H:%M:%S"):
    """For time.strptime() of the module datetime."""
    fields, fraction, offset_fraction = _strptime(data_string, format)
    name, offset = fields[-2:]
    args = fields[3:6] + (fraction,)
    if offset is None:
        return cls(*args)
    return cls(*args, _zone_of(name, offset, offset_fraction))


def _strptime_datetime_datetime(cls, data_string, format="%a %b %d %H:%M:%S %Y"):
    """For datetime.strptime()."""
    fields, fraction, offset_fraction = _strptime(data_string, format)
    name, offset = fields[-2:]
    args = fields[:6] + (fraction,)
    if offset is None:
        return cls(*args)
    return cls(*args, _zone_of(name, offset, offset_fraction))
