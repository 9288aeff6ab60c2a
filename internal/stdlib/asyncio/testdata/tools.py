# asyncio.tools: trees and tables of tasks from records of who waits for whom.
import contextlib
import io
from asyncio import tools

from _remote_debugging import AwaitedInfo, CoroInfo, FrameInfo, TaskInfo


def frames(text):
    """FrameInfo of "name" or "name:line", innermost first."""
    for word in text.split():
        name, _, line = word.partition(":")
        yield FrameInfo(("app.py" if line else "", int(line or 0), name))


def task(id, name, stack="", **awaiters):
    """A TaskInfo; each awaiter is t<id>="frames"."""
    return TaskInfo((id, name, [CoroInfo((list(frames(stack)), id))] if stack else [],
                     [CoroInfo((list(frames(text)), int(awaiter[1:]))) for awaiter, text in awaiters.items()]))


def thread(*tasks, id=1):
    return AwaitedInfo((id, list(tasks)))


def tree(*threads):
    return "\n".join(line for lines in tools.build_async_tree(threads) for line in lines)


def cycles(*tasks):
    try:
        tools.build_async_tree([thread(*tasks)])
    except tools.CycleFoundException as error:
        return error.cycles
    return None


frame = FrameInfo(("a.py", 1, "f"))
assert repr(frame) == "_remote_debugging.FrameInfo(filename='a.py', lineno=1, funcname='f')", frame
assert frame == ("a.py", 1, "f") and frame.funcname == "f"
try:
    FrameInfo((1, 2))
except TypeError as error:
    assert str(error) == "_remote_debugging.FrameInfo() takes a 3-sequence (2-sequence given)"

# Frames of a task are shared by the tasks it waits for; a task that waits for none shows its own.
assert tree(thread(
    task(1, "main", "run:1 main:2"),
    task(2, "a", "sleep:9 a:3", t1="gather:5 main:2"),
    task(3, "b", "b:4", t1="gather:5 main:2"),
    task(4, "c", t1="main:3", t3="b:4"),
), thread(id=2), thread(task(9, "alone", "idle:7"), id=3)) == """\
└── (T) main
    ├──  main app.py:2
    │   └──  gather app.py:5
    │       ├── (T) a
    │       │   └──  a app.py:3
    │       │       └──  sleep app.py:9
    │       └── (T) b
    │           └──  b app.py:4
    │               └── (T) c
    └──  main app.py:3
        └── (T) c
└── (T) alone
    └──  idle app.py:7"""
assert tree(thread(task(1, None), task(2, "x", t1=""))) == "└── (T) None\n    └── (T) x"
assert tree(thread(task(2, "x", t7="f"))) == "" and tree() == ""
assert tools.build_async_tree([thread(task(1, "x", "f"))], "T", "C") == [["└── T x", "    └── C f"]]

# Circles.
assert cycles(task(1, "self", t1="f")) == [[1, 1]]
assert cycles(task(2, "a", t3="f"), task(3, "b", t2="f", t1="f"), task(1, "root")) == [[3, 2, 3]]
assert cycles(task(1, "a", t2="m"), task(2, "b", t3="m"), task(3, "c", t1="m", t4="m"),
              task(4, "d", t3="m")) == [[2, 1, 3, 2], [3, 4, 3]]
assert cycles(*(task(i, str(i), **{f"t{i - 1}": "f"}) for i in range(1, 900))) is None

assert tools.build_task_table([thread(task(1, "main"), task(26, "a", "sleep a", t1="main run", t5="x"), id=7)]) == [
    [7, "0x1", "main", "", "", "", "0x0"],
    [7, "0x1a", "a", "sleep -> a", "main -> run", "main", "0x1"],
    [7, "0x1a", "a", "sleep -> a", "x", "Unknown", "0x5"],
]


def shown(display, data):
    tools.get_all_awaited_by = lambda pid: data() if callable(data) else data
    out, err = io.StringIO(), io.StringIO()
    status = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            display(1)
        except SystemExit as exit:
            status = exit.code
    return status, out.getvalue(), err.getvalue()


def refuse():
    try:
        raise ValueError("the reason")
    except ValueError:
        raise RuntimeError("no")


def forbid():
    raise PermissionError(1, "no")


data = [thread(task(1, "main", "f"))]
assert shown(tools.display_awaited_by_tasks_tree, data) == (None, "└── (T) main\n    └──  f\n", "")
status, out, err = shown(tools.display_awaited_by_tasks_table, data)
title, line, row = out.splitlines()
assert title.split() == "tid task id task name coroutine stack awaiter chain awaiter name awaiter id".split()
assert line == "-" * 180 and len(title) == len(row) == 186 and row.split() == ["1", "0x1", "main", "f", "0x0"], out
assert shown(tools.display_awaited_by_tasks_tree, [thread(task(1, "me", t1="f"), task(2, "a", t2="f"))]) == (
    1, "", "ERROR: await-graph contains cycles - cannot print a tree!\n\ncycle: me → me\ncycle: a → a\n")
assert shown(tools.display_awaited_by_tasks_tree, refuse) == (1, "Error retrieving tasks: the reason\n", "")
assert shown(tools.display_awaited_by_tasks_table, forbid)[0] == 1
