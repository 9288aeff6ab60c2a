package sre

import (
	"strings"

	"ouro/internal/ucd"
)

// frame is an entry of the backtracking stack: something to undo if slot >= 0, else a choice.
type frame struct {
	pc   int32
	slot int32 // register to restore to pos, or one of the choices below
	pos  int
	aux  int
}

const (
	choice       = -1 // go on at pc and pos
	choiceFewer  = -2 // opRepeat at pc: matched up to pos, may go back to aux
	choiceMore   = -3 // opRepeatMin at pc: matched up to pos, aux more allowed
	choiceRound  = -4 // opLoopMin at pc: one more round from pos
	interruptGap = 16384
	keepStack    = 1 << 14 // frames; larger stacks are not kept for the next run
	maxStack     = 1 << 25 // frames
)

// machine is the state of a run. It belongs to one goroutine.
type machine struct {
	p         *Program
	s         string // ends where the search may look
	regs      []int  // start and end of groups, last closed group, then loops and marks
	stack     []frame
	dirty     bool // some group register is set
	full      bool // the match must end at the end
	notEmpty  bool // the match must not be empty
	steps     int
	interrupt func() error
	err       error
}

func (m *machine) begin(s string, end int, interrupt func() error) {
	m.s = s[:max(0, min(end, len(s)))]
	m.interrupt, m.err, m.steps, m.dirty = interrupt, nil, interruptGap, true
}

// find runs the program at pos, or for Search at the first place from there on where it matches.
func (m *machine) find(mode Mode, pos int, notEmpty bool, out *Match) (bool, error) {
	p, s := m.p, m.s
	m.full, m.notEmpty = mode == Full, notEmpty
	if pos < 0 || pos > len(s) || len(s)-pos < p.minBytes {
		return false, nil
	}
	if mode != Search || p.anchored {
		if p.anchored && pos > 0 {
			return false, m.err
		}
		end, ok := m.attempt(pos)
		if ok {
			m.store(pos, end, out)
		}
		return ok, m.err
	}
	for last := len(s) - p.minBytes; pos <= last; {
		if p.prefix != "" {
			i := strings.Index(s[pos:], p.prefix)
			if i < 0 {
				return false, m.err
			}
			if i > 0 {
				m.notEmpty = false
			}
			pos += i
		} else if p.start != nil {
			i := pos
			for i < len(s) && !p.start[s[i]] {
				i++
			}
			if i > last {
				return false, m.err
			}
			if i > pos {
				m.notEmpty = false
			}
			pos = i
		}
		end, ok := m.attempt(pos)
		if ok {
			m.store(pos, end, out)
			return true, nil
		}
		if m.err != nil {
			return false, m.err
		}
		m.notEmpty = false
		if m.steps -= 4; m.steps <= 0 && !m.poll() {
			return false, m.err
		}
		if p.lead != nil {
			from := pos
			pos, _ = m.span(p.lead, pos, MaxRepeat)
			m.steps -= (pos - from) >> 5
		}
		if pos >= len(s) {
			break
		}
		pos++
		if !p.Bytes {
			for pos < len(s) && s[pos]&0xC0 == 0x80 {
				pos++
			}
		}
	}
	return false, nil
}

func (m *machine) store(start, end int, out *Match) {
	n := 2 * (m.p.Groups + 1)
	if cap(out.Regs) < n {
		out.Regs = make([]int, n)
	}
	out.Regs = out.Regs[:n]
	out.Regs[0], out.Regs[1] = start, end
	for i := 2; i < n; i += 2 {
		a, b := m.regs[i], m.regs[i+1]
		if a < 0 || b < 0 {
			a, b = -1, -1
		}
		out.Regs[i], out.Regs[i+1] = a, b
	}
	out.LastIndex = m.regs[n]
}

// poll asks whether to go on.
func (m *machine) poll() bool {
	m.steps = interruptGap
	if m.interrupt != nil && m.err == nil {
		m.err = m.interrupt()
	}
	return m.err == nil
}

// grow makes room for more frames.
func (m *machine) grow(st []frame) []frame {
	n := max(64, 2*cap(st))
	if n > maxStack {
		m.err = ErrMemory
		return st
	}
	return append(make([]frame, 0, n), st...)
}

