"""What the operating system offers: files, processes, the environment."""

import sys
import abc
import stat as st
from posix import *
import posix as _posix

try:
    from _collections_abc import Mapping, MutableMapping
except ImportError:
    from collections.abc import Mapping, MutableMapping

name = "posix"
linesep = "\n"

for _needed in ("_exit", "fspath", "stat", "lstat"):
    if hasattr(_posix, _needed):
        globals()[_needed] = getattr(_posix, _needed)
del _needed

GenericAlias = type(list[int])

if "fspath" not in globals():
    def fspath(path):
        """The str or bytes of a path-like object."""
        if isinstance(path, (str, bytes)):
            return path
        kind = type(path)
        try:
            text = kind.__fspath__(path)
        except AttributeError:
            if hasattr(kind, "__fspath__"):
                raise
            raise TypeError("expected str, bytes or os.PathLike object, not "
                            + kind.__name__) from None
        if isinstance(text, (str, bytes)):
            return text
        raise TypeError(f"expected {kind.__name__}.__fspath__() to return str or "
                        f"bytes, not {type(text).__name__}")

sys.modules["os"] = sys.modules[__name__]  # os.path needs this module
import posixpath as path
sys.modules["os.path"] = path
from os.path import (curdir, pardir, sep, pathsep, defpath, extsep, altsep,
                     devnull)

_names = [n for n in dir(_posix) if n[0] != "_"]
__all__ = _names + [
    "altsep", "curdir", "pardir", "sep", "pathsep", "linesep", "defpath",
    "name", "path", "devnull", "SEEK_SET", "SEEK_CUR", "SEEK_END", "fsencode",
    "fsdecode", "get_exec_path", "fdopen", "extsep", "makedirs", "removedirs",
    "renames", "walk", "fwalk", "execl", "execle", "execlp", "execlpe",
    "execvp", "execvpe", "getenv", "supports_bytes_environ", "environb",
    "getenvb", "P_WAIT", "P_NOWAIT", "P_NOWAITO", "spawnv", "spawnve",
    "spawnvp", "spawnvpe", "spawnl", "spawnle", "spawnlp", "spawnlpe", "popen",
    "process_cpu_count", "PathLike"]
if "_exit" in globals():
    __all__.append("_exit")
del _names

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


# What takes a directory descriptor, a descriptor, no links

def _functions(*names):
    return {globals()[n] for n in names if n in globals()}


supports_dir_fd = _functions(
    "access", "chmod", "chown", "link", "mkdir", "mkfifo", "mknod", "open",
    "readlink", "rename", "stat", "symlink", "unlink", "rmdir", "utime")
supports_effective_ids = _functions("access")
supports_fd = _functions(
    "chdir", "chmod", "chown", "execve", "listdir", "pathconf", "scandir",
    "stat", "statvfs", "truncate", "utime", "getxattr", "setxattr", "listxattr",
    "removexattr")
supports_follow_symlinks = _functions(
    "access", "chown", "link", "stat", "utime")
supports_follow_symlinks |= _functions("chmod") if sys.platform == "darwin" else set()


# Directories

def makedirs(name, mode=0o777, exist_ok=False):
    """Make a directory with all that lead to it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass  # someone else was faster
        if tail == (b"." if isinstance(tail, bytes) else "."):
            return
    try:
        mkdir(name, mode)
    except OSError:
        # Other errors than "exists" may come for an existing directory too.
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove a directory, then its parents as long as they are empty."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename, making directories for the new name and removing emptied old ones."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


class _SymlinksAsFiles:
    """A value of walk's followlinks: links to directories count as files."""


