package asyncio

import "ouro/internal/object"

var networkFuncs []object.Func
var streamFuncs []object.Func
var streamTypes []*object.Type
