"""What machine, system and Python this is."""

from collections import namedtuple
import functools
import os
import sys

__version__ = "1.1.0"


class uname_result(namedtuple("uname_result", "system node release version machine")):
    """The answer of uname(); the processor can be told too."""

    @property
    def processor(self):
        """The processor's name, if known."""
        return ""

    def __iter__(self):
        return iter((*super().__iter__(), self.processor))

    def __len__(self):
        return 6


@functools.cache
def uname():
    """System, node, release, version, machine and processor."""
    u = os.uname()
    return uname_result(u.sysname, u.nodename, u.release, u.version, u.machine)


def system():
    """The system's name."""
    return uname().system


def node():
    """The machine's name in the network."""
    return uname().node


def release():
    """The system's release."""
    return uname().release


def version():
    """The system's version."""
    return uname().version


def machine():
    """The machine's type."""
    return uname().machine


def processor():
    """The processor's name, if known."""
    return uname().processor


def architecture(executable=sys.executable, bits="", linkage=""):
    """Bits and linkage of a program."""
    return bits or ("64bit" if sys.maxsize > 1 << 32 else "32bit"), linkage or "ELF"


def python_implementation():
    """The name of the Python implementation."""
    return "Ouro"


def python_version():
    """The version as text."""
    return sys.version.split()[0]


def python_version_tuple():
    """The version as a tuple of texts."""
    return tuple(python_version().split("."))


def python_branch():
    """The branch that it was built from."""
    return ""


def python_revision():
    """The revision that it was built from."""
    return ""


def python_build():
    """Number and date of the build."""
    return "", ""


def python_compiler():
    """What it was compiled with."""
    return "Go"


def libc_ver(executable=None, lib="", version="", chunksize=16384):
    """The C library, of which there is none."""
    return lib, version


def mac_ver(release="", versioninfo=("", "", ""), machine=""):
    """macOS's version."""
    return release, versioninfo, machine


def win32_ver(release="", version="", csd="", ptype=""):
    """Windows' version."""
    return release, version, csd, ptype


def win32_edition():
    """Windows' edition."""
    return None


def win32_is_iot():
    """Whether it is Windows IoT."""
    return False


@functools.cache
def platform(aliased=False, terse=False):
    """One text for all of it."""
    u = uname()
    if terse:
        return f"{u.system}-{u.release}"
    return f"{u.system}-{u.release}-{u.machine}"


@functools.cache
def _os_release():
    import shlex
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        try:
            with open(path, encoding="utf-8") as f:
                lines = f.read().splitlines()
        except OSError:
            continue
        info = {"NAME": "Linux", "ID": "linux", "PRETTY_NAME": "Linux"}
        for line in lines:
            name, equals, value = line.partition("=")
            if equals and not name.startswith("#"):
                info[name.strip()] = "".join(shlex.split(value))
        return info
    raise OSError("Unable to read files /etc/os-release, /usr/lib/os-release")


def freedesktop_os_release():
    """What the file os-release tells."""
    return _os_release().copy()
