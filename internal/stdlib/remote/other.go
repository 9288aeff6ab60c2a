//go:build !unix

package remote

import "net"

// Where files have no owners to ask for there is no server.

func private(string) error { return ErrNotServing }

func alive(int) error { return nil }

func sameUser(*net.UnixConn) error { return ErrNotServing }
