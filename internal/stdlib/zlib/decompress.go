package zlib

import (
	"sync"

	"ouro/internal/object"
)

// Decompress is a decompression object: the kind that decompressobj() gives, which hands back the input that it could not
// use for want of room, and the kind that gzip uses, which keeps it. mu guards it while it works without the interpreter lock.
type Decompress struct {
	object.Header
	mu sync.Mutex
	f  *inflater
	// Input that follows the stream.
	unused []byte
	// Input that was not used yet: handed back by the first kind, kept by the second.
	tail []byte
	eof  bool
	// The second kind has output that it had no room for.
	full bool
}

var (
	decompressLayout = object.NewLayout[Decompress]()
	// DecompressType is the type of what decompressobj() gives.
	DecompressType = object.NewType("Decompress", object.ObjectType, decompressLayout)
	// StreamType is _ZlibDecompressor.
	StreamType = object.NewType("_ZlibDecompressor", object.ObjectType, decompressLayout)
)

func init() {
	get := func(name, doc string, of func(d *Decompress) Value) object.GetSet {
		return object.GetSet{Name: name, Doc: doc, Get: func(th *Thread, self Value) (Value, error) {
			d := object.Unchecked[Decompress](self)
			hold(th, &d.mu)
			defer d.mu.Unlock()
			return of(d), nil
		}}
	}
	unused := get("unused_data", "The input that follows the stream.", func(d *Decompress) Value { return object.BytesValue(d.unused) })
	eof := get("eof", "Whether the end of the stream was reached.", func(d *Decompress) Value { return object.Bool(d.eof) })
	DecompressType.Module = "zlib"
	DecompressType.Flags |= object.FlagNoNew
	DecompressType.Methods = []Func{
		{Sig: "decompress(data, /, max_length=0)", Doc: "Take in data; what it stands for, up to max_length bytes.", Fn: object.F3(decompressData)},
		{Sig: "flush(length=16384, /)", Doc: "Everything that is left.", Fn: object.F2(decompressFlush)},
	}
	DecompressType.GetSets = []object.GetSet{unused, eof,
		get("unconsumed_tail", "The input that was not used, because of max_length.", func(d *Decompress) Value { return object.BytesValue(d.tail) })}
	StreamType.Module = "zlib"
	StreamType.Doc = "A decompressor that keeps the input it has not used."
	StreamType.Constructor = &Func{Sig: "_ZlibDecompressor(wbits=15, zdict=b'')", Fn: object.F3(newStream)}
	StreamType.Methods = []Func{
		{Sig: "decompress(data, max_length=-1)", Doc: "Take in data; what it stands for, up to max_length bytes.", Fn: object.F3(streamData)},
	}
	StreamType.GetSets = []object.GetSet{unused, eof,
		get("needs_input", "Whether it has nothing more to give without more input.", func(d *Decompress) Value { return object.Bool(!d.eof && !d.full) })}
}

// validWindow tells whether a wbits is one of the formats that newInflater knows.
func validWindow(wbits int) bool {
	switch {
	case wbits >= -15 && wbits <= -8, wbits == 0, wbits >= 8 && wbits <= 15, wbits >= 24 && wbits <= 31, wbits >= 40 && wbits <= 47:
		return true
	}
	return false
}

// setUp gives an object its decoder.
func (d *Decompress) setUp(th *Thread, wbits, zdict Value) error {
	w, err := object.AsIndex(th, wbits)
	if err != nil {
		return err
	}
	dict, err := dictionary(th, zdict)
	if err != nil {
		return err
	}
	if !validWindow(w) {
		return object.ValueErrorf("Invalid initialization option")
	}
	if len(dict) == 0 {
		dict = nil
	}
	if w == 0 {
		w = maxWindow
	}
	d.f = newInflater(d, w, dict)
	return nil
}

