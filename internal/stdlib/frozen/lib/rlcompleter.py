"""Completion of names and attributes, as a prompt wants it."""

import __main__
import builtins
import inspect
import keyword
import re

__all__ = ("Completer",)

_readline_available = False

# What follows a keyword, if not a space.
_MARKS = {"finally": ":", "try": ":", **dict.fromkeys(("else", "False", "None", "True", "break", "continue", "pass", "_"), "")}


class Completer:
    """complete(text, state) gives the matches one by one: keywords, builtins and names of the namespace, which is that of __main__
    unless one is given; behind a dot, attributes."""

    def __init__(self, namespace=None):
        if namespace is not None and not isinstance(namespace, dict):
            raise TypeError("namespace must be a dictionary")
        self.use_main_ns = namespace is None
        if namespace is not None:
            self.namespace = namespace
        self.matches = []

    def complete(self, text, state):
        """The match with the number state, None behind the last."""
        if self.use_main_ns:
            self.namespace = __main__.__dict__
        if not text.strip():
            return "\t" if state == 0 else None
        if state == 0:
            self.matches = self.attr_matches(text) if "." in text else self.global_matches(text)
        return self.matches[state] if state < len(self.matches) else None

    def _callable_postfix(self, value, word):
        if not callable(value):
            return word
        word += "("
        try:
            if not inspect.signature(value).parameters:
                word += ")"
        except ValueError:
            pass
        return word

    def global_matches(self, text):
        """Keywords and names that begin with the text."""
        matches = []
        for word in keyword.kwlist + keyword.softkwlist:
            if word.startswith(text):
                matches.append(word + _MARKS.get(word, " "))
        names = {**vars(builtins), **self.namespace}
        seen = {"__builtins__", *(word.rstrip(" :") for word in matches)}
        for word, value in [*self.namespace.items(), *vars(builtins).items()]:
            if word.startswith(text) and word not in seen:
                seen.add(word)
                matches.append(self._callable_postfix(names[word], word))
        return matches

    def attr_matches(self, text):
        """What the attribute at the end of a chain of names may be. Looking at it may run code of the objects."""
        match = re.match(r"(\w+(?:\.\w+)*)\.(\w*)", text)
        if match is None:
            return []
        path, begin = match.groups()
        try:
            value = eval(path, self.namespace)
        except Exception:
            return []
        words = set(dir(value)) - {"__builtins__"}
        if hasattr(value, "__class__"):
            words.add("__class__")
            words |= set(get_class_members(value.__class__))
        hidden = "_" if begin == "" else "__" if begin == "_" else None
        while True:
            matches = []
            for word in sorted(words):
                if not word.startswith(begin) or hidden is not None and word.startswith(hidden):
                    continue
                full = f"{path}.{word}"
                if _is_computed(value, word):
                    matches.append(full)
                    continue
                try:
                    attribute = getattr(value, word, None)
                except Exception:
                    attribute = None
                matches.append(full if attribute is None else self._callable_postfix(attribute, full))
            if matches or hidden is None:
                return matches
            hidden = "__" if hidden == "_" else None  # nothing but private names: show them


def _is_computed(value, name):
    """Whether an attribute is a property or the like, whose value may be costly, or an error."""
    found = inspect.getattr_static(type(value), name, None)
    if isinstance(found, (classmethod, staticmethod)) or callable(found):
        return False
    return hasattr(type(found), "__get__") and name != "__class__"


def get_class_members(cls):
    """The names of a class and its bases."""
    names = dir(cls)
    for base in getattr(cls, "__bases__", ()):
        names += get_class_members(base)
    return names
