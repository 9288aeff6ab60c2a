"""Dates, times, durations and time zones.

All arithmetic on dates goes through ordinals: days counted from 1 January of
year 1, which is day 1, in the Gregorian calendar extended backwards.
"""

import time as _time
import math as _math
import sys

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo",
           "MINYEAR", "MAXYEAR", "UTC")

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059

_DAYS_IN_MONTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_BEFORE_MONTH = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAYNAMES = (None, "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHNAMES = (None, "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
               "Sep", "Oct", "Nov", "Dec")
_DI400Y = 146097
_DI100Y = 36524
_DI4Y = 1461


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    if month == 2 and _is_leap(year):
        return 29
    return _DAYS_IN_MONTH[month]


def _days_before_year(year):
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _ymd2ord(year, month, day):
    days = _days_before_year(year) + _DAYS_BEFORE_MONTH[month] + day
    if month > 2 and _is_leap(year):
        days += 1
    return days


def _ord2ymd(n):
    n400, n = divmod(n - 1, _DI400Y)
    n100, n = divmod(n, _DI100Y)
    n4, n = divmod(n, _DI4Y)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        # The last day of a leap year, which the division put into the next.
        return year - 1, 12, 31
    leap = n1 == 3 and (n4 != 24 or n100 == 3)
    month = (n + 50) >> 5
    before = _DAYS_BEFORE_MONTH[month] + (month > 2 and leap)
    if before > n:
        month -= 1
        before = _DAYS_BEFORE_MONTH[month] + (month > 2 and leap)
    return year, month, n - before + 1


def _index(value):
    if type(value) is int:
        return value
    from operator import index
    return index(value)


