package main

import "golang.org/x/sys/unix"

// useHugePages asks for huge pages where mem lies. Making fresh memory accessible is then two to four times as cheap.
func useHugePages(mem []byte) {
	_ = unix.Madvise(mem, unix.MADV_HUGEPAGE) // an advice: without it all works as before
}
