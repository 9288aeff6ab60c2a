"""Source text from a syntax tree."""

import ast
from ast import And, Constant, If, Interpolation, JoinedStr, Name, Tuple

# How tightly operators bind, from the loosest.
(_NAMED, _TUPLE, _YIELD, _TEST, _OR, _AND, _NOT, _CMP, _BITOR, _BITXOR, _BITAND, _SHIFT, _ARITH, _TERM, _FACTOR, _POWER,
 _AWAIT, _ATOM) = range(18)

_BINARY = {
    "Add": ("+", _ARITH), "Sub": ("-", _ARITH), "Mult": ("*", _TERM), "MatMult": ("@", _TERM), "Div": ("/", _TERM),
    "Mod": ("%", _TERM), "LShift": ("<<", _SHIFT), "RShift": (">>", _SHIFT), "BitOr": ("|", _BITOR),
    "BitXor": ("^", _BITXOR), "BitAnd": ("&", _BITAND), "FloorDiv": ("//", _TERM), "Pow": ("**", _POWER),
}
_UNARY = {"Invert": ("~", _FACTOR), "Not": ("not ", _NOT), "UAdd": ("+", _FACTOR), "USub": ("-", _FACTOR)}
_COMPARE = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not",
            "In": "in", "NotIn": "not in"}
_INFINITY = "1e309"      # a literal that is too large


def _kind(node):
    return type(node).__name__


