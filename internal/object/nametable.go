package object

import "math/bits"

// nameTable holds the attributes of a builtin type and its bases. It is written once and then read by all interpreters; a
// name's cached hash makes it quicker than a Go map.
type nameTable struct {
	mask uint64
	rows []nameRow // linear probing; where is nil in an empty row
}

type nameRow struct {
	name string
	hash uint64
	lookup
}

// newNameTable makes a table for up to n names.
func newNameTable(n int) nameTable {
	size := 1 << bits.Len(uint(n+n/2))
	return nameTable{mask: uint64(size - 1), rows: make([]nameRow, size)}
}

// row finds the row of a name, or the empty one where it belongs.
func (t *nameTable) row(name *Str) *nameRow {
	h := name.Hash()
	for i := h & t.mask; ; i = (i + 1) & t.mask {
		r := &t.rows[i]
		if r.where == nil || r.hash == h && r.name == name.S {
			return r
		}
	}
}

func (t *nameTable) set(name *Str, l lookup) { *t.row(name) = nameRow{name.S, name.Hash(), l} }

// find gives the zero lookup for a name that is not there.
func (t *nameTable) find(name *Str) lookup { return t.row(name).lookup }
