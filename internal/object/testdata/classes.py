# Classes that change while their instances live.
class A:
    def m(self):
        return "A"


class B:
    def m(self):
        return "B"


class C(A):
    pass


c = C()
assert c.m() == "A"
C.__bases__ = (B,)
assert c.m() == "B"
B.m = lambda self: "B2"
assert c.m() == "B2"
C.m = lambda self: "C"
assert c.m() == "C"
del C.m
assert c.m() == "B2"
del B.m
c.m()  ### AttributeError: 'C' object has no attribute 'm'
---
# Attributes found one way are found another way once the class says so.
class A:
    x = 1


def get(a):
    return a.x


a = A()
a.x = 2
assert [get(a) for _ in range(5)] == [2] * 5
A.x = property(lambda self: "property")
assert get(a) == "property"
del A.x
assert get(a) == 2
del a.x
A.__getattr__ = lambda self, name: name * 2
assert get(a) == "xx"
A.__getattribute__ = lambda self, name: name * 3
assert get(a) == "xxx"
del A.__getattribute__
assert get(a) == "xx"
---
# __class__ and __dict__ are assigned.
class A:
    def m(self):
        return "A"


class B:
    def m(self):
        return "B"


a = A()
a.x = 1
seen = []
for i in range(6):
    seen.append(a.m())
    a.__class__ = B if i % 2 == 0 else A
assert seen == ["A", "B"] * 3 and a.x == 1
d = a.__dict__
a.__dict__ = {"q": 1}
assert a.q == 1 and d == {"x": 1} and not hasattr(a, "x")
a.__dict__ = d
d.clear()
assert not hasattr(a, "x")
---
# A mro() of the script's own is checked.
def with_mro(result):
    class M(type):
        def mro(cls):
            return result(cls)

    class A(metaclass=M):
        pass

    return A


def error(result):
    try:
        with_mro(result)
    except TypeError as e:
        return str(e)


assert error(lambda cls: []) == "type MRO must not be empty"
assert error(lambda cls: [3]) == "mro() returned a non-class ('int')"
assert error(lambda cls: [cls, int, object]) == "mro() returned base with unsuitable layout ('int')"
assert len(with_mro(lambda cls: [cls, object]).__mro__) == 2
---
class S:
    __slots__ = ("a", "a")


s = S()
s.a = 1
assert s.a == 1
del s.a
s.a  ### AttributeError: 'S' object has no attribute 'a'
---
class A:
    pass


class B:
    __slots__ = ("x",)


A().__class__ = B  ### TypeError: __class__ assignment: 'B' object layout differs from 'A'
