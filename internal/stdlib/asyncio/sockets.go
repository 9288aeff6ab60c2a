package asyncio

import (
	"syscall"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// SocketTransport is the transport of a connected stream socket.
//
// What is written is collected while a callback runs and sent at its end, or at once if it is more than the high-water mark. The
// socket object is made when somebody asks for it; until then the transport owns the bare descriptor.
type SocketTransport struct {
	baseTransport
	lp       *Loop
	ctx      Value
	sock     Value // the socket object, unbound if only the descriptor is known
	protocol Value
	stream   *StreamProtocol // protocol, if it is ours and reads a stream
	tls      *SSLProtocol    // protocol, if it is that
	server   Value
	waiter   Value   // of create_connection
	empty    *Future // of sendfile: done when all is sent
	out      aio.WriteBuffer
	fd       int
	family   int
	peer     aio.Addr
	high     int
	low      int
	lost     int // how often something was written after the connection was lost, plus one
	flags    uint16
}

const (
	sockDirty   uint16 = 1 << iota // to be flushed at the end of the callback
	sockWriting                    // the loop watches for room
	sockEOF                        // write_eof() was called
	sockClosing
	sockPaused      // reading is paused
	sockProtoPaused // the protocol was told to pause writing
	sockBuffered    // the protocol is a BufferedProtocol
	sockConnected   // connection_made() was called
	sockDone        // the descriptor is closed
	sockBusy        // sendfile is in progress
)

var (
	socketTransportLayout = object.NewLayout[SocketTransport]()
	SocketTransportType   = object.NewType("_SelectorSocketTransport", TransportType, socketTransportLayout)
)

// sockReader, sockWriter and sockStart are the transport in the ring: when it can be read, written, and to begin.
type (
	sockReader SocketTransport
	sockWriter SocketTransport
	sockStart  SocketTransport
)

const highWater = 64 << 10

func (t *SocketTransport) value() Value { return object.Of(&t.Header) }

// newSocketTransport makes the transport; it begins in the next pass.
func newSocketTransport(th *Thread, lp *Loop, fd int, sock, protocol, waiter, server Value) (*SocketTransport, error) {
	t := &SocketTransport{lp: lp, fd: fd, sock: sock, server: server, waiter: waiter, high: highWater, low: highWater / 4}
	t.Shape = SocketTransportType.ExactShape()
	t.setProtocol(protocol)
	c, err := copyContext(th)
	if err != nil {
		return nil, err
	}
	t.ctx = c
	if a, errno := aio.LocalAddr(fd); errno == 0 {
		t.family = a.Family
		if a.Family == syscall.AF_INET || a.Family == syscall.AF_INET6 {
			aio.NoDelay(fd)
		}
		t.setExtra("sockname", addrValue(&a))
	}
	if server.Ref != nil && !server.IsNone() {
		if _, err := object.CallMethod(th, server, object.NewStr("_attach"), t.value()); err != nil {
			return nil, err
		}
	}
	if lp.transports == nil {
		lp.transports = map[int]*object.Header{}
	}
	lp.transports[fd] = &t.Header
	lp.l.CallSoon((*sockStart)(t))
	return t, nil
}

func (t *SocketTransport) setExtra(name string, v Value) {
	if t.extra.Ref == nil {
		t.extra = object.NewDict().Value()
	}
	d, _ := object.AsDict(t.extra)
	d.SetString(name, v)
}

func (t *SocketTransport) setProtocol(p Value) {
	t.protocol, t.stream, t.tls = p, nil, nil
	t.flags &^= sockBuffered
	if p.Ref.Shape == streamProtocolShape {
		t.stream = object.Unchecked[StreamProtocol](p)
	} else if p.Ref.Shape == sslProtocolShape {
		t.tls = object.Unchecked[SSLProtocol](p)
	} else if object.IsInstance(p, BufferedProtocolType) {
		t.flags |= sockBuffered
	}
}

// addrValue is an address as the socket module shows it.
func addrValue(a *aio.Addr) Value {
	switch a.Family {
	case syscall.AF_INET:
		return object.TupleValue(object.StrValue(a.IP.String()), object.Int(int64(a.Port)))
	case syscall.AF_INET6:
		return object.TupleValue(object.StrValue(a.IP.WithZone("").String()), object.Int(int64(a.Port)), object.Int(int64(a.Flow)), object.Int(int64(a.Scope)))
	case syscall.AF_UNIX:
		if len(a.Path) > 0 && a.Path[0] == 0 {
			return object.BytesValue([]byte(a.Path))
		}
		return object.StrValue(a.Path)
	}
	return None
}

// Run tells the protocol of the connection and begins to read.
func (s *sockStart) Run() error {
	t := (*SocketTransport)(s)
	th := t.lp.th
	prev := th.Context
	th.Context = t.ctx
	defer func() {
		if t.ctx.Ref == nil {
			t.ctx = th.Context
		}
		th.Context = prev
	}()
	t.flags |= sockConnected
	var err error
	if t.stream != nil {
		err = t.stream.connectionMade(th, t.value())
	} else {
		_, err = object.CallMethod(th, t.protocol, nConnectionMade, t.value())
	}
	if err != nil {
		if leavesLoop(err) {
			return err
		}
		d := object.NewDict()
		d.SetStr(nMessage, object.StrValue("Exception in callback "+t.protocol.Type().QualName+".connection_made("+shortRepr(th, t.value())+")"))
		d.SetStr(nException, object.AsExc(err).Value())
		d.SetStr(nHandle, newHandle(t.lp.Value(), None, t.ctx).Value())
		if err := callExceptionHandler(th, t.lp.Value(), d); err != nil {
			return err
		}
	}
	if t.flags&(sockClosing|sockPaused) == 0 {
		t.lp.l.AddReader(t.fd, (*sockReader)(t))
	}
	if w := t.waiter; w.Ref != nil && !w.IsNone() {
		t.waiter = Value{}
		done, err := futCancelled(th, w)
		if err != nil || done {
			return err
		}
		if f := exactFuture(w); f != nil {
			return f.setResult(th, None)
		}
		_, err = object.CallMethod(th, w, nSetResult, None)
		return err
	}
	return nil
}

// Run reads once.
func (s *sockReader) Run() error {
	t := (*SocketTransport)(s)
	if t.lost > 0 || t.flags&(sockClosing|sockDone|sockPaused) != 0 {
		return nil
	}
	th := t.lp.th
	prev := th.Context
	th.Context = t.ctx
	err := t.read(th)
	if t.ctx.Ref == nil {
		t.ctx = th.Context
	}
	th.Context = prev
	return err
}

func (t *SocketTransport) read(th *Thread) error {
	if t.tls != nil {
		return t.readTLS(th)
	}
	if t.flags&sockBuffered != 0 {
		return t.readBuffered(th)
	}
	data, errno := t.lp.l.Recv(t.fd)
	if errno != 0 {
		return t.readError(th, errno)
	}
	if len(data) == 0 {
		return t.readEOF(th)
	}
	var err error
	if t.stream != nil {
		err = t.stream.dataReceived(th, data)
	} else {
		_, err = object.CallMethod(th, t.protocol, nDataReceived, object.BytesValue(data))
	}
	if err != nil {
		return t.fatal(th, err, "Fatal error: protocol.data_received() call failed.")
	}
	return nil
}

func (t *SocketTransport) readError(th *Thread, errno aio.Errno) error {
	if errno == syscall.EAGAIN || errno == syscall.EINTR {
		return nil
	}
	return t.fatal(th, object.NewOSError(int(errno)), "Fatal read error on socket transport")
}

func (t *SocketTransport) readBuffered(th *Thread) error {
	buf, err := object.CallMethod(th, t.protocol, nGetBuffer, object.Int(-1))
	if err != nil {
		return t.fatal(th, err, "Fatal error: protocol.get_buffer() call failed.")
	}
	n, err := object.Len(th, buf)
	if err == nil && n == 0 {
		err = object.RuntimeErrorf("get_buffer() returned an empty buffer")
	}
	if err != nil {
		return t.fatal(th, err, "Fatal error: protocol.get_buffer() call failed.")
	}
	b, release, err := object.AsBuffer(th, buf, true)
	if err != nil {
		return t.fatal(th, err, "Fatal error: protocol.get_buffer() call failed.")
	}
	got, errno := aio.RecvInto(t.fd, b)
	release()
	if errno != 0 {
		return t.readError(th, errno)
	}
	if got == 0 {
		return t.readEOF(th)
	}
	if _, err := object.CallMethod(th, t.protocol, nBufferUpdated, object.Int(int64(got))); err != nil {
		return t.fatal(th, err, "Fatal error: protocol.buffer_updated() call failed.")
	}
	return nil
}

func (t *SocketTransport) readEOF(th *Thread) error {
	keep := false
	if t.stream != nil {
		k, err := t.stream.eofReceived(th)
		if err != nil {
			return t.fatal(th, err, "Fatal error: protocol.eof_received() call failed.")
		}
		keep = k
	} else {
		r, err := object.CallMethod(th, t.protocol, nEOFReceived)
		if err == nil {
			keep, err = object.Truth(th, r)
		}
		if err != nil {
			return t.fatal(th, err, "Fatal error: protocol.eof_received() call failed.")
		}
	}
	if keep {
		t.lp.l.RemoveReader(t.fd)
		return nil
	}
	t.close()
	return nil
}

// fatal ends the connection because of an error; one that is not an OSError is reported.
func (t *SocketTransport) fatal(th *Thread, err error, msg string) error {
	if leavesLoop(err) {
		return err
	}
	e := object.AsExc(err)
	if !e.Type().IsSubtype(object.OSErrorType) {
		d := object.NewDict()
		d.SetStr(nMessage, object.StrValue(msg))
		d.SetStr(nException, e.Value())
		d.SetStr(nTransport, t.value())
		d.SetStr(nProtocol, t.protocol)
		if err := callExceptionHandler(th, t.lp.Value(), d); err != nil {
			return err
		}
	}
	t.forceClose(e)
	return nil
}

// forceClose drops what is not sent and closes.
func (t *SocketTransport) forceClose(e *Exc) {
	if t.lost > 0 {
		return
	}
	t.out.Clear()
	t.stopWriting()
	if t.flags&sockClosing == 0 {
		t.flags |= sockClosing
		t.lp.l.RemoveReader(t.fd)
	}
	t.lost++
	t.lp.l.CallSoon(&sockLost{t, e})
}

func (t *SocketTransport) stopWriting() {
	if t.flags&sockWriting != 0 {
		t.flags &^= sockWriting
		t.lp.l.RemoveWriter(t.fd)
	}
}

// close closes once all is sent.
func (t *SocketTransport) close() {
	if t.flags&sockClosing != 0 {
		return
	}
	t.flags |= sockClosing
	if t.lp.closedFlag {
		return
	}
	t.lp.l.RemoveReader(t.fd)
	if t.out.Len() > 0 && t.flags&sockDirty != 0 {
		t.flush(t.lp.thread())
	}
	if t.out.Len() == 0 && t.lost == 0 {
		t.lost++
		t.stopWriting()
		t.lp.l.CallSoon(&sockLost{t, nil})
	}
}

// thread is the thread that runs the loop, or made it.
func (lp *Loop) thread() *Thread {
	if lp.th != nil {
		return lp.th
	}
	return lp.home
}

// sockLost is the last callback of a transport.
type sockLost struct {
	t *SocketTransport
	e *Exc
}

func (s *sockLost) Run() error {
	t := s.t
	th := t.lp.thread()
	prev := th.Context
	th.Context = t.ctx
	err := t.connectionLost(th, s.e)
	th.Context = prev
	return err
}

func (t *SocketTransport) connectionLost(th *Thread, e *Exc) error {
	var err error
	if t.flags&sockConnected != 0 {
		if t.stream != nil {
			err = t.stream.connectionLost(th, e)
		} else {
			_, err = object.CallMethod(th, t.protocol, nConnectionLost, excOrNone(e))
		}
	}
	t.closeFD(th)
	if t.empty != nil {
		if eerr := t.emptied(th, object.NewExcf(object.ConnectionErrorType, "Connection is closed by peer")); err == nil {
			err = eerr
		}
	}
	t.protocol, t.stream, t.tls = None, nil, nil
	if s := t.server; s.Ref != nil && !s.IsNone() {
		t.server = Value{}
		if _, derr := object.CallMethod(th, s, object.NewStr("_detach"), t.value()); err == nil {
			err = derr
		}
	}
	if err != nil && !leavesLoop(err) {
		d := object.NewDict()
		d.SetStr(nMessage, object.StrValue("Exception in callback _SelectorTransport._call_connection_lost("+repr(th, excOrNone(e))+")"))
		d.SetStr(nException, object.AsExc(err).Value())
		d.SetStr(nHandle, newHandle(t.lp.Value(), None, t.ctx).Value())
		return callExceptionHandler(th, t.lp.Value(), d)
	}
	return err
}

func (t *SocketTransport) closeFD(th *Thread) {
	if t.flags&sockDone != 0 {
		return
	}
	t.flags |= sockDone
	if !t.lp.closedFlag {
		t.lp.l.Forget(t.fd)
	}
	delete(t.lp.transports, t.fd)
	if t.sock.Ref != nil {
		object.CallMethod(th, t.sock, nClose)
		return
	}
	aio.CloseFD(t.fd)
}

// write is write(data) for bytes that do not change.
func (t *SocketTransport) write(th *Thread, b []byte) error {
	if t.flags&sockEOF != 0 {
		return object.RuntimeErrorf("Cannot call write() after write_eof()")
	}
	if t.flags&sockBusy != 0 {
		return object.RuntimeErrorf("unable to write; sendfile is in progress")
	}
	if len(b) == 0 {
		return nil
	}
	if t.lost > 0 {
		if t.lost >= 5 {
			logCall(th, "warning", object.StrValue("socket.send() raised exception."))
		}
		t.lost++
		return nil
	}
	t.out.Append(b)
	if t.flags&sockWriting != 0 {
		return t.maybePause(th)
	}
	if t.flags&sockDirty == 0 {
		t.flags |= sockDirty
		t.lp.l.MarkDirty(t)
	}
	if t.out.Len() > t.high {
		return t.flush(th)
	}
	return nil
}

// Flush sends what was written; the loop calls it.
func (t *SocketTransport) Flush() {
	if t.flags&sockDirty == 0 {
		return
	}
	th := t.lp.thread()
	if err := t.flush(th); err != nil {
		th.Unraisable(err, "Exception ignored while sending", t.value())
	}
}

func (t *SocketTransport) flush(th *Thread) error {
	t.flags &^= sockDirty
	if t.tls != nil {
		t.tls.collect(t)
	}
	if t.out.Len() == 0 || t.flags&(sockWriting|sockDone) != 0 {
		return nil
	}
	_, errno := t.lp.l.Send(t.fd, &t.out)
	if t.tls != nil {
		t.tls.settle(t)
	}
	switch {
	case errno == 0:
		return t.sent(th)
	case errno == syscall.EAGAIN:
		t.flags |= sockWriting
		t.lp.l.AddWriter(t.fd, (*sockWriter)(t))
		return t.maybePause(th)
	}
	return t.writeError(th, errno)
}

func (t *SocketTransport) writeError(th *Thread, errno aio.Errno) error {
	t.stopWriting()
	t.out.Clear()
	e := object.NewOSError(int(errno))
	if err := t.fatal(th, e, "Fatal write error on socket transport"); err != nil {
		return err
	}
	return t.emptied(th, e)
}

// sent is called when all was sent.
func (t *SocketTransport) sent(th *Thread) error {
	if t.tls != nil {
		t.tls.allSent()
	}
	if err := t.maybeResume(th); err != nil {
		return err
	}
	if t.out.Len() > 0 {
		return nil // the protocol wrote on
	}
	t.stopWriting()
	if t.flags&sockBusy != 0 {
		if err := t.emptied(th, nil); err != nil {
			return err
		}
	}
	if t.flags&sockClosing != 0 {
		if t.lost == 0 {
			t.lost++
			t.lp.l.CallSoon(&sockLost{t, nil})
		}
	} else if t.flags&sockEOF != 0 {
		aio.ShutdownWrite(t.fd)
	}
	return nil
}

// Run sends on, now that there is room.
func (s *sockWriter) Run() error {
	t := (*SocketTransport)(s)
	if t.lost > 0 || t.flags&sockWriting == 0 {
		return nil
	}
	th := t.lp.th
	_, errno := t.lp.l.Send(t.fd, &t.out)
	if errno != 0 && errno != syscall.EAGAIN {
		return t.writeError(th, errno)
	}
	if t.out.Len() == 0 {
		return t.sent(th)
	}
	return t.maybeResume(th)
}

// emptied tells sendfile that all was sent, or why it cannot be.
func (t *SocketTransport) emptied(th *Thread, e *Exc) error {
	f := t.empty
	if f == nil || f.state != pending {
		return nil
	}
	if e != nil {
		return f.setExc(th, e)
	}
	return f.setResult(th, None)
}

// lend makes the future that is done when all is sent. From then on only the caller may use the socket, until takeBack.
func (t *SocketTransport) lend(th *Thread) (Value, error) {
	if t.flags&sockBusy != 0 {
		return Value{}, object.RuntimeErrorf("Empty waiter is already set")
	}
	if t.flags&sockDirty != 0 {
		if err := t.flush(th); err != nil {
			return Value{}, err
		}
	}
	t.flags |= sockBusy
	t.empty = newFuture(t.lp.Value())
	delete(t.lp.transports, t.fd)
	if t.out.Len() == 0 {
		return t.empty.Value(), t.empty.setResult(th, None)
	}
	return t.empty.Value(), nil
}

func (t *SocketTransport) takeBack() {
	t.flags &^= sockBusy
	t.empty = nil
	if t.flags&sockDone == 0 && t.lp.transports != nil {
		t.lp.transports[t.fd] = &t.Header
	}
}

func (t *SocketTransport) maybePause(th *Thread) error {
	if t.out.Len() <= t.high || t.flags&sockProtoPaused != 0 {
		return nil
	}
	t.flags |= sockProtoPaused
	if t.stream != nil {
		t.stream.paused = true
		return nil
	}
	return t.tell(th, nPauseWriting, "protocol.pause_writing() failed")
}

func (t *SocketTransport) maybeResume(th *Thread) error {
	if t.flags&sockProtoPaused == 0 || t.out.Len() > t.low {
		return nil
	}
	t.flags &^= sockProtoPaused
	if t.stream != nil {
		return t.stream.resumeWriting(th)
	}
	return t.tell(th, nResumeWriting, "protocol.resume_writing() failed")
}

func (t *SocketTransport) tell(th *Thread, method *Str, msg string) error {
	_, err := object.CallMethod(th, t.protocol, method)
	if err == nil || leavesLoop(err) {
		return err
	}
	d := object.NewDict()
	d.SetStr(nMessage, object.StrValue(msg))
	d.SetStr(nException, object.AsExc(err).Value())
	d.SetStr(nTransport, t.value())
	d.SetStr(nProtocol, t.protocol)
	return callExceptionHandler(th, t.lp.Value(), d)
}

func (t *SocketTransport) pauseReading() {
	if t.flags&(sockClosing|sockPaused) != 0 {
		return
	}
	t.flags |= sockPaused
	t.lp.l.RemoveReader(t.fd)
}

func (t *SocketTransport) resumeReading() {
	if t.flags&sockClosing != 0 || t.flags&sockPaused == 0 {
		return
	}
	t.flags &^= sockPaused
	t.lp.l.AddReader(t.fd, (*sockReader)(t))
}

// payload gives the bytes of a bytes-like object, as they are now.
func payload(th *Thread, v Value) ([]byte, error) {
	if b, ok := object.AsBytes(v); ok {
		return b.B, nil
	}
	if !object.IsBufferLike(v) {
		return nil, object.TypeErrorf("data argument must be a bytes, bytearray, or memoryview object, not '%s'", v.Type().Name)
	}
	b, release, err := object.BufferOf(th, v)
	if err != nil {
		return nil, err
	}
	c := append([]byte(nil), b...)
	release()
	return c, nil
}

// socketObject makes the socket object of an accepted connection.
func (t *SocketTransport) socketObject(th *Thread) (Value, error) {
	if t.sock.Ref == nil && t.flags&sockDone == 0 {
		cls, err := importAttr(th, "socket", "socket")
		if err != nil {
			return Value{}, err
		}
		s, err := object.Call(th, cls, []Value{object.Int(int64(t.family)), object.Int(syscall.SOCK_STREAM), object.Int(0), object.Int(int64(t.fd))}, nil)
		if err != nil {
			return Value{}, err
		}
		if _, err := object.CallMethod(th, s, object.NewStr("setblocking"), object.False); err != nil {
			return Value{}, err
		}
		t.sock = s
	}
	return orNone(t.sock), nil
}

func (t *SocketTransport) extraInfo(th *Thread, name, dflt Value) (Value, error) {
	d, _ := object.AsDict(t.extra)
	if d != nil {
		if v, err := d.Get(th, name); err != nil || v.Ref != nil {
			return v, err
		}
	}
	switch text(name) {
	case "socket":
		s, err := t.socketObject(th)
		if err != nil {
			return Value{}, err
		}
		if s.IsNone() {
			return dflt, nil
		}
		cls, err := importAttr(th, "asyncio.trsock", "TransportSocket")
		if err != nil {
			return Value{}, err
		}
		w, err := object.Call1(th, cls, s)
		if err == nil {
			t.setExtra("socket", w)
		}
		return w, err
	case "peername":
		if t.peer.Family == 0 && t.flags&sockDone == 0 {
			if a, errno := aio.RemoteAddr(t.fd); errno == 0 {
				t.peer = a
			} else {
				return None, nil
			}
		}
		if t.peer.Family == 0 && t.family != 0 {
			t.peer.Family = t.family
		}
		v := addrValue(&t.peer)
		t.setExtra("peername", v)
		return v, nil
	}
	return dflt, nil
}

// unsent is _buffer: a deque of what waits to be sent, for those who look; changing it changes nothing.
func (t *SocketTransport) unsent(th *Thread) (Value, error) {
	deque, err := importAttr(th, "collections", "deque")
	if err != nil {
		return Value{}, err
	}
	if t.flags&sockDirty != 0 {
		if err := t.flush(th); err != nil {
			return Value{}, err
		}
	}
	var pieces []Value
	t.out.Each(func(p []byte) { pieces = append(pieces, object.BytesValue(append([]byte(nil), p...))) })
	return object.Call1(th, deque, object.ListValue(pieces...))
}

// sendfileMode is the attribute that tells loop.sendfile() what a transport can do.
func sendfileMode(mode string) object.GetSet {
	return object.GetSet{Name: "_sendfile_compatible", Get: func(th *Thread, v Value) (Value, error) {
		modes, err := importAttr(th, "asyncio.constants", "_SendfileMode")
		if err != nil {
			return Value{}, err
		}
		return object.GetAttr(th, modes, object.NewStr(mode))
	}}
}

func setLimits(th *Thread, high, low Value, defHigh int) (h, l int, err error) {
	if high.IsNone() {
		if low.IsNone() {
			h = defHigh
		} else {
			if l, err = object.AsIndex(th, low); err != nil {
				return
			}
			h = 4 * l
		}
	} else if h, err = object.AsIndex(th, high); err != nil {
		return
	}
	if low.IsNone() {
		l = h / 4
		if h < 0 && h%4 != 0 {
			l--
		}
	} else if l, err = object.AsIndex(th, low); err != nil {
		return
	}
	if !(h >= l && l >= 0) {
		err = object.ValueErrorf("high (%d) must be >= low (%d) must be >= 0", h, l)
	}
	return
}

func init() {
	t := SocketTransportType
	of := func(v Value) *SocketTransport { return object.Unchecked[SocketTransport](v) }
	t.Module = "asyncio.selector_events"
	t.Doc = "The transport of a connected stream socket."
	flag := func(name string, bit uint16) object.GetSet {
		return object.GetSet{Name: name, Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).flags&bit != 0), nil }}
	}
	t.Flags |= object.FlagNoNew
	t.Repr = func(th *Thread, v Value) (Value, error) {
		x := of(v)
		s := "<" + v.Type().Name
		if x.flags&sockDone != 0 {
			s += " closed"
		} else if x.flags&sockClosing != 0 {
			s += " closing"
		}
		s += " fd=" + itoa(x.fd)
		if !x.lp.closedFlag && x.flags&sockDone == 0 {
			if x.lp.l.Reader(x.fd) != nil {
				s += " read=polling"
			} else {
				s += " read=idle"
			}
			if x.flags&sockWriting != 0 {
				s += " write=<polling, bufsize=" + itoa(x.out.Len()) + ">"
			} else {
				s += " write=<idle, bufsize=" + itoa(x.out.Len()) + ">"
			}
		}
		return object.StrValue(s + ">"), nil
	}
	t.Methods = []object.Func{
		{Sig: "get_extra_info(name, default=None)", Doc: "socket, sockname or peername.", Fn: object.F3(func(th *Thread, self, name, dflt Value) (Value, error) {
			return of(self).extraInfo(th, name, dflt)
		})},
		{Sig: "is_closing()", Doc: "Whether it is closed or about to be.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Bool(of(self).flags&sockClosing != 0), nil
		})},
		{Sig: "close()", Doc: "Close the connection once all is sent.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).close()
			return None, nil
		})},
		{Sig: "abort()", Doc: "Close the connection at once.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).forceClose(nil)
			return None, nil
		})},
		{Sig: "_force_close(exc)", Doc: "Close the connection at once, because of an exception.", Fn: object.F2(func(th *Thread, self, exc Value) (Value, error) {
			of(self).forceClose(excArg(exc))
			return None, nil
		})},
		{Sig: "_make_empty_waiter()", Doc: "A future that is done when all is sent; nothing can be written before _reset_empty_waiter().", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return of(self).lend(th)
		})},
		{Sig: "_reset_empty_waiter()", Doc: "Undo _make_empty_waiter().", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).takeBack()
			return None, nil
		})},
		{Sig: "set_protocol(protocol)", Doc: "Change the protocol.", Fn: object.F2(func(th *Thread, self, p Value) (Value, error) {
			of(self).setProtocol(p)
			return None, nil
		})},
		{Sig: "get_protocol()", Doc: "The protocol.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return orNone(of(self).protocol), nil })},
		{Sig: "is_reading()", Doc: "Whether it reads.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Bool(of(self).flags&(sockClosing|sockPaused) == 0), nil
		})},
		{Sig: "pause_reading()", Doc: "Stop reading.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).pauseReading()
			return None, nil
		})},
		{Sig: "resume_reading()", Doc: "Read again.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).resumeReading()
			return None, nil
		})},
		{Sig: "write(data)", Doc: "Send bytes, sooner or later.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
			b, err := payload(th, data)
			if err != nil {
				return Value{}, err
			}
			return None, of(self).write(th, b)
		})},
		{Sig: "writelines(list_of_data)", Doc: "Send pieces of bytes one after the other.", Fn: object.F2(func(th *Thread, self, list Value) (Value, error) {
			return None, object.Each(th, list, func(x Value) (bool, error) {
				b, err := payload(th, x)
				if err == nil {
					err = of(self).write(th, b)
				}
				return false, err
			})
		})},
		{Sig: "write_eof()", Doc: "Close the writing half once all is sent.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			x := of(self)
			if x.flags&(sockClosing|sockEOF) != 0 {
				return None, nil
			}
			if x.flags&sockDirty != 0 {
				if err := x.flush(th); err != nil {
					return Value{}, err
				}
			}
			x.flags |= sockEOF
			if x.out.Len() == 0 && x.flags&sockDone == 0 {
				aio.ShutdownWrite(x.fd)
				x.lp.l.PollSoon()
			}
			return None, nil
		})},
		{Sig: "can_write_eof()", Doc: "True.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return object.True, nil })},
		{Sig: "get_write_buffer_size()", Doc: "How many bytes wait to be sent.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			x := of(self)
			if x.flags&sockDirty != 0 {
				if err := x.flush(th); err != nil {
					return Value{}, err
				}
			}
			return object.Int(int64(x.out.Len())), nil
		})},
		{Sig: "get_write_buffer_limits()", Doc: "The low and the high limit.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.TupleValue(object.Int(int64(of(self).low)), object.Int(int64(of(self).high))), nil
		})},
		{Sig: "set_write_buffer_limits(high=None, low=None)", Doc: "Set when the protocol is told to pause and to resume writing.", Fn: object.F3(func(th *Thread, self, high, low Value) (Value, error) {
			x := of(self)
			h, l, err := setLimits(th, high, low, highWater)
			if err != nil {
				return Value{}, err
			}
			x.high, x.low = h, l
			if x.flags&sockDirty != 0 {
				if err := x.flush(th); err != nil {
					return Value{}, err
				}
			}
			return None, x.maybePause(th)
		})},
	}
	t.Attrs = func() map[string]Value { return map[string]Value{"_start_tls_compatible": object.True} }
	t.GetSets = []object.GetSet{
		{Name: "_sock", Get: func(th *Thread, v Value) (Value, error) {
			if of(v).flags&sockDone != 0 {
				return None, nil
			}
			return of(v).socketObject(th)
		}},
		{Name: "_sock_fd", Get: func(th *Thread, v Value) (Value, error) { return object.Int(int64(of(v).fd)), nil }},
		sendfileMode("TRY_NATIVE"),
		{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return of(v).lp.Value(), nil }},
		{Name: "_protocol", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).protocol), nil }},
		{Name: "_closing", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).flags&sockClosing != 0), nil }},
		{Name: "_conn_lost", Get: func(th *Thread, v Value) (Value, error) { return object.Int(int64(of(v).lost)), nil }},
		{Name: "_buffer", Get: func(th *Thread, v Value) (Value, error) { return of(v).unsent(th) }},
		flag("_paused", sockPaused), flag("_eof", sockEOF), flag("_protocol_paused", sockProtoPaused), flag("_protocol_connected", sockConnected),
		{Name: "_high_water", Get: func(th *Thread, v Value) (Value, error) { return object.Int(int64(of(v).high)), nil }},
		{Name: "_low_water", Get: func(th *Thread, v Value) (Value, error) { return object.Int(int64(of(v).low)), nil }},
		{Name: "_server", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).server), nil }},
	}
}
