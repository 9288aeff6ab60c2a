# A class that nobody has any more goes, though its base knows its subclasses.
import gc
import weakref


class Base:
    pass


def make(base):
    class Local(base):
        def f(self):
            return 1

    assert Local().f() == 1 and base.__subclasses__()[-1] is Local
    return weakref.ref(Local)


for base in object, Base, Exception:
    before = len(base.__subclasses__())
    gone = [make(base) for _ in range(50)]
    for _ in range(5):
        gc.collect()
    assert sum(r() is None for r in gone) >= 48, base
    assert len(base.__subclasses__()) <= before + 2, base


class Kept(Base):
    pass


gc.collect()
assert Base.__subclasses__()[-1] is Kept
Base.g = lambda self: 2
assert Kept().g() == 2
