package socket

import (
	"time"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Receiving and sending.

// maxFirstRead bounds the memory that a receive is given before data is there.
const maxFirstRead = 1 << 20

// sharedBuffer is the size of the buffer that an interpreter keeps for receives.
const sharedBuffer = 1 << 16

func flagsOf(th *Thread, v Value) (int, error) {
	n, err := object.AsIndex(th, v)
	return n | unix.MSG_DONTWAIT, err
}

func sizeOf(th *Thread, v Value, function string) (int, error) {
	n, err := object.AsIndex(th, v)
	if err == nil && n < 0 {
		err = object.ValueErrorf("negative buffersize in %s", function)
	}
	return n, err
}

// recvBuffer is memory for a receive of n bytes. A request beyond maxFirstRead gets as much as waits to be read.
func (s *Socket) recvBuffer(n int) []byte {
	if n > maxFirstRead {
		have, err := unix.IoctlGetInt(s.fd(), unix.TIOCINQ)
		if err != nil {
			have = 0
		}
		n = min(n, max(have, maxFirstRead))
	}
	return make([]byte, n)
}

func (s *Socket) recv(th *Thread, b []byte, flags int) (n int, from unix.Sockaddr, err error) {
	err = s.retry(th, unix.POLLIN, func(fd int) (err error) {
		n, from, err = unix.Recvfrom(fd, b, flags)
		return err
	})
	return n, from, err
}

// trim copies what was received if it fills little of its buffer.
func trim(b []byte, n int) Value {
	if n < len(b)/2 {
		return object.BytesValue(append([]byte(nil), b[:n]...))
	}
	return object.BytesValue(b[:n:n])
}

func socketRecv(th *Thread, v, size, flags Value) (Value, error) {
	b, _, err := recvSized(th, v, size, flags, "recv")
	return b, err
}

func recvSized(th *Thread, v, size, flags Value, function string) (Value, unix.Sockaddr, error) {
	n, err := sizeOf(th, size, function)
	if err != nil {
		return Value{}, nil, err
	}
	f, err := flagsOf(th, flags)
	if err != nil {
		return Value{}, nil, err
	}
	s, st := self(v), stateOf(th)
	// Most receives ask for more than they get: those use one buffer, unless another thread does, and copy what came.
	var b []byte
	if n <= sharedBuffer {
		if b, st.buffer = st.buffer, nil; b == nil {
			b = make([]byte, sharedBuffer)
		}
		defer func() { st.buffer = b[:sharedBuffer] }()
		b = b[:n]
	} else {
		b = s.recvBuffer(n)
	}
	got, from, err := s.recv(th, b, f)
	if err != nil {
		return Value{}, nil, err
	}
	got = min(got, len(b))
	if n <= sharedBuffer {
		return object.BytesValue(append([]byte(nil), b[:got]...)), from, nil
	}
	return trim(b, got), from, nil
}

func socketRecvFrom(th *Thread, v, size, flags Value) (Value, error) {
	b, from, err := recvSized(th, v, size, flags, "recvfrom")
	if err != nil {
		return Value{}, err
	}
	return object.TupleValue(b, AddressValue(from)), nil
}

func recvInto(th *Thread, a []Value, function string) (Value, unix.Sockaddr, error) {
	n, err := sizeOf(th, a[2], function)
	if err != nil {
		return Value{}, nil, err
	}
	f, err := flagsOf(th, a[3])
	if err != nil {
		return Value{}, nil, err
	}
	b, release, err := object.AsBuffer(th, a[1], true)
	if err != nil {
		return Value{}, nil, err
	}
	defer release()
	if n > len(b) {
		return Value{}, nil, object.ValueErrorf("nbytes is greater than the length of the buffer")
	}
	if n == 0 {
		n = len(b)
	}
	got, from, err := self(a[0]).recv(th, b[:n], f)
	return object.Int(int64(got)), from, err
}

func socketRecvInto(th *Thread, a []Value) (Value, error) {
	n, _, err := recvInto(th, a, "recv_into")
	return n, err
}

func socketRecvFromInto(th *Thread, a []Value) (Value, error) {
	n, from, err := recvInto(th, a, "recvfrom_into")
	if err != nil {
		return Value{}, err
	}
	return object.TupleValue(n, AddressValue(from)), nil
}

func (s *Socket) send(th *Thread, b []byte, flags int, deadline time.Time) (n int, err error) {
	err = s.retryUntil(th, unix.POLLOUT, deadline, func(fd int) (err error) {
		n, err = unix.SendmsgN(fd, b, nil, nil, flags|unix.MSG_NOSIGNAL)
		return err
	})
	return n, err
}

func (s *Socket) deadline() (d time.Time) {
	if s.timeout > 0 {
		d = time.Now().Add(s.timeout)
	}
	return d
}

func socketSend(th *Thread, v, data, flags Value) (Value, error) {
	f, err := flagsOf(th, flags)
	if err != nil {
		return Value{}, err
	}
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	s := self(v)
	n, err := s.send(th, b, f, s.deadline())
	return object.Int(int64(n)), err
}

func socketSendAll(th *Thread, v, data, flags Value) (Value, error) {
	f, err := flagsOf(th, flags)
	if err != nil {
		return Value{}, err
	}
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	s := self(v)
	deadline := s.deadline()
	for {
		n, err := s.send(th, b, f, deadline)
		if err != nil {
			return Value{}, err
		}
		if b = b[n:]; len(b) == 0 {
			return none, nil
		}
		if err := th.CheckBreaker(); err != nil {
			return Value{}, err
		}
	}
}

func socketSendTo(th *Thread, args []Value, names []*object.Str) (Value, error) {
	if len(names) > 0 {
		return Value{}, object.TypeErrorf("socket.sendto() takes no keyword arguments")
	}
	args = append([]Value(nil), args...)
	flags, address := object.Int(0), Value{}
	switch len(args) {
	case 3:
		address = args[2]
	case 4:
		flags, address = args[2], args[3]
	default:
		return Value{}, object.TypeErrorf("sendto() takes 2 or 3 arguments (%d given)", len(args)-1)
	}
	f, err := flagsOf(th, flags)
	if err != nil {
		return Value{}, err
	}
	b, release, err := object.BufferOf(th, args[1])
	if err != nil {
		return Value{}, err
	}
	defer release()
	s := self(args[0])
	sa, err := parseAddress(th, address, s.family, s.proto, "sendto")
	if err != nil {
		return Value{}, err
	}
	n := 0
	err = s.retry(th, unix.POLLOUT, func(fd int) (err error) {
		n, err = unix.SendmsgN(fd, b, nil, sa, f|unix.MSG_NOSIGNAL)
		return err
	})
	return object.Int(int64(n)), err
}

// Messages with ancillary data.

func socketSendMsg(th *Thread, a []Value) (Value, error) {
	s := self(a[0])
	var bufs [][]byte
	var releases []func()
	defer func() {
		for _, f := range releases {
			f()
		}
	}()
	err := object.Each(th, a[1], func(item Value) (bool, error) {
		b, release, err := object.BufferOf(th, item)
		if err == nil {
			bufs = append(bufs, b)
			releases = append(releases, release)
		}
		return false, err
	})
	if err != nil {
		return Value{}, err
	}
	oob, err := packAncillary(th, a[2])
	if err != nil {
		return Value{}, err
	}
	f, err := flagsOf(th, a[3])
	if err != nil {
		return Value{}, err
	}
	var sa unix.Sockaddr
	if !a[4].IsNone() {
		if sa, err = parseAddress(th, a[4], s.family, s.proto, "sendmsg"); err != nil {
			return Value{}, err
		}
	}
	n := 0
	err = s.retry(th, unix.POLLOUT, func(fd int) (err error) {
		n, err = unix.SendmsgBuffers(fd, bufs, oob, sa, f|unix.MSG_NOSIGNAL)
		return err
	})
	return object.Int(int64(n)), err
}

func packAncillary(th *Thread, v Value) ([]byte, error) {
	var oob []byte
	err := object.Each(th, v, func(item Value) (bool, error) {
		t, err := object.ToTuple(th, item)
		if err != nil || len(t.Items) != 3 {
			return true, object.TypeErrorf("[sendmsg() ancillary data items] must be tuples of 3 items")
		}
		level, err := object.AsIndex(th, t.Items[0])
		if err != nil {
			return true, err
		}
		kind, err := object.AsIndex(th, t.Items[1])
		if err != nil {
			return true, err
		}
		b, release, err := object.BufferOf(th, t.Items[2])
		if err != nil {
			return true, err
		}
		defer release()
		oob = appendControl(oob, level, kind, b)
		return false, nil
	})
	return oob, err
}

func recvMsg(th *Thread, s *Socket, bufs [][]byte, ancSize, flags Value) (n, gotFlags int, items *object.List, from unix.Sockaddr, err error) {
	size := 0
	if size, err = object.AsIndex(th, ancSize); err != nil {
		return
	}
	if size < 0 || size > 1<<20 {
		err = object.ValueErrorf("invalid ancillary data buffer length")
		return
	}
	f, err := flagsOf(th, flags)
	if err != nil {
		return
	}
	oob := make([]byte, size)
	oobn := 0
	err = s.retry(th, unix.POLLIN, func(fd int) (err error) {
		n, oobn, gotFlags, from, err = unix.RecvmsgBuffers(fd, bufs, oob, f|unix.MSG_CMSG_CLOEXEC)
		return err
	})
	if err != nil {
		return
	}
	gotFlags &^= unix.MSG_CMSG_CLOEXEC
	items = object.NewList()
	msgs, perr := unix.ParseSocketControlMessage(oob[:oobn])
	if perr == nil {
		for _, m := range msgs {
			items.Append(object.TupleValue(object.Int(int64(m.Header.Level)), object.Int(int64(m.Header.Type)), object.BytesValue(append([]byte(nil), m.Data...))))
		}
	}
	return
}

func socketRecvMsg(th *Thread, a []Value) (Value, error) {
	n, err := object.AsIndex(th, a[1])
	if err == nil && n < 0 {
		err = object.ValueErrorf("negative buffer size in recvmsg()")
	}
	if err != nil {
		return Value{}, err
	}
	s := self(a[0])
	b := s.recvBuffer(n)
	n, flags, items, from, err := recvMsg(th, s, [][]byte{b}, a[2], a[3])
	if err != nil {
		return Value{}, err
	}
	return object.TupleValue(trim(b, min(n, len(b))), items.Value(), object.Int(int64(flags)), AddressValue(from)), nil
}

func socketRecvMsgInto(th *Thread, a []Value) (Value, error) {
	var bufs [][]byte
	var releases []func()
	defer func() {
		for _, f := range releases {
			f()
		}
	}()
	err := object.Each(th, a[1], func(item Value) (bool, error) {
		b, release, err := object.AsBuffer(th, item, true)
		if err == nil {
			bufs = append(bufs, b)
			releases = append(releases, release)
		}
		return false, err
	})
	if err != nil {
		return Value{}, err
	}
	n, flags, items, from, err := recvMsg(th, self(a[0]), bufs, a[2], a[3])
	if err != nil {
		return Value{}, err
	}
	return object.TupleValue(object.Int(int64(n)), items.Value(), object.Int(int64(flags)), AddressValue(from)), nil
}

var transferMethods = []Func{
	{Sig: "recv(bufsize, flags=0, /)", Doc: "Receive up to bufsize bytes; none at the end.", Fn: object.F3(socketRecv)},
	{Sig: "recv_into(buffer, nbytes=0, flags=0)", Doc: "Receive into a buffer; returns how many bytes.", Fn: object.FN(socketRecvInto)},
	{Sig: "recvfrom(bufsize, flags=0, /)", Doc: "Receive; returns the bytes and the sender's address.", Fn: object.F3(socketRecvFrom)},
	{Sig: "recvfrom_into(buffer, nbytes=0, flags=0)", Doc: "Receive into a buffer; returns how many bytes and the sender's address.", Fn: object.FN(socketRecvFromInto)},
	{Sig: "recvmsg(bufsize, ancbufsize=0, flags=0, /)", Doc: "Receive a message: bytes, ancillary data, flags, address.", Fn: object.FN(socketRecvMsg)},
	{Sig: "recvmsg_into(buffers, ancbufsize=0, flags=0, /)", Doc: "recvmsg() into buffers; gives how many bytes instead of the bytes.", Fn: object.FN(socketRecvMsgInto)},
	{Sig: "send(data, flags=0, /)", Doc: "Send; returns how many bytes went out.", Fn: object.F3(socketSend)},
	{Sig: "sendall(data, flags=0, /)", Doc: "Send all of data.", Fn: object.F3(socketSendAll)},
	{Sig: "sendto(*args)", Doc: "sendto(data[, flags], address): send to an address.", Fn: object.Raw(socketSendTo)},
	{Sig: "sendmsg(buffers, ancdata=(), flags=0, address=None, /)", Doc: "Send the buffers as one message with ancillary data.", Fn: object.FN(socketSendMsg)},
}
