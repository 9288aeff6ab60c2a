// Package asyncio is Python's asyncio, native on the event loop kernel internal/aio.
//
// # The parts
//
// Future, Task, Handle, the event loop, locks, queues, streams and transports are Go structs whose Python types scripts may
// subclass. Files bear the names of CPython's. What runs seldom (making connections and servers, subprocesses, call graphs,
// policies) is written in Python, in the frozen sources of asyncio.base_events, asyncio.subprocess and their like, and loaded when first used.
//
// # Running
//
// A callback is ready when it stands in aio's ring. A [Handle] stands there for a Python callback; a Task stands there itself, under a
// second named type that gives it a Run method, so that a task's step allocates nothing. Done callbacks of a future are
// aio.Callbacks too: at completion they are moved to the ring as they are.
//
// # Coroutines
//
// What is a coroutine function on CPython (sleep, Queue.get, ...) returns a native coroutine here: a small struct that starts with
// coro and is driven through the Send and Throw slots; its body is a Go function that switches on a program counter.
//
// # Overriding
//
// A method of a loop or future that a script's subclass overrides is called through Python. Whether there is such an override is looked
// up once for each shape and costs the others one comparison.
package asyncio
