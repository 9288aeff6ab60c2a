package aio

// Ring is owned state (see doc.go).

// A Callback is something the loop can run. A pointer to the caller's own object (a Handle, a Task) serves, so that
// making it ready allocates nothing. Whether it has been cancelled meanwhile is for Run to look up.
//
// An error ends the pass: it comes out of RunOnce, and what was ready stays ready.
type Callback interface {
	Run() error
}

// Func makes a plain function a Callback, without allocating.
type Func func()

// Run calls f.
func (f Func) Run() error {
	f()
	return nil
}

const ringInitial = 64

// ring is a queue of callbacks, first in first out. head and tail run freely and are masked on access, so that
// tail-head is the length even after they wrap.
type ring struct {
	buf        []Callback // length is 0 or a power of two
	head, tail uint32
}

func (r *ring) len() int { return int(r.tail - r.head) }

func (r *ring) push(cb Callback) {
	if r.tail-r.head == uint32(len(r.buf)) {
		r.grow()
	}
	r.buf[r.tail&uint32(len(r.buf)-1)] = cb
	r.tail++
}

// pop returns the oldest callback; the ring must not be empty.
func (r *ring) pop() Callback {
	p := &r.buf[r.head&uint32(len(r.buf)-1)]
	cb := *p
	*p = nil
	r.head++
	return cb
}

// at returns the i-th callback counted from the head.
func (r *ring) at(i int) Callback { return r.buf[(r.head+uint32(i))&uint32(len(r.buf)-1)] }

// swap exchanges the i-th and the j-th callback counted from the head.
func (r *ring) swap(i, j int) {
	mask := uint32(len(r.buf) - 1)
	a, b := (r.head+uint32(i))&mask, (r.head+uint32(j))&mask
	r.buf[a], r.buf[b] = r.buf[b], r.buf[a]
}

//go:noinline
func (r *ring) grow() {
	if len(r.buf) == 0 {
		r.buf = make([]Callback, ringInitial)
		return
	}
	n := r.len()
	buf := make([]Callback, 2*len(r.buf))
	at := int(r.head & uint32(len(r.buf)-1))
	copied := copy(buf, r.buf[at:])
	copy(buf[copied:], r.buf[:at])
	r.buf, r.head, r.tail = buf, 0, uint32(n)
}

func (r *ring) clear() { *r = ring{} }
