"""Two transfers that take their locks in opposite orders: on CPython this program hangs, here it is told why."""

import asyncio

import ouro


async def transfer(source, target):
    async with source:
        await asyncio.sleep(0)  # let the other one take its first lock
        async with target:
            print("never printed")


async def main():
    mine, yours = asyncio.Lock(), asyncio.Lock()
    one = asyncio.create_task(transfer(mine, yours), name="one")
    two = asyncio.create_task(transfer(yours, mine), name="two")
    try:
        await asyncio.gather(one, two)
    finally:
        print("main() has cleaned up")


try:
    asyncio.run(main())
except ouro.DeadlockError as error:
    print("deadlock:", error)
