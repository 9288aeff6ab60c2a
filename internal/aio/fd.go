package aio

import "syscall"

// The descriptor table is owned state (see doc.go).

// Errno is a system call's error number; 0 means success.
type Errno = syscall.Errno

// Interests, and the readiness that a poller reports.
const (
	readable uint8 = 1 << iota
	writable
)

// watch is one row of the table, indexed by descriptor. The interest is what is not nil.
type watch struct {
	reader, writer Callback
	mask           uint8 // what the poller has been told
}

// AddReader makes cb ready in each pass in which fd can be read, an end of file or an error included, until it is
// removed. It returns the callback it replaces. A file that can not be waited for (a regular one) is EPERM, a number
// that is not open EBADF.
func (l *Loop) AddReader(fd int, cb Callback) (old Callback, errno Errno) {
	w, errno := l.interest(fd, readable)
	if errno != 0 {
		return nil, errno
	}
	old, w.reader = w.reader, cb
	return old, 0
}

// AddWriter is AddReader for writing.
func (l *Loop) AddWriter(fd int, cb Callback) (old Callback, errno Errno) {
	w, errno := l.interest(fd, writable)
	if errno != 0 {
		return nil, errno
	}
	old, w.writer = w.writer, cb
	return old, 0
}

// RemoveReader ends what AddReader began and returns the callback, nil if there was none. If that is ready already it
// will run: its owner must tell it not to.
func (l *Loop) RemoveReader(fd int) (old Callback) {
	if w := l.watch(fd); w != nil {
		old, w.reader = w.reader, nil
		l.disinterest(fd, w, readable)
	}
	return old
}

// RemoveWriter ends what AddWriter began and returns the callback, nil if there was none.
func (l *Loop) RemoveWriter(fd int) (old Callback) {
	if w := l.watch(fd); w != nil {
		old, w.writer = w.writer, nil
		l.disinterest(fd, w, writable)
	}
	return old
}

// Forget ends both interests in fd at once. To be called before fd is closed.
func (l *Loop) Forget(fd int) {
	if w := l.watch(fd); w != nil {
		w.reader, w.writer = nil, nil
		l.disinterest(fd, w, readable|writable)
	}
}

// Reader returns the callback that AddReader set, or nil.
func (l *Loop) Reader(fd int) Callback {
	if w := l.watch(fd); w != nil {
		return w.reader
	}
	return nil
}

// Writer returns the callback that AddWriter set, or nil.
func (l *Loop) Writer(fd int) Callback {
	if w := l.watch(fd); w != nil {
		return w.writer
	}
	return nil
}

// Watched returns how many descriptors the loop watches.
func (l *Loop) Watched() int { return l.watched }

func (l *Loop) watch(fd int) *watch {
	if uint(fd) < uint(len(l.fds)) {
		return &l.fds[fd]
	}
	return nil
}

// interest adds bit to what the poller watches fd for. The poller is asked even if it should know already: fd may
// have been closed and opened anew behind the loop's back.
func (l *Loop) interest(fd int, bit uint8) (*watch, Errno) {
	if l.closed || fd < 0 {
		return nil, syscall.EBADF
	}
	var old uint8
	w := l.watch(fd)
	if w != nil {
		old = w.mask
	}
	if errno := l.poller.control(fd, old, old|bit); errno != 0 {
		return nil, errno
	}
	if w == nil {
		// The descriptor exists, so the system's limit bounds the table.
		l.fds = append(l.fds, make([]watch, max(fd+1, 2*len(l.fds), 64)-len(l.fds))...)
		w = &l.fds[fd]
	}
	if old == 0 {
		l.watched++
	}
	w.mask = old | bit
	l.pollSoon = true
	return w, 0
}

func (l *Loop) disinterest(fd int, w *watch, bits uint8) {
	if w.mask&bits == 0 {
		return
	}
	// It may fail because fd has been closed; the kernel has forgotten it then.
	l.poller.control(fd, w.mask, w.mask&^bits)
	w.mask &^= bits
	if w.mask == 0 {
		l.watched--
	}
}

// takeEvents makes ready the callbacks of n events. None of them runs meanwhile, so the table stands still.
func (l *Loop) takeEvents(n int) {
	for i := range n {
		fd, mask := l.poller.event(i)
		w := l.watch(fd)
		if w == nil {
			continue // the wake-up descriptor, or one closed behind the loop's back
		}
		if mask&readable != 0 && w.reader != nil {
			l.ready.push(w.reader)
		}
		if mask&writable != 0 && w.writer != nil {
			l.ready.push(w.writer)
		}
	}
}
