import sys
import pkg, pkg.sub.deep
assert pkg.__path__ == [pkg.__file__.removesuffix("/__init__.py")] and pkg.__package__ == "pkg"
assert pkg.sub.deep.top is pkg and pkg.sub.deep.sibling.value == 7
assert pkg.__spec__.name == "pkg" and pkg.__spec__.parent == "pkg" and pkg.sub.deep.__spec__.parent == "pkg.sub"
assert not pkg.__spec__._initializing and pkg.__spec__.has_location and pkg.__spec__.origin == pkg.__file__
assert pkg.computed == "computed: computed"
from pkg import *
assert sibling.value == 7 and "hidden" not in globals()
import pkg.sub.deep as d
assert d is sys.modules["pkg.sub.deep"]
---
import space.part
assert space.part.x == 1 and space.__spec__.origin is None and list(space.__path__)
assert "(namespace)" in repr(space)
---
import nosuch.thing ### ModuleNotFoundError: ^No module named 'nosuch'$
---
import pkg.nosuch ### ModuleNotFoundError: ^No module named 'pkg.nosuch'$
---
import sys.path ### ModuleNotFoundError: ^No module named 'sys.path'; 'sys' is not a package$
---
from pkg import nosuch ### ImportError: ^cannot import name 'nosuch' from 'pkg' \(.*__init__.py\)$
---
from . import anything ### ImportError: ^attempted relative import with no known parent package$
---
exec("from ... import x", {"__package__": "a.b"}) ### ImportError: ^attempted relative import beyond top-level package$
---
import sys
sys.modules["gone"] = None
import gone ### ModuleNotFoundError: ^import of gone halted; None in sys.modules$
---
import sys
try:
    import failing
except ZeroDivisionError:
    pass
assert "failing" not in sys.modules
---
import circle_a ### AttributeError: ^partially initialized module 'circle_a' .* has no attribute 'later' \(most likely due to a circular import\)$
---
import sys
class Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        if name == "virtual":
            import importlib.util
            return importlib.util.spec_from_loader(name, Loader)
class Loader:
    @staticmethod
    def create_module(spec): return None
    @staticmethod
    def exec_module(module): module.answer = 42
sys.meta_path.insert(0, Finder)
import virtual
assert virtual.answer == 42 and virtual.__loader__ is Loader
---
import importlib, pkg
assert importlib.import_module(".sub.deep", "pkg") is pkg.sub.deep
pkg.marker = 1
assert importlib.reload(pkg) is pkg and pkg.marker == 1
---
import sys
sys.modules["pkg"] = "replaced"
import pkg
assert pkg == "replaced"
