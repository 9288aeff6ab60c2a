# Mocks: calls and checks, patterns, patching, special methods, coroutines.
import asyncio
import inspect
import os
from unittest.mock import (ANY, DEFAULT, AsyncMock, MagicMock, Mock, NonCallableMock, PropertyMock, call,
                           create_autospec, mock_open, patch, seal, sentinel)


def error(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return None


m = Mock(name="thing", return_value=3)
assert m(1, key=2) == 3 and m.a.b("x").c is not m.a
assert m.call_args == call(1, key=2) and m.mock_calls == [call(1, key=2), call.a.b("x")]
assert m.method_calls == [call.a.b("x")] and call(1, ANY) == call(1, 2)
m.assert_called_once_with(1, key=2)
assert error(m.assert_called_with, 2) == ("AssertionError: expected call not found.\nExpected: thing(2)\n"
                                         "  Actual: thing(1, key=2)")
assert error(m.assert_not_called) == ("AssertionError: Expected 'thing' to not have been called. Called 1 times.\n"
                                     "Calls: [call(1, key=2), call.a.b('x')].")
assert error(m.assert_has_calls, [call(5)]).startswith("AssertionError: Calls not found.\nExpected: [call(5)]\n")
assert error(lambda: m.assert_foo) == ("AttributeError: 'assert_foo' is not a valid assertion. Use a spec for the mock "
                                      "if 'assert_foo' is meant to be an attribute.")
m.reset_mock()
assert not m.called and m.mock_calls == [] and m() == 3

effects = Mock(side_effect=[1, ValueError("two"), DEFAULT], return_value="third")
assert effects() == 1 and error(effects) == "ValueError: two" and effects() == "third"
assert error(effects) == "StopIteration: "
assert Mock(**{"a.b.return_value": 4}).a.b() == 4 and Mock(wraps=[3, 1]).index(1) == 1
assert error(NonCallableMock()) == "TypeError: 'NonCallableMock' object is not callable"
sealed = Mock()
sealed.known.return_value = 1
seal(sealed)
assert sealed.known() == 1 and error(lambda: sealed.other) == "AttributeError: mock.other"

# Special methods
magic = MagicMock()
assert len(magic) == 0 and int(magic) == 1 and list(magic) == [] and bool(magic) and 3 not in magic
magic.__getitem__.side_effect = lambda key: key * 2
assert magic[4] == 8 and magic.mock_calls[-1] == call.__getitem__(4)
magic.__len__.return_value = 7
assert len(magic) == 7 and error(lambda: magic < 1).startswith("TypeError: '<' not supported")
with magic as entered:
    assert entered is magic.__enter__.return_value
assert error(len, Mock()) == "TypeError: object of type 'Mock' has no len()"


class Service:
    limit = 5

    def __init__(self, url):
        pass

    def fetch(self, key, default=None):
        pass

    async def load(self, key):
        pass

    @property
    def size(self):
        return 1


fake = create_autospec(Service)
assert error(fake) == "TypeError: missing a required argument: 'url'"
made = fake("u")
assert isinstance(made, Service) and isinstance(made.load, AsyncMock)
made.fetch("k")
made.fetch.assert_called_once_with(key="k")
assert error(made.fetch) == "TypeError: missing a required argument: 'key'"
assert error(lambda: made.nothing) == "AttributeError: Mock object has no attribute 'nothing'"


def plain(a, *, b=1):
    pass


function = create_autospec(plain, return_value=9)
assert function(1, b=2) == 9 and str(inspect.signature(function)) == "(a, *, b=1)"
function.assert_called_once_with(1, b=2)
assert error(Mock(spec_set=Service).__setattr__, "nothing", 1).endswith("no attribute 'nothing'")

# Coroutines
waited = AsyncMock(return_value=4)
assert inspect.iscoroutinefunction(waited) and asyncio.run(waited("x")) == 4
waited.assert_awaited_once_with("x")
assert error(waited.assert_awaited_with, "y") == ("AssertionError: expected await not found.\nExpected: mock('y')\n"
                                                 "  Actual: mock('x')")


async def use(manager):
    async with manager as value:
        return [item async for item in value]


manager = MagicMock()
manager.__aenter__.return_value.__aiter__.return_value = [1, 2]
assert asyncio.run(use(manager)) == [1, 2]

# Patching
with patch("os.getcwd", return_value="here") as getcwd:
    assert os.getcwd() == "here"
getcwd.assert_called_once_with()
assert os.getcwd() != "here"


@patch.object(Service, "limit", 6)
@patch.object(Service, "fetch")
def patched(fetch):
    assert Service.limit == 6 and Service("u").fetch(1) is fetch.return_value
    return fetch


assert patched() is not Service.fetch and Service.limit == 5


@patch.dict(os.environ, {"OURO_SET": "1"})
@patch.multiple(Service, limit=7, fetch=DEFAULT)
async def multiple(fetch):
    return os.environ["OURO_SET"], Service.limit, Service.fetch is fetch


assert asyncio.run(multiple()) == ("1", 7, True) and "OURO_SET" not in os.environ
assert error(patch, "nothing") == "TypeError: Need a valid target to patch. You supplied: 'nothing'"
assert error(patch("os.no_such_name").start).endswith("does not have the attribute 'no_such_name'")
with patch.object(Service, "size", new_callable=PropertyMock, return_value=11) as size:
    assert Service("u").size == 11
size.assert_called_once_with()
with patch("builtins.open", mock_open(read_data="a\nb\n")) as opener:
    with open("f") as file:
        assert file.readline() == "a\n" and file.read() == "b\n"
opener.assert_called_once_with("f")
assert repr(sentinel.one) == "sentinel.one" and sentinel.one is sentinel.one
