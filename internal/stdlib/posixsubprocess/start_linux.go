package posixsubprocess

import (
	"os"
	"path"
	"slices"
	"strconv"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Program says what Start is to start and how.
type Program struct {
	Args []string
	// Paths are the files to try in turn; relative ones count from Dir.
	Paths []string
	// Env is the environment, nil for this process's own.
	Env []string
	// Dir is the program's directory, if HasDir.
	Dir    string
	HasDir bool
	// Stdio are the descriptors that become 0, 1 and 2; a negative one stays as it is.
	Stdio [3]int
	// PassFDs stay open under their numbers. With CloseFDs all others above 2 are closed.
	PassFDs      []int
	CloseFDs     bool
	Setsid       bool
	ProcessGroup int // negative: none
	UID, GID     int // negative: unchanged
	Groups       []int
	SetGroups    bool
	Umask        int // negative: unchanged
}

// umaskMu keeps programs with a umask of their own, which is the whole process's for a moment, apart from each other.
var umaskMu sync.Mutex

// Start starts the program and gives its process's number. inDir reports that the error is about Dir.
func Start(p *Program) (pid int, inDir bool, err error) {
	attr := syscall.ProcAttr{Dir: p.Dir, Env: p.Env, Files: files(p), Sys: &syscall.SysProcAttr{Setsid: p.Setsid}}
	if p.Env == nil {
		attr.Env = os.Environ()
	}
	if p.ProcessGroup >= 0 {
		attr.Sys.Setpgid, attr.Sys.Pgid = true, p.ProcessGroup
	}
	if p.UID >= 0 || p.GID >= 0 || p.SetGroups {
		attr.Sys.Credential = credential(p)
	}
	if p.Umask >= 0 {
		umaskMu.Lock()
		defer umaskMu.Unlock()
		defer unix.Umask(unix.Umask(p.Umask))
	}
	if p.HasDir {
		if err := searchable(p.Dir); err != nil {
			return 0, true, err
		}
	}
	saved := error(unix.ENOENT)
	found := false
	for _, file := range p.Paths {
		// Most folders of a search path lack the program: asking first spares a fork.
		if path.IsAbs(file) || !p.HasDir {
			if err := unix.Access(file, unix.F_OK); err != nil && len(p.Paths) > 1 {
				if !found && err != unix.ENOENT && err != unix.ENOTDIR {
					saved, found = err, true
				}
				continue
			}
		}
		pid, err := syscall.ForkExec(file, p.Args, &attr)
		if err == nil {
			return pid, false, nil
		}
		if !found {
			saved = err
			found = err != unix.ENOENT && err != unix.ENOTDIR
		}
		if err == unix.EMFILE || err == unix.EAGAIN || err == unix.ENOMEM {
			break
		}
	}
	return 0, false, saved
}

// searchable reports why a directory cannot be changed to.
func searchable(dir string) error {
	var st unix.Stat_t
	if err := unix.Stat(dir, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		return unix.ENOTDIR
	}
	return unix.Access(dir, unix.X_OK)
}

const closed = ^uintptr(0)

// files is the child's table of descriptors: what is not in it stays open unless it is marked to be closed by exec.
func files(p *Program) []uintptr {
	top := 2
	var open []int
	if p.CloseFDs {
		open = inheritable()
	}
	for _, l := range [][]int{open, p.PassFDs} {
		for _, fd := range l {
			top = max(top, fd)
		}
	}
	out := make([]uintptr, top+1)
	for i := range out {
		out[i] = closed
		if !p.CloseFDs && i > 2 && isInheritable(i) {
			out[i] = uintptr(i)
		}
	}
	for i, fd := range p.Stdio {
		if fd < 0 {
			if _, err := unix.FcntlInt(uintptr(i), unix.F_GETFD, 0); err != nil {
				continue
			}
			fd = i
		}
		out[i] = uintptr(fd)
	}
	for _, fd := range p.PassFDs {
		if fd > 2 {
			out[fd] = uintptr(fd)
		}
	}
	return out
}

func isInheritable(fd int) bool {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	return err == nil && flags&unix.FD_CLOEXEC == 0
}

// inheritable lists the descriptors above 2 that exec would leave open.
func inheritable() []int {
	entries, err := os.ReadDir("/proc/self/fd")
	var out []int
	if err != nil {
		for fd := 3; fd < 256; fd++ {
			if isInheritable(fd) {
				out = append(out, fd)
			}
		}
		return out
	}
	for _, e := range entries {
		if fd, err := strconv.Atoi(e.Name()); err == nil && fd > 2 && isInheritable(fd) {
			out = append(out, fd)
		}
	}
	slices.Sort(out)
	return out
}

func credential(p *Program) *syscall.Credential {
	c := &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid()), NoSetGroups: !p.SetGroups}
	if p.UID >= 0 {
		c.Uid = uint32(p.UID)
	}
	if p.GID >= 0 {
		c.Gid = uint32(p.GID)
	}
	for _, g := range p.Groups {
		c.Groups = append(c.Groups, uint32(g))
	}
	return c
}
