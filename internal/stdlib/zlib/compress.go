package zlib

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/flate"

	"ouro/internal/object"
)

// Compress is a compression object. mu guards it while it works without the interpreter lock.
type Compress struct {
	object.Header
	mu sync.Mutex
	deflater
}

// CompressType is the type of what compressobj() gives.
var CompressType = object.NewType("Compress", object.ObjectType, object.NewLayout[Compress]())

func init() {
	CompressType.Module = "zlib"
	CompressType.Flags |= object.FlagNoNew
	CompressType.Methods = []Func{
		{Sig: "compress(data, /)", Doc: "Take in data; what is compressed by now.", Fn: object.F2(compressData)},
		{Sig: "flush(mode=4, /)", Doc: "What is left to give; with mode Z_FINISH the end.", Fn: object.F2(compressFlush)},
	}
}

// deflater writes a stream of one of the formats.
type deflater struct {
	w    *flate.Writer
	out  bytes.Buffer
	kind format
	// The checksum of what was written, and how much that was.
	sum      uint32
	size     uint32
	finished bool
}

// format is what stands around the DEFLATE stream.
type format int

const (
	rawFormat format = iota
	zlibFormat
	gzipFormat
)

// formatOf gives the format that wbits stands for.
func formatOf(wbits int) (format, bool) {
	switch {
	case wbits >= 9 && wbits <= 15:
		return zlibFormat, true
	case wbits <= -9 && wbits >= -15:
		return rawFormat, true
	case wbits >= 25 && wbits <= 31:
		return gzipFormat, true
	}
	return 0, false
}

// open prepares a deflater. level is -1 to 9; of wbits the window's part counts.
func (d *deflater) open(level, wbits int, kind format, strategy int, dict []byte) error {
	d.kind = kind
	window := max(wbits, -wbits) & 15
	if level < 0 {
		level = 6
	}
	speed := level
	if strategy == 2 && level > 0 {
		level = flate.HuffmanOnly
	}
	switch kind {
	case zlibFormat:
		// Window and method; then how hard we try, whether there is a dictionary, and a check.
		head := []byte{byte(window-8)<<4 | 8, [10]byte{0, 0, 1 << 6, 1 << 6, 1 << 6, 1 << 6, 2 << 6, 3 << 6, 3 << 6, 3 << 6}[speed]}
		if dict != nil {
			head[1] |= 0x20
		}
		head[1] += byte(31 - binary.BigEndian.Uint16(head)%31)
		d.out.Write(head)
		if dict != nil {
			d.out.Write(binary.BigEndian.AppendUint32(nil, adler(1, dict)))
		}
		d.sum = 1
	case gzipFormat:
		best := [10]byte{1: 4, 9: 2}[speed]
		d.out.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, best, 3})
	}
	var err error
	if window < maxWindow && level > 0 && dict == nil {
		// One way of compressing, whatever the level.
		d.w, err = flate.NewWriterWindow(&d.out, 1<<window)
	} else {
		d.w, err = flate.NewWriterDict(&d.out, level, dict)
	}
	return err
}

func (d *deflater) write(b []byte) {
	switch d.kind {
	case zlibFormat:
		d.sum = adler(d.sum, b)
	case gzipFormat:
		d.sum = crc32.Update(d.sum, crc32.IEEETable, b)
	}
	d.size += uint32(len(b))
	// Into memory: there is nothing to fail.
	d.w.Write(b)
}

func (d *deflater) close() {
	d.w.Close()
	d.finished = true
	switch d.kind {
	case zlibFormat:
		d.out.Write(binary.BigEndian.AppendUint32(nil, d.sum))
	case gzipFormat:
		d.out.Write(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, d.sum), d.size))
	}
}

// take gives what was written so far.
func (d *deflater) take() []byte {
	b := bytes.Clone(d.out.Bytes())
	d.out.Reset()
	return b
}

func compress(th *Thread, data, level, wbits Value) (Value, error) {
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	l, err := object.AsIndex(th, level)
	if err != nil {
		return Value{}, err
	}
	w, err := object.AsIndex(th, wbits)
	if err != nil {
		return Value{}, err
	}
	kind, ok := formatOf(w)
	if !ok {
		return Value{}, object.ValueErrorf("Invalid initialization option")
	}
	if l < -1 || l > 9 {
		return Value{}, fail("Bad compression level")
	}
	var d deflater
	if err := d.open(l, w, kind, 0, nil); err != nil {
		return Value{}, fail("%s", err.Error())
	}
	apart(th, len(b), func() {
		d.write(b)
		d.close()
	})
	return object.BytesValue(d.take()), nil
}

func compressobj(th *Thread, a []Value) (Value, error) {
	var n [5]int
	for i := range n {
		var err error
		if n[i], err = object.AsIndex(th, a[i]); err != nil {
			return Value{}, err
		}
	}
	level, method, wbits, memory, strategy := n[0], n[1], n[2], n[3], n[4]
	dict, err := dictionary(th, a[5])
	if err != nil {
		return Value{}, err
	}
	kind, ok := formatOf(wbits)
	if !ok || level < -1 || level > 9 || method != 8 || memory < 1 || memory > 9 || strategy < 0 || strategy > 4 {
		return Value{}, object.ValueErrorf("Invalid initialization option")
	}
	c := &Compress{}
	c.Shape = CompressType.ExactShape()
	if err := c.open(level, wbits, kind, strategy, dict); err != nil {
		return Value{}, fail("%s", err.Error())
	}
	return object.Of(&c.Header), nil
}

// dictionary gives the bytes of a zdict argument; nil if it was not given.
func dictionary(th *Thread, v Value) ([]byte, error) {
	if !v.Bound() {
		return nil, nil
	}
	if !object.IsBufferLike(v) {
		return nil, object.TypeErrorf("zdict argument must support the buffer protocol")
	}
	return object.CopyBytes(th, v)
}

// hold locks a mutex that another thread may have while it works without the interpreter lock.
func hold(th *Thread, mu *sync.Mutex) {
	if !mu.TryLock() {
		th.Unlocked(mu.Lock)
	}
}

func compressData(th *Thread, self, data Value) (Value, error) {
	c := object.Unchecked[Compress](self)
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	hold(th, &c.mu)
	defer c.mu.Unlock()
	if c.finished {
		return Value{}, fail("Error -2 while compressing data: inconsistent stream state")
	}
	apart(th, len(b), func() { c.write(b) })
	return object.BytesValue(c.take()), nil
}

func compressFlush(th *Thread, self, mode Value) (Value, error) {
	c := object.Unchecked[Compress](self)
	m, err := object.AsIndex(th, mode)
	if err != nil {
		return Value{}, err
	}
	if m == noFlush {
		return object.BytesValue(nil), nil
	}
	hold(th, &c.mu)
	defer c.mu.Unlock()
	if c.finished || m < 0 || m > 5 {
		return Value{}, fail("Error -2 while flushing: inconsistent stream state")
	}
	if m == finish {
		th.Unlocked(c.close)
	} else {
		th.Unlocked(func() { c.w.Flush() })
	}
	return object.BytesValue(c.take()), nil
}
