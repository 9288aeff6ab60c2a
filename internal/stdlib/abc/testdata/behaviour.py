import abc
import collections.abc


class A(metaclass=abc.ABCMeta):
    @abc.abstractmethod
    def f(self): pass

    @property
    @abc.abstractmethod
    def g(self): pass


class B(A):
    def f(self): pass
    g = 3


assert A.__abstractmethods__ == {"f", "g"} and not B.__abstractmethods__ and isinstance(B(), A)
try:
    A()
except TypeError as e:
    assert str(e) == "Can't instantiate abstract class A without an implementation for abstract methods 'f', 'g'"
else:
    raise AssertionError


class C: pass


token = abc.get_cache_token()
assert not isinstance(C(), A) and A.register(C) is C and isinstance(C(), A) and issubclass(C, A) and abc.get_cache_token() != token


class S:
    def __getitem__(self, i): return "xy"[i]
    def __len__(self): return 2


collections.abc.Sequence.register(S)
match S():
    case [a, b]:
        assert a + b == "xy"
    case _:
        raise AssertionError


class M(collections.abc.Mapping):
    def __getitem__(self, key): return key * 2
    def __len__(self): return 1
    def __iter__(self): return iter("a")


match M():
    case {"a": a}:
        assert a == "aa"
    case _:
        raise AssertionError

asked = []


class Meta(abc.ABCMeta):
    def __subclasscheck__(cls, other):
        asked.append(other)
        return super().__subclasscheck__(other)


class X(metaclass=Meta): pass


assert not isinstance(3, X) and asked == [int]


class Hook(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "quack") or NotImplemented


class Duck:
    quack = 1


assert issubclass(Duck, Hook) and not issubclass(int, Hook)
for wrong, text in ((lambda: A.register(3), "Can only register classes"), (lambda: issubclass(3, A), "issubclass() arg 1 must be a class")):
    try:
        wrong()
    except TypeError as e:
        assert str(e) == text
    else:
        raise AssertionError
try:
    B.register(A)
except RuntimeError as e:
    assert str(e) == "Refusing to create an inheritance cycle"
