package asyncio

import (
	"ouro/internal/object"
)

// baseTransport is the Go struct of the abstract transports.
type baseTransport struct {
	object.Header
	extra Value
}

var (
	baseTransportLayout = object.NewLayout[baseTransport]()

	BaseTransportType       = abstractTransport("BaseTransport", object.ObjectType, "What all transports have.")
	ReadTransportType       = abstractTransport("ReadTransport", BaseTransportType, "A transport to read from.")
	WriteTransportType      = abstractTransport("WriteTransport", BaseTransportType, "A transport to write to.")
	TransportType           = abstractTransport("Transport", ReadTransportType, "A transport of both directions.")
	DatagramTransportType   = abstractTransport("DatagramTransport", BaseTransportType, "A transport of datagrams.")
	SubprocessTransportType = abstractTransport("SubprocessTransport", BaseTransportType, "A transport to a subprocess.")
	AbstractServerType      = plainType("AbstractServer", object.ObjectType, "asyncio.events", "What create_server() returns, in outline.")

	transportTypes = []*object.Type{BaseTransportType, ReadTransportType, WriteTransportType, TransportType, DatagramTransportType, SubprocessTransportType}
)

func abstractTransport(name string, base *object.Type, doc string) *object.Type {
	t := object.NewType(name, base, baseTransportLayout)
	t.Module, t.Doc = "asyncio.transports", doc
	return t
}

func init() {
	TransportType.Bases = []*object.Type{ReadTransportType, WriteTransportType}
	of := func(v Value) *baseTransport { return object.Unchecked[baseTransport](v) }
	t := BaseTransportType
	t.Constructor = &object.Func{Sig: "BaseTransport(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		x := object.NewObject[baseTransport](th, c)
		x.extra = object.NewDict().Value()
		return object.Of(&x.Header), nil
	})}
	bindInit(t, "BaseTransport.__init__(extra=None)", func(th *Thread, self Value, a []Value) error {
		if !baseTransportLayout.Is(self) {
			return nil
		}
		of(self).extra = a[0]
		if a[0].IsNone() {
			of(self).extra = object.NewDict().Value()
		}
		return nil
	})
	t.Methods = append([]object.Func{
		{Sig: "get_extra_info(name, default=None)", Doc: "Something that the transport knows.", Fn: object.F3(func(th *Thread, self, name, dflt Value) (Value, error) {
			x := of(self).extra
			if d, ok := object.AsDict(x); ok {
				v, err := d.Get(th, name)
				if err != nil {
					return Value{}, err
				}
				if v.Ref == nil {
					return dflt, nil
				}
				return v, nil
			}
			return object.CallMethod(th, x, object.NewStr("get"), name, dflt)
		})},
	}, abstract("BaseTransport", []string{"is_closing()", "close()", "set_protocol(protocol)", "get_protocol()"})...)
	t.Members = []object.Member{{Name: "_extra", Field: func(v Value) *Value { return &of(v).extra }, Writable: true}}
	ReadTransportType.Methods = abstract("ReadTransport", []string{"is_reading()", "pause_reading()", "resume_reading()"})
	WriteTransportType.Methods = append(abstract("WriteTransport", []string{"set_write_buffer_limits(high=None, low=None)", "get_write_buffer_size()",
		"get_write_buffer_limits()", "write(data)", "write_eof()", "can_write_eof()", "abort()"}),
		object.Func{Sig: "writelines(list_of_data)", Doc: "Write the pieces of bytes one after the other.", Fn: object.F2(func(th *Thread, self, list Value) (Value, error) {
			joined, err := object.CallMethod(th, object.BytesValue(nil), object.NewStr("join"), list)
			if err != nil {
				return Value{}, err
			}
			return object.CallMethod(th, self, object.NewStr("write"), joined)
		})})
	DatagramTransportType.Methods = abstract("DatagramTransport", []string{"sendto(data, addr=None)", "abort()"})
	SubprocessTransportType.Methods = abstract("SubprocessTransport", []string{"get_pid()", "get_returncode()", "get_pipe_transport(fd)",
		"send_signal(signal)", "terminate()", "kill()"})
	AbstractServerType.Methods = append(abstract("AbstractServer", []string{"close()", "get_loop()", "is_serving()", "async start_serving()",
		"async serve_forever()", "async wait_closed()", "close_clients()", "abort_clients()"}),
		object.Func{Sig: "async __aenter__()", Doc: "Nothing.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&returned{name: "AbstractServer.__aenter__", v: self}), nil
		})},
		object.Func{Sig: "async __aexit__(*exc)", Doc: "Close the server.", Fn: starred2(func(th *Thread, self, exc Value) (Value, error) {
			return newCoro(&serverExit{server: self}), nil
		})})
}

// serverExit is AbstractServer.__aexit__.
type serverExit struct {
	coro
	server Value
}

func (c *serverExit) qualname() string { return "AbstractServer.__aexit__" }

func (c *serverExit) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 1 {
		return None, err
	}
	c.pc = 1
	if _, err := object.CallMethod(th, c.server, nClose); err != nil {
		return Value{}, err
	}
	w, err := object.CallMethod(th, c.server, object.NewStr("wait_closed"))
	if err != nil {
		return Value{}, err
	}
	return c.await(th, w)
}
