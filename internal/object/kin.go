package object

import (
	"slices"
	"weak"
)

// kin are the classes that scripts derived directly from one, in the order in which they were made. It does not keep them: a
// class defined in a function goes when nobody has it any more.
type kin struct {
	list []weak.Pointer[Type]
	kept int // how many there were when the list was last rid of those that have gone
}

func (k *kin) add(t *Type) {
	if len(k.list) > 2*k.kept+8 {
		k.list = slices.DeleteFunc(k.list, func(p weak.Pointer[Type]) bool { return p.Value() == nil })
		k.kept = len(k.list)
	}
	k.list = append(k.list, weak.Make(t))
}

func (k *kin) drop(t *Type) {
	k.list = slices.DeleteFunc(k.list, func(p weak.Pointer[Type]) bool { return p.Value() == t })
}

// all gives those that live.
func (k *kin) all() []*Type {
	if k == nil {
		return nil
	}
	var out []*Type
	for _, p := range k.list {
		if t := p.Value(); t != nil {
			out = append(out, t)
		}
	}
	return out
}
