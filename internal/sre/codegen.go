package sre

type opcode uint8

// The instructions. "Fails" means: takes up the latest choice on the stack.
const (
	opFail       opcode = iota
	opMatch             // the end of the pattern
	opString            // str follows
	opSet               // one character in set
	opRepeat            // min to max characters in set, as many as possible; choice: fewer
	opRepeatAll         // same without the choice
	opRepeatMin         // as few as possible; choice: one more
	opSave              // regs[x] = pos; if x closes a group, note it as the last one
	opSplit             // go to x; choice: y
	opJump              // go to x
	opLoopStart         // regs[x], regs[x+1] = 0 rounds, no last position
	opLoop              // one more round from y, or on to z, by the counter in regs[x]
	opLoopMin           // same, preferring z
	opAt                // position test x
	opRef               // what group x matched; min says how to compare
	opCond              // if group x took no part, go to y
	opMark              // regs[x], regs[x+1] = stack height, pos
	opCommit            // drop the choices made since the mark
	opLookEnd           // commit and go back to the mark's pos
	opLookNot           // regs[x] = stack height; choice: y
	opLookNotEnd        // undo everything since the mark, the choice included, and fail
	opBack              // go back x characters or fail
)

// Position tests of opAt.
const (
	atStart = iota
	atLineStart
	atEnd
	atLineEnd
	atTextEnd
	atWord
	atNotWord
	atASCIIWord
	atNotASCIIWord
)

// inst is one instruction. fx and fy, where set, hold the bytes that what follows by way of x (y) must start with.
type inst struct {
	op       opcode
	next     int16 // opRepeat: the only byte in fx, or -1
	x, y, z  int
	min, max int
	str      string
	set      *charset
	fx, fy   *byteSet
}

type generator struct {
	p    *Program
	code []inst
	regs int
	// Before barrier stands the target of a jump: literals on both sides of it must not run together.
	barrier int
}

func generate(p *Program, tree *node) error {
	g := &generator{p: p, regs: 2*(p.Groups+1) + 1}
	if err := g.emit(tree, p.Flags); err != nil {
		return err
	}
	g.add(inst{op: opMatch})
	p.code, p.regs = g.code, g.regs
	p.minBytes = int(min(tree.lo, 1<<40))
	p.findStarts()
	return nil
}

func (g *generator) add(in inst) int {
	g.code = append(g.code, in)
	return len(g.code) - 1
}

func (g *generator) here() int { return len(g.code) }

// reg reserves n registers.
func (g *generator) reg(n int) int {
	r := g.regs
	g.regs += n
	return r
}

func scoped(n *node, flags Flags) Flags {
	if n.add&typeFlags != 0 {
		flags &^= typeFlags
	}
	return (flags | n.add) &^ n.del
}

func (g *generator) emit(n *node, flags Flags) error {
	switch n.kind {
	case nodeSeq:
		for _, s := range n.subs {
			if err := g.emit(s, flags); err != nil {
				return err
			}
		}
	case nodeLiteral:
		g.literal(n, flags)
	case nodeSet, nodeAny:
		g.add(inst{op: opSet, set: g.unit(n, flags)})
	case nodeAt:
		g.at(n, flags)
	case nodeFail:
		g.add(inst{op: opFail})
	case nodeAlt:
		return g.alternatives(n, flags)
	case nodeGroup:
		if n.group > 0 {
			g.add(inst{op: opSave, x: 2 * n.group})
		}
		if err := g.emit(n.subs[0], scoped(n, flags)); err != nil {
			return err
		}
		if n.group > 0 {
			g.add(inst{op: opSave, x: 2*n.group + 1})
		}
	case nodeRef:
		in := inst{op: opRef, x: n.group}
		if flags&IgnoreCase != 0 {
			in.min = int(flags&Unicode | IgnoreCase)
		}
		g.add(in)
	case nodeCond:
		c := g.add(inst{op: opCond, x: n.group})
		if err := g.emit(n.subs[0], flags); err != nil {
			return err
		}
		if len(n.subs) > 1 {
			j := g.add(inst{op: opJump})
			g.code[c].y = g.here()
			if err := g.emit(n.subs[1], flags); err != nil {
				return err
			}
			g.code[j].x = g.here()
		} else {
			g.code[c].y = g.here()
		}
		g.fence()
	case nodeAtomic:
		r := g.reg(2)
		g.add(inst{op: opMark, x: r})
		if err := g.emit(n.subs[0], flags); err != nil {
			return err
		}
		g.add(inst{op: opCommit, x: r})
	case nodeLook:
		return g.look(n, flags)
	case nodeRepeat:
		return g.repeat(n, flags)
	}
	return nil
}

func (g *generator) fence() { g.barrier = g.here() }

func (g *generator) literal(n *node, flags Flags) {
	if flags&IgnoreCase != 0 {
		if len(appendClass(nil, n.char, flags)) > 1 {
			g.add(inst{op: opSet, set: g.unit(n, flags)})
			return
		}
	}
	s := encode([]rune{n.char}, g.p.Bytes)
	if last := len(g.code) - 1; last >= g.barrier && g.code[last].op == opString {
		g.code[last].str += s
		return
	}
	g.add(inst{op: opString, str: s})
}

