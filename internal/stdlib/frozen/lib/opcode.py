"""The instructions of Ouro's register machine, by number and by name.

They are not CPython's: the names of the lists are kept so that programs can import them, and those that make no sense for a
register machine are empty.
"""

from _opcode import opnames as _opnames

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst",
           "hasname", "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

cmp_op = ("<", "<=", "==", "!=", ">", ">=")
opname = _opnames()
opmap = {name: number for number, name in enumerate(opname) if name}

HAVE_ARGUMENT = 0
EXTENDED_ARG = -1
hasarg = list(range(len(opname)))
hasconst = [opmap["LOAD_CONST"], opmap["RETURN_CONST"]]
hasjump = hasjrel = [number for name, number in opmap.items() if "JUMP" in name or name.startswith("FOR_ITER")]
hasname = [opmap[n] for n in ("LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_NAME", "STORE_NAME", "DELETE_NAME", "LOAD_ATTR", "STORE_ATTR")]
hascompare, hasjabs, hasfree, haslocal, hasexc = [], [], [], [], []


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """Registers do not make a stack grow or shrink: 0 for every instruction."""
    if opcode not in range(len(opname)):
        raise ValueError("invalid opcode or oparg")
    return 0
