package bytecode

// Op is an operation code. The codes are dense, so that a switch over them is one jump table.
type Op uint8

// Instr is one instruction. A, B and C are byte offsets of registers where the operand is one.
type Instr struct {
	Op      Op
	X       uint8
	A, B, C uint16
}

// RegSize is the size of a register in bytes; a register operand is its index times RegSize.
const RegSize = 16

// MaxRegs is the number of registers that a 16-bit scaled operand can name.
const MaxRegs = 4095

// AwaitGroup is the number of instructions that follow CALL_AWAIT, CALL_METHOD_AWAIT and ASYNC_FOR_NEXT and belong to them.
const AwaitGroup = 3

// Kind says what an operand field of an instruction is.
type Kind uint8

// The kinds of operands. A run is a stretch of consecutive registers.
const (
	None       Kind = iota
	Dst             // register, written
	Src             // register, read
	Mod             // register, read and written
	Cell            // register that holds a cell
	RunX            // X registers, read
	RunPairs        // 2*X registers, read
	RunFlags        // as many registers as X has bits set, read
	RunCall         // callee and X arguments
	RunMethod       // function, self and X arguments
	RunEx           // callee, positional tuple, keyword dict or unbound
	RunArgs         // X arguments from the register after A on; A itself is free for the callee
	Run2            // 2 registers, read
	Run3            // 3 registers, read
	DstRun2         // 2 registers, written
	DstRun5         // 5 registers, written
	DstRunC         // C registers, written
	DstRunStar      // X+1+C registers, written
	ConstIx         // index of a constant
	ConstWide       // index of a constant in B|C<<16
	NameIx          // index of a name
	IC              // index of an inline cache (its name: Code.ICNames)
	FreeIx          // index into the function's closure
	Imm             // signed 16-bit number
	Count           // unsigned number
	Operator        // a binary operator: the Op of its instruction
	Flags           // bits, explained by the row
	Jump            // signed 16-bit distance from the next instruction, in instructions
	JumpWide        // signed 32-bit distance in B|C<<16
)

// Effect is what an instruction may do beside its assignment.
type Effect uint8

const (
	Raises Effect = 1 << iota // may raise an exception (or run Python code)
	Jumps                     // may continue elsewhere
	Ends                      // never continues with the next instruction
	Quick                     // a specialised form that only the machine writes
)

// Info is a row of the instruction table.
type Info struct {
	Name       string
	A, B, C, X Kind
	Effect     Effect
	Means      string
	// Base is the instruction that a specialised form stands for.
	Base Op
}

// The instructions. See the table below for their meaning.
const (
	OpNop Op = iota
	OpMove
	OpClear
	OpLoadConst
	OpLoadInt
	OpLoadList
	OpLoadSet
	OpLoadCommon
	OpCheckBound

	OpMakeCell
	OpLoadDeref
	OpStoreDeref
	OpDeleteDeref
	OpLoadFree
	OpStoreFree
	OpDeleteFree
	OpLoadClosure
	OpLoadFromDictOrFree
	OpLoadFromDictOrGlobal

	OpLoadGlobal
	OpStoreGlobal
	OpDeleteGlobal
	OpLoadName
	OpStoreName
	OpDeleteName

	OpLoadAttr
	OpStoreAttr
	OpDeleteAttr
	OpLoadMethod
	OpSuperAttr
	OpSuperMethod
	OpAttrAug
	OpAttrAugI

	OpGetItem
	OpGetItemI
	OpSetItem
	OpDelItem
	OpGetSlice
	OpSetSlice
	OpBuildSlice

	OpAdd
	OpSub
	OpMul
	OpTrueDiv
	OpFloorDiv
	OpMod
	OpPow
	OpMatMul
	OpAnd
	OpOr
	OpXor
	OpLShift
	OpRShift
	OpAddI
	OpSubI
	OpMulI
	OpFloorDivI
	OpModI
	OpPowI
	OpAndI
	OpOrI
	OpXorI
	OpLShiftI
	OpRShiftI
	OpNeg
	OpPos
	OpInvert
	OpNot

	OpLT
	OpLE
	OpEQ
	OpNE
	OpGT
	OpGE
	OpIs
	OpIsNot
	OpIn
	OpNotIn

	OpJump
	OpJumpBack
	OpJumpIfTrue
	OpJumpIfFalse
	OpJumpIfNone
	OpJumpIfNotNone
	OpJumpIfIs
	OpJumpIfIsNot
	OpJumpIfIn
	OpJumpIfNotIn
	OpJumpIfLT
	OpJumpIfLE
	OpJumpIfEQ
	OpJumpIfNE
	OpJumpIfGT
	OpJumpIfGE
	OpJumpIfNotLT
	OpJumpIfNotLE
	OpJumpIfNotEQ
	OpJumpIfNotNE
	OpJumpIfNotGT
	OpJumpIfNotGE
	OpJumpIfLTI
	OpJumpIfLEI
	OpJumpIfEQI
	OpJumpIfNEI
	OpJumpIfGTI
	OpJumpIfGEI
	OpJumpIfNotLTI
	OpJumpIfNotLEI
	OpJumpIfNotEQI
	OpJumpIfNotNEI
	OpJumpIfNotGTI
	OpJumpIfNotGEI

	OpGetIter
	OpForIter

	OpCall
	OpCallKw
	OpCallMethod
	OpCallMethodKw
	OpCallEx
	OpCallGlobal
	OpCallAwait
	OpCallMethodAwait
	OpReturn
	OpReturnConst

	OpYield
	OpGetAwaitable
	OpGetYieldFromIter
	OpAwait
	OpGetAIter
	OpAsyncForNext
	OpGetANext
	OpEndAsyncFor

	OpBuildTuple
	OpBuildList
	OpBuildSet
	OpBuildMap
	OpListAppend
	OpListExtend
	OpListAppendRun
	OpListToTuple
	OpSetAdd
	OpSetUpdate
	OpSetAddRun
	OpDictSet
	OpDictUpdate
	OpDictMerge
	OpDictSetRun
	OpUnpack
	OpUnpackStar

	OpFormat
	OpFormatSpec
	OpFormatConst
	OpBuildString
	OpBuildInterpolation
	OpBuildTemplate

	OpRaise
	OpRaiseFrom
	OpRaiseAgain
	OpReraise
	OpPushExc
	OpPopExc
	OpJumpIfNotExcMatch
	OpCheckEGMatch
	OpPrepReraiseStar

	OpWithEnter
	OpAsyncWithEnter
	OpWithExitArgs
	OpWithExceptArgs

	OpJumpIfNotSequence
	OpJumpIfNotMapping
	OpGetLen
	OpMatchClass
	OpMatchKeys
	OpMatchRest

	OpImportName
	OpImportFrom
	OpImportStar
	OpMakeFunction
	OpLoadBuildClass
	OpSetupAnnotations
	OpDisplay
	OpTypeVar
	OpTypeVarBound
	OpTypeVarConstraints
	OpParamSpec
	OpTypeVarTuple
	OpSetTypeParamDefault
	OpSetTypeParams
	OpSubscriptGeneric
	OpTypeAlias

	// Specialised forms, written by the machine.
	OpAddFF
	OpSubFF
	OpMulFF
	OpLoadBuiltin
	OpLoadAttrModule
	OpLoadAttrClass
	OpLoadAttrValue
	OpForIterRange
	OpForIterList
	OpForIterTuple
	OpForIterGen
	OpCallNative1
	OpCallNative2
	OpCallInstance
	OpCallGlobalNative1
	OpCallGlobalNative2
	OpCallGlobalInstance
	OpCallMethodNative1
	OpCallMethodNative2
	OpLoadNameBuiltin
	OpLoadAttrProperty
	OpLoadAttrGetSet
	OpLoadMethodModule
	OpForIterPair

	NumOps int = iota
)

