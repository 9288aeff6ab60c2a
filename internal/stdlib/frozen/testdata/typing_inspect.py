# Hints, their evaluation, and signatures.
import annotationlib
import inspect
from typing import (Annotated, Any, Callable, Generic, List, Literal, NamedTuple, NewType, Optional, ParamSpec, Protocol,
                    TypedDict, TypeVar, get_args, get_origin, get_type_hints, runtime_checkable)

T = TypeVar("T")
P = ParamSpec("P")


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


assert repr(List[int]) == "typing.List[int]" and Optional[int] == int | None and get_origin(List[T]) is list
assert get_args(Callable[[int], str]) == ([int], str) and repr(Callable[P, T][[int], str]) == "typing.Callable[[int], str]"
assert Box[int](3).__orig_class__ == Box[int] and Box.__parameters__ == (T,) and repr(Literal[1, "a"]) == "typing.Literal[1, 'a']"
assert NewType("UserId", int)(5) == 5


def f(a: "int", b: Annotated[str, "note"] = "x", *args: Any, flag: bool = False, **rest: float) -> None:
    """Line one.

        Indented.
    Not indented.
    """


assert get_type_hints(f) == {"a": int, "b": str, "args": Any, "flag": bool, "rest": float, "return": type(None)}
assert get_type_hints(f, include_extras=True)["b"] == Annotated[str, "note"]
assert str(inspect.signature(f)) == ("(a: 'int', b: Annotated[str, 'note'] = 'x', *args: Any, flag: bool = False, "
                                     "**rest: float) -> None")
bound = inspect.signature(f).bind(1, flag=True, z=2.0)
bound.apply_defaults()
assert bound.arguments == {"a": 1, "b": "x", "args": (), "flag": True, "rest": {"z": 2.0}}
assert inspect.getdoc(f) == "Line one.\n\n    Indented.\nNot indented."
assert [name for name, _ in inspect.getmembers(Box(1)) if name == "item"] == ["item"]
try:
    inspect.signature(f).bind()
except TypeError as exc:
    assert str(exc) == "missing a required argument: 'a'"


class Employee(NamedTuple):
    name: str
    id: int = 3


class Movie(TypedDict, total=False):
    title: str


assert Employee("x") == ("x", 3) and Employee.__annotations__ == {"name": str, "id": int}
assert Movie(title="m") == {"title": "m"} and Movie.__optional_keys__ == {"title"}


@runtime_checkable
class Closes(Protocol):
    def close(self): ...


class Door:
    def close(self): ...


assert isinstance(Door(), Closes) and not isinstance(3, Closes)


def later(x: Missing[int] | None): ...


hints = annotationlib.get_annotations(later, format=annotationlib.Format.FORWARDREF)
assert isinstance(hints["x"], annotationlib.ForwardRef) and "'Missing[int] | None'" in repr(hints["x"])
assert annotationlib.get_annotations(later, format=annotationlib.Format.STRING) == {"x": "Missing[int] | None"}
Missing = list
assert hints["x"].evaluate() == list[int] | None


async def coro(): ...


assert inspect.iscoroutinefunction(coro) and not inspect.iscoroutinefunction(f)
pending = coro()
assert inspect.isawaitable(pending) and inspect.getcoroutinestate(pending) == inspect.CORO_CREATED
pending.close()
