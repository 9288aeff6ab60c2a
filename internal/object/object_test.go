package object

import "testing"

type noHost struct{}

func (noHost) Import(*Thread, string) (Value, error) { return Value{}, ValueErrorf("no imports") }
func (noHost) ImportLevel(*Thread, string, *Dict, Value, int) (Value, error) {
	return Value{}, ValueErrorf("no imports")
}
func (noHost) Compile(*Thread, Value, string, string, int, bool, int) (Value, error) {
	return Value{}, ValueErrorf("no compiler")
}
func (noHost) Exec(*Thread, Value, *Dict, Value, Value) (Value, error) {
	return Value{}, ValueErrorf("no exec")
}
func (noHost) Unraisable(*Thread, *Exc, string, Value) {}
func (noHost) NewThread(th *Thread) *Thread            { return th }

func testThread() *Thread {
	in := NewInterp(noHost{})
	return &Thread{Interp: in, Breaker: in.Breaker}
}

func TestEveryTypeResolves(t *testing.T) {
	for _, e := range ExceptionTypes() {
		if !e.IsSubtype(BaseExceptionType) {
			t.Errorf("%s does not derive from BaseException", e.Name)
		}
	}
	if got := len(ExceptionGroupType.MRO()); got != 5 {
		t.Errorf("ExceptionGroup's MRO has %d classes, want 5", got)
	}
}

func TestInstanceAttributes(t *testing.T) {
	th := testThread()
	c, err := NewClass(th, ClassSpec{Meta: TypeType, Name: NewStr("C"), Namespace: NewDict()})
	if err != nil {
		t.Fatal(err)
	}
	v, err := Call0(th, c.Value())
	if err != nil {
		t.Fatal(err)
	}
	names := []*Str{}
	for i := range 100 {
		n := NewStr("a" + string(rune('A'+i)))
		names = append(names, n)
		if err := SetAttr(th, v, n, Int(int64(i))); err != nil {
			t.Fatal(err)
		}
	}
	for i, n := range names {
		got, err := GetAttr(th, v, n)
		if err != nil || got != Int(int64(i)) {
			t.Fatalf("%s: %v %v", n.S, got, err)
		}
	}
	if err := DelAttr(th, v, names[3]); err != nil {
		t.Fatal(err)
	}
	if _, err := GetAttr(th, v, names[3]); !Matches(err, AttributeErrorType) {
		t.Fatalf("deleted attribute: %v", err)
	}
	if d := InstanceDict(v); d.Len() != 99 {
		t.Fatalf("__dict__ has %d entries", d.Len())
	}
}

func TestDictKeepsOrder(t *testing.T) {
	th := testThread()
	d := NewDict()
	for i := range int64(1000) {
		if err := d.Set(th, Int(i*7919), Int(i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range int64(500) {
		if _, ok, _ := d.Del(th, Int(i*2*7919)); !ok {
			t.Fatalf("%d is missing", i)
		}
	}
	want := int64(1)
	for k, v := range d.All() {
		if v != Int(want) || k != Int(want*7919) {
			t.Fatalf("got %v %v, want %d", k, v, want)
		}
		want += 2
	}
	if d.Len() != 500 {
		t.Fatalf("%d entries", d.Len())
	}
}

func TestSignatures(t *testing.T) {
	f := &Func{Sig: "f(a, b=1, /, c=None, *, d='x')", Fn: FN(func(th *Thread, a []Value) (Value, error) { return a[3], nil })}
	th := testThread()
	v, err := Call(th, NewBuiltin(f, nil), []Value{Int(1), Int(2), Int(5)}, []*Str{NewStr("d")})
	if err != nil || v != Int(5) {
		t.Fatal(v, err)
	}
	if _, err = Call(th, NewBuiltin(f, nil), nil, nil); err == nil {
		t.Fatal("missing argument accepted")
	}
}
