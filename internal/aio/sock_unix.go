//go:build unix && !linux

package aio

import "golang.org/x/sys/unix"

// Input and output where raw system calls are not to be had: descriptors must be non-blocking. See sock_linux.go for
// what each function promises.

func count(n int, err error) (int, Errno) { return max(n, 0), errnoOf(err) }

// RecvInto receives once from a socket; 0 bytes are the end of the stream.
func RecvInto(fd int, p []byte) (int, Errno) { return count(unix.Read(fd, p)) }

// ReadInto reads once from a non-blocking descriptor; 0 bytes are the end.
func ReadInto(fd int, p []byte) (int, Errno) { return count(unix.Read(fd, p)) }

// SendBytes sends once to a socket, and returns how many bytes went.
func SendBytes(fd int, p []byte) (int, Errno) { return count(unix.Write(fd, p)) }

// WriteBytes writes once to a non-blocking descriptor, and returns how many bytes went.
func WriteBytes(fd int, p []byte) (int, Errno) { return count(unix.Write(fd, p)) }

const maxVectors = 256

type iovecs struct{}

func (*iovecs) write(fd int, bufs [][]byte, socket bool) (n, want int, errno Errno) {
	if !socket {
		n, errno = WriteBytes(fd, bufs[0])
		return n, len(bufs[0]), errno
	}
	bufs = bufs[:min(len(bufs), maxVectors)]
	for _, b := range bufs {
		want += len(b)
	}
	n, errno = count(unix.SendmsgBuffers(fd, bufs, nil, nil, 0))
	return n, want, errno
}

// Accept takes one connection of a listening socket. The new socket is non-blocking and is not inherited.
func Accept(fd int) (conn int, from Addr, errno Errno) {
	conn, sa, err := unix.Accept(fd)
	if err != nil {
		return -1, Addr{}, errnoOf(err)
	}
	if errno := private(conn); errno != 0 {
		return -1, Addr{}, errno
	}
	return conn, addrOf(sa), 0
}

// RecvFromInto receives one datagram.
func RecvFromInto(fd int, p []byte) (n int, from Addr, errno Errno) {
	n, sa, err := unix.Recvfrom(fd, p, 0)
	return max(n, 0), addrOf(sa), errnoOf(err)
}

// SendTo sends one datagram.
func SendTo(fd int, p []byte, to *Addr) (int, Errno) {
	sa, errno := to.sockaddr()
	if errno != 0 {
		return 0, errno
	}
	if err := unix.Sendto(fd, p, 0, sa); err != nil {
		return 0, errnoOf(err)
	}
	return len(p), 0
}

// private makes a new descriptor non-blocking and not inherited, or closes it.
func private(fd int) Errno {
	unix.CloseOnExec(fd)
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return errnoOf(err)
	}
	return 0
}

// Socket returns a non-blocking socket that is not inherited.
func Socket(family, kind, proto int) (int, Errno) {
	fd, err := unix.Socket(family, kind, proto)
	if err != nil {
		return -1, errnoOf(err)
	}
	return fd, private(fd)
}

// Socketpair returns two connected stream sockets, non-blocking and not inherited.
func Socketpair() (a, b int, errno Errno) {
	p, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return -1, -1, errnoOf(err)
	}
	if errno := private(p[0]); errno != 0 {
		unix.Close(p[1])
		return -1, -1, errno
	}
	if errno := private(p[1]); errno != 0 {
		unix.Close(p[0])
		return -1, -1, errno
	}
	return p[0], p[1], 0
}

// Pipe returns a pipe, non-blocking and not inherited.
func Pipe() (r, w int, errno Errno) {
	r, w, err := wakePipe()
	if err != nil {
		return -1, -1, unix.EMFILE
	}
	return r, w, 0
}