def _isoweek1monday(year):
    """The ordinal of the Monday on which a year's first ISO week begins."""
    first = _ymd2ord(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def _isoweek_to_gregorian(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year must be in {MINYEAR}..{MAXYEAR}, not {year}")
    if not 0 < week < 53:
        # Years that begin on a Thursday, or leap ones on a Wednesday, have 53.
        first = _ymd2ord(year, 1, 1) % 7
        if not (week == 53 and (first == 4 or (first == 3 and _is_leap(year)))):
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
    return _ord2ymd(_isoweek1monday(year) + (week - 1) * 7 + day - 1)


def _check_date_fields(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year must be in {MINYEAR}..{MAXYEAR}, not {year}")
    if not 1 <= month <= 12:
        raise ValueError(f"month must be in 1..12, not {month}")
    last = _days_in_month(year, month)
    if not 1 <= day <= last:
        raise ValueError(f"day {day} must be in range 1..{last} for month {month} "
                         f"in year {year}")
    return year, month, day


def _check_time_fields(hour, minute, second, microsecond, fold):
    hour, minute, second = _index(hour), _index(minute), _index(second)
    microsecond = _index(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError(f"hour must be in 0..23, not {hour}")
    if not 0 <= minute <= 59:
        raise ValueError(f"minute must be in 0..59, not {minute}")
    if not 0 <= second <= 59:
        raise ValueError(f"second must be in 0..59, not {second}")
    if not 0 <= microsecond <= 999999:
        raise ValueError(f"microsecond must be in 0..999999, not {microsecond}")
    if fold not in (0, 1):
        raise ValueError(f"fold must be either 0 or 1, not {fold}")
    return hour, minute, second, microsecond, fold


def _check_tzinfo_arg(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, "
                        f"not {type(tz).__name__!r}")


def _check_tzname(name):
    if name is not None and not isinstance(name, str):
        raise TypeError("tzinfo.tzname() must return None or a string, "
                        f"not {type(name).__name__!r}")


def _check_utc_offset(name, offset):
    if offset is None:
        return
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or timedelta, "
                        f"not {type(offset).__name__!r}")
    if not -timedelta(1) < offset < timedelta(1):
        raise ValueError("offset must be a timedelta strictly between "
                         "-timedelta(hours=24) and timedelta(hours=24), "
                         f"not {offset!r}")


def _divide_and_round(a, b):
    """a / b rounded to the nearest whole number, halves to the even one."""
    q, r = divmod(a, b)
    r *= 2
    if (r > b if b > 0 else r < b) or (r == b and q % 2 == 1):
        q += 1
    return q


# Text

def _format_offset(offset, sep=":"):
    if offset is None:
        return ""
    sign = "+"
    if offset.days < 0:
        sign, offset = "-", -offset
    minutes, seconds = divmod(offset.seconds, 60)
    text = f"{sign}{minutes // 60:02d}{sep}{minutes % 60:02d}"
    if seconds or offset.microseconds:
        text += f"{sep}{seconds:02d}"
        if offset.microseconds:
            text += f".{offset.microseconds:06d}"
    return text


def _format_time(hour, minute, second, us, timespec="auto"):
    if timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    if timespec == "seconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "microseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{us:06d}"
    if timespec == "milliseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{us // 1000:03d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    if timespec == "hours":
        return f"{hour:02d}"
    raise ValueError("Unknown timespec value")


def _wrap_strftime(obj, format, timetuple):
    """time.strftime() with the directives that it does not know put in."""
    out = []
    i, n = 0, len(format)
    while i < n:
        percent = format.find("%", i)
        if percent < 0 or percent + 1 >= n:
            out.append(format[i:])
            break
        out.append(format[i:percent])
        char = format[percent + 1]
        i = percent + 2
        if char == "f":
            out.append(f"{getattr(obj, 'microsecond', 0):06d}")
        elif char == "z":
            offset = obj.utcoffset() if hasattr(obj, "utcoffset") else None
            out.append(_format_offset(offset, sep=""))
        elif char == ":":
            if format[i:i + 1] == "z":
                i += 1
                offset = obj.utcoffset() if hasattr(obj, "utcoffset") else None
                out.append(_format_offset(offset, sep=":"))
            else:
                out.append("%:")
        elif char == "Z":
            name = obj.tzname() if hasattr(obj, "tzname") else None
            if name is not None:
                out.append(name.replace("%", "%%"))
        elif char in "YG" and timetuple[0] < 1000:
            # Systems disagree on how many digits to show.
            year = timetuple[0] if char == "Y" else date(*timetuple[:3]).isocalendar()[0]
            out.append(f"{year:04d}")
        elif char == "F":
            out.append(f"{timetuple[0]:04d}-{timetuple[1]:02d}-{timetuple[2]:02d}")
        elif char == "C":
            out.append(f"{timetuple[0] // 100:02d}")
        else:
            out.append("%" + char)
    return _time.strftime("".join(out), timetuple)


def _is_digits(text, count):
    return len(text) == count and text.isascii() and text.isdigit()


def _parse_isoformat_date(text):
    """(year, month, day) of YYYY-MM-DD, YYYYMMDD, YYYY-Www[-D], YYYYWww[D]."""
    if not text.isascii() or not _is_digits(text[:4], 4):
        raise ValueError("Invalid isoformat string")
    year = int(text[:4])
    dashed = text[4:5] == "-"
    rest = text[5:] if dashed else text[4:]
    if rest[:1] == "W":
        if not _is_digits(rest[1:3], 2):
            raise ValueError("Invalid isoformat string")
        week, day = int(rest[1:3]), 1
        rest = rest[3:]
        if rest:
            if (rest[0] == "-") != dashed:
                raise ValueError("Inconsistent use of dash separator")
            rest = rest[1:] if dashed else rest
            if not _is_digits(rest, 1):
                raise ValueError("Invalid isoformat string")
            day = int(rest)
        return _isoweek_to_gregorian(year, week, day)
    if dashed:
        if rest[2:3] != "-":
            raise ValueError("Invalid date separator: " + rest[2:3])
        rest = rest[:2] + rest[3:]
    if not _is_digits(rest, 4):
        raise ValueError("Invalid isoformat string")
    return year, int(rest[:2]), int(rest[2:])


def _parse_hh_mm_ss_ff(text):
    """[hour, minute, second, microsecond] of the forms of ISO 8601."""
    fields = [0, 0, 0, 0]
    pos, n = 0, len(text)
    colons = None
    for number in range(3):
        if not _is_digits(text[pos:pos + 2], 2):
            raise ValueError("Incomplete time component")
        fields[number] = int(text[pos:pos + 2])
        pos += 2
        following = text[pos:pos + 1]
        if number == 0:
            colons = following == ":"
        if not following or number == 2:
            break
        if colons:
            if following != ":":
                raise ValueError("Invalid time separator: " + following)
            pos += 1
        elif following in ".,":
            raise ValueError("Invalid time separator: " + following)
    if pos < n:
        if text[pos] not in ".,":
            raise ValueError("Invalid microsecond separator")
        digits = text[pos + 1:]
        if not digits or not (digits.isascii() and digits.isdigit()):
            raise ValueError("Non-digit values in unparsed fraction")
        fields[3] = int(digits[:6].ljust(6, "0"))
    return fields


def _parse_isoformat_time(text):
    """([hour, minute, second, microsecond, tz], whether it is 24:00)."""
    if len(text) < 2:
        raise ValueError("Isoformat time too short")
    at = max(text.find("+"), text.find("-"), text.find("Z"))
    clock = text[:at] if at >= 0 else text
    fields = _parse_hh_mm_ss_ff(clock)
    next_day = False
    if fields[0] == 24:
        if any(fields[1:]):
            raise ValueError("minute, second, and microsecond must be 0 when hour is 24")
        fields[0] = 0
        next_day = True
    zone = None
    if at >= 0:
        if text[at] == "Z":
            if at != len(text) - 1:
                raise ValueError("Malformed time zone string")
            zone = timezone.utc
        else:
            rest = text[at + 1:]
            if len(rest) in (0, 1, 3) or "Z" in rest:
                raise ValueError("Malformed time zone string")
            h, m, s, us = _parse_hh_mm_ss_ff(rest)
            if h == m == s == us == 0:
                zone = timezone.utc
            else:
                if h > 23:
                    raise ValueError(f"hour must be in 0..23, not {h}")
                if m > 59:
                    raise ValueError(f"minute must be in 0..59, not {m}")
                delta = timedelta(hours=h, minutes=m, seconds=s, microseconds=us)
                zone = timezone(delta if text[at] == "+" else -delta)
    return [*fields, zone], next_day


def _find_isoformat_datetime_separator(text):
    """Where the date of a date and time ends."""
    if len(text) == 7:
        return 7
    if text[4:5] == "-":
        if text[5:6] == "W":
            if len(text) > 8 and text[8] == "-":
                if len(text) == 9:
                    raise ValueError("Invalid ISO string")
                if len(text) > 10 and _is_digits(text[10], 1):
                    # The dash parts date and time: YYYY-Www-HH...
                    return 8
                return 10
            return 8
        return 10
    if text[4:5] == "W":
        # YYYYWww or YYYYWwwD: a run of digits tells which.
        end = 7
        while end < len(text) and text[end].isascii() and text[end].isdigit():
            end += 1
        if end < 9:
            return end
        return 7 if end % 2 == 0 else 8
    return 8


def _cmp(x, y):
    return 0 if x == y else 1 if x > y else -1


class timedelta:
    """A duration: days, seconds and microseconds."""

    __slots__ = "_days", "_seconds", "_microseconds", "_hashcode"

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0,
                minutes=0, hours=0, weeks=0):
        if (type(days) is type(seconds) is type(microseconds) is type(milliseconds)
                is type(minutes) is type(hours) is type(weeks) is int):
            d = days + weeks * 7
            s = seconds + minutes * 60 + hours * 3600
            us = microseconds + milliseconds * 1000
        else:
            d, s, us = cls._exact_parts(days, seconds, microseconds, milliseconds,
                                        minutes, hours, weeks)
        extra, us = divmod(us, 1000000)
        extra, s = divmod(s + extra, 86400)
        d += extra
        if abs(d) > 999999999:
            raise OverflowError(f"days={d}; must have magnitude <= 999999999")
        self = object.__new__(cls)
        self._days = d
        self._seconds = s
        self._microseconds = us
        self._hashcode = -1
        return self

    @staticmethod
    def _exact_parts(days, seconds, microseconds, milliseconds, minutes, hours, weeks):
        """Whole days, seconds and microseconds; fractions are rounded once, at the end."""
        # In microseconds; floats contribute whole parts exactly and the rest apart.
        total = 0
        rest = 0.0
        for name, value, unit in (
                ("days", days, 86400000000), ("seconds", seconds, 1000000),
                ("microseconds", microseconds, 1), ("milliseconds", milliseconds, 1000),
                ("minutes", minutes, 60000000), ("hours", hours, 3600000000),
                ("weeks", weeks, 604800000000)):
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                fraction, whole = _math.modf(value)
                total += int(whole) * unit
                if fraction:
                    more, whole = _math.modf(fraction * unit)
                    total += int(whole)
                    rest += more
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: "
                                f"{type(value).__name__}")
        if rest:
            whole = round(rest)
            if abs(whole - rest) == 0.5:
                # A half: to the even side of the sum.
                whole = 2 * round((rest + (total & 1)) * 0.5) - (total & 1)
            total += whole
        seconds, us = divmod(total, 1000000)
        d, s = divmod(seconds, 86400)
        return d, s, us

    def __repr__(self):
        args = []
        if self._days:
            args.append(f"days={self._days}")
        if self._seconds:
            args.append(f"seconds={self._seconds}")
        if self._microseconds:
            args.append(f"microseconds={self._microseconds}")
        cls = self.__class__
        return f"{_full_name(cls)}({', '.join(args) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        text = f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'s' if abs(self._days) != 1 else ''}, " + text
        if self._microseconds:
            text += f".{self._microseconds:06d}"
        return text

    def total_seconds(self):
        """The whole duration in seconds."""
        return self._to_microseconds() / 10 ** 6

    @property
    def days(self):
        """days"""
        return self._days

    @property
    def seconds(self):
        """seconds"""
        return self._seconds

    @property
    def microseconds(self):
        """microseconds"""
        return self._microseconds

    def _to_microseconds(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta(self._days + other._days, self._seconds + other._seconds,
                             self._microseconds + other._microseconds)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta(self._days - other._days, self._seconds - other._seconds,
                             self._microseconds - other._microseconds)
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return -self + other
        return NotImplemented

    def __neg__(self):
        return timedelta(-self._days, -self._seconds, -self._microseconds)

    def __pos__(self):
        return timedelta(self._days, self._seconds, self._microseconds)

    def __abs__(self):
        return -self if self._days < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta(self._days * other, self._seconds * other,
                             self._microseconds * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta(0, 0, _divide_and_round(self._to_microseconds() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._to_microseconds() // other._to_microseconds()
        if isinstance(other, int):
            return timedelta(0, 0, self._to_microseconds() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._to_microseconds() / other._to_microseconds()
        if isinstance(other, int):
            return timedelta(0, 0, _divide_and_round(self._to_microseconds(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta(0, 0, _divide_and_round(b * self._to_microseconds(), a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta(0, 0, self._to_microseconds() % other._to_microseconds())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._to_microseconds(), other._to_microseconds())
            return q, timedelta(0, 0, r)
        return NotImplemented

    def __eq__(self, other):
        if isinstance(other, timedelta):
            return self._cmp(other) == 0
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, timedelta):
            return self._cmp(other) <= 0
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, timedelta):
            return self._cmp(other) < 0
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, timedelta):
            return self._cmp(other) >= 0
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, timedelta):
            return self._cmp(other) > 0
        return NotImplemented

    def _cmp(self, other):
        return _cmp(self._getstate(), other._getstate())

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash(self._getstate())
        return self._hashcode

    def __bool__(self):
        return bool(self._days or self._seconds or self._microseconds)

    def _getstate(self):
        return self._days, self._seconds, self._microseconds

    def __reduce__(self):
        return self.__class__, self._getstate()


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59,
                          microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


def _full_name(cls):
    """A class's name for repr(): those of programs stand without their module."""
    return f"datetime.{cls.__name__}" if cls.__module__ == __name__ else cls.__name__


def _text_state(state):
    """Bytes of a pickle as Python 2 wrote it, which come in as latin-1 text."""
    try:
        return state.encode("latin1")
    except UnicodeEncodeError:
        return None


class date:
    """A day."""

    __slots__ = "_year", "_month", "_day", "_hashcode"

    def __new__(cls, year, month=None, day=None):
        if month is None and isinstance(year, (bytes, str)) and len(year) == 4:
            state = _text_state(year) if isinstance(year, str) else year
            if isinstance(year, str) and (state is None or not 1 <= ord(year[2:3]) <= 12):
                if state is None:
                    raise ValueError(
                        "Failed to encode latin1 string when unpickling a date object. "
                        "pickle.load(data, encoding='latin1') is assumed.")
            if state is not None and 1 <= state[2] <= 12:
                self = object.__new__(cls)
                self._setstate(state)
                self._hashcode = -1
                return self
        year, month, day = _check_date_fields(year, month, day)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hashcode = -1
        return self

    @classmethod
    def fromtimestamp(cls, t):
        """The local day of a POSIX timestamp."""
        if t is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        y, m, d, *_ = _time.localtime(t)
        return cls(y, m, d)

    @classmethod
    def today(cls):
        """The current local day."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """The day of an ordinal: 1 is 1 January of year 1."""
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        if n > _MAXORDINAL:
            raise ValueError(f"year must be in {MINYEAR}..{MAXYEAR}, not {_ord2ymd(n)[0]}")
        return cls(*_ord2ymd(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """The day of ISO 8601 text."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(date_string) not in (7, 8, 10):
                raise ValueError
            return cls(*_parse_isoformat_date(date_string))
        except Exception:
            raise ValueError(f"Invalid isoformat string: {date_string!r}")

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of a year, week and weekday as isocalendar() gives them."""
        return cls(*_isoweek_to_gregorian(year, week, day))

    @classmethod
    def strptime(cls, date_string, format):
        """The day of text in a format."""
        import _strptime
        return _strptime._strptime_datetime_date(cls, date_string, format)

    def __repr__(self):
        return f"{_full_name(self.__class__)}({self._year}, {self._month}, {self._day})"

    def ctime(self):
        """Text as time.ctime() gives it."""
        weekday = self.toordinal() % 7 or 7
        return (f"{_DAYNAMES[weekday]} {_MONTHNAMES[self._month]} {self._day:2d} "
                f"00:00:00 {self._year:04d}")

    def strftime(self, format):
        """Text in a format."""
        return _wrap_strftime(self, format, self.timetuple())

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError(f"must be str, not {type(fmt).__name__}")
        return self.strftime(fmt) if fmt else str(self)

    def isoformat(self):
        """YYYY-MM-DD"""
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    def __str__(self):
        return self.isoformat()

    @property
    def year(self):
        """year (1-9999)"""
        return self._year

    @property
    def month(self):
        """month (1-12)"""
        return self._month

    @property
    def day(self):
        """day (1-31)"""
        return self._day

    def timetuple(self):
        """A struct_time as time.localtime() gives it."""
        return _build_struct_time(self._year, self._month, self._day, 0, 0, 0, -1)

    def toordinal(self):
        """Days since the day before 1 January of year 1."""
        return _ymd2ord(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        """The day with some parts changed."""
        return type(self)(self._year if year is None else year,
                          self._month if month is None else month,
                          self._day if day is None else day)

    __replace__ = replace

    def __eq__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._cmp(other) == 0
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._cmp(other) <= 0
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._cmp(other) < 0
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._cmp(other) >= 0
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._cmp(other) > 0
        return NotImplemented

    def _cmp(self, other):
        return _cmp((self._year, self._month, self._day),
                    (other._year, other._month, other._day))

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash(self._getstate())
        return self._hashcode

    def __add__(self, other):
        if isinstance(other, timedelta):
            ordinal = self.toordinal() + other.days
            if 0 < ordinal <= _MAXORDINAL:
                return type(self).fromordinal(ordinal)
            raise OverflowError("date value out of range")
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def weekday(self):
        """0 for Monday to 6 for Sunday."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """1 for Monday to 7 for Sunday."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """(year, week, weekday) by ISO 8601."""
        year = self._year
        week1 = _isoweek1monday(year)
        today = self.toordinal()
        week, day = divmod(today - week1, 7)
        if week < 0:
            year -= 1
            week1 = _isoweek1monday(year)
            week, day = divmod(today - week1, 7)
        elif week >= 52 and today >= _isoweek1monday(year + 1):
            year += 1
            week = 0
        return IsoCalendarDate(year, week + 1, day + 1)

    def _getstate(self):
        high, low = divmod(self._year, 256)
        return bytes([high, low, self._month, self._day]),

    def _setstate(self, state):
        high, low, self._month, self._day = state
        self._year = high * 256 + low

    def __reduce__(self):
        return self.__class__, self._getstate()


_date_class = date
date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


def _build_struct_time(y, m, d, hh, mm, ss, dstflag):
    weekday = (_ymd2ord(y, m, d) + 6) % 7
    day_of_year = _DAYS_BEFORE_MONTH[m] + (m > 2 and _is_leap(y)) + d
    return _time.struct_time((y, m, d, hh, mm, ss, weekday, day_of_year, dstflag))


class IsoCalendarDate(tuple):
    """What date.isocalendar() returns."""

    __slots__ = ()

    def __new__(cls, year, week, weekday, /):
        return super().__new__(cls, (year, week, weekday))

    @property
    def year(self):
        return self[0]

    @property
    def week(self):
        return self[1]

    @property
    def weekday(self):
        return self[2]

    def __reduce__(self):
        # Unpickled anywhere, as the plain tuple that it is.
        return tuple, (tuple(self),)

    def __repr__(self):
        return (f"{_full_name(self.__class__)}(year={self[0]}, week={self[1]}, "
                f"weekday={self[2]})")


class tzinfo:
    """Base of time zones; subclasses say what the offsets are."""

    __slots__ = ()

    def tzname(self, dt):
        """The zone's name at a time."""
        raise NotImplementedError("tzinfo subclass must override tzname()")

    def utcoffset(self, dt):
        """How far local time is ahead of UTC at a time."""
        raise NotImplementedError("tzinfo subclass must override utcoffset()")

    def dst(self, dt):
        """The part of the offset that is daylight saving."""
        raise NotImplementedError("tzinfo subclass must override dst()")

    def fromutc(self, dt):
        """Local time of a time in UTC."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc() requires a non-None utcoffset() result")
        dst = dt.dst()
        if dst is None:
            raise ValueError("fromutc() requires a non-None dst() result")
        # First standard time, then what daylight saving is there.
        standard = offset - dst
        if standard:
            dt += standard
            dst = dt.dst()
            if dst is None:
                raise ValueError("fromutc(): dt.dst gave inconsistent results; "
                                 "cannot convert")
        return dt + dst

    def __reduce__(self):
        get_args = getattr(self, "__getinitargs__", None)
        args = get_args() if get_args else ()
        return self.__class__, args, self.__getstate__()


class time:
    """A time of day."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo",
                 "_hashcode", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *,
                fold=0):
        if isinstance(hour, (bytes, str)) and len(hour) == 6:
            state = hour
            if isinstance(hour, str):
                state = _text_state(hour)
                if state is None:
                    raise ValueError(
                        "Failed to encode latin1 string when unpickling a time object. "
                        "pickle.load(data, encoding='latin1') is assumed.")
            if state[0] & 0x7f < 24:
                self = object.__new__(cls)
                self._setstate(state, minute or None)
                self._hashcode = -1
                return self
        hour, minute, second, microsecond, fold = _check_time_fields(
            hour, minute, second, microsecond, fold)
        _check_tzinfo_arg(tzinfo)
        self = object.__new__(cls)
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._hashcode = -1
        self._fold = fold
        return self

    @classmethod
    def strptime(cls, date_string, format):
        """The time of text in a format."""
        import _strptime
        return _strptime._strptime_datetime_time(cls, date_string, format)

    @property
    def hour(self):
        """hour (0-23)"""
        return self._hour

    @property
    def minute(self):
        """minute (0-59)"""
        return self._minute

    @property
    def second(self):
        """second (0-59)"""
        return self._second

    @property
    def microsecond(self):
        """microsecond (0-999999)"""
        return self._microsecond

    @property
    def tzinfo(self):
        """timezone info object"""
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def __eq__(self, other):
        if isinstance(other, time):
            return self._cmp(other, allow_mixed=True) == 0
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, time):
            return self._cmp(other) <= 0
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, time):
            return self._cmp(other) < 0
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, time):
            return self._cmp(other) >= 0
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, time):
            return self._cmp(other) > 0
        return NotImplemented

    def _cmp(self, other, allow_mixed=False):
        mine = theirs = None
        if self._tzinfo is not other._tzinfo:
            mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            return _cmp((self._hour, self._minute, self._second, self._microsecond),
                        (other._hour, other._minute, other._second, other._microsecond))
        if mine is None or theirs is None:
            if allow_mixed:
                return 2
            raise TypeError("can't compare offset-naive and offset-aware times")

        def utc(t, offset):
            return (t._hour * 60 + t._minute - offset // timedelta(minutes=1),
                    t._second, t._microsecond)

        return _cmp(utc(self, mine), utc(other, theirs))

    def __hash__(self):
        if self._hashcode == -1:
            t = self.replace(fold=0) if self.fold else self
            offset = t.utcoffset()
            if not offset:
                self._hashcode = hash(t._getstate()[0])
            else:
                moment = timedelta(hours=self.hour, minutes=self.minute) - offset
                h, m = divmod(moment, timedelta(hours=1))
                m //= timedelta(minutes=1)
                if 0 <= h < 24:
                    self._hashcode = hash(time(h, m, self.second, self.microsecond))
                else:
                    self._hashcode = hash((h, m, self.second, self.microsecond))
        return self._hashcode

    def __repr__(self):
        args = f"{self._hour}, {self._minute}"
        if self._microsecond:
            args += f", {self._second}, {self._microsecond}"
        elif self._second:
            args += f", {self._second}"
        if self._tzinfo is not None:
            args += f", tzinfo={self._tzinfo!r}"
        if self._fold:
            args += ", fold=1"
        return f"{_full_name(self.__class__)}({args})"

    def isoformat(self, timespec="auto"):
        """HH:MM:SS.ffffff+HH:MM, as much of it as there is or is asked for."""
        text = _format_time(self._hour, self._minute, self._second,
                            self._microsecond, timespec)
        return text + _format_offset(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    @classmethod
    def fromisoformat(cls, time_string):
        """The time of ISO 8601 text."""
        if not isinstance(time_string, str):
            raise TypeError("fromisoformat: argument must be str")
        text = time_string.removeprefix("T")
        try:
            fields, _ = _parse_isoformat_time(text)
            return cls(*fields)
        except Exception:
            raise ValueError(f"Invalid isoformat string: {time_string!r}")

    def strftime(self, format):
        """Text in a format; the date parts are those of 1 January 1900."""
        return _wrap_strftime(self, format, (1900, 1, 1, self._hour, self._minute,
                                             self._second, 0, 1, -1))

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError(f"must be str, not {type(fmt).__name__}")
        return self.strftime(fmt) if fmt else str(self)

    def utcoffset(self):
        """How far the time is ahead of UTC, or None."""
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.utcoffset(None)
        _check_utc_offset("utcoffset", offset)
        return offset

    def tzname(self):
        """The zone's name, or None."""
        if self._tzinfo is None:
            return None
        name = self._tzinfo.tzname(None)
        _check_tzname(name)
        return name

    def dst(self):
        """The daylight saving part of the offset, or None."""
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.dst(None)
        _check_utc_offset("dst", offset)
        return offset

    def replace(self, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        """The time with some parts changed."""
        return type(self)(self._hour if hour is None else hour,
                          self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    __replace__ = replace

    def _getstate(self, protocol=3):
        us = self._microsecond
        first = self._hour
        if self._fold and protocol > 3:
            first += 128
        state = bytes([first, self._minute, self._second, us >> 16, us >> 8 & 255, us & 255])
        return (state,) if self._tzinfo is None else (state, self._tzinfo)

    def _setstate(self, state, tz):
        if tz is not None and not isinstance(tz, _tzinfo_class):
            raise TypeError("bad tzinfo state arg")
        first, self._minute, self._second, us1, us2, us3 = state
        self._fold = first >> 7
        self._hour = first & 127
        self._microsecond = us1 << 16 | us2 << 8 | us3
        self._tzinfo = tz

    def __reduce_ex__(self, protocol):
        return self.__class__, self._getstate(protocol)

    def __reduce__(self):
        return self.__reduce_ex__(2)


_time_class = time
_tzinfo_class = tzinfo
time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


class datetime(date):
    """A day and a time of day."""

    __slots__ = time.__slots__

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0,
                microsecond=0, tzinfo=None, *, fold=0):
        if isinstance(year, (bytes, str)) and len(year) == 10:
            state = year
            if isinstance(year, str):
                state = _text_state(year)
                if state is None:
                    raise ValueError(
                        "Failed to encode latin1 string when unpickling a datetime object. "
                        "pickle.load(data, encoding='latin1') is assumed.")
            if 1 <= state[2] & 0x7f <= 12:
                self = object.__new__(cls)
                self._setstate(state, month)
                self._hashcode = -1
                return self
        year, month, day = _check_date_fields(year, month, day)
        hour, minute, second, microsecond, fold = _check_time_fields(
            hour, minute, second, microsecond, fold)
        _check_tzinfo_arg(tzinfo)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._hashcode = -1
        self._fold = fold
        return self

    @property
    def hour(self):
        """hour (0-23)"""
        return self._hour

    @property
    def minute(self):
        """minute (0-59)"""
        return self._minute

    @property
    def second(self):
        """second (0-59)"""
        return self._second

    @property
    def microsecond(self):
        """microsecond (0-999999)"""
        return self._microsecond

    @property
    def tzinfo(self):
        """timezone info object"""
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    @classmethod
    def _fromtimestamp(cls, t, utc, tz):
        fraction, whole = _math.modf(t)
        us = round(fraction * 1e6)
        t = int(whole)
        if us >= 1000000:
            t += 1
            us -= 1000000
        elif us < 0:
            t -= 1
            us += 1000000
        convert = _time.gmtime if utc else _time.localtime
        y, m, d, hh, mm, ss, *_ = convert(t)
        ss = min(ss, 59)  # leap seconds
        result = cls(y, m, d, hh, mm, ss, us, tz)
        if tz is None and not utc:
            # Was the same local time a while earlier? Then this is its second run.
            longest = 24 * 3600
            if t < longest and sys.platform.startswith("win"):
                return result
            y, m, d, hh, mm, ss = convert(t - longest)[:6]
            before = cls(y, m, d, hh, mm, min(ss, 59), us, tz)
            jump = result - before - timedelta(0, longest)
            if jump.days < 0:
                y, m, d, hh, mm, ss = convert(t + jump // timedelta(0, 1))[:6]
                if cls(y, m, d, hh, mm, min(ss, 59), us, tz) == result:
                    result._fold = 1
        elif tz is not None:
            result = tz.fromutc(result)
        return result

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The local time, or that of a zone, of a POSIX timestamp."""
        _check_tzinfo_arg(tz)
        return cls._fromtimestamp(timestamp, tz is not None, tz)

    @classmethod
    def utcfromtimestamp(cls, t):
        """The UTC time, without a zone, of a POSIX timestamp."""
        import warnings
        warnings.warn("datetime.datetime.utcfromtimestamp() is deprecated and scheduled "
                      "for removal in a future version. Use timezone-aware "
                      "objects to represent datetimes in UTC: "
                      "datetime.datetime.fromtimestamp(t, datetime.UTC).",
                      DeprecationWarning, stacklevel=2)
        return cls._fromtimestamp(t, True, None)

    @classmethod
    def now(cls, tz=None):
        """The current time, local or in a zone."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """The current UTC time, without a zone."""
        import warnings
        warnings.warn("datetime.datetime.utcnow() is deprecated and scheduled for "
                      "removal in a future version. Use timezone-aware "
                      "objects to represent datetimes in UTC: "
                      "datetime.datetime.now(datetime.UTC).",
                      DeprecationWarning, stacklevel=2)
        return cls._fromtimestamp(_time.time(), True, None)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A day and a time put together."""
        if not isinstance(date, _date_class):
            raise TypeError("date argument must be a date instance")
        if not isinstance(time, _time_class):
            raise TypeError("time argument must be a time instance")
        if tzinfo is True:
            tzinfo = time.tzinfo
        return cls(date.year, date.month, date.day, time.hour, time.minute,
                   time.second, time.microsecond, tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """The time of ISO 8601 text."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        if len(date_string) < 7:
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        try:
            end = _find_isoformat_datetime_separator(date_string)
            day = _parse_isoformat_date(date_string[:end])
            clock = date_string[end + 1:]
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        if not clock:
            if len(date_string) > end:
                raise ValueError(f"Invalid isoformat string: {date_string!r}")
            return cls(*day)
        try:
            fields, next_day = _parse_isoformat_time(clock)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        if next_day:
            year, month, number = day
            # A day that does not exist is left for the class to complain of.
            last = _days_in_month(year, month) if 1 <= month <= 12 else 0
            if number < last:
                day = year, month, number + 1
            elif number == last:
                day = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
        return cls(*day, *fields)

    @classmethod
    def strptime(cls, date_string, format):
        """The time of text in a format."""
        import _strptime
        return _strptime._strptime_datetime_datetime(cls, date_string, format)

    def timetuple(self):
        """A struct_time as time.localtime() gives it."""
        dst = self.dst()
        flag = -1 if dst is None else 1 if dst else 0
        return _build_struct_time(self.year, self.month, self.day, self.hour,
                                  self.minute, self.second, flag)

    def _mktime(self):
        """Seconds since the epoch of a time without zone, taken as local."""
        epoch = datetime(1970, 1, 1)
        longest = 24 * 3600
        t = (self - epoch) // timedelta(0, 1)

        def local(u):
            y, m, d, hh, mm, ss = _time.localtime(u)[:6]
            return (datetime(y, m, d, hh, mm, ss) - epoch) // timedelta(0, 1)

        # Two guesses of the offset; where the clock changes they differ.
        a = local(t) - t
        u1 = t - a
        t1 = local(u1)
        if t1 == t:
            # Found; there may be another solution at the other side of a fold.
            u2 = u1 + (-longest, longest)[self.fold]
            b = local(u2) - u2
            if a == b:
                return u1
        else:
            b = t1 - u1
        u2 = t - b
        t2 = local(u2)
        if t2 == t:
            return u2
        if t1 == t:
            return u1
        # A time that does not exist: in a gap.
        return (max, min)[self.fold](u1, u2)

    def timestamp(self):
        """The POSIX timestamp."""
        if self._tzinfo is None:
            return self._mktime() + self.microsecond / 1e6
        return (self - _EPOCH).total_seconds()

    def utctimetuple(self):
        """A struct_time in UTC."""
        t = self
        offset = t.utcoffset()
        if offset:
            t -= offset
        return _build_struct_time(t.year, t.month, t.day, t.hour, t.minute, t.second, 0)

    def date(self):
        """The day."""
        return date(self._year, self._month, self._day)

    def time(self):
        """The time of day, without zone."""
        return time(self.hour, self.minute, self.second, self.microsecond, fold=self.fold)

    def timetz(self):
        """The time of day with the zone."""
        return time(self.hour, self.minute, self.second, self.microsecond,
                    self._tzinfo, fold=self.fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None,
                second=None, microsecond=None, tzinfo=True, *, fold=None):
        """The time with some parts changed."""
        return type(self)(self._year if year is None else year,
                          self._month if month is None else month,
                          self._day if day is None else day,
                          self._hour if hour is None else hour,
                          self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    __replace__ = replace

    def _local_timezone(self):
        if self.tzinfo is None:
            ts = self._mktime()
            # In a gap the two folds have swapped offsets.
            other = self.replace(fold=1 - self.fold)._mktime()
            if other != ts and (other > ts) == bool(self.fold):
                ts = other
        else:
            ts = (self - _EPOCH) // timedelta(seconds=1)
        moment = _time.localtime(ts)
        return timezone(timedelta(seconds=moment.tm_gmtoff), moment.tm_zone)

    def astimezone(self, tz=None):
        """The same moment in another zone, by default the local one."""
        if tz is None:
            tz = self._local_timezone()
        elif not isinstance(tz, tzinfo):
            raise TypeError("tz argument must be an instance of tzinfo")
        mine = self.tzinfo
        if mine is None:
            mine = self._local_timezone()
            offset = mine.utcoffset(self)
        else:
            offset = mine.utcoffset(self)
            if offset is None:
                mine = self.replace(tzinfo=None)._local_timezone()
                offset = mine.utcoffset(self)
        if tz is mine:
            return self
        utc = (self - offset).replace(tzinfo=tz)
        return tz.fromutc(utc)

    def ctime(self):
        """Text as time.ctime() gives it."""
        weekday = self.toordinal() % 7 or 7
        return (f"{_DAYNAMES[weekday]} {_MONTHNAMES[self._month]} {self._day:2d} "
                f"{self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}")

    def isoformat(self, sep="T", timespec="auto"):
        """YYYY-MM-DDTHH:MM:SS.ffffff+HH:MM, as much as there is or is asked for."""
        return (f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}"
                + _format_time(self._hour, self._minute, self._second,
                               self._microsecond, timespec)
                + _format_offset(self.utcoffset()))

    def __repr__(self):
        args = [self._year, self._month, self._day, self._hour, self._minute,
                self._second, self._microsecond]
        if args[-1] == 0:
            del args[-1]
            if args[-1] == 0:
                del args[-1]
        text = ", ".join(map(str, args))
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        if self._fold:
            text += ", fold=1"
        return f"{_full_name(self.__class__)}({text})"

    def __str__(self):
        return self.isoformat(sep=" ")

    def utcoffset(self):
        """How far the time is ahead of UTC, or None."""
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.utcoffset(self)
        _check_utc_offset("utcoffset", offset)
        return offset

    def tzname(self):
        """The zone's name, or None."""
        if self._tzinfo is None:
            return None
        name = self._tzinfo.tzname(self)
        _check_tzname(name)
        return name

    def dst(self):
        """The daylight saving part of the offset, or None."""
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.dst(self)
        _check_utc_offset("dst", offset)
        return offset

    def __eq__(self, other):
        if isinstance(other, datetime):
            return self._cmp(other, allow_mixed=True) == 0
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, datetime):
            return self._cmp(other) <= 0
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, datetime):
            return self._cmp(other) < 0
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, datetime):
            return self._cmp(other) >= 0
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, datetime):
            return self._cmp(other) > 0
        return NotImplemented

    def _fields(self):
        return (self._year, self._month, self._day, self._hour, self._minute,
                self._second, self._microsecond)

    def _cmp(self, other, allow_mixed=False):
        mine = theirs = None
        if self._tzinfo is not other._tzinfo:
            mine, theirs = self.utcoffset(), other.utcoffset()
            if allow_mixed:
                # A time that its fold changes equals none in another zone.
                if mine != self.replace(fold=not self.fold).utcoffset():
                    return 2
                if theirs != other.replace(fold=not other.fold).utcoffset():
                    return 2
        if mine == theirs:
            return _cmp(self._fields(), other._fields())
        if mine is None or theirs is None:
            if allow_mixed:
                return 2
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        difference = self - other
        if difference.days < 0:
            return -1
        return 1 if difference else 0

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        us = self._microsecond + other._microseconds
        seconds = (self._hour * 60 + self._minute) * 60 + self._second + other._seconds
        if us >= 1000000:
            us -= 1000000
            seconds += 1
        days, seconds = divmod(seconds, 86400)
        ordinal = self.toordinal() + other._days + days
        if not 0 < ordinal <= _MAXORDINAL:
            raise OverflowError("date value out of range")
        minutes, second = divmod(seconds, 60)
        return type(self)(*_ord2ymd(ordinal), minutes // 60, minutes % 60, second,
                          us, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, datetime):
            if isinstance(other, timedelta):
                return self + -other
            return NotImplemented

        def seconds(t):
            return (t._hour * 60 + t._minute) * 60 + t._second

        base = timedelta(self.toordinal() - other.toordinal(),
                         seconds(self) - seconds(other),
                         self._microsecond - other._microsecond)
        if self._tzinfo is other._tzinfo:
            return base
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            return base
        if mine is None or theirs is None:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return base + theirs - mine

    def __hash__(self):
        if self._hashcode == -1:
            t = self.replace(fold=0) if self.fold else self
            offset = t.utcoffset()
            if offset is None:
                self._hashcode = hash(t._getstate()[0])
            else:
                seconds = (self.hour * 60 + self.minute) * 60 + self.second
                days = _ymd2ord(self.year, self.month, self.day)
                self._hashcode = hash(
                    timedelta(days, seconds, self.microsecond) - offset)
        return self._hashcode

    def _getstate(self, protocol=3):
        high, low = divmod(self._year, 256)
        us = self._microsecond
        month = self._month
        if self._fold and protocol > 3:
            month += 128
        state = bytes([high, low, month, self._day, self._hour, self._minute,
                       self._second, us >> 16, us >> 8 & 255, us & 255])
        return (state,) if self._tzinfo is None else (state, self._tzinfo)

    def _setstate(self, state, tz):
        if tz is not None and not isinstance(tz, _tzinfo_class):
            raise TypeError("bad tzinfo state arg")
        (high, low, month, self._day, self._hour, self._minute, self._second,
         us1, us2, us3) = state
        self._fold = month >> 7
        self._month = month & 127
        self._year = high * 256 + low
        self._microsecond = us1 << 16 | us2 << 8 | us3
        self._tzinfo = tz

    def __reduce_ex__(self, protocol):
        return self.__class__, self._getstate(protocol)

    def __reduce__(self):
        return self.__reduce_ex__(2)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)


