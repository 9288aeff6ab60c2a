// Package socket is the native module _socket, on which the module socket builds.
//
// For other Go code: FD gives a socket object's descriptor, New makes a socket.socket of a descriptor, ParseAddress and
// AddressValue convert between Python's addresses and the system's, Lookup resolves names.
package socket
