"""Finding files by patterns."""

import contextlib
import fnmatch
import itertools
import os
import re
import stat
import sys

__all__ = ["escape", "glob", "iglob", "translate"]


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False,
         include_hidden=False):
    """The paths that match a pattern, in no particular order."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd,
                      recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False,
          include_hidden=False):
    """glob() as an iterator."""
    sys.audit("glob.glob", pathname, recursive)
    sys.audit("glob.glob/2", pathname, recursive, root_dir, dir_fd)
    if root_dir is not None:
        root_dir = os.fspath(root_dir)
    else:
        root_dir = pathname[:0]
    found = _iglob(pathname, root_dir, dir_fd, recursive, False, include_hidden)
    if not pathname or (recursive and _isrecursive(pathname[:2])):
        # The first result of a leading ** is the empty path.
        first = next(found, None)
        if first is None:
            return found
        if first:
            return itertools.chain((first,), found)
    return found


def _iglob(pathname, root_dir, dir_fd, recursive, dironly, include_hidden):
    dirname, basename = os.path.split(pathname)
    if not has_magic(pathname):
        assert not dironly
        if basename:
            if _lexists(_join(root_dir, pathname), dir_fd):
                yield pathname
        elif _isdir(_join(root_dir, dirname), dir_fd):
            # A trailing slash asks for a directory.
            yield pathname
        return
    if not dirname:
        if recursive and _isrecursive(basename):
            yield from _glob2(root_dir, basename, dir_fd, dironly, include_hidden)
        else:
            yield from _glob1(root_dir, basename, dir_fd, dironly, include_hidden)
        return
    if dirname != pathname and has_magic(dirname):
        folders = _iglob(dirname, root_dir, dir_fd, recursive, True, include_hidden)
    else:
        folders = [dirname]
    if not has_magic(basename):
        find = _glob0
    elif recursive and _isrecursive(basename):
        find = _glob2
    else:
        find = _glob1
    for folder in folders:
        for name in find(_join(root_dir, folder), basename, dir_fd, dironly,
                         include_hidden):
            yield os.path.join(folder, name)


def _glob0(dirname, basename, dir_fd, dironly, include_hidden=False):
    """A name without pattern, if it exists."""
    if basename:
        if _lexists(_join(dirname, basename), dir_fd):
            return [basename]
    elif _isdir(dirname, dir_fd):
        return [basename]
    return []


def _glob1(dirname, pattern, dir_fd, dironly, include_hidden=False):
    """The names of a directory that match."""
    names = _listdir(dirname, dir_fd, dironly)
    if not include_hidden and not _ishidden(pattern):
        names = (name for name in names if not _ishidden(name))
    return fnmatch.filter(names, pattern)


def _deprecated_alias(name, function):
    def alias(dirname, pattern):
        import warnings
        warnings._deprecated(
            f"glob.{name}", "{name} is deprecated and will be removed in Python {remove}. "
            "Use glob.glob and pass a directory to its root_dir argument instead.",
            remove=(3, 15))
        return function(dirname, pattern, None, False)

    alias.__name__ = alias.__qualname__ = name
    return alias


glob0 = _deprecated_alias("glob0", _glob0)
glob1 = _deprecated_alias("glob1", _glob1)


def _glob2(dirname, pattern, dir_fd, dironly, include_hidden=False):
    """Everything under a directory, and itself as the empty path."""
    if not dirname or _isdir(dirname, dir_fd):
        yield pattern[:0]
    yield from _rlistdir(dirname, dir_fd, dironly, include_hidden)


def _iterdir(dirname, dir_fd, dironly):
    fd = None
    as_bytes = isinstance(dirname, bytes)
    try:
        if dir_fd is not None:
            if dirname:
                fd = where = os.open(dirname, os.O_RDONLY | os.O_DIRECTORY, dir_fd=dir_fd)
            else:
                where = dir_fd
        elif dirname:
            where = dirname
        else:
            where = os.curdir.encode() if as_bytes else os.curdir
        with os.scandir(where) as entries:
            for entry in entries:
                try:
                    if not dironly or entry.is_dir():
                        name = entry.name
                        if where is fd or where is dir_fd:
                            name = os.fsencode(name) if as_bytes else name
                        yield name
                except OSError:
                    pass
    except OSError:
        pass
    finally:
        if fd is not None:
            os.close(fd)


def _listdir(dirname, dir_fd, dironly):
    with contextlib.closing(_iterdir(dirname, dir_fd, dironly)) as names:
        return list(names)


def _rlistdir(dirname, dir_fd, dironly, include_hidden=False):
    for name in _listdir(dirname, dir_fd, dironly):
        if include_hidden or not _ishidden(name):
            yield name
            path = _join(dirname, name) if dirname else name
            for below in _rlistdir(path, dir_fd, dironly, include_hidden):
                yield _join(name, below)


def _lexists(pathname, dir_fd):
    if dir_fd is None:
        return os.path.lexists(pathname)
    try:
        os.lstat(pathname, dir_fd=dir_fd)
    except (OSError, ValueError):
        return False
    return True


def _isdir(pathname, dir_fd):
    if dir_fd is None:
        return os.path.isdir(pathname)
    try:
        return stat.S_ISDIR(os.stat(pathname, dir_fd=dir_fd).st_mode)
    except (OSError, ValueError):
        return False


def _join(dirname, basename):
    if not dirname or not basename:
        return dirname or basename
    return os.path.join(dirname, basename)


magic_check = re.compile(r"([*?[])")
magic_check_bytes = re.compile(rb"([*?[])")


def has_magic(s):
    """Whether a path contains pattern characters."""
    check = magic_check_bytes if isinstance(s, bytes) else magic_check
    return check.search(s) is not None


def _ishidden(path):
    return path[:1] in (".", b".")


def _isrecursive(pattern):
    return pattern == (b"**" if isinstance(pattern, bytes) else "**")


def escape(pathname):
    """A pattern that matches just this path."""
    drive, pathname = os.path.splitdrive(pathname)
    if isinstance(pathname, bytes):
        return drive + magic_check_bytes.sub(rb"[\1]", pathname)
    return drive + magic_check.sub(r"[\1]", pathname)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """A path pattern as a regular expression."""
    if not seps:
        seps = (os.path.sep, os.path.altsep) if os.path.altsep else os.path.sep
    escaped = "".join(map(re.escape, seps))
    any_sep = f"[{escaped}]" if len(seps) > 1 else escaped
    not_sep = f"[^{escaped}]"
    if include_hidden:
        one_last = f"{not_sep}+"
        one = f"{one_last}{any_sep}"
        any_parts = f"(?:.+{any_sep})?"
        any_last = ".*"
    else:
        one_last = f"[^{escaped}.]{not_sep}*"
        one = f"{one_last}{any_sep}"
        any_parts = f"(?:{one})*"
        any_last = f"{any_parts}(?:{one_last})?"
    result = []
    parts = re.split(any_sep, pat)
    last = len(parts) - 1
    for number, part in enumerate(parts):
        if part == "*":
            result.append(one if number < last else one_last)
        elif recursive and part == "**":
            if number < last:
                if parts[number + 1] != "**":
                    result.append(any_parts)
            else:
                result.append(any_last)
        else:
            if part:
                if not include_hidden and part[0] in "*?":
                    result.append(r"(?!\.)")
                result.extend(fnmatch._translate(part, f"{not_sep}*", not_sep)[0])
            if number < last:
                result.append(any_sep)
    return f"(?s:{''.join(result)})\\z"
