package object

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
)

// freeMemory is how many bytes the process may still take: what the machine has, what the control group and the limit on
// address space leave.
func freeMemory() uint64 {
	free := memInfo("MemAvailable:")
	if limit, ok := readCount("/sys/fs/cgroup/memory.max"); ok {
		if used, ok := readCount("/sys/fs/cgroup/memory.current"); ok {
			free = min(free, limit-min(used, limit))
		}
	}
	var r syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_AS, &r) == nil && r.Cur < 1<<62 {
		used := addressSpace()
		free = min(free, r.Cur-min(used, r.Cur))
	}
	return free
}

func totalMemory() uint64 { return memInfo("MemTotal:") }

// memInfo reads one of the kernel's counts of memory. A kernel that does not tell is taken to have plenty.
func memInfo(name string) uint64 {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 1 << 40
	}
	_, rest, ok := bytes.Cut(text, []byte(name))
	if f := bytes.Fields(rest); ok && len(f) > 0 {
		if n, err := strconv.ParseUint(string(f[0]), 10, 50); err == nil {
			return n << 10
		}
	}
	return 1 << 40
}

// readCount reads a file that holds one number.
func readCount(path string) (uint64, bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseUint(string(bytes.TrimSpace(text)), 10, 64)
	return n, err == nil
}

// addressSpace is the size of the process's address space.
func addressSpace() uint64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	f := bytes.Fields(text)
	if len(f) == 0 {
		return 0
	}
	n, _ := strconv.ParseUint(string(f[0]), 10, 50)
	return n * uint64(os.Getpagesize())
}
