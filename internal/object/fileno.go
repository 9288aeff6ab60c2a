package object

var strFileno = NewStr("fileno")

// AsFileno converts a descriptor: an int or an object with a method fileno().
func AsFileno(th *Thread, v Value) (int, error) {
	if !IsInt(v) {
		m, err := GetAttrOr(th, v, strFileno)
		if err != nil {
			return 0, err
		}
		if m.Ref == nil {
			return 0, TypeErrorf("argument must be an int, or have a fileno() method.")
		}
		if v, err = Call0(th, m); err != nil {
			return 0, err
		}
		if !IsInt(v) {
			return 0, TypeErrorf("fileno() returned a non-integer")
		}
	}
	n, ok := SmallInt(v)
	switch {
	case !ok || n > 1<<31-1:
		return 0, NewExcf(OverflowErrorType, "Python int too large to convert to C int")
	case n < 0:
		return 0, ValueErrorf("file descriptor cannot be a negative integer (%d)", n)
	}
	return int(n), nil
}
