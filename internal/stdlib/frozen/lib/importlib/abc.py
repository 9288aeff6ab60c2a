"""Abstract base classes of finders and loaders."""

import abc
import sys

from . import machinery

__all__ = ["ExecutionLoader", "FileLoader", "InspectLoader", "Loader",
           "MetaPathFinder", "PathEntryFinder", "ResourceLoader", "SourceLoader"]


class Loader(metaclass=abc.ABCMeta):
    """Makes and runs modules."""

    def create_module(self, spec):
        """None: an ordinary module object."""
        return None

    def load_module(self, fullname):
        """Import a module by its name alone."""
        if not hasattr(self, "exec_module"):
            raise ImportError
        import _frozen_importlib
        spec = _frozen_importlib.spec_from_loader(fullname, self)
        return _frozen_importlib._load(spec)


class MetaPathFinder(metaclass=abc.ABCMeta):
    """What stands on sys.meta_path."""

    def invalidate_caches(self):
        """Forget what was cached."""


class PathEntryFinder(metaclass=abc.ABCMeta):
    """What sys.path_hooks make for entries of a path."""

    def invalidate_caches(self):
        """Forget what was cached."""


class ResourceLoader(Loader):
    """A loader that reads files."""

    @abc.abstractmethod
    def get_data(self, path):
        """The bytes of a file."""
        raise OSError


class InspectLoader(Loader):
    """A loader that tells source and code."""

    def is_package(self, fullname):
        """Whether the module is a package."""
        raise ImportError

    def get_code(self, fullname):
        """The module's code object, None without source."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        """The source text."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path="<string>"):
        """Compile a source."""
        return compile(data, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        """Run the code in the module."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f"cannot load module {module.__name__!r} when "
                              "get_code() returns None")
        exec(code, module.__dict__)


class ExecutionLoader(InspectLoader):
    """A loader whose modules can be run as programs."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """Where the module is."""
        raise ImportError

    def get_code(self, fullname):
        """The code object, compiled with the file's name."""
        source = self.get_source(fullname)
        if source is None:
            return None
        try:
            path = self.get_filename(fullname)
        except ImportError:
            return self.source_to_code(source)
        return self.source_to_code(source, path)


class FileLoader(ResourceLoader, ExecutionLoader):
    """A loader of one file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, fullname=None):
        return self.path

    def get_data(self, path):
        with open(path, "rb") as file:
            return file.read()


class SourceLoader(ResourceLoader, ExecutionLoader):
    """A loader of source files, given get_data() and get_filename()."""

    def path_mtime(self, path):
        """When the file was changed."""
        if type(self).path_stats is SourceLoader.path_stats:
            raise OSError
        return int(self.path_stats(path)["mtime"])

    def path_stats(self, path):
        """A dict with "mtime" and perhaps "size"."""
        if type(self).path_mtime is SourceLoader.path_mtime:
            raise OSError
        return {"mtime": self.path_mtime(path)}

    def set_data(self, path, data):
        """Write a file: not needed, since compiled code is not kept."""

    def is_package(self, fullname):
        stem = self.get_filename(fullname).rpartition("/")[2].rpartition(".")[0]
        return stem == "__init__" and fullname.rpartition(".")[2] != "__init__"

    def get_source(self, fullname):
        from .util import decode_source
        path = self.get_filename(fullname)
        try:
            data = self.get_data(path)
        except OSError as error:
            raise ImportError("source not available through get_data()",
                              name=fullname) from error
        return decode_source(data)

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


MetaPathFinder.register(machinery.BuiltinImporter)
MetaPathFinder.register(machinery.FrozenImporter)
MetaPathFinder.register(machinery.PathFinder)
PathEntryFinder.register(machinery.FileFinder)
InspectLoader.register(machinery.BuiltinImporter)
InspectLoader.register(machinery.FrozenImporter)
InspectLoader.register(machinery.NamespaceLoader)
ExecutionLoader.register(machinery.ExtensionFileLoader)
FileLoader.register(machinery.SourceFileLoader)
SourceLoader.register(machinery.SourceFileLoader)
FileLoader.register(machinery.SourcelessFileLoader)
