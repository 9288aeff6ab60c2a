package vm

import (
	"math/big"
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Code is a Python code object: compiled code as one interpreter runs it. The instructions are a private copy, since the loop
// rewrites them to specialised forms; constants are Python objects; inline caches belong to it.
type Code struct {
	object.Header
	*bytecode.Code
	base   unsafe.Pointer // of ins[0]
	ins    []bytecode.Instr
	consts []object.Value
	ics    []cache
	// size is the window's size in bytes; clear the offset of the end of the locals, which are unbound on entry.
	size, clear uintptr
	// args is the number of parameters if a call with exactly that many positional arguments may enter directly, else -1.
	args int
	// enter and awaits are args if the code is a plain function's, or a coroutine's, else -1: the loop enters such calls itself.
	enter, awaits int
	// params is the size in bytes of the parameters' registers.
	params uintptr
	kind   codeKind
	// heap says that frames of the code may live on the heap: generators and their like.
	heap    bool
	names   []*object.Str
	kwNames map[int][]*object.Str // keyword name tuples of calls, by constant
	// varStrs and freeStrs are VarNames and FreeVars.
	varStrs, freeStrs []*object.Str
}

type codeKind uint8

const (
	kindFunction codeKind = iota
	kindGenerator
	kindCoroutine
	kindAsyncGen
)

// cache is an inline cache. What its fields mean depends on the instruction that owns it.
type cache struct {
	key   *object.Str    // the instruction's name
	ref   *object.Header // an object that must be the same
	id    uint32         // a shape id, or the version of globals' keys
	id2   uint32         // the version of builtins' keys
	off   uint32         // byte offset in the object, or entry number
	miss  uint32         // how often the cache failed
	shape *object.Shape  // of the object after a store that adds an attribute
	val   object.Value   // a method, an attribute
	fn    unsafeFn
}

// unsafeFn holds a native function in the shape the instruction calls it.
type unsafeFn struct {
	f1 func(th *object.Thread, a object.Value) (object.Value, error)
	f2 func(th *object.Thread, a, b object.Value) (object.Value, error)
}

var (
	codeLayout = object.NewLayout[Code]()
	CodeType   = object.NewType("code", object.ObjectType, codeLayout)
	codeShape  = CodeType.ExactShape()
)

// AsCode gives v as a code object.
func AsCode(v object.Value) (*Code, bool) { return object.Cast[Code](v, codeLayout) }

// Value is the code object as a Python value.
func (c *Code) Value() object.Value { return object.Of(&c.Header) }

// NewCode makes the interpreter's code object of compiled code.
func NewCode(in *object.Interp, b *bytecode.Code) *Code {
	c := &Code{Code: b}
	c.Shape = codeShape
	// One instruction more than there are: ip stands past the last one, and must not point past the allocation.
	c.ins = append(append(make([]bytecode.Instr, 0, len(b.Ins)+1), b.Ins...), bytecode.Instr{})
	c.base = unsafe.Pointer(unsafe.SliceData(c.ins))
	c.names = make([]*object.Str, len(b.Names))
	for i, n := range b.Names {
		c.names[i] = in.Intern(n)
	}
	c.varStrs = internAll(in, b.VarNames)
	c.freeStrs = internAll(in, b.FreeVars)
	c.consts = make([]object.Value, len(b.Consts))
	for i := range b.Consts {
		c.consts[i] = constant(in, &b.Consts[i])
	}
	c.ics = make([]cache, len(b.ICNames))
	for i, n := range b.ICNames {
		if n >= 0 {
			c.ics[i].key = c.names[n]
		}
	}
	c.size = uintptr(b.NumRegs) * bytecode.RegSize
	c.params = uintptr(b.NumParams()) * bytecode.RegSize
	c.clear = uintptr(b.LocalBase+len(b.VarNames)) * bytecode.RegSize
	switch f := b.Flags; {
	case f&bytecode.FlagAsyncGenerator != 0:
		c.kind = kindAsyncGen
	case f&bytecode.FlagCoroutine != 0:
		c.kind = kindCoroutine
	case f&bytecode.FlagGenerator != 0:
		c.kind = kindGenerator
	}
	for _, v := range b.CellVars {
		c.clear = max(c.clear, uintptr(v.Reg+1)*bytecode.RegSize)
	}
	c.heap = c.kind != kindFunction
	c.args, c.enter, c.awaits = -1, -1, -1
	if b.Flags&(bytecode.FlagVarArgs|bytecode.FlagVarKeywords) == 0 && b.KwOnlyCount == 0 && b.LocalBase == 0 {
		c.args = b.ArgCount
	}
	switch c.kind {
	case kindFunction:
		c.enter = c.args
	case kindCoroutine:
		c.awaits = c.args
	}
	return c
}

func internAll(in *object.Interp, names []string) []*object.Str {
	out := make([]*object.Str, len(names))
	for i, n := range names {
		out[i] = in.Intern(n)
	}
	return out
}

func constant(in *object.Interp, k *bytecode.Const) object.Value {
	switch k.Kind {
	case bytecode.ConstBool:
		return object.Bool(k.Int != 0)
	case bytecode.ConstEllipsis:
		return object.Ellipsis
	case bytecode.ConstInt:
		return object.Int(k.Int)
	case bytecode.ConstBigInt:
		return object.NewInt(new(big.Int).Set(k.Big))
	case bytecode.ConstFloat:
		return object.Float(k.Float)
	case bytecode.ConstComplex:
		return object.NewComplex(complex(k.Float, k.Imag))
	case bytecode.ConstStr:
		if len(k.Str) < 64 {
			return in.Intern(k.Str).Value()
		}
		return object.StrValue(k.Str)
	case bytecode.ConstBytes:
		return object.BytesValue([]byte(k.Str))
	case bytecode.ConstTuple:
		return object.TupleValue(constants(in, k.Items)...)
	case bytecode.ConstFrozenSet:
		s := object.NewFrozenSet()
		for _, v := range constants(in, k.Items) {
			// Constants are numbers, texts and tuples of them: hashing runs no Python code.
			if err := s.Add(&object.Thread{}, v); err != nil {
				panic(err)
			}
		}
		return s.Value()
	case bytecode.ConstSlice:
		v := constants(in, k.Items)
		return object.NewSlice(v[0], v[1], v[2])
	case bytecode.ConstCode:
		return NewCode(in, k.Code).Value()
	}
	return object.None
}

func constants(in *object.Interp, ks []bytecode.Const) []object.Value {
	out := make([]object.Value, len(ks))
	for i := range ks {
		out[i] = constant(in, &ks[i])
	}
	return out
}

// pc is the index of the instruction at ip.
func (c *Code) pc(ip unsafe.Pointer) int {
	return int(uintptr(ip)-uintptr(c.base)) / int(unsafe.Sizeof(bytecode.Instr{}))
}

// at is the address of instruction pc.
func (c *Code) at(pc int) unsafe.Pointer {
	return unsafe.Add(c.base, pc*int(unsafe.Sizeof(bytecode.Instr{})))
}
