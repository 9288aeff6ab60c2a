// Package vm runs compiled Python: the eval loop, frames, functions, generators, coroutines and async generators.
//
// # The machine
//
// A [Machine] is a thread of Python code. Its frames' windows (registers) lie on a slab of Values in chunks that never move.
// A callee's window begins where the caller put its arguments. The Value just below a window is the frame's slot: Ref is the
// running *Function, Bits the link: what kind of frame this is and where its result goes. Who called whom stands in an
// array of records {window, instruction, code}. Python-to-Python calls push a record and go on in the same loop: recursion
// depth costs no Go stack. Go code that calls Python starts a nested loop; a record without code marks its bottom.
//
// # The loop
//
// [Machine.loop] is one switch. R (the window), ip and code are never live across a Go call: they are saved to a state
// before it and loaded after it, so that Go spills nothing at the loop's head. A case holds only its fast path; anything
// else goes to step, which executes one instruction generally, in files by subject.
//
// # Suspended frames
//
// Generators, coroutines and async generators are [Gen] objects: a header and the window, on the heap. `await f()` starts
// the coroutine on the slab without an object (a lazy coroutine); if it has to wait, migrate moves it and the lazy frames
// around it to the heap.
//
// A chain of awaiting frames is linked: the root remembers its innermost frame, each frame the one that awaits it. A send to
// the root goes straight to the innermost frame, a yield of the innermost one straight to whoever resumed the root. Whoever
// drives a frame in the middle by hand first unlinks it (see unlink).
//
// # Errors
//
// Go functions return errors; an error in an instruction goes to unwind, which looks for a handler in the code's table and
// builds the traceback on the way. A Go panic is a bug; package interp turns it into a SystemError.
package vm
