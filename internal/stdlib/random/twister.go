package random

// twister is MT19937 (Matsumoto and Nishimura, 1998).
type twister struct {
	state [size]uint32
	at    int // next word of state to be used; size: make new ones first
}

const (
	size   = 624
	middle = 397
)

func (t *twister) init(seed uint32) {
	t.state[0] = seed
	for i := uint32(1); i < size; i++ {
		p := t.state[i-1]
		t.state[i] = 1812433253*(p^p>>30) + i
	}
	t.at = size
}

// initArray mixes all words of the key into the state.
func (t *twister) initArray(key []uint32) {
	t.init(19650218)
	s := &t.state
	i, j := 1, 0
	step := func() {
		if i++; i >= size {
			s[0] = s[size-1]
			i = 1
		}
	}
	for range max(size, len(key)) {
		p := s[i-1]
		s[i] = (s[i] ^ (p^p>>30)*1664525) + key[j] + uint32(j)
		step()
		if j++; j >= len(key) {
			j = 0
		}
	}
	for range size - 1 {
		p := s[i-1]
		s[i] = (s[i] ^ (p^p>>30)*1566083941) - uint32(i)
		step()
	}
	s[0] = 1 << 31
}

func (t *twister) refill() {
	s := &t.state
	for i := range s {
		y := s[i]&(1<<31) | s[(i+1)%size]&(1<<31-1)
		s[i] = s[(i+middle)%size] ^ y>>1 ^ -(y&1)&0x9908b0df
	}
	t.at = 0
}

// next gives 32 random bits.
func (t *twister) next() uint32 {
	if t.at >= size {
		t.refill()
	}
	y := t.state[t.at]
	t.at++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

// float gives 53 random bits as a float in [0, 1).
func (t *twister) float() float64 {
	a, b := t.next()>>5, t.next()>>6
	return (float64(a)*(1<<26) + float64(b)) / (1 << 53)
}
