"""The other names of codecs."""

from _codecs import _aliases

aliases = _aliases()
