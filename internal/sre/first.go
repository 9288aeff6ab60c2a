package sre

// What a piece of program can start with, in bytes. These sets let the machine skip choices that cannot succeed, and the search
// skip places where nothing can start. They may hold too much, never too little.

type firstFinder struct {
	p     *Program
	done  []bool // known[pc] is final
	known []*byteSet
	seen  []int32 // the query that visited pc last
	query int32
	left  int // visits that the current query may still make
}

// firstVisits bounds one query, so that huge patterns compile in linear time.
const firstVisits = 512

func (p *Program) findStarts() {
	f := &firstFinder{p: p, done: make([]bool, len(p.code)), known: make([]*byteSet, len(p.code)), seen: make([]int32, len(p.code))}
	// From the end, so that later instructions' answers are at hand.
	for pc := len(p.code) - 1; pc >= 0; pc-- {
		in := &p.code[pc]
		switch in.op {
		case opSplit:
			in.fx, in.fy = f.find(in.x), f.find(in.y)
		case opLoop, opLoopMin:
			in.fx, in.fy = f.find(in.y), f.find(in.z)
		case opRepeat, opRepeatMin:
			in.fx = f.find(pc + 1)
			if in.fx == nil {
				break
			}
			var own byteSet
			own.addSet(in.set, p.Bytes)
			if in.op == opRepeat && !own.meets(in.fx) {
				// Whatever is given back cannot be what comes next.
				in.op = opRepeatAll
			}
			if b, n := in.fx.only(); n == 1 {
				in.next = int16(b)
			}
		}
		f.find(pc)
	}
	if b := f.find(0); b != nil {
		p.start = new([256]bool)
		for x := range p.start {
			p.start[x] = b.has(byte(x))
		}
	}
	p.findLead()
	for pc := 0; ; pc++ {
		in := &p.code[pc]
		switch in.op {
		case opSave:
			continue
		case opAt:
			p.anchored = p.anchored || in.x == atStart
			continue
		case opString:
			p.prefix = in.str
		}
		break
	}
}

// findLead notes the set of an unlimited repetition that the pattern starts with. If such a pattern fails at some place, what comes after the
// repetition has failed at every place that a later start inside the same run could reach, so the search goes on behind the run.
// This keeps ".*x" and "[^ ]+ ok" linear. Backreferences are excepted: they look at where the run began.
func (p *Program) findLead() {
	for pc := range p.code {
		if p.code[pc].op == opRef {
			return
		}
	}
	pc := 0
	for p.code[pc].op == opSave {
		pc++
	}
	switch in := &p.code[pc]; in.op {
	case opRepeat, opRepeatAll, opRepeatMin:
		if in.max == MaxRepeat {
			p.lead = in.set
		}
	}
}

// only returns a member and the number of members.
func (b *byteSet) only() (c byte, n int) {
	for x := range 256 {
		if b.has(byte(x)) {
			c = byte(x)
			n++
		}
	}
	return c, n
}

// find returns the bytes that a match from pc on can start with; nil if it may be empty or is not known.
func (f *firstFinder) find(pc int) *byteSet {
	if f.done[pc] {
		return f.known[pc]
	}
	f.query++
	f.left = firstVisits
	var b byteSet
	ok := f.walk(pc, &b)
	f.done[pc] = true
	if ok {
		f.known[pc] = &b
	}
	return f.known[pc]
}

// walk adds to b what pc can start with, and says whether that is all there is.
func (f *firstFinder) walk(pc int, b *byteSet) bool {
	for {
		if f.done[pc] {
			if f.known[pc] == nil {
				return false
			}
			b.union(f.known[pc])
			return true
		}
		if f.seen[pc] == f.query {
			return true
		}
		f.seen[pc] = f.query
		if f.left--; f.left < 0 {
			return false
		}
		in := &f.p.code[pc]
		switch in.op {
		case opFail:
			return true
		case opString:
			b.add(in.str[0])
			return true
		case opSet:
			b.addSet(in.set, f.p.Bytes)
			return true
		case opRepeat, opRepeatAll, opRepeatMin:
			b.addSet(in.set, f.p.Bytes)
			if in.min > 0 {
				return true
			}
			pc++
		case opSave, opAt, opLoopStart:
			pc++
		case opMark:
			if in.y > 0 {
				pc = in.y // a lookahead: what counts stands behind it
			} else {
				pc++
			}
		case opLookNot:
			pc = in.y
		case opJump:
			pc = in.x
		case opSplit:
			if !f.walk(in.x, b) {
				return false
			}
			pc = in.y
		case opLoop, opLoopMin:
			if !f.walk(in.y, b) {
				return false
			}
			pc = in.z
		case opCond:
			if !f.walk(pc+1, b) {
				return false
			}
			pc = in.y
		default:
			// opCommit too: what stands behind it must not decide which way through the atomic group is taken.
			return false
		}
	}
}
