"""Paths as objects: pure ones, which only compute, and those of this system's files."""

import io
import os
import posixpath
import stat as _stat
import sys

try:
    import ntpath
except ImportError:
    # Differs: without it there are no paths of Windows.
    ntpath = None

__all__ = ["UnsupportedOperation", "PurePath", "PurePosixPath",
           "PureWindowsPath", "Path", "PosixPath", "WindowsPath"]


class UnsupportedOperation(NotImplementedError):
    """The operation is not possible with this kind of path."""


class _PathParents:
    """The ancestors of a path as a sequence."""

    __slots__ = ("_path", "_drv", "_root", "_tail")

    def __init__(self, path):
        self._path = path
        self._drv = path.drive
        self._root = path.root
        self._tail = path._tail

    def __len__(self):
        return len(self._tail)

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return tuple(self[i] for i in range(*idx.indices(len(self))))
        if idx >= len(self) or idx < -len(self):
            raise IndexError(idx)
        if idx < 0:
            idx += len(self)
        return self._path._from_parsed_parts(self._drv, self._root, self._tail[:-idx - 1])

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __contains__(self, value):
        return any(value == p for p in self)

    def __reversed__(self):
        return (self[i] for i in range(len(self) - 1, -1, -1))

    def index(self, value):
        for i, path in enumerate(self):
            if path == value:
                return i
        raise ValueError

    def count(self, value):
        return sum(1 for p in self if p == value)

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


