package vm

import "ouro/internal/object"

// Shapes of the iterators that the loop advances itself.
var (
	rangeIterShape = object.RangeIterShape
	listIterShape  = object.ListIterType.ExactShape()
	tupleIterShape = object.TupleIterType.ExactShape()
)

// superRef is the builtin super.
var superRef = &object.SuperType.Header
