package aio

// Write buffers are owned state (see doc.go).
//
// Writes are collected while a callback runs and sent with one system call at its end, since each send costs 4 µs
// whatever its length. A writer that has collected something puts itself on the loop's list with MarkDirty.

// A Flusher sends what it has collected.
type Flusher interface {
	Flush()
}

// MarkDirty has f flushed at the end of the callback that runs now, or before the loop next sleeps. The caller sees to
// it that f is marked once until then.
func (l *Loop) MarkDirty(f Flusher) { l.dirty = append(l.dirty, f) }

// FlushDirty flushes what is marked now. The loop does so after each callback; the owner does before it blocks or
// gives its lock up inside one, so that the peer need not wait for what has been written.
func (l *Loop) FlushDirty() {
	// Flushing may mark others, or a flush may lead back here: each round takes what it finds.
	for len(l.dirty) > 0 {
		n := len(l.dirty)
		if n == 1 {
			f := l.dirty[0]
			l.dirty[0] = nil
			l.dirty = l.dirty[:0]
			f.Flush()
			continue
		}
		list := l.dirty
		l.dirty = nil
		for i, f := range list {
			list[i] = nil
			f.Flush()
		}
		if l.dirty == nil {
			l.dirty = list[:0]
		}
	}
}

// gatherLimit is up to how many bytes small pieces are copied together rather than described to the kernel one by one.
const gatherLimit = 8 << 10

// A WriteBuffer is a queue of bytes to be written. It keeps what it is given, without copying.
type WriteBuffer struct {
	bufs [][]byte
	head int // bufs before head have been written
	size int
}

// Append adds p, which must not change until it is written.
func (w *WriteBuffer) Append(p []byte) {
	if len(p) == 0 {
		return
	}
	w.bufs = append(w.bufs, p)
	w.size += len(p)
}

// Len returns how many bytes wait.
func (w *WriteBuffer) Len() int { return w.size }

// Each calls f with the pieces that wait, in order.
func (w *WriteBuffer) Each(f func(p []byte)) {
	for _, p := range w.bufs[w.head:] {
		f(p)
	}
}

// Clear drops what waits.
func (w *WriteBuffer) Clear() { *w = WriteBuffer{} }

// consume takes n written bytes off the front.
func (w *WriteBuffer) consume(n int) {
	w.size -= n
	if w.size == 0 {
		clear(w.bufs)
		w.bufs, w.head = w.bufs[:0], 0
		if cap(w.bufs) > 64 {
			w.bufs = nil
		}
		return
	}
	for n > 0 {
		p := w.bufs[w.head]
		if n < len(p) {
			w.bufs[w.head] = p[n:]
			break
		}
		n -= len(p)
		w.bufs[w.head] = nil
		w.head++
	}
	if w.head > 32 && 2*w.head > len(w.bufs) {
		k := copy(w.bufs, w.bufs[w.head:])
		clear(w.bufs[k:])
		w.bufs, w.head = w.bufs[:k], 0
	}
}

// Send sends from w to a socket until it is empty or the system takes no more, and returns how many bytes went. EAGAIN
// means that the rest must wait until the descriptor is writable; with any other errno, sending is over.
func (l *Loop) Send(fd int, w *WriteBuffer) (sent int, errno Errno) { return l.write(fd, w, true) }

// Write is Send for a pipe or the like, which must be non-blocking.
func (l *Loop) Write(fd int, w *WriteBuffer) (sent int, errno Errno) { return l.write(fd, w, false) }

func (l *Loop) write(fd int, w *WriteBuffer, socket bool) (sent int, errno Errno) {
	for w.size > 0 {
		var n, want int
		pending := w.bufs[w.head:]
		switch {
		case len(pending) > 1 && w.size <= gatherLimit:
			p := l.io.gather[:0]
			for _, b := range pending {
				p = append(p, b...)
			}
			l.io.gather = p
			pending = nil
			n, want, errno = writeOne(fd, p, socket)
		case len(pending) > 1:
			n, want, errno = l.io.vectors.write(fd, pending, socket)
		default:
			n, want, errno = writeOne(fd, pending[0], socket)
		}
		if errno != 0 {
			break
		}
		sent += n
		w.consume(n)
		if n < want {
			errno = errAgain
			break
		}
	}
	if sent > 0 {
		l.pollSoon = true // the reader may be a descriptor of this very loop
	}
	return sent, errno
}

func writeOne(fd int, p []byte, socket bool) (n, want int, errno Errno) {
	if socket {
		n, errno = SendBytes(fd, p)
	} else {
		n, errno = WriteBytes(fd, p)
	}
	return n, len(p), errno
}
