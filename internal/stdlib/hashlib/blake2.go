package hashlib

import (
	"encoding/binary"
	"math/bits"
)

// BLAKE2 (RFC 7693) with all its parameters, which golang.org/x/crypto's does not take.

var blakeSigma = [12][16]byte{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
	{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
	{2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
	{13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
	{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
}

var blakeIV = [8]uint64{
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
}

// blakeParams is the parameter block.
type blakeParams struct {
	size, fanout, depth, nodeDepth, inner int
	leaf                                  uint32
	offset                                uint64
	key, salt, person                     []byte
	lastNode                              bool
}

// blake is the state of BLAKE2b, or of BLAKE2s if short: its words then are the lower halves.
type blake struct {
	short    bool
	h        [8]uint64
	count    uint64
	buf      [128]byte
	n        int
	size     int
	lastNode bool
}

func newBlake(short bool, p *blakeParams) *blake {
	b := &blake{short: short, size: p.size, lastNode: p.lastNode}
	var block [64]byte
	block[0], block[1], block[2], block[3] = byte(p.size), byte(len(p.key)), byte(p.fanout), byte(p.depth)
	binary.LittleEndian.PutUint32(block[4:], p.leaf)
	if short {
		binary.LittleEndian.PutUint32(block[8:], uint32(p.offset))
		binary.LittleEndian.PutUint16(block[12:], uint16(p.offset>>32))
		block[14], block[15] = byte(p.nodeDepth), byte(p.inner)
		copy(block[16:24], p.salt)
		copy(block[24:32], p.person)
		for i := range b.h {
			b.h[i] = blakeIV[i]>>32 ^ uint64(binary.LittleEndian.Uint32(block[4*i:]))
		}
	} else {
		binary.LittleEndian.PutUint64(block[8:], p.offset)
		block[16], block[17] = byte(p.nodeDepth), byte(p.inner)
		copy(block[32:48], p.salt)
		copy(block[48:64], p.person)
		for i := range b.h {
			b.h[i] = blakeIV[i] ^ binary.LittleEndian.Uint64(block[8*i:])
		}
	}
	if len(p.key) > 0 {
		copy(b.buf[:], p.key)
		b.n = b.blockSize()
	}
	return b
}

func (b *blake) blockSize() int {
	if b.short {
		return 64
	}
	return 128
}

// Write takes in more data. The last full block is kept back: it is hashed otherwise if it is the end.
func (b *blake) Write(p []byte) (int, error) {
	total, block := len(p), b.blockSize()
	for len(p) > 0 {
		if b.n == block {
			b.count += uint64(block)
			b.compress(b.buf[:block], false)
			b.n = 0
		}
		if b.n == 0 {
			for len(p) > block {
				b.count += uint64(block)
				b.compress(p[:block], false)
				p = p[block:]
			}
		}
		k := copy(b.buf[b.n:block], p)
		b.n += k
		p = p[k:]
	}
	return total, nil
}

// Sum appends the digest.
func (b *blake) Sum(out []byte) []byte {
	c := *b
	block := c.blockSize()
	c.count += uint64(c.n)
	clear(c.buf[c.n:])
	c.compress(c.buf[:block], true)
	var d [64]byte
	for i, h := range c.h {
		if c.short {
			binary.LittleEndian.PutUint32(d[4*i:], uint32(h))
		} else {
			binary.LittleEndian.PutUint64(d[8*i:], h)
		}
	}
	return append(out, d[:c.size]...)
}

func (b *blake) compress(p []byte, last bool) {
	if b.short {
		b.compress32(p, last)
		return
	}
	var m, v [16]uint64
	for i := range m {
		m[i] = binary.LittleEndian.Uint64(p[8*i:])
	}
	copy(v[:8], b.h[:])
	copy(v[8:], blakeIV[:])
	v[12] ^= b.count
	if last {
		v[14] = ^v[14]
		if b.lastNode {
			v[15] = ^v[15]
		}
	}
	for r := range 12 {
		s := &blakeSigma[r]
		for i := range 8 {
			k := &blakeMix[i]
			a, bb, c, d := v[k[0]], v[k[1]], v[k[2]], v[k[3]]
			a += bb + m[s[2*i]]
			d = bits.RotateLeft64(d^a, -32)
			c += d
			bb = bits.RotateLeft64(bb^c, -24)
			a += bb + m[s[2*i+1]]
			d = bits.RotateLeft64(d^a, -16)
			c += d
			bb = bits.RotateLeft64(bb^c, -63)
			v[k[0]], v[k[1]], v[k[2]], v[k[3]] = a, bb, c, d
		}
	}
	for i := range b.h {
		b.h[i] ^= v[i] ^ v[i+8]
	}
}

// blakeMix are the words of the eight steps of a round: columns, then diagonals.
var blakeMix = [8][4]byte{{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15}, {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}}

func (b *blake) compress32(p []byte, last bool) {
	var m, v [16]uint32
	for i := range m {
		m[i] = binary.LittleEndian.Uint32(p[4*i:])
	}
	for i := range 8 {
		v[i], v[i+8] = uint32(b.h[i]), uint32(blakeIV[i]>>32)
	}
	v[12] ^= uint32(b.count)
	v[13] ^= uint32(b.count >> 32)
	if last {
		v[14] = ^v[14]
		if b.lastNode {
			v[15] = ^v[15]
		}
	}
	for r := range 10 {
		s := &blakeSigma[r]
		for i := range 8 {
			k := &blakeMix[i]
			a, bb, c, d := v[k[0]], v[k[1]], v[k[2]], v[k[3]]
			a += bb + m[s[2*i]]
			d = bits.RotateLeft32(d^a, -16)
			c += d
			bb = bits.RotateLeft32(bb^c, -12)
			a += bb + m[s[2*i+1]]
			d = bits.RotateLeft32(d^a, -8)
			c += d
			bb = bits.RotateLeft32(bb^c, -7)
			v[k[0]], v[k[1]], v[k[2]], v[k[3]] = a, bb, c, d
		}
	}
	for i := range b.h {
		b.h[i] ^= uint64(v[i] ^ v[i+8])
	}
}
