"""Running asynchronous programs in tests: without waiting, and in an order that can be had again."""

import asyncio

import _ouro

__all__ = ("new_event_loop", "run")


def new_event_loop(*, clock="virtual", seed=None, start=0.0):
    """An event loop for tests.

    With clock="virtual" time stands still while callbacks run, and moves on to the next deadline when there is nothing else to do; it
    reads start at first. While the loop runs, the clocks of the module time follow it. With clock="real" time passes as usual.

    With a seed, an int, the tasks that are ready at the same time run in an order that depends on the seed alone.
    """
    if clock not in ("virtual", "real"):
        raise ValueError(f"clock must be 'virtual' or 'real', not {clock!r}")
    return _ouro.new_event_loop(clock == "virtual", start, seed)


def run(main, *, clock="virtual", seed=None, start=0.0, debug=None):
    """asyncio.run() in such a loop."""
    if asyncio._get_running_loop() is not None:
        raise RuntimeError("ouro.testing.run() cannot be called from a running event loop")
    with asyncio.Runner(debug=debug, loop_factory=lambda: new_event_loop(clock=clock, seed=seed, start=start)) as runner:
        return runner.run(main)
