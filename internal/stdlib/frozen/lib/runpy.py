"""Running modules and files as programs."""

import importlib.util
import io
import os
import sys

__all__ = ["run_module", "run_path"]


def _find(name):
    """(name, spec, code) of a module, or of __main__ of a package."""
    if name.startswith("."):
        raise ImportError("Relative module names not supported")
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError(f"Error while finding module specification for {name!r} "
                          f"({type(error).__name__}: {error})") from error
    if spec is None:
        raise ImportError(f"No module named {name}")
    if spec.submodule_search_locations is not None:
        if name == "__main__" or name.endswith(".__main__"):
            raise ImportError("Cannot use package as __main__ module")
        try:
            return _find(name + ".__main__")
        except ImportError as error:
            raise ImportError(f"{error}; {name!r} is a package and cannot be "
                              "directly executed") from error
    if spec.loader is None:
        raise ImportError(f"{name!r} is a namespace package and cannot be executed")
    code = spec.loader.get_code(name)
    if code is None:
        raise ImportError(f"No code object available for {name}")
    return name, spec, code


def _run(code, namespace, init_globals, run_name, spec=None, filename=None):
    if init_globals is not None:
        namespace.update(init_globals)
    loader = None if spec is None else spec.loader
    namespace.update(
        __name__=run_name, __file__=filename if spec is None else spec.origin,
        __cached__=None if spec is None else spec.cached, __doc__=None,
        __loader__=loader, __package__="" if spec is None else spec.parent,
        __spec__=spec)
    exec(code, namespace)
    return namespace


def _run_apart(code, init_globals, run_name, spec=None, filename=None):
    """Run in a module of its own, which stands in sys.modules meanwhile."""
    module = type(sys)(run_name)
    absent = object()
    old = sys.modules.get(run_name, absent)
    old_argv0 = sys.argv[0] if sys.argv else absent
    sys.modules[run_name] = module
    if sys.argv:
        sys.argv[0] = filename if spec is None else spec.origin
    try:
        _run(code, module.__dict__, init_globals, run_name, spec, filename)
        return module.__dict__.copy()
    finally:
        if old is absent:
            del sys.modules[run_name]
        else:
            sys.modules[run_name] = old
        if old_argv0 is not absent:
            sys.argv[0] = old_argv0


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Run a module; returns its namespace."""
    mod_name, spec, code = _find(mod_name)
    run_name = mod_name if run_name is None else run_name
    if alter_sys:
        return _run_apart(code, init_globals, run_name, spec)
    return _run(code, {}, init_globals, run_name, spec)


def _run_module_as_main(mod_name, alter_argv=True):
    """For python -m."""
    try:
        mod_name, spec, code = _find(mod_name)
    except ImportError as error:
        sys.exit(f"{sys.executable}: {error}")
    if alter_argv:
        sys.argv[0] = spec.origin
    return _run(code, sys.modules["__main__"].__dict__, None, "__main__", spec)


def run_path(path_name, init_globals=None, run_name=None):
    """Run a file, or __main__ of a directory; returns the namespace."""
    run_name = "<run_path>" if run_name is None else run_name
    path_name = os.fsdecode(path_name)
    if os.path.isdir(path_name):
        sys.path.insert(0, path_name)
        saved = sys.modules.pop("__main__", None)
        try:
            _, spec, code = _find("__main__")
            return _run_apart(code, init_globals, run_name, spec)
        finally:
            if saved is not None:
                sys.modules["__main__"] = saved
            try:
                sys.path.remove(path_name)
            except ValueError:
                pass
    with io.open_code(os.path.abspath(path_name)) as file:
        code = compile(file.read(), path_name, "exec")
    return _run_apart(code, init_globals, run_name, filename=path_name)
