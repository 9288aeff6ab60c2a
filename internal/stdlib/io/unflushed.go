package io

import "ouro/internal/object"

// Programs write open(name, "w").write(text) and expect the text in the file: CPython closes the file as soon as nobody refers to
// it. Here the garbage collector does so some time later, therefore streams that hold data back are listed, and written out
// before another file is opened and when the interpreter ends.

// unflushed is a stream that holds data back.
type unflushed interface {
	// writeOut writes what is held back; what goes wrong shows when the stream is closed.
	writeOut(th *thread)
}

type unflushedKey struct{}

type unflushedList struct{ streams []unflushed }

func noteUnflushed(th *thread, s unflushed) {
	l := object.StateOf(th, unflushedKey{}, func() *unflushedList { return &unflushedList{} })
	l.streams = append(l.streams, s)
}

// FlushAll writes out what the streams of th's interpreter hold back; the standard streams are left alone.
func FlushAll(th *thread) {
	l := object.StateOf(th, unflushedKey{}, func() *unflushedList { return &unflushedList{} })
	for len(l.streams) > 0 {
		last := len(l.streams) - 1
		s := l.streams[last]
		l.streams[last] = nil
		l.streams = l.streams[:last]
		s.writeOut(th)
	}
}

func (b *buffered) writeOut(th *thread) {
	b.noted = false
	if b.file == nil || b.file.fd < 0 || !b.mu.TryLock() {
		return
	}
	b.owner = th
	_ = b.flushOut(th)
	b.unlock()
}

func (t *textIO) writeOut(th *thread) {
	t.noted = false
	if t.native == nil || t.native.file == nil || t.native.file.fd < 0 {
		return
	}
	_ = t.flushPending(th)
}