// The objects that LOAD_COMMON loads, whatever the names in builtins are bound to.
const (
	CommonAssertionError = iota
	CommonNotImplementedError
)

// Conversions of an f-string's or t-string's replacement field: X of FORMAT*.
const (
	ConvNone = iota
	ConvStr
	ConvRepr
	ConvASCII

	// FormatPart, added to ConvNone, says that BUILD_STRING takes the result: an int or str may stay as it is.
	FormatPart = 4
)

// Bits of MAKE_FUNCTION's X. The registers of its run hold those present, in this order.
const (
	FuncDefaults   = 1 << iota // tuple of the positional parameters' defaults
	FuncKwDefaults             // dict of the keyword-only parameters' defaults
	FuncAnnotate               // the __annotate__ function
	FuncClosure                // tuple of cells, in the order of the code's FreeVars
)

// Where GET_AWAITABLE got its operand, for the error text: its X.
const (
	AwaitExpr  = iota
	AwaitEnter // __aenter__ of an async with
	AwaitExit  // its __aexit__
)

var table = [...]Info{
	OpNop:        {Name: "NOP", Means: "nothing"},
	OpMove:       {Name: "MOVE", A: Dst, B: Src, Means: "R[A] := R[B]"},
	OpClear:      {Name: "CLEAR", A: Dst, Means: "R[A] := unbound"},
	OpLoadConst:  {Name: "LOAD_CONST", A: Dst, B: ConstWide, Means: "R[A] := K[B|C<<16]"},
	OpLoadInt:    {Name: "LOAD_INT", A: Dst, B: Imm, Means: "R[A] := int(B)"},
	OpLoadList:   {Name: "LOAD_LIST", A: Dst, B: ConstWide, Means: "R[A] := list(K[B|C<<16]), K a tuple"},
	OpLoadSet:    {Name: "LOAD_SET", A: Dst, B: ConstWide, Means: "R[A] := set(K[B|C<<16]), K a tuple of constants in source order"},
	OpLoadCommon: {Name: "LOAD_COMMON", A: Dst, X: Count, Means: "R[A] := the object number X: 0 AssertionError, 1 NotImplementedError"},
	OpCheckBound: {Name: "CHECK_BOUND", A: Src, B: NameIx, Effect: Raises, Means: "raise UnboundLocalError for name B if R[A] is unbound"},

	OpMakeCell:             {Name: "MAKE_CELL", A: Mod, Means: "R[A] := cell(R[A]), which may be unbound"},
	OpLoadDeref:            {Name: "LOAD_DEREF", A: Dst, B: Cell, C: NameIx, Effect: Raises, Means: "R[A] := R[B].cell; UnboundLocalError if empty"},
	OpStoreDeref:           {Name: "STORE_DEREF", A: Src, B: Cell, Means: "R[B].cell := R[A]"},
	OpDeleteDeref:          {Name: "DELETE_DEREF", B: Cell, C: NameIx, Effect: Raises, Means: "R[B].cell := unbound; UnboundLocalError if it was; X=1: no error", X: Flags},
	OpLoadFree:             {Name: "LOAD_FREE", A: Dst, B: FreeIx, Effect: Raises, Means: "R[A] := closure[B].cell; NameError (free variable) if empty"},
	OpStoreFree:            {Name: "STORE_FREE", A: Src, B: FreeIx, Means: "closure[B].cell := R[A]"},
	OpDeleteFree:           {Name: "DELETE_FREE", B: FreeIx, Effect: Raises, Means: "closure[B].cell := unbound; NameError if it was; X=1: no error", X: Flags},
	OpLoadClosure:          {Name: "LOAD_CLOSURE", A: Dst, B: FreeIx, Means: "R[A] := closure[B], the cell itself"},
	OpLoadFromDictOrFree:   {Name: "LOAD_FROM_DICT_OR_FREE", A: Dst, B: Src, C: FreeIx, Effect: Raises, Means: "R[A] := R[B][name of free variable C], else closure[C].cell"},
	OpLoadFromDictOrGlobal: {Name: "LOAD_FROM_DICT_OR_GLOBAL", A: Dst, B: Src, C: IC, Effect: Raises, Means: "R[A] := R[B][name], else global or builtin name"},

	OpLoadGlobal:   {Name: "LOAD_GLOBAL", A: Dst, C: IC, Effect: Raises, Means: "R[A] := globals[name], else builtins[name]; NameError"},
	OpStoreGlobal:  {Name: "STORE_GLOBAL", A: Src, C: IC, Effect: Raises, Means: "globals[name] := R[A]"},
	OpDeleteGlobal: {Name: "DELETE_GLOBAL", C: IC, Effect: Raises, Means: "del globals[name]; NameError"},
	OpLoadName:     {Name: "LOAD_NAME", A: Dst, C: IC, Effect: Raises, Means: "R[A] := R[0][name], else globals, else builtins; NameError"},
	OpStoreName:    {Name: "STORE_NAME", A: Src, C: IC, Effect: Raises, Means: "R[0][name] := R[A]"},
	OpDeleteName:   {Name: "DELETE_NAME", C: IC, Effect: Raises, Means: "del R[0][name]; NameError"},

	OpLoadAttr:    {Name: "LOAD_ATTR", A: Dst, B: Src, C: IC, Effect: Raises, Means: "R[A] := R[B].name"},
	OpStoreAttr:   {Name: "STORE_ATTR", A: Src, B: Src, C: IC, Effect: Raises, Means: "R[A].name := R[B]"},
	OpDeleteAttr:  {Name: "DELETE_ATTR", A: Src, C: IC, Effect: Raises, Means: "del R[A].name"},
	OpLoadMethod:  {Name: "LOAD_METHOD", A: DstRun2, B: Src, C: IC, Effect: Raises, Means: "R[A], R[A+1] := function, R[B] if name is a plain method of R[B]'s type; else unbound, R[B].name"},
	OpSuperAttr:   {Name: "SUPER_ATTR", A: Dst, B: Run3, C: IC, X: Flags, Effect: Raises, Means: "R[A] := super(R[B+1], R[B+2]).name; if R[B] is not the builtin super: R[B](R[B+1], R[B+2]).name, without arguments if X=1"},
	OpSuperMethod: {Name: "SUPER_METHOD", A: DstRun2, B: Run3, C: IC, X: Flags, Effect: Raises, Means: "R[A], R[A+1] := as LOAD_METHOD, of super(R[B+1], R[B+2]); else as SUPER_ATTR"},
	OpAttrAug:     {Name: "ATTR_AUG", A: Src, B: Src, C: IC, X: Operator, Effect: Raises, Means: "R[A].name X= R[B]"},
	OpAttrAugI:    {Name: "ATTR_AUG_I", A: Src, B: Imm, C: IC, X: Operator, Effect: Raises, Means: "R[A].name X= int(B)"},

	OpGetItem:    {Name: "GET_ITEM", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B][R[C]]"},
	OpGetItemI:   {Name: "GET_ITEM_I", A: Dst, B: Src, C: Imm, Effect: Raises, Means: "R[A] := R[B][int(C)]"},
	OpSetItem:    {Name: "SET_ITEM", A: Src, B: Src, C: Src, Effect: Raises, Means: "R[A][R[B]] := R[C]"},
	OpDelItem:    {Name: "DEL_ITEM", A: Src, B: Src, Effect: Raises, Means: "del R[A][R[B]]"},
	OpGetSlice:   {Name: "GET_SLICE", A: Dst, B: Src, C: Run2, Effect: Raises, Means: "R[A] := R[B][R[C]:R[C+1]]"},
	OpSetSlice:   {Name: "SET_SLICE", A: Src, B: Run2, C: Src, Effect: Raises, Means: "R[A][R[B]:R[B+1]] := R[C]"},
	OpBuildSlice: {Name: "BUILD_SLICE", A: Dst, B: Run3, Means: "R[A] := slice(R[B], R[B+1], R[B+2])"},

	OpAdd:       {Name: "ADD", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] + R[C]; X=1: the in-place operator (so for all binary operators)"},
	OpSub:       {Name: "SUB", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] - R[C]"},
	OpMul:       {Name: "MUL", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] * R[C]"},
	OpTrueDiv:   {Name: "TRUEDIV", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] / R[C]"},
	OpFloorDiv:  {Name: "FLOORDIV", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] // R[C]"},
	OpMod:       {Name: "MOD", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] % R[C]"},
	OpPow:       {Name: "POW", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] ** R[C]"},
	OpMatMul:    {Name: "MATMUL", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] @ R[C]"},
	OpAnd:       {Name: "AND", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] & R[C]"},
	OpOr:        {Name: "OR", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] | R[C]"},
	OpXor:       {Name: "XOR", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] ^ R[C]"},
	OpLShift:    {Name: "LSHIFT", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] << R[C]"},
	OpRShift:    {Name: "RSHIFT", A: Dst, B: Src, C: Src, X: Flags, Effect: Raises, Means: "R[A] := R[B] >> R[C]"},
	OpAddI:      {Name: "ADD_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] + int(C)"},
	OpSubI:      {Name: "SUB_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] - int(C)"},
	OpMulI:      {Name: "MUL_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] * int(C)"},
	OpFloorDivI: {Name: "FLOORDIV_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] // int(C)"},
	OpModI:      {Name: "MOD_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] % int(C)"},
	OpPowI:      {Name: "POW_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] ** int(C)"},
	OpAndI:      {Name: "AND_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] & int(C)"},
	OpOrI:       {Name: "OR_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] | int(C)"},
	OpXorI:      {Name: "XOR_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] ^ int(C)"},
	OpLShiftI:   {Name: "LSHIFT_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] << int(C)"},
	OpRShiftI:   {Name: "RSHIFT_I", A: Dst, B: Src, C: Imm, X: Flags, Effect: Raises, Means: "R[A] := R[B] >> int(C)"},
	OpNeg:       {Name: "NEG", A: Dst, B: Src, Effect: Raises, Means: "R[A] := -R[B]"},
	OpPos:       {Name: "POS", A: Dst, B: Src, Effect: Raises, Means: "R[A] := +R[B]"},
	OpInvert:    {Name: "INVERT", A: Dst, B: Src, Effect: Raises, Means: "R[A] := ~R[B]"},
	OpNot:       {Name: "NOT", A: Dst, B: Src, Effect: Raises, Means: "R[A] := not R[B]"},

	OpLT:    {Name: "LT", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B] < R[C]"},
	OpLE:    {Name: "LE", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B] <= R[C]"},
	OpEQ:    {Name: "EQ", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B] == R[C]"},
	OpNE:    {Name: "NE", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B] != R[C]"},
	OpGT:    {Name: "GT", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B] > R[C]"},
	OpGE:    {Name: "GE", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B] >= R[C]"},
	OpIs:    {Name: "IS", A: Dst, B: Src, C: Src, Means: "R[A] := R[B] is R[C]"},
	OpIsNot: {Name: "IS_NOT", A: Dst, B: Src, C: Src, Means: "R[A] := R[B] is not R[C]"},
	OpIn:    {Name: "IN", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B] in R[C]"},
	OpNotIn: {Name: "NOT_IN", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := R[B] not in R[C]"},

	OpJump:          {Name: "JUMP", B: JumpWide, Effect: Jumps | Ends, Means: "go to B|C<<16, forward"},
	OpJumpBack:      {Name: "JUMP_BACK", B: JumpWide, Effect: Jumps | Ends | Raises, Means: "go to B|C<<16, backward; polls the eval-breaker"},
	OpJumpIfTrue:    {Name: "JUMP_IF_TRUE", A: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] is true, go to C; X=1 in a conditional jump: backward, polls the eval-breaker"},
	OpJumpIfFalse:   {Name: "JUMP_IF_FALSE", A: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] is false, go to C"},
	OpJumpIfNone:    {Name: "JUMP_IF_NONE", A: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] is None, go to C"},
	OpJumpIfNotNone: {Name: "JUMP_IF_NOT_NONE", A: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] is not None, go to C"},
	OpJumpIfIs:      {Name: "JUMP_IF_IS", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] is R[B], go to C"},
	OpJumpIfIsNot:   {Name: "JUMP_IF_IS_NOT", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] is not R[B], go to C"},
	OpJumpIfIn:      {Name: "JUMP_IF_IN", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] in R[B], go to C"},
	OpJumpIfNotIn:   {Name: "JUMP_IF_NOT_IN", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] not in R[B], go to C"},
	OpJumpIfLT:      {Name: "JUMP_IF_LT", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] < R[B], go to C"},
	OpJumpIfLE:      {Name: "JUMP_IF_LE", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] <= R[B], go to C"},
	OpJumpIfEQ:      {Name: "JUMP_IF_EQ", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] == R[B], go to C"},
	OpJumpIfNE:      {Name: "JUMP_IF_NE", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] != R[B], go to C"},
	OpJumpIfGT:      {Name: "JUMP_IF_GT", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] > R[B], go to C"},
	OpJumpIfGE:      {Name: "JUMP_IF_GE", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] >= R[B], go to C"},
	OpJumpIfNotLT:   {Name: "JUMP_IF_NOT_LT", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] < R[B], go to C"},
	OpJumpIfNotLE:   {Name: "JUMP_IF_NOT_LE", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] <= R[B], go to C"},
	OpJumpIfNotEQ:   {Name: "JUMP_IF_NOT_EQ", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] == R[B], go to C"},
	OpJumpIfNotNE:   {Name: "JUMP_IF_NOT_NE", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] != R[B], go to C"},
	OpJumpIfNotGT:   {Name: "JUMP_IF_NOT_GT", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] > R[B], go to C"},
	OpJumpIfNotGE:   {Name: "JUMP_IF_NOT_GE", A: Src, B: Src, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] >= R[B], go to C"},
	OpJumpIfLTI:     {Name: "JUMP_IF_LT_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] < int(B), go to C"},
	OpJumpIfLEI:     {Name: "JUMP_IF_LE_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] <= int(B), go to C"},
	OpJumpIfEQI:     {Name: "JUMP_IF_EQ_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] == int(B), go to C"},
	OpJumpIfNEI:     {Name: "JUMP_IF_NE_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] != int(B), go to C"},
	OpJumpIfGTI:     {Name: "JUMP_IF_GT_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] > int(B), go to C"},
	OpJumpIfGEI:     {Name: "JUMP_IF_GE_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if R[A] >= int(B), go to C"},
	OpJumpIfNotLTI:  {Name: "JUMP_IF_NOT_LT_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] < int(B), go to C"},
	OpJumpIfNotLEI:  {Name: "JUMP_IF_NOT_LE_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] <= int(B), go to C"},
	OpJumpIfNotEQI:  {Name: "JUMP_IF_NOT_EQ_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] == int(B), go to C"},
	OpJumpIfNotNEI:  {Name: "JUMP_IF_NOT_NE_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] != int(B), go to C"},
	OpJumpIfNotGTI:  {Name: "JUMP_IF_NOT_GT_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] > int(B), go to C"},
	OpJumpIfNotGEI:  {Name: "JUMP_IF_NOT_GE_I", A: Src, B: Imm, C: Jump, X: Flags, Effect: Jumps | Raises, Means: "if not R[A] >= int(B), go to C"},

	OpGetIter: {Name: "GET_ITER", A: Dst, B: Src, Effect: Raises, Means: "R[A] := iter(R[B])"},
	OpForIter: {Name: "FOR_ITER", A: Dst, B: Src, C: Jump, Effect: Jumps | Raises, Means: "R[A] := next(R[B]) and go to C, backward, polling the eval-breaker; if R[B] is exhausted, fall through, R[A] as it was"},

	OpCall:            {Name: "CALL", A: RunCall, B: IC, C: Dst, X: Count, Effect: Raises, Means: "R[C] := R[A](R[A+1], ... R[A+X])"},
	OpCallKw:          {Name: "CALL_KW", A: RunCall, B: ConstIx, C: Dst, X: Count, Effect: Raises, Means: "R[C] := R[A](R[A+1], ... R[A+X]), the last len(K[B]) arguments by the keywords K[B]"},
	OpCallMethod:      {Name: "CALL_METHOD", A: RunMethod, B: IC, C: Dst, X: Count, Effect: Raises, Means: "R[C] := R[A](R[A+1], R[A+2], ... R[A+1+X]); if R[A] is unbound, R[A+1](R[A+2], ...)"},
	OpCallMethodKw:    {Name: "CALL_METHOD_KW", A: RunMethod, B: ConstIx, C: Dst, X: Count, Effect: Raises, Means: "as CALL_METHOD, the last len(K[B]) arguments by the keywords K[B]"},
	OpCallEx:          {Name: "CALL_EX", A: RunEx, C: Dst, Effect: Raises, Means: "R[C] := R[A](*R[A+1], **R[A+2]); R[A+1] may be any iterable, R[A+2] a dict or unbound"},
	OpCallGlobal:      {Name: "CALL_GLOBAL", A: RunArgs, B: IC, C: Dst, X: Count, Effect: Raises, Means: "R[A] := global name; R[C] := R[A](R[A+1], ... R[A+X])"},
	OpCallAwait:       {Name: "CALL_AWAIT", A: RunCall, B: IC, C: Dst, X: Count, Effect: Raises | Jumps, Means: "as CALL; if the coroutine can run at once, R[v] := its result and skip the group"},
	OpCallMethodAwait: {Name: "CALL_METHOD_AWAIT", A: RunMethod, B: IC, C: Dst, X: Count, Effect: Raises | Jumps, Means: "as CALL_METHOD; if the coroutine can run at once, R[v] := its result and skip the group"},
	OpReturn:          {Name: "RETURN", A: Src, Effect: Ends, Means: "return R[A]"},
	OpReturnConst:     {Name: "RETURN_CONST", B: ConstWide, Effect: Ends, Means: "return K[B|C<<16]"},

	OpYield:            {Name: "YIELD", A: Src, B: Dst, X: Flags, Effect: Raises, Means: "yield R[A]; R[B] := the value sent; X=1: an async generator's yield"},
	OpGetAwaitable:     {Name: "GET_AWAITABLE", A: Dst, B: Src, X: Count, Effect: Raises, Means: "R[A] := iterator of the awaitable R[B]; X (0 await, 1 __aenter__, 2 __aexit__) words the TypeError"},
	OpGetYieldFromIter: {Name: "GET_YIELD_FROM_ITER", A: Dst, B: Src, Effect: Raises, Means: "R[A] := iterator that `yield from R[B]` delegates to"},
	OpAwait:            {Name: "AWAIT", A: Mod, B: Src, X: Flags, Effect: Raises, Means: "send R[A] to R[B]; if it ends, R[A] := its result, else suspend with what it yields, and execute again when resumed; X=1: yield from"},
	OpGetAIter:         {Name: "GET_AITER", A: Dst, B: Src, Effect: Raises, Means: "R[A] := R[B].__aiter__()"},
	OpAsyncForNext:     {Name: "ASYNC_FOR_NEXT", A: Dst, B: Src, Effect: Raises | Jumps, Means: "if R[B] is a native async generator that yields at once: R[A] := the value and skip the group"},
	OpGetANext:         {Name: "GET_ANEXT", A: Dst, B: Src, Effect: Raises, Means: "R[A] := iterator of the awaitable R[B].__anext__()"},
	OpEndAsyncFor:      {Name: "END_ASYNC_FOR", A: Src, Effect: Raises, Means: "if R[A] is a StopAsyncIteration, drop it; else raise it on"},

	OpBuildTuple:    {Name: "BUILD_TUPLE", A: Dst, B: RunX, X: Count, Means: "R[A] := (R[B], ... R[B+X-1])"},
	OpBuildList:     {Name: "BUILD_LIST", A: Dst, B: RunX, X: Count, Means: "R[A] := [R[B], ... R[B+X-1]]"},
	OpBuildSet:      {Name: "BUILD_SET", A: Dst, B: RunX, X: Count, Effect: Raises, Means: "R[A] := {R[B], ... R[B+X-1]}"},
	OpBuildMap:      {Name: "BUILD_MAP", A: Dst, B: RunPairs, X: Count, Effect: Raises, Means: "R[A] := {R[B]: R[B+1], ...}, X pairs"},
	OpListAppend:    {Name: "LIST_APPEND", A: Src, B: Src, Means: "list R[A].append(R[B])"},
	OpListExtend:    {Name: "LIST_EXTEND", A: Src, B: Src, X: Flags, Effect: Raises, Means: "list R[A].extend(R[B]); X=1: R[B] comes from *args of a call, for the TypeError"},
	OpListAppendRun: {Name: "LIST_APPEND_RUN", A: Src, B: RunX, X: Count, Means: "list R[A] gets R[B], ... R[B+X-1]"},
	OpListToTuple:   {Name: "LIST_TO_TUPLE", A: Dst, B: Src, Means: "R[A] := tuple(list R[B])"},
	OpSetAdd:        {Name: "SET_ADD", A: Src, B: Src, Effect: Raises, Means: "set R[A].add(R[B])"},
	OpSetUpdate:     {Name: "SET_UPDATE", A: Src, B: Src, Effect: Raises, Means: "set R[A].update(R[B])"},
	OpSetAddRun:     {Name: "SET_ADD_RUN", A: Src, B: RunX, X: Count, Effect: Raises, Means: "set R[A] gets R[B], ... R[B+X-1]"},
	OpDictSet:       {Name: "DICT_SET", A: Src, B: Src, C: Src, Effect: Raises, Means: "dict R[A][R[B]] := R[C]"},
	OpDictUpdate:    {Name: "DICT_UPDATE", A: Src, B: Src, Effect: Raises, Means: "dict R[A].update(mapping R[B])"},
	OpDictMerge:     {Name: "DICT_MERGE", A: Src, B: Src, C: Src, Effect: Raises, Means: "as DICT_UPDATE for **R[B] in a call of R[C]; a key that is there raises TypeError"},
	OpDictSetRun:    {Name: "DICT_SET_RUN", A: Src, B: RunPairs, X: Count, Effect: Raises, Means: "dict R[A] gets X pairs R[B]: R[B+1], ..."},
	OpUnpack:        {Name: "UNPACK", A: DstRunC, B: Src, C: Count, Effect: Raises, Means: "R[A], ... R[A+C-1] := R[B]; written only if R[B] has exactly C items"},
	OpUnpackStar:    {Name: "UNPACK_STAR", A: DstRunStar, B: Src, C: Count, X: Count, Effect: Raises, Means: "R[A], ... := R[B]: X items, a list of the rest, C items"},

	OpFormat:             {Name: "FORMAT", A: Dst, B: Src, X: Count, Effect: Raises, Means: "R[A] := format(conversion X of R[B]); X: 0 none, 1 str, 2 repr, 3 ascii, 4 none and an int or str may stay as it is"},
	OpFormatSpec:         {Name: "FORMAT_SPEC", A: Dst, B: Src, C: Src, X: Count, Effect: Raises, Means: "R[A] := format(conversion X of R[B], R[C])"},
	OpFormatConst:        {Name: "FORMAT_CONST", A: Dst, B: Src, C: ConstIx, X: Count, Effect: Raises, Means: "R[A] := format(conversion X of R[B], K[C])"},
	OpBuildString:        {Name: "BUILD_STRING", A: Dst, B: RunX, X: Count, Means: "R[A] := the strings R[B], ... R[B+X-1] joined; ints count as their decimal text"},
	OpBuildInterpolation: {Name: "BUILD_INTERPOLATION", A: Dst, B: Run3, X: Count, Means: "R[A] := Interpolation(value R[B], text R[B+1], conversion X, spec R[B+2])"},
	OpBuildTemplate:      {Name: "BUILD_TEMPLATE", A: Dst, B: Src, C: Src, Means: "R[A] := Template of the tuple of strings R[B] and the tuple of interpolations R[C]"},

	OpRaise:             {Name: "RAISE", A: Src, Effect: Raises | Ends, Means: "raise R[A]"},
	OpRaiseFrom:         {Name: "RAISE_FROM", A: Src, B: Src, Effect: Raises | Ends, Means: "raise R[A] from R[B]"},
	OpRaiseAgain:        {Name: "RAISE_AGAIN", Effect: Raises | Ends, Means: "raise: the exception being handled; RuntimeError if there is none"},
	OpReraise:           {Name: "RERAISE", A: Src, Effect: Raises | Ends, Means: "raise R[A] on: its traceback gets no new line for this instruction"},
	OpPushExc:           {Name: "PUSH_EXC", A: Dst, B: Src, Means: "R[A] := the exception being handled (or None); handle R[B]"},
	OpPopExc:            {Name: "POP_EXC", A: Src, Means: "the exception being handled := R[A]"},
	OpJumpIfNotExcMatch: {Name: "JUMP_IF_NOT_EXC_MATCH", A: Src, B: Src, C: Jump, Effect: Jumps | Raises, Means: "if the exception R[A] is not of class (or one of the tuple) R[B], go to C"},
	OpCheckEGMatch:      {Name: "CHECK_EG_MATCH", A: DstRun2, B: Src, C: Src, Effect: Raises, Means: "R[A], R[A+1] := the part of exception R[B] that `except* R[C]` takes, or None; the rest, or None"},
	OpPrepReraiseStar:   {Name: "PREP_RERAISE_STAR", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := what to raise after the except* clauses of R[B] left the list R[C] (raised ones and the unhandled rest, None allowed), or None"},

	OpWithEnter:      {Name: "WITH_ENTER", A: DstRun2, B: Src, C: Dst, Effect: Raises, Means: "R[A], R[A+1] := __exit__ of R[B] as by LOAD_METHOD; R[C] := R[B].__enter__()"},
	OpAsyncWithEnter: {Name: "ASYNC_WITH_ENTER", A: DstRun2, B: Src, C: Dst, Effect: Raises, Means: "R[A], R[A+1] := __aexit__ of R[B] as by LOAD_METHOD; R[C] := R[B].__aenter__(), not yet awaited"},
	OpWithExitArgs:   {Name: "WITH_EXIT_ARGS", A: DstRun5, B: Run2, Means: "R[A], R[A+1] := R[B], R[B+1]; R[A+2..A+4] := None"},
	OpWithExceptArgs: {Name: "WITH_EXCEPT_ARGS", A: DstRun5, B: Run2, C: Src, Means: "R[A], R[A+1] := R[B], R[B+1]; R[A+2..A+4] := type, exception, traceback of R[C]"},

	OpJumpIfNotSequence: {Name: "JUMP_IF_NOT_SEQUENCE", A: Src, C: Jump, Effect: Jumps, Means: "if R[A] is not a sequence to a pattern, go to C"},
	OpJumpIfNotMapping:  {Name: "JUMP_IF_NOT_MAPPING", A: Src, C: Jump, Effect: Jumps, Means: "if R[A] is not a mapping to a pattern, go to C"},
	OpGetLen:            {Name: "GET_LEN", A: Dst, B: Src, Effect: Raises, Means: "R[A] := len(R[B])"},
	OpMatchClass:        {Name: "MATCH_CLASS", A: Mod, B: Src, C: ConstIx, X: Count, Effect: Raises, Means: "R[A] := tuple of the X positional and the K[C] named attributes of R[B] if it is an instance of R[A], else None"},
	OpMatchKeys:         {Name: "MATCH_KEYS", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := tuple of the values of mapping R[B] for the keys in tuple R[C], or None if one is missing"},
	OpMatchRest:         {Name: "MATCH_REST", A: Dst, B: Src, C: Src, Effect: Raises, Means: "R[A] := dict of mapping R[B] without the keys in tuple R[C]"},

	OpImportName:          {Name: "IMPORT_NAME", A: Dst, B: ConstIx, C: NameIx, X: Count, Effect: Raises, Means: "R[A] := __import__(name C, globals, locals, fromlist K[B], level X)"},
	OpImportFrom:          {Name: "IMPORT_FROM", A: Dst, B: Src, C: NameIx, Effect: Raises, Means: "R[A] := name C of module R[B]; ImportError"},
	OpImportStar:          {Name: "IMPORT_STAR", A: Src, Effect: Raises, Means: "R[0] gets the public names of module R[A]"},
	OpMakeFunction:        {Name: "MAKE_FUNCTION", A: Dst, B: RunFlags, C: ConstIx, X: Flags, Means: "R[A] := function of code K[C]; X: 1 defaults, 2 keyword defaults, 4 __annotate__, 8 closure, present ones from R[B] on in this order"},
	OpLoadBuildClass:      {Name: "LOAD_BUILD_CLASS", A: Dst, Effect: Raises, Means: "R[A] := builtins.__build_class__"},
	OpSetupAnnotations:    {Name: "SETUP_ANNOTATIONS", Effect: Raises, Means: "R[0]['__annotations__'] := {} if it is not there"},
	OpDisplay:             {Name: "DISPLAY", A: Src, Effect: Raises, Means: "sys.displayhook(R[A])"},
	OpTypeVar:             {Name: "TYPE_VAR", A: Dst, B: Src, Means: "R[A] := TypeVar(R[B])"},
	OpTypeVarBound:        {Name: "TYPE_VAR_BOUND", A: Dst, B: Src, C: Src, Means: "R[A] := TypeVar(R[B]) whose bound the function R[C] evaluates"},
	OpTypeVarConstraints:  {Name: "TYPE_VAR_CONSTRAINTS", A: Dst, B: Src, C: Src, Means: "R[A] := TypeVar(R[B]) whose tuple of constraints the function R[C] evaluates"},
	OpParamSpec:           {Name: "PARAM_SPEC", A: Dst, B: Src, Means: "R[A] := ParamSpec(R[B])"},
	OpTypeVarTuple:        {Name: "TYPE_VAR_TUPLE", A: Dst, B: Src, Means: "R[A] := TypeVarTuple(R[B])"},
	OpSetTypeParamDefault: {Name: "SET_TYPE_PARAM_DEFAULT", A: Src, B: Src, Means: "the default of type parameter R[A] is what the function R[B] evaluates"},
	OpSetTypeParams:       {Name: "SET_TYPE_PARAMS", A: Src, B: Src, Means: "function R[A].__type_params__ := tuple R[B]"},
	OpSubscriptGeneric:    {Name: "SUBSCRIPT_GENERIC", A: Dst, B: Src, Effect: Raises, Means: "R[A] := typing.Generic[*R[B]] (type variable tuples unpacked)"},
	OpTypeAlias:           {Name: "TYPE_ALIAS", A: Dst, B: Run3, Means: "R[A] := TypeAliasType(name R[B], type parameters R[B+1] or None, function R[B+2] that evaluates the value)"},
	OpAddFF:               {Name: "ADD_FF", Base: OpAdd, A: Dst, B: Src, C: Src, X: Flags, Effect: Raises | Quick, Means: "ADD of floats"},
	OpSubFF:               {Name: "SUB_FF", Base: OpSub, A: Dst, B: Src, C: Src, X: Flags, Effect: Raises | Quick, Means: "SUB of floats"},
	OpMulFF:               {Name: "MUL_FF", Base: OpMul, A: Dst, B: Src, C: Src, X: Flags, Effect: Raises | Quick, Means: "MUL of floats"},
	OpLoadBuiltin:         {Name: "LOAD_BUILTIN", Base: OpLoadGlobal, A: Dst, C: IC, Effect: Raises | Quick, Means: "LOAD_GLOBAL of a name that builtins has and globals has not"},
	OpLoadAttrModule:      {Name: "LOAD_ATTR_MODULE", Base: OpLoadAttr, A: Dst, B: Src, C: IC, Effect: Raises | Quick, Means: "LOAD_ATTR of a known module"},
	OpLoadAttrClass:       {Name: "LOAD_ATTR_CLASS", Base: OpLoadAttr, A: Dst, B: Src, C: IC, Effect: Raises | Quick, Means: "LOAD_ATTR of a known class"},
	OpLoadAttrValue:       {Name: "LOAD_ATTR_VALUE", Base: OpLoadAttr, A: Dst, B: Src, C: IC, Effect: Raises | Quick, Means: "LOAD_ATTR of an instance, from its class"},
	OpForIterRange:        {Name: "FOR_ITER_RANGE", Base: OpForIter, A: Dst, B: Src, C: Jump, Effect: Jumps | Raises | Quick, Means: "FOR_ITER over a range"},
	OpForIterList:         {Name: "FOR_ITER_LIST", Base: OpForIter, A: Dst, B: Src, C: Jump, Effect: Jumps | Raises | Quick, Means: "FOR_ITER over a list"},
	OpForIterTuple:        {Name: "FOR_ITER_TUPLE", Base: OpForIter, A: Dst, B: Src, C: Jump, Effect: Jumps | Raises | Quick, Means: "FOR_ITER over a tuple"},
	OpForIterGen:          {Name: "FOR_ITER_GEN", Base: OpForIter, A: Dst, B: Src, C: Jump, Effect: Jumps | Raises | Quick, Means: "FOR_ITER over a generator"},
	OpCallNative1:         {Name: "CALL_NATIVE1", Base: OpCall, A: RunCall, B: IC, C: Dst, X: Count, Effect: Raises | Quick, Means: "CALL of a known Go function of one argument"},
	OpCallNative2:         {Name: "CALL_NATIVE2", Base: OpCall, A: RunCall, B: IC, C: Dst, X: Count, Effect: Raises | Quick, Means: "CALL of a known Go function of two arguments"},
	OpCallGlobalNative1:   {Name: "CALL_GLOBAL_NATIVE1", Base: OpCallGlobal, A: RunArgs, B: IC, C: Dst, X: Count, Effect: Raises | Quick, Means: "CALL_GLOBAL of a builtin Go function of one argument"},
	OpCallGlobalNative2:   {Name: "CALL_GLOBAL_NATIVE2", Base: OpCallGlobal, A: RunArgs, B: IC, C: Dst, X: Count, Effect: Raises | Quick, Means: "CALL_GLOBAL of a builtin Go function of two arguments"},
	OpCallGlobalInstance:  {Name: "CALL_GLOBAL_INSTANCE", Base: OpCallGlobal, A: RunArgs, B: IC, C: Dst, X: Count, Effect: Raises | Quick, Means: "CALL_GLOBAL of a known class whose __init__ is a plain function"},
	OpCallMethodNative1:   {Name: "CALL_METHOD_NATIVE1", Base: OpCallMethod, A: RunMethod, B: IC, C: Dst, X: Count, Effect: Raises | Quick, Means: "CALL_METHOD of a known Go method without arguments"},
	OpCallMethodNative2:   {Name: "CALL_METHOD_NATIVE2", Base: OpCallMethod, A: RunMethod, B: IC, C: Dst, X: Count, Effect: Raises | Quick, Means: "CALL_METHOD of a known Go method of one argument"},
	OpLoadNameBuiltin:     {Name: "LOAD_NAME_BUILTIN", Base: OpLoadName, A: Dst, C: IC, Effect: Raises | Quick, Means: "LOAD_NAME of a name that builtins has and the module has not"},
	OpLoadAttrProperty:    {Name: "LOAD_ATTR_PROPERTY", Base: OpLoadAttr, A: Dst, B: Src, C: IC, Effect: Raises | Quick, Means: "LOAD_ATTR of a property whose getter is a plain function"},
	OpLoadAttrGetSet:      {Name: "LOAD_ATTR_GETSET", Base: OpLoadAttr, A: Dst, B: Src, C: IC, Effect: Raises | Quick, Means: "LOAD_ATTR of an attribute of a builtin type that a Go function gives"},
	OpLoadMethodModule:    {Name: "LOAD_METHOD_MODULE", Base: OpLoadMethod, A: DstRun2, B: Src, C: IC, Effect: Raises | Quick, Means: "LOAD_METHOD of a known module"},
	OpForIterPair:         {Name: "FOR_ITER_PAIR", Base: OpForIter, A: Dst, B: Src, C: Jump, Effect: Jumps | Raises | Quick, Means: "FOR_ITER over enumerate, zip or a dict's items, and the UNPACK that the loop starts with"},
	OpCallInstance:        {Name: "CALL_INSTANCE", Base: OpCall, A: RunCall, B: IC, C: Dst, X: Count, Effect: Raises | Quick, Means: "CALL of a known class whose __init__ is a plain function"},
}

// Info returns the row of op.
func (op Op) Info() *Info { return &table[op] }

// Known reports whether op is an instruction.
func (op Op) Known() bool { return int(op) < len(table) }

// String returns the name of op as listings show it.
func (op Op) String() string {
	if !op.Known() {
		return "?"
	}
	return table[op].Name
}

// Symbol returns the operator that a binary operation's op computes, or "".
func (op Op) Symbol() string {
	if op < OpAdd || op > OpRShift {
		return ""
	}
	return [...]string{"+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>"}[op-OpAdd]
}

// Wide returns the 32-bit operand that B and C hold together.
func (in Instr) Wide() int32 { return int32(uint32(in.B) | uint32(in.C)<<16) }

// SetWide stores a 32-bit operand in B and C.
func (in *Instr) SetWide(v int32) { in.B, in.C = uint16(uint32(v)), uint16(uint32(v)>>16) }
