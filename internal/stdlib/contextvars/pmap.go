package contextvars

import "ouro/internal/object"

// node is a persistent map from variables to values, a treap: nodes are never changed, so that a copy of a context is a
// copied pointer. Keys are ordered by the variables' ids, priorities derive from them.
type node struct {
	v           *Var
	val         object.Value
	left, right *node
}

// priority mixes an id (the finaliser of splitmix64), which makes the tree balanced in expectation.
func priority(id uint64) uint64 {
	id += 0x9e3779b97f4a7c15
	id = (id ^ id>>30) * 0xbf58476d1ce4e5b9
	id = (id ^ id>>27) * 0x94d049bb133111eb
	return id ^ id>>31
}

func (n *node) get(v *Var) (object.Value, bool) {
	for n != nil {
		switch {
		case n.v == v:
			return n.val, true
		case v.id < n.v.id:
			n = n.left
		default:
			n = n.right
		}
	}
	return object.Value{}, false
}

// set gives the map with v changed or added.
func (n *node) set(v *Var, val object.Value) *node {
	if n == nil {
		return &node{v: v, val: val}
	}
	if n.v == v {
		return &node{v, val, n.left, n.right}
	}
	if v.id < n.v.id {
		l := n.left.set(v, val)
		if priority(l.v.id) > priority(n.v.id) {
			return &node{l.v, l.val, l.left, &node{n.v, n.val, l.right, n.right}}
		}
		return &node{n.v, n.val, l, n.right}
	}
	r := n.right.set(v, val)
	if priority(r.v.id) > priority(n.v.id) {
		return &node{r.v, r.val, &node{n.v, n.val, n.left, r.left}, r.right}
	}
	return &node{n.v, n.val, n.left, r}
}

// without gives the map without v.
func (n *node) without(v *Var) *node {
	switch {
	case n == nil:
		return nil
	case n.v == v:
		return merge(n.left, n.right)
	case v.id < n.v.id:
		return &node{n.v, n.val, n.left.without(v), n.right}
	}
	return &node{n.v, n.val, n.left, n.right.without(v)}
}

func merge(a, b *node) *node {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case priority(a.v.id) > priority(b.v.id):
		return &node{a.v, a.val, a.left, merge(a.right, b)}
	}
	return &node{b.v, b.val, merge(a, b.left), b.right}
}

// each calls f for the entries in order until it gives false.
func (n *node) each(f func(v *Var, val object.Value) bool) bool {
	return n == nil || n.left.each(f) && f(n.v, n.val) && n.right.each(f)
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}
