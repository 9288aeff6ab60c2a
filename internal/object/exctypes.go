package object

// The builtin exception classes. ExceptionGroup derives from two of them.
var (
	BaseExceptionType             = NewType("BaseException", ObjectType, excLayout)
	BaseExceptionGroupType        = NewType("BaseExceptionGroup", BaseExceptionType, excLayout)
	GeneratorExitType             = NewType("GeneratorExit", BaseExceptionType, excLayout)
	KeyboardInterruptType         = NewType("KeyboardInterrupt", BaseExceptionType, excLayout)
	SystemExitType                = NewType("SystemExit", BaseExceptionType, excLayout)
	ExceptionType                 = NewType("Exception", BaseExceptionType, excLayout)
	ArithmeticErrorType           = NewType("ArithmeticError", ExceptionType, excLayout)
	FloatingPointErrorType        = NewType("FloatingPointError", ArithmeticErrorType, excLayout)
	OverflowErrorType             = NewType("OverflowError", ArithmeticErrorType, excLayout)
	ZeroDivisionErrorType         = NewType("ZeroDivisionError", ArithmeticErrorType, excLayout)
	AssertionErrorType            = NewType("AssertionError", ExceptionType, excLayout)
	AttributeErrorType            = NewType("AttributeError", ExceptionType, excLayout)
	BufferErrorType               = NewType("BufferError", ExceptionType, excLayout)
	EOFErrorType                  = NewType("EOFError", ExceptionType, excLayout)
	ImportErrorType               = NewType("ImportError", ExceptionType, excLayout)
	ModuleNotFoundErrorType       = NewType("ModuleNotFoundError", ImportErrorType, excLayout)
	LookupErrorType               = NewType("LookupError", ExceptionType, excLayout)
	IndexErrorType                = NewType("IndexError", LookupErrorType, excLayout)
	KeyErrorType                  = NewType("KeyError", LookupErrorType, excLayout)
	MemoryErrorType               = NewType("MemoryError", ExceptionType, excLayout)
	NameErrorType                 = NewType("NameError", ExceptionType, excLayout)
	UnboundLocalErrorType         = NewType("UnboundLocalError", NameErrorType, excLayout)
	OSErrorType                   = NewType("OSError", ExceptionType, excLayout)
	BlockingIOErrorType           = NewType("BlockingIOError", OSErrorType, excLayout)
	ChildProcessErrorType         = NewType("ChildProcessError", OSErrorType, excLayout)
	ConnectionErrorType           = NewType("ConnectionError", OSErrorType, excLayout)
	BrokenPipeErrorType           = NewType("BrokenPipeError", ConnectionErrorType, excLayout)
	ConnectionAbortedErrorType    = NewType("ConnectionAbortedError", ConnectionErrorType, excLayout)
	ConnectionRefusedErrorType    = NewType("ConnectionRefusedError", ConnectionErrorType, excLayout)
	ConnectionResetErrorType      = NewType("ConnectionResetError", ConnectionErrorType, excLayout)
	FileExistsErrorType           = NewType("FileExistsError", OSErrorType, excLayout)
	FileNotFoundErrorType         = NewType("FileNotFoundError", OSErrorType, excLayout)
	InterruptedErrorType          = NewType("InterruptedError", OSErrorType, excLayout)
	IsADirectoryErrorType         = NewType("IsADirectoryError", OSErrorType, excLayout)
	NotADirectoryErrorType        = NewType("NotADirectoryError", OSErrorType, excLayout)
	PermissionErrorType           = NewType("PermissionError", OSErrorType, excLayout)
	ProcessLookupErrorType        = NewType("ProcessLookupError", OSErrorType, excLayout)
	TimeoutErrorType              = NewType("TimeoutError", OSErrorType, excLayout)
	ReferenceErrorType            = NewType("ReferenceError", ExceptionType, excLayout)
	RuntimeErrorType              = NewType("RuntimeError", ExceptionType, excLayout)
	NotImplementedErrorType       = NewType("NotImplementedError", RuntimeErrorType, excLayout)
	PythonFinalizationErrorType   = NewType("PythonFinalizationError", RuntimeErrorType, excLayout)
	RecursionErrorType            = NewType("RecursionError", RuntimeErrorType, excLayout)
	StopAsyncIterationType        = NewType("StopAsyncIteration", ExceptionType, excLayout)
	StopIterationType             = NewType("StopIteration", ExceptionType, excLayout)
	SyntaxErrorType               = NewType("SyntaxError", ExceptionType, excLayout)
	IndentationErrorType          = NewType("IndentationError", SyntaxErrorType, excLayout)
	TabErrorType                  = NewType("TabError", IndentationErrorType, excLayout)
	IncompleteInputErrorType      = NewType("_IncompleteInputError", SyntaxErrorType, excLayout)
	SystemErrorType               = NewType("SystemError", ExceptionType, excLayout)
	TypeErrorType                 = NewType("TypeError", ExceptionType, excLayout)
	ValueErrorType                = NewType("ValueError", ExceptionType, excLayout)
	UnicodeErrorType              = NewType("UnicodeError", ValueErrorType, excLayout)
	UnicodeDecodeErrorType        = NewType("UnicodeDecodeError", UnicodeErrorType, excLayout)
	UnicodeEncodeErrorType        = NewType("UnicodeEncodeError", UnicodeErrorType, excLayout)
	UnicodeTranslateErrorType     = NewType("UnicodeTranslateError", UnicodeErrorType, excLayout)
	WarningType                   = NewType("Warning", ExceptionType, excLayout)
	BytesWarningType              = NewType("BytesWarning", WarningType, excLayout)
	DeprecationWarningType        = NewType("DeprecationWarning", WarningType, excLayout)
	EncodingWarningType           = NewType("EncodingWarning", WarningType, excLayout)
	FutureWarningType             = NewType("FutureWarning", WarningType, excLayout)
	ImportWarningType             = NewType("ImportWarning", WarningType, excLayout)
	PendingDeprecationWarningType = NewType("PendingDeprecationWarning", WarningType, excLayout)
	ResourceWarningType           = NewType("ResourceWarning", WarningType, excLayout)
	RuntimeWarningType            = NewType("RuntimeWarning", WarningType, excLayout)
	SyntaxWarningType             = NewType("SyntaxWarning", WarningType, excLayout)
	UnicodeWarningType            = NewType("UnicodeWarning", WarningType, excLayout)
	UserWarningType               = NewType("UserWarning", WarningType, excLayout)
	ExceptionGroupType            = newExceptionGroupType()
)

