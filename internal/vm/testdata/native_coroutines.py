# Coroutines of asyncio's own, driven by hand, and task groups with eager tasks.
import asyncio
from collections.abc import Coroutine


async def by_hand():
    c = asyncio.timeout(1).__aenter__()
    assert isinstance(c, Coroutine) and asyncio.iscoroutine(c)
    w = c.__await__()
    assert iter(w) is w
    for _ in w:
        pass
    try:
        iter(c)
    except TypeError as e:
        assert str(e) == "'coroutine' object is not iterable"
    else:
        assert False


asyncio.run(by_hand())


# A task that fails at once cancels the one that is creating it only when that is in the group.
async def eager():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    seen = []

    async def fails():
        raise KeyError

    async def creates():
        tg.create_task(fails())
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            seen.append("cancelled")

    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(creates())
    except* KeyError:
        seen.append("group")
    assert seen == ["cancelled", "group"], seen


asyncio.run(eager())
