"""Regular expressions: search, match, split and replace text by patterns.

Patterns, matches and the functions of this module are native (_sre).
"""

import copyreg
import enum

from _sre import (Match, Pattern, compile, escape, findall, finditer, fullmatch, match, purge, search, split, sub,
                  subn)

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "escape",
    "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE", "MULTILINE",
    "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag", "PatternError",
]

__version__ = "2.2.1"

_compile = compile


@enum.global_enum
@enum._simple_enum(enum.IntFlag, boundary=enum.KEEP)
class RegexFlag:
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128
    __str__ = object.__str__
    _numeric_repr_ = hex


class PatternError(Exception):
    """Raised for a pattern, or a replacement text, that is not valid.

    msg says why, pattern is the text, pos the place in it, lineno and colno that place by line and column; all but
    msg may be None.
    """

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            msg = f"{msg} at position {pos}"
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        super().__init__(msg)


error = PatternError

copyreg.pickle(Pattern, lambda pattern: (compile, (pattern.pattern, pattern.flags)))


class Scanner:
    """Cuts a text into tokens: lexicon is a list of pairs, a pattern and what to do with what it matches."""

    def __init__(self, lexicon, flags=0):
        if isinstance(flags, RegexFlag):
            flags = flags.value
        self.lexicon = lexicon
        self._rules = [(compile(phrase, flags), action) for phrase, action in lexicon]
        self.scanner = compile("|".join(f"(?:{phrase})" for phrase, _ in lexicon), flags)

    def scan(self, string):
        """The list of what the actions gave for the tokens, and the rest of the text that no pattern matches."""
        found = []
        start = 0
        while True:
            for rule, action in self._rules:
                token = rule.match(string, start)
                if token is not None:
                    break
            else:
                break
            end = token.end()
            if end == start:
                break
            if callable(action):
                self.match = token
                action = action(self, token.group())
            if action is not None:
                found.append(action)
            start = end
        return found, string[start:]
