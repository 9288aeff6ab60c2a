//go:build !linux

package ssl

import "ouro/internal/object"

type fdSource struct{}

func wrapSocket(th *Thread, a []Value) (Value, error) {
	return Value{}, object.NewExcf(object.NotImplementedErrorType, "TLS over sockets is not supported on this system")
}

func (s *Sock) blockingHandshake(th *Thread) error              { return nil }
func (s *Sock) blockingRead(th *Thread, p []byte) (int, error)  { return 0, ErrEOF }
func (s *Sock) blockingWrite(th *Thread, p []byte) (int, error) { return 0, ErrEOF }
