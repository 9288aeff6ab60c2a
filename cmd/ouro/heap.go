package main

import "runtime/debug"

// The command tunes Go's collector and heap for a program that makes many short-lived objects; an embedding program's are its
// own affair. docs/decisions.md has the measurements.

const (
	// ballastSize is memory that is never touched, and so takes no room: it makes Go collect garbage less often while the heap
	// is small. With twice as much, programs that make much garbage go through more fresh pages than they save collections.
	ballastSize = 32 << 20
	// hugeSize is how much of the heap is to lie on huge pages: what a program uses between two collections.
	hugeSize = 64 << 20
)

// tuneHeap gives what must stay alive as long as the program runs.
func tuneHeap() (keep []byte) {
	// Go takes memory for a large object in one piece; once that is collected, the piece serves small ones. The ballast starts
	// the collection that does it.
	percent := debug.SetGCPercent(-1)
	useHugePages(make([]byte, hugeSize))
	debug.SetGCPercent(percent)
	return make([]byte, ballastSize)
}
