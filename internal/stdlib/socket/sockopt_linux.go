package socket

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Options of any type, which package unix has no function for. The pointers passed live until the call returns.

func getsockopt(fd, level, option int, b []byte) (int, error) {
	n := uint32(len(b))
	_, _, e := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), uintptr(level), uintptr(option), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(unsafe.Pointer(&n)), 0)
	if e != 0 {
		return 0, e
	}
	return int(min(n, uint32(len(b)))), nil
}

func setsockopt(fd, level, option int, b []byte, n int) error {
	_, _, e := unix.Syscall6(unix.SYS_SETSOCKOPT, uintptr(fd), uintptr(level), uintptr(option), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(n), 0)
	if e != 0 {
		return e
	}
	return nil
}
