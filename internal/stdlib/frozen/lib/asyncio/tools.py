"""Tables and trees of the tasks of a process and of who waits for whom.

What is shown comes as a list with an AwaitedInfo per thread, as get_all_awaited_by() gives it:

    AwaitedInfo  thread_id, awaited_by: the thread's tasks, a list of TaskInfo
    TaskInfo     task_id, task_name,
                 coroutine_stack: a list with one CoroInfo, the frames the task is in,
                 awaited_by: a list of CoroInfo, one for each task that waits for this one
    CoroInfo     call_stack: FrameInfo, innermost first; task_name: the id (not the name) of the task they belong to
    FrameInfo    filename, lineno, funcname; or a str instead of one, shown as it is

Ids are ints. Any objects with these attributes will do; those of _remote_debugging are named tuples.
"""

import enum
import sys

from _remote_debugging import RemoteUnwinder


class NodeType(enum.Enum):
    """What a node of a tree stands for."""

    COROUTINE = 1
    TASK = 2


class CycleFoundException(Exception):
    """Tasks wait for each other in a circle, so that there is no tree of them."""

    def __init__(self, cycles, id2name):
        super().__init__(cycles, id2name)
        self.cycles = cycles
        self.id2name = id2name


class _Node:
    """A task, or a frame of one; the frames of a task are shared by those that it waits for."""

    __slots__ = ("kind", "label", "children")

    def __init__(self, kind, label):
        self.kind = kind
        self.label = label
        self.children = {}

    def frames(self, labels):
        """The node at the end of a chain of frames below this one."""
        node = self
        for label in labels:
            node = node.children.setdefault((NodeType.COROUTINE, label), _Node(NodeType.COROUTINE, label))
        return node


def _label(frame):
    if isinstance(frame, str):
        return frame
    known = frame.filename != "" or frame.lineno != 0
    return f"{frame.funcname} {frame.filename}:{frame.lineno}" if known else frame.funcname


def _name(frame):
    return frame if isinstance(frame, str) else frame.funcname


def _all_tasks(result):
    for thread in result:
        for task in thread.awaited_by:
            yield thread.thread_id, task


def _cycles(result):
    """The circles in which tasks wait, each as the ids from a task back to itself."""
    awaited = {}  # id of a task to those it waits for
    for _, task in _all_tasks(result):
        for awaiter in task.awaited_by:
            awaited.setdefault(awaiter.task_name, {})[task.task_id] = None
    cycles = []
    visited = set()
    for start in awaited:
        if start in visited:
            continue
        visited.add(start)
        path = {start: None}  # in order, and quick to look up
        pending = [iter(awaited[start])]
        while pending:
            for task in pending[-1]:
                if task in path:
                    ids = list(path)
                    cycles.append(ids[ids.index(task):] + [task])
                elif task not in visited:
                    visited.add(task)
                    path[task] = None
                    pending.append(iter(awaited.get(task, ())))
                    break
            else:
                pending.pop()
                path.popitem()
    return cycles


def _forest(result):
    """The nodes of the tasks that nobody waits for."""
    names, stacks = {}, {}
    for _, task in _all_tasks(result):
        names[task.task_id] = task.task_name
        for coroutine in task.coroutine_stack:
            stacks[task.task_id] = coroutine.call_stack
    nodes = {id: _Node(NodeType.TASK, name) for id, name in names.items()}
    waited_for = set()
    for _, task in _all_tasks(result):
        for awaiter in task.awaited_by:
            waited_for.add(task.task_id)
            if awaiter.task_name in nodes:
                innermost = nodes[awaiter.task_name].frames(map(_label, reversed(awaiter.call_stack)))
                innermost.children[NodeType.TASK, task.task_id] = nodes[task.task_id]
    # The frames of a task that waits for others are in the tree already.
    for id, stack in stacks.items():
        if not nodes[id].children:
            nodes[id].frames(map(_label, reversed(stack)))
    return [node for id, node in nodes.items() if id not in waited_for]


def build_async_tree(result, task_emoji="(T)", cor_emoji=""):
    """A tree for each task that nobody waits for, as lists of lines; CycleFoundException if there are circles."""
    if cycles := _cycles(result):
        raise CycleFoundException(cycles, {task.task_id: task.task_name for _, task in _all_tasks(result)})
    marks = {NodeType.TASK: task_emoji, NodeType.COROUTINE: cor_emoji}
    trees = []
    for root in _forest(result):
        lines = []
        pending = [(root, "", True)]
        while pending:
            node, indent, last = pending.pop()
            lines.append(f"{indent}{'└── ' if last else '├── '}{marks[node.kind]} {node.label}")
            indent += "    " if last else "│   "
            below = [(child, indent, False) for child in node.children.values()]
            if below:
                below[-1] = (*below[-1][:2], True)
            pending += reversed(below)
        trees.append(lines)
    return trees


def build_task_table(result):
    """A row for each task and each that waits for it: [thread id, task id, task name, its frames, the frames of the
    one that waits, its name, its id], the ids of tasks in hexadecimal."""
    names = {task.task_id: task.task_name for _, task in _all_tasks(result)}
    rows = []
    for thread_id, task in _all_tasks(result):
        own = [thread_id, hex(task.task_id), task.task_name,
               " -> ".join(_name(frame) for coroutine in task.coroutine_stack for frame in coroutine.call_stack)]
        for awaiter in task.awaited_by:
            id = awaiter.task_name
            rows.append(own + [" -> ".join(map(_name, awaiter.call_stack)), names.get(id, "Unknown"),
                               id if isinstance(id, str) else hex(id)])
        if not task.awaited_by:
            rows.append(own + ["", "", "0x0"])
    return rows


def get_all_awaited_by(pid):
    """The tasks of all threads of a process."""
    return RemoteUnwinder(pid).get_all_awaited_by()


def exit_with_permission_help_text():
    """Say that the process may not be looked into, and exit."""
    print("Error: The specified process cannot be attached to due to insufficient permissions.")
    sys.exit(1)


def _tasks_or_exit(pid):
    try:
        return get_all_awaited_by(pid)
    except PermissionError:
        exit_with_permission_help_text()
    except RuntimeError as error:
        while error.__context__ is not None:
            error = error.__context__
        print(f"Error retrieving tasks: {error}")
        sys.exit(1)


_COLUMNS = {
    "tid": 10, "task id": 20, "task name": 20, "coroutine stack": 50, "awaiter chain": 50, "awaiter name": 15,
    "awaiter id": 15,
}


def display_awaited_by_tasks_table(pid):
    """Print the table of a process."""
    rows = build_task_table(_tasks_or_exit(pid))
    print(*(f"{title:<{width}}" for title, width in _COLUMNS.items()))
    print("-" * sum(_COLUMNS.values()))
    for row in rows:
        print(*(f"{cell!s:<{width}}" for cell, width in zip(row, _COLUMNS.values())))


def display_awaited_by_tasks_tree(pid):
    """Print the trees of a process; the circles, if there are some, to standard error."""
    result = _tasks_or_exit(pid)
    try:
        trees = build_async_tree(result)
    except CycleFoundException as error:
        print("ERROR: await-graph contains cycles - cannot print a tree!\n", file=sys.stderr)
        for cycle in error.cycles:
            print("cycle:", " → ".join(str(error.id2name.get(id, hex(id))) for id in cycle), file=sys.stderr)
        sys.exit(1)
    for lines in trees:
        print("\n".join(lines))
