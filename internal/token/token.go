// Package token names the lexical elements of Python. A keyword and an operator are kinds of their own, so that the
// parser decides by one small integer; soft keywords are plain names.
package token

// Kind is what a token is.
type Kind uint8

// The kinds. NEWLINE, INDENT and DEDENT stay together, and so do the operators and the keywords.
const (
	EOF Kind = iota
	Newline
	Indent
	Dedent
	Error // the lexer met an error here; no token follows
	Fail  // never made by the lexer: the parser's current kind after it has failed, which matches nothing

	Name
	Number
	String       // a string or bytes literal without fields, prefix and quotes included
	FStringStart // the prefix and opening quote of an f-string
	TStringStart // the same of a t-string
	StringMiddle // literal text inside an f- or t-string
	StringEnd    // its closing quote

	LParen
	RParen
	LBracket
	RBracket
	LBrace
	RBrace
	Colon
	SpecColon // the colon before an f-string field's format spec
	Comma
	Semi
	Dot
	Ellipsis
	Arrow
	ColonEqual
	Equal
	Exclamation
	At
	Plus
	Minus
	Star
	Slash
	DoubleSlash
	Percent
	DoubleStar
	LShift
	RShift
	Amper
	VBar
	Circumflex
	Tilde
	Less
	Greater
	LessEqual
	GreaterEqual
	EqEqual
	NotEqual
	LessGreater // <>, which no longer means anything
	PlusEqual
	MinusEqual
	StarEqual
	SlashEqual
	DoubleSlashEqual
	PercentEqual
	AtEqual
	AmperEqual
	VBarEqual
	CircumflexEqual
	LShiftEqual
	RShiftEqual
	DoubleStarEqual
	Unknown // $ ? ` : characters of no token

	False
	None
	True
	And
	As
	Assert
	Async
	Await
	Break
	Class
	Continue
	Def
	Del
	Elif
	Else
	Except
	Finally
	For
	From
	Global
	If
	Import
	In
	Is
	Lambda
	Nonlocal
	Not
	Or
	Pass
	Raise
	Return
	Try
	While
	With
	Yield

	Count // how many kinds there are
)

// Token is a token's kind and its bytes in the source. Indent, Dedent and EOF are empty.
type Token struct {
	Kind       Kind
	Start, End uint32
}

var names = [Count]string{
	EOF: "ENDMARKER", Newline: "NEWLINE", Indent: "INDENT", Dedent: "DEDENT", Error: "ERRORTOKEN", Fail: "FAIL",
	Name: "NAME", Number: "NUMBER", String: "STRING", FStringStart: "FSTRING_START", TStringStart: "TSTRING_START",
	StringMiddle: "FSTRING_MIDDLE", StringEnd: "FSTRING_END",
	LParen: "(", RParen: ")", LBracket: "[", RBracket: "]", LBrace: "{", RBrace: "}", Colon: ":", SpecColon: ":", Comma: ",", Semi: ";",
	Dot: ".", Ellipsis: "...", Arrow: "->", ColonEqual: ":=", Equal: "=", Exclamation: "!", At: "@", Plus: "+", Minus: "-",
	Star: "*", Slash: "/", DoubleSlash: "//", Percent: "%", DoubleStar: "**", LShift: "<<", RShift: ">>", Amper: "&",
	VBar: "|", Circumflex: "^", Tilde: "~", Less: "<", Greater: ">", LessEqual: "<=", GreaterEqual: ">=", EqEqual: "==",
	NotEqual: "!=", LessGreater: "<>", PlusEqual: "+=", MinusEqual: "-=", StarEqual: "*=", SlashEqual: "/=",
	DoubleSlashEqual: "//=", PercentEqual: "%=", AtEqual: "@=", AmperEqual: "&=", VBarEqual: "|=", CircumflexEqual: "^=",
	LShiftEqual: "<<=", RShiftEqual: ">>=", DoubleStarEqual: "**=", Unknown: "?",
	False: "False", None: "None", True: "True", And: "and", As: "as", Assert: "assert", Async: "async", Await: "await",
	Break: "break", Class: "class", Continue: "continue", Def: "def", Del: "del", Elif: "elif", Else: "else",
	Except: "except", Finally: "finally", For: "for", From: "from", Global: "global", If: "if", Import: "import", In: "in",
	Is: "is", Lambda: "lambda", Nonlocal: "nonlocal", Not: "not", Or: "or", Pass: "pass", Raise: "raise", Return: "return",
	Try: "try", While: "while", With: "with", Yield: "yield",
}

// String returns an operator or keyword as it is written, another kind as the tokenize module names it.
func (k Kind) String() string { return names[k] }

// IsKeyword tells whether the kind is a keyword.
func (k Kind) IsKeyword() bool { return k >= False && k < Count }

// IsSpace tells whether the kind stands for layout: a line's end or a change of indentation.
func (k Kind) IsSpace() bool { return k <= Dedent }

// Lookup returns the keyword's kind, or Name.
func Lookup(s string) Kind {
	if len(s) < 2 || len(s) > 8 {
		return Name
	}
	switch s {
	case "False":
		return False
	case "None":
		return None
	case "True":
		return True
	case "and":
		return And
	case "as":
		return As
	case "assert":
		return Assert
	case "async":
		return Async
	case "await":
		return Await
	case "break":
		return Break
	case "class":
		return Class
	case "continue":
		return Continue
	case "def":
		return Def
	case "del":
		return Del
	case "elif":
		return Elif
	case "else":
		return Else
	case "except":
		return Except
	case "finally":
		return Finally
	case "for":
		return For
	case "from":
		return From
	case "global":
		return Global
	case "if":
		return If
	case "import":
		return Import
	case "in":
		return In
	case "is":
		return Is
	case "lambda":
		return Lambda
	case "nonlocal":
		return Nonlocal
	case "not":
		return Not
	case "or":
		return Or
	case "pass":
		return Pass
	case "raise":
		return Raise
	case "return":
		return Return
	case "try":
		return Try
	case "while":
		return While
	case "with":
		return With
	case "yield":
		return Yield
	}
	return Name
}
