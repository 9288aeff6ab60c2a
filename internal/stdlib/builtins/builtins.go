// Package builtins is Python's builtins module: the builtin functions, and the names of the builtin types and constants.
// The VM adds __build_class__.
//
// https://docs.python.org/3.14/library/functions.html
package builtins

import "ouro/internal/object"

// Module is the builtins module.
var Module = object.ModuleDef{
	Name: "builtins",
	Doc:  "The names that every module sees: functions, types, exceptions and constants.",
	Functions: []object.Func{
		{Sig: "__import__(name, globals=None, locals=None, fromlist=(), level=0)", Doc: "What the import statement calls.", Fn: object.FN(importName)},
		{Sig: "abs(number, /)", Doc: "The absolute value.", Fn: object.F1(object.Abs)},
		{Sig: "aiter(async_iterable, /)", Doc: "The asynchronous iterator of an asynchronous iterable.", Fn: object.F1(aiter)},
		{Sig: "all(iterable, /)", Doc: "Whether every item is true.", Fn: object.F1(all)},
		{Sig: "anext(aiterator, default=NULL, /)", Doc: "An awaitable of the next item, or of default once there is none.", Fn: object.F2(anext)},
		{Sig: "any(iterable, /)", Doc: "Whether some item is true.", Fn: object.F1(anyTrue)},
		{Sig: "ascii(obj, /)", Doc: "repr(obj) with all but ASCII characters escaped.", Fn: object.F1(ascii)},
		{Sig: "bin(integer, /)", Doc: "The int in binary, with a prefix.", Fn: object.F1(bin)},
		{Sig: "breakpoint(*args, **kws)", Doc: "Enter the debugger: call sys.breakpointhook.", Fn: object.Raw(breakpoint)},
		{Sig: "callable(obj, /)", Doc: "Whether the object can be called.", Fn: object.F1(callable)},
		{Sig: "chr(i, /)", Doc: "The character with the given code point.", Fn: object.F1(chr)},
		{Sig: "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)", Doc: "Compile source text or a syntax tree to a code object.", Fn: object.FN(compile)},
		{Sig: "delattr(obj, name, /)", Doc: "Delete an attribute.", Fn: object.F2(delattr)},
		{Sig: "dir(object=NULL, /)", Doc: "The names of an object's attributes, sorted; without an argument those of the local scope.", Fn: object.F1(dir)},
		{Sig: "divmod(x, y, /)", Doc: "The pair (x // y, x % y).", Fn: object.F2(func(th *object.Thread, x, y object.Value) (object.Value, error) {
			return object.Binary(th, x, y, object.OpDivmod)
		})},
		{Sig: "eval(source, /, globals=None, locals=None)", Doc: "Evaluate an expression.", Fn: object.FN(eval)},
		{Sig: "exec(source, /, globals=None, locals=None, *, closure=None)", Doc: "Run statements.", Fn: object.FN(exec)},
		{Sig: "format(value, format_spec='', /)", Doc: "The value as text, as the specification says.", Fn: object.F2(object.FormatValue)},
		{Sig: "getattr(object, name, default=NULL, /)", Doc: "An attribute by name; default if it is given and there is none.", Fn: object.F3(getattr)},
		{Sig: "globals()", Doc: "The current module's namespace.", Fn: object.F0(globals)},
		{Sig: "hasattr(obj, name, /)", Doc: "Whether the object has the attribute.", Fn: object.F2(hasattr)},
		{Sig: "hash(obj, /)", Doc: "The object's hash.", Fn: object.F1(hash)},
		{Sig: "hex(integer, /)", Doc: "The int in hexadecimal, with a prefix.", Fn: object.F1(hex)},
		{Sig: "id(obj, /)", Doc: "The object's identity as an int.", Fn: object.F1(id)},
		{Sig: "input(prompt='', /)", Doc: "Show the prompt and read a line from standard input.", Fn: object.F1(input)},
		{Sig: "isinstance(obj, class_or_tuple, /)", Doc: "Whether the object is an instance of the class or of one of several.", Fn: object.F2(isinstance)},
		{Sig: "issubclass(cls, class_or_tuple, /)", Doc: "Whether the class derives from another or from one of several.", Fn: object.F2(issubclass)},
		{Sig: "iter(object, sentinel=NULL, /)", Doc: "The object's iterator; with a sentinel, one that calls the object until that comes.", Fn: object.F2(iter)},
		{Sig: "len(obj, /)", Doc: "The number of items.", Fn: object.F1(length)},
		{Sig: "locals()", Doc: "The local variables.", Fn: object.F0(locals)},
		{Sig: "max(*args, key=None, default=NULL)", Doc: "The largest item of an iterable, or the largest argument.", Fn: object.Raw(maximum)},
		{Sig: "min(*args, key=None, default=NULL)", Doc: "The smallest item of an iterable, or the smallest argument.", Fn: object.Raw(minimum)},
		{Sig: "next(iterator, default=NULL, /)", Doc: "The next item; default if it is given and there is none.", Fn: object.F2(next)},
		{Sig: "oct(integer, /)", Doc: "The int in octal, with a prefix.", Fn: object.F1(oct)},
		{Sig: "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", Doc: "Open a file: io.open.", Fn: object.Raw(open)},
		{Sig: "ord(character, /)", Doc: "The code point of a character.", Fn: object.F1(ord)},
		{Sig: "pow(base, exp, mod=None)", Doc: "base ** exp, or that modulo mod.", Fn: object.F3(object.Pow3)},
		{Sig: `print(*args, sep=' ', end='\n', file=None, flush=False)`, Doc: "Write the arguments' texts to a stream, sys.stdout unless another is given.", Fn: object.Raw(print)},
		{Sig: "repr(obj, /)", Doc: "The object's canonical text.", Fn: object.F1(repr)},
		{Sig: "round(number, ndigits=None)", Doc: "The number rounded to so many decimal digits, to an int if none are given.", Fn: object.F2(round)},
		{Sig: "setattr(obj, name, value, /)", Doc: "Set an attribute.", Fn: object.F3(setattr)},
		{Sig: "sorted(iterable, /, *, key=None, reverse=False)", Doc: "A new sorted list of the items; equal items keep their order.", Fn: object.Raw(sorted)},
		{Sig: "sum(iterable, /, start=0)", Doc: "start plus all the items.", Fn: object.F2(sum)},
		{Sig: "vars(object=NULL, /)", Doc: "The object's __dict__; without an argument the local variables.", Fn: object.F1(vars)},
	},
	Types: []*object.Type{
		object.BoolType, object.ByteArrayType, object.BytesType, object.ClassMethodType, object.ComplexType, object.DictType, object.EnumerateType, object.FilterType, object.FloatType, object.FrozenSetType, object.IntType, object.ListType, object.MemoryViewType,
		object.MapType, object.ObjectType, object.PropertyType, object.RangeType, object.ReversedType, object.SetType, object.SliceType, object.StaticMethodType, object.StrType, object.SuperType, object.TupleType, object.TypeType, object.ZipType,
	},
	Init: func(th *object.Thread, m *object.Module) error {
		for _, t := range object.ExceptionTypes() {
			m.Set(t.Name, t.Value())
		}
		m.Set("EnvironmentError", object.OSErrorType.Value())
		m.Set("IOError", object.OSErrorType.Value())
		m.Set("None", object.None)
		m.Set("True", object.True)
		m.Set("False", object.False)
		m.Set("Ellipsis", object.Ellipsis)
		m.Set("NotImplemented", object.NotImplemented)
		m.Set("__debug__", object.True)
		addSite(m)
		return nil
	},
}

// attrName converts the name argument of getattr and its like.
func attrName(v object.Value) (*object.Str, error) {
	if s, ok := object.AsStr(v); ok {
		return s, nil
	}
	return nil, object.TypeErrorf("attribute name must be string, not '%s'", v.Type().TypeName())
}
