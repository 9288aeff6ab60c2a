"""Files that packages carry."""

import contextlib
import io
import os
import pathlib
import tempfile
import types

from .. import import_module

__all__ = ["Anchor", "Package", "as_file", "contents", "files", "is_resource",
           "open_binary", "open_text", "path", "read_binary", "read_text"]

Package = types.ModuleType | str
Anchor = Package


def _caller_package():
    import sys
    frame = sys._getframe(2)
    module = frame.f_globals
    if module.get("__spec__") is not None:
        return module["__spec__"].parent
    return module.get("__package__") or module["__name__"].rpartition(".")[0]


def files(anchor=None):
    """The directory of a package (of the caller's, without one) as a path."""
    if anchor is None:
        anchor = _caller_package()
    module = import_module(anchor) if isinstance(anchor, str) else anchor
    spec = module.__spec__
    reader = getattr(spec.loader, "get_resource_reader", None)
    if reader is not None:
        reader = reader(spec.name)
        if hasattr(reader, "files"):
            return reader.files()
    if spec.submodule_search_locations:
        return pathlib.Path(list(spec.submodule_search_locations)[0])
    return pathlib.Path(spec.origin).parent


@contextlib.contextmanager
def as_file(path):
    """A file system path with the content of a resource."""
    if isinstance(path, pathlib.Path):
        yield path
        return
    handle, name = tempfile.mkstemp(suffix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(path.read_bytes())
        yield pathlib.Path(name)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(name)


def _resource(anchor, names):
    return files(anchor).joinpath(*names)


def open_binary(anchor, *path_names):
    """A resource, open for reading bytes."""
    return _resource(anchor, path_names).open("rb")


def open_text(anchor, *path_names, encoding="utf-8", errors="strict"):
    """A resource, open for reading text."""
    return _resource(anchor, path_names).open("r", encoding=encoding, errors=errors)


def read_binary(anchor, *path_names):
    """The bytes of a resource."""
    return _resource(anchor, path_names).read_bytes()


def read_text(anchor, *path_names, encoding="utf-8", errors="strict"):
    """The text of a resource."""
    with open_text(anchor, *path_names, encoding=encoding, errors=errors) as file:
        return file.read()


def path(anchor, *path_names):
    """A context manager that gives a resource's file system path."""
    return as_file(_resource(anchor, path_names))


def is_resource(anchor, *path_names):
    """Whether there is such a resource."""
    return _resource(anchor, path_names).is_file()


def contents(anchor, *path_names):
    """The names in a package's directory."""
    return (entry.name for entry in _resource(anchor, path_names).iterdir())
