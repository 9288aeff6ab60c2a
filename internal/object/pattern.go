package object

// What pattern matching takes for sequences and mappings.

// Values of __abc_tpflags__, by which an abstract class says what its instances match.
const (
	abcSequence = 1 << 5
	abcMapping  = 1 << 6
)

var strABCFlags = NewStr("__abc_tpflags__")

// PatternSequence reports whether v matches sequence patterns: strings and their like do not.
func PatternSequence(v Value) bool {
	switch l := v.Ref.Shape.Layout; l {
	case strLayout, bytesLayout, byteArrayLayout:
		return false
	}
	t := v.Type()
	return t.Flags&FlagSequence != 0 || t.abcFlags()&abcSequence != 0
}

// PatternMapping reports whether v matches mapping patterns.
func PatternMapping(v Value) bool {
	t := v.Type()
	return t.Flags&FlagMapping != 0 || t.abcFlags()&abcMapping != 0
}

// abcFlags reads __abc_tpflags__ of a class made by a script.
func (t *Type) abcFlags() int64 {
	if t.heap == nil {
		return 0
	}
	v, ok := t.Lookup(strABCFlags)
	if !ok {
		return 0
	}
	i, _ := SmallInt(v)
	return i
}
