"""Paths of POSIX systems; on those, this is os.path."""

import os
import sys
import stat
import genericpath
from genericpath import (
    ALLOW_MISSING, commonprefix, exists, getatime, getctime, getmtime, getsize,
    isdevdrive, isdir, isfile, isjunction, islink, lexists, samefile,
    sameopenfile, samestat)

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split",
           "splitext", "basename", "dirname", "commonprefix", "getsize",
           "getmtime", "getatime", "getctime", "islink", "exists", "lexists",
           "isdir", "isfile", "ismount", "expanduser", "expandvars", "normpath",
           "abspath", "samefile", "sameopenfile", "samestat", "curdir",
           "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull",
           "realpath", "supports_unicode_filenames", "relpath", "commonpath",
           "isjunction", "isreserved", "isdevdrive", "ALLOW_MISSING"]

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = sys.platform == "darwin"


def _get_sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def normcase(s):
    """The path itself: case matters."""
    return os.fspath(s)


def isabs(s):
    """Whether the path is absolute."""
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def join(a, /, *p):
    """Components put together; an absolute one drops all before it."""
    a = os.fspath(a)
    sep = _get_sep(a)
    path = a
    try:
        for part in p:
            part = os.fspath(part)
            if part.startswith(sep) or not path:
                # For mixed types the sum raises, as it should.
                path = path[:0] + part
            elif path.endswith(sep):
                path += part
            else:
                path += sep + part
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types("join", a, *p)
        raise
    return path


def split(p):
    """(head, tail): the tail is all after the last slash."""
    p = os.fspath(p)
    sep = _get_sep(p)
    cut = p.rfind(sep) + 1
    head, tail = p[:cut], p[cut:]
    return head.rstrip(sep) or head, tail


def splitext(p):
    """(root, extension): the extension is empty or begins with a dot."""
    p = os.fspath(p)
    if isinstance(p, bytes):
        return genericpath._splitext(p, b"/", None, b".")
    return genericpath._splitext(p, "/", None, ".")


def splitdrive(p, /):
    """('', path): there are no drives."""
    p = os.fspath(p)
    return p[:0], p


def splitroot(p, /):
    """(drive, root, tail): drive is empty, root '', '/' or '//'."""
    p = os.fspath(p)
    sep = _get_sep(p)
    empty = p[:0]
    if p[:1] != sep:
        return empty, empty, p
    # Exactly two slashes may mean something special, by POSIX.
    if p[1:2] == sep and p[2:3] != sep:
        return empty, p[:2], p[2:]
    return empty, sep, p[1:]


def basename(p):
    """All after the last slash."""
    p = os.fspath(p)
    return p[p.rfind(_get_sep(p)) + 1:]


def dirname(p):
    """All before the last slash."""
    return split(p)[0]


def isreserved(path):
    """False: no name is reserved."""
    os.fspath(path)
    return False


def ismount(path):
    """Whether the path is a mount point."""
    try:
        here = os.lstat(path)
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(here.st_mode):
        return False
    path = os.fspath(path)
    parent = join(path, b".." if isinstance(path, bytes) else "..")
    try:
        above = os.lstat(parent)
    except OSError:
        try:
            above = os.lstat(realpath(parent))
        except OSError:
            return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def expanduser(path):
    """Replace a leading ~ or ~user by a home directory; unknown ones stay."""
    path = os.fspath(path)
    tilde = b"~" if isinstance(path, bytes) else "~"
    if not path.startswith(tilde):
        return path
    sep = _get_sep(path)
    end = path.find(sep, 1)
    if end < 0:
        end = len(path)
    if end == 1:
        home = os.environ.get("HOME")
        if home is None:
            try:
                import pwd
                home = pwd.getpwuid(os.getuid()).pw_dir
            except (ImportError, KeyError):
                return path
    else:
        try:
            import pwd
            home = pwd.getpwnam(os.fsdecode(path[1:end])).pw_dir
        except (ImportError, KeyError):
            return path
    if home is None and sys.platform == "vxworks":
        return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    home = home.rstrip(sep)
    return (home + path[end:]) or sep


def _is_name_char(c, as_bytes):
    if as_bytes:
        return c.isalnum() or c == b"_"
    return c == "_" or (c.isascii() and c.isalnum())


