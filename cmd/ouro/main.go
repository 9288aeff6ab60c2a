// Command ouro runs Python programs.
package main

import (
	"fmt"
	"os"

	"ouro/internal/interp"
	"ouro/internal/object"
	"ouro/internal/vm"
)

func main() {
	in, err := interp.New(interp.Config{})
	if err != nil {
		fmt.Fprintln(os.Stderr, "ouro:", err)
		os.Exit(1)
	}
	if err := in.RunFile(os.Args[1]); err != nil {
		if e, ok := err.(*object.Exc); ok {
			for tb, ok := vm.AsTraceback(e.Traceback); ok && tb != nil; tb = tb.Next() {
				fmt.Fprintf(os.Stderr, "  File %q, line %d, in %s\n", tb.Code().Filename, tb.Line(), tb.Code().Name)
			}
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
