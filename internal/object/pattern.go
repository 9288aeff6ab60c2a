package object

// PatternSequence reports whether v matches sequence patterns: strings and their like do not.
func PatternSequence(v Value) bool {
	switch v.Ref.Shape.Layout {
	case strLayout, bytesLayout, byteArrayLayout:
		return false
	}
	return v.Type().Flags&FlagSequence != 0
}

// PatternMapping reports whether v matches mapping patterns.
func PatternMapping(v Value) bool { return v.Type().Flags&FlagMapping != 0 }
