def g():
    x = yield 1
    while x: x = yield x * 2
    return 'end'
def f():
    it = g()
    out = [it.send(None), it.send(4), it.send(5)]
    try: it.send(0)
    except StopIteration as e: out.append(e.value)
    try: it.send(0)
    except StopIteration as e: out.append(e.value)
    it = g()
    try: it.send(3)
    except TypeError as e: out.append(str(e))
    def bad():
        yield 1
        raise KeyError('k')
    b = bad(); b.send(None)
    try: b.send(None)
    except KeyError as e: out.append(repr(e))
    def reenter():
        try: me.send(None)
        except ValueError as e: yield str(e)
    me = reenter(); out.append(me.send(None))
    return out
want = [1, 8, 10, 'end', None, "can't send non-None value to a just-started generator", "KeyError('k')", 'generator already executing']
for _ in range(3):
    assert f() == want

