// Package hashlib is the module hashlib, on Go's own hash functions.
package hashlib

import (
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"fmt"
	"hash"
	"strings"
	"sync"

	"golang.org/x/crypto/scrypt"

	"ouro/internal/object"
)

type (
	Value  = object.Value
	Thread = object.Thread
	Func   = object.Func
)

var none = object.None

// algorithm is a hash function under its Python name; make is nil for those with an output of any length (xof).
type algorithm struct {
	name string
	make func() hash.Hash
	xof  func() *sha3.SHAKE
}

// algorithms are the guaranteed ones but BLAKE2, and two more that scripts ask for by name.
var algorithms = []algorithm{
	{name: "md5", make: md5.New}, {name: "sha1", make: sha1.New}, {name: "sha224", make: sha256.New224}, {name: "sha256", make: sha256.New},
	{name: "sha384", make: sha512.New384}, {name: "sha512", make: sha512.New},
	{name: "sha3_224", make: func() hash.Hash { return sha3.New224() }}, {name: "sha3_256", make: func() hash.Hash { return sha3.New256() }},
	{name: "sha3_384", make: func() hash.Hash { return sha3.New384() }}, {name: "sha3_512", make: func() hash.Hash { return sha3.New512() }},
	{name: "shake_128", xof: sha3.NewSHAKE128}, {name: "shake_256", xof: sha3.NewSHAKE256},
	{name: "sha512_224", make: sha512.New512_224}, {name: "sha512_256", make: sha512.New512_256},
}

// guaranteed is how many of algorithms every Python has.
const guaranteed = 12

// find gives an algorithm by name, in any of the spellings that new() takes.
func find(name string) *algorithm {
	n := strings.ToLower(name)
	n = strings.NewReplacer("sha3-", "sha3_", "shake128", "shake_128", "shake256", "shake_256", "sha-", "sha", "sha512/", "sha512_").Replace(n)
	for i := range algorithms {
		if algorithms[i].name == n {
			return &algorithms[i]
		}
	}
	return nil
}

// Hash is a hash object. mu guards the state while large data is taken in without the interpreter lock.
type Hash struct {
	object.Header
	mu    sync.Mutex
	alg   *algorithm
	h     hash.Hash
	shake *sha3.SHAKE
	blake *blake
}

var (
	hashLayout = object.NewLayout[Hash]()
	HashType   = object.NewType("HASH", object.ObjectType, hashLayout)
	XOFType    = object.NewType("HASHXOF", HashType, hashLayout)
	Blake2b    = object.NewType("blake2b", object.ObjectType, hashLayout)
	Blake2s    = object.NewType("blake2s", object.ObjectType, hashLayout)
)

// Module is hashlib.
var Module = object.ModuleDef{
	Name:      "hashlib",
	Doc:       "Secure hashes and message digests.",
	Functions: functions(),
	Types:     []*object.Type{Blake2b, Blake2s},
	Init: func(th *Thread, m *object.Module) error {
		g, a := object.NewSet(), object.NewSet()
		for i, x := range append([]algorithm{{name: "blake2b"}, {name: "blake2s"}}, algorithms...) {
			if i < guaranteed+2 {
				if err := g.Add(th, object.StrValue(x.name)); err != nil {
					return err
				}
			}
			if err := a.Add(th, object.StrValue(x.name)); err != nil {
				return err
			}
		}
		m.Set("algorithms_guaranteed", g.Value())
		m.Set("algorithms_available", a.Value())
		all := object.NewList()
		for _, x := range algorithms[:guaranteed] {
			all.Append(object.StrValue(x.name))
		}
		for _, s := range []string{"blake2b", "blake2s", "new", "algorithms_guaranteed", "algorithms_available", "pbkdf2_hmac", "file_digest", "scrypt"} {
			all.Append(object.StrValue(s))
		}
		m.Set("__all__", all.Value())
		return nil
	},
}

