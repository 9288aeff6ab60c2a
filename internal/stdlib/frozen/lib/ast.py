"""Abstract syntax trees: the classes of their nodes, and what is done with trees.

Trees are made by compile() with the flag PyCF_ONLY_AST, which fills instances of these classes natively; compile() takes
them back.
"""

import sys

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8400

_PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")


class AST:
    """The base of all nodes."""

    _fields = ()
    _attributes = ()
    _field_types = {}
    __match_args__ = ()

    def __init__(self, /, *args, **kwargs):
        cls = type(self)
        fields = self._fields
        if len(args) > len(fields):
            raise TypeError(f"{cls.__name__} constructor takes at most {len(fields)} positional "
                            f"argument{'' if len(fields) == 1 else 's'}")
        given = set()
        for name, value in zip(fields, args):
            setattr(self, name, value)
            given.add(name)
        for name, value in kwargs.items():
            if name in given:
                raise TypeError(f"{cls.__name__} got multiple values for argument {name!r}")
            if name in fields:
                given.add(name)
            elif name not in self._attributes:
                _deprecate(f"{cls.__name__}.__init__ got an unexpected keyword argument {name!r}. "
                           "Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.")
            setattr(self, name, value)
        if len(given) == len(fields):
            return
        types = cls._field_types
        for name in fields:
            if name in given:
                continue
            kind = types.get(name)
            if kind is None:
                if types is not AST._field_types:
                    _deprecate(f"Field {name!r} is missing from {cls.__name__}._field_types. "
                               "This will become an error in Python 3.15.")
            elif _is_list(kind):
                setattr(self, name, [])
            elif kind is expr_context:
                setattr(self, name, Load())
            elif isinstance(kind, type):
                _deprecate(f"{cls.__name__}.__init__ missing 1 required positional argument: {name!r}. "
                           "This will become an error in Python 3.15.")

    def __repr__(self):
        return _show(self, 3)

    def __reduce__(self):
        return _new_node, (type(self),), self.__dict__

    def __replace__(self, /, **changes):
        cls = type(self)
        for name in changes:
            if name not in self._fields and name not in self._attributes and name not in self.__dict__:
                raise TypeError(f"{cls.__name__}.__replace__ got an unexpected keyword argument {name!r}.")
        made = _new_node(cls)
        made.__dict__.update(self.__dict__)
        made.__dict__.update(changes)
        return made


AST.__module__ = "ast"


def _new_node(cls):
    return cls.__new__(cls)


def _deprecate(text):
    import warnings
    warnings.warn(text, DeprecationWarning, stacklevel=3)


def _is_list(kind):
    return getattr(kind, "__origin__", None) is list


def _show(value, depth):
    if isinstance(value, AST):
        name = type(value).__name__
        if depth <= 0:
            return f"{name}(...)"
        parts = []
        for field in value._fields:
            parts.append(f"{field}={_show(getattr(value, field), depth - 1)}")
        return f"{name}({', '.join(parts)})"
    if isinstance(value, (list, tuple)):
        shown = [_show(item, depth) for item in (value if len(value) <= 2 else (value[0], value[-1]))]
        if len(value) > 2:
            shown.insert(1, "...")
        return f"[{', '.join(shown)}]" if isinstance(value, list) else f"({', '.join(shown)})"
    return repr(value)


