"""The smallest asynchronous program: two greetings, a moment apart."""
import asyncio


async def main():
    print("Hello ...")
    await asyncio.sleep(0.5)
    print("... world!")


asyncio.run(main())
