package asyncio

import (
	"bytes"

	"ouro/internal/object"
	"ouro/internal/stdlib/ssl"
)

// How an SSLProtocol moves data: received ciphertext to the application, what that writes to the transport, and both with less copying
// where the transport is a SocketTransport.

// received takes ciphertext. data is the caller's.
func (p *SSLProtocol) received(th *Thread, data []byte) error {
	if len(p.in.data) > 0 {
		p.in.data = append(p.in.data, data...)
	} else {
		p.in.data = data
	}
	var err error
	switch p.state {
	case tlsHandshake:
		err = p.handshake(th)
	case tlsWrapped:
		err = p.read(th)
	case tlsFlushing:
		err = p.flush(th)
	case tlsShutdown:
		err = p.shutdown(th)
	}
	switch {
	case p.state == tlsUnwrapped:
		p.in.data = nil
	case len(p.in.data) > 0:
		p.in.data = bytes.Clone(p.in.data)
	default:
		p.in.data = nil
	}
	return err
}

// take moves what a reader has buffered to the input: ciphertext that came before start_tls().
func (p *SSLProtocol) take(th *Thread, r *StreamReader) error {
	p.in.data = append(p.in.data, r.buf...)
	r.buf = nil
	return r.maybeResume(th)
}

// eofReceived is eof_received().
func (p *SSLProtocol) eofReceived(th *Thread) (bool, error) {
	p.flags |= tlsEOF
	switch p.state {
	case tlsHandshake:
		return false, p.handshakeOver(th, object.NewExc(object.ConnectionResetErrorType))
	case tlsWrapped:
		p.state = tlsFlushing
		if p.flags&tlsAppPaused != 0 {
			return true, nil
		}
		return false, p.flush(th)
	case tlsFlushing:
		if err := p.writeOut(th); err != nil {
			return false, err
		}
		p.state = tlsShutdown
		return false, p.shutdown(th)
	case tlsShutdown:
		return false, p.shutdown(th)
	}
	return false, nil
}

// read gives the application what has come.
func (p *SSLProtocol) read(th *Thread) error {
	if p.state != tlsWrapped && p.state != tlsFlushing {
		return nil
	}
	var err error
	if p.flags&tlsAppPaused == 0 {
		if p.flags&tlsAppBuffered != 0 {
			err = p.readBuffered(th)
		} else {
			err = p.readCopied(th)
		}
	}
	if err == nil {
		if len(p.out) > 0 {
			err = p.writeOut(th)
		} else {
			err = p.send(th)
		}
	}
	if err == nil {
		err = p.holdInput(th)
	}
	if err != nil {
		return p.fail(th, err, "Fatal error on SSL protocol")
	}
	return nil
}

// idle reports whether there is surely nothing to read.
func (p *SSLProtocol) idle() bool { return len(p.in.data) == 0 && p.sock.Conn().Pending() == 0 }

func (p *SSLProtocol) readCopied(th *Thread) error {
	c := p.sock.Conn()
	for !p.idle() && p.flags&tlsAppPaused == 0 && (p.state == tlsWrapped || p.state == tlsFlushing) {
		// Much is decrypted where the reader will have it.
		var r *StreamReader
		if p.stream != nil {
			r = p.stream.reader
		}
		direct := r != nil && !r.eof && len(p.in.data) >= directFrom
		var buf []byte
		if direct {
			buf = r.room(len(p.in.data) + ssl.MaxRecord)
		} else {
			buf = p.buffers().plain
		}
		n := 0
		var end error
		// A record is read only if there is room for a whole one, so that none of it stays behind.
		for len(buf)-n >= ssl.MaxRecord && end == nil && !p.idle() {
			var k int
			k, end = c.Read(buf[n:])
			n += k
		}
		if n > 0 {
			var err error
			switch {
			case direct:
				r.buf = r.buf[:len(r.buf)+n]
				err = r.arrived(th)
			case r != nil:
				err = r.feedCopy(th, buf[:n])
			case p.stream == nil:
				_, err = object.CallMethod(th, p.app, nDataReceived, object.BytesValue(bytes.Clone(buf[:n])))
			}
			if err != nil {
				return err
			}
		}
		if end != nil {
			return p.ended(th, end)
		}
	}
	return nil
}