func (m *machine) attempt(pos int) (end int, ok bool) {
	regs, s, code := m.regs, m.s, m.p.code
	last := 2 * (m.p.Groups + 1)
	if m.dirty {
		for i := 2; i < last; i++ {
			regs[i] = -1
		}
		regs[last] = 0
		m.dirty = false
	}
	st := m.stack[:0]
	start, pc := pos, 0
	bytes := m.p.Bytes
	for {
		if cap(st)-len(st) < 4 {
			// Room for what any one instruction pushes.
			if st = m.grow(st); m.err != nil {
				m.stack = st
				return 0, false
			}
		}
		in := &code[pc]
		switch in.op {
		case opString:
			if len(s)-pos < len(in.str) || s[pos:pos+len(in.str)] != in.str {
				goto fail
			}
			pos += len(in.str)
			pc++
			continue
		case opSet:
			if pos >= len(s) {
				goto fail
			}
			if c := s[pos]; c < 0x80 || bytes {
				if !in.set.low[c] {
					goto fail
				}
				pos++
			} else {
				r, n := decode(s, pos)
				if !in.set.has(r) {
					goto fail
				}
				pos += n
			}
			pc++
			continue
		case opRepeat, opRepeatAll:
			low := pos
			if in.min == 1 {
				// The usual case is worth its own test.
				if pos >= len(s) {
					goto fail
				}
				n := 1
				if c := s[pos]; c < 0x80 || bytes {
					if !in.set.low[c] {
						goto fail
					}
				} else {
					var r rune
					if r, n = decode(s, pos); !in.set.has(r) {
						goto fail
					}
				}
				low += n
			} else if in.min > 0 {
				n := 0
				if low, n = m.span(in.set, pos, in.min); n < in.min {
					m.steps -= n >> 5
					goto fail
				}
			}
			high := low
			if in.max > in.min {
				high, _ = m.span(in.set, low, in.max-in.min)
			}
			m.steps -= (high - pos) >> 5
			pc++
			pos = high
			if in.op == opRepeatAll {
				continue
			}
			if in.fx != nil {
				if pos = m.giveBack(in, low, high); pos < 0 {
					goto fail
				}
			}
			if pos > low {
				st = append(st, frame{pc: int32(pc - 1), slot: choiceFewer, pos: pos, aux: low})
			}
			continue
		case opRepeatMin:
			if in.min > 0 {
				n := 0
				if pos, n = m.span(in.set, pos, in.min); n < in.min {
					goto fail
				}
			}
			more := in.max - in.min
			if in.max == MaxRepeat {
				more = MaxRepeat
			}
			if pos, more = m.takeMore(in, pos, more); pos < 0 {
				goto fail
			}
			if more > 0 {
				st = append(st, frame{pc: int32(pc), slot: choiceMore, pos: pos, aux: more})
			}
			pc++
			continue
		case opSave:
			m.dirty = true
			if len(st) > 0 {
				st = append(st, frame{slot: int32(in.x), pos: regs[in.x]})
			}
			regs[in.x] = pos
			if in.x&1 != 0 {
				if len(st) > 0 {
					st = append(st, frame{slot: int32(last), pos: regs[last]})
				}
				regs[last] = in.x >> 1
			}
			pc++
			continue
		case opSplit:
			if m.steps--; m.steps <= 0 && !m.poll() {
				m.stack = st
				return 0, false
			}
			if in.fx == nil || pos < len(s) && in.fx.has(s[pos]) {
				if in.fy == nil || pos < len(s) && in.fy.has(s[pos]) {
					st = append(st, frame{pc: int32(in.y), slot: choice, pos: pos})
				}
				pc = in.x
				continue
			}
			// The second way fails by itself if it cannot match.
			pc = in.y
			continue
		case opJump:
			pc = in.x
			continue
		case opLoopStart:
			if len(st) > 0 {
				st = append(st, frame{slot: int32(in.x), pos: regs[in.x]}, frame{slot: int32(in.x + 1), pos: regs[in.x+1]})
			}
			regs[in.x], regs[in.x+1] = 0, -1
			pc++
			continue
		case opLoop, opLoopMin:
			if m.steps--; m.steps <= 0 && !m.poll() {
				m.stack = st
				return 0, false
			}
			n := regs[in.x]
			if n < in.min {
				if len(st) > 0 {
					st = append(st, frame{slot: int32(in.x), pos: n})
				}
				regs[in.x] = n + 1
				pc = in.y
				continue
			}
			again := (n < in.max || in.max == MaxRepeat) && pos != regs[in.x+1]
			if again && in.fx != nil {
				again = pos < len(s) && in.fx.has(s[pos])
			}
			leave := in.fy == nil || pos < len(s) && in.fy.has(s[pos])
			switch {
			case !again && !leave:
				goto fail
			case !again:
				pc = in.z
				continue
			case in.op == opLoopMin && leave:
				st = append(st, frame{pc: int32(pc), slot: choiceRound, pos: pos})
				pc = in.z
				continue
			case leave:
				st = append(st, frame{pc: int32(in.z), slot: choice, pos: pos})
			}
			if len(st) > 0 {
				st = append(st, frame{slot: int32(in.x), pos: n}, frame{slot: int32(in.x + 1), pos: regs[in.x+1]})
			}
			regs[in.x], regs[in.x+1] = n+1, pos
			pc = in.y
			continue
		case opAt:
			if !m.at(in.x, pos) {
				goto fail
			}
			pc++
			continue
		case opRef:
			a, b := regs[2*in.x], regs[2*in.x+1]
			if a < 0 || b < a {
				goto fail
			}
			m.steps -= (b - a) >> 5
			if in.min == 0 {
				if len(s)-pos < b-a || s[pos:pos+b-a] != s[a:b] {
					goto fail
				}
				pos += b - a
			} else if pos = m.sameFolded(a, b, pos, Flags(in.min)); pos < 0 {
				goto fail
			}
			pc++
			continue
		case opCond:
			a, b := regs[2*in.x], regs[2*in.x+1]
			if a < 0 || b < a {
				pc = in.y
			} else {
				pc++
			}
			continue
		case opMark:
			regs[in.x], regs[in.x+1] = len(st), pos
			pc++
			continue
		case opCommit, opLookEnd:
			st = commit(st, regs[in.x])
			if in.op == opLookEnd {
				pos = regs[in.x+1]
			}
			pc++
			continue
		case opLookNot:
			regs[in.x] = len(st)
			st = append(st, frame{pc: int32(in.y), slot: choice, pos: pos})
			pc++
			continue
		case opLookNotEnd:
			for h := regs[in.x]; len(st) > h; st = st[:len(st)-1] {
				if f := &st[len(st)-1]; f.slot >= 0 {
					regs[f.slot] = f.pos
				}
			}
		case opBack:
			m.steps -= in.x >> 5
			if bytes || pos < in.x {
				pos -= in.x
			} else {
				for n := in.x; n > 0 && pos >= 0; n-- {
					if pos == 0 {
						pos = -1
						break
					}
					pos = before(s, 0, pos)
				}
			}
			if pos < 0 {
				goto fail
			}
			pc++
			continue
		case opMatch:
			if m.full && pos != len(s) || m.notEmpty && pos == start {
				goto fail
			}
			m.stack = st
			return pos, true
		}

	fail:
		if m.steps--; m.steps <= 0 && !m.poll() {
			m.stack = st
			return 0, false
		}
	pop:
		for {
			if len(st) == 0 {
				m.stack = st
				return 0, false
			}
			f := &st[len(st)-1]
			st = st[:len(st)-1]
			switch f.slot {
			default:
				regs[f.slot] = f.pos
			case choice:
				pc, pos = int(f.pc), f.pos
				break pop
			case choiceRound:
				in := &code[f.pc]
				pc, pos = in.y, f.pos
				n, was := regs[in.x], regs[in.x+1]
				if len(st) > 0 {
					st = append(st, frame{slot: int32(in.x), pos: n}, frame{slot: int32(in.x + 1), pos: was})
				}
				regs[in.x], regs[in.x+1] = n+1, pos
				break pop
			case choiceFewer:
				in := &code[f.pc]
				low := f.aux
				if bytes {
					pos = f.pos - 1
				} else {
					pos = before(s, low, f.pos)
				}
				if in.fx != nil {
					if pos = m.giveBack(in, low, pos); pos < 0 {
						continue
					}
				}
				pc = int(f.pc) + 1
				if pos > low {
					f.pos = pos
					st = st[:len(st)+1]
				}
				break pop
			case choiceMore:
				in := &code[f.pc]
				more := f.aux
				next, n := m.span(in.set, f.pos, 1)
				if n == 0 {
					continue
				}
				if more != MaxRepeat {
					more--
				}
				if pos, more = m.takeMore(in, next, more); pos < 0 {
					continue
				}
				pc = int(f.pc) + 1
				if more > 0 {
					f.pos, f.aux = pos, more
					st = st[:len(st)+1]
				}
				break pop
			}
		}
	}
}

