# Members, aliases, lookups, flags and their texts.
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique, KEEP
import pickle


class Color(Enum):
    RED = 1
    GREEN = auto()
    CRIMSON = 1

    @property
    def shout(self):
        return self.name + "!"


assert list(Color) == [Color.RED, Color.GREEN]
assert Color(2) is Color["GREEN"] is Color.GREEN
assert Color.CRIMSON is Color.RED and Color.RED.shout == "RED!"
assert repr(Color.RED) == "<Color.RED: 1>" and str(Color.RED) == f"{Color.RED}" == "Color.RED"
assert 1 in Color and 5 not in Color and Color.RED in Color
assert pickle.loads(pickle.dumps(Color.GREEN)) is Color.GREEN
for bad, kind, text in ((lambda: Color(7), ValueError, "7 is not a valid Color"),
                        (lambda: setattr(Color, "RED", 3), AttributeError, "cannot reassign member 'RED'"),
                        (lambda: unique(Color), ValueError, "duplicate values found in <enum 'Color'>: CRIMSON -> RED")):
    try:
        bad()
    except kind as exc:
        assert str(exc) == text, exc
    else:
        assert False


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Word(StrEnum):
    HELLO = auto()


assert Level.LOW < 2 and f"{Level.HIGH}" == "2" and repr(Level.HIGH) == "<Level.HIGH: 2>"
assert Word.HELLO == "hello" and str(Word.HELLO) == "hello"


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


assert list(Perm) == [Perm.R, Perm.W, Perm.X] and list(Perm.RW) == [Perm.R, Perm.W]
assert repr(Perm.R | Perm.X) == "<Perm.R|X: 5>" and ~Perm.R == Perm.W | Perm.X and not Perm(0)
assert Perm.R in Perm.RW and Perm.X not in Perm.RW and len(Perm.RW) == 2
try:
    Perm(8)
except ValueError as exc:
    assert str(exc) == "<flag 'Perm'> invalid value 8\n    given 0b0 1000\n  allowed 0b0 0111", exc
assert repr(IntFlag("Bits", "A B", boundary=KEEP)(9)) == "<Bits.A|8: 9>"


class Planet(Enum):
    EARTH = (5.97, 6.37)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @classmethod
    def _missing_(cls, value):
        return cls.EARTH if value == "home" else None


assert Planet.EARTH.mass == 5.97 and Planet("home") is Planet.EARTH
