package signals

import "golang.org/x/sys/unix"

// numbers are the signals by name.
var numbers = map[string]int{
	"SIGHUP": int(unix.SIGHUP), "SIGINT": int(unix.SIGINT), "SIGQUIT": int(unix.SIGQUIT), "SIGILL": int(unix.SIGILL), "SIGTRAP": int(unix.SIGTRAP),
	"SIGIOT": int(unix.SIGIOT), "SIGABRT": int(unix.SIGABRT), "SIGFPE": int(unix.SIGFPE), "SIGKILL": int(unix.SIGKILL), "SIGBUS": int(unix.SIGBUS),
	"SIGSEGV": int(unix.SIGSEGV), "SIGSYS": int(unix.SIGSYS), "SIGPIPE": int(unix.SIGPIPE), "SIGALRM": int(unix.SIGALRM), "SIGTERM": int(unix.SIGTERM),
	"SIGUSR1": int(unix.SIGUSR1), "SIGUSR2": int(unix.SIGUSR2), "SIGCLD": int(unix.SIGCLD), "SIGCHLD": int(unix.SIGCHLD), "SIGPWR": int(unix.SIGPWR),
	"SIGIO": int(unix.SIGIO), "SIGURG": int(unix.SIGURG), "SIGWINCH": int(unix.SIGWINCH), "SIGPOLL": int(unix.SIGPOLL), "SIGSTOP": int(unix.SIGSTOP),
	"SIGTSTP": int(unix.SIGTSTP), "SIGCONT": int(unix.SIGCONT), "SIGTTIN": int(unix.SIGTTIN), "SIGTTOU": int(unix.SIGTTOU), "SIGVTALRM": int(unix.SIGVTALRM),
	"SIGPROF": int(unix.SIGPROF), "SIGXCPU": int(unix.SIGXCPU), "SIGXFSZ": int(unix.SIGXFSZ), "SIGRTMIN": 34, "SIGRTMAX": 64, "SIGSTKFLT": int(unix.SIGSTKFLT),
}

// descriptions are the texts of strsignal().
var descriptions = map[int]string{
	1: "Hangup", 2: "Interrupt", 3: "Quit", 4: "Illegal instruction", 5: "Trace/breakpoint trap", 6: "Aborted", 7: "Bus error",
	8: "Floating point exception", 9: "Killed", 10: "User defined signal 1", 11: "Segmentation fault", 12: "User defined signal 2",
	13: "Broken pipe", 14: "Alarm clock", 15: "Terminated", 16: "Stack fault", 17: "Child exited", 18: "Continued", 19: "Stopped (signal)",
	20: "Stopped", 21: "Stopped (tty input)", 22: "Stopped (tty output)", 23: "Urgent I/O condition", 24: "CPU time limit exceeded",
	25: "File size limit exceeded", 26: "Virtual timer expired", 27: "Profiling timer expired", 28: "Window changed", 29: "I/O possible",
	30: "Power failure", 31: "Bad system call",
}
