"""Readers of packages in directories."""

import pathlib

from . import abc


class FileReader(abc.TraversableResources):
    """The files beside a package's __init__.py."""

    def __init__(self, loader):
        self.path = pathlib.Path(loader.path).parent

    def resource_path(self, resource):
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path
