package asyncio

import (
	"syscall"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// acceptor takes the connections of a listening socket.
type acceptor struct {
	lp      *Loop
	fd      int
	backlog int
	factory Value
	server  Value
	ctx     Value
	sock    Value
	timer   aio.Timer

	tls         Value // the SSLContext or None
	tlsTimeouts [2]Value
}

// Run accepts what there is, up to the backlog.
func (a *acceptor) Run() error {
	for range a.backlog + 1 {
		fd, from, errno := aio.Accept(a.fd)
		switch errno {
		case 0:
		case syscall.EAGAIN, syscall.EINTR, syscall.ECONNABORTED:
			return nil
		case syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM:
			d := object.NewDict()
			d.SetStr(nMessage, object.StrValue("socket.accept() out of system resource"))
			d.SetStr(nException, object.NewOSError(int(errno)).Value())
			d.SetString("socket", a.sock)
			a.lp.l.RemoveReader(a.fd)
			a.lp.l.SetTimer(&a.timer, a.lp.l.Time()+1, (*acceptAgain)(a))
			return callExceptionHandler(a.lp.th, a.lp.Value(), d)
		default:
			d := object.NewDict()
			d.SetStr(nMessage, object.StrValue("Exception in callback BaseSelectorEventLoop._accept_connection()"))
			d.SetStr(nException, object.NewOSError(int(errno)).Value())
			return callExceptionHandler(a.lp.th, a.lp.Value(), d)
		}
		stateOf(a.lp.th).taskNames++ // CPython makes a task for each
		a.lp.l.CallSoon(&accepted{a, fd, from})
	}
	return nil
}

// acceptAgain is the acceptor's timer after it had run out of descriptors.
type acceptAgain acceptor

func (a *acceptAgain) Run() error {
	if a.lp.l.Reader(a.fd) == nil {
		a.lp.l.AddReader(a.fd, (*acceptor)(a))
	}
	return nil
}

// accepted is a connection whose protocol is still to be made.
type accepted struct {
	a    *acceptor
	fd   int
	from aio.Addr
}

func (c *accepted) Run() error {
	a := c.a
	th := a.lp.th
	prev := th.Context
	th.Context = a.ctx
	defer func() { th.Context = prev }()
	if a.ctx.Ref != nil {
		ctx, err := copyContext(th)
		if err != nil {
			return err
		}
		th.Context = ctx
	}
	p, err := object.Call0(th, a.factory)
	if err == nil && a.tls.Ref != nil && !a.tls.IsNone() {
		var s *SSLProtocol
		if s, err = newSSLProtocol(th, a.lp.Value(), p, a.tls, a.tlsTimeouts[0], a.tlsTimeouts[1]); err == nil {
			p = s.value()
		}
	}
	if err == nil {
		var t *SocketTransport
		if t, err = newSocketTransport(th, a.lp, c.fd, Value{}, p, Value{}, a.server); err == nil {
			t.peer = c.from
			return nil
		}
	}
	aio.CloseFD(c.fd)
	if leavesLoop(err) {
		return err
	}
	d := object.NewDict()
	d.SetStr(nMessage, object.StrValue("Error on transport creation for incoming connection"))
	d.SetStr(nException, object.AsExc(err).Value())
	return callExceptionHandler(th, a.lp.Value(), d)
}
