"""Copying, moving and removing files and trees."""

import collections
import errno
import fnmatch
import os
import stat
import sys

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2",
           "copytree", "move", "rmtree", "Error", "SpecialFileError",
           "ExecError", "make_archive", "get_archive_formats", "disk_usage",
           "chown", "which", "get_terminal_size", "SameFileError",
           "ignore_patterns", "unpack_archive", "ReadError"]

COPY_BUFSIZE = 256 * 1024


class Error(OSError):
    """An operation on files failed."""


class SameFileError(Error):
    """Source and destination are the same file."""


class SpecialFileError(OSError):
    """The file is of a kind that cannot be copied."""


class ExecError(OSError):
    """A command could not be run."""


class ReadError(OSError):
    """An archive cannot be read."""


class RegistryError(Exception):
    """A format of archives is not known, or known already."""


# Copying

def copyfileobj(fsrc, fdst, length=0):
    """Copy from one file object to another."""
    length = length or COPY_BUFSIZE
    read, write = fsrc.read, fdst.write
    while buffer := read(length):
        write(buffer)


def _samefile(src, dst):
    try:
        if isinstance(src, os.DirEntry):
            return os.path.samestat(src.stat(), os.stat(dst))
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy a file's content; returns the destination."""
    sys.audit("shutil.copyfile", src, dst)
    if _samefile(src, dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    for path in (src, dst):
        try:
            status = path.stat() if isinstance(path, os.DirEntry) else os.stat(path)
        except OSError:
            continue
        if stat.S_ISFIFO(status.st_mode):
            path = path.path if isinstance(path, os.DirEntry) else path
            raise SpecialFileError(f"`{path}` is a named pipe")
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, "rb") as fsrc:
        try:
            with open(dst, "wb") as fdst:
                copyfileobj(fsrc, fdst)
        except IsADirectoryError:
            if not os.path.exists(dst):
                # That is what opening a path with a final slash says.
                raise FileNotFoundError(f"Directory does not exist: {dst}")
            raise
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copy a file's permissions."""
    sys.audit("shutil.copymode", src, dst)
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        if hasattr(os, "lchmod"):
            os.lchmod(dst, stat.S_IMODE(os.lstat(src).st_mode))
        return
    os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def _copyxattr(src, dst, follow_symlinks):
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(src, follow_symlinks=follow_symlinks)
    except OSError as error:
        if error.errno not in (errno.ENOTSUP, errno.ENODATA, errno.EINVAL):
            raise
        return
    for name in names:
        try:
            value = os.getxattr(src, name, follow_symlinks=follow_symlinks)
            os.setxattr(dst, name, value, follow_symlinks=follow_symlinks)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENODATA,
                                   errno.EINVAL, errno.EACCES):
                raise


def copystat(src, dst, *, follow_symlinks=True):
    """Copy permissions, times and extended attributes."""
    sys.audit("shutil.copystat", src, dst)
    follow = follow_symlinks or not (os.path.islink(src) and os.path.islink(dst))
    if isinstance(src, os.DirEntry):
        status = src.stat(follow_symlinks=follow)
    else:
        status = os.stat(src, follow_symlinks=follow)
    os.utime(dst, ns=(status.st_atime_ns, status.st_mtime_ns), follow_symlinks=follow)
    _copyxattr(src, dst, follow)
    try:
        os.chmod(dst, stat.S_IMODE(status.st_mode), follow_symlinks=follow)
    except NotImplementedError:
        pass  # links have no permissions here
    except OSError as error:
        if follow or error.errno not in (errno.EOPNOTSUPP, errno.ENOTSUP):
            raise


