"""Finders and loaders of files, under the name that CPython gives them."""

from _frozen_importlib_external import *
from .util import cache_from_source, decode_source, spec_from_file_location
