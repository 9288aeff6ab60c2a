"""Structured concurrency: tasks that end where they began, whether they succeed, fail, are cancelled or run out of time."""

import asyncio
from contextlib import asynccontextmanager

log: list[str] = []


@asynccontextmanager
async def resource(name: str):
    """Something that must be given back, whatever happens."""
    log.append(f"open {name}")
    try:
        yield name
    finally:
        await asyncio.sleep(0)  # giving it back may itself wait
        log.append(f"close {name}")


async def job(name: str, seconds: float, fail: bool = False) -> str:
    async with resource(name):
        await asyncio.sleep(seconds)
        if fail:
            raise ValueError(f"{name} went wrong")
        return name.upper()


def show(title: str) -> None:
    print(f"{title}: {'; '.join(log)}")
    log.clear()


async def all_succeed() -> None:
    async with asyncio.TaskGroup() as group:
        a = group.create_task(job("a", 0.02))
        b = group.create_task(job("b", 0.01))
    # Here both are done: there is nothing to await and nothing to forget.
    print("results:", a.result(), b.result())
    show("all succeed")


async def one_fails() -> None:
    """The failure of one cancels its siblings; what they hold is given back before the group lets go."""
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job("patient", 60))
            group.create_task(job("hasty", 0.01, fail=True))
    except* ValueError as failures:
        print("caught:", *failures.exceptions)
    show("one fails")


async def out_of_time() -> None:
    """A deadline bounds everything inside it, and can be moved."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(60) as deadline:
            async with resource("outer"):
                deadline.reschedule(loop.time() + 0.01)
                await job("inner", 60)
    except TimeoutError:
        print("out of time:", deadline.expired())
    show("out of time")


async def cancelled() -> None:
    """A cancelled task cleans up before it ends; shield keeps what must not be interrupted."""
    saved = asyncio.ensure_future(job("save", 0.03))

    async def worker() -> None:
        try:
            await asyncio.shield(saved)
        except asyncio.CancelledError:
            log.append("worker asked to stop")
            raise

    task = asyncio.create_task(worker())
    await asyncio.sleep(0.01)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as stop:
        print("cancelled:", task.cancelled(), stop.args)
    print("saved all the same:", await saved)
    show("cancelled")


async def main() -> None:
    await all_succeed()
    await one_fails()
    await out_of_time()
    await cancelled()


if __name__ == "__main__":
    asyncio.run(main())
