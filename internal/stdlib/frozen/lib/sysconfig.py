"""Where things are installed, and what the interpreter was built with.

There is no C compiler behind this interpreter: variables that would tell of one are absent, that is, None.
"""

import os
import sys

__all__ = ["get_config_h_filename", "get_config_var", "get_config_vars", "get_makefile_filename", "get_path",
           "get_path_names", "get_paths", "get_platform", "get_python_version", "get_scheme_names", "parse_config_h"]

_VERSION = "%d.%d" % sys.version_info[:2]

_POSIX = {
    "stdlib": "{installed_base}/{platlibdir}/python{py_version_short}",
    "platstdlib": "{platbase}/{platlibdir}/python{py_version_short}",
    "purelib": "{base}/lib/python{py_version_short}/site-packages",
    "platlib": "{platbase}/{platlibdir}/python{py_version_short}/site-packages",
    "include": "{installed_base}/include/python{py_version_short}",
    "platinclude": "{installed_platbase}/include/python{py_version_short}",
    "scripts": "{base}/bin",
    "data": "{base}",
}
_NT = {
    "stdlib": "{installed_base}/Lib",
    "platstdlib": "{base}/Lib",
    "purelib": "{base}/Lib/site-packages",
    "platlib": "{base}/Lib/site-packages",
    "include": "{installed_base}/Include",
    "platinclude": "{installed_base}/Include",
    "scripts": "{base}/Scripts",
    "data": "{base}",
}


def _user_scheme(lib, include, scripts):
    packages = f"{{userbase}}/{lib}/site-packages"
    return {"stdlib": f"{{userbase}}/{lib}", "platstdlib": f"{{userbase}}/{lib}", "purelib": packages,
            "platlib": packages, "include": f"{{userbase}}/{include}", "scripts": f"{{userbase}}/{scripts}",
            "data": "{userbase}"}


_INSTALL_SCHEMES = {
    "posix_prefix": _POSIX,
    "posix_home": {
        "stdlib": "{installed_base}/lib/python", "platstdlib": "{base}/lib/python", "purelib": "{base}/lib/python",
        "platlib": "{base}/lib/python", "include": "{installed_base}/include/python",
        "platinclude": "{installed_base}/include/python", "scripts": "{base}/bin", "data": "{base}",
    },
    "posix_user": _user_scheme("lib/python{py_version_short}", "include/python{py_version_short}", "bin"),
    "osx_framework_user": _user_scheme("lib/python", "include/python{py_version_short}", "bin"),
    "posix_venv": _POSIX,
    "nt": _NT,
    "nt_user": {**_user_scheme("Python{py_version_nodot}", "Python{py_version_nodot}/Include",
                               "Python{py_version_nodot}/Scripts")},
    "nt_venv": _NT,
    "venv": _NT if os.name == "nt" else _POSIX,
}

_SCHEME_KEYS = ("stdlib", "platstdlib", "purelib", "platlib", "include", "scripts", "data")

_config_vars = None


def get_scheme_names():
    """The names of the installation schemes."""
    return tuple(sorted(_INSTALL_SCHEMES))


def get_path_names():
    """The names of the paths that a scheme has."""
    return _SCHEME_KEYS


def get_preferred_scheme(key):
    """The scheme for "prefix", "home" or "user" on this system."""
    if key == "prefix" and sys.prefix != sys.base_prefix:
        return "venv"
    if os.name == "nt":
        return {"prefix": "nt", "home": "posix_home", "user": "nt_user"}[key]
    return {"prefix": "posix_prefix", "home": "posix_home", "user": "posix_user"}[key]


def get_default_scheme():
    """The scheme that is used here."""
    return get_preferred_scheme("prefix")


def get_paths(scheme=get_default_scheme(), vars=None, expand=True):
    """All paths of a scheme, as a dict; with expand the variables in them are replaced, by those in vars first."""
    paths = _INSTALL_SCHEMES[scheme]
    if not expand:
        return dict(paths)
    values = get_config_vars()
    if vars:
        values = {**values, **vars}
    return {name: os.path.normpath(path.format_map(values)) for name, path in paths.items()}


def get_path(name, scheme=get_default_scheme(), vars=None, expand=True):
    """One path of a scheme."""
    return get_paths(scheme, vars, expand)[name]


def _user_base():
    base = os.environ.get("PYTHONUSERBASE")
    if base:
        return base
    return os.path.join(os.path.expanduser("~"), ".local")


