// Package aio is the kernel of the event loop: what runs next, what is waited for, and how another goroutine gets
// a word in. It knows no Python; a callback is a Go interface value, and asyncio's Handle, Task and transports
// implement it.
//
// # The parts
//
// A [Loop] owns a ring of ready callbacks, a heap of timers, a table of watched file descriptors with the poller
// behind it, an inbox for other goroutines, and a list of writers whose output is still to be sent. One pass
// ([Loop.RunOnce]) keeps asyncio's observable order:
//
//  1. wait for, or look for, I/O;
//  2. what other goroutines posted meanwhile becomes ready;
//  3. the callbacks of ready descriptors become ready, in the poller's order, reader before writer;
//  4. due timers become ready, by deadline, then by the order they were set in;
//  5. exactly what is ready now runs; what it makes ready waits for the next pass.
//
// # Who may touch what
//
// There are three kinds of state, and each file says at its top which one it holds:
//
//   - Owned: the ring, the timers, the descriptor table, the buffers. Touched only by whoever holds the owner's lock
//     (the interpreter lock). That is the goroutine that drives the loop, except between the hooks BeforeBlock and
//     AfterBlock, where it touches none of it. Another thread of the same interpreter that holds the lock may call
//     CallSoon, and Wake after it.
//   - Shared: the inbox, the job queue, the signal table. Guarded by a mutex of their own, open to any goroutine.
//   - The word Loop.state, which tells awake from asleep: atomic, see inbox.go.
//
// A goroutine that does not hold the lock has one way in: [Loop.Post].
//
// # Errors
//
// System calls report a [syscall.Errno], 0 for success, because the callers turn it into an OSError with the same
// number. A callback that returns an error ends the pass at once: that is how KeyboardInterrupt and SystemExit leave
// run_forever. All other errors are the callback's own business.
package aio
