# Nothing is being handled while __getattr__ runs, whatever made it run.
import sys


class Missing:
    def __getattr__(self, name):
        assert sys.exception() is None
        raise KeyError(name)


class Inner:
    @property
    def y(self):
        raise AttributeError("inner")

    __getattr__ = Missing.__getattr__


class Own:
    def __getattribute__(self, name):
        raise AttributeError(name)

    __getattr__ = Missing.__getattr__


for cls in Missing, Inner, Own:
    try:
        cls().y
    except KeyError as e:
        assert e.args == ("y",) and e.__context__ is None, cls

# Copies of dicts with and without holes are dicts of their own.
for n in 0, 3, 8, 9, 100:
    d = {i: str(i) for i in range(n)}
    for holes in range(2):
        c, e = dict(d), d.copy()
        assert list(c.items()) == list(d.items()) == list(e.items())
        c["new"] = e["newer"] = 1
        assert "new" not in d and "new" not in e and c["new"] == 1 and all(c[k] == d[k] for k in d)
        for k in list(d)[::3]:
            del d[k]
