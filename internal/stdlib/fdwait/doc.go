// Package fdwait waits for descriptors without the interpreter lock, running signal handlers meanwhile.
package fdwait
