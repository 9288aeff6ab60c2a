import typing
from typing import Generic, NoDefault, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple

T = TypeVar("T", bound=int)
U = TypeVar("U", covariant=True)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")
assert repr([T, U, P, Ts, P.args]) == "[~T, +U, ~P, Ts, P.args]" and T.__module__ == __name__
assert T.__bound__ is int and T.__constraints__ == () and T.__default__ is NoDefault and not T.has_default()
assert T.evaluate_bound(4) == "int" and repr(T.evaluate_bound) == "<constevaluator <class 'int'>>" and U.evaluate_bound is None
assert TypeVar("V", int, str).evaluate_constraints(4) == "(int, str)" and P.args.__origin__ is P and P.args != P.kwargs
assert list(Ts) == [typing.Unpack[Ts]] and repr(T | None) == "~T | None"


def f[A: later, *B = *tuple[int, str], **C = [int]](): return A, B, C


a, b, c = f()
try:
    a.__bound__
except NameError as e:
    assert str(e) == "name 'later' is not defined"
else:
    raise AssertionError
later = float
assert a.__bound__ is float and a.__infer_variance__ and b.has_default() and c.__default__ == [int] and f.__type_params__ == (a, b, c)


class D[K, V = str](dict): pass


assert D.__parameters__ == D.__type_params__ and D[int, str].__args__ == (int, str) and D.__orig_bases__[1].__origin__ is Generic

type L[X] = list[X]
type M = M | None
assert L.__value__ == list[L.__type_params__[0]] and L[int].__args__ == (int,) and repr(M.__value__) == "M | None"
assert TypeAliasType("N", list[T], type_params=(T,)).__parameters__ == (T,)


def raises(kind, text, f, *args, **kw):
    try:
        f(*args, **kw)
    except kind as e:
        assert str(e) == text, str(e)
    else:
        raise AssertionError(text)


raises(TypeError, "A single constraint is not allowed", TypeVar, "T", int)
raises(TypeError, "Constraints cannot be combined with bound=...", TypeVar, "T", int, str, bound=int)
raises(ValueError, "Bivariant types are not supported.", TypeVar, "T", covariant=True, contravariant=True)
raises(TypeError, "Only generic type aliases are subscriptable", lambda: M[int])
raises(TypeError, "Cannot subclass an instance of TypeVar", lambda: type("X", (), {}) and eval("__build_class__")(lambda: None, "X", T))
raises(TypeError, "Too few arguments for dict[~T, +U]; actual 1, expected at least 2", lambda: dict[T, U][int])
raises(TypeError, "non-default type parameter '~T' follows default type parameter", TypeAliasType, "N", int,
       type_params=(TypeVar("Z", default=int), T))