class timezone(tzinfo):
    """A fixed offset from UTC."""

    __slots__ = "_offset", "_name"
    _Omitted = object()

    def __new__(cls, offset, name=_Omitted):
        if not isinstance(offset, timedelta):
            raise TypeError("offset must be a timedelta")
        if name is cls._Omitted:
            if not offset:
                return cls.utc
            name = None
        elif not isinstance(name, str):
            raise TypeError("name must be a string")
        if not cls._minoffset <= offset <= cls._maxoffset:
            raise ValueError("offset must be a timedelta strictly between "
                             "-timedelta(hours=24) and timedelta(hours=24), "
                             f"not {offset!r}")
        return cls._create(offset, name)

    def __init_subclass__(cls):
        raise TypeError("type 'datetime.timezone' is not an acceptable base type")

    @classmethod
    def _create(cls, offset, name=None):
        self = tzinfo.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __eq__(self, other):
        if isinstance(other, timezone):
            return self._offset == other._offset
        return NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is self.utc:
            return "datetime.timezone.utc"
        name = _full_name(self.__class__)
        if self._name is None:
            return f"{name}({self._offset!r})"
        return f"{name}({self._offset!r}, {self._name!r})"

    def __str__(self):
        return self.tzname(None)

    def _check_dt(self, dt, method):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f"{method}() argument must be a datetime instance or None")

    def utcoffset(self, dt):
        self._check_dt(dt, "utcoffset")
        return self._offset

    def tzname(self, dt):
        self._check_dt(dt, "tzname")
        return self._name_from_offset(self._offset) if self._name is None else self._name

    def dst(self, dt):
        self._check_dt(dt, "dst")
        return None

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() argument must be a datetime instance or None")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset

    _maxoffset = timedelta(hours=24, microseconds=-1)
    _minoffset = -_maxoffset

    @staticmethod
    def _name_from_offset(delta):
        return "UTC" + _format_offset(delta) if delta else "UTC"

    def __reduce__(self):
        return self.__class__, self.__getinitargs__()


UTC = timezone.utc = timezone._create(timedelta(0))
timezone.min = timezone._create(-timedelta(hours=23, minutes=59))
timezone.max = timezone._create(timedelta(hours=23, minutes=59))
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
