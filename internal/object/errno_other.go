//go:build !linux

package object

import "syscall"

// errnos are the error numbers that all systems have.
var errnos = []Errno{
	{int(syscall.EPERM), "EPERM", "Operation not permitted"},
	{int(syscall.ENOENT), "ENOENT", "No such file or directory"},
	{int(syscall.EINTR), "EINTR", "Interrupted system call"},
	{int(syscall.EIO), "EIO", "Input/output error"},
	{int(syscall.EBADF), "EBADF", "Bad file descriptor"},
	{int(syscall.ECHILD), "ECHILD", "No child processes"},
	{int(syscall.EAGAIN), "EAGAIN", "Resource temporarily unavailable"},
	{int(syscall.ENOMEM), "ENOMEM", "Cannot allocate memory"},
	{int(syscall.EACCES), "EACCES", "Permission denied"},
	{int(syscall.EEXIST), "EEXIST", "File exists"},
	{int(syscall.ENOTDIR), "ENOTDIR", "Not a directory"},
	{int(syscall.EISDIR), "EISDIR", "Is a directory"},
	{int(syscall.EINVAL), "EINVAL", "Invalid argument"},
	{int(syscall.EMFILE), "EMFILE", "Too many open files"},
	{int(syscall.ENOSPC), "ENOSPC", "No space left on device"},
	{int(syscall.ESPIPE), "ESPIPE", "Illegal seek"},
	{int(syscall.EPIPE), "EPIPE", "Broken pipe"},
	{int(syscall.EDOM), "EDOM", "Numerical argument out of domain"},
	{int(syscall.ERANGE), "ERANGE", "Result too large"},
	{int(syscall.ENOTEMPTY), "ENOTEMPTY", "Directory not empty"},
	{int(syscall.ENOTSOCK), "ENOTSOCK", "Socket operation on non-socket"},
	{int(syscall.EADDRINUSE), "EADDRINUSE", "Address already in use"},
	{int(syscall.EADDRNOTAVAIL), "EADDRNOTAVAIL", "Can't assign requested address"},
	{int(syscall.ENETUNREACH), "ENETUNREACH", "Network is unreachable"},
	{int(syscall.ECONNABORTED), "ECONNABORTED", "Software caused connection abort"},
	{int(syscall.ECONNRESET), "ECONNRESET", "Connection reset by peer"},
	{int(syscall.EISCONN), "EISCONN", "Socket is already connected"},
	{int(syscall.ENOTCONN), "ENOTCONN", "Socket is not connected"},
	{int(syscall.ESHUTDOWN), "ESHUTDOWN", "Can't send after socket shutdown"},
	{int(syscall.ETIMEDOUT), "ETIMEDOUT", "Operation timed out"},
	{int(syscall.ECONNREFUSED), "ECONNREFUSED", "Connection refused"},
	{int(syscall.EHOSTUNREACH), "EHOSTUNREACH", "No route to host"},
	{int(syscall.EALREADY), "EALREADY", "Operation already in progress"},
	{int(syscall.EINPROGRESS), "EINPROGRESS", "Operation now in progress"},
	{int(syscall.ESRCH), "ESRCH", "No such process"},
	{int(syscall.EXDEV), "EXDEV", "Cross-device link"},
	{int(syscall.ENOSYS), "ENOSYS", "Function not implemented"},
	{int(syscall.ENOTSUP), "ENOTSUP", "Operation not supported"},
}