// ended handles why no more can be read.
func (p *SSLProtocol) ended(th *Thread, err error) error {
	switch err {
	case ssl.ErrWant:
		return nil
	case ssl.ErrClosed:
		if err := p.appEOF(th); err != nil {
			return err
		}
		return p.startShutdown(th)
	}
	return p.sock.Raise(th, err)
}

// readBuffered reads into buffers of the application.
func (p *SSLProtocol) readBuffered(th *Thread) error {
	buf, err := object.CallMethod(th, p.app, nGetBuffer, object.Int(int64(len(p.in.data))))
	if err != nil {
		return err
	}
	n, err := object.Len(th, buf)
	if err != nil {
		return err
	}
	if n == 0 {
		return object.RuntimeErrorf("get_buffer() returned an empty buffer")
	}
	b, release, err := object.AsBuffer(th, buf, true)
	if err != nil {
		return err
	}
	got := 0
	var end error
	for got < len(b) && end == nil && !p.idle() {
		var k int
		k, end = p.sock.Conn().Read(b[got:])
		got += k
	}
	release()
	if got == len(b) && !p.idle() {
		m, err := object.GetAttr(th, p.value(), object.NewStr("_do_read"))
		if err == nil {
			_, err = object.CallMethod(th, p.loop, nCallSoon, m)
		}
		if err != nil {
			return err
		}
	}
	if got > 0 {
		if _, err := object.CallMethod(th, p.app, nBufferUpdated, object.Int(int64(got))); err != nil {
			return err
		}
	}
	if end != nil {
		return p.ended(th, end)
	}
	return nil
}

// appEOF calls the application's eof_received().
func (p *SSLProtocol) appEOF(th *Thread) error {
	if p.appState != appMade {
		return nil
	}
	p.appState = appEOF
	var keep bool
	var err error
	if p.stream != nil {
		keep, err = p.stream.eofReceived(th)
	} else {
		var r Value
		if r, err = object.CallMethod(th, p.app, nEOFReceived); err == nil {
			keep, err = object.Truth(th, r)
		}
	}
	if err != nil {
		return p.fail(th, err, "Error calling eof_received()")
	}
	if keep {
		return logCall(th, "warning", object.StrValue("returning true from eof_received() has no effect when using ssl"))
	}
	return nil
}

// holdInput pauses and resumes the transport by how much waits to be read.
func (p *SSLProtocol) holdInput(th *Thread) error {
	n := len(p.in.data)
	switch {
	case p.transport.IsNone():
	case n >= p.inHigh && p.flags&tlsHeld == 0:
		p.flags |= tlsHeld
		_, err := object.CallMethod(th, p.transport, object.NewStr("pause_reading"))
		return err
	case n <= p.inLow && p.flags&tlsHeld != 0:
		p.flags &^= tlsHeld
		_, err := object.CallMethod(th, p.transport, object.NewStr("resume_reading"))
		return err
	}
	return nil
}

// write encrypts data of the application, which does not change, or keeps it until the handshake is done.
func (p *SSLProtocol) write(th *Thread, data []byte) error {
	switch p.state {
	case tlsFlushing, tlsShutdown, tlsUnwrapped:
		if p.lost >= 5 {
			logCall(th, "warning", object.StrValue("SSL connection is closed"))
		}
		p.lost++
		return nil
	}
	if p.state == tlsWrapped && len(p.out) == 0 {
		if err := p.sock.Conn().Write(data); err != nil {
			return p.fail(th, p.sock.RaiseWrite(th, err), "Fatal error on SSL protocol")
		}
		return p.send(th)
	}
	p.queue(data)
	if p.state == tlsWrapped {
		return p.writeOut(th)
	}
	return nil
}

func (p *SSLProtocol) queue(data []byte) {
	p.out = append(p.out, data)
	p.outSize += len(data)
}

// writeOut encrypts what was kept.
func (p *SSLProtocol) writeOut(th *Thread) error {
	list := p.out
	p.out, p.outSize = nil, 0
	for _, b := range list {
		if err := p.sock.Conn().Write(b); err != nil {
			return p.fail(th, p.sock.RaiseWrite(th, err), "Fatal error on SSL protocol")
		}
	}
	return p.send(th)
}

