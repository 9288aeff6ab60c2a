package object

// Warn issues a warning as warnings.warn(text, category, stacklevel) does: by the warnings module's own rules, which may turn
// it into an exception.
func Warn(th *Thread, category *Type, text string, stacklevel int) error {
	m, err := th.Interp.Host.Import(th, "warnings")
	if err != nil {
		if Matches(err, ImportErrorType) {
			return nil
		}
		return err
	}
	f, err := GetAttr(th, m, strWarn)
	if err != nil {
		return err
	}
	_, err = Call3(th, f, StrValue(text), category.Value(), Int(int64(stacklevel)))
	return err
}

var strWarn = NewStr("warn")
