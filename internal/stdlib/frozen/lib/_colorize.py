"""Whether to write in colours, and the escape sequences that do it."""

import os
import sys

COLORIZE = True

_FOREGROUND = {"BLACK": 30, "RED": 31, "GREEN": 32, "YELLOW": 33, "BLUE": 34, "MAGENTA": 35, "CYAN": 36, "WHITE": 37}


class ANSIColors:
    """The escape sequences, by name."""

    RESET = "\x1b[0m"
    GREY = "\x1b[90m"


class NoColors:
    """The same names, all empty."""


for _name, _code in _FOREGROUND.items():
    setattr(ANSIColors, _name, f"\x1b[{_code}m")
    setattr(ANSIColors, f"BOLD_{_name}", f"\x1b[1;{_code}m")
    setattr(ANSIColors, f"INTENSE_{_name}", f"\x1b[{_code + 60}m")
    setattr(ANSIColors, f"BACKGROUND_{_name}", f"\x1b[{_code + 10}m")
    setattr(ANSIColors, f"INTENSE_BACKGROUND_{_name}", f"\x1b[{_code + 70}m")
for _name in dir(ANSIColors):
    if not _name.startswith("__"):
        setattr(NoColors, _name, "")


def can_colorize(*, file=None):
    """Whether a stream, by default sys.stdout, shows colours: the environment decides, else whether it is a tty."""
    if not COLORIZE:
        return False
    if file is None:
        file = sys.stdout
    if not sys.flags.ignore_environment:
        asked = os.environ.get("PYTHON_COLORS")
        if asked in ("0", "1"):
            return asked == "1"
    for name, answer in (("NO_COLOR", False), ("FORCE_COLOR", True)):
        if os.environ.get(name):
            return answer
    if os.environ.get("TERM") == "dumb" or not hasattr(file, "fileno"):
        return False
    try:
        return os.isatty(file.fileno())
    except OSError:
        return hasattr(file, "isatty") and file.isatty()


def get_colors(colorize=False, *, file=None):
    """ANSIColors if they are wanted or the stream shows them, else NoColors."""
    return ANSIColors if colorize or can_colorize(file=file) else NoColors


def decolor(text):
    """A text without colours."""
    import re
    return re.sub("\x1b\\[[0-9;]*m", "", text)