# The grammar of trees. A line is a category, or one node alone: "name(type field, ...)"; ? marks what may be None, * a list.
_GRAMMAR = """
mod = Module(stmt* body, type_ignore* type_ignores) | Interactive(stmt* body) | Expression(expr body) | FunctionType(expr* argtypes, expr returns)
stmt@ = FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
 | AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
 | ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params) | Return(expr? value)
 | Delete(expr* targets) | Assign(expr* targets, expr value, string? type_comment) | TypeAlias(expr name, type_param* type_params, expr value)
 | AugAssign(expr target, operator op, expr value) | AnnAssign(expr target, expr annotation, expr? value, int simple)
 | For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment) | AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
 | While(expr test, stmt* body, stmt* orelse) | If(expr test, stmt* body, stmt* orelse) | With(withitem* items, stmt* body, string? type_comment)
 | AsyncWith(withitem* items, stmt* body, string? type_comment) | Match(expr subject, match_case* cases) | Raise(expr? exc, expr? cause)
 | Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody) | TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
 | Assert(expr test, expr? msg) | Import(alias* names) | ImportFrom(identifier? module, alias* names, int? level) | Global(identifier* names)
 | Nonlocal(identifier* names) | Expr(expr value) | Pass | Break | Continue
expr@ = BoolOp(boolop op, expr* values) | NamedExpr(expr target, expr value) | BinOp(expr left, operator op, expr right) | UnaryOp(unaryop op, expr operand)
 | Lambda(arguments args, expr body) | IfExp(expr test, expr body, expr orelse) | Dict(expr* keys, expr* values) | Set(expr* elts)
 | ListComp(expr elt, comprehension* generators) | SetComp(expr elt, comprehension* generators) | DictComp(expr key, expr value, comprehension* generators)
 | GeneratorExp(expr elt, comprehension* generators) | Await(expr value) | Yield(expr? value) | YieldFrom(expr value)
 | Compare(expr left, cmpop* ops, expr* comparators) | Call(expr func, expr* args, keyword* keywords)
 | FormattedValue(expr value, int conversion, expr? format_spec) | Interpolation(expr value, constant str, int conversion, expr? format_spec)
 | JoinedStr(expr* values) | TemplateStr(expr* values) | Constant(constant value, string? kind) | Attribute(expr value, identifier attr, expr_context ctx)
 | Subscript(expr value, expr slice, expr_context ctx) | Starred(expr value, expr_context ctx) | Name(identifier id, expr_context ctx)
 | List(expr* elts, expr_context ctx) | Tuple(expr* elts, expr_context ctx) | Slice(expr? lower, expr? upper, expr? step)
expr_context = Load | Store | Del
boolop = And | Or
operator = Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv
unaryop = Invert | Not | UAdd | USub
cmpop = Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn
comprehension(expr target, expr iter, expr* ifs, int is_async)
excepthandler@ = ExceptHandler(expr? type, identifier? name, stmt* body)
arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults)
arg@(identifier arg, expr? annotation, string? type_comment)
keyword@(identifier? arg, expr value)
alias@(identifier name, identifier? asname)
withitem(expr context_expr, expr? optional_vars)
match_case(pattern pattern, expr? guard, stmt* body)
pattern@ = MatchValue(expr value) | MatchSingleton(constant value) | MatchSequence(pattern* patterns) | MatchMapping(expr* keys, pattern* patterns, identifier? rest)
 | MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns) | MatchStar(identifier? name)
 | MatchAs(pattern? pattern, identifier? name) | MatchOr(pattern* patterns)
type_ignore = TypeIgnore(int lineno, string tag)
type_param@ = TypeVar(identifier name, expr? bound, expr? default_value) | ParamSpec(identifier name, expr? default_value)
 | TypeVarTuple(identifier name, expr? default_value)
"""


def _make_classes():
    made = globals()
    pending = []

    def make(base, text, placed):
        name, _, fields = text.strip().partition("(")
        fields = [field.split() for field in fields.rstrip(")").split(",")] if fields else []
        names = tuple(name for _, name in fields)
        ns = {"_fields": names, "__match_args__": names, "__module__": "ast", "__doc__": text.strip(), "_field_types": {}}
        if placed:
            ns["_attributes"] = _PLACE
            ns["end_lineno"] = ns["end_col_offset"] = None
        for kind, field in fields:
            if kind.endswith("?"):
                ns[field] = None
        cls = made[name] = type(name, (base,), ns)
        if fields:
            pending.append((cls, fields))
        return cls

    for line in _GRAMMAR.strip().replace("\n |", " |").split("\n"):
        left, equals, right = line.partition(" = ")
        placed = "@" in left
        base = make(AST, left.replace("@", ""), placed)
        if equals:
            base.__doc__ = f"{base.__name__} = {right}"
            for text in right.split(" | "):
                make(base, text, False)
    basic = {"identifier": str, "string": str, "int": int, "constant": object}
    for cls, fields in pending:
        for kind, field in fields:
            one = kind.rstrip("*?")
            one = basic.get(one) or made[one]
            cls._field_types[field] = list[one] if kind[-1] == "*" else one | None if kind[-1] == "?" else one
        cls.__annotations__ = cls._field_types


_make_classes()
del _make_classes


class slice(AST):
    """Deprecated."""


