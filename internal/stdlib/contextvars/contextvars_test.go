package contextvars

import (
	"testing"

	"ouro/internal/object"
)

func TestPersistentMap(t *testing.T) {
	var vars []*Var
	var m *node
	for i := range 200 {
		v := NewVar("v", object.Value{})
		vars = append(vars, v)
		m = m.set(v, object.Int(int64(i)))
	}
	before := m
	for i := 0; i < 200; i += 2 {
		m = m.without(vars[i])
	}
	if before.count() != 200 || m.count() != 100 {
		t.Fatal(before.count(), m.count())
	}
	for i, v := range vars {
		x, ok := m.get(v)
		if ok != (i%2 == 1) || ok && x != object.Int(int64(i)) {
			t.Fatalf("%d: %v %v", i, x, ok)
		}
	}
}

func TestContexts(t *testing.T) {
	th := &object.Thread{}
	v := NewVar("v", object.Int(0))
	tok := v.Set(th, object.Int(1))
	c, _ := AsContext(CopyContext(th))
	if err := c.Enter(th); err != nil {
		t.Fatal(err)
	}
	v.Set(th, object.Int(2))
	if c.Enter(th) == nil {
		t.Fatal("entered twice")
	}
	c.Exit(th)
	if v.Get(th) != object.Int(1) {
		t.Fatal("value leaked")
	}
	if err := v.Reset(th, tok); err != nil || v.Get(th) != object.Int(0) {
		t.Fatal(err)
	}
}