func functions() []Func {
	out := []Func{
		{Sig: "new(name, data=NULL, *, usedforsecurity=True, string=NULL)", Doc: "A hash object of the named algorithm.", Fn: object.FN(newByName)},
		{Sig: "pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)", Doc: "Derive a key from a password with PBKDF2 over HMAC.", Fn: object.FN(pbkdf2HMAC)},
		{Sig: "scrypt(password, *, salt=NULL, n=NULL, r=NULL, p=NULL, maxmem=0, dklen=64)", Doc: "Derive a key from a password with scrypt.", Fn: object.FN(scryptKey)},
		{Sig: "file_digest(fileobj, digest, /, *, _bufsize=262144)", Doc: "Hash the rest of a file that is open for reading bytes.", Fn: object.F3(fileDigest)},
	}
	for i := range algorithms[:guaranteed] {
		alg := &algorithms[i]
		out = append(out, Func{Sig: alg.name + "(data=NULL, *, usedforsecurity=True, string=NULL)", Doc: "A hash object of the algorithm " + alg.name + ".", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
			return alg.construct(th, a[0], a[2])
		})})
	}
	return out
}

func (alg *algorithm) construct(th *Thread, data, text Value) (Value, error) {
	h := alg.new()
	if !data.Bound() {
		data = text
	} else if text.Bound() {
		return Value{}, object.TypeErrorf("'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.")
	}
	if data.Bound() {
		if err := h.update(th, data); err != nil {
			return Value{}, err
		}
	}
	return object.Of(&h.Header), nil
}

func (alg *algorithm) new() *Hash {
	h := &Hash{alg: alg}
	h.Shape = HashType.ExactShape()
	if alg.xof != nil {
		h.Shape = XOFType.ExactShape()
		h.shake = alg.xof()
	} else {
		h.h = alg.make()
	}
	return h
}

// bytesOf gives the data of an argument; text is refused.
func bytesOf(th *Thread, v Value) (b []byte, release func(), err error) {
	if _, ok := object.AsStr(v); ok {
		return nil, nil, object.TypeErrorf("Strings must be encoded before hashing")
	}
	if !object.IsBufferLike(v) {
		return nil, nil, object.TypeErrorf("object supporting the buffer API required")
	}
	return object.BufferOf(th, v)
}

// unlockAbove is the size of data from which it pays to let other threads run.
const unlockAbove = 1 << 16

func (h *Hash) update(th *Thread, v Value) error {
	b, release, err := bytesOf(th, v)
	if err != nil {
		return err
	}
	defer release()
	if len(b) < unlockAbove && h.mu.TryLock() {
		h.write(b)
		h.mu.Unlock()
		return nil
	}
	th.Unlocked(func() {
		h.mu.Lock()
		h.write(b)
		h.mu.Unlock()
	})
	return nil
}

func (h *Hash) write(b []byte) {
	switch {
	case h.blake != nil:
		h.blake.Write(b)
	case h.shake != nil:
		h.shake.Write(b)
	default:
		h.h.Write(b)
	}
}

// sum gives the digest so far, of n bytes if the algorithm leaves the length open.
func (h *Hash) sum(th *Thread, n int) []byte {
	th.Unlocked(h.mu.Lock)
	defer h.mu.Unlock()
	switch {
	case h.blake != nil:
		return h.blake.Sum(nil)
	case h.shake != nil:
		c := *h.shake
		out := make([]byte, n)
		c.Read(out)
		return out
	}
	return h.h.Sum(nil)
}

func hashCopy(th *Thread, self Value) (Value, error) {
	h := object.Unchecked[Hash](self)
	th.Unlocked(h.mu.Lock)
	defer h.mu.Unlock()
	c := &Hash{alg: h.alg}
	switch {
	case h.blake != nil:
		t, _ := object.AsType(self.Type().Value())
		c = object.NewObject[Hash](th, t)
		x := *h.blake
		c.alg, c.blake = h.alg, &x
		return object.Of(&c.Header), nil
	case h.shake != nil:
		x := *h.shake
		c.shake = &x
	default:
		x, err := h.h.(hash.Cloner).Clone()
		if err != nil {
			return Value{}, object.AsExc(err)
		}
		c.h = x
	}
	c.Shape = h.Shape
	return object.Of(&c.Header), nil
}

func (h *Hash) sizes() (digest, block int, name string) {
	switch {
	case h.blake != nil && h.blake.short:
		return h.blake.size, 64, "blake2s"
	case h.blake != nil:
		return h.blake.size, 128, "blake2b"
	case h.shake != nil:
		return 0, h.shake.BlockSize(), h.alg.name
	}
	return h.h.Size(), h.h.BlockSize(), h.alg.name
}

const hexDigits = "0123456789abcdef"

func hexText(b []byte) Value {
	out := make([]byte, 2*len(b))
	for i, c := range b {
		out[2*i], out[2*i+1] = hexDigits[c>>4], hexDigits[c&15]
	}
	return object.StrValue(object.OwnText(out))
}

