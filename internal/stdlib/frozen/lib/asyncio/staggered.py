"""Coroutines that begin one after the other, until one of them succeeds."""

from . import events, exceptions, locks, tasks, timeouts

__all__ = ("staggered_race",)


async def staggered_race(coro_fns, delay, *, loop=None):
    """Run the coroutine functions, each `delay` seconds after the former or as soon as that has failed.

    Returns the first result, which function gave it, and the exceptions of the others; None, None if all failed.
    """
    loop = loop or events.get_running_loop()
    functions = iter(coro_fns)
    winner, winner_index = None, None
    errors = []
    running = set()
    changed = locks.Event()
    cancelled = None

    async def attempt(index, function):
        nonlocal winner, winner_index
        try:
            result = await function()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            errors[index] = error
        else:
            if winner_index is None:
                winner, winner_index = result, index
                # At once: others may be about to go on.
                for task in running - {tasks.current_task()}:
                    task.cancel()
        finally:
            changed.set()

    def ended(task):
        running.discard(task)
        changed.set()

    def begin():
        """Begin the next one; whether there was one."""
        for function in functions:
            errors.append(None)
            task = loop.create_task(attempt(len(errors) - 1, function))
            running.add(task)
            task.add_done_callback(ended)
            return True
        return False

    more = begin()
    due = None if delay is None else loop.time() + delay
    while running:
        try:
            async with timeouts.timeout_at(due if more else None):
                await changed.wait()
            changed.clear()
        except exceptions.TimeoutError:
            pass
        except exceptions.CancelledError as error:
            cancelled = error
            for task in running:
                task.cancel(*error.args)
        more = more and winner_index is None and cancelled is None
        if more and (errors[-1] is not None or due is not None and loop.time() >= due):
            more = begin()
            due = None if delay is None else loop.time() + delay
    if cancelled is not None:
        raise cancelled
    return winner, winner_index, errors
