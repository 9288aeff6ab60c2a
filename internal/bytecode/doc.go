// Package bytecode is the instruction set of Ouro's register machine and the shape of compiled code.
//
// A frame is a window R of registers. The parameters come first, in the order of co_varnames (positional-only,
// positional-or-keyword, keyword-only, *args, **kwargs), then the other locals, then temporaries, which the
// compiler hands out as a stack. A call's arguments lie at the top of everything live, so that the callee's window
// begins where they are: the register after the callee is the callee's R[0].
//
// Code that has a namespace instead of fast locals (modules, class bodies, eval: no FlagOptimized) holds that
// namespace in R[0]. Its named registers, the variables of inlined comprehensions, follow it.
//
// When code starts, the parameters hold their values, R[0] the namespace if there is one, and the other registers below
// Code.NumLocals are unbound; what those above hold does not matter. VerifyFlow checks that no instruction reads a register that
// has no value.
//
// An instruction is 8 bytes: Op, X uint8; A, B, C uint16. Operands that name registers hold the byte offset
// (index times RegSize). The one table in op.go says what each operand is and what the instruction means; the
// disassembler, the verifier and docs/bytecode.md are derived from it.
//
// Exceptions cost nothing until they are raised: Code.Handlers says which instructions are covered, where the handler
// starts and which register receives the exception. Entries of inner blocks come first.
//
// # Groups
//
// CALL_AWAIT and CALL_METHOD_AWAIT are always followed by the three instructions
//
//	GET_AWAITABLE t, t
//	LOAD_CONST v, None
//	AWAIT v, t
//
// where t is the call's result register. A machine that runs the awaited coroutine without making an object for it
// writes the result to v, the A operand of AWAIT, and goes on after the group (AwaitGroup instructions further).
// ASYNC_FOR_NEXT stands in the same way before GET_ANEXT, LOAD_CONST, AWAIT.
//
// An AWAIT that suspends has itself as its resume point: the value sent in is stored to R[A] and the instruction
// is executed again. An exception thrown in is passed on to R[B]; if that ends the iterator, R[A] is its result.
package bytecode