class Index(slice):
    """Deprecated: a plain index stands for itself."""

    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    """Deprecated: use Tuple."""

    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


class Suite(mod):
    """Deprecated."""


class AugLoad(expr_context):
    """Deprecated."""


class AugStore(expr_context):
    """Deprecated."""


class Param(expr_context):
    """Deprecated."""


def parse(source, filename="<unknown>", mode="exec", *, type_comments=False, feature_version=None, optimize=-1):
    """The tree of a source text."""
    flags = PyCF_ONLY_AST
    if optimize > 0:
        flags |= PyCF_OPTIMIZED_AST
    if type_comments:
        flags |= PyCF_TYPE_COMMENTS
    if isinstance(feature_version, tuple):
        major, minor = feature_version
        if major != 3:
            raise ValueError(f"Unsupported major version: {major}")
    return compile(source, filename, mode, flags, optimize=optimize)


def literal_eval(node_or_string):
    """The value of an expression made of literals, tuples, lists, dicts, sets and signs."""
    node = node_or_string
    if isinstance(node, str):
        node = parse(node.lstrip(" \t"), mode="eval")
    if isinstance(node, Expression):
        node = node.body
    return _literal(node)


def _malformed(node):
    text = "malformed node or string"
    if line := getattr(node, "lineno", None):
        text += f" on line {line}"
    return ValueError(f"{text}: {node!r}")


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        raise _malformed(node)
    return node.value


def _signed(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        value = _number(node.operand)
        return +value if isinstance(node.op, UAdd) else -value
    return _number(node)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if isinstance(node, Call) and isinstance(node.func, Name) and node.func.id == "set" and not node.args and not node.keywords:
        return set()
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            raise _malformed(node)
        return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
    if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        left, right = _signed(node.left), _number(node.right)
        if isinstance(left, (int, float)) and isinstance(right, complex):
            return left + right if isinstance(node.op, Add) else left - right
    return _signed(node)


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False):
    """A tree as the text of the calls that would make it."""
    if not isinstance(node, AST):
        raise TypeError(f"expected AST, got {node.__class__.__name__!r}")
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent

    def text_of(value, level):
        """(text, whether it is short enough to stand in a line with others)"""
        level += 1
        if indent is None:
            lead, between = "", ", "
        else:
            lead, between = "\n" + indent * level, ",\n" + indent * level
        if isinstance(value, AST):
            cls = type(value)
            parts, held, simple, keywords = [], [], True, annotate_fields
            for name in value._fields:
                try:
                    item = getattr(value, name)
                except AttributeError:
                    keywords = True
                    continue
                if item is None and getattr(cls, name, ...) is None:
                    keywords = True
                    continue
                if not show_empty and isinstance(item, list) and not item and _is_list(cls._field_types.get(name)):
                    if not keywords:
                        held.append("[]")
                    continue
                if not keywords:
                    # Empty lists stand only where something follows.
                    parts.extend(held)
                    held.clear()
                text, plain = text_of(item, level)
                simple = simple and plain
                parts.append(f"{name}={text}" if keywords else text)
            if include_attributes:
                for name in value._attributes:
                    try:
                        item = getattr(value, name)
                    except AttributeError:
                        continue
                    if item is None and getattr(cls, name, ...) is None:
                        continue
                    text, plain = text_of(item, level)
                    simple = simple and plain
                    parts.append(f"{name}={text}")
            if simple and len(parts) <= 3:
                return f"{cls.__name__}({', '.join(parts)})", not parts
            return f"{cls.__name__}({lead}{between.join(parts)})", False
        if isinstance(value, list):
            if not value:
                return "[]", True
            return f"[{lead}{between.join([text_of(item, level)[0] for item in value])}]", False
        return repr(value), True

    return text_of(node, 0)[0]