// feed decodes data, up to a size, and sorts what is left of it into unused and tail.
func (d *Decompress) feed(th *Thread, data []byte, size int) ([]byte, error) {
	var out []byte
	d.f.in = data
	apart(th, len(data), func() { out = d.f.run(size) })
	rest := append([]byte(nil), d.f.in...)
	d.f.in = nil
	if err := d.f.err; err != nil {
		return nil, err
	}
	d.tail = nil
	if d.f.done && !d.f.truncated {
		d.eof = true
		d.unused = append(d.unused, rest...)
	} else {
		d.tail = rest
	}
	return out, nil
}

func decompress(th *Thread, data, wbits, bufsize Value) (Value, error) {
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	w, err := object.AsIndex(th, wbits)
	if err != nil {
		return Value{}, err
	}
	n, err := object.AsIndex(th, bufsize)
	if err != nil {
		return Value{}, err
	}
	if n <= 0 {
		return Value{}, object.ValueErrorf("bufsize must be positive")
	}
	if !validWindow(w) {
		return Value{}, fail("Error -2 while preparing to decompress data: inconsistent stream state")
	}
	d := &Decompress{}
	if w == 0 {
		w = maxWindow
	}
	d.f = newInflater(d, w, nil)
	out, err := d.feed(th, b, 0)
	if err != nil {
		return Value{}, err
	}
	if !d.eof {
		return Value{}, fail("Error -5 while decompressing data: incomplete or truncated stream")
	}
	return object.BytesValue(out), nil
}

func decompressobj(th *Thread, wbits, zdict Value) (Value, error) {
	d := &Decompress{}
	d.Shape = DecompressType.ExactShape()
	if err := d.setUp(th, wbits, zdict); err != nil {
		return Value{}, err
	}
	return object.Of(&d.Header), nil
}

func decompressData(th *Thread, self, data, maxLength Value) (Value, error) {
	d := object.Unchecked[Decompress](self)
	size, err := object.AsIndex(th, maxLength)
	if err != nil {
		return Value{}, err
	}
	if size < 0 {
		return Value{}, object.ValueErrorf("max_length must be non-negative")
	}
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	hold(th, &d.mu)
	defer d.mu.Unlock()
	if d.eof {
		d.unused = append(d.unused, b...)
		return object.BytesValue(nil), nil
	}
	out, err := d.feed(th, b, size)
	return object.BytesValue(out), err
}

func decompressFlush(th *Thread, self, length Value) (Value, error) {
	d := object.Unchecked[Decompress](self)
	n, err := object.AsIndex(th, length)
	if err != nil {
		return Value{}, err
	}
	if n <= 0 {
		return Value{}, object.ValueErrorf("length must be greater than zero")
	}
	hold(th, &d.mu)
	defer d.mu.Unlock()
	if d.eof {
		return object.BytesValue(nil), nil
	}
	d.f.ended = true
	out, err := d.feed(th, d.tail, 0)
	return object.BytesValue(out), err
}

func newStream(th *Thread, cls, wbits, zdict Value) (Value, error) {
	t, _ := object.AsType(cls)
	d := object.NewObject[Decompress](th, t)
	if err := d.setUp(th, wbits, zdict); err != nil {
		return Value{}, err
	}
	return object.Of(&d.Header), nil
}

func streamData(th *Thread, self, data, maxLength Value) (Value, error) {
	d := object.Unchecked[Decompress](self)
	size, err := object.AsIndex(th, maxLength)
	if err != nil {
		return Value{}, err
	}
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	hold(th, &d.mu)
	defer d.mu.Unlock()
	if d.eof {
		return Value{}, object.NewExcf(object.EOFErrorType, "End of stream already reached")
	}
	if size == 0 {
		d.tail = append(d.tail, b...)
		return object.BytesValue(nil), nil
	}
	if len(d.tail) > 0 {
		b = append(d.tail, b...)
	}
	out, err := d.feed(th, b, max(size, 0))
	d.full = size > 0 && len(out) == size
	return object.BytesValue(out), err
}
