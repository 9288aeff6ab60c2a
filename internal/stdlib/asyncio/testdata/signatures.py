# What inspect tells of asyncio's classes, functions and methods.
import asyncio
import inspect


def shown(f):
    return str(inspect.signature(f))


assert shown(asyncio.Queue) == "(maxsize=0)"
assert shown(asyncio.Queue.put) == "(self, item)"
assert shown(asyncio.Queue().put) == "(item)"
assert shown(asyncio.Lock) == "()"
assert shown(asyncio.Future.cancel) == "(self, /, msg=None)"
assert shown(asyncio.Task) == "(coro, *, loop=None, name=None, context=None, eager_start=False)"
assert shown(asyncio.Handle) == "(callback, args, loop, context=None)"
assert shown(asyncio.IncompleteReadError) == "(partial, expected)"
assert shown(asyncio.BaseEventLoop) == "()"
assert shown(asyncio.SelectorEventLoop) == "(selector=None)"
assert shown(asyncio.BaseEventLoop.call_later) == "(self, delay, callback, *args, context=None)"
assert shown(asyncio.timeout) == "(delay: float | None) -> asyncio.timeouts.Timeout"
assert shown(asyncio.Timeout.when) == "(self) -> float | None"
assert shown(asyncio.StreamReader.readuntil) == "(self, separator=b'\\n')"
assert shown(asyncio.AbstractEventLoop.sock_recv) == "(self, sock, nbytes)"

# Methods of classes that CPython writes in Python do not mind getting self by name in a signature.
parameter = next(iter(inspect.signature(asyncio.Event.set).parameters.values()))
assert parameter.kind is parameter.POSITIONAL_OR_KEYWORD


class Derived(asyncio.Queue):
    def __init__(self, first, *, second=2):
        super().__init__()


assert shown(Derived) == "(first, *, second=2)"

# Coroutine functions and coroutines are known as such.
import types

assert inspect.iscoroutinefunction(asyncio.sleep)
assert inspect.iscoroutinefunction(asyncio.Queue.get) and inspect.iscoroutinefunction(asyncio.Queue().get)
assert inspect.iscoroutinefunction(asyncio.AbstractEventLoop.sock_recv)
assert not inspect.iscoroutinefunction(asyncio.gather) and not inspect.iscoroutinefunction(len)
sleeping = asyncio.sleep(0)
assert inspect.iscoroutine(sleeping) and isinstance(sleeping, types.CoroutineType) and inspect.isawaitable(sleeping)
assert sleeping.cr_code.co_name == "sleep" and sleeping.cr_code.co_filename.endswith("/asyncio/tasks.py")
assert sleeping.cr_code.co_flags & inspect.CO_COROUTINE
sleeping.close()

# What the class of other coroutines defines does not work on what is no object of its own making, and says so.
for name, member in types.CoroutineType.__dict__.items():
    if not isinstance(member, (types.GetSetDescriptorType, types.MethodDescriptorType, types.WrapperDescriptorType)):
        continue
    sleeping = asyncio.sleep(0)
    try:
        member.__get__(sleeping, type(sleeping))
    except TypeError as error:
        assert "apply" in str(error), error
    sleeping.close()
assert asyncio.__file__.endswith("/asyncio/__init__.py") and asyncio.queues.__file__.endswith("/asyncio/queues.py")
