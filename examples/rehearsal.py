"""A day in no time, and a race that only some orders show, found again by its seed."""

import asyncio
import time

import ouro.testing


async def a_day():
    begun = time.monotonic()
    for _ in range(24):
        await asyncio.sleep(3600)
    return time.monotonic() - begun


class Account:
    balance = 100

    async def withdraw(self, amount):
        if self.balance >= amount:
            await asyncio.sleep(0)  # ask the bank; meanwhile others look at the balance
            self.balance -= amount


async def race():
    account = Account()
    one = asyncio.create_task(account.withdraw(80))
    await asyncio.sleep(0)
    two = asyncio.create_task(account.withdraw(80))
    await asyncio.gather(one, two)
    return account.balance


print(f"a day passed: {ouro.testing.run(a_day()) / 3600:.0f} hours")
print("in the usual order:", asyncio.run(race()))
bad = [seed for seed in range(50) if ouro.testing.run(race(), seed=seed) < 0]
print("overdrawn under some seeds:", 0 < len(bad) < 50)
print("and again under the same:", all(ouro.testing.run(race(), seed=seed) < 0 for seed in bad))
