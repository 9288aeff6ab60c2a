package aio

// What an owner needs who brings a poller of his own, or whose scripts look into the queues. Owned state, but for Descriptor.

// RunOnceBy is RunOnce with wait in place of the loop's own sleep: it is told for how many seconds it may wait, negative for ever, and
// makes ready what it finds. The loop's own descriptors, jobs and posts are looked at after it; that they end the wait is up to the
// owner, whose poller watches Descriptor.
func (l *Loop) RunOnceBy(wait func(seconds float64) error) error {
	if l.closed {
		return ErrClosed
	}
	if len(l.dirty) > 0 {
		l.FlushDirty()
	}
	seconds := -1.0
	if l.ready.len() > 0 || l.stopping {
		seconds = 0
	} else if len(l.timers.entries) > 0 {
		seconds = min(max(l.timers.entries[0].when-l.Time(), 0), maxWait.Seconds())
	}
	if !l.state.CompareAndSwap(awake, sleeping) {
		seconds = 0
	}
	err := wait(seconds)
	l.state.CompareAndSwap(sleeping, awake)
	if err != nil {
		return err
	}
	return l.runPass(l.poll(Monotonic()))
}

// Descriptor is readable when the loop has events or posts to take; -1 if the poller has none. It is the loop's own.
func (l *Loop) Descriptor() int { return l.poller.descriptor() }

// SetClock replaces the clock.
func (l *Loop) SetClock(c Clock) { l.clock, l.step = c, c.Step() }

// Stopping reports whether Stop was called, and SetStopping changes it without looking at I/O.
func (l *Loop) Stopping() bool { return l.stopping }

// SetStopping takes Stop back, or has it called.
func (l *Loop) SetStopping(on bool) { l.stopping = on }

// EachReady calls f with each callback that is ready, the oldest first, until it returns false. f must not touch the loop.
func (l *Loop) EachReady(f func(cb Callback) bool) {
	for i := l.ready.head; i != l.ready.tail; i++ {
		if !f(l.ready.buf[i&uint32(len(l.ready.buf)-1)]) {
			return
		}
	}
}

// TakeReady removes the oldest callback that is ready, nil if there is none.
func (l *Loop) TakeReady() Callback {
	if l.ready.len() == 0 {
		return nil
	}
	return l.ready.pop()
}

// EachTimer calls f with the callback of each timer that is set, in no certain order, until it returns false. f must not touch the loop.
func (l *Loop) EachTimer(f func(cb Callback) bool) {
	for i := range l.timers.entries {
		if !f(l.timers.entries[i].t.cb) {
			return
		}
	}
}

// EachWatch calls f with each descriptor that is watched.
func (l *Loop) EachWatch(f func(fd int, reader, writer Callback)) {
	for fd := range l.fds {
		if w := &l.fds[fd]; w.reader != nil || w.writer != nil {
			f(fd, w.reader, w.writer)
		}
	}
}
