// Package posixsubprocess is the native module _posixsubprocess: starting another program, for subprocess and for asyncio's
// subprocesses, which use Start.
package posixsubprocess
