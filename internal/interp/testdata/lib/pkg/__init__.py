from . import sibling
from .sub import deep
__all__ = ["sibling"]
hidden = 1
def __getattr__(name):
    if name == "computed": return f"computed: {name}"
    raise AttributeError(name)
