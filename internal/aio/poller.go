package aio

import "time"

// poller is what the loop asks of the system: level-triggered readiness, and a wake-up. All methods are the owner's
// but wake, which is called with the inbox's mutex held.
type poller interface {
	// control changes what fd is watched for. old is what the poller was told last; it may be out of date if fd was
	// closed meanwhile.
	control(fd int, old, mask uint8) Errno
	// poll returns the number of events without waiting. watched is the number of descriptors watched: all of their
	// events fit one call.
	poll(watched int) int
	// wait is poll that waits for an event or wake: for ever if timeout is negative. It may return early with none.
	wait(timeout time.Duration) int
	// event returns the i-th event of the last poll or wait; fd is -1 if it was not a watched descriptor's.
	event(i int) (fd int, mask uint8)
	wake()
	// descriptor is readable when poll would return at once, -1 if there is no such thing.
	descriptor() int
	close()
}

// pollerEvents is how many events a poller makes room for at first.
const pollerEvents = 128