func newByName(th *Thread, a []Value) (Value, error) {
	name, ok := object.AsStr(a[0])
	if !ok {
		return Value{}, object.TypeErrorf("new() argument 'name' must be str, not %s", a[0].Type().Name)
	}
	switch n := strings.ToLower(name.S); n {
	case "blake2b", "blake2s":
		t := Blake2b
		if n == "blake2s" {
			t = Blake2s
		}
		if !a[1].Bound() {
			return object.Call0(th, t.Value())
		}
		return object.Call1(th, t.Value(), a[1])
	}
	alg := find(name.S)
	if alg == nil {
		return Value{}, object.ValueErrorf("unsupported hash type %s", name.S)
	}
	return alg.construct(th, a[1], a[3])
}

func pbkdf2HMAC(th *Thread, a []Value) (Value, error) {
	name, ok := object.AsStr(a[0])
	if !ok {
		return Value{}, object.TypeErrorf("pbkdf2_hmac() argument 'hash_name' must be str, not %s", a[0].Type().Name)
	}
	alg := find(name.S)
	if alg == nil || alg.make == nil {
		return Value{}, object.ValueErrorf("unsupported hash type %s", name.S)
	}
	password, err := object.CopyBytes(th, a[1])
	if err != nil {
		return Value{}, err
	}
	salt, err := object.CopyBytes(th, a[2])
	if err != nil {
		return Value{}, err
	}
	n, err := object.AsIndex(th, a[3])
	if err != nil {
		return Value{}, err
	}
	if n < 1 {
		return Value{}, object.ValueErrorf("iteration value must be greater than 0.")
	}
	size := alg.make().Size()
	if !a[4].IsNone() {
		if size, err = object.AsIndex(th, a[4]); err != nil {
			return Value{}, err
		}
		if size < 1 {
			return Value{}, object.ValueErrorf("key length must be greater than 0.")
		}
		if size > 1<<31-1 {
			return Value{}, object.NewExcf(object.OverflowErrorType, "key length is too great.")
		}
	}
	var key []byte
	if stopped := th.Apart(func() { key, err = pbkdf2.Key(alg.make, string(password), salt, n, size) }); stopped != nil {
		return Value{}, stopped
	}
	if err != nil {
		return Value{}, object.ValueErrorf("%s", err.Error())
	}
	return object.BytesValue(key), nil
}

func scryptKey(th *Thread, a []Value) (Value, error) {
	for i, what := range []string{"salt", "n", "r", "p"} {
		if !a[1+i].Bound() {
			return Value{}, object.TypeErrorf("scrypt() missing required keyword-only argument '%s'", what)
		}
	}
	password, err := object.CopyBytes(th, a[0])
	if err != nil {
		return Value{}, err
	}
	salt, err := object.CopyBytes(th, a[1])
	if err != nil {
		return Value{}, err
	}
	var x [5]int // n, r, p, maxmem, dklen
	for i := range x {
		if x[i], err = object.AsIndex(th, a[2+i]); err != nil {
			return Value{}, err
		}
	}
	switch {
	case x[0] < 2 || x[0]&(x[0]-1) != 0:
		return Value{}, object.ValueErrorf("n must be a power of 2.")
	case x[4] < 1 || x[4] > 1<<31-1:
		return Value{}, object.ValueErrorf("dklen must be greater than 0 and smaller than 2147483647")
	}
	limit := x[3]
	if limit == 0 {
		limit = 32 << 20
	}
	if x[1] < 1 || x[2] < 1 || x[0] > limit/128/x[1] {
		return Value{}, object.ValueErrorf("Invalid parameter combination for n, r, p, maxmem.")
	}
	var key []byte
	if stopped := th.Apart(func() { key, err = scrypt.Key(password, salt, x[0], x[1], x[2], x[4]) }); stopped != nil {
		return Value{}, stopped
	}
	if err != nil {
		return Value{}, object.ValueErrorf("Invalid parameter combination for n, r, p, maxmem.")
	}
	return object.BytesValue(key), nil
}

