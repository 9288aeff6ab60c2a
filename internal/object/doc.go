// Package object is Ouro's object model: values, types and their slots, protocols, exceptions, threads of Python code
// and the tables that bind Go functions to Python names. It knows nothing of the compiler or the virtual machine.
//
// # Values
//
// A [Value] is two words. Ref is the address of a sentinel ([IntHeader], [FloatHeader], [BoolHeader], [NoneHeader]) whose
// payload stands in Bits, or it points to a heap object, whose first word is its *[Shape]. Ref == nil is "unbound": an
// unset variable, a default that was not given, an exhausted iterator. Ints that fit 64 bits and floats never allocate.
//
// # Shapes, layouts, types
//
// A [Shape] says everything about an object's memory and class: its [Type], its [Layout] (which Go struct it is) and which
// attribute lies in which inline slot. Adding an attribute moves the object to the next shape. Shape ids are unique and
// change when the type or a base of it changes, so one comparison of ids guards an inline cache.
// A class made by a script from a builtin type has the builtin's Go struct followed by an attribute tail; the layout stays
// the same, so a check of the layout tells whether a value may be used as that Go struct.
//
// # Slots
//
// A type behaves through its [Slots], Go functions named after the dunder methods. A Go type fills those it has; the dunder
// methods in its __dict__ are derived from them. A class statement gets slots that call the methods the script defined.
// Protocol functions ([Call], [GetAttr], [Iter], [BinaryOp] ...) read slots and nothing else.
//
// # What an implementer of a type owes
//
//   - a struct whose first field is Header, and a layout: NewLayout[T]();
//   - a package-level *Type made by NewType, its slots and tables filled in the same file's init;
//   - arguments converted with AsIndex, AsStr and their like, never by bare casts;
//   - errors that are Python exceptions (TypeErrorf and its like), and no panics.
//
// # Threads
//
// Every function that may run Python code takes the [Thread] first, named th. Objects of an interpreter are touched only
// while its lock is held; Thread.Unlocked runs blocking Go code without it.
package object
