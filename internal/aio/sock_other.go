//go:build !unix

package aio

import "syscall"

// Where descriptors can not be waited for there are no sockets by number either: every function is ENOSYS.

const errAgain = syscall.EAGAIN

func RecvInto(fd int, p []byte) (int, Errno)   { return 0, syscall.ENOSYS }
func ReadInto(fd int, p []byte) (int, Errno)   { return 0, syscall.ENOSYS }
func SendBytes(fd int, p []byte) (int, Errno)  { return 0, syscall.ENOSYS }
func WriteBytes(fd int, p []byte) (int, Errno) { return 0, syscall.ENOSYS }

type iovecs struct{}

func (*iovecs) write(fd int, bufs [][]byte, socket bool) (n, want int, errno Errno) {
	return 0, 0, syscall.ENOSYS
}

func Accept(fd int) (conn int, from Addr, errno Errno)              { return -1, Addr{}, syscall.ENOSYS }
func RecvFromInto(fd int, p []byte) (n int, from Addr, errno Errno) { return 0, Addr{}, syscall.ENOSYS }
func SendTo(fd int, p []byte, to *Addr) (int, Errno)                { return 0, syscall.ENOSYS }
func Socket(family, kind, proto int) (int, Errno)                   { return -1, syscall.ENOSYS }
func Socketpair() (a, b int, errno Errno)                           { return -1, -1, syscall.ENOSYS }
func Pipe() (r, w int, errno Errno)                                 { return -1, -1, syscall.ENOSYS }
func Bind(fd int, a *Addr) Errno                                    { return syscall.ENOSYS }
func Listen(fd, backlog int) Errno                                  { return syscall.ENOSYS }
func Connect(fd int, a *Addr) Errno                                 { return syscall.ENOSYS }
func ConnectResult(fd int) Errno                                    { return syscall.ENOSYS }
func LocalAddr(fd int) (Addr, Errno)                                { return Addr{}, syscall.ENOSYS }
func RemoteAddr(fd int) (Addr, Errno)                               { return Addr{}, syscall.ENOSYS }
func NoDelay(fd int) Errno                                          { return syscall.ENOSYS }
func SetNonblock(fd int, on bool) Errno                             { return syscall.ENOSYS }
func ShutdownWrite(fd int) Errno                                    { return syscall.ENOSYS }
func CloseFD(fd int) Errno                                          { return syscall.ENOSYS }

func Sendfile(out, in int, offset *int64, count int) (int, Errno) { return 0, syscall.ENOSYS }
