"""Listings of compiled code: https://docs.python.org/3.14/library/dis.html

The instructions are those of Ouro's register machine, with their operands written out; an instruction takes eight bytes of co_code.
"""

import collections
import io
import sys
import types

import _opcode
from opcode import *
from opcode import __all__ as _opcode_names

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code", "get_instructions",
           "Instruction", "Bytecode"] + _opcode_names

SIZE = 8

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR", 64: "NOFREE", 128: "COROUTINE",
    256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR", 0x4000000: "HAS_DOCSTRING", 0x8000000: "METHOD",
}

Positions = collections.namedtuple("Positions", "lineno end_lineno col_offset end_col_offset", defaults=[None] * 4)

_Fields = collections.namedtuple(
    "Instruction", "opname opcode arg argval argrepr offset start_offset starts_line line_number label positions",
    defaults=[None, None])


class Instruction(_Fields):
    """One instruction of a code object."""

    __slots__ = ()

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def baseopname(self):
        return self.opname

    @property
    def oparg(self):
        return self.arg

    @property
    def end_offset(self):
        return self.offset + SIZE

    @property
    def jump_target(self):
        return self.argval if self.opcode in hasjump else None

    @property
    def is_jump_target(self):
        return self.label is not None


def _code_of(x):
    """The code object that x stands for."""
    x = getattr(x, "__func__", x)
    for attr in ("__code__", "gi_code", "ag_code", "cr_code"):
        if (code := getattr(x, attr, None)) is not None:
            x = code
            break
    if isinstance(x, str):
        for mode in ("eval", "exec"):
            try:
                return compile(x, "<disassembly>", mode)
            except SyntaxError:
                if mode == "exec":
                    raise
    if hasattr(x, "co_code"):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """Iterate over the instructions of a function, method, code object or source text."""
    code = _code_of(x)
    shift = first_line - code.co_firstlineno if first_line is not None else 0
    rows = _opcode.instructions(code)
    places = list(code.co_positions())
    targets = sorted({target for _, _, target, _ in rows if target is not None})
    labels = {target: number for number, target in enumerate(targets, 1)}
    previous = None
    for index, (number, operands, target, line) in enumerate(rows):
        if line is not None:
            line += shift
        position = Positions(*places[index * SIZE // 2])
        argval = target * SIZE if target is not None else operands or None
        yield Instruction(opname[number], number, index, argval, operands, index * SIZE, index * SIZE,
                          line != previous, line, labels.get(index), position)
        previous = line


def findlinestarts(code):
    """Iterate over (offset, line) of the places where the line changes."""
    previous = False
    for start, _, line in code.co_lines():
        if line is not previous and line != previous:
            previous = line
            yield start, line


def findlabels(code):
    """The offsets that are targets of jumps. `code` is a code object, for bytes alone do not tell."""
    return [i.offset for i in get_instructions(code) if i.label is not None]


def disassemble(code, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Print the listing of one code object; lasti is marked."""
    instructions = list(get_instructions(code))
    width = len(str(max((i.line_number or 0 for i in instructions), default=0)))
    for i in instructions:
        if i.starts_line and i.offset:
            print(file=file)
        line = f"{i.line_number if i.line_number is not None else '--':>{width}}" if i.starts_line else " " * width
        label = f"L{i.label}:" if i.label is not None else ""
        mark = "-->" if i.offset == lasti else "   "
        offset = f"{i.offset:>5} " if show_offsets else ""
        place = ""
        if show_positions:
            p = i.positions
            place = f"{p.lineno}:{p.col_offset}-{p.end_lineno}:{p.end_col_offset}  "
        print(f"{line:>{max(width, 4)}}  {place}{mark}{label:>6} {offset}{i.opname:<24} {i.argrepr}".rstrip(), file=file)


disco = disassemble


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Print the listing of a class, function, code object or source text, and of the code inside; without x of the last traceback."""
    if x is None:
        distb(file=file)
        return
    options = dict(file=file, show_offsets=show_offsets, show_positions=show_positions)
    x = getattr(x, "__func__", x)
    if not hasattr(x, "co_code") and not isinstance(x, str) and not any(hasattr(x, a) for a in ("__code__", "gi_code", "ag_code", "cr_code")):
        if not hasattr(x, "__dict__"):
            raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, (types.FunctionType, types.MethodType, types.CodeType, type, classmethod, staticmethod)):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, depth=depth, **options)
                except TypeError as e:
                    print("Sorry:", e, file=file)
                print(file=file)
        return
    _listing(_code_of(x), depth, options)


def _listing(code, depth, options):
    disassemble(code, **options)
    if depth is None or depth > 0:
        for constant in code.co_consts:
            if hasattr(constant, "co_code"):
                print(file=options["file"])
                print(f"Disassembly of {constant!r}:", file=options["file"])
                _listing(constant, depth and depth - 1, options)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Print the listing of the innermost function of a traceback, the last one by default."""
    if tb is None:
        if (error := getattr(sys, "last_exc", None)) is None:
            raise RuntimeError("no last traceback to disassemble")
        tb = error.__traceback__
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_offsets=show_offsets, show_positions=show_positions)


def pretty_flags(flags):
    """The names of the flags of a code object."""
    names = []
    for bit in range(flags.bit_length()):
        if flags & 1 << bit:
            names.append(COMPILER_FLAG_NAMES.get(1 << bit, hex(1 << bit)))
    return ", ".join(names) or hex(flags)


def code_info(x):
    """Details of a code object as text."""
    code = _code_of(x)
    lines = [f"{label + ':':<19}{value}" for label, value in (
        ("Name", code.co_name), ("Filename", code.co_filename), ("Argument count", code.co_argcount),
        ("Positional-only arguments", code.co_posonlyargcount), ("Kw-only arguments", code.co_kwonlyargcount),
        ("Number of locals", code.co_nlocals), ("Stack size", code.co_stacksize), ("Flags", pretty_flags(code.co_flags)))]
    for title, values in (("Constants", map(repr, code.co_consts)), ("Names", code.co_names), ("Variable names", code.co_varnames),
                          ("Free variables", code.co_freevars), ("Cell variables", code.co_cellvars)):
        if values := list(values):
            lines.append(title + ":")
            lines += (f"{number:>4}: {value}" for number, value in enumerate(values))
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print code_info()."""
    print(code_info(co), file=file)


class Bytecode:
    """The instructions of a piece of code, to iterate over or to list."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False, show_offsets=False,
                 show_positions=False):
        self.codeobj = _code_of(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self._original_object = x
        self._options = dict(show_offsets=show_offsets, show_positions=show_positions)

    def __iter__(self):
        return get_instructions(self.codeobj, first_line=self.first_line)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        """Details of the code as text."""
        return code_info(self.codeobj)

    def dis(self):
        """The listing as text."""
        out = io.StringIO()
        disassemble(self.codeobj, -1 if self.current_offset is None else self.current_offset, file=out, **self._options)
        return out.getvalue()


def main(args=None):
    """List the code of a file, or of standard input."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m dis")
    parser.add_argument("-C", "--show-caches", action="store_true", help="accepted")
    parser.add_argument("-O", "--show-offsets", action="store_true", help="show offsets in bytes")
    parser.add_argument("-P", "--show-positions", action="store_true", help="show places in the source")
    parser.add_argument("-S", "--specialized", action="store_true", help="accepted")
    parser.add_argument("infile", nargs="?", default="-")
    options = parser.parse_args(args)
    if options.infile == "-":
        name, source = "<stdin>", sys.stdin.buffer.read()
    else:
        name = options.infile
        with open(name, "rb") as f:
            source = f.read()
    dis(compile(source, name, "exec"), show_offsets=options.show_offsets, show_positions=options.show_positions)


if __name__ == "__main__":
    main()
