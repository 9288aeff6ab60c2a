//go:build unix && !netbsd

package aio

import "golang.org/x/sys/unix"

func monotonicBase() int64 {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) != nil {
		return 0
	}
	return ts.Nano()
}
