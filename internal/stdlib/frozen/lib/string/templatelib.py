"""What template strings evaluate to."""

_sample = t"{None}"
Template = type(_sample)
Interpolation = type(_sample.interpolations[0])
del _sample

__all__ = ["Interpolation", "Template", "convert"]


def convert(obj, /, conversion):
    """obj after the conversion of an interpolation: "s", "r", "a" or None."""
    if conversion is None:
        return obj
    if conversion == "r":
        return repr(obj)
    if conversion == "s":
        return str(obj)
    if conversion == "a":
        return ascii(obj)
    raise ValueError(f"invalid conversion specifier: {conversion}")


def _template_unpickle(strings, interpolations):
    """A Template from its parts: what its __reduce__ names."""
    parts = [strings[0]]
    for interpolation, text in zip(interpolations, strings[1:]):
        parts += interpolation, text
    return Template(*parts)
