# subprocess: redirections, and the options handed on to a child interpreter.
import os
import subprocess
import sys
import tempfile
from subprocess import DEVNULL, PIPE, STDOUT, Popen

# Each stream takes a pipe, nothing, a descriptor, or a file.
with tempfile.TemporaryFile() as file:
    file.write(b"to the child")
    file.seek(0)
    done = subprocess.run(["sh", "-c", "cat; echo oops >&2"], stdin=file, stdout=PIPE, stderr=STDOUT)
    assert done.stdout == b"to the childoops\n" and done.stderr is None, done
    file.seek(0)
    done = subprocess.run(["sh", "-c", "cat >/dev/null; echo out; echo err >&2"], stdin=file.fileno(), stdout=DEVNULL,
                          stderr=PIPE)
    assert done.stdout is None and done.stderr == b"err\n", done
    file.seek(0)
    file.truncate()
    assert subprocess.run(["echo", "written"], stdin=DEVNULL, stdout=file).returncode == 0
    file.seek(0)
    assert file.read() == b"written\n"

# What was opened before an error is closed.
before = len(os.listdir("/proc/self/fd"))
for bad in (object(), "name"):
    try:
        Popen(["true"], stdin=PIPE, stdout=DEVNULL, stderr=bad)
    except AttributeError as error:
        assert "fileno" in str(error)
    else:
        assert False, bad
assert len(os.listdir("/proc/self/fd")) == before


class Flags:
    debug = dont_write_bytecode = no_site = verbose = bytes_warning = quiet = optimize = 0
    isolated = ignore_environment = no_user_site = safe_path = dev_mode = 0

    def __init__(self, **given):
        self.__dict__.update(given)


def options(filters=(), xoptions={}, **flags):
    saved = sys.flags, sys.warnoptions, sys._xoptions
    sys.flags, sys.warnoptions, sys._xoptions = Flags(**flags), list(filters), xoptions
    try:
        return " ".join(subprocess._args_from_interpreter_flags())
    finally:
        sys.flags, sys.warnoptions, sys._xoptions = saved


assert options() == ""
assert options(optimize=2, debug=1, no_site=1, verbose=2, quiet=1, dont_write_bytecode=1) == "-OO -d -B -S -vv -q"
assert options(isolated=1, ignore_environment=1, no_user_site=1, safe_path=1) == "-I"
assert options(ignore_environment=1, no_user_site=1, safe_path=1) == "-E -s -P"
assert options(["ignore", "error::BytesWarning"], bytes_warning=2) == "-bb -Wignore"
assert options(["default", "error", "default::BytesWarning"], {"utf8": True, "dev": True, "importtime": "2"},
               bytes_warning=1, dev_mode=1) == "-b -Werror -X dev -X importtime=2 -X utf8"
