package aio

import "bytes"

// Buffers are owned state (see doc.go).
//
// Payloads are the largest source of garbage there is: a 64 KiB echo costs 16 µs with a reused buffer, 18 with pieces of
// a slab and 36 with a fresh buffer for each read. So reads for Python's bytes go to the tail of a slab, reads for
// native readers to pooled buffers.

const (
	// readSize is the most that one Recv returns; asyncio's own transports read as much.
	readSize = 256 << 10
	slabSize = 512 << 10
	// cloneLimit is the longest result that is copied out of the slab. A longer one keeps its piece, and with it the
	// slab, alive.
	cloneLimit = 4 << 10
)

const (
	poolMinBits = 12 // 4 KiB
	poolMaxBits = 18 // 256 KiB
	poolKeep    = 16 // free buffers of each size
)

type buffers struct {
	slab    []byte // the unused tail
	free    [poolMaxBits - poolMinBits + 1][][]byte
	gather  []byte // scratch of Send
	vectors iovecs // scratch of Send
}

// Recv receives once from a socket, without blocking whatever the socket's mode. The result is the caller's own and
// never changes; an empty one with errno 0 is the end of the stream.
func (l *Loop) Recv(fd int) ([]byte, Errno) {
	tail := l.io.tail()
	n, errno := RecvInto(fd, tail)
	return l.io.take(n), errno
}

// Read reads once from a pipe or the like, which must be non-blocking. Its result is as Recv's.
func (l *Loop) Read(fd int) ([]byte, Errno) {
	tail := l.io.tail()
	n, errno := ReadInto(fd, tail)
	return l.io.take(n), errno
}

// RecvFrom receives one datagram and its sender. Its result is as Recv's, but an empty datagram is not an end.
func (l *Loop) RecvFrom(fd int) ([]byte, Addr, Errno) {
	tail := l.io.tail()
	n, from, errno := RecvFromInto(fd, tail)
	return l.io.take(n), from, errno
}

// tail returns room for one read.
func (b *buffers) tail() []byte {
	if len(b.slab) < readSize {
		b.slab = make([]byte, slabSize)
	}
	return b.slab[:readSize]
}

// take returns the first n bytes of the tail for good.
func (b *buffers) take(n int) []byte {
	switch {
	case n <= 0:
		return nil
	case n <= cloneLimit:
		return bytes.Clone(b.slab[:n])
	}
	p := b.slab[:n:n]
	b.slab = b.slab[min((n+63)&^63, len(b.slab)):]
	return p
}

// Buffer returns a buffer of at least n bytes with unspecified content, for PutBuffer to take back.
func (l *Loop) Buffer(n int) []byte {
	bits := poolMinBits
	for ; bits <= poolMaxBits; bits++ {
		if n <= 1<<bits {
			break
		}
	}
	if bits > poolMaxBits {
		return make([]byte, n)
	}
	free := &l.io.free[bits-poolMinBits]
	if k := len(*free); k > 0 {
		p := (*free)[k-1]
		(*free)[k-1] = nil
		*free = (*free)[:k-1]
		return p
	}
	return make([]byte, 1<<bits)
}

// PutBuffer gives back what Buffer returned. The caller keeps no slice of it.
func (l *Loop) PutBuffer(p []byte) {
	p = p[:cap(p)]
	for bits := poolMinBits; bits <= poolMaxBits; bits++ {
		if len(p) == 1<<bits {
			if free := &l.io.free[bits-poolMinBits]; len(*free) < poolKeep {
				*free = append(*free, p)
			}
			return
		}
	}
}
