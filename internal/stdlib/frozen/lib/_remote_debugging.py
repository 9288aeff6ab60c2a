"""What is known of the tasks of a running process: the records that asyncio.tools reads."""

import ast
from operator import itemgetter

import _ouro

PROCESS_VM_READV_SUPPORTED = 0


def _record(name, doc, *fields):
    """A class of tuples with named items, made from a sequence."""

    def __new__(cls, sequence):
        items = tuple(sequence)
        if len(items) != len(fields):
            raise TypeError(f"{__name__}.{name}() takes a {len(fields)}-sequence ({len(items)}-sequence given)")
        return tuple.__new__(cls, items)

    def __repr__(self):
        shown = ", ".join(f"{field}={item!r}" for field, item in zip(fields, self))
        return f"{__name__}.{name}({shown})"

    members = {"__slots__": (), "__doc__": doc, "__module__": __name__, "__match_args__": fields,
               "n_fields": len(fields), "n_sequence_fields": len(fields), "n_unnamed_fields": 0,
               "__new__": __new__, "__repr__": __repr__}
    members.update((field, property(itemgetter(i))) for i, field in enumerate(fields))
    return type(name, (tuple,), members)


FrameInfo = _record("FrameInfo", "A line of a function.", "filename", "lineno", "funcname")
CoroInfo = _record("CoroInfo", "The frames of a coroutine, innermost first, and the id of its task.",
                   "call_stack", "task_name")
TaskInfo = _record("TaskInfo", "A task: its frames, and those who wait for it, as lists of CoroInfo.",
                   "task_id", "task_name", "coroutine_stack", "awaited_by")
AwaitedInfo = _record("AwaitedInfo", "The tasks of a thread, as a list of TaskInfo.", "thread_id", "awaited_by")
ThreadInfo = _record("ThreadInfo", "The frames of a thread.", "thread_id", "frame_info")


def _coroutine(frames, id):
    return CoroInfo(([FrameInfo(frame) for frame in frames], id))


def _task(id, name, stacks, awaiters):
    return TaskInfo((id, name, [_coroutine(*stack) for stack in stacks], [_coroutine(*stack) for stack in awaiters]))


class RemoteUnwinder:
    """Looks into another process."""

    def __init__(self, pid):
        self._pid = pid

    def get_all_awaited_by(self):
        """The tasks of all threads, as a list of AwaitedInfo."""
        text = _ouro.tasks_of(self._pid)
        try:
            return [AwaitedInfo((thread, [_task(*task) for task in tasks])) for thread, tasks in ast.literal_eval(text)]
        except (SyntaxError, TypeError, ValueError):
            raise RuntimeError(f"process {self._pid} gave an answer that makes no sense: {text[:200]!r}") from None
