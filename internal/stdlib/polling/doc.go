// Package polling is the native module select: select(), poll objects and epoll objects. (select is a keyword of Go's.)
package polling
