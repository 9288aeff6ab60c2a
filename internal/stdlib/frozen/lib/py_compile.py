"""Compiling source files.

Compiled code is kept in memory only, so there is no file to write: compile() checks the source and returns where the
compiled file would be.
"""

import enum
import os
import sys
import traceback

__all__ = ["compile", "main", "PyCompileError", "PycInvalidationMode"]


class PyCompileError(Exception):
    """A source that does not compile; msg is the text to show."""

    def __init__(self, exc_type, exc_value, file, msg=""):
        name = exc_type.__name__
        if not msg:
            text = "".join(traceback.format_exception_only(exc_type, exc_value))
            if exc_type is SyntaxError:
                msg = text.replace('File "<string>"', f'File "{file}"')
            else:
                msg = f"Sorry: {name}: {exc_value}"
        super().__init__(msg, name, exc_value, file)
        self.exc_type_name = name
        self.exc_value = exc_value
        self.file = file
        self.msg = msg

    def __str__(self):
        return self.msg


class PycInvalidationMode(enum.Enum):
    """How a compiled file would tell that its source has changed."""

    TIMESTAMP = 1
    CHECKED_HASH = 2
    UNCHECKED_HASH = 3


def compile(file, cfile=None, dfile=None, doraise=False, optimize=-1, invalidation_mode=None, quiet=0):
    """Check that a file compiles; returns the path of the compiled file, or None if it does not.

    What is wrong is printed, or with doraise raised as PyCompileError.
    """
    import builtins
    if cfile is None:
        folder, name = os.path.split(os.fspath(file))
        tag = sys.implementation.cache_tag
        cfile = os.path.join(folder, "__pycache__", f"{os.path.splitext(name)[0]}.{tag}.pyc")
    with open(file, "rb") as source:
        text = source.read()
    try:
        builtins.compile(text, dfile or file, "exec", dont_inherit=True, optimize=optimize)
    except Exception as err:
        problem = PyCompileError(type(err), err, dfile or file)
        if quiet < 2:
            if doraise:
                raise problem
            sys.stderr.write(problem.msg + "\n")
        return None
    return cfile


def main():
    """Check the files named on the command line."""
    import argparse
    parser = argparse.ArgumentParser(description="Check that source files compile.")
    parser.add_argument("-q", "--quiet", action="store_true", help="Suppress error output")
    parser.add_argument("filenames", nargs="+", help="Files to compile")
    args = parser.parse_args()
    names = sys.stdin.read().split("\n") if args.filenames == ["-"] else args.filenames
    for name in names:
        try:
            compile(name, doraise=True)
        except PyCompileError as error:
            parser.exit(1, None if args.quiet else error.msg)
        except OSError as error:
            parser.exit(1, None if args.quiet else f"{error}\n")


if __name__ == "__main__":
    main()
