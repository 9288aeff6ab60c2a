# Methods that scripts define may change the very object that is being worked on.
class Clears:
    """Empties a sequence while it is used as an index of it, or compared."""

    def __init__(self, target, value=2):
        self.target, self.value = target, value

    def __index__(self):
        self.target.clear()
        return self.value

    def __eq__(self, other):
        self.target.clear()
        return True

    __hash__ = None


def fresh(make):
    x = make([1, 2, 3])
    return x, Clears(x)


for make in (list, bytearray):
    x, i = fresh(make)
    assert x[i:] == make([])
    x, i = fresh(make)
    assert x[:i] == make([])
    x, i = fresh(make)
    del x[i:]
    assert x == make([])
    x, i = fresh(make)
    x[i:] = make([7])
    assert x == make([7])
    for use in (lambda x, i: x[i], lambda x, i: x.__setitem__(i, 1), lambda x, i: x.__delitem__(i), lambda x, i: x.pop(i)):
        x, i = fresh(make)
        try:
            use(x, i)
            assert False
        except IndexError:
            pass
    x, i = fresh(make)
    x.insert(i, 9)
    assert x == make([9])
l = []
l += [Clears(l)]
l.remove(1)
assert l == []
---
l = list(range(10))
l.sort(key=lambda x: l.append(x) or x)  ### ValueError: list modified during sort
---
# An error in the middle of a sort loses nothing.
class K:
    n = 0

    def __lt__(self, other):
        K.n += 1
        if K.n == 20:
            raise KeyError
        return id(self) < id(other)


l = [K() for _ in range(100)]
ids = set(map(id, l))
try:
    l.sort()
    assert False
except KeyError:
    pass
assert set(map(id, l)) == ids
---
# Dicts whose keys change the dict when compared.
class Grows:
    def __eq__(self, other):
        for i in range(100):
            d[i + 1000] = i
        return False

    def __hash__(self):
        return 1


class Empties(Grows):
    def __eq__(self, other):
        d.clear()
        return False

    __hash__ = Grows.__hash__


d = {Grows(): 1}
d[Grows()] = 2
assert len(d) == 102
d = {Empties(): 1}
for i in range(20):
    d[Empties()] = i
assert len(d) == 1
---
for k in (d := {1: 1, 2: 2}):  ### RuntimeError: dictionary changed size during iteration
    d[k + 10] = 1
---
for k in (s := {1, 2}):  ### RuntimeError: Set changed size during iteration
    s.add(k + 10)
---
# Exhausted iterators stay exhausted.
a = [1, 2, 3]
it = iter(a)
a.clear()
assert list(it) == []
a.extend([1, 2, 3])
assert list(it) == []
