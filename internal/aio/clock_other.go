//go:build !unix || netbsd

package aio

// Where there is no monotonic clock to agree with, time counts from the start of the process.
func monotonicBase() int64 { return 0 }
