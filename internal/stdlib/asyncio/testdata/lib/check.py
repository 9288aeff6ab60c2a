"""What the scripts share to state that something raises."""


class raises:
    """A with statement's body must raise exactly this exception, with this text if one is given."""

    def __init__(self, exception, text=None):
        self.exception = exception
        self.text = text
        self.value = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        assert kind is self.exception, f"{kind} raised, not {self.exception}: {value!r}"
        if self.text is not None:
            assert str(value) == self.text, f"the text is {str(value)!r}, not {self.text!r}"
        self.value = value
        return True


async def passes(n):
    """Let the loop go through its ready callbacks n times."""
    import asyncio
    for _ in range(n):
        await asyncio.sleep(0)


async def until(condition, seconds=10):
    """Wait till condition() holds, and fail if it does not within these seconds."""
    import asyncio
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.002)