def _in_directory(src, dst):
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy content and permissions, to a file or into a directory."""
    dst = _in_directory(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copy content and all of copystat(), to a file or into a directory."""
    dst = _in_directory(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    """For copytree(ignore=): leaves out names that match."""
    def ignore(path, names):
        found = set()
        for pattern in patterns:
            found.update(fnmatch.filter(names, pattern))
        return found

    return ignore


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copy a whole tree; returns the destination."""
    sys.audit("shutil.copytree", src, dst)
    with os.scandir(src) as listing:
        entries = list(listing)
    ignored = set()
    if ignore is not None:
        ignored = ignore(os.fspath(src), [entry.name for entry in entries])
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    # Functions of the program get paths, ours the entries, which know their kind.
    as_entry = copy_function is copy2 or copy_function is copy
    errors = []
    for entry in entries:
        if entry.name in ignored:
            continue
        source = os.path.join(src, entry.name)
        target = os.path.join(dst, entry.name)
        try:
            link = entry.is_symlink()
            if link and symlinks:
                os.symlink(os.readlink(source), target)
                copystat(entry if as_entry else source, target, follow_symlinks=False)
            elif link and not os.path.exists(source) and ignore_dangling_symlinks:
                continue
            elif entry.is_dir():
                copytree(entry if as_entry else source, target, symlinks, ignore,
                         copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(entry if as_entry else source, target)
        except Error as error:
            errors.extend(error.args[0])
        except OSError as error:
            errors.append((source, target, str(error)))
    try:
        copystat(src, dst)
    except OSError as error:
        if getattr(error, "winerror", None) is None:
            errors.append((src, dst, str(error)))
    if errors:
        raise Error(errors)
    return dst


# Removing

def _rmtree_path(path, onexc):
    """By paths alone."""
    try:
        if os.path.islink(path):
            raise OSError("Cannot call rmtree on a symbolic link")
    except OSError as error:
        onexc(os.path.islink, path, error)
        return

    def failed(error):
        if not isinstance(error, FileNotFoundError):
            onexc(os.scandir, error.filename, error)

    for folder, folders, files in os.walk(path, topdown=False, onerror=failed,
                                          followlinks=os._walk_symlinks_as_files):
        for name in folders:
            _attempt(os.rmdir, os.path.join(folder, name), onexc)
        for name in files:
            _attempt(os.unlink, os.path.join(folder, name), onexc)
    _attempt(os.rmdir, path, onexc, missing_ok=False)


def _attempt(function, path, onexc, missing_ok=True, **where):
    try:
        function(where.pop("name", path), **where)
    except FileNotFoundError as error:
        if not missing_ok:
            onexc(function, path, error)
    except OSError as error:
        onexc(function, path, error)


def _rmtree_fd(path, dir_fd, onexc):
    """By descriptors: nobody can put a link in the way meanwhile."""
    try:
        before = os.lstat(path, dir_fd=dir_fd)
    except OSError as error:
        onexc(os.lstat, path, error)
        return
    if stat.S_ISLNK(before.st_mode):
        onexc(os.path.islink, path, OSError("Cannot call rmtree on a symbolic link"))
        return
    # What is to be done, the next thing last: enter a directory, or close one
    # and remove it.
    pending = [("enter", dir_fd, path, path, before)]
    try:
        while pending:
            action, parent, name, whole, extra = pending.pop()
            if action == "leave":
                os.close(extra)
                _attempt(os.rmdir, whole, onexc, parent is not dir_fd,
                         name=name, dir_fd=parent)
                continue
            try:
                fd = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW,
                             dir_fd=parent)
            except FileNotFoundError as error:
                if whole == path:
                    onexc(os.open, whole, error)
                continue
            except OSError as error:
                onexc(os.open, whole, error)
                continue
            pending.append(("leave", parent, name, whole, fd))
            if not os.path.samestat(extra, os.fstat(fd)):
                onexc(os.path.islink, whole,
                      OSError("Cannot call rmtree on a symbolic link"))
                pending.pop()
                os.close(fd)
                continue
            try:
                with os.scandir(fd) as listing:
                    entries = list(listing)
            except OSError as error:
                onexc(os.scandir, whole, error)
                continue
            for entry in entries:
                inner = os.path.join(whole, entry.name)
                try:
                    folder = entry.is_dir(follow_symlinks=False)
                    status = entry.stat(follow_symlinks=False) if folder else None
                except FileNotFoundError:
                    continue
                except OSError:
                    folder = False
                if folder:
                    pending.append(("enter", fd, entry.name, inner, status))
                else:
                    _attempt(os.unlink, inner, onexc, name=entry.name, dir_fd=fd)
    finally:
        for action, _, _, _, extra in pending:
            if action == "leave":
                os.close(extra)


_use_fd_functions = ({os.open, os.stat, os.unlink, os.rmdir} <= os.supports_dir_fd
                     and os.scandir in os.supports_fd
                     and os.stat in os.supports_follow_symlinks)


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Remove a whole tree; errors raise, are ignored, or go to a function."""
    sys.audit("shutil.rmtree", path, dir_fd)
    if ignore_errors:
        def onexc(function, path, error):
            pass
    elif onexc is None:
        if onerror is None:
            def onexc(function, path, error):
                raise error
        else:
            def onexc(function, path, error):
                onerror(function, path, (type(error), error, error.__traceback__))
    if _use_fd_functions:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        _rmtree_fd(path, dir_fd, onexc)
    else:
        if dir_fd is not None:
            raise NotImplementedError("dir_fd unavailable on this platform")
        _rmtree_path(path, onexc)


rmtree.avoids_symlink_attacks = _use_fd_functions


# Moving

def move(src, dst, copy_function=copy2):
    """Move a file or tree, also to another file system; returns the new path."""
    sys.audit("shutil.move", src, dst)
    target = dst
    if os.path.isdir(dst):
        if _samefile(src, dst) and not os.path.islink(src):
            # A change of case, on a file system where it does not matter.
            os.rename(src, dst)
            return None
        source = os.fspath(src)
        slashes = os.path.sep + (os.path.altsep or "")
        slashes = os.fsencode(slashes) if isinstance(source, bytes) else slashes
        target = os.path.join(dst, os.path.basename(source.rstrip(slashes)))
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    try:
        os.rename(src, target)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), target)
            os.unlink(src)
        elif os.path.isdir(src):
            if _destinsrc(src, dst):
                raise Error(f"Cannot move a directory '{src}' into itself '{dst}'.")
            copytree(src, target, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, target)
            os.unlink(src)
    return target


