"""Lines of source files, read once and remembered."""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# filename -> (size, mtime, lines, fullname), or a 1-tuple with a function
# that gives the source: a lazy entry.
cache = {}

# Sources without a file, such as those of the interactive console:
# code object -> the same 4-tuple.
_interactive_cache = {}


def clearcache():
    """Forget everything."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Line `lineno` with its newline, or '' if there is none."""
    lines = getlines(filename, module_globals)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ""


def getlines(filename, module_globals=None):
    """All lines of a file as a list, [] if it cannot be read."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def _getline_from_code(code, lineno):
    lines = _getlines_from_code(code)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def _code_key(code):
    """Equal code with other positions is another source, hence the names."""
    return (code.co_name, code.co_filename, code.co_firstlineno)


def _getlines_from_code(code):
    entry = _interactive_cache.get(_code_key(code))
    if entry is not None and len(entry) != 1:
        return entry[2]
    return []


def _register_code(code, string, name):
    """Keep a source for a code object and the code objects inside it."""
    entry = (len(string), None, string.splitlines(keepends=True), name)
    pending = [code]
    while pending:
        code = pending.pop()
        _interactive_cache[_code_key(code)] = entry
        pending.extend(c for c in code.co_consts if isinstance(c, type(code)))


def _source_unavailable(filename):
    """True for names such as '<string>', which stand for no file."""
    return not filename or (
        filename.startswith("<") and filename.endswith(">")
        and not filename.startswith("<frozen "))


def checkcache(filename=None):
    """Drop the entries (or the one given) whose file has changed."""
    names = list(cache) if filename is None else [filename]
    for name in names:
        entry = cache.get(name)
        if entry is None or len(entry) == 1:
            continue
        size, mtime, _, fullname = entry
        if mtime is None:
            continue  # not from a file
        import os
        try:
            status = os.stat(fullname)
        except (OSError, ValueError):
            cache.pop(name, None)
            continue
        if size != status.st_size or mtime != status.st_mtime:
            cache.pop(name, None)


def _find(filename):
    """(status, path) of a source, along sys.path for relative names, or None."""
    import os
    import sys
    try:
        return os.stat(filename), filename
    except OSError:
        pass
    except ValueError:  # null character or the like
        return None
    if os.path.isabs(filename):
        return None
    for folder in sys.path:
        try:
            path = os.path.join(folder, filename)
        except (TypeError, AttributeError):
            continue  # sys.path may hold anything
        try:
            return os.stat(path), path
        except (OSError, ValueError):
            pass
    return None


def updatecache(filename, module_globals=None):
    """Read a file anew and return its lines."""
    entry = cache.pop(filename, None)
    if _source_unavailable(filename):
        return []
    if filename.startswith("<frozen ") and module_globals is not None:
        filename = module_globals.get("__file__") or filename
    import os
    try:
        found = os.stat(filename), filename
    except OSError:
        if entry is not None and len(entry) == 1:
            lazy = entry
        else:
            lazy = _make_lazy_entry(filename, module_globals)
        if lazy is not None:
            try:
                data = lazy[0]()
            except (ImportError, OSError):
                pass
            else:
                if data is None:
                    return []  # a module without source
                lines = [line + "\n" for line in data.splitlines()]
                cache[filename] = (len(data), None, lines, filename)
                return lines
        found = _find(filename)
    except ValueError:
        return []
    if found is None:
        return []
    status, path = found
    try:
        lines = _source_lines(path)
    except (OSError, UnicodeDecodeError, LookupError):
        return []
    if not lines:
        lines = ["\n"]
    elif not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = (status.st_size, status.st_mtime, lines, path)
    return lines


def _source_lines(path):
    """The lines of a source file, decoded as its declaration (PEP 263) says."""
    with open(path, "rb") as file:
        data = file.read()
    encoding = "utf-8"
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    else:
        for line in data.split(b"\n", 2)[:2]:
            comment = line.lstrip(b" \t\f")
            if not comment.startswith(b"#"):
                if comment.strip():
                    break
                continue
            _, found, rest = comment.partition(b"coding")
            if found and rest[:1] in (b":", b"="):
                name = rest[1:].lstrip(b" \t").decode("latin-1")
                end = 0
                while end < len(name) and (name[end].isalnum() or name[end] in "-_."):
                    end += 1
                encoding = name[:end] or encoding
                break
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    return [line + "\n" for line in text.split("\n")[:-1]] + [line for line in text.split("\n")[-1:] if line]


def lazycache(filename, module_globals):
    """Note how to get a source later, from the module's loader; True if noted."""
    entry = cache.get(filename)
    if entry is not None:
        return len(entry) == 1
    lazy = _make_lazy_entry(filename, module_globals)
    if lazy is None:
        return False
    cache[filename] = lazy
    return True


def _make_lazy_entry(filename, module_globals):
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return None
    if not module_globals or "__name__" not in module_globals:
        return None
    spec = module_globals.get("__spec__")
    name = getattr(spec, "name", None) or module_globals["__name__"]
    loader = getattr(spec, "loader", None)
    if loader is None:
        loader = module_globals.get("__loader__")
    get_source = getattr(loader, "get_source", None)
    if not name or get_source is None:
        return None

    def get_lines(name=name, *args, **kwargs):
        return get_source(name, *args, **kwargs)

    return (get_lines,)
