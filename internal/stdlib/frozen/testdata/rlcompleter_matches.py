# rlcompleter: keywords, names and attributes.
import rlcompleter


class Slots:
    __slots__ = ("kept", "never")

    @property
    def costly(self):
        raise AssertionError("looked at")


class Names:
    public = 1
    _private = 2

    def method(self):
        pass

    @staticmethod
    def static(x):
        pass


c = rlcompleter.Completer({"slots": Slots(), "names": Names(), "nothing": None, "assert": 1})
assert c.complete("", 0) == "\t" and c.complete("", 1) is None
assert c.global_matches("nam") == ["names"]
assert c.global_matches("els") == ["else"] and c.global_matches("try") == ["try:"] and c.global_matches("assert") == ["assert "]
assert c.global_matches("isins") == ["isinstance("] and "print(" in c.global_matches("pri")
assert c.attr_matches("slots.") == ["slots.costly", "slots.kept", "slots.never"]
assert c.attr_matches("names.") == ["names.method()", "names.public", "names.static("]
assert c.attr_matches("names._p") == ["names._private"] == c.attr_matches("names._")
assert "names.__class__(" in [m.removesuffix(")") for m in c.attr_matches("names.__c")]
assert c.attr_matches("missing.x") == c.attr_matches("1 + 2.x") == []
assert [c.complete("slots.k", i) for i in range(2)] == ["slots.kept", None]
---
import rlcompleter
rlcompleter.Completer([])  ### TypeError: namespace must be a dictionary