func fileDigest(th *Thread, file, digest, bufSize Value) (Value, error) {
	var h Value
	var err error
	if _, ok := object.AsStr(digest); ok {
		h, err = newByName(th, []Value{digest, {}, object.True, {}})
	} else {
		h, err = object.Call0(th, digest)
	}
	if err != nil {
		return Value{}, err
	}
	update := object.NewStr("update")
	if get, err := object.GetAttrOr(th, file, object.NewStr("getbuffer")); err != nil {
		return Value{}, err
	} else if get.Bound() {
		b, err := object.Call0(th, get)
		if err != nil {
			return Value{}, err
		}
		_, err = object.CallMethod(th, h, update, b)
		return h, err
	}
	readInto, err := object.GetAttrOr(th, file, object.NewStr("readinto"))
	if err != nil {
		return Value{}, err
	}
	readable, err := object.GetAttrOr(th, file, object.NewStr("readable"))
	if err != nil {
		return Value{}, err
	}
	ok := readInto.Bound() && readable.Bound()
	if ok {
		r, err := object.Call0(th, readable)
		if err != nil {
			return Value{}, err
		}
		if ok, err = object.Truth(th, r); err != nil {
			return Value{}, err
		}
	}
	if !ok {
		r, err := object.Repr(th, file)
		if err != nil {
			return Value{}, err
		}
		return Value{}, object.ValueErrorf("'%s' is not a file-like object in binary reading mode.", r.S)
	}
	n, err := object.AsIndex(th, bufSize)
	if err != nil {
		return Value{}, err
	}
	if n < 1 || n > 1<<30 {
		return Value{}, object.ValueErrorf("buffer size out of range")
	}
	buf := object.NewByteArray(make([]byte, n))
	for {
		r, err := object.Call1(th, readInto, buf.Value())
		if err != nil {
			return Value{}, err
		}
		if r.IsNone() {
			return Value{}, object.NewExcf(object.BlockingIOErrorType, "I/O operation would block.")
		}
		got, err := object.AsIndex(th, r)
		if err != nil {
			return Value{}, err
		}
		if got <= 0 {
			return h, nil
		}
		chunk := object.BytesValue(buf.B[:min(got, len(buf.B))])
		if _, err := object.CallMethod(th, h, update, chunk); err != nil {
			return Value{}, err
		}
	}
}

// newBlakeObject is the constructor of blake2b and blake2s.
func newBlakeObject(short bool) func(th *Thread, a []Value) (Value, error) {
	name, maxSize, maxSalt := "Blake2b", 64, 16
	if short {
		name, maxSize, maxSalt = "Blake2s", 32, 8
	}
	return func(th *Thread, a []Value) (Value, error) {
		var p blakeParams
		p.size = maxSize
		nums := []struct {
			v        Value
			dst      *int
			least    int
			most     int
			complain string
		}{
			{a[2], &p.size, 1, maxSize, ""},
			{a[6], &p.fanout, 0, 255, "fanout must be between 0 and 255"},
			{a[7], &p.depth, 1, 255, "depth must be between 1 and 255"},
			{a[10], &p.nodeDepth, 0, 255, "node_depth must be between 0 and 255"},
			{a[11], &p.inner, 0, maxSize, fmt.Sprintf("inner_size must be between 0 and is %d", maxSize)},
		}
		for _, x := range nums {
			if !x.v.Bound() {
				continue
			}
			n, err := object.AsIndex(th, x.v)
			if err != nil {
				return Value{}, err
			}
			if n < x.least || n > x.most {
				if x.complain == "" {
					return Value{}, object.ValueErrorf("digest_size for %s must be between 1 and %d bytes, here it is %d", name, maxSize, n)
				}
				return Value{}, object.ValueErrorf("%s", x.complain)
			}
			*x.dst = n
		}
		for _, x := range []struct {
			v    Value
			dst  *[]byte
			most int
			what string
		}{{a[3], &p.key, maxSize, "key"}, {a[4], &p.salt, maxSalt, "salt"}, {a[5], &p.person, maxSalt, "person"}} {
			if !x.v.Bound() {
				continue
			}
			b, err := object.CopyBytes(th, x.v)
			if err != nil {
				return Value{}, err
			}
			if len(b) > x.most {
				return Value{}, object.ValueErrorf("maximum %s length is %d bytes", x.what, x.most)
			}
			*x.dst = b
		}
		leaf, err := object.AsIndex(th, a[8])
		if err != nil {
			return Value{}, err
		}
		offset, err := object.AsIndex(th, a[9])
		if err != nil {
			return Value{}, err
		}
		if leaf < 0 || leaf > 1<<32-1 || offset < 0 || short && offset >= 1<<48 {
			return Value{}, object.NewExcf(object.OverflowErrorType, "value too large")
		}
		p.leaf, p.offset = uint32(leaf), uint64(offset)
		if p.lastNode, err = object.Truth(th, a[12]); err != nil {
			return Value{}, err
		}
		cls, _ := object.AsType(a[0])
		h := object.NewObject[Hash](th, cls)
		h.blake = newBlake(short, &p)
		data := a[1]
		if !data.Bound() {
			data = a[14]
		}
		if data.Bound() {
			if err := h.update(th, data); err != nil {
				return Value{}, err
			}
		}
		return object.Of(&h.Header), nil
	}
}

