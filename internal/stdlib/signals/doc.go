// Package signals is the module _signal, on which the frozen module signal stands.
//
// A goroutine receives the process's signals and marks them; the interpreter's main thread runs their handlers when it next looks at
// its eval-breaker. Nothing is received before Install, which the ouro command calls: a program that embeds the interpreter keeps its
// signals to itself.
package signals