class PurePath:
    """A path that only computes."""

    __slots__ = ("_raw_paths", "_drv", "_root", "_tail_cached", "_str",
                 "_str_normcase_cached", "_parts_normcase_cached", "_hash")
    parser = os.path

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PureWindowsPath if os.name == "nt" else PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        paths = []
        for arg in args:
            if isinstance(arg, PurePath):
                if arg.parser is not self.parser:
                    # Of the other flavour: its parts, joined this one's way.
                    paths.append(arg.as_posix())
                else:
                    paths.extend(arg._raw_paths)
                continue
            try:
                path = os.fspath(arg)
            except TypeError:
                path = arg
            if not isinstance(path, str):
                raise TypeError("argument should be a str or an os.PathLike object where "
                                "__fspath__ returns a str, "
                                f"not {type(path).__name__!r}")
            paths.append(path)
        self._raw_paths = paths

    def with_segments(self, *pathsegments):
        """A path of this kind of segments: for subclasses to change."""
        return type(self)(*pathsegments)

    # Parsing, once asked for

    @classmethod
    def _parse_path(cls, path):
        if not path:
            return "", "", []
        parser = cls.parser
        if parser.altsep:
            path = path.replace(parser.altsep, parser.sep)
        drive, root, rest = parser.splitroot(path)
        if not root and drive.startswith(parser.sep) and not drive.endswith(parser.sep):
            parts = drive.split(parser.sep)
            if len(parts) == 4 and parts[2] not in "?.":
                root = parser.sep  # //server/share
            elif len(parts) == 6:
                root = parser.sep  # //?/unc/server/share
        return drive, root, [p for p in rest.split(parser.sep) if p and p != "."]

    @property
    def _raw_path(self):
        paths = self._raw_paths
        if len(paths) == 1:
            return paths[0]
        return self.parser.join(*paths) if paths else ""

    def _parse(self):
        self._drv, self._root, self._tail_cached = self._parse_path(self._raw_path)

    @property
    def drive(self):
        """The drive, as in 'c:'; '' on POSIX."""
        try:
            return self._drv
        except AttributeError:
            self._parse()
            return self._drv

    @property
    def root(self):
        """The root, as in '/'."""
        try:
            return self._root
        except AttributeError:
            self._parse()
            return self._root

    @property
    def _tail(self):
        try:
            return self._tail_cached
        except AttributeError:
            self._parse()
            return self._tail_cached

    @property
    def anchor(self):
        """Drive and root."""
        return self.drive + self.root

    @classmethod
    def _format_parsed_parts(cls, drive, root, tail):
        sep = cls.parser.sep
        if drive or root:
            return drive + root + sep.join(tail)
        if tail and cls.parser.splitdrive(tail[0])[0]:
            tail = ["."] + tail
        return sep.join(tail)

    def _from_parsed_parts(self, drive, root, tail):
        text = self._format_parsed_parts(drive, root, tail)
        path = self.with_segments(text)
        path._str = text or "."
        path._drv = drive
        path._root = root
        path._tail_cached = tail
        return path

    def __str__(self):
        try:
            return self._str
        except AttributeError:
            self._str = self._format_parsed_parts(self.drive, self.root, self._tail) or "."
            return self._str

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        """The path as the system takes it."""
        return os.fsencode(self)

    def __repr__(self):
        return f"{type(self).__name__}({self.as_posix()!r})"

    def __reduce__(self):
        return self.__class__, tuple(self._raw_paths)

    def as_posix(self):
        """The path with forward slashes."""
        return str(self).replace(self.parser.sep, "/")

    def as_uri(self):
        """The path as a file: URI."""
        import warnings
        warnings._deprecated("pathlib.PurePath.as_uri", "{name!r} is deprecated and scheduled "
                             "for removal in Python {remove}. Use pathlib.Path.as_uri().",
                             remove=(3, 19))
        return self._as_uri()

    def _as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative paths can't be expressed as file URIs")
        from urllib.parse import quote_from_bytes
        drive = self.drive
        if len(drive) == 2 and drive[1] == ":":
            prefix, path = "file:///" + drive, self.as_posix()[2:]
        elif drive:
            prefix, path = "file:", self.as_posix()
        else:
            prefix, path = "file://", str(self)
        return prefix + quote_from_bytes(os.fsencode(path))

    # Comparing

    @property
    def _str_normcase(self):
        try:
            return self._str_normcase_cached
        except AttributeError:
            text = str(self)
            self._str_normcase_cached = text if self.parser is posixpath else text.lower()
            return self._str_normcase_cached

    @property
    def _parts_normcase(self):
        try:
            return self._parts_normcase_cached
        except AttributeError:
            self._parts_normcase_cached = self._str_normcase.split(self.parser.sep)
            return self._parts_normcase_cached

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(self._str_normcase)
            return self._hash

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._str_normcase == other._str_normcase and self.parser is other.parser

    def __lt__(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return self._parts_normcase < other._parts_normcase

    def __le__(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return self._parts_normcase <= other._parts_normcase

    def __gt__(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return self._parts_normcase > other._parts_normcase

    def __ge__(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return self._parts_normcase >= other._parts_normcase

    # Parts

    @property
    def parts(self):
        """The parts as a tuple, the anchor first."""
        if self.drive or self.root:
            return (self.drive + self.root,) + tuple(self._tail)
        return tuple(self._tail)

    @property
    def parent(self):
        """The path without its last part."""
        tail = self._tail
        if not tail:
            return self
        return self._from_parsed_parts(self.drive, self.root, tail[:-1])

    @property
    def parents(self):
        """All ancestors, the nearest first."""
        return _PathParents(self)

    @property
    def name(self):
        """The last part."""
        return self._tail[-1] if self._tail else ""

    @property
    def suffix(self):
        """The name's extension, with its dot."""
        return self.parser.splitext(self.name)[1]

    @property
    def suffixes(self):
        """All extensions of the name."""
        name = self.name.lstrip(".")
        return ["." + part for part in name.split(".")[1:]]

    @property
    def stem(self):
        """The name without its extension."""
        return self.parser.splitext(self.name)[0]

    def with_name(self, name):
        """The path with another name."""
        parser = self.parser
        if (not name or parser.sep in name or (parser.altsep and parser.altsep in name)
                or name == "."):
            raise ValueError(f"Invalid name {name!r}")
        tail = self._tail.copy()
        if not tail:
            raise ValueError(f"{self!r} has an empty name")
        tail[-1] = name
        return self._from_parsed_parts(self.drive, self.root, tail)

    def with_stem(self, stem):
        """The path with another stem."""
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f"{self!r} has a non-empty suffix")
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        """The path with another extension; '' removes it."""
        stem = self.stem
        if not stem:
            raise ValueError(f"{self!r} has an empty name")
        if suffix and not (suffix.startswith(".") and len(suffix) > 1):
            raise ValueError(f"Invalid suffix {suffix!r}")
        return self.with_name(stem + suffix)

    def joinpath(self, *pathsegments):
        """The path with more segments."""
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    # Relations

    def is_relative_to(self, other):
        """Whether the path lies under another one."""
        other = other if hasattr(other, "with_segments") else self.with_segments(other)
        return other == self or other in self.parents

    def relative_to(self, other, *, walk_up=False):
        """The path as seen from another one."""
        other = other if hasattr(other, "with_segments") else self.with_segments(other)
        for step, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
            if path.name == "..":
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")
        return self._from_parsed_parts("", "", [".."] * step + self._tail[len(path._tail):])

    def is_absolute(self):
        """Whether the path is absolute."""
        if self.parser is posixpath:
            # The first segments may be dropped by a later absolute one.
            return any(path.startswith("/") for path in self._raw_paths)
        return self.parser.isabs(self)

    def is_reserved(self):
        """Whether Windows reserves the name."""
        import warnings
        warnings._deprecated("pathlib.PurePath.is_reserved", "{name!r} is deprecated and "
                             "scheduled for removal in Python {remove}. Use "
                             "os.path.isreserved() to detect reserved paths on Windows.",
                             remove=(3, 15))
        if self.parser is ntpath:
            return self.parser.isreserved(self)
        return False

    # Patterns

    def full_match(self, pattern, *, case_sensitive=None):
        """Whether the whole path matches a pattern, which may have **."""
        pattern = pattern if hasattr(pattern, "with_segments") else self.with_segments(pattern)
        if case_sensitive is None:
            case_sensitive = self.parser is posixpath
        path = str(self) if self.parts else ""
        text = str(pattern) if pattern.parts else ""
        import glob
        import re
        source = glob.translate(text, recursive=True, include_hidden=True, seps=self.parser.sep)
        return re.compile(source, 0 if case_sensitive else re.IGNORECASE).match(path) is not None

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether the path's end matches a pattern."""
        pattern = (path_pattern if hasattr(path_pattern, "with_segments")
                   else self.with_segments(path_pattern))
        if case_sensitive is None:
            case_sensitive = self.parser is posixpath
        parts, wanted = self.parts[::-1], pattern.parts[::-1]
        if not wanted:
            raise ValueError("empty pattern")
        if len(parts) < len(wanted) or (len(parts) > len(wanted) and pattern.anchor):
            return False
        return all(_matcher(w, case_sensitive)(p) for p, w in zip(parts, wanted))


def _matcher(pattern, case_sensitive):
    """A function that tells whether a name matches a pattern of one part."""
    import fnmatch
    import re
    source = fnmatch.translate(pattern.replace("**", "*") if pattern == "**" else pattern)
    return re.compile(source, 0 if case_sensitive else re.IGNORECASE).match


os.PathLike.register(PurePath)


class PurePosixPath(PurePath):
    """A path as on POSIX systems."""

    parser = posixpath
    __slots__ = ()


class PureWindowsPath(PurePath):
    """A path as on Windows."""

    parser = ntpath
    __slots__ = ()

    if ntpath is None:
        def __init__(self, *args):
            raise UnsupportedOperation("paths of Windows are not available here")


class _Info:
    """What Path.info gives: kinds of a file, asked of the system once."""

    __slots__ = ("_path", "_cache")

    def __init__(self, path):
        self._path = str(path)
        self._cache = {}

    def __repr__(self):
        kind = "PosixPath" if os.name == "posix" else "WindowsPath"
        return f"<{kind}.info>"

    def _mode(self, follow_symlinks):
        if follow_symlinks not in self._cache:
            try:
                self._cache[follow_symlinks] = os.stat(
                    self._path, follow_symlinks=follow_symlinks).st_mode
            except (OSError, ValueError):
                self._cache[follow_symlinks] = 0
        return self._cache[follow_symlinks]

    def exists(self, *, follow_symlinks=True):
        """Whether the path exists."""
        return self._mode(follow_symlinks) != 0

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a directory."""
        return _stat.S_ISDIR(self._mode(follow_symlinks))

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a regular file."""
        return _stat.S_ISREG(self._mode(follow_symlinks))

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return _stat.S_ISLNK(self._mode(False))


class Path(PurePath):
    """A path of this system's files."""

    __slots__ = ("_info",)

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = WindowsPath if os.name == "nt" else PosixPath
        return object.__new__(cls)

    @property
    def info(self):
        """What kind of file it is, remembered."""
        try:
            return self._info
        except AttributeError:
            self._info = _Info(self)
            return self._info

    # Asking

    def stat(self, *, follow_symlinks=True):
        """os.stat()"""
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        """os.lstat()"""
        return os.lstat(self)

    def exists(self, *, follow_symlinks=True):
        """Whether the path exists."""
        if follow_symlinks:
            return os.path.exists(self)
        return os.path.lexists(self)

    def _has_kind(self, test, follow_symlinks=True):
        try:
            return test(os.stat(self, follow_symlinks=follow_symlinks).st_mode)
        except (OSError, ValueError):
            return False

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a directory."""
        return self._has_kind(_stat.S_ISDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a regular file."""
        return self._has_kind(_stat.S_ISREG, follow_symlinks)

    def is_mount(self):
        """Whether it is a mount point."""
        return os.path.ismount(self)

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return os.path.islink(self)

    def is_junction(self):
        """Whether it is a junction of Windows."""
        return os.path.isjunction(self)

    def is_block_device(self):
        """Whether it is a block device."""
        return self._has_kind(_stat.S_ISBLK)

    def is_char_device(self):
        """Whether it is a character device."""
        return self._has_kind(_stat.S_ISCHR)

    def is_fifo(self):
        """Whether it is a named pipe."""
        return self._has_kind(_stat.S_ISFIFO)

    def is_socket(self):
        """Whether it is a socket."""
        return self._has_kind(_stat.S_ISSOCK)

    def samefile(self, other_path):
        """Whether another path leads to the same file."""
        mine = self.stat()
        try:
            theirs = other_path.stat()
        except AttributeError:
            theirs = self.with_segments(other_path).stat()
        return os.path.samestat(mine, theirs)

    def owner(self, *, follow_symlinks=True):
        """The owner's name."""
        try:
            import pwd
        except ImportError:
            raise UnsupportedOperation(f"{type(self).__name__}.owner() is unsupported on this system")
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    def group(self, *, follow_symlinks=True):
        """The group's name."""
        try:
            import grp
        except ImportError:
            raise UnsupportedOperation(f"{type(self).__name__}.group() is unsupported on this system")
        return grp.getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name

    # Reading and writing

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file as open() does."""
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """The content as bytes."""
        with self.open(mode="rb", buffering=0) as file:
            return file.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """The content as str."""
        encoding = io.text_encoding(encoding)
        with self.open(mode="r", encoding=encoding, errors=errors, newline=newline) as file:
            return file.read()

    def write_bytes(self, data):
        """Make bytes the content."""
        view = memoryview(data)  # fails before the file is opened
        with self.open(mode="wb") as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Make a str the content."""
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {data.__class__.__name__}")
        encoding = io.text_encoding(encoding)
        with self.open(mode="w", encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    # Directories

    def _child(self, name):
        tail = self._tail
        if not tail and not self.drive and not self.root:
            path = self.with_segments(name)
            path._str = name
        else:
            text = str(self)
            text += name if text.endswith(self.parser.sep) else self.parser.sep + name
            path = self.with_segments(text)
            path._str = text
        path._drv = self.drive
        path._root = self.root
        path._tail_cached = tail + [name]
        return path

    def iterdir(self):
        """The entries of the directory, in the system's order."""
        names = os.listdir(self)
        return (self._child(name) for name in names)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """The paths below this one that match a pattern."""
        sys.audit("pathlib.Path.glob", self, pattern)
        pattern_path = pattern if isinstance(pattern, PurePath) else self.with_segments(pattern)
        if pattern_path.anchor:
            raise NotImplementedError("Non-relative patterns are unsupported")
        parts = list(pattern_path._tail)
        if not parts:
            raise ValueError(f"Unacceptable pattern: {str(pattern)!r}")
        text = pattern if isinstance(pattern, str) else str(pattern)
        if text[-1:] in (self.parser.sep, self.parser.altsep) and text:
            parts.append("")  # directories alone
        literal_case = case_sensitive is None
        if case_sensitive is None:
            case_sensitive = self.parser is posixpath
        found = self._select(parts, case_sensitive, literal_case, recurse_symlinks, True)
        # More than one ** can reach a path in several ways.
        if parts.count("**") > 1:
            return _unique(found)
        return found

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """glob() with **/ before the pattern."""
        sys.audit("pathlib.Path.rglob", self, pattern)
        relative = pattern if isinstance(pattern, PurePath) else self.with_segments(pattern)
        if relative.anchor:
            raise NotImplementedError("Non-relative patterns are unsupported")
        text = pattern if isinstance(pattern, str) else str(pattern)
        whole = "**" + self.parser.sep + (text if relative._tail else "")
        return self.glob(whole, case_sensitive=case_sensitive, recurse_symlinks=recurse_symlinks)

    def _select(self, parts, case_sensitive, literal_case, recurse, exists):
        if not parts:
            if exists or self.exists(follow_symlinks=False):
                yield self
            return
        part, rest = parts[0], parts[1:]
        if part == "":
            if self.is_dir():
                yield self
        elif part == "**":
            while rest and rest[0] == "**":
                rest = rest[1:]
            for folder in self._descend(recurse, not rest):
                yield from folder._select(rest, case_sensitive, literal_case, recurse, True)
        elif part == "..":
            if self.is_dir():
                yield from self._child("..")._select(rest, case_sensitive, literal_case,
                                                     recurse, True)
        elif literal_case and not any(c in part for c in "*?["):
            yield from self._child(part)._select(rest, case_sensitive, literal_case,
                                                 recurse, False)
        else:
            match = _matcher(part, case_sensitive)
            for name, is_dir in self._entries(bool(rest)):
                if match(name) and (is_dir or not rest):
                    yield from self._child(name)._select(rest, case_sensitive, literal_case,
                                                         recurse, True)

    def _entries(self, need_kind):
        """(name, whether a directory) of all entries; unreadable directories have none."""
        try:
            with os.scandir(self) as entries:
                result = []
                for entry in entries:
                    kind = True
                    if need_kind:
                        try:
                            kind = entry.is_dir()
                        except OSError:
                            kind = False
                    result.append((entry.name, kind))
        except OSError:
            return []
        return result

    def _descend(self, recurse, with_files):
        """This path and all directories below it, or all entries too."""
        if not self.is_dir():
            return
        pending = [self]
        yield self
        while pending:
            folder = pending.pop()
            below = []
            try:
                with os.scandir(folder) as entries:
                    listed = list(entries)
            except OSError:
                continue
            for entry in listed:
                try:
                    enter = entry.is_dir(follow_symlinks=recurse)
                except OSError:
                    enter = False
                if enter or with_files:
                    path = folder._child(entry.name)
                    yield path
                    if enter:
                        below.append(path)
            pending.extend(reversed(below))

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """os.walk() with paths."""
        sys.audit("pathlib.Path.walk", self, on_error, follow_symlinks)
        links = follow_symlinks if follow_symlinks else os._walk_symlinks_as_files
        for folder, folders, files in os.walk(str(self), top_down, on_error, links):
            yield self.with_segments(folder) if folder != str(self) else self, folders, files

    # Absolute paths

    @classmethod
    def cwd(cls):
        """The current directory."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The user's home directory."""
        home = os.path.expanduser("~")
        if home == "~":
            raise RuntimeError("Could not determine home directory.")
        return cls(home)

    def absolute(self):
        """The path from the root on; links and .. stay."""
        if self.is_absolute():
            return self
        cwd = os.getcwd()
        if not self._tail and not self.drive:
            return self.with_segments(cwd)
        return self.with_segments(cwd, self)

    def resolve(self, strict=False):
        """The absolute path without links and .."""
        return self.with_segments(os.path.realpath(self, strict=strict))

    def expanduser(self):
        """The path with ~ and ~user replaced."""
        if not (self.drive or self.root) and self._tail and self._tail[0][:1] == "~":
            home = os.path.expanduser(self._tail[0])
            if home[:1] == "~":
                raise RuntimeError("Could not determine home directory.")
            return self.with_segments(home, *self._tail[1:])
        return self

    def as_uri(self):
        """The path as a file: URI."""
        return self._as_uri()

    @classmethod
    def from_uri(cls, uri):
        """The path of a file: URI."""
        if uri[:5].lower() != "file:":
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        from urllib.parse import unquote_to_bytes
        text = uri[5:]
        if text[:3] == "///":
            text = text[2:]
        elif text[:12] == "//localhost/":
            text = text[11:]
        elif text[:2] == "//":
            host, slash, rest = text[2:].partition("/")
            import socket
            if host not in (socket.gethostname(), "127.0.0.1"):
                raise ValueError(f"URI is not local: {uri!r}")
            text = slash + rest
        path = cls(os.fsdecode(unquote_to_bytes(text)))
        if not path.is_absolute():
            raise ValueError(f"URI is not absolute: {uri!r}")
        return path

    # Changing

    def touch(self, mode=0o666, exist_ok=True):
        """Make the file, or bring its times up to now."""
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass  # it does not exist, or cannot: then opening tells
        flags = os.O_CREAT | os.O_WRONLY
        if not exist_ok:
            flags |= os.O_EXCL
        os.close(os.open(self, flags, mode))

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make the directory."""
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        """os.chmod()"""
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        """chmod() of a link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        """Remove the empty directory."""
        os.rmdir(self)

    def rename(self, target):
        """Rename; returns the new path."""
        os.rename(self, target)
        return target if hasattr(target, "with_segments") else self.with_segments(target)

    def replace(self, target):
        """rename() that overwrites."""
        os.replace(self, target)
        return target if hasattr(target, "with_segments") else self.with_segments(target)

    def readlink(self):
        """Where the link leads."""
        return self.with_segments(os.readlink(self))

    def symlink_to(self, target, target_is_directory=False):
        """Make this path a symbolic link to a target."""
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Make this path a hard link to a target."""
        os.link(target, self)

    def _check_not_inside(self, target):
        if target == self or os.path.lexists(target) and os.path.exists(self) and os.path.samefile(self, target):
            raise _os_error("Source and target are the same path", self, target)
        if self in target.parents:
            raise _os_error("Source path is a parent of target path", self, target)

    def copy(self, target, *, follow_symlinks=True, preserve_metadata=False):
        """Copy the file or the tree; returns the new path."""
        if not hasattr(target, "with_segments"):
            target = self.with_segments(target)
        self._check_not_inside(target)
        target._take(self, follow_symlinks, preserve_metadata)
        return target.joinpath()

    def copy_into(self, target_dir, *, follow_symlinks=True, preserve_metadata=False):
        """copy() to a directory, under the same name."""
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not hasattr(target_dir, "with_segments"):
            target_dir = self.with_segments(target_dir)
        return self.copy(target_dir / self.name, follow_symlinks=follow_symlinks,
                         preserve_metadata=preserve_metadata)

    def _take(self, source, follow_symlinks, preserve_metadata):
        import shutil
        if not follow_symlinks and source.is_symlink():
            os.symlink(os.readlink(source), self)
        elif source.is_dir():
            os.mkdir(self)
            for child in source.iterdir():
                (self / child.name)._take(child, follow_symlinks, preserve_metadata)
        else:
            shutil.copyfile(source, self)
        if preserve_metadata:
            shutil.copystat(source, self, follow_symlinks=follow_symlinks)

    def _delete(self):
        """Remove the file, the link or the whole tree."""
        if self.is_symlink() or self.is_junction() or not self.is_dir():
            self.unlink()
        else:
            import shutil
            shutil.rmtree(self)

    def move(self, target):
        """Move the file or the tree; returns the new path."""
        if not hasattr(target, "with_segments"):
            target = self.with_segments(target)
        self._check_not_inside(target)
        try:
            os.replace(self, target)
        except OSError as error:
            import errno
            if error.errno != errno.EXDEV:
                raise
            # Another file system: copy, then delete.
            target._take(self, False, True)
            self._delete()
        return target.joinpath()

    def move_into(self, target_dir):
        """move() to a directory, under the same name."""
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not hasattr(target_dir, "with_segments"):
            target_dir = self.with_segments(target_dir)
        return self.move(target_dir / self.name)


def _os_error(text, source, target):
    import errno
    error = OSError(errno.EINVAL, text)
    error.filename = str(source)
    error.filename2 = str(target)
    return error


def _unique(paths):
    seen = set()
    for path in paths:
        text = str(path)
        if text not in seen:
            seen.add(text)
            yield path


def _other_system(cls):
    def __new__(cls, *args, **kwargs):
        raise UnsupportedOperation(f"cannot instantiate {cls.__name__!r} on your system")

    cls.__new__ = __new__
    return cls


class PosixPath(Path, PurePosixPath):
    """A path of this system's files, on POSIX."""

    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """A path of this system's files, on Windows."""

    __slots__ = ()


_other_system(PosixPath if os.name == "nt" else WindowsPath)
