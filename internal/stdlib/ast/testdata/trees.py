import ast

source = '''
@d
async def f[T: int = str](a, /, b: int=1, *c, d, e=2, **k) -> x:
    "doc"
    async for i in x: await y
    async with a as b, c: return
class A[*Ts](B, m=C):
    (y): int
try: raise E from c
except (A, B) as e: pass
finally: pass
match x:
    case [a, *_] | {"k": v, **r}: pass
    case P(a, b=c) as d if e: pass
from ..m import y as z
del a.b, c[1:2:3]
type L[X] = list[X]
print(f"a{b!r:>{w}}c", t"x{y}", b"z", u"u", 1.5, 2j, not a, -b)
(x := 3); {1, 2}; {**a, "b": c}; [*a]; ()
[a for b in c if d async for f in g]
a < b is not c; a and b or c; f(*a, k=1, **kw); lambda x, *, y=1: (yield)
'''
tree = ast.parse(source)
text = ast.unparse(tree)
assert ast.compare(ast.parse(text), tree) and ast.unparse(ast.parse(text)) == text
assert eval(ast.dump(tree), vars(ast)).body and ast.dump(eval(ast.dump(tree), vars(ast))) == ast.dump(tree)
assert ast.dump(ast.parse("x = y"), include_attributes=True) == (
    "Module(body=[Assign(targets=[Name(id='x', ctx=Store(), lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)], "
    "value=Name(id='y', ctx=Load(), lineno=1, col_offset=4, end_lineno=1, end_col_offset=5), "
    "lineno=1, col_offset=0, end_lineno=1, end_col_offset=5)])")
assert ast.literal_eval("[1, (2,), {3: -4}, {5}, 1+2j, b'x', None, set()]") == [1, (2,), {3: -4}, {5}, 1 + 2j, b"x", None, set()]

# Trees become code, also after changes.
made = {}
exec(compile(ast.parse("def g(a, *b, c=3, **d): return a + c\nmatch [1, 2]:\n  case [p, *q]: r = g(p)"), "<t>", "exec"), made)
assert made["r"] == 4 and made["q"] == [2]


class Double(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)


assert eval(compile(Double().visit(ast.parse("1 + 2", mode="eval")), "", "eval")) == 6
assert eval(compile(ast.Expression(ast.Constant((1, 2 + 3j, ("a",)), lineno=1, col_offset=0)), "", "eval")) == (1, 2 + 3j, ("a",))
try:
    exec(compile(ast.parse("\n\nx = 1/0"), "<z>", "exec"))
except ZeroDivisionError as e:
    assert e.__traceback__.tb_next.tb_lineno == 3


def raises(kind, text, f):
    try:
        f()
    except kind as e:
        assert str(e) == text, str(e)
    else:
        raise AssertionError(text)


bad = ast.parse("a < b")
bad.body[0].value.ops = []
raises(ValueError, "Compare has a different number of comparators and operands", lambda: compile(bad, "", "exec"))
raises(TypeError, "required field \"lineno\" missing from stmt", lambda: compile(ast.Module([ast.Expr(ast.Name("x"))], []), "", "exec"))
raises(TypeError, "expected Module node, got Expression", lambda: compile(ast.Expression(ast.Name("x")), "", "exec"))
raises(TypeError, "Name constructor takes at most 2 positional arguments", lambda: ast.Name("a", ast.Load(), 3))
raises(ValueError, "malformed node or string on line 1: Name(id='x', ctx=Load())", lambda: ast.literal_eval("x"))
loop = ast.parse("[x]")
loop.body[0].value.elts[0] = loop.body[0].value
try:
    compile(loop, "", "exec")
except RecursionError:
    pass
else:
    raise AssertionError
