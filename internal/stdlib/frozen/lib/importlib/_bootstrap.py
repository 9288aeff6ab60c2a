"""The core of the import system, under the name that CPython gives it."""

from _frozen_importlib import *
from _frozen_importlib import (
    _exec, _find_spec, _gcd_import, _init_module_attrs, _load)