// send gives the transport what is encrypted, unless it is full.
func (p *SSLProtocol) send(th *Thread) error {
	if p.sock == nil {
		return nil
	}
	c := p.sock.Conn()
	n := len(c.Output())
	if n > 0 && p.flags&tlsFull == 0 {
		switch {
		case p.under != nil:
			if err := p.under.wants(th, n); err != nil {
				return err
			}
		case !p.transport.IsNone():
			if _, err := object.CallMethod(th, p.transport, object.NewStr("write"), object.BytesValue(c.TakeOutput())); err != nil {
				return err
			}
		default:
			c.TakeOutput()
		}
	}
	if p.flags&(tlsFull|tlsAppFull) != 0 {
		return p.controlApp(th)
	}
	return nil
}

// waiting is how many bytes the application has written that the transport has not got.
func (p *SSLProtocol) waiting() int {
	n := p.outSize
	if p.sock != nil && p.flags&tlsLent == 0 {
		n += len(p.sock.Conn().Output())
	}
	return n
}

// controlApp tells the application to pause or to resume writing.
func (p *SSLProtocol) controlApp(th *Thread) error {
	n := p.waiting()
	full := p.flags&tlsAppFull != 0
	var name *Str
	switch {
	case n >= p.outHigh && !full:
		p.flags |= tlsAppFull
		if p.stream != nil {
			p.stream.paused = true
			return nil
		}
		name = nPauseWriting
	case n <= p.outLow && full:
		p.flags &^= tlsAppFull
		if p.stream != nil {
			return p.stream.resumeWriting(th)
		}
		name = nResumeWriting
	default:
		return nil
	}
	_, err := object.CallMethod(th, p.app, name)
	if err == nil || leavesLoop(err) {
		return err
	}
	d := object.NewDict()
	d.SetStr(nMessage, object.StrValue("protocol."+name.S+"() failed"))
	d.SetStr(nException, object.AsExc(err).Value())
	d.SetStr(nTransport, p.tr.value())
	d.SetStr(nProtocol, p.value())
	return callExceptionHandler(th, p.loop, d)
}

// Over a SocketTransport:

// readTLS reads once for an SSLProtocol.
func (t *SocketTransport) readTLS(th *Thread) error {
	p := t.tls
	data, n, errno := p.recv(t.fd)
	if errno != 0 {
		return t.readError(th, errno)
	}
	if n == 0 {
		return t.readEOF(th)
	}
	if err := p.received(th, data[:n]); err != nil {
		return t.fatal(th, err, "Fatal error: protocol.buffer_updated() call failed.")
	}
	return nil
}

// wants has the connection's output sent at the end of the callback, or at once if there is much of it.
func (t *SocketTransport) wants(th *Thread, n int) error {
	if t.lost > 0 {
		t.lost++
		t.tls.sock.Conn().TakeOutput()
		return nil
	}
	if t.flags&sockWriting != 0 {
		t.tls.give(t)
		return t.maybePause(th)
	}
	if t.flags&sockDirty == 0 {
		t.flags |= sockDirty
		t.lp.l.MarkDirty(t)
	}
	if n > t.high {
		return t.flush(th)
	}
	return nil
}

// collect puts the connection's output into the transport's buffer: lent, if it is all there is to send.
func (p *SSLProtocol) collect(t *SocketTransport) {
	if p.sock == nil {
		return
	}
	c := p.sock.Conn()
	if b := c.Output(); len(b) == 0 || p.flags&tlsFull != 0 {
		return
	} else if t.out.Len() == 0 && t.flags&sockWriting == 0 {
		t.out.Append(b)
		p.flags |= tlsLent
		return
	}
	p.give(t)
}

// give gives the connection's output to the transport.
func (p *SSLProtocol) give(t *SocketTransport) {
	p.spare = p.sock.Conn().TakeOutput()
	t.out.Append(p.spare)
}

// settle ends what collect began, after sending: what was not sent belongs to the transport now.
func (p *SSLProtocol) settle(t *SocketTransport) {
	if p.flags&tlsLent == 0 {
		return
	}
	p.flags &^= tlsLent
	c := p.sock.Conn()
	if t.out.Len() == 0 {
		c.Sent(len(c.Output()))
	} else {
		p.spare = c.TakeOutput()
	}
}

// allSent takes a buffer back that the transport has sent.
func (p *SSLProtocol) allSent() {
	if p.spare != nil {
		p.sock.Conn().Recycle(p.spare)
		p.spare = nil
	}
}
