# Generated methods, slots, frozen instances, inheritance, keyword-only fields, conversion.
from dataclasses import (KW_ONLY, FrozenInstanceError, InitVar, asdict, astuple, dataclass, field, fields, make_dataclass,
                         replace)


@dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False)


assert repr(Point(1)) == "Point(x=1, y=0, tags=[])" and Point(1, 2) < Point(1, 3) and Point(1) == Point(1, 0, [5])
assert Point.__doc__ == "Point(x: int, y: int = 0, tags: list = <factory>)" and Point.__match_args__ == ("x", "y", "tags")
assert asdict(Point(1, 2, [Point(3)])) == {"x": 1, "y": 2, "tags": [{"x": 3, "y": 0, "tags": []}]}
assert astuple(Point(1)) == (1, 0, []) and replace(Point(1), y=5) == Point(1, 5)
assert Point(1).tags is not Point(1).tags


@dataclass(frozen=True, slots=True)
class Fixed:
    a: int
    b: str = "b"

    def twice(self):
        return __class__ is type(self) and self.a * 2


one = Fixed(4)
assert hash(one) == hash(Fixed(4)) and one.twice() == 8 and not hasattr(one, "__dict__")
try:
    one.a = 5
except FrozenInstanceError as exc:
    assert str(exc) == "cannot assign to field 'a'"
else:
    assert False


@dataclass
class Base:
    a: int
    _: KW_ONLY
    k: int = 3
    seed: InitVar[int] = 1

    def __post_init__(self, seed):
        self.grown = self.a * seed


@dataclass
class Derived(Base):
    b: int = 2


assert repr(Derived(1, 5, k=9, seed=7)) == "Derived(a=1, k=9, b=5)" and Derived(2, seed=3).grown == 6
assert [one.name for one in fields(Derived)] == ["a", "k", "b"]
assert make_dataclass("Made", ["p", ("q", int, 4)])(1).q == 4
try:
    @dataclass
    class Bad:
        items: list = []
except ValueError as exc:
    assert str(exc) == "mutable default <class 'list'> for field items is not allowed: use default_factory"
else:
    assert False