_walk_symlinks_as_files = _SymlinksAsFiles()


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Yield (directory, names of subdirectories, names of files) for a tree."""
    sys.audit("os.walk", top, topdown, onerror, followlinks)
    # A tuple is a finished directory whose turn comes on the way up.
    pending = [fspath(top)]
    while pending:
        top = pending.pop()
        if isinstance(top, tuple):
            yield top
            continue
        folders, files, to_enter = [], [], []
        try:
            with scandir(top) as entries:
                for entry in entries:
                    try:
                        if followlinks is _walk_symlinks_as_files:
                            is_folder = (entry.is_dir(follow_symlinks=False)
                                         and not entry.is_junction())
                        else:
                            is_folder = entry.is_dir()
                    except OSError:
                        is_folder = False
                    (folders if is_folder else files).append(entry.name)
                    if is_folder and not topdown:
                        try:
                            enter = bool(followlinks) or not entry.is_symlink()
                        except OSError:
                            enter = True
                        if enter:
                            to_enter.append(entry.path)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        if topdown:
            yield top, folders, files
            # The caller may have changed the list.
            for folder in reversed(folders):
                folder = path.join(top, folder)
                if followlinks or not path.islink(folder):
                    pending.append(folder)
        else:
            pending.append((top, folders, files))
            pending.extend(reversed(to_enter))


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False,
          dir_fd=None):
    """walk() that yields also a descriptor of each directory."""
    sys.audit("os.fwalk", top, topdown, onerror, follow_symlinks, dir_fd)
    top = fspath(top)
    pending = [("enter", (True, dir_fd, top, top, None))]
    as_bytes = isinstance(top, bytes)
    try:
        while pending:
            yield from _fwalk_step(pending, as_bytes, topdown, onerror,
                                   follow_symlinks)
    finally:
        for action, value in reversed(pending):
            if action == "close":
                close(value)


def _fwalk_step(pending, as_bytes, topdown, onerror, follow_symlinks):
    action, value = pending.pop()
    if action == "close":
        close(value)
        return
    if action == "yield":
        yield value
        return
    is_root, parent, top_path, top_name, entry = value
    try:
        if not follow_symlinks:
            if entry is None:
                before = stat(top_name, follow_symlinks=False, dir_fd=parent)
            else:
                before = entry.stat(follow_symlinks=False)
        fd = open(top_name, O_RDONLY | O_NONBLOCK, dir_fd=parent)
    except OSError as error:
        if is_root:
            raise
        if onerror is not None:
            onerror(error)
        return
    pending.append(("close", fd))
    # Someone may have put a link where the directory was.
    if not follow_symlinks and not (
            (is_root or st.S_ISDIR(before.st_mode)) and path.samestat(before, stat(fd))):
        return
    folders, files, entries = [], [], []
    for entry in scandir(fd):
        name = fsencode(entry.name) if as_bytes else entry.name
        try:
            if entry.is_dir():
                folders.append(name)
                entries.append(entry)
            else:
                files.append(name)
        except OSError:
            try:
                if entry.is_symlink():
                    files.append(name)
            except OSError:
                pass
    if topdown:
        yield top_path, folders, files, fd
    else:
        pending.append(("yield", (top_path, folders, files, fd)))
    prefix = path.join(top_path, top_path[:0])
    if topdown or len(entries) != len(folders):
        known = {(fsencode(e.name) if as_bytes else e.name): e for e in entries}
        following = [(name, known.get(name)) for name in folders]
    else:
        following = list(zip(folders, entries))
    for name, entry in reversed(following):
        pending.append(("enter", (False, fd, prefix + name, name,
                                  None if follow_symlinks else entry)))


# Running other programs in this process's place

def execl(file, *args):
    """Run a program with the given arguments."""
    execv(file, args)


def execle(file, *args):
    """execl() whose last argument is the environment."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """execl() that searches PATH."""
    execvp(file, args)


def execlpe(file, *args):
    """execle() that searches PATH."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Run a program, searched for along PATH, with a list of arguments."""
    _execvpe(file, args)


def execvpe(file, args, env):
    """execvp() with an environment."""
    _execvpe(file, args, env)


def _execvpe(file, args, env=None):
    def run(program):
        if env is None:
            execv(program, args)
        else:
            execve(program, args, env)

    if path.dirname(file):
        run(file)
        return
    folders = get_exec_path(env)
    if name != "nt":
        file = fsencode(file)
        folders = map(fsencode, folders)
    first_error = last_error = None
    for folder in folders:
        try:
            run(path.join(folder, file))
        except (FileNotFoundError, NotADirectoryError) as error:
            last_error = error
        except OSError as error:
            last_error = error
            if first_error is None:
                first_error = error
    raise first_error if first_error is not None else last_error


def get_exec_path(env=None):
    """The directories in which programs are searched for."""
    if env is None:
        env = environ
    try:
        text = env.get("PATH")
    except TypeError:
        text = None
    if supports_bytes_environ:
        try:
            as_bytes = env[b"PATH"]
        except (KeyError, TypeError):
            pass
        else:
            if text is not None:
                raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
            text = as_bytes
        if isinstance(text, bytes):
            text = fsdecode(text)
    return (defpath if text is None else text).split(pathsep)


# The environment

class _Environ(MutableMapping):
    """os.environ: a mapping that changes the process's environment with it."""

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey = encodekey
        self.decodekey = decodekey
        self.encodevalue = encodevalue
        self.decodevalue = decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key = self.encodekey(key)
        value = self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = ", ".join(f"{self.decodekey(k)!r}: {self.decodevalue(v)!r}"
                          for k, v in self._data.items())
        return f"environ({{{items}}})"

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**self, **other}

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**other, **self}

    def __ior__(self, other):
        self.update(other)
        return self


def fsencode(filename):
    """A path as bytes."""
    filename = fspath(filename)
    if isinstance(filename, str):
        return filename.encode(_fs_encoding, _fs_errors)
    return filename


