//go:build !unix

package repl

// terminalWidth is the number of columns of the terminal.
func terminalWidth() int { return 80 }