class Unparser:
    """Expressions become texts, statements lines."""

    def __init__(self):
        self.lines = []
        self.level = 0

    def visit(self, node):
        if isinstance(node, ast.Module):
            self.body_of(node)
            return "\n".join(self.lines).lstrip("\n")
        if isinstance(node, ast.Interactive):
            self.block(node.body)
            return "\n".join(self.lines)
        if isinstance(node, ast.Expression):
            return self.expr(node.body, _YIELD)
        if isinstance(node, ast.FunctionType):
            return f"({self.list(node.argtypes)}) -> {self.expr(node.returns)}"
        if isinstance(node, list):
            self.block(node)
            return "\n".join(self.lines)
        if isinstance(node, ast.stmt):
            self.stmt(node)
            return "\n".join(self.lines).lstrip("\n")
        for kind, write in ((ast.expr, lambda n: self.expr(n, _TEST)), (ast.pattern, self.pattern), (ast.arguments, self.arguments),
                            (ast.arg, self.arg), (ast.keyword, self.keyword), (ast.alias, self.alias),
                            (ast.comprehension, self.comprehension), (ast.withitem, self.with_item), (ast.type_param, self.type_param)):
            if isinstance(node, kind):
                return write(node)
        if isinstance(node, ast.match_case):
            self.case(node)
        elif isinstance(node, ast.ExceptHandler):
            self.handler(node, "")
        return "\n".join(self.lines)

    # Statements.

    def line(self, text):
        self.lines.append("    " * self.level + text)

    def block(self, body):
        for node in body:
            self.stmt(node)

    def suite(self, header, body):
        self.line(header + ":")
        self.level += 1
        self.block(body)
        self.level -= 1

    def body_of(self, node):
        """A body that may begin with a docstring."""
        body = node.body
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, Constant) and isinstance(body[0].value.value, str):
            self.line(_docstring(body[0].value.value, body[0].value.kind))
            body = body[1:]
        self.block(body)

    def stmt(self, node):
        getattr(self, "do_" + _kind(node))(node)

    def do_Expr(self, node):
        text = self.expr(node.value, _YIELD)
        self.line(text[1:-1] if isinstance(node.value, (ast.Yield, ast.YieldFrom)) else text)

    def do_FunctionDef(self, node, keyword="def"):
        self.lines.append("")
        self.decorators(node)
        returns = f" -> {self.expr(node.returns)}" if node.returns else ""
        self.line(f"{keyword} {node.name}{self.type_params(node)}({self.arguments(node.args)}){returns}:{self.comment(node)}")
        self.level += 1
        self.body_of(node)
        self.level -= 1

    def do_AsyncFunctionDef(self, node):
        self.do_FunctionDef(node, "async def")

    def do_ClassDef(self, node):
        self.lines.append("")
        self.decorators(node)
        bases = [self.expr(base) for base in node.bases] + [self.keyword(word) for word in node.keywords]
        self.line(f"class {node.name}{self.type_params(node)}{'(' + ', '.join(bases) + ')' if bases else ''}:")
        self.level += 1
        self.body_of(node)
        self.level -= 1

    def decorators(self, node):
        for decorator in node.decorator_list:
            self.line("@" + self.expr(decorator))

    def comment(self, node):
        text = getattr(node, "type_comment", None)
        return f" # type: {text}" if text else ""

    def type_params(self, node):
        params = getattr(node, "type_params", None)
        return f"[{', '.join(map(self.type_param, params))}]" if params else ""

    def type_param(self, node):
        text = {"TypeVarTuple": "*", "ParamSpec": "**"}.get(_kind(node), "") + node.name
        if getattr(node, "bound", None):
            text += ": " + self.expr(node.bound)
        if node.default_value:
            text += " = " + self.expr(node.default_value)
        return text

    def do_Return(self, node):
        self.line("return" + (" " + self.expr(node.value) if node.value else ""))

    def do_Delete(self, node):
        self.line("del " + self.list(node.targets))

    def do_Assign(self, node):
        self.line(" = ".join([self.open_tuple(target) for target in node.targets] + [self.expr(node.value)]) + self.comment(node))

    def do_TypeAlias(self, node):
        self.line(f"type {self.expr(node.name)}{self.type_params(node)} = {self.expr(node.value)}")

    def do_AugAssign(self, node):
        self.line(f"{self.expr(node.target)} {_BINARY[_kind(node.op)][0]}= {self.expr(node.value, _YIELD)}")

    def do_AnnAssign(self, node):
        target = self.expr(node.target)
        if not node.simple and isinstance(node.target, Name):
            target = f"({target})"
        self.line(f"{target}: {self.expr(node.annotation)}" + (" = " + self.expr(node.value, _YIELD) if node.value else ""))

    def do_For(self, node, keyword="for"):
        self.line(f"{keyword} {self.open_tuple(node.target)} in {self.expr(node.iter)}:{self.comment(node)}")
        self.level += 1
        self.block(node.body)
        self.level -= 1
        self.orelse(node)

    def do_AsyncFor(self, node):
        self.do_For(node, "async for")

    def orelse(self, node):
        if node.orelse:
            self.suite("else", node.orelse)

    def do_While(self, node):
        self.suite("while " + self.expr(node.test), node.body)
        self.orelse(node)

    def do_If(self, node):
        self.suite("if " + self.expr(node.test), node.body)
        while len(node.orelse) == 1 and isinstance(node.orelse[0], If):
            node = node.orelse[0]
            self.suite("elif " + self.expr(node.test), node.body)
        self.orelse(node)

    def do_With(self, node, keyword="with"):
        self.line(f"{keyword} {', '.join(map(self.with_item, node.items))}:{self.comment(node)}")
        self.level += 1
        self.block(node.body)
        self.level -= 1

    def do_AsyncWith(self, node):
        self.do_With(node, "async with")

    def with_item(self, item):
        return self.expr(item.context_expr) + (" as " + self.expr(item.optional_vars) if item.optional_vars else "")

    def do_Match(self, node):
        self.line(f"match {self.expr(node.subject)}:")
        self.level += 1
        for case in node.cases:
            self.case(case)
        self.level -= 1

    def case(self, case):
        self.suite(f"case {self.pattern(case.pattern)}" + (f" if {self.expr(case.guard)}" if case.guard else ""), case.body)

    def do_Raise(self, node):
        self.line("raise" + (" " + self.expr(node.exc) if node.exc else "") + (" from " + self.expr(node.cause) if node.cause else ""))

    def do_Try(self, node, star=""):
        self.suite("try", node.body)
        for handler in node.handlers:
            self.handler(handler, star)
        self.orelse(node)
        if node.finalbody:
            self.suite("finally", node.finalbody)

    def do_TryStar(self, node):
        self.do_Try(node, "*")

    def handler(self, node, star):
        text = "except" + star
        if node.type:
            text += " " + self.expr(node.type)
        self.suite(text + (" as " + node.name if node.name else ""), node.body)

    def do_Assert(self, node):
        self.line("assert " + self.expr(node.test) + (", " + self.expr(node.msg) if node.msg else ""))

    def do_Import(self, node):
        self.line("import " + ", ".join(map(self.alias, node.names)))

    def do_ImportFrom(self, node):
        self.line(f"from {'.' * (node.level or 0)}{node.module or ''} import {', '.join(map(self.alias, node.names))}")

    def alias(self, node):
        return node.name + (" as " + node.asname if node.asname else "")

    def do_Global(self, node):
        self.line("global " + ", ".join(node.names))

    def do_Nonlocal(self, node):
        self.line("nonlocal " + ", ".join(node.names))

    def do_Pass(self, node):
        self.line("pass")

    def do_Break(self, node):
        self.line("break")

    def do_Continue(self, node):
        self.line("continue")

    # Parts.

    def arguments(self, node):
        parts = []
        plain = node.posonlyargs + node.args
        defaults = [None] * (len(plain) - len(node.defaults)) + node.defaults
        for number, (arg, default) in enumerate(zip(plain, defaults), 1):
            parts.append(self.arg(arg) + ("=" + self.expr(default) if default else ""))
            if number == len(node.posonlyargs):
                parts.append("/")
        if node.vararg or node.kwonlyargs:
            parts.append("*" + (self.arg(node.vararg) if node.vararg else ""))
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            parts.append(self.arg(arg) + ("=" + self.expr(default) if default else ""))
        if node.kwarg:
            parts.append("**" + self.arg(node.kwarg))
        return ", ".join(parts)

    def arg(self, node):
        return node.arg + (": " + self.expr(node.annotation) if node.annotation else "")

    def keyword(self, node):
        return ("**" if node.arg is None else node.arg + "=") + self.expr(node.value)

    def comprehension(self, node):
        text = f"{' async' if node.is_async else ''} for {self.open_tuple(node.target)} in {self.expr(node.iter, _TEST + 1)}"
        return text + "".join([" if " + self.expr(test, _TEST + 1) for test in node.ifs])

    def list(self, nodes):
        return ", ".join([self.expr(node) for node in nodes])

    def items(self, elts):
        return self.list(elts) + ("," if len(elts) == 1 else "")

    def open_tuple(self, node):
        """An expression where a tuple needs no parentheses."""
        if isinstance(node, Tuple) and node.elts:
            return self.items(node.elts)
        return self.expr(node, _YIELD)

    # Patterns.

    def pattern(self, node, tight=_NAMED):
        kind = _kind(node)
        if kind == "MatchValue":
            return self.expr(node.value)
        if kind == "MatchSingleton":
            return repr(node.value)
        if kind == "MatchSequence":
            return f"[{', '.join(map(self.pattern, node.patterns))}]"
        if kind == "MatchStar":
            return "*" + (node.name or "_")
        if kind == "MatchMapping":
            parts = [f"{self.expr(key)}: {self.pattern(sub)}" for key, sub in zip(node.keys, node.patterns)]
            if node.rest:
                parts.append("**" + node.rest)
            return f"{{{', '.join(parts)}}}"
        if kind == "MatchClass":
            parts = [self.pattern(sub) for sub in node.patterns]
            parts += [f"{name}={self.pattern(sub)}" for name, sub in zip(node.kwd_attrs, node.kwd_patterns)]
            return f"{self.expr(node.cls, _ATOM)}({', '.join(parts)})"
        if kind == "MatchAs":
            if node.name is None:
                return "_"
            if node.pattern is None:
                return node.name
            text = f"{self.pattern(node.pattern, _BITOR)} as {node.name}"
            return f"({text})" if tight > _TEST else text
        text = " | ".join([self.pattern(sub, _BITOR + 1) for sub in node.patterns])
        return f"({text})" if tight > _BITOR else text

    # Expressions: each method gives a text and how tightly it binds.

    def expr(self, node, tight=_TEST):
        text, own = getattr(self, "on_" + _kind(node))(node)
        return f"({text})" if own < tight else text

    def on_BoolOp(self, node):
        word, own = ("and", _AND) if isinstance(node.op, And) else ("or", _OR)
        # Each operand has to bind tighter than the one before it.
        return f" {word} ".join([self.expr(value, min(own + place, _ATOM)) for place, value in enumerate(node.values, 1)]), own

    def on_NamedExpr(self, node):
        return f"({self.expr(node.target, _ATOM)} := {self.expr(node.value, _ATOM if isinstance(node.value, Tuple) else _TEST)})", _ATOM

    def on_BinOp(self, node):
        sign, own = _BINARY[_kind(node.op)]
        if own == _POWER:
            return f"{self.expr(node.left, own + 1)} {sign} {self.expr(node.right, _FACTOR)}", own
        return f"{self.expr(node.left, own)} {sign} {self.expr(node.right, own + 1)}", own

    def on_UnaryOp(self, node):
        sign, own = _UNARY[_kind(node.op)]
        return sign + self.expr(node.operand, own), own

    def on_Lambda(self, node):
        args = self.arguments(node.args)
        return f"lambda{' ' + args if args else ''}: {self.expr(node.body)}", _TEST

    def on_IfExp(self, node):
        return f"{self.expr(node.body, _TEST + 1)} if {self.expr(node.test, _TEST + 1)} else {self.expr(node.orelse)}", _TEST

    def on_Dict(self, node):
        parts = [f"**{self.expr(value, _BITOR)}" if key is None else f"{self.expr(key)}: {self.expr(value)}"
                 for key, value in zip(node.keys, node.values)]
        return f"{{{', '.join(parts)}}}", _ATOM

    def on_Set(self, node):
        return (f"{{{self.list(node.elts)}}}" if node.elts else "{*()}"), _ATOM

    def clauses(self, node):
        return "".join(map(self.comprehension, node.generators))

    def on_ListComp(self, node):
        return f"[{self.expr(node.elt)}{self.clauses(node)}]", _ATOM

    def on_SetComp(self, node):
        return f"{{{self.expr(node.elt)}{self.clauses(node)}}}", _ATOM

    def on_DictComp(self, node):
        return f"{{{self.expr(node.key)}: {self.expr(node.value)}{self.clauses(node)}}}", _ATOM

    def on_GeneratorExp(self, node):
        return f"({self.expr(node.elt)}{self.clauses(node)})", _ATOM

    def on_Await(self, node):
        return f"await {self.expr(node.value, _ATOM)}", _AWAIT

    def on_Yield(self, node):
        return f"(yield{' ' + self.expr(node.value) if node.value else ''})", _ATOM

    def on_YieldFrom(self, node):
        return f"(yield from {self.expr(node.value)})", _ATOM

    def on_Compare(self, node):
        text = self.expr(node.left, _CMP + 1)
        for op, right in zip(node.ops, node.comparators):
            text += f" {_COMPARE[_kind(op)]} {self.expr(right, _CMP + 1)}"
        return text, _CMP

    def on_Call(self, node):
        if len(node.args) == 1 and not node.keywords and isinstance(node.args[0], ast.GeneratorExp):
            return self.expr(node.func, _ATOM) + self.expr(node.args[0]), _ATOM
        parts = [self.expr(arg) for arg in node.args] + [self.keyword(word) for word in node.keywords]
        return f"{self.expr(node.func, _ATOM)}({', '.join(parts)})", _ATOM

    def on_Constant(self, node):
        value = node.value
        if value is ...:
            return "...", _ATOM
        if isinstance(value, tuple):
            inner = ", ".join([self.on_Constant(Constant(item))[0] for item in value])
            return f"({inner}{',' if len(value) == 1 else ''})", _ATOM
        text = repr(value)
        if isinstance(value, (float, complex)):
            text = text.replace("inf", _INFINITY).replace("nan", f"({_INFINITY}-{_INFINITY})")
        return ("u" if node.kind == "u" else "") + text, _ATOM

    def on_Attribute(self, node):
        value = self.expr(node.value, _ATOM)
        if isinstance(node.value, Constant) and isinstance(node.value.value, int):
            value += " "        # 3 .real: without the space the point would belong to the number
        return f"{value}.{node.attr}", _ATOM

    def on_Subscript(self, node):
        index = node.slice
        if isinstance(index, Tuple) and index.elts:
            return f"{self.expr(node.value, _ATOM)}[{self.items(index.elts)}]", _ATOM
        return f"{self.expr(node.value, _ATOM)}[{self.expr(index)}]", _ATOM

    def on_Starred(self, node):
        return "*" + self.expr(node.value, _BITOR), _ATOM

    def on_Name(self, node):
        return node.id, _ATOM

    def on_List(self, node):
        return f"[{self.list(node.elts)}]", _ATOM

    def on_Tuple(self, node):
        return f"({self.items(node.elts)})", _ATOM

    def on_Slice(self, node):
        text = (self.expr(node.lower) if node.lower else "") + ":" + (self.expr(node.upper) if node.upper else "")
        return text + (":" + self.expr(node.step) if node.step else ""), _TEST

    def on_JoinedStr(self, node, letter="f"):
        parts = []
        for value in node.values:
            if isinstance(value, Constant):
                parts.append((value.value.replace("{", "{{").replace("}", "}}"), False))
            else:
                parts.append((self.field(value), True))
        return letter + _quoted(parts), _ATOM

    def on_TemplateStr(self, node):
        return self.on_JoinedStr(node, "t")

    def field(self, node):
        text = node.str if isinstance(node, Interpolation) and node.str else self.expr(node.value, _TEST + 1)
        if text.startswith("{"):
            text = " " + text
        if node.conversion != -1:
            text += "!" + chr(node.conversion)
        if node.format_spec:
            text += ":" + self.spec(node.format_spec)
        return "{" + text + "}"

    def spec(self, node):
        if isinstance(node, JoinedStr):
            return "".join(map(self.spec, node.values))
        if isinstance(node, Constant):
            return node.value.replace("{", "{{").replace("}", "}}")
        return self.field(node)

    def on_FormattedValue(self, node):
        return "f" + _quoted([(self.field(node), True)]), _ATOM

    def on_Interpolation(self, node):
        return "t" + _quoted([(self.field(node), True)]), _ATOM


def _quoted(parts):
    """Literal and field texts between quotes; fields may not be changed, the rest is escaped."""
    text = "".join([text for text, _ in parts])
    fields = "".join([text for text, is_field in parts if is_field])
    multiline = "\n" in text
    for quote in ("'", '"', '"""', "'''"):
        if quote in fields or len(quote) == 1 and "\n" in fields:
            continue
        if quote in text and any(quote not in text for quote in ("'", '"')) and len(quote) == 1 and not multiline:
            continue
        break
    out = []
    for text, is_field in parts:
        if not is_field:
            text = repr(text + '"')[1:-2].replace("\\'", "'").replace('\\"', '"')
            text = text.replace(quote[0], "\\" + quote[0]) if len(quote) == 1 else text.replace(quote, "\\" + quote)
        out.append(text)
    return quote + "".join(out) + quote


def _docstring(text, kind):
    """A docstring, its lines as they are where that is possible."""
    lead = "u" if kind == "u" else ""
    shown = "".join([c if c in "\n\t" or c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in text])
    for quote in ('"""', "'''"):
        if quote not in shown:
            if shown.endswith(quote[0]):
                shown = shown[:-1] + "\\" + quote[0]
            return lead + quote + shown + quote
    return lead + repr(text)