// commit drops the choices above height h and keeps what must be undone if something before them fails.
func commit(st []frame, h int) []frame {
	if h == 0 {
		return st[:0]
	}
	n := h
	for i := h; i < len(st); i++ {
		if st[i].slot >= 0 {
			st[n] = st[i]
			n++
		}
	}
	return st[:n]
}

// span returns the end of the run of at most limit members of set from i on, and their number; the number is exact only up
// to what a limited run needs.
func (m *machine) span(set *charset, i, limit int) (int, int) {
	s := m.s
	if set.stop >= 0 && limit >= len(s)-i && (limit >= MaxRepeat/2 || m.p.Bytes) {
		end := len(s)
		if set.stop < stopNever {
			if k := strings.IndexByte(s[i:], byte(set.stop)); k >= 0 {
				end = i + k
			}
		}
		return end, end - i
	}
	n := 0
	if m.p.Bytes {
		end := min(len(s), i+min(limit, len(s)-i))
		j := i
		for j < end && set.low[s[j]] {
			j++
		}
		return j, j - i
	}
	for i < len(s) && n < limit {
		c := s[i]
		if c < 0x80 {
			if !set.low[c] {
				break
			}
			i++
			n++
			continue
		}
		r, w := decode(s, i)
		if !set.has(r) {
			break
		}
		i += w
		n++
	}
	return i, n
}

