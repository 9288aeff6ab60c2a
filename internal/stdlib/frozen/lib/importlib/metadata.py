"""What is known of installed distributions: their *.dist-info directories."""

import functools
import pathlib
import re
import sys

__all__ = ["Distribution", "DistributionFinder", "EntryPoint", "EntryPoints",
           "PackageMetadata", "PackageNotFoundError", "PackagePath", "distribution",
           "distributions", "entry_points", "files", "metadata",
           "packages_distributions", "requires", "version"]


class PackageNotFoundError(ModuleNotFoundError):
    """The distribution is not installed."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        return self.args[0]


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower().replace("-", "_")


class EntryPoint:
    """A name in a group that stands for an object in a module."""

    _form = re.compile(r"(?P<module>[\w.]+)\s*(:\s*(?P<attr>[\w.]+)\s*)?"
                       r"((?P<extras>\[.*\])\s*)?$")

    def __init__(self, name, value, group, dist=None):
        self.name, self.value, self.group, self.dist = name, value, group, dist

    def _match(self):
        return self._form.match(self.value)

    @property
    def module(self):
        return self._match()["module"]

    @property
    def attr(self):
        return self._match()["attr"] or ""

    @property
    def extras(self):
        return re.findall(r"\w+", self._match()["extras"] or "")

    def load(self):
        """Import the module and give the object."""
        from importlib import import_module
        found = import_module(self.module)
        return functools.reduce(getattr, filter(None, self.attr.split(".")), found)

    def matches(self, **params):
        """Whether all attributes have the given values."""
        return all(getattr(self, key) == value for key, value in params.items())

    def _key(self):
        return self.name, self.value, self.group

    def __lt__(self, other):
        return self._key() < other._key()

    def __eq__(self, other):
        return isinstance(other, EntryPoint) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        return (f"EntryPoint(name={self.name!r}, value={self.value!r}, "
                f"group={self.group!r})")


class EntryPoints(tuple):
    """Entry points, found by name."""

    __slots__ = ()

    def __getitem__(self, name):
        try:
            return next(iter(self.select(name=name)))
        except StopIteration:
            raise KeyError(name) from None

    def __repr__(self):
        return f"{type(self).__name__}({tuple(self)!r})"

    def select(self, **params):
        """Those that match."""
        return EntryPoints(point for point in self if point.matches(**params))

    @property
    def names(self):
        return {point.name for point in self}

    @property
    def groups(self):
        return {point.group for point in self}


class PackagePath(pathlib.PurePosixPath):
    """A path relative to where a distribution is installed."""

    hash = size = dist = None

    def locate(self):
        return self.dist.locate_file(self)

    def read_text(self, encoding="utf-8"):
        return self.locate().read_text(encoding=encoding)

    def read_binary(self):
        return self.locate().read_bytes()


class PackageMetadata:
    """The fields of a METADATA file; names are compared without case."""

    def __init__(self, text):
        head, _, self._body = text.partition("\n\n")
        self._fields = []
        for line in head.splitlines():
            if line[:1] in " \t" and self._fields:
                key, value = self._fields[-1]
                self._fields[-1] = key, f"{value}\n{line.strip()}"
            elif ":" in line:
                key, _, value = line.partition(":")
                self._fields.append((key.strip(), value.strip()))
        if self._body and "Description" not in self:
            self._fields.append(("Description", self._body))

    def get_all(self, name, failobj=None):
        """All values of a field."""
        return [v for k, v in self._fields if k.lower() == name.lower()] or failobj

    def get(self, name, failobj=None):
        """The first value of a field."""
        return (self.get_all(name) or [failobj])[0]

    def __getitem__(self, name):
        return self.get(name)

    def __contains__(self, name):
        return any(k.lower() == name.lower() for k, _ in self._fields)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._fields)

    def keys(self):
        return [k for k, _ in self._fields]

    def values(self):
        return [v for _, v in self._fields]

    def items(self):
        return list(self._fields)

    def get_payload(self):
        return self._body

    @property
    def json(self):
        """The fields as a dict, those that may repeat as lists."""
        repeated = {"classifier", "dynamic", "license_file", "platform", "project_url",
                    "provides_extra", "requires_dist", "supported_platform"}
        result = {}
        for key, value in self._fields:
            key = key.lower().replace("-", "_")
            if key in repeated:
                result.setdefault(key, []).append(value)
            else:
                result[key] = value
        return result


class Distribution:
    """An installed distribution."""

    def read_text(self, filename):
        raise NotImplementedError

    def locate_file(self, path):
        raise NotImplementedError

    @classmethod
    def from_name(cls, name):
        """The distribution of that name."""
        if not name:
            raise ValueError("A distribution name is required.")
        for found in cls.discover(name=name):
            return found
        raise PackageNotFoundError(name)

    @classmethod
    def discover(cls, *, context=None, **kwargs):
        """All distributions on a path, or those of a name."""
        name = kwargs.get("name", getattr(context, "name", None))
        path = kwargs.get("path", getattr(context, "path", None)) or sys.path
        wanted = name and _normal(name)
        for entry in path:
            folder = pathlib.Path(entry or ".")
            try:
                children = sorted(folder.iterdir())
            except OSError:
                continue
            for child in children:
                if child.suffix in (".dist-info", ".egg-info"):
                    if wanted and _normal(child.stem.partition("-")[0]) != wanted:
                        continue
                    yield PathDistribution(child)

    @staticmethod
    def at(path):
        """The distribution of a *.dist-info directory."""
        return PathDistribution(pathlib.Path(path))

    @property
    def metadata(self):
        for name in ("METADATA", "PKG-INFO", ""):
            text = self.read_text(name)
            if text is not None:
                return PackageMetadata(text)
        return PackageMetadata("")

    @property
    def name(self):
        return self.metadata["Name"]

    @property
    def version(self):
        return self.metadata["Version"]

    @property
    def entry_points(self):
        points, group = [], None
        for line in (self.read_text("entry_points.txt") or "").splitlines():
            line = line.strip()
            if not line or line[0] in "#;":
                continue
            if line[0] == "[" and line[-1] == "]":
                group = line[1:-1].strip()
            elif group and "=" in line:
                name, _, value = line.partition("=")
                points.append(EntryPoint(name.strip(), value.strip(), group, self))
        return EntryPoints(points)

    @property
    def files(self):
        """The installed files, as RECORD lists them; None without that."""
        record = self.read_text("RECORD")
        if record is None:
            return None
        import csv
        paths = []
        for row in csv.reader(record.splitlines()):
            path = PackagePath(row[0])
            path.dist = self
            path.size = int(row[2]) if len(row) > 2 and row[2] else None
            paths.append(path)
        return paths

    @property
    def requires(self):
        return self.metadata.get_all("Requires-Dist")


class PathDistribution(Distribution):
    """A distribution in the file system."""

    def __init__(self, path):
        self._path = path

    def read_text(self, filename):
        try:
            return self._path.joinpath(filename).read_text(encoding="utf-8")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError):
            return None

    def locate_file(self, path):
        return self._path.parent / path


class DistributionFinder:
    """Where distributions are looked for."""

    class Context:
        name = None

        def __init__(self, **kwargs):
            vars(self).update(kwargs)

        @property
        def path(self):
            return vars(self).get("path", sys.path)


def distribution(distribution_name):
    """The installed distribution of a name."""
    return Distribution.from_name(distribution_name)


def distributions(**kwargs):
    """All installed distributions."""
    return Distribution.discover(**kwargs)


def metadata(distribution_name):
    """The metadata of a distribution."""
    return distribution(distribution_name).metadata


def version(distribution_name):
    """The version of a distribution."""
    return distribution(distribution_name).version


def entry_points(**params):
    """The entry points of all distributions that match."""
    seen, points = set(), []
    for dist in distributions():
        name = _normal(dist.name or "")
        if name not in seen:
            seen.add(name)
            points += dist.entry_points
    return EntryPoints(points).select(**params)


def files(distribution_name):
    """The files of a distribution."""
    return distribution(distribution_name).files


def requires(distribution_name):
    """What a distribution requires."""
    return distribution(distribution_name).requires


def packages_distributions():
    """For each top-level module the distributions that bring it."""
    result = {}
    for dist in distributions():
        names = (dist.read_text("top_level.txt") or "").split()
        if not names:
            names = {p.parts[0] if len(p.parts) > 1 else p.stem
                     for p in dist.files or () if p.suffix == ".py"}
        for name in names:
            result.setdefault(name, []).append(dist.name)
    return result
