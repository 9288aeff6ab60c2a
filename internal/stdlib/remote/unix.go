//go:build unix

package remote

import (
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// private reports an error unless dir is a directory of the user's own that nobody else may enter.
func private(dir string) error {
	var st unix.Stat_t
	if err := unix.Lstat(dir, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR || int(st.Uid) != os.Geteuid() || st.Mode&0o077 != 0 {
		return fmt.Errorf("%s is not a private directory", dir)
	}
	return nil
}

// alive reports an error if there is no process pid, or if it is another user's.
func alive(pid int) error {
	if pid <= 0 {
		return ErrNoProcess
	}
	switch err := unix.Kill(pid, 0); {
	case errors.Is(err, unix.ESRCH):
		return ErrNoProcess
	case errors.Is(err, unix.EPERM):
		return ErrNotAllowed
	default:
		return err
	}
}

// sameUser reports an error unless the process at the other end runs as the same user.
func sameUser(c *net.UnixConn) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	uid := -1
	if cerr := raw.Control(func(fd uintptr) { uid, err = peer(int(fd)) }); cerr != nil {
		return cerr
	}
	if err == nil && uid != os.Geteuid() {
		err = ErrNotAllowed
	}
	return err
}
