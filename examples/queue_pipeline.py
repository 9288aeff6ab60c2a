"""A pipeline of stages with bounded queues between them: a slow stage slows those before it, and nothing piles up.

numbers -> (3 workers) collatz -> (1 worker) report
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable


class Stage[In, Out]:
    """Workers that take items from a queue and put results in the next. Closing a stage lets its workers finish what waits."""

    def __init__(self, name: str, work: Callable[[In], Awaitable[Out]], workers: int = 1, room: int = 4) -> None:
        self.name = name
        self.work = work
        self.workers = workers
        self.inbox: asyncio.Queue[In] = asyncio.Queue(room)
        self.handled: Counter[str] = Counter()
        self.fullest = 0

    async def put(self, item: In) -> None:
        await self.inbox.put(item)
        self.fullest = max(self.fullest, self.inbox.qsize())

    async def run(self, then: "Stage[Out, object] | None") -> None:
        async with asyncio.TaskGroup() as group:
            for i in range(self.workers):
                group.create_task(self._worker(f"{self.name}-{i}", then))
        if then is not None:
            then.inbox.shutdown()

    async def _worker(self, name: str, then: "Stage[Out, object] | None") -> None:
        while True:
            try:
                item = await self.inbox.get()
            except asyncio.QueueShutDown:
                return
            result = await self.work(item)
            self.handled[name] += 1
            if then is not None:
                await then.put(result)


async def collatz(n: int) -> tuple[int, int]:
    """How many steps n takes down to 1."""
    start, steps = n, 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    await asyncio.sleep(0)
    return start, steps


async def main() -> None:
    best = (0, 0)

    async def keep_best(result: tuple[int, int]) -> None:
        nonlocal best
        await asyncio.sleep(0)
        best = max(best, result, key=lambda r: r[1])

    last = Stage("report", keep_best)
    first = Stage("collatz", collatz, workers=3)

    async def feed() -> None:
        for n in range(1, 1001):
            await first.put(n)
        first.inbox.shutdown()

    async with asyncio.TaskGroup() as group:
        group.create_task(feed())
        group.create_task(first.run(last))
        group.create_task(last.run(None))

    print("the longest way down from up to 1000: %d, in %d steps" % best)
    print("handled:", first.handled.total(), "and", last.handled.total())
    print("every worker had a share:", len(first.handled) == 3)
    print("never more than four waiting:", max(first.fullest, last.fullest) <= 4)


if __name__ == "__main__":
    asyncio.run(main())
