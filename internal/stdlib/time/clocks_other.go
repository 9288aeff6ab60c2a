//go:build !unix

package time

import (
	"errors"
	"time"

	"ouro/internal/object"
)

var started = time.Now()

func monotonicNow() int64 { return int64(time.Since(started)) }
func processTime() int64  { return int64(time.Since(started)) }
func threadTime() int64   { return int64(time.Since(started)) }

func readClock(int32) (int64, error) { return 0, errors.ErrUnsupported }

func setClocks(*object.Module) {}