func (g *generator) at(n *node, flags Flags) {
	kind := 0
	switch n.at {
	case 'A':
		kind = atStart
	case '^':
		kind = atStart
		if flags&Multiline != 0 {
			kind = atLineStart
		}
	case '$':
		kind = atEnd
		if flags&Multiline != 0 {
			kind = atLineEnd
		}
	case 'Z', 'z':
		kind = atTextEnd
	case 'b', 'B':
		kind = atASCIIWord
		if flags&Unicode != 0 {
			kind = atWord
		}
		if n.at == 'B' {
			kind++
		}
	}
	g.add(inst{op: opAt, x: kind})
}

// unit returns the set that a node matches if it always matches exactly one character, else nil.
func (g *generator) unit(n *node, flags Flags) *charset {
	items, negate, ok := g.unitItems(n, flags)
	if !ok {
		return nil
	}
	if n.kind == nodeGroup {
		for n.kind == nodeGroup {
			flags = scoped(n, flags)
			n = n.subs[0]
		}
	}
	return newCharset(items, negate, flags, g.p.Bytes)
}

func (g *generator) unitItems(n *node, flags Flags) (items []setItem, negate, ok bool) {
	switch n.kind {
	case nodeLiteral:
		return []setItem{{lo: n.char, hi: n.char}}, false, true
	case nodeSet:
		return n.items, n.negate, true
	case nodeAny:
		if flags&DotAll != 0 {
			return nil, true, true
		}
		return []setItem{{lo: '\n', hi: '\n'}}, true, true
	case nodeGroup:
		if n.group == 0 {
			return g.unitItems(n.subs[0], scoped(n, flags))
		}
	case nodeAlt:
		for _, s := range n.subs {
			if s.kind != nodeLiteral && (s.kind != nodeSet || s.negate) {
				return nil, false, false
			}
			items = append(items, s.items...)
			if s.kind == nodeLiteral {
				items = append(items, setItem{lo: s.char, hi: s.char})
			}
		}
		return items, false, true
	}
	return nil, false, false
}

func (g *generator) alternatives(n *node, flags Flags) error {
	if set := g.unit(n, flags); set != nil {
		g.add(inst{op: opSet, set: set})
		return nil
	}
	var jumps []int
	for i, s := range n.subs {
		split := -1
		if i < len(n.subs)-1 {
			split = g.add(inst{op: opSplit, x: g.here() + 1})
		} else {
			g.fence()
		}
		if err := g.emit(s, flags); err != nil {
			return err
		}
		if split >= 0 {
			jumps = append(jumps, g.add(inst{op: opJump}))
			g.code[split].y = g.here()
		}
	}
	for _, j := range jumps {
		g.code[j].x = g.here()
	}
	g.fence()
	return nil
}

func (g *generator) look(n *node, flags Flags) error {
	r := g.reg(2)
	mark := g.add(inst{op: opMark, x: r})
	if n.negate {
		g.code[mark].op = opLookNot
	}
	body := n.subs[0]
	if n.behind {
		if body.lo >= MaxRepeat {
			return &PatternError{Msg: "looks too much behind", Pos: -1}
		}
		if body.lo != body.hi {
			return &PatternError{Msg: "look-behind requires fixed-width pattern", Pos: -1}
		}
		g.add(inst{op: opBack, x: int(body.lo)})
	}
	if err := g.emit(body, flags); err != nil {
		return err
	}
	end := opLookEnd
	if n.negate {
		end = opLookNotEnd
	}
	g.add(inst{op: end, x: r})
	g.code[mark].y = g.here()
	return nil
}

func (g *generator) repeat(n *node, flags Flags) error {
	body := n.subs[0]
	if set := g.unit(body, flags); set != nil {
		op := opRepeat
		switch n.greed {
		case lazy:
			op = opRepeatMin
		case possessive:
			op = opRepeatAll
		}
		if n.max > 0 {
			g.add(inst{op: op, set: set, min: n.min, max: n.max, next: -1})
		}
		return nil
	}
	if n.greed == possessive {
		// Each round is final, and so is their number.
		round := &node{kind: nodeAtomic, subs: n.subs, lo: body.lo, hi: body.hi}
		loop := *n
		loop.greed, loop.subs = greedy, []*node{round}
		return g.emit(&node{kind: nodeAtomic, subs: []*node{&loop}, lo: n.lo, hi: n.hi}, flags)
	}
	start := g.here()
	split := func(x, y int) inst {
		if n.greed == lazy {
			x, y = y, x
		}
		return inst{op: opSplit, x: x, y: y}
	}
	switch {
	case n.max == 0:
		// The body is still generated for the errors in it.
		g.fence()
		if err := g.emit(body, flags); err != nil {
			return err
		}
		g.code = g.code[:start]
	case n.min == 0 && n.max == 1, n.min == 0 && n.max == MaxRepeat && body.lo > 0:
		g.add(inst{})
		if err := g.emit(body, flags); err != nil {
			return err
		}
		if n.max != 1 {
			g.add(inst{op: opJump, x: start})
		}
		g.fence()
		g.code[start] = split(start+1, g.here())
	case n.min == 1 && n.max == MaxRepeat && body.lo > 0:
		g.fence()
		if err := g.emit(body, flags); err != nil {
			return err
		}
		g.add(split(start, g.here()+1))
	default:
		r := g.reg(2)
		g.add(inst{op: opLoopStart, x: r})
		j := g.add(inst{op: opJump})
		if err := g.emit(body, flags); err != nil {
			return err
		}
		op := opLoop
		if n.greed == lazy {
			op = opLoopMin
		}
		g.code[j].x = g.here()
		g.add(inst{op: op, x: r, y: j + 1, z: g.here() + 1, min: n.min, max: n.max})
	}
	return nil
}