def _destinsrc(src, dst):
    src, dst = os.path.abspath(src), os.path.abspath(dst)
    if not src.endswith(os.path.sep):
        src += os.path.sep
    if not dst.endswith(os.path.sep):
        dst += os.path.sep
    return dst.startswith(src)


# The system

_ntuple_diskusage = collections.namedtuple("usage", "total used free")


def disk_usage(path):
    """(total, used, free) bytes of the file system of a path."""
    st = os.statvfs(path)
    return _ntuple_diskusage(st.f_blocks * st.f_frsize,
                             (st.f_blocks - st.f_bfree) * st.f_frsize,
                             st.f_bavail * st.f_frsize)


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Change owner and group, given by number or name."""
    sys.audit("shutil.chown", path, user, group)
    if user is None and group is None:
        raise ValueError("user and/or group must be set")
    if user is None:
        uid = -1
    elif isinstance(user, str):
        try:
            import pwd
            uid = pwd.getpwnam(user).pw_uid
        except (ImportError, KeyError):
            raise LookupError(f"no such user: {user!r}") from None
    else:
        uid = user
    if group is None:
        gid = -1
    elif isinstance(group, int):
        gid = group
    else:
        try:
            import grp
            gid = grp.getgrnam(group).gr_gid
        except (ImportError, KeyError):
            raise LookupError(f"no such group: {group!r}") from None
    os.chown(path, uid, gid, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def get_terminal_size(fallback=(80, 24)):
    """(columns, lines) of the terminal, from COLUMNS and LINES or the system."""
    def variable(name):
        try:
            return int(os.environ[name])
        except (KeyError, ValueError):
            return 0

    columns, lines = variable("COLUMNS"), variable("LINES")
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = os.terminal_size(fallback)
        if columns <= 0:
            columns = size.columns or fallback[0]
        if lines <= 0:
            lines = size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The path of the program that a command name would run, or None."""
    as_bytes = isinstance(cmd, bytes)

    def usable(file):
        return os.path.exists(file) and os.access(file, mode) and not os.path.isdir(file)

    if os.path.dirname(cmd):
        return cmd if usable(cmd) else None
    if path is None:
        path = os.environ.get("PATH", None)
        if path is None:
            try:
                path = os.confstr("CS_PATH")
            except (AttributeError, ValueError):
                path = os.defpath
    if not path:
        return None
    path = os.fsencode(path) if as_bytes else os.fsdecode(path)
    seen = set()
    for folder in path.split(os.fsencode(os.pathsep) if as_bytes else os.pathsep):
        if folder not in seen:
            seen.add(folder)
            name = os.path.join(folder, cmd)
            if usable(name):
                return name
    return None