def expandvars(path):
    """Replace $name and ${name} by environment variables; unknown ones stay."""
    path = os.fspath(path)
    as_bytes = isinstance(path, bytes)
    dollar, left, right = (b"$", b"{", b"}") if as_bytes else ("$", "{", "}")
    if dollar not in path:
        return path
    if as_bytes:
        environ = getattr(os, "environb", None)
    else:
        environ = os.environ
    pieces = []
    done = 0
    at = path.find(dollar)
    while at >= 0:
        name = None
        if path[at + 1:at + 2] == left:
            close = path.find(right, at + 2)
            if close >= 0:
                name, end = path[at + 2:close], close + 1
        else:
            end = at + 1
            while _is_name_char(path[end:end + 1], as_bytes):
                end += 1
            if end > at + 1:
                name = path[at + 1:end]
        if name is None:
            end = at + 1
        else:
            try:
                if environ is None:
                    value = os.fsencode(os.environ[os.fsdecode(name)])
                else:
                    value = environ[name]
            except KeyError:
                pass
            else:
                pieces += path[done:at], value
                done = end
        at = path.find(dollar, end)
    pieces.append(path[done:])
    return path[:0].join(pieces)


def normpath(path):
    """Without double slashes, '.' and 'name/..'; may change what links mean."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        sep, dot, dotdot = b"/", b".", b".."
    else:
        sep, dot, dotdot = "/", ".", ".."
    if not path:
        return dot
    _, root, tail = splitroot(path)
    kept = []
    for name in tail.split(sep):
        if not name or name == dot:
            continue
        if name == dotdot and kept and kept[-1] != dotdot:
            kept.pop()
        elif name != dotdot or not root:
            kept.append(name)
    return (root + sep.join(kept)) or dot


def abspath(path):
    """Absolute and normalised."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        if not path.startswith(b"/"):
            path = join(os.getcwdb(), path)
    elif not path.startswith("/"):
        path = join(os.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """Absolute, normalised and without symbolic links."""
    filename = os.fspath(filename)
    if isinstance(filename, bytes):
        sep, dot, dotdot, path = b"/", b".", b"..", os.getcwdb
    else:
        sep, dot, dotdot, path = "/", ".", "..", os.getcwd
    if strict is ALLOW_MISSING:
        ignored = FileNotFoundError
    elif strict:
        ignored = ()
    else:
        ignored = OSError
    path = sep if filename.startswith(sep) else path()
    # Names still to follow, the next one last. A tuple marks the end of the
    # link that it names: what is reached then is where the link leads.
    pending = filename.split(sep)[::-1]
    resolved = {}
    while pending:
        name = pending.pop()
        if isinstance(name, tuple):
            resolved[name[0]] = path
            continue
        if not name or name == dot:
            continue
        if name == dotdot:
            path = path[:path.rindex(sep)] or sep
            continue
        step = path + name if path == sep else path + sep + name
        names_left = any(not isinstance(p, tuple) for p in pending)
        try:
            mode = os.lstat(step).st_mode
            if not stat.S_ISLNK(mode):
                if strict and names_left and not stat.S_ISDIR(mode):
                    import errno
                    raise NotADirectoryError(
                        errno.ENOTDIR, os.strerror(errno.ENOTDIR), step)
                path = step
                continue
            if step in resolved:
                target = resolved[step]
                if target is not None:
                    path = target
                    continue
                # The link leads to itself: a loop.
                if strict:
                    os.stat(step)
                path = step
                continue
            target = os.readlink(step)
        except ignored:
            path = step
            continue
        resolved[step] = None
        pending.append((step,))
        if target.startswith(sep):
            path = sep
        pending.extend(target.split(sep)[::-1])
    return path


def relpath(path, start=None):
    """The path as seen from `start`, by default the current directory."""
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    if isinstance(path, bytes):
        sep, dot, dotdot = b"/", b".", b".."
    else:
        sep, dot, dotdot = "/", ".", ".."
    start = dot if start is None else os.fspath(start)
    try:
        from_ = [name for name in abspath(start).split(sep) if name]
        to = [name for name in abspath(path).split(sep) if name]
        common = len(commonprefix([from_, to]))
        names = [dotdot] * (len(from_) - common) + to[common:]
        return sep.join(names) if names else dot
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        genericpath._check_arg_types("relpath", path, start)
        raise


def commonpath(paths):
    """The longest path that all the given ones lie under."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if isinstance(paths[0], bytes):
        sep, dot = b"/", b"."
    else:
        sep, dot = "/", "."
    try:
        if len({p.startswith(sep) for p in paths}) != 1:
            raise ValueError("Can't mix absolute and relative paths") from None
        split_paths = [[n for n in p.split(sep) if n and n != dot] for p in paths]
        first, last = min(split_paths), max(split_paths)
        common = commonprefix([first, last])
        prefix = sep if paths[0].startswith(sep) else sep[:0]
        return prefix + sep.join(common)
    except (TypeError, AttributeError):
        genericpath._check_arg_types("commonpath", *paths)
        raise
