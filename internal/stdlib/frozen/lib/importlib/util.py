"""Tools for finders, loaders and those who call them."""

import sys
import types

import _frozen_importlib
from _frozen_importlib import module_from_spec, spec_from_loader
from _frozen_importlib_external import MAGIC_NUMBER, FileFinder, SourceFileLoader

from .abc import Loader

__all__ = ["LazyLoader", "Loader", "MAGIC_NUMBER", "cache_from_source", "decode_source",
           "find_spec", "module_from_spec", "resolve_name", "source_from_cache",
           "source_hash", "spec_from_file_location", "spec_from_loader"]

_unset = object()


def resolve_name(name, package):
    """The absolute name of a relative one."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} "
                          "(required for relative module names)")
    level = len(name) - len(name.lstrip("."))
    parts = package.rsplit(".", level - 1)
    if len(parts) < level:
        raise ImportError("attempted relative import beyond top-level package")
    return f"{parts[0]}.{name[level:]}" if name[level:] else parts[0]


def find_spec(name, package=None):
    """The spec of a module, or None; parent packages are imported."""
    full = resolve_name(name, package)
    if full in sys.modules:
        module = sys.modules[full]
        if module is None:
            return None
        try:
            spec = module.__spec__
        except AttributeError:
            raise ValueError(f"{full}.__spec__ is not set") from None
        if spec is None:
            raise ValueError(f"{full}.__spec__ is None")
        return spec
    parent = full.rpartition(".")[0]
    path = None
    if parent:
        package_module = __import__(parent, fromlist=["__path__"])
        try:
            path = package_module.__path__
        except AttributeError as error:
            raise ModuleNotFoundError(
                f"__path__ attribute not found on {parent!r} while trying to "
                f"find {full!r}", name=full) from error
    return _frozen_importlib._find_spec(full, path)


def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=_unset):
    """The spec of a module in a certain file."""
    import os
    if location is None:
        location = "<unknown>"
        if hasattr(loader, "get_filename"):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = os.path.abspath(os.fspath(location))
    if loader is None:
        if not location.endswith(".py"):
            return None
        loader = SourceFileLoader(name, location)
    spec = _frozen_importlib.ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is not _unset:
        spec.submodule_search_locations = submodule_search_locations
    elif hasattr(loader, "is_package"):
        try:
            if loader.is_package(name):
                spec.submodule_search_locations = []
        except ImportError:
            pass
    if spec.submodule_search_locations == []:
        spec.submodule_search_locations.append(os.path.dirname(location))
    return spec


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Where CPython would keep the compiled code of a source file."""
    import os
    folder, name = os.path.split(os.fspath(path))
    stem = name.rpartition(".")[0] or name
    mark = "" if optimization is None else str(optimization)
    if mark == "" and optimization is None and sys.flags.optimize:
        mark = str(sys.flags.optimize)
    if mark and not mark.isalnum():
        raise ValueError(f"{mark!r} is not alphanumeric")
    suffix = f".opt-{mark}" if mark else ""
    return os.path.join(folder, "__pycache__", f"{stem}.{sys.implementation.cache_tag}{suffix}.pyc")


def source_from_cache(path):
    """The source file of compiled code."""
    import os
    folder, name = os.path.split(os.fspath(path))
    folder, cache = os.path.split(folder)
    if cache != "__pycache__":
        raise ValueError(f"__pycache__ not bottom-level directory in {path!r}")
    if name.count(".") not in (2, 3):
        raise ValueError(f"expected only 2 or 3 dots in {name!r}")
    return os.path.join(folder, name.partition(".")[0] + ".py")


def decode_source(source_bytes):
    """The text of a source file's bytes."""
    import io
    import tokenize
    encoding = tokenize.detect_encoding(io.BytesIO(source_bytes).readline)[0]
    text = io.IncrementalNewlineDecoder(None, True)
    return text.decode(source_bytes.decode(encoding))


def source_hash(source_bytes):
    """Eight bytes that identify a source."""
    import hashlib
    return hashlib.blake2b(source_bytes, digest_size=8).digest()


class _LazyModule(types.ModuleType):
    """A module that is run at the first look at it."""

    def __getattribute__(self, name):
        dictionary = object.__getattribute__(self, "__dict__")
        spec = dictionary["__spec__"]
        state = spec.loader_state
        if name == "__spec__" or state["running"]:
            return object.__getattribute__(self, name)
        state["running"] = True
        before = state["dict"]
        changed = {k: v for k, v in dictionary.items()
                   if k not in before or before[k] is not v}
        object.__setattr__(self, "__class__", types.ModuleType)
        spec.loader.exec_module(self)
        if spec.name in sys.modules and sys.modules[spec.name] is not self:
            raise ValueError(f"module object for {spec.name!r} substituted in "
                             "sys.modules during a lazy load")
        self.__dict__.update(changed)
        return getattr(self, name)

    def __delattr__(self, name):
        self.__getattribute__(name)
        delattr(self, name)


class LazyLoader(Loader):
    """A loader around another one that puts running the module off."""

    def __init__(self, loader):
        if not hasattr(loader, "exec_module"):
            raise TypeError("loader must define exec_module()")
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        """A function that makes lazy loaders around those of a class."""
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        module.__spec__.loader_state = {"dict": dict(module.__dict__), "running": False}
        module.__class__ = _LazyModule