func newExceptionGroupType() *Type {
	t := NewType("ExceptionGroup", BaseExceptionGroupType, excLayout)
	t.Bases = []*Type{BaseExceptionGroupType, ExceptionType}
	return t
}

// ExceptionTypes lists the builtin exception classes by name.
func ExceptionTypes() []*Type {
	return []*Type{
		BaseExceptionType,
		BaseExceptionGroupType,
		GeneratorExitType,
		KeyboardInterruptType,
		SystemExitType,
		ExceptionType,
		ArithmeticErrorType,
		FloatingPointErrorType,
		OverflowErrorType,
		ZeroDivisionErrorType,
		AssertionErrorType,
		AttributeErrorType,
		BufferErrorType,
		EOFErrorType,
		ImportErrorType,
		ModuleNotFoundErrorType,
		LookupErrorType,
		IndexErrorType,
		KeyErrorType,
		MemoryErrorType,
		NameErrorType,
		UnboundLocalErrorType,
		OSErrorType,
		BlockingIOErrorType,
		ChildProcessErrorType,
		ConnectionErrorType,
		BrokenPipeErrorType,
		ConnectionAbortedErrorType,
		ConnectionRefusedErrorType,
		ConnectionResetErrorType,
		FileExistsErrorType,
		FileNotFoundErrorType,
		InterruptedErrorType,
		IsADirectoryErrorType,
		NotADirectoryErrorType,
		PermissionErrorType,
		ProcessLookupErrorType,
		TimeoutErrorType,
		ReferenceErrorType,
		RuntimeErrorType,
		NotImplementedErrorType,
		PythonFinalizationErrorType,
		RecursionErrorType,
		StopAsyncIterationType,
		StopIterationType,
		SyntaxErrorType,
		IndentationErrorType,
		TabErrorType,
		IncompleteInputErrorType,
		SystemErrorType,
		TypeErrorType,
		ValueErrorType,
		UnicodeErrorType,
		UnicodeDecodeErrorType,
		UnicodeEncodeErrorType,
		UnicodeTranslateErrorType,
		WarningType,
		BytesWarningType,
		DeprecationWarningType,
		EncodingWarningType,
		FutureWarningType,
		ImportWarningType,
		PendingDeprecationWarningType,
		ResourceWarningType,
		RuntimeWarningType,
		SyntaxWarningType,
		UnicodeWarningType,
		UserWarningType,
		ExceptionGroupType,
	}
}
