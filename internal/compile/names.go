package compile

import (
	"slices"

	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

// place kinds of a name.
type placeKind uint8

const (
	inRegister placeKind = iota
	inCell               // in a cell in a register
	inClosure            // in a cell of the closure
	inGlobals
	inNamespace // R[0], then globals, then builtins
)

// where is where a name lives for the code being compiled.
type where struct {
	kind  placeKind
	index int // register or closure index
	// class: a class's namespace is asked first (a free variable in a class body, a name in an annotation of a class)
	class bool
}

func (u *unit) addLocal(name string) int {
	if r, ok := u.locals[name]; ok {
		return r
	}
	r := u.code.LocalBase + len(u.code.VarNames)
	u.code.VarNames = append(u.code.VarNames, name)
	u.locals[name] = r
	return r
}

func (u *unit) bind(r int) {
	if i := r - u.code.LocalBase; i >= 0 && i < u.localMax {
		u.bound.set(i)
	}
	delete(u.loose, r)
}

func (u *unit) unbind(r int) {
	if i := r - u.code.LocalBase; i >= 0 && i < u.localMax {
		u.bound.clear(i)
	}
}

// isBound reports whether the local in register r surely has a value.
func (u *unit) isBound(r int) bool {
	i := r - u.code.LocalBase
	if u.loose[r] {
		return false
	}
	return i < 0 || i >= u.localMax || u.bound.has(i)
}

// find resolves a mangled name.
func (u *unit) find(name string) where {
	inClass := u.scope.Kind == symtable.Class
	for i := len(u.layers) - 1; i >= 0; i-- {
		l := u.layers[i]
		_, res := l.scope.Lookup(name)
		switch res {
		case symtable.Local:
			return where{kind: inRegister, index: l.regs[name]}
		case symtable.CellVar:
			return where{kind: inCell, index: l.regs[name]}
		case symtable.GlobalExplicit:
			return where{kind: inGlobals}
		case symtable.Free:
			if inClass && !u.boundByLayer(i, name) {
				if symtable.ClassCell(name) {
					return where{kind: inGlobals}
				}
				return where{kind: inClosure, index: u.freeIndex(name)}
			}
		case symtable.GlobalImplicit:
			if inClass {
				return where{kind: inGlobals}
			}
		}
	}
	_, res := u.scope.Lookup(name)
	switch res {
	case symtable.Local:
		if u.scope.Kind.FunctionLike() {
			return where{kind: inRegister, index: u.addLocal(name)}
		}
		return where{kind: inNamespace}
	case symtable.CellVar:
		return where{kind: inCell, index: u.cells[name]}
	case symtable.Free:
		class := !symtable.ClassCell(name) && (inClass || u.scope.SeesClass)
		return where{kind: inClosure, index: u.freeIndex(name), class: class}
	case symtable.GlobalExplicit:
		return where{kind: inGlobals}
	}
	if u.scope.Kind.FunctionLike() {
		return where{kind: inGlobals, class: u.scope.SeesClass}
	}
	return where{kind: inNamespace}
}

// boundByLayer reports whether a comprehension around layer i binds name.
func (u *unit) boundByLayer(i int, name string) bool {
	for i--; i >= 0; i-- {
		if _, ok := u.layers[i].regs[name]; ok {
			return true
		}
	}
	return false
}

func (u *unit) freeIndex(name string) int {
	i := slices.Index(u.code.FreeVars, name)
	if i < 0 {
		u.fail("name '" + name + "' is not in the closure")
		return 0
	}
	return i
}

// local returns the register of a name that is a plain local, and whether it is one.
func (u *unit) local(ident string) (int, bool) {
	w := u.find(u.mangle(ident))
	return w.index, w.kind == inRegister
}

func (u *unit) mangle(ident string) string {
	if n := len(u.layers); n > 0 {
		return u.layers[n-1].scope.Mangle(ident)
	}
	return u.scope.Mangle(ident)
}

// checkBound makes sure that local r has a value.
func (u *unit) checkBound(r int, name string) {
	if u.dead || u.isBound(r) {
		return
	}
	u.emit(bytecode.OpCheckBound, 0, reg(r), u.name(name), 0)
	u.bind(r)
}

// loadName loads a name into dst.
func (u *unit) loadName(ident string, dst int) {
	name := u.mangle(ident)
	w := u.find(name)
	switch w.kind {
	case inRegister:
		u.checkBound(w.index, name)
		u.move(dst, w.index)
	case inCell:
		u.emit(bytecode.OpLoadDeref, 0, reg(dst), reg(w.index), u.name(name))
	case inClosure:
		if !w.class {
			u.emit(bytecode.OpLoadFree, 0, reg(dst), w.index, 0)
			return
		}
		t := u.push()
		ns := u.classNamespace(t)
		u.emit(bytecode.OpLoadFromDictOrFree, 0, reg(dst), reg(ns), w.index)
		u.pop(t)
	case inGlobals:
		if !w.class {
			u.emit(bytecode.OpLoadGlobal, 0, reg(dst), 0, u.cache(name))
			return
		}
		t := u.push()
		ns := u.classNamespace(t)
		u.emit(bytecode.OpLoadFromDictOrGlobal, 0, reg(dst), reg(ns), u.cache(name))
		u.pop(t)
	case inNamespace:
		u.emit(bytecode.OpLoadName, 0, reg(dst), 0, u.cache(name))
	}
}

// classNamespace returns a register with the namespace of the class that the code sees; t is free for it.
func (u *unit) classNamespace(t int) int {
	if u.scope.Kind == symtable.Class {
		return 0
	}
	w := u.find("__classdict__")
	if w.kind == inCell {
		u.emit(bytecode.OpLoadDeref, 0, reg(t), reg(w.index), u.name("__classdict__"))
	} else {
		u.emit(bytecode.OpLoadFree, 0, reg(t), w.index, 0)
	}
	return t
}

// storeName binds a name to the value in src.
func (u *unit) storeName(ident string, src int) {
	name := u.mangle(ident)
	w := u.find(name)
	switch w.kind {
	case inRegister:
		u.move(w.index, src)
		u.bind(w.index)
	case inCell:
		u.op2(bytecode.OpStoreDeref, src, w.index)
	case inClosure:
		u.emit(bytecode.OpStoreFree, 0, reg(src), w.index, 0)
	case inGlobals:
		u.emit(bytecode.OpStoreGlobal, 0, reg(src), 0, u.cache(name))
	case inNamespace:
		u.emit(bytecode.OpStoreName, 0, reg(src), 0, u.cache(name))
	}
}

// deleteName unbinds a name, which must be bound.
func (u *unit) deleteName(ident string) {
	name := u.mangle(ident)
	w := u.find(name)
	switch w.kind {
	case inRegister:
		u.checkBound(w.index, name)
		u.op1(bytecode.OpClear, w.index)
		u.unbind(w.index)
	case inCell:
		u.emit(bytecode.OpDeleteDeref, 0, 0, reg(w.index), u.name(name))
	case inClosure:
		u.emit(bytecode.OpDeleteFree, 0, 0, w.index, 0)
	case inGlobals:
		u.emit(bytecode.OpDeleteGlobal, 0, 0, 0, u.cache(name))
	case inNamespace:
		u.emit(bytecode.OpDeleteName, 0, 0, 0, u.cache(name))
	}
}

// dropName unbinds the name of an except clause, whether or not the clause itself has deleted it.
func (u *unit) dropName(ident string) {
	name := u.mangle(ident)
	w := u.find(name)
	switch w.kind {
	case inRegister:
		u.op1(bytecode.OpClear, w.index)
		u.unbind(w.index)
	case inCell:
		u.emit(bytecode.OpDeleteDeref, 1, 0, reg(w.index), u.name(name))
	case inClosure:
		u.emit(bytecode.OpDeleteFree, 1, 0, w.index, 0)
	default:
		t := u.push()
		u.loadNone(t)
		u.storeName(ident, t)
		u.pop(t)
		u.deleteName(ident)
	}
}
