"""Coroutines that begin one after the other, until one of them succeeds."""

from . import events, exceptions, locks, tasks

__all__ = ("staggered_race",)


async def staggered_race(coro_fns, delay, *, loop=None):
    """Run the coroutine functions, each `delay` seconds after the former or as soon as that has failed.

    Returns the first result, which function gave it, and the exceptions of the others; None, None if all failed.
    """
    loop = loop or events.get_running_loop()
    waiting = list(coro_fns)
    winner, winner_index = None, None
    errors = []
    running = set()
    changed = locks.Event()

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
        finally:
            changed.set()

    def reap(task):
        running.discard(task)
        changed.set()

    try:
        index = 0
        while winner_index is None and (waiting or running):
            if waiting:
                errors.append(None)
                task = loop.create_task(attempt(index, waiting.pop(0)))
                running.add(task)
                task.add_done_callback(reap)
                failed = index
                index += 1
            changed.clear()
            while winner_index is None and running:
                if waiting and delay is not None:
                    try:
                        await tasks.wait_for(changed.wait(), delay)
                    except exceptions.TimeoutError:
                        break
                else:
                    await changed.wait()
                changed.clear()
                if waiting and errors[failed] is not None:
                    break
        return winner, winner_index, errors
    finally:
        for task in list(running):
            task.cancel()
        while running:
            changed.clear()
            await changed.wait()
