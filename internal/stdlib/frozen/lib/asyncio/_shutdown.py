"""What loops do at their end, and the hand-over to futures of threads."""

import threading
import warnings

from . import tasks


async def shutdown_asyncgens(loop, generators):
    """Close the generators, and report what that raises."""
    results = await tasks.gather(*[g.aclose() for g in generators], return_exceptions=True)
    for result, generator in zip(results, generators):
        if isinstance(result, Exception):
            loop.call_exception_handler({
                "message": f"an error occurred during closing of asynchronous generator {generator!r}",
                "exception": result,
                "asyncgen": generator,
            })


async def shutdown_default_executor(loop, timeout=None):
    """Shut the executor down from a thread, since that waits for its threads."""
    loop._executor_shutdown_called = True
    executor = loop._default_executor
    if executor is None:
        return
    done = loop.create_future()

    def finish(error=None):
        if done.cancelled():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)

    def work():
        try:
            executor.shutdown(wait=True)
        except Exception as error:
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, error)
        else:
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        from .timeouts import timeout as limit
        async with limit(timeout):
            await done
    except TimeoutError:
        warnings.warn(f"The executor did not finishing joining its threads within {timeout} seconds.", RuntimeWarning, stacklevel=2)
        executor.shutdown(wait=False)
    else:
        thread.join()


def set_concurrent_state(future, source):
    """Give a concurrent.futures.Future the outcome of a future of asyncio."""
    if source.cancelled():
        future.cancel()
    if not future.set_running_or_notify_cancel():
        return
    error = source.exception()
    if error is not None:
        future.set_exception(_as_concurrent(error))
    else:
        future.set_result(source.result())


def _as_concurrent(error):
    from .exceptions import CancelledError
    if type(error) is CancelledError:
        import concurrent.futures
        return concurrent.futures.CancelledError(*error.args).with_traceback(error.__traceback__)
    return error