def get_config_vars(*args):
    """All variables as a dict, or a list of the values of those that are named."""
    global _config_vars
    if _config_vars is None:
        multiarch = getattr(sys.implementation, "_multiarch", "")
        soabi = sys.implementation.cache_tag
        _config_vars = {
            "prefix": sys.prefix,
            "exec_prefix": sys.exec_prefix,
            "py_version": sys.version.split()[0],
            "py_version_short": _VERSION,
            "py_version_nodot": _VERSION.replace(".", ""),
            "py_version_nodot_plat": "",
            "installed_base": sys.base_prefix,
            "base": sys.prefix,
            "installed_platbase": sys.base_exec_prefix,
            "platbase": sys.exec_prefix,
            "projectbase": os.path.dirname(os.path.abspath(sys.executable)) if sys.executable else "",
            "platlibdir": sys.platlibdir,
            "implementation": "Ouro",
            "implementation_lower": "ouro",
            "abiflags": getattr(sys, "abiflags", ""),
            "abi_thread": "",
            "userbase": _user_base(),
            "srcdir": sys.base_prefix,
            "VERSION": _VERSION,
            "EXE": ".exe" if os.name == "nt" else "",
            "EXT_SUFFIX": f".{soabi}-{multiarch}.so" if multiarch else f".{soabi}.so",
            "SOABI": f"{soabi}-{multiarch}" if multiarch else soabi,
            "MULTIARCH": multiarch,
            "BINDIR": os.path.join(sys.base_prefix, "bin"),
            "LIBDIR": os.path.join(sys.base_prefix, "lib"),
            "LIBDEST": os.path.join(sys.base_prefix, "lib", "python" + _VERSION),
            "INCLUDEPY": os.path.join(sys.base_prefix, "include", "python" + _VERSION),
            "SHELL": "/bin/sh",
            "TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
            "Py_DEBUG": 0,
            "Py_ENABLE_SHARED": 0,
            "Py_GIL_DISABLED": 0,
            "WITH_DOC_STRINGS": 1,
            "SIZEOF_VOID_P": 8,
            "SIZEOF_LONG": 8,
            "SIZEOF_SIZE_T": 8,
        }
    if args:
        return [_config_vars.get(name) for name in args]
    return _config_vars


def get_config_var(name):
    """One variable, or None."""
    return get_config_vars().get(name)


def is_python_build(check_home=None):
    """Whether the interpreter runs in the directory in which it was built."""
    return False


def get_python_version():
    """The version in two numbers."""
    return _VERSION


def get_platform():
    """The platform, as in the names of wheels: system and machine."""
    if os.name == "nt":
        return "win-amd64"
    system, _, release, _, machine = os.uname()
    system = system.lower().replace("/", "")
    machine = machine.replace(" ", "_").replace("/", "-")
    if system == "darwin":
        import platform
        return f"macosx-{platform.mac_ver()[0] or release}-{machine}"
    return f"{system}-{machine}"


def get_makefile_filename():
    """Where the Makefile would be."""
    name = f"config-{_VERSION}"
    multiarch = get_config_var("MULTIARCH")
    return os.path.join(get_path("stdlib"), f"{name}-{multiarch}" if multiarch else name, "Makefile")


def get_config_h_filename():
    """Where pyconfig.h would be."""
    return os.path.join(get_path("platinclude"), "pyconfig.h")


def parse_config_h(fp, vars=None):
    """The #defines of an open pyconfig.h, as a dict."""
    import re
    if vars is None:
        vars = {}
    define = re.compile(r"#define ([A-Z][A-Za-z0-9_]+) (.*)\n")
    undef = re.compile(r"/\* #undef ([A-Z][A-Za-z0-9_]+) \*/\n")
    for line in fp:
        if found := define.match(line):
            name, value = found.groups()
            try:
                value = int(value)
            except ValueError:
                pass
            vars[name] = value
        elif found := undef.match(line):
            vars[found[1]] = 0
    return vars


def expand_makefile_vars(s, vars):
    """A text with $(name) and ${name} replaced, again and again."""
    import re
    variable = re.compile(r"\$(?:\(([A-Za-z][A-Za-z0-9_]*)\)|\{([A-Za-z][A-Za-z0-9_]*)\})")
    while found := variable.search(s):
        s = s[:found.start()] + str(vars.get(found[1] or found[2])) + s[found.end():]
    return s
