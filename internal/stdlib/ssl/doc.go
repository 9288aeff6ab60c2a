// Package ssl is the native module _ssl: TLS by crypto/tls, on which the module ssl, written in Python, builds.
//
// # The state machine
//
// crypto/tls wants a net.Conn and blocks on it; Python wants a machine that says "I need input" and goes on when there is some.
// [Conn] is that machine. It gives crypto/tls a net.Conn over buffers ([wire]), whose Write appends and whose Read, if nothing has
// come, fails with an error that crypto/tls takes for temporary: a connection outlives that, and what was read of a record stays
// in its buffer. So after the handshake all calls are direct ones.
//
// The handshake itself cannot be resumed like that: its state is a Go stack. It runs on a goroutine of its own, which hands control
// back and forth with the caller: exactly one of the two runs at any time, so they share the buffers without a lock. The goroutine
// ends with the handshake, or, if the Conn is dropped in the middle of it, by a cleanup.
//
// Callbacks into Python from within a handshake (sni_callback) are made by the caller's side, which holds the interpreter lock.
//
// # Who uses it
//
// SSLObject and SSLSocket through the type _SSLSocket here (bio or descriptor), and the transports of asyncio, directly.
package ssl