def copy_location(new_node, old_node):
    """Give a node the place of another."""
    for name in _PLACE:
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            if value is not None or hasattr(old_node, name) and name.startswith("end_"):
                setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Give the nodes of a tree that have no place that of their parents."""
    def fix(node, place):
        here = []
        for name, default in zip(_PLACE, place):
            if name in node._attributes:
                value = getattr(node, name, None)
                if value is None and (name.startswith("end_") or not hasattr(node, name)):
                    setattr(node, name, default)
                else:
                    default = value
            here.append(default)
        for child in iter_child_nodes(node):
            fix(child, here)

    fix(node, (1, 0, 1, 0))
    return node


def increment_lineno(node, n=1):
    """Move a tree by n lines."""
    for child in walk(node):
        if isinstance(child, TypeIgnore):
            child.lineno = getattr(child, "lineno", 0) + n
            continue
        if "lineno" in child._attributes:
            child.lineno = getattr(child, "lineno", 0) + n
        if "end_lineno" in child._attributes and (end := getattr(child, "end_lineno", 0)) is not None:
            child.end_lineno = end + n
    return node


def iter_fields(node):
    """Pairs of name and value of the fields that are present."""
    for name in node._fields:
        try:
            yield name, getattr(node, name)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """The nodes right below a node."""
    for _, value in iter_fields(node):
        if isinstance(value, AST):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, AST):
                    yield item


def walk(node):
    """All nodes of a tree, level by level."""
    waiting = [node]
    for node in waiting:
        waiting.extend(iter_child_nodes(node))
        yield node


def get_docstring(node, clean=True):
    """The docstring of a module, class or function, or None."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f"{node.__class__.__name__!r} can't have docstrings")
    if not (node.body and isinstance(node.body[0], Expr)):
        return None
    node = node.body[0].value
    if not (isinstance(node, Constant) and isinstance(node.value, str)):
        return None
    if clean:
        import inspect
        return inspect.cleandoc(node.value)
    return node.value


def _lines(source):
    """Lines as the parser counts them, with their ends; a form feed ends none."""
    at = 0
    while at < len(source):
        ends = [end for mark in ("\n", "\r") if (end := source.find(mark, at)) >= 0]
        end = min(ends, default=len(source) - 1)
        if source[end:end + 2] == "\r\n":
            end += 1
        yield source[at:end + 1]
        at = end + 1


def get_source_segment(source, node, *, padded=False):
    """The text of a source that a node stands for, or None."""
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        first, last = node.lineno - 1, node.end_lineno - 1
        begin, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    lines = [line.encode() for line in _lines(source)][first:last + 1]
    lines[-1] = lines[-1][:end]
    start, lines[0] = lines[0][:begin], lines[0][begin:]
    text = b"".join(lines).decode()
    if padded and last > first:
        text = "".join([c if c in "\f\t" else " " for c in start.decode()]) + text
    return text


def compare(a, b, /, *, compare_attributes=False):
    """Whether two trees are the same."""
    def same(x, y):
        if type(x) is not type(y):
            return False
        if isinstance(x, AST):
            names = x._fields + (x._attributes if compare_attributes else ())
            return x._fields == y._fields and all(same(getattr(x, n, ...), getattr(y, n, ...)) for n in names)
        if isinstance(x, list):
            return len(x) == len(y) and all(map(same, x, y))
        return x == y

    return same(a, b)


class NodeVisitor:
    """Calls visit_<class> for the nodes of a tree; those without such a method are passed through."""

    def visit(self, node):
        """Visit a node."""
        return getattr(self, "visit_" + type(node).__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        """Visit what is below a node."""
        for _, value in iter_fields(node):
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)
            elif isinstance(value, AST):
                self.visit(value)


class NodeTransformer(NodeVisitor):
    """A visitor whose methods give what a node is to be replaced by; None removes it."""

    def generic_visit(self, node):
        for name, value in iter_fields(node):
            if isinstance(value, list):
                kept = []
                for item in value:
                    if isinstance(item, AST):
                        item = self.visit(item)
                        if item is None:
                            continue
                        if not isinstance(item, AST):
                            kept.extend(item)
                            continue
                    kept.append(item)
                value[:] = kept
            elif isinstance(value, AST):
                new = self.visit(value)
                if new is None:
                    delattr(node, name)
                else:
                    setattr(node, name, new)
        return node


def unparse(ast_obj):
    """Source text that gives the same tree."""
    from _ast_unparse import Unparser
    return Unparser().visit(ast_obj)


def main(args=None):
    """Print the tree of a file: python -m ast."""
    path = (args or sys.argv[1:] or ["-"])[0]
    if path == "-":
        source, path = sys.stdin.buffer.read(), "<stdin>"
    else:
        with open(path, "rb") as file:
            source = file.read()
    print(dump(parse(source, path), include_attributes=False, indent=3))


if __name__ == "__main__":
    main()
