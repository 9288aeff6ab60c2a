//go:build darwin || freebsd

package remote

import "golang.org/x/sys/unix"

// peer is the user of the process at the other end.
func peer(fd int) (uid int, err error) {
	u, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	if err != nil {
		return -1, err
	}
	return int(u.Uid), nil
}
