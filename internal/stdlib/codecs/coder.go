package codecs

import (
	"ouro/internal/object"
	"ouro/internal/pytext"
)

// coder is the native part of an incremental encoder or decoder.
type coder struct {
	object.Header
	enc *pytext.Encoder
	dec *pytext.Decoder
}

var (
	coderLayout = object.NewLayout[coder]()
	coderType   = object.NewType("_Coder", object.ObjectType, coderLayout)
)

func init() {
	t := coderType
	t.Module, t.Doc = "_codecs", "A native incremental encoder and decoder."
	t.Constructor = &object.Func{Sig: "_Coder(name, errors='strict', /)", Fn: object.FN(func(th *thread, a []value) (value, error) {
		c, err := native(a[1])
		if err != nil {
			return value{}, err
		}
		errs, err := handlerName(a[2])
		if err != nil {
			return value{}, err
		}
		cls, _ := object.AsType(a[0])
		x := object.NewObject[coder](th, cls)
		x.enc, x.dec = c.NewEncoder(object.CodecErrors(th, errs)), c.NewDecoder(object.CodecErrors(th, errs))
		return object.Of(&x.Header), nil
	})}
	of := func(v value) *coder { return object.Unchecked[coder](v) }
	t.Methods = []object.Func{
		{Sig: "encode(input, /)", Doc: "The bytes of a piece of text.", Fn: object.F2(func(th *thread, self, input value) (value, error) {
			s, ok := object.AsStr(input)
			if !ok {
				return value{}, object.TypeErrorf("argument 1 must be str, not %s", input.Type().TypeName())
			}
			out, err := of(self).enc.Encode(s.S)
			if err != nil {
				return value{}, object.CodecError(err)
			}
			return object.BytesOfText(out), nil
		})},
		{Sig: "decode(input, final=False, /)", Doc: "The text of a piece of bytes.", Fn: object.F3(func(th *thread, self, input, final value) (value, error) {
			b, err := object.CopyBytes(th, input)
			if err != nil {
				return value{}, err
			}
			last, err := object.Truth(th, final)
			if err != nil {
				return value{}, err
			}
			text, err := of(self).dec.Decode(object.OwnText(b), last)
			if err != nil {
				return value{}, object.CodecError(err)
			}
			return object.StrValue(text), nil
		})},
		{Sig: "started()", Doc: "Whether the encoder has written its byte order mark.", Fn: object.F1(func(th *thread, self value) (value, error) { return object.Bool(of(self).enc.Started), nil })},
		{Sig: "start(started, /)", Doc: "Say whether the byte order mark is written.", Fn: object.F2(func(th *thread, self, started value) (value, error) {
			b, err := object.Truth(th, started)
			of(self).enc.Started = b
			return object.None, err
		})},
		{Sig: "pending()", Doc: "(bytes that wait, whether a byte order mark was looked for)", Fn: object.F1(func(th *thread, self value) (value, error) {
			b, started := of(self).dec.Pending()
			return object.NewPair(object.BytesValue([]byte(b)), object.Bool(started)), nil
		})},
		{Sig: "reset(pending, started, /)", Doc: "Begin anew with bytes that wait.", Fn: object.F3(func(th *thread, self, pending, started value) (value, error) {
			b, err := object.CopyBytes(th, pending)
			if err != nil {
				return value{}, err
			}
			s, err := object.Truth(th, started)
			if s {
				of(self).dec.Restart(string(b))
			} else {
				of(self).dec.Reset(string(b))
			}
			return object.None, err
		})},
	}
}
