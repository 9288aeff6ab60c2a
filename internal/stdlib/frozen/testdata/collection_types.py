# collections, collections.abc, copy and weakref.
import copy
import gc
import weakref
from collections import ChainMap, Counter, UserDict, namedtuple
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence, Set

Point = namedtuple("Point", "x y", defaults=[0])
assert Point(1) == (1, 0) and Point(1)._replace(y=4) == Point(1, 4) and repr(Point(1, 2)) == "Point(x=1, y=2)"
assert Point(3, 4)._asdict() == {"x": 3, "y": 4} and Point._make([5, 6]).y == 6
assert namedtuple("R", "def x x", rename=True)._fields == ("_0", "x", "_2")
count = Counter("abracadabra")
assert count.most_common(1) == [("a", 5)] and count["z"] == 0 and count - Counter("aaaaab") == Counter("brrcd")
chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
assert dict(chain) == {"a": 1, "b": 3} and chain.new_child({"c": 4})["c"] == 4


class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


assert Lower(A=1) | {"B": 2} == {"a": 1, "b": 2} and isinstance(Lower(), MutableMapping)


class Row(Sequence):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return range(3)[index]


assert list(reversed(Row())) == [2, 1, 0] and Row().index(1) == 1 and 2 in Row() and isinstance([], Sequence)
assert isinstance({}.keys(), Set) and isinstance(len, Callable) and not isinstance(3, Iterable)
try:
    Mapping()
except TypeError as exc:
    assert "abstract class Mapping" in str(exc)

nested = [1, [2]]
nested.append(nested)
deep = copy.deepcopy(nested)
assert deep[2] is deep and deep[1] == [2] and deep[1] is not nested[1] and copy.copy(nested)[1] is nested[1]
assert copy.replace(Point(1, 2), x=9) == Point(9, 2)


class Node:
    def method(self):
        return 5


node = Node()
values, keys, group = weakref.WeakValueDictionary(n=node), weakref.WeakKeyDictionary({node: 1}), weakref.WeakSet([node])
bound = weakref.WeakMethod(node.method)
done = []
weakref.finalize(node, done.append, "gone")
assert values["n"] is node and keys[node] == 1 and node in group and bound()() == 5
del node
for _ in range(3):
    gc.collect()
assert not values and not keys and not group and bound() is None and done == ["gone"]
