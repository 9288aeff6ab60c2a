// Package zlib is the module zlib, on klauspost/compress's DEFLATE.
//
// compress.go has the objects that compress, decompress.go those that decompress, inflate.go the decoder that takes its
// input bit by bit.
package zlib

import (
	"hash/crc32"

	"ouro/internal/object"
)

type (
	Value  = object.Value
	Thread = object.Thread
	Func   = object.Func
)

// ErrorType is zlib.error.
var ErrorType = object.NewType("error", object.ExceptionType, object.BaseExceptionType.Layout())

// The values of the mode of a flush.
const (
	noFlush = iota
	partialFlush
	syncFlush
	fullFlush
	finish
)

const (
	maxWindow     = 15
	defaultBuffer = 16384
)

// Module is zlib.
var Module = object.ModuleDef{
	Name: "zlib",
	Doc:  "Compression with DEFLATE, and checksums.",
	Functions: []Func{
		{Sig: "adler32(data, value=1, /)", Doc: "The Adler-32 checksum, going on from value.", Fn: object.F2(adler32)},
		{Sig: "compress(data, /, level=-1, wbits=15)", Doc: "The data compressed.", Fn: object.F3(compress)},
		{Sig: "compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=NULL)", Doc: "An object that compresses data piece by piece.", Fn: object.FN(compressobj)},
		{Sig: "crc32(data, value=0, /)", Doc: "The CRC-32 checksum, going on from value.", Fn: object.F2(crc)},
		{Sig: "decompress(data, /, wbits=15, bufsize=16384)", Doc: "The data decompressed.", Fn: object.F3(decompress)},
		{Sig: "decompressobj(wbits=15, zdict=b'')", Doc: "An object that decompresses data piece by piece.", Fn: object.F2(decompressobj)},
	},
	Types: []*object.Type{ErrorType, StreamType},
	Init: func(th *Thread, m *object.Module) error {
		for _, c := range []struct {
			name  string
			value int64
		}{
			{"DEFLATED", 8}, {"DEF_BUF_SIZE", defaultBuffer}, {"DEF_MEM_LEVEL", 8}, {"MAX_WBITS", maxWindow},
			{"Z_NO_COMPRESSION", 0}, {"Z_BEST_SPEED", 1}, {"Z_BEST_COMPRESSION", 9}, {"Z_DEFAULT_COMPRESSION", -1},
			{"Z_DEFAULT_STRATEGY", 0}, {"Z_FILTERED", 1}, {"Z_HUFFMAN_ONLY", 2}, {"Z_RLE", 3}, {"Z_FIXED", 4},
			{"Z_NO_FLUSH", noFlush}, {"Z_PARTIAL_FLUSH", partialFlush}, {"Z_SYNC_FLUSH", syncFlush}, {"Z_FULL_FLUSH", fullFlush},
			{"Z_FINISH", finish}, {"Z_BLOCK", 5}, {"Z_TREES", 6},
		} {
			m.Set(c.name, object.Int(c.value))
		}
		m.Set("ZLIB_VERSION", object.StrValue("1.3.1"))
		m.Set("ZLIB_RUNTIME_VERSION", object.StrValue("1.3.1"))
		return nil
	},
}

func init() { ErrorType.Module = "zlib" }

func fail(text string, args ...any) error { return object.NewExcf(ErrorType, text, args...) }

// apartAbove is the size of data from which it pays to let other threads run.
const apartAbove = 1 << 14

// apart calls f, without the interpreter lock if there is much to do.
func apart(th *Thread, size int, f func()) {
	if size < apartAbove {
		f()
		return
	}
	th.Unlocked(f)
}

func crc(th *Thread, data, value Value) (Value, error) {
	sum, err := object.AsMask32(th, value)
	if err != nil {
		return Value{}, err
	}
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	apart(th, len(b)/8, func() { sum = crc32.Update(sum, crc32.IEEETable, b) })
	return object.Int(int64(sum)), nil
}

func adler32(th *Thread, data, value Value) (Value, error) {
	sum, err := object.AsMask32(th, value)
	if err != nil {
		return Value{}, err
	}
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	apart(th, len(b)/8, func() { sum = adler(sum, b) })
	return object.Int(int64(sum)), nil
}

// adler goes on with an Adler-32 checksum; the one of Go's library begins anew each time.
func adler(sum uint32, b []byte) uint32 {
	const (
		mod = 65521
		// The largest count of bytes after which 32 bits still hold the sums.
		run = 5552
	)
	s1, s2 := sum&0xffff, sum>>16
	for len(b) > 0 {
		n := min(len(b), run)
		for _, c := range b[:n] {
			s1 += uint32(c)
			s2 += s1
		}
		s1, s2 = s1%mod, s2%mod
		b = b[n:]
	}
	return s2<<16 | s1
}
