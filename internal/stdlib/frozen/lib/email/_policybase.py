"""Policies: how headers are read, stored and written, and what is done about defects."""

import re

__all__ = ["Policy", "Compat32", "compat32"]

# The name of a header, as it may be written.
_header_name = re.compile(r"[\x21-\x39\x3b-\x7e]+\Z")


def validate_header_name(name):
    if not name:
        raise ValueError("Header field name cannot be empty")
    if not _header_name.match(name):
        raise ValueError(f"Header field name contains invalid characters: {name!r}")


class Policy:
    """A set of options, which cannot be changed; clone() and + make others.

    raise_on_defect: raise defects instead of keeping them.
    linesep: what ends a line that is written. max_line_length: where lines are folded; None is nowhere.
    cte_type: "7bit" or "8bit", what bodies may be sent as. mangle_from_: write ">" before "From " in bodies.
    message_factory: makes messages. verify_generated_headers: refuse to write headers that would read as others.
    """

    raise_on_defect = False
    linesep = "\n"
    cte_type = "8bit"
    max_line_length = 78
    mangle_from_ = False
    message_factory = None
    verify_generated_headers = True

    def __init__(self, **kw):
        for name, value in kw.items():
            self._check(name)
            object.__setattr__(self, name, value)

    def _check(self, name):
        if not hasattr(type(self), name):
            raise TypeError(f"{name!r} is an invalid keyword argument for {type(self).__name__}")

    def __setattr__(self, name, value):
        kind = "is read-only" if hasattr(self, name) else None
        if kind is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        raise AttributeError(f"{type(self).__name__!r} object attribute {name!r} is read-only")

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"

    def clone(self, **kw):
        """A policy like this one but for the options given."""
        new = type(self).__new__(type(self))
        for name, value in {**vars(self), **kw}.items():
            self._check(name)
            object.__setattr__(new, name, value)
        return new

    def __add__(self, other):
        """This policy with the options that another has not left as they are by default."""
        return self.clone(**vars(other))

    def handle_defect(self, obj, defect):
        """Raise a defect or keep it."""
        if self.raise_on_defect:
            raise defect
        self.register_defect(obj, defect)

    def register_defect(self, obj, defect):
        obj.defects.append(defect)

    def header_max_count(self, name):
        """How many headers of a name a message may have; None is any number."""
        return None

    def header_source_parse(self, sourcelines):
        """(name, value) to store for the lines of a header."""
        name, value = sourcelines[0].split(":", 1)
        value = "".join((value, *sourcelines[1:])).lstrip(" \t\r\n")
        return name, value.rstrip("\r\n")

    def header_store_parse(self, name, value):
        """(name, value) to store for a header that a program sets."""
        validate_header_name(name)
        return name, value

    def header_fetch_parse(self, name, value):
        """What a program gets for a stored header."""
        return value

    def fold(self, name, value):
        """The text of a header, folded, with its line end."""
        return f"{name}: {value}{self.linesep}"

    def fold_binary(self, name, value):
        """The bytes of a header."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


class Compat32(Policy):
    """What the package has always done."""

    mangle_from_ = True

    def header_fetch_parse(self, name, value):
        if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
            from email import charset, header
            return header.Header(value, charset=charset.UNKNOWN8BIT, header_name=name)
        return value

    def fold(self, name, value):
        return self._fold(name, value, sanitize=True)

    def fold_binary(self, name, value):
        folded = self._fold(name, value, sanitize=self.cte_type == "7bit")
        return folded.encode("ascii", "surrogateescape")

    def _fold(self, name, value, sanitize):
        from email import charset, header
        if not isinstance(value, header.Header):
            eight_bit = any("\ud800" <= char <= "\udfff" for char in value)
            if eight_bit and not sanitize:
                return f"{name}: {value}{self.linesep}"
            value = header.Header(value, charset=charset.UNKNOWN8BIT if eight_bit else None, header_name=name)
        width = 0 if self.max_line_length is None else self.max_line_length
        return f"{name}: {value.encode(linesep=self.linesep, maxlinelen=width)}{self.linesep}"


compat32 = Compat32()
