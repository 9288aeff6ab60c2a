package object

import (
	"runtime"
	"runtime/debug"
)

// Go ends the process when memory runs out, where Python raises MemoryError. So whatever makes something big because a script
// said so asks first.

// sureRoom is the size below which nobody asks.
const sureRoom = 1 << 26

// dictEntrySize is about what an entry of a dict takes with its share of the index.
const dictEntrySize = 48

// Room gives a MemoryError if n more bytes cannot be had.
func Room(n int) error {
	if uint(n) < sureRoom {
		return nil
	}
	return bigRoom(n)
}

func bigRoom(n int) error {
	if n > 0 && hasRoom(n) {
		return nil
	}
	if n > 0 && uint64(n) < totalMemory() {
		// Much of what is taken may be garbage.
		runtime.GC()
		debug.FreeOSMemory()
		if hasRoom(n) {
			return nil
		}
	}
	return NewExc(MemoryErrorType)
}

// hasRoom leaves a part of the memory that is free, for what the operation needs beside its result.
func hasRoom(n int) bool {
	free := freeMemory()
	return uint64(n) <= free-free/8
}

// roomToGrow asks for the room that append will want for one item more in a slice of n items of the given size and that
// capacity.
func roomToGrow(n, capacity, size int) error {
	if n < capacity || n*size < sureRoom {
		return nil
	}
	return bigRoom(n*size + n*size/4)
}
