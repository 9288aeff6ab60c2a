# Which names nested scopes see: type parameters in classes, assignment expressions in comprehensions.
T = "global"


class C[T]:
    T = "class"
    type Alias = lambda: T
    type Listed[U] = [T for _ in (1,)]
    type Generated = (T for _ in (1,))
    type Direct = T

    class Inner[U](*(T for _ in ())):
        pass


param = C.__type_params__[0]
assert C.Alias.__value__() is param
assert C.Listed.__value__ == [param] and list(C.Generated.__value__) == [param]
assert C.Direct.__value__ == "class"

for text in ("[i for i in (lambda: (j := range(5)))()]", "[i for i in [(j := True) for j in range(5)]]", "{i for i in {k for k in (m := 'ab')}}"):
    try:
        compile(text, "t", "eval")
    except SyntaxError as e:
        assert e.msg == "assignment expression cannot be used in a comprehension iterable expression", e
    else:
        assert False, text
compile("[(c := 1) for a, c[d + e] in j]", "t", "eval")


class Emptied:
    def f(self):
        nonlocal __class__
        del __class__
        super()


try:
    Emptied().f()
except RuntimeError as e:
    assert str(e) == "super(): empty __class__ cell", e
else:
    assert False