def fsdecode(filename):
    """A path as str."""
    filename = fspath(filename)
    if isinstance(filename, bytes):
        return filename.decode(_fs_encoding, _fs_errors)
    return filename


_fs_encoding = sys.getfilesystemencoding()
_fs_errors = sys.getfilesystemencodeerrors()


def _encode_text(value):
    if not isinstance(value, str):
        raise TypeError(f"str expected, not {type(value).__name__}")
    return value.encode(_fs_encoding, "surrogateescape")


def _decode_text(value):
    return value.decode(_fs_encoding, "surrogateescape")


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError(f"bytes expected, not {type(value).__name__}")
    return value


_data = {}
for _key, _value in _posix.environ.items():
    _data[fsencode(_key)] = fsencode(_value)
environ = _Environ(_data, _encode_text, _decode_text, _encode_text, _decode_text)
supports_bytes_environ = True
environb = _Environ(_data, _check_bytes, bytes, _check_bytes, bytes)
del _data
try:
    del _key, _value
except NameError:
    pass  # an empty environment


def reload_environ():
    """Take over changes that were made behind os.environ's back."""
    data = _posix._create_environ()
    environ._data.clear()
    environ._data.update(data)


if not hasattr(_posix, "_create_environ"):
    del reload_environ
else:
    __all__.append("reload_environ")


def getenv(key, default=None):
    """An environment variable, or the default."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """An environment variable as bytes, or the default."""
    return environb.get(key, default)


# Starting other programs beside this one

P_WAIT = 0
P_NOWAIT = P_NOWAITO = 1


def _spawn(mode, file, args, env, search):
    if not isinstance(args, (tuple, list)):
        raise TypeError("argv must be a tuple or a list")
    if not args or not args[0]:
        raise ValueError("argv first element cannot be empty")
    start = posix_spawnp if search else posix_spawn
    try:
        pid = start(file, args, environ if env is None else env)
    except OSError:
        if mode != P_WAIT:
            raise
        return 127
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """Start a program; returns its exit code, or its id for P_NOWAIT."""
    return _spawn(mode, file, args, None, False)


def spawnve(mode, file, args, env):
    """spawnv() with an environment."""
    return _spawn(mode, file, args, env, False)


def spawnvp(mode, file, args):
    """spawnv() that searches PATH."""
    return _spawn(mode, file, args, None, True)


def spawnvpe(mode, file, args, env):
    """spawnve() that searches PATH."""
    return _spawn(mode, file, args, env, True)


def spawnl(mode, file, *args):
    """spawnv() with the arguments one by one."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """spawnl() whose last argument is the environment."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """spawnl() that searches PATH."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """spawnle() that searches PATH."""
    return spawnvpe(mode, file, args[:-1], args[-1])


def popen(cmd, mode="r", buffering=-1):
    """A file connected with a shell command's output (mode 'r') or input ('w')."""
    if not isinstance(cmd, str):
        raise TypeError(f"invalid cmd type ({type(cmd)}, expected string)")
    if mode not in ("r", "w"):
        raise ValueError(f"invalid mode {mode!r}")
    if buffering == 0 or buffering is None:
        raise ValueError("popen() does not support unbuffered streams")
    import subprocess
    if mode == "r":
        process = subprocess.Popen(cmd, shell=True, text=True,
                                   stdout=subprocess.PIPE, bufsize=buffering)
        return _PipeFile(process.stdout, process)
    process = subprocess.Popen(cmd, shell=True, text=True,
                               stdin=subprocess.PIPE, bufsize=buffering)
    return _PipeFile(process.stdin, process)


class _PipeFile:
    """What popen() returns: closing it waits for the command."""

    def __init__(self, stream, process):
        self._stream = stream
        self._process = process

    def close(self):
        """None if the command succeeded, else its status as wait() gives it."""
        self._stream.close()
        code = self._process.wait()
        if code == 0:
            return None
        return code << 8

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __getattr__(self, attribute):
        return getattr(self._stream, attribute)

    def __iter__(self):
        return iter(self._stream)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """A file object on a descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    import io
    if "b" not in mode:
        encoding = io.text_encoding(encoding)
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


class PathLike(abc.ABC):
    """Objects that stand for a path."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """The path as str or bytes."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            for base in subclass.__mro__:
                if "__fspath__" in base.__dict__:
                    return base.__dict__["__fspath__"] is not None or NotImplemented
        return NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


def process_cpu_count():
    """How many processors this process may use."""
    forced = "cpu_count" in getattr(sys, "_xoptions", ())
    if not forced and "sched_getaffinity" in globals():
        return len(sched_getaffinity(0))
    return cpu_count()