func init() {
	methods := func(params string, digest, hexdigest object.Fn) []Func {
		return []Func{
			{Sig: "update(obj, /)", Doc: "Take in more data.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
				return none, object.Unchecked[Hash](self).update(th, data)
			})},
			{Sig: "digest" + params, Doc: "The digest of the data so far.", Fn: digest},
			{Sig: "hexdigest" + params, Doc: "The digest in hexadecimal.", Fn: hexdigest},
			{Sig: "copy()", Doc: "A hash object in the same state.", Fn: object.F1(hashCopy)},
		}
	}
	plain := methods("()",
		object.F1(func(th *Thread, self Value) (Value, error) {
			return object.BytesValue(object.Unchecked[Hash](self).sum(th, 0)), nil
		}),
		object.F1(func(th *Thread, self Value) (Value, error) {
			return hexText(object.Unchecked[Hash](self).sum(th, 0)), nil
		}))
	sized := func(hex bool) object.Fn {
		return object.F2(func(th *Thread, self, length Value) (Value, error) {
			n, err := object.AsIndex(th, length)
			if err != nil {
				return Value{}, err
			}
			if n < 0 {
				return Value{}, object.ValueErrorf("value must be positive")
			}
			if n >= 1<<29 {
				return Value{}, object.ValueErrorf("length is too large")
			}
			b := object.Unchecked[Hash](self).sum(th, n)
			if hex {
				return hexText(b), nil
			}
			return object.BytesValue(b), nil
		})
	}
	HashType.Methods = plain
	XOFType.Methods = methods("(length)", sized(false), sized(true))
	Blake2b.Methods, Blake2s.Methods = plain, plain
	attrs := []object.GetSet{
		{Name: "digest_size", Doc: "The digest's length in bytes.", Get: func(th *Thread, self Value) (Value, error) {
			n, _, _ := object.Unchecked[Hash](self).sizes()
			return object.Int(int64(n)), nil
		}},
		{Name: "block_size", Doc: "The length of the algorithm's blocks in bytes.", Get: func(th *Thread, self Value) (Value, error) {
			_, n, _ := object.Unchecked[Hash](self).sizes()
			return object.Int(int64(n)), nil
		}},
		{Name: "name", Doc: "The algorithm's name.", Get: func(th *Thread, self Value) (Value, error) {
			_, _, s := object.Unchecked[Hash](self).sizes()
			return object.StrValue(s), nil
		}},
	}
	for _, t := range []*object.Type{HashType, XOFType} {
		t.Module = "_hashlib"
		t.Flags |= object.FlagNoNew
		t.Repr = func(th *Thread, v Value) (Value, error) {
			_, _, name := object.Unchecked[Hash](v).sizes()
			return object.StrValue(fmt.Sprintf("<%s _hashlib.%s object @ %#x>", name, v.Type().Name, object.Address(v))), nil
		}
		t.GetSets = attrs
	}
	for _, t := range []*object.Type{Blake2b, Blake2s} {
		t.Module = "_blake2"
		t.GetSets = attrs
		short, size, salt := t == Blake2s, int64(64), int64(16)
		if short {
			size, salt = 32, 8
		}
		t.Doc = "A hash object of the algorithm " + t.Name + "."
		t.Constructor = &Func{Sig: t.Name + "(data=NULL, /, *, digest_size=NULL, key=NULL, salt=NULL, person=NULL, fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=NULL)", Fn: object.FN(newBlakeObject(short))}
		t.Attrs = func() map[string]Value {
			return map[string]Value{"SALT_SIZE": object.Int(salt), "PERSON_SIZE": object.Int(salt), "MAX_KEY_SIZE": object.Int(size), "MAX_DIGEST_SIZE": object.Int(size)}
		}
	}
}