# Archives

_ARCHIVE_FORMATS = {"tar": ("", "uncompressed tar file"),
                    "gztar": ("gz", "gzip'ed tar-file"),
                    "bztar": ("bz2", "bzip2'ed tar-file"),
                    "xztar": ("xz", "xz'ed tar-file"),
                    "zip": (None, "ZIP file")}


def get_archive_formats():
    """(name, description) of the formats that make_archive() knows."""
    return sorted((name, about) for name, (_, about) in _ARCHIVE_FORMATS.items())


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0,
                 dry_run=0, owner=None, group=None, logger=None):
    """Pack a directory; returns the archive's path."""
    sys.audit("shutil.make_archive", base_name, format, root_dir, base_dir)
    try:
        compression = _ARCHIVE_FORMATS[format][0]
    except KeyError:
        raise ValueError(f"unknown archive format {format!r}") from None
    root = os.curdir if root_dir is None else os.fspath(root_dir)
    base = os.curdir if base_dir is None else os.fspath(base_dir)
    base_name = os.fspath(base_name)
    if compression is None:
        filename = base_name + ".zip"
    else:
        filename = base_name + ".tar" + ("." + compression if compression else "")
    if dry_run:
        return filename
    os.makedirs(os.path.dirname(os.path.abspath(filename)), exist_ok=True)
    top = os.path.join(root, base)
    if compression is None:
        import zipfile
        with zipfile.ZipFile(filename, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            if base != os.curdir:
                archive.write(top, os.path.normpath(base))
            for folder, folders, files in os.walk(top):
                for name in sorted(folders) + files:
                    path = os.path.join(folder, name)
                    archive.write(path, os.path.normpath(os.path.relpath(path, root)))
    else:
        import tarfile
        with tarfile.open(filename, "w|" + compression) as archive:
            archive.add(top, base)
    return filename


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Unpack an archive, by its name's ending or a format given."""
    sys.audit("shutil.unpack_archive", filename, extract_dir, format)
    filename = os.fspath(filename)
    extract_dir = os.getcwd() if extract_dir is None else os.fspath(extract_dir)
    if format is None:
        if filename.endswith(".zip"):
            format = "zip"
        elif filename.endswith((".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2",
                                ".tar.xz", ".txz")):
            format = "tar"
        else:
            raise ReadError(f"Unknown archive format '{filename}'")
    elif format not in _ARCHIVE_FORMATS:
        raise ValueError(f"Unknown unpack format '{format}'")
    if format == "zip":
        import zipfile
        if not zipfile.is_zipfile(filename):
            raise ReadError(f"{filename} is not a zip file")
        with zipfile.ZipFile(filename) as archive:
            archive.extractall(extract_dir)
    else:
        import tarfile
        try:
            archive = tarfile.open(filename)
        except tarfile.TarError:
            raise ReadError(f"{filename} is not a compressed or uncompressed tar file") from None
        with archive:
            archive.extractall(extract_dir, filter=filter)
