package zlib

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"iter"
	"runtime"

	"github.com/klauspost/compress/flate"

	"ouro/internal/object"
)

// An inflater decodes a stream whose input comes piece by piece. The library's decoder pulls its input, so it runs as a
// coroutine that is resumed to go on: it yields when it has output, and when it has none left to read.
//
// Whoever resumes it, by run, has it for itself; in, room and the results are handed to and fro between the two.
type inflater struct {
	wbits int
	dict  []byte

	// Input that has not been read.
	in []byte
	// How much output may be yielded, unless it is negative.
	room int
	// What was yielded.
	chunk []byte

	// No input follows: the decoder is to give what it has.
	ended bool

	// The decoder has finished: at the end of the stream, if neither of the others is set.
	done      bool
	truncated bool
	err       error
	next      func() (event, bool)
}

// An event is why the coroutine yields.
type event int

const (
	needsInput event = iota
	hasOutput
)

var errStopped = errors.New("stopped")

// newInflater makes a decoder for a format: wbits is -15 to -8 for raw DEFLATE, 8 to 15 for zlib, 24 to 31 for gzip and 40
// to 47 for either of these two. owner is the object whose end is the decoder's.
func newInflater[T any](owner *T, wbits int, dict []byte) *inflater {
	f := &inflater{wbits: wbits, dict: dict, room: -1}
	next, stop := iter.Pull(f.decode)
	f.next = next
	runtime.AddCleanup(owner, func(stop func()) { stop() }, stop)
	return f
}

// run decodes f.in, up to a size of output, or all if that is 0.
func (f *inflater) run(size int) []byte {
	var out []byte
	for !f.done {
		f.room = -1
		if size > 0 {
			if f.room = size - len(out); f.room == 0 {
				break
			}
		}
		ev, ok := f.next()
		switch {
		case !ok:
			f.done = true
		case ev == hasOutput:
			// A little input may stand for a great deal.
			if len(out)+len(f.chunk) > cap(out) {
				if f.err = object.Room(2*len(out) + len(f.chunk)); f.err != nil {
					return nil
				}
			}
			out = append(out, f.chunk...)
		case len(f.in) == 0:
			return out
		}
	}
	return out
}

// source is the input as the library reads it: byte by byte, so that nothing after the stream is taken.
type source struct {
	f     *inflater
	yield func(event) bool
}

func (s *source) wait() error {
	for len(s.f.in) == 0 {
		if s.f.ended {
			s.f.truncated = true
			return errStopped
		}
		if !s.yield(needsInput) {
			return errStopped
		}
	}
	return nil
}

func (s *source) ReadByte() (byte, error) {
	if len(s.f.in) == 0 {
		if err := s.wait(); err != nil {
			return 0, err
		}
	}
	c := s.f.in[0]
	s.f.in = s.f.in[1:]
	return c, nil
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.wait(); err != nil {
		return 0, err
	}
	n := copy(p, s.f.in)
	s.f.in = s.f.in[n:]
	return n, nil
}

func dataError(text string) error { return fail("Error -3 while decompressing data: %s", text) }

// decode is the coroutine.
func (f *inflater) decode(yield func(event) bool) {
	src := &source{f, yield}
	if err := f.stream(src); err != nil && err != errStopped {
		f.err = err
	}
}

func (f *inflater) stream(src *source) error {
	var check func(sum uint32) error
	sum, update := uint32(0), func(uint32, []byte) uint32 { return 0 }
	if f.wbits > 0 {
		gzip := f.wbits >= 24 && f.wbits < 32
		if f.wbits >= 40 {
			if err := src.wait(); err != nil {
				return err
			}
			gzip = f.in[0] == 0x1f
		}
		if gzip {
			if err := gzipHeader(src); err != nil {
				return err
			}
			update = func(sum uint32, b []byte) uint32 { return crc32.Update(sum, crc32.IEEETable, b) }
		} else {
			if err := f.zlibHeader(src); err != nil {
				return err
			}
			sum, update = 1, adler
		}
		check = func(sum uint32) error { return trailer(src, gzip, sum) }
	}
	r := flate.NewReaderDict(src, f.dict)
	buf := make([]byte, 32<<10)
	for {
		p := buf
		if f.room >= 0 && f.room < len(p) {
			p = p[:f.room]
		}
		n, err := r.Read(p)
		if n > 0 {
			sum = update(sum, p[:n])
			f.chunk = p[:n]
			if !src.yield(hasOutput) {
				return errStopped
			}
		}
		switch {
		case err == io.EOF:
			if check != nil {
				return check(sum)
			}
			return nil
		case errors.Is(err, errStopped):
			return errStopped
		case err != nil:
			return dataError("invalid data")
		}
	}
}

func (f *inflater) zlibHeader(src *source) error {
	var head [2]byte
	if _, err := io.ReadFull(src, head[:]); err != nil {
		return err
	}
	switch {
	case binary.BigEndian.Uint16(head[:])%31 != 0:
		return dataError("incorrect header check")
	case head[0]&15 != 8:
		return dataError("unknown compression method")
	case int(head[0]>>4)+8 > f.wbits&15 && f.wbits&15 != 0:
		return dataError("invalid window size")
	case head[1]&0x20 == 0:
		f.dict = nil
		return nil
	}
	var id [4]byte
	if _, err := io.ReadFull(src, id[:]); err != nil {
		return err
	}
	if f.dict == nil {
		return fail("Error 2 while decompressing data")
	}
	if adler(1, f.dict) != binary.BigEndian.Uint32(id[:]) {
		return fail("Error -3 while setting zdict: invalid input data")
	}
	return nil
}

func gzipHeader(src *source) error {
	var head [10]byte
	if _, err := io.ReadFull(src, head[:2]); err != nil {
		return err
	}
	if !bytes.Equal(head[:2], []byte{0x1f, 0x8b}) {
		return dataError("incorrect header check")
	}
	if _, err := io.ReadFull(src, head[2:]); err != nil {
		return err
	}
	if head[2] != 8 {
		return dataError("unknown compression method")
	}
	flags := head[3]
	if flags&4 != 0 {
		var size [2]byte
		if _, err := io.ReadFull(src, size[:]); err != nil {
			return err
		}
		for range binary.LittleEndian.Uint16(size[:]) {
			if _, err := src.ReadByte(); err != nil {
				return err
			}
		}
	}
	// Name and comment, each up to a zero.
	for _, flag := range []byte{8, 16} {
		for flags&flag != 0 {
			c, err := src.ReadByte()
			if err != nil {
				return err
			}
			if c == 0 {
				break
			}
		}
	}
	if flags&2 != 0 {
		var sum [2]byte
		if _, err := io.ReadFull(src, sum[:]); err != nil {
			return err
		}
	}
	return nil
}

func trailer(src *source, gzip bool, sum uint32) error {
	var tail [8]byte
	if gzip {
		// The size that follows the checksum, modulo 2**32, tells nothing more.
		if _, err := io.ReadFull(src, tail[:]); err != nil {
			return err
		}
		if binary.LittleEndian.Uint32(tail[:4]) != sum {
			return dataError("incorrect data check")
		}
		return nil
	}
	if _, err := io.ReadFull(src, tail[:4]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(tail[:4]) != sum {
		return dataError("incorrect data check")
	}
	return nil
}
