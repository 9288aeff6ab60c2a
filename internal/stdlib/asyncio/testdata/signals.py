# Signals that a loop watches, and where the loop keeps them.
import asyncio
import os
import signal
import threading

from check import raises


def main():
    loop = asyncio.SelectorEventLoop()
    seen = []

    async def wait_for(count):
        while len(seen) < count:
            await asyncio.sleep(0.001)

    assert loop._signal_handlers == {} and not loop.remove_signal_handler(signal.SIGUSR1)
    loop.add_signal_handler(signal.SIGUSR1, seen.append, "first")
    assert isinstance(loop._signal_handlers[signal.SIGUSR1], asyncio.Handle)
    os.kill(os.getpid(), signal.SIGUSR1)
    loop.run_until_complete(asyncio.wait_for(wait_for(1), 5))
    loop.add_signal_handler(signal.SIGUSR1, seen.append, "second")
    os.kill(os.getpid(), signal.SIGUSR1)
    loop.run_until_complete(asyncio.wait_for(wait_for(2), 5))
    assert seen == ["first", "second"], seen

    # By hand: nothing for a signal that is not watched; a cancelled handler is taken off.
    loop._handle_signal(signal.SIGUSR2)
    loop._handle_signal(signal.SIGUSR1)
    loop.run_until_complete(asyncio.wait_for(wait_for(3), 5))
    loop._signal_handlers[signal.SIGUSR1].cancel()
    loop._handle_signal(signal.SIGUSR1)
    assert loop._signal_handlers == {} and signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL

    # What cannot be.
    with raises(RuntimeError, f"sig {int(signal.SIGKILL)} cannot be caught"):
        loop.add_signal_handler(signal.SIGKILL, print)
    assert loop._signal_handlers == {}
    with raises(TypeError, "sig must be an int, not '1'"):
        loop._check_signal("1")
    with raises(ValueError, "invalid signal number 100"):
        loop._check_signal(100)

    async def coroutine():
        pass
    with raises(TypeError, "coroutines cannot be used with add_signal_handler()"):
        loop.add_signal_handler(signal.SIGUSR1, coroutine)
    errors = []

    def elsewhere():
        try:
            loop.add_signal_handler(signal.SIGUSR1, print)
        except RuntimeError as error:
            errors.append(error)
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(errors) == 1 and loop._signal_handlers == {}

    # Closing the loop gives all of them up.
    before = signal.getsignal(signal.SIGINT)
    loop.add_signal_handler(signal.SIGINT, print)
    loop.add_signal_handler(signal.SIGUSR2, print)
    loop.close()
    assert loop._signal_handlers == {} and signal.getsignal(signal.SIGUSR2) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


main()
