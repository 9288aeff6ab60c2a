package socket

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// appendControl appends a control message, padded as the system wants it.
func appendControl(oob []byte, level, kind int, data []byte) []byte {
	start := len(oob)
	oob = append(oob, make([]byte, unix.CmsgSpace(len(data)))...)
	h := oob[start:]
	n := unix.CmsgLen(len(data))
	binary.NativeEndian.PutUint64(h, uint64(n))
	binary.NativeEndian.PutUint32(h[8:], uint32(level))
	binary.NativeEndian.PutUint32(h[12:], uint32(kind))
	copy(h[n-len(data):], data)
	return oob
}
