package ssl

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"time"

	"ouro/internal/object"
)

// Session is what a client keeps of a connection to shorten the handshake of another one.
type Session struct {
	object.Header
	ctx   *Context
	state *tls.ClientSessionState
	id    []byte
	born  time.Time
}

var (
	sessionLayout  = object.NewLayout[Session]()
	SSLSessionType = object.NewType("SSLSession", object.ObjectType, sessionLayout)
)

// sessionLifetime is how long a session may be used, in seconds.
const sessionLifetime = 7200

// sessionSlot is a client connection's tls.ClientSessionCache: it holds the session to resume and the one that the server gave.
type sessionSlot struct{ use, got *tls.ClientSessionState }

func (s *sessionSlot) Get(string) (*tls.ClientSessionState, bool) { return s.use, s.use != nil }

func (s *sessionSlot) Put(_ string, cs *tls.ClientSessionState) {
	if cs != nil {
		s.got = cs
	}
}

// newSession makes one; state is nil if the server gave nothing that can be resumed.
func newSession(ctx *Context, state *tls.ClientSessionState) *Session {
	s := &Session{ctx: ctx, state: state, born: time.Now()}
	s.Shape = SSLSessionType.ExactShape()
	id := make([]byte, sha256.Size)
	rand.Read(id)
	if state != nil {
		if ticket, _, err := state.ResumptionState(); err == nil {
			sum := sha256.Sum256(ticket)
			id = sum[:]
		}
	}
	s.id = id
	return s
}

func init() {
	t := SSLSessionType
	of := func(v Value) *Session { return object.Unchecked[Session](v) }
	t.Module, t.Doc = "_ssl", "What can be resumed of a connection."
	t.Flags |= object.FlagNoNew
	number := func(name, doc string, f func(s *Session) int64) object.GetSet {
		return object.GetSet{Name: name, Doc: doc, Get: func(th *Thread, v Value) (Value, error) { return object.Int(f(of(v))), nil }}
	}
	t.GetSets = []object.GetSet{
		{Name: "id", Doc: "What tells it from others.", Get: func(th *Thread, v Value) (Value, error) { return object.BytesValue(of(v).id), nil }},
		number("time", "When it was made, in seconds since 1970.", func(s *Session) int64 { return s.born.Unix() }),
		number("timeout", "How many seconds it may be used.", func(*Session) int64 { return sessionLifetime }),
		number("ticket_lifetime_hint", "How many seconds the server will know it.", func(*Session) int64 { return sessionLifetime }),
		{Name: "has_ticket", Doc: "Whether it is a ticket.", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).state != nil), nil }},
	}
	t.Compare = func(th *Thread, a, b Value, op object.CmpOp) (Value, error) {
		y, ok := object.Cast[Session](b, sessionLayout)
		if !ok || op != object.Eq && op != object.Ne {
			return object.NotImplemented, nil
		}
		return object.Bool(bytes.Equal(of(a).id, y.id) == (op == object.Eq)), nil
	}
}