// giveBack returns the last offset in [low, pos] where in.fx allows the rest to start, or -1.
func (m *machine) giveBack(in *inst, low, pos int) int {
	s := m.s
	if in.next >= 0 {
		k := strings.LastIndexByte(s[low:min(pos+1, len(s))], byte(in.next))
		if k < 0 {
			return -1
		}
		return low + k
	}
	if pos == len(s) {
		if pos == low {
			return -1
		}
		pos--
	}
	for pos >= low && !in.fx.has(s[pos]) {
		pos--
	}
	if pos < low {
		return -1
	}
	return pos
}

// takeMore returns the first offset from pos on, at most more members of in.set away, where in.fx allows the rest to start, and how
// many further members are allowed then; -1 if there is none.
func (m *machine) takeMore(in *inst, pos, more int) (int, int) {
	if in.fx == nil {
		return pos, more
	}
	s := m.s
	for from := pos; ; {
		if pos >= len(s) {
			return -1, 0
		}
		c := s[pos]
		if in.fx.has(c) {
			m.steps -= (pos - from) >> 5
			return pos, more
		}
		if more == 0 {
			return -1, 0
		}
		if c < 0x80 || m.p.Bytes {
			if !in.set.low[c] {
				return -1, 0
			}
			pos++
		} else {
			r, n := decode(s, pos)
			if !in.set.has(r) {
				return -1, 0
			}
			pos += n
		}
		if more != MaxRepeat {
			more--
		}
	}
}

func (m *machine) at(kind, pos int) bool {
	s := m.s
	switch kind {
	case atStart:
		return pos == 0
	case atLineStart:
		return pos == 0 || s[pos-1] == '\n'
	case atEnd:
		return pos == len(s) || pos == len(s)-1 && s[pos] == '\n'
	case atLineEnd:
		return pos == len(s) || s[pos] == '\n'
	case atTextEnd:
		return pos == len(s)
	case atWord, atNotWord:
		a, b := false, false
		if pos > 0 {
			if c := s[pos-1]; c < 0x80 {
				a = isASCIIWord(rune(c))
			} else {
				r, _ := decode(s, before(s, 0, pos))
				a = ucd.IsAlnum(r)
			}
		}
		if pos < len(s) {
			if c := s[pos]; c < 0x80 {
				b = isASCIIWord(rune(c))
			} else {
				r, _ := decode(s, pos)
				b = ucd.IsAlnum(r)
			}
		}
		return (a != b) == (kind == atWord)
	}
	a := pos > 0 && isASCIIWord(rune(s[pos-1]))
	b := pos < len(s) && isASCIIWord(rune(s[pos]))
	return (a != b) == (kind == atASCIIWord)
}

// sameFolded compares s[a:b] with what stands at pos, ignoring case, and returns the end of that or -1.
func (m *machine) sameFolded(a, b, pos int, flags Flags) int {
	s := m.s
	for a < b {
		if pos >= len(s) {
			return -1
		}
		r, n := rune(s[a]), 1
		q, k := rune(s[pos]), 1
		if !m.p.Bytes {
			r, n = decode(s, a)
			q, k = decode(s, pos)
		}
		if r != q && lower(r, flags) != lower(q, flags) {
			return -1
		}
		a += n
		pos += k
	}
	return pos
}
