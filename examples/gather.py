"""Three ways to wait for many things at once: in order, as they come, and some of them failing."""

import asyncio
import random
import time


async def cook(dish: str, minutes: float) -> str:
    """Takes its time, without holding up anybody else."""
    await asyncio.sleep(minutes / 100)
    if dish == "soufflé":
        raise RuntimeError(f"the {dish} collapsed")
    return f"{dish} ({minutes:.0f} min)"


async def in_order(menu: dict[str, float]) -> None:
    """gather gives the results in the order of its arguments, whoever finishes first."""
    began = time.perf_counter()
    dishes = await asyncio.gather(*(cook(dish, minutes) for dish, minutes in menu.items()))
    took = time.perf_counter() - began
    print("in order:", ", ".join(dishes))
    print("together they took no longer than the slowest:", took < sum(menu.values()) / 100)


async def as_they_come(menu: dict[str, float]) -> None:
    """as_completed hands out each result as soon as it is there."""
    waiting = [cook(dish, minutes) for dish, minutes in menu.items()]
    served = []
    async for done in asyncio.as_completed([asyncio.ensure_future(w) for w in waiting]):
        served.append((await done).split(" (")[0])
    print("as they come:", " < ".join(served))


async def some_fail(menu: dict[str, float]) -> None:
    """With return_exceptions a failure is a result like the others."""
    results = await asyncio.gather(*(cook(d, m) for d, m in menu.items()), cook("soufflé", 2), return_exceptions=True)
    for r in results:
        print("  failed:" if isinstance(r, Exception) else "  ready: ", r)


async def many(n: int) -> None:
    """Tasks are cheap: ten thousand sleepers need one timer heap, not ten thousand threads."""

    async def sleeper(i: int) -> int:
        await asyncio.sleep(random.random() / 50)
        return i

    print(f"{n} sleepers:", sum(await asyncio.gather(*map(sleeper, range(n)))) == n * (n - 1) // 2)


async def main() -> None:
    menu = {"roast": 9.0, "soup": 4.0, "salad": 1.0}
    await in_order(menu)
    await as_they_come(menu)
    await some_fail(menu)
    await many(10_000)


if __name__ == "__main__":
    asyncio.run(main())
