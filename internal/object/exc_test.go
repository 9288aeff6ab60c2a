package object

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"
)

func TestExceptionTexts(t *testing.T) {
	th := testThread()
	eg, err := NewExceptionGroup(th, "m", []Value{ValueErrorf("a").Value(), TypeErrorf("b").Value()})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		e    *Exc
		want string
	}{
		{ValueErrorf("x"), "x"},
		{KeyErrorOf(Int(3)), "3"},
		{NewExc(ValueErrorType, Int(1), Int(2)), "(1, 2)"},
		{NewExc(ValueErrorType), ""},
		{NewOSError(int(syscall.ENOENT)), "[Errno 2] No such file or directory"},
		{eg, "m (2 sub-exceptions)"},
		{NewUnicodeDecodeError("utf-8", BytesValue([]byte("abc")), 1, 2, "bad"), "'utf-8' codec can't decode byte 0x62 in position 1: bad"},
		{NewUnicodeEncodeError("ascii", StrValue("a\u1234"), 1, 2, "bad"), `'ascii' codec can't encode character '\u1234' in position 1: bad`},
		{NewSyntaxError(SyntaxErrorType, "msg", "dir/f.py", 3, 1, None, 3, 2), "msg (f.py, line 3)"},
	} {
		s, err := ToStr(th, c.e.Value())
		if err != nil || s.S != c.want {
			t.Errorf("%s: %v, %v; want %q", c.e.Type().Name, s, err, c.want)
		}
	}
}

func TestOSErrorClasses(t *testing.T) {
	th := testThread()
	v, err := Call(th, OSErrorType.Value(), []Value{Int(2), StrValue("No"), StrValue("f")}, nil)
	if err != nil || v.Type() != FileNotFoundErrorType {
		t.Fatal(v, err)
	}
	if r, err := GetAttr(th, v, NewStr("args")); err != nil || len(Unchecked[Tuple](r).Items) != 2 {
		t.Fatal(r, err)
	}
	e := AsExc(&fs.PathError{Op: "open", Path: "p", Err: syscall.EACCES})
	if e.Type() != PermissionErrorType || e.Field("filename").Ref == nil {
		t.Fatal(e)
	}
	if AsExc(errors.New("x")).Type() != SystemErrorType {
		t.Fatal("unknown Go error")
	}
}

func TestExceptStar(t *testing.T) {
	th := testThread()
	a, b := ValueErrorf("a"), TypeErrorf("b")
	g, _ := NewExceptionGroup(th, "m", []Value{a.Value(), b.Value()})
	m, r, err := SplitExceptionGroup(th, g.Value(), ValueErrorType.Value())
	if err != nil {
		t.Fatal(err)
	}
	if x := Unchecked[Exc](m).Exceptions(); len(x) != 1 || x[0] != a.Value() {
		t.Fatal("match", x)
	}
	if x := Unchecked[Exc](r).Exceptions(); len(x) != 1 || x[0] != b.Value() {
		t.Fatal("rest", x)
	}
	out, err := PrepReraiseStar(th, g.Value(), []Value{None, r})
	if err != nil || len(Unchecked[Exc](out).Exceptions()) != 1 {
		t.Fatal(out, err)
	}
}

func TestNativeExceptionsAreCheap(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { sinkExc = NewStopIteration(Int(1)) }); n > 1 {
		t.Errorf("StopIteration: %v allocations", n)
	}
	if n := testing.AllocsPerRun(100, func() { sinkExc = KeyErrorOf(Int(1)) }); n > 1 {
		t.Errorf("KeyError: %v allocations", n)
	}
}

var sinkExc *Exc
