"""Protocols of resources."""

import abc
from typing import Protocol, runtime_checkable

__all__ = ["ResourceReader", "Traversable", "TraversableResources"]


class ResourceReader(metaclass=abc.ABCMeta):
    """What get_resource_reader() of a loader gives."""

    @abc.abstractmethod
    def open_resource(self, resource):
        """A resource, open for reading bytes."""
        raise FileNotFoundError

    @abc.abstractmethod
    def resource_path(self, resource):
        """The path of a resource in the file system."""
        raise FileNotFoundError

    @abc.abstractmethod
    def is_resource(self, path):
        """Whether the name is a resource."""
        raise FileNotFoundError

    @abc.abstractmethod
    def contents(self):
        """The names of all resources."""
        raise FileNotFoundError


@runtime_checkable
class Traversable(Protocol):
    """The part of pathlib.Path that resources have."""

    def iterdir(self): ...
    def read_bytes(self): ...
    def read_text(self, encoding=None): ...
    def is_dir(self): ...
    def is_file(self): ...
    def joinpath(self, *descendants): ...
    def __truediv__(self, child): ...
    def open(self, mode="r", *args, **kwargs): ...


class TraversableResources(ResourceReader):
    """A reader that gives everything as a Traversable."""

    @abc.abstractmethod
    def files(self):
        """The package's directory."""

    def open_resource(self, resource):
        return self.files().joinpath(resource).open("rb")

    def resource_path(self, resource):
        raise FileNotFoundError(resource)

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def contents(self):
        return (item.name for item in self.files().iterdir())
