//go:build unix

package aio

import (
	"net/netip"

	"golang.org/x/sys/unix"
)

// What is the same on all Unix systems. None of these functions blocks, and none touches a loop.

const errAgain = unix.EAGAIN

func errnoOf(err error) Errno {
	if err == nil {
		return 0
	}
	if errno, ok := err.(Errno); ok {
		return errno
	}
	return unix.EINVAL
}

// sockaddr converts a to what golang.org/x/sys takes.
func (a *Addr) sockaddr() (unix.Sockaddr, Errno) {
	switch a.Family {
	case unix.AF_INET:
		if a.IP.Is4() || a.IP.Is4In6() {
			return &unix.SockaddrInet4{Port: int(a.Port), Addr: a.IP.As4()}, 0
		}
	case unix.AF_INET6:
		if a.IP.IsValid() {
			return &unix.SockaddrInet6{Port: int(a.Port), ZoneId: a.Scope, Addr: a.IP.As16()}, 0
		}
	case unix.AF_UNIX:
		if len(a.Path) > 0 && a.Path[0] == 0 {
			return &unix.SockaddrUnix{Name: "@" + a.Path[1:]}, 0
		}
		return &unix.SockaddrUnix{Name: a.Path}, 0
	}
	return nil, unix.EAFNOSUPPORT
}

// addrOf converts from what golang.org/x/sys returns.
func addrOf(sa unix.Sockaddr) Addr {
	switch sa := sa.(type) {
	case *unix.SockaddrInet4:
		return Addr{Family: unix.AF_INET, IP: netip.AddrFrom4(sa.Addr), Port: uint16(sa.Port)}
	case *unix.SockaddrInet6:
		return Addr{Family: unix.AF_INET6, IP: netip.AddrFrom16(sa.Addr), Port: uint16(sa.Port), Scope: sa.ZoneId}
	case *unix.SockaddrUnix:
		path := sa.Name
		if path == "@" {
			path = "" // a socket without a name
		}
		if len(path) > 0 && path[0] == '@' {
			path = "\x00" + path[1:]
		}
		return Addr{Family: unix.AF_UNIX, Path: path}
	}
	return Addr{}
}

// Bind gives the socket its own address.
func Bind(fd int, a *Addr) Errno {
	sa, errno := a.sockaddr()
	if errno != 0 {
		return errno
	}
	return errnoOf(unix.Bind(fd, sa))
}

// Listen makes the socket accept connections.
func Listen(fd, backlog int) Errno { return errnoOf(unix.Listen(fd, backlog)) }

// Connect begins to connect a non-blocking socket. With EINPROGRESS the outcome is ConnectResult's once the socket is
// writable.
func Connect(fd int, a *Addr) Errno {
	sa, errno := a.sockaddr()
	if errno != 0 {
		return errno
	}
	return errnoOf(unix.Connect(fd, sa))
}

// ConnectResult returns the outcome of Connect, and in general takes the socket's pending error.
func ConnectResult(fd int) Errno {
	v, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil {
		return errnoOf(err)
	}
	return Errno(v)
}

// LocalAddr returns the socket's own address.
func LocalAddr(fd int) (Addr, Errno) {
	sa, err := unix.Getsockname(fd)
	return addrOf(sa), errnoOf(err)
}

// RemoteAddr returns the address of the socket's peer.
func RemoteAddr(fd int) (Addr, Errno) {
	sa, err := unix.Getpeername(fd)
	return addrOf(sa), errnoOf(err)
}

// NoDelay has small writes to a TCP socket sent at once.
func NoDelay(fd int) Errno {
	return errnoOf(unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1))
}

// SetNonblock changes the descriptor's mode.
func SetNonblock(fd int, on bool) Errno { return errnoOf(unix.SetNonblock(fd, on)) }

// ShutdownWrite ends the writing half of a connection.
func ShutdownWrite(fd int) Errno { return errnoOf(unix.Shutdown(fd, unix.SHUT_WR)) }

// CloseFD closes a descriptor. The caller has the loop Forget it first.
func CloseFD(fd int) Errno { return errnoOf(unix.Close(fd)) }

// Sendfile copies up to count bytes at *offset of the file in to the socket out, and advances *offset. It may wait for
// the disk: the caller gives its lock up around it.
func Sendfile(out, in int, offset *int64, count int) (int, Errno) {
	n, err := unix.Sendfile(out, in, offset, count)
	return max(n, 0), errnoOf(err)
}
