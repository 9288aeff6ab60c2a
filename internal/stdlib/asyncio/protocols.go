package asyncio

import (
	"ouro/internal/object"
)

func plainType(name string, base *object.Type, module, doc string) *object.Type {
	t := object.NewType(name, base, object.ObjectType.Layout())
	t.Module, t.Doc = module, doc
	return t
}

// The base classes of protocols. Their methods do nothing.
var (
	BaseProtocolType       = plainType("BaseProtocol", object.ObjectType, "asyncio.protocols", "What all protocols have.")
	ProtocolType           = plainType("Protocol", BaseProtocolType, "asyncio.protocols", "A protocol of byte streams.")
	BufferedProtocolType   = plainType("BufferedProtocol", BaseProtocolType, "asyncio.protocols", "A protocol of byte streams that provides the buffers.")
	DatagramProtocolType   = plainType("DatagramProtocol", BaseProtocolType, "asyncio.protocols", "A protocol of datagrams.")
	SubprocessProtocolType = plainType("SubprocessProtocol", BaseProtocolType, "asyncio.protocols", "A protocol of a subprocess and its pipes.")

	protocolTypes = []*object.Type{BaseProtocolType, ProtocolType, BufferedProtocolType, DatagramProtocolType, SubprocessProtocolType}
)

// nothing makes a method that does nothing.
func nothing(sig, doc string) object.Func {
	return object.Func{Sig: sig, Doc: doc, Fn: object.FN(func(th *Thread, a []Value) (Value, error) { return None, nil })}
}

// protocolFuncs are what other modules use of asyncio.protocols.
var protocolFuncs = []object.Func{
	{Sig: "_feed_data_to_buffered_proto(proto, data)", Doc: "Give a BufferedProtocol data by its own buffers.", Fn: object.F2(feedBuffered)},
}

func feedBuffered(th *Thread, proto, data Value) (Value, error) {
	rest, err := object.CopyBytes(th, data)
	if err != nil {
		return Value{}, err
	}
	for len(rest) > 0 {
		buf, err := object.CallMethod(th, proto, nGetBuffer, object.Int(int64(len(rest))))
		if err != nil {
			return Value{}, err
		}
		b, release, err := object.AsBuffer(th, buf, true)
		if err != nil {
			return Value{}, err
		}
		n := copy(b, rest)
		release()
		if n == 0 {
			return Value{}, object.RuntimeErrorf("get_buffer() returned an empty buffer")
		}
		rest = rest[n:]
		if _, err := object.CallMethod(th, proto, nBufferUpdated, object.Int(int64(n))); err != nil {
			return Value{}, err
		}
	}
	return None, nil
}

func init() {
	BaseProtocolType.Methods = []object.Func{
		nothing("connection_made(transport)", "Called when the connection is there."),
		nothing("connection_lost(exc)", "Called when the connection is closed or lost; exc is None if it was closed."),
		nothing("pause_writing()", "Called when the transport's buffer is too full."),
		nothing("resume_writing()", "Called when the transport's buffer has drained."),
	}
	ProtocolType.Methods = []object.Func{
		nothing("data_received(data)", "Called with bytes that have come."),
		nothing("eof_received()", "Called when the other side has closed its half."),
	}
	BufferedProtocolType.Methods = []object.Func{
		nothing("get_buffer(sizehint)", "Called for a buffer to receive into."),
		nothing("buffer_updated(nbytes)", "Called when the buffer has got bytes."),
		nothing("eof_received()", "Called when the other side has closed its half."),
	}
	DatagramProtocolType.Methods = []object.Func{
		nothing("datagram_received(data, addr)", "Called with a datagram and its sender."),
		nothing("error_received(exc)", "Called when sending or receiving raised OSError."),
	}
	SubprocessProtocolType.Methods = []object.Func{
		nothing("pipe_data_received(fd, data)", "Called with bytes from the pipe that is the child's fd."),
		nothing("pipe_connection_lost(fd, exc)", "Called when that pipe is closed."),
		nothing("process_exited()", "Called when the process has ended."),
	}
}
