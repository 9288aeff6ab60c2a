//go:build unix

package time

import (
	"ouro/internal/object"

	"golang.org/x/sys/unix"
)

// monotonicNow reads the system's monotonic clock.
func monotonicNow() int64 {
	n, _ := readClock(unix.CLOCK_MONOTONIC)
	return n
}

func processTime() int64 {
	n, _ := readClock(unix.CLOCK_PROCESS_CPUTIME_ID)
	return n
}

func threadTime() int64 {
	n, _ := readClock(unix.CLOCK_THREAD_CPUTIME_ID)
	return n
}

// readClock reads a clock of the system in nanoseconds.
func readClock(id int32) (int64, error) {
	var ts unix.Timespec
	if err := unix.ClockGettime(id, &ts); err != nil {
		return 0, err
	}
	return ts.Nano(), nil
}

func setClocks(m *object.Module) {
	m.Set("CLOCK_REALTIME", object.Int(unix.CLOCK_REALTIME))
	m.Set("CLOCK_MONOTONIC", object.Int(unix.CLOCK_MONOTONIC))
	m.Set("CLOCK_PROCESS_CPUTIME_ID", object.Int(unix.CLOCK_PROCESS_CPUTIME_ID))
	m.Set("CLOCK_THREAD_CPUTIME_ID", object.Int(unix.CLOCK_THREAD_CPUTIME_ID))
	m.Set("CLOCK_MONOTONIC_RAW", object.Int(unix.CLOCK_MONOTONIC_RAW))
}
