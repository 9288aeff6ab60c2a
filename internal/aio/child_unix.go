//go:build unix && !linux

package aio

import "syscall"

func (l *Loop) watchChildFD(int, func(syscall.WaitStatus, Errno)) bool { return false }
