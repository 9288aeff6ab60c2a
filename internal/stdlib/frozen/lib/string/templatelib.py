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
