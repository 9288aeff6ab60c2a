"""Response headers as a mapping."""

import re

tspecials = re.compile(r'[ \(\)<>@,;:\\"/\[\]\?=]')
_name_disallowed_re = re.compile(r"[\x00-\x1F\x7F]")
_value_disallowed_re = re.compile(r"[\x00-\x08\x0A-\x1F\x7F]")


def _formatparam(param, value=None, quote=1):
    if value is None or len(value) == 0:
        return param
    if quote or tspecials.search(value):
        value = value.replace("\\", "\\\\").replace('"', r"\"")
        return f'{param}="{value}"'
    return f"{param}={value}"


class Headers:
    """A mapping over a list of (name, value), in which a name may stand more than once. Looking up gives the first."""

    def __init__(self, headers=None):
        headers = [] if headers is None else headers
        if type(headers) is not list:
            raise TypeError("Headers should be a list of name/value tuples")
        self._headers = headers
        if __debug__:
            for name, value in headers:
                self._convert_string_type(name, name=True)
                self._convert_string_type(value, name=False)

    def _convert_string_type(self, value, *, name):
        """Check a name or a value."""
        if type(value) is not str:
            raise AssertionError("Header names/values must be of type str (got {0})".format(repr(value)))
        if (_name_disallowed_re if name else _value_disallowed_re).search(value):
            raise ValueError("Control characters not allowed in headers")
        return value

    def __len__(self):
        return len(self._headers)

    def __setitem__(self, name, val):
        name = self._convert_string_type(name, name=True)
        val = self._convert_string_type(val, name=False)
        del self[name]
        self._headers.append((name, val))

    def __delitem__(self, name):
        name = self._convert_string_type(name, name=True).lower()
        self._headers[:] = [item for item in self._headers if item[0].lower() != name]

    def __getitem__(self, name):
        return self.get(name)

    def __contains__(self, name):
        return self.get(name) is not None

    def get_all(self, name):
        """All values of a name."""
        name = self._convert_string_type(name, name=True).lower()
        return [value for key, value in self._headers if key.lower() == name]

    def get(self, name, default=None):
        """The first value of a name, or the default."""
        name = self._convert_string_type(name, name=True).lower()
        for key, value in self._headers:
            if key.lower() == name:
                return value
        return default

    def keys(self):
        return [key for key, _ in self._headers]

    def values(self):
        return [value for _, value in self._headers]

    def items(self):
        return self._headers[:]

    def __repr__(self):
        return "%s(%r)" % (self.__class__.__name__, self._headers)

    def __str__(self):
        return "\r\n".join([*("%s: %s" % item for item in self._headers), "", ""])

    def __bytes__(self):
        return str(self).encode("iso-8859-1")

    def setdefault(self, name, value):
        """The first value of a name, which is set if there is none."""
        found = self.get(name)
        if found is not None:
            return found
        self._headers.append((self._convert_string_type(name, name=True),
                              self._convert_string_type(value, name=False)))
        return value

    def add_header(self, _name, _value, **_params):
        """Add a header with parameters; underscores in their names become dashes, None gives the name alone."""
        parts = []
        if _value is not None:
            parts.append(self._convert_string_type(_value, name=False))
        for key, value in _params.items():
            key = self._convert_string_type(key, name=True).replace("_", "-")
            if value is None:
                parts.append(key)
            else:
                parts.append(_formatparam(key, self._convert_string_type(value, name=False)))
        self._headers.append((self._convert_string_type(_name, name=True), "; ".join(parts)))
