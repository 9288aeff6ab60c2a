"""Constants and tools for text."""

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits", "octdigits",
           "printable", "punctuation", "whitespace", "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """The words of s capitalized; runs of whitespace become one space, unless words are split at sep."""
    return (" " if sep is None else sep).join([word.capitalize() for word in s.split(sep)])


class _PatternAttribute:
    """The compiled pattern of a Template class, made when first used: re need not be imported before."""

    def __get__(self, instance, cls=None):
        return cls._compile_pattern()


class Template:
    """A string in which $name and ${name} are replaced by values."""

    delimiter = "$"
    # Letters are ASCII only, although the flags ignore case.
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = None
    pattern = _PatternAttribute()

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compile_pattern()

    @classmethod
    def _compile_pattern(cls):
        import re
        pattern = cls.__dict__.get("pattern", _unset)
        if isinstance(pattern, _PatternAttribute):
            pattern = _unset
        if pattern is _unset:
            for base in cls.__mro__[1:]:
                given = base.__dict__.get("_given_pattern")
                if given is not None:
                    pattern = given
                    break
        if pattern is _unset:
            delimiter = re.escape(cls.delimiter)
            name = cls.idpattern
            braced = cls.braceidpattern or name
            pattern = (rf"{delimiter}(?:(?P<escaped>{delimiter})|(?P<named>{name})|{{(?P<braced>{braced})}}"
                       r"|(?P<invalid>))")
        else:
            cls._given_pattern = pattern
        flags = cls.flags
        if flags is None:
            flags = cls.flags = re.IGNORECASE
        cls.pattern = re.compile(pattern, flags | re.VERBOSE) if isinstance(pattern, str) else pattern
        return cls.pattern

    def __init__(self, template):
        self.template = template

    def _invalid(self, match):
        start = match.start("invalid")
        lines = self.template[:start].splitlines(keepends=True)
        if not lines:
            line, column = 1, 1
        else:
            line, column = len(lines), start - len("".join(lines[:-1])) + 1
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    def _odd(self):
        return ValueError("Unrecognized named group in pattern", self.pattern)

    def substitute(self, mapping=None, /, **kws):
        """The string with every placeholder replaced; KeyError if a value is missing."""
        values = _values(mapping, kws)

        def convert(match):
            name = match.group("named") or match.group("braced")
            if name is not None:
                return str(values[name])
            if match.group("escaped") is not None:
                return self.delimiter
            if match.group("invalid") is not None:
                self._invalid(match)
            raise self._odd()
        return self.pattern.sub(convert, self.template)

    def safe_substitute(self, mapping=None, /, **kws):
        """As substitute, but what cannot be replaced stays."""
        values = _values(mapping, kws)

        def convert(match):
            name = match.group("named") or match.group("braced")
            if name is not None:
                try:
                    return str(values[name])
                except KeyError:
                    return match.group()
            if match.group("escaped") is not None:
                return self.delimiter
            if match.group("invalid") is not None:
                return match.group()
            raise self._odd()
        return self.pattern.sub(convert, self.template)

    def is_valid(self):
        """Whether substitute would find no invalid placeholder."""
        for match in self.pattern.finditer(self.template):
            if match.group("invalid") is not None:
                return False
            if all(match.group(group) is None for group in ("named", "braced", "escaped")):
                raise self._odd()
        return True

    def get_identifiers(self):
        """The names of the placeholders, each once, in order."""
        names = {}
        for match in self.pattern.finditer(self.template):
            name = match.group("named") or match.group("braced")
            if name is not None:
                names[name] = None
            elif match.group("invalid") is None and match.group("escaped") is None:
                raise self._odd()
        return list(names)


_unset = object()


def _values(mapping, kws):
    if mapping is None:
        return kws
    if not kws:
        return mapping
    from collections import ChainMap
    return ChainMap(kws, mapping)


class Formatter:
    """str.format with every step open to be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        """Format with positional and keyword arguments."""
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        """Format with a sequence and a mapping of arguments."""
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used, depth, auto=0):
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, field_name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if field_name is None:
                continue
            first, _ = _split_field(field_name)
            if first == "":
                if auto is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                field_name = str(auto) + field_name
                auto += 1
            elif isinstance(first, int):
                if auto:
                    raise ValueError("cannot switch from automatic field numbering to manual field specification")
                # From here on automatic numbers are an error.
                auto = False
            value, key = self.get_field(field_name, args, kwargs)
            used.add(key)
            value = self.convert_field(value, conversion)
            spec, auto = self._vformat(spec, args, kwargs, used, depth - 1, auto)
            result.append(self.format_field(value, spec))
        return "".join(result), auto

    def get_value(self, key, args, kwargs):
        """The argument that a field begins with: a position or a name."""
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        """Called with what was used; may raise for what was not."""

    def format_field(self, value, format_spec):
        """The text of a value."""
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        """A value after !s, !r or !a."""
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        """The parts of a format string: (literal text, field name, format spec, conversion)."""
        from _string import formatter_parser
        return formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        """(the object that a field names, the argument that it begins with)."""
        first, rest = _split_field(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            obj = getattr(obj, name) if is_attribute else obj[name]
        return obj, first


def _split_field(field_name):
    from _string import formatter_field_name_split
    return formatter_field_name_split(field_name)
