"""Finders, loaders and what they work with."""

from _frozen_importlib import BuiltinImporter, FrozenImporter, ModuleSpec
from _frozen_importlib_external import (
    BYTECODE_SUFFIXES, DEBUG_BYTECODE_SUFFIXES, EXTENSION_SUFFIXES,
    OPTIMIZED_BYTECODE_SUFFIXES, SOURCE_SUFFIXES, FileFinder, NamespaceLoader,
    PathFinder, SourceFileLoader)

__all__ = ["AppleFrameworkLoader", "BYTECODE_SUFFIXES", "BuiltinImporter",
           "DEBUG_BYTECODE_SUFFIXES", "EXTENSION_SUFFIXES", "ExtensionFileLoader",
           "FileFinder", "FrozenImporter", "ModuleSpec", "NamespaceLoader",
           "OPTIMIZED_BYTECODE_SUFFIXES", "PathFinder", "SOURCE_SUFFIXES",
           "SourceFileLoader", "SourcelessFileLoader", "WindowsRegistryFinder",
           "all_suffixes"]


class _Unsupported:
    """A loader of what Ouro cannot load."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r}, {self.path!r})"

    def create_module(self, spec):
        raise ImportError(f"Ouro cannot load {self._what}: {self.path!r}",
                          name=self.name, path=self.path)

    def exec_module(self, module):
        self.create_module(None)

    def is_package(self, fullname):
        return False

    def get_code(self, fullname):
        return None

    def get_source(self, fullname):
        return None

    def get_filename(self, fullname):
        return self.path


class ExtensionFileLoader(_Unsupported):
    """Refuses C extension modules."""
    _what = "C extension modules"


class AppleFrameworkLoader(ExtensionFileLoader):
    """Refuses them too."""


class SourcelessFileLoader(_Unsupported):
    """Refuses compiled code without its source."""
    _what = "modules without source"


class WindowsRegistryFinder:
    """Finds nothing: there is no registry of modules."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


def all_suffixes():
    """All endings of module files."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES
