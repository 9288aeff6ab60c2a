package sre

import (
	"fmt"
	"strconv"

	"ouro/internal/ucd"
)

type nodeKind uint8

const (
	nodeSeq nodeKind = iota
	nodeAlt
	nodeLiteral
	nodeSet
	nodeAny
	nodeAt
	nodeRepeat
	nodeGroup // capturing, or with flags of its own, or neither
	nodeRef
	nodeCond
	nodeLook
	nodeAtomic
	nodeFail
)

type greed uint8

const (
	greedy greed = iota
	lazy
	possessive
)

// node is a piece of a parsed pattern. What the fields mean depends on the kind.
type node struct {
	kind     nodeKind
	greed    greed
	negate   bool // nodeSet, nodeLook
	behind   bool // nodeLook
	at       byte // nodeAt: the letter or sign that was written
	char     rune // nodeLiteral
	min, max int  // nodeRepeat
	group    int  // nodeGroup, nodeRef, nodeCond
	add, del Flags
	items    []setItem
	subs     []*node // nodeSeq, nodeAlt; the body of others; yes and no of nodeCond
	lo, hi   int64   // width in code points
}

// maxWidth is "unlimited" for widths; sums and products stick to it.
const maxWidth = int64(1) << 61

// maxNesting limits the depth of groups: parser and code generator recurse once per level.
const maxNesting = 2000

type parser struct {
	src   []rune
	index int    // end of next
	next  []rune // the token ahead: one character, or a backslash and one; nil at the end
	bytes bool
	name  func(string) (rune, bool)

	flags    Flags
	groups   int // number of the next group
	names    map[string]int
	widths   [][2]int64 // of closed groups; lo is -1 while open
	condPos  map[int]int
	condList []int // keys of condPos in order
	behind   int   // first group inside the outermost lookbehind, -1 outside
	warnings []string
	err      error // of the tokenizer: it comes before all others
}

func newParser(pattern string, opt Options) *parser {
	return &parser{src: runesOf(pattern, opt.Bytes), bytes: opt.Bytes, name: opt.CharName, flags: opt.Flags}
}

func (p *parser) parse() (*node, error) {
	verbose := p.flags&Verbose != 0
	given := p.flags
	var tree *node
	for {
		p.flags, p.groups, p.behind, p.index, p.err = given, 1, -1, 0, nil
		p.names, p.condPos, p.condList = map[string]int{}, map[int]int{}, nil
		p.widths = append(p.widths[:0], [2]int64{-1, 0})
		p.warnings = nil
		p.advance()
		var err error
		tree, err = p.alternatives(verbose, 0)
		if p.err != nil {
			return nil, p.err
		}
		if err == errVerbose {
			// Verbose mode was switched on by the pattern: read it again as such.
			verbose, given = true, given|Verbose
			continue
		}
		if err != nil {
			return nil, err
		}
		break
	}
	if err := p.fixFlags(); err != nil {
		return nil, err
	}
	if p.next != nil {
		return nil, p.fail(0, "unbalanced parenthesis")
	}
	for _, g := range p.condList {
		if g >= p.groups {
			return nil, errorAt(p.src, p.condPos[g], "invalid group reference "+strconv.Itoa(g))
		}
	}
	return tree, nil
}

type verboseSwitch struct{}

func (verboseSwitch) Error() string { return "verbose" }

var errVerbose error = verboseSwitch{}

func (p *parser) fixFlags() error {
	switch {
	case !p.bytes && p.flags&Locale != 0:
		return &FlagError{"cannot use LOCALE flag with a str pattern"}
	case !p.bytes && p.flags&ASCII != 0 && p.flags&Unicode != 0:
		return &FlagError{"ASCII and UNICODE flags are incompatible"}
	case p.bytes && p.flags&Unicode != 0:
		return &FlagError{"cannot use UNICODE flag with a bytes pattern"}
	case p.bytes && p.flags&Locale != 0 && p.flags&ASCII != 0:
		return &FlagError{"ASCII and LOCALE flags are incompatible"}
	case !p.bytes && p.flags&ASCII == 0:
		p.flags |= Unicode
	}
	return nil
}

// The tokenizer looks one token ahead, so a lone backslash at the end is an error as soon as the token before it is taken.

func (p *parser) advance() {
	if p.index >= len(p.src) {
		p.next = nil
		return
	}
	n := 1
	if p.src[p.index] == '\\' {
		n = 2
		if p.index+1 >= len(p.src) {
			if p.err == nil {
				p.err = errorAt(p.src, len(p.src)-1, "bad escape (end of pattern)")
			}
			p.next, p.index = nil, len(p.src)
			return
		}
	}
	p.next = p.src[p.index : p.index+n : p.index+n]
	p.index += n
}

func (p *parser) get() []rune {
	t := p.next
	p.advance()
	return t
}

func (p *parser) peek(c rune) bool { return len(p.next) == 1 && p.next[0] == c }

func (p *parser) accept(c rune) bool {
	if p.peek(c) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) tell() int { return p.index - len(p.next) }

func (p *parser) seek(pos int) {
	p.index = pos
	p.advance()
}

// fail makes an error whose position is back code points before the next token.
func (p *parser) fail(back int, msg string) error {
	if p.err != nil {
		return p.err
	}
	if p.bytes {
		msg = backslashed(msg)
	}
	return errorAt(p.src, p.tell()-back, msg)
}

// while takes up to n single-character tokens that ok accepts.
func (p *parser) while(n int, ok func(rune) bool) []rune {
	start := p.tell()
	for ; n > 0 && len(p.next) == 1 && ok(p.next[0]); n-- {
		p.advance()
	}
	return p.src[start:p.tell()]
}

func (p *parser) until(end rune, what string) ([]rune, error) {
	var out []rune
	for {
		t := p.get()
		switch {
		case t == nil && out == nil:
			return nil, p.fail(0, "missing "+what)
		case t == nil:
			return nil, p.fail(len(out), fmt.Sprintf("missing %c, unterminated name", end))
		case len(t) == 1 && t[0] == end:
			if out == nil {
				return nil, p.fail(1, "missing "+what)
			}
			return out, nil
		}
		out = append(out, t...)
	}
}

func (p *parser) checkName(name []rune) error {
	if p.bytes {
		for _, r := range name {
			if r >= 0x80 {
				return p.fail(len(name)+1, "bad character in group name "+quote(name))
			}
		}
	}
	if !isIdentifier(name) {
		return p.fail(len(name)+1, "bad character in group name "+quote(name))
	}
	return nil
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
func isOctal(r rune) bool { return '0' <= r && r <= '7' }
func isHex(r rune) bool {
	return isDigit(r) || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F'
}
func isASCIILetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

func (p *parser) alternatives(verbose bool, depth int) (*node, error) {
	if depth > maxNesting {
		return nil, ErrNesting
	}
	var alts []*node
	for {
		n, err := p.sequence(verbose, depth+1, depth == 0 && alts == nil)
		if err != nil {
			return nil, err
		}
		alts = append(alts, n)
		if !p.accept('|') {
			break
		}
	}
	if len(alts) == 1 {
		return alts[0], nil
	}
	n := &node{kind: nodeAlt, subs: alts, lo: maxWidth}
	for _, a := range alts {
		n.lo, n.hi = min(n.lo, a.lo), max(n.hi, a.hi)
	}
	return n, nil
}

func (p *parser) sequence(verbose bool, depth int, first bool) (*node, error) {
	seq := &node{kind: nodeSeq}
	add := func(n *node) { seq.subs = append(seq.subs, n) }
	for {
		if p.next == nil || p.peek('|') || p.peek(')') {
			break
		}
		t := p.get()
		c := t[0]
		if verbose && len(t) == 1 {
			if c == ' ' || c >= '\t' && c <= '\r' {
				continue
			}
			if c == '#' {
				for {
					if t := p.get(); t == nil || len(t) == 1 && t[0] == '\n' {
						break
					}
				}
				continue
			}
		}
		switch c {
		case '\\':
			n, err := p.escape(t)
			if err != nil {
				return nil, err
			}
			add(n)
		case '[':
			n, err := p.set()
			if err != nil {
				return nil, err
			}
			add(n)
		case '*', '+', '?', '{':
			if err := p.repeat(c, seq); err != nil {
				return nil, err
			}
		case '.':
			add(&node{kind: nodeAny, lo: 1, hi: 1})
		case '^', '$':
			add(&node{kind: nodeAt, at: byte(c)})
		case '(':
			n, err := p.open(verbose, depth, first && len(seq.subs) == 0)
			if err != nil {
				return nil, err
			}
			if n != nil {
				add(n)
			}
		default:
			add(literal(c))
		}
	}
	for _, n := range seq.subs {
		seq.lo, seq.hi = addWidth(seq.lo, n.lo), addWidth(seq.hi, n.hi)
	}
	if len(seq.subs) == 1 && seq.subs[0].kind != nodeRepeat && seq.subs[0].kind != nodeAt {
		return seq.subs[0], nil
	}
	return seq, nil
}

func literal(c rune) *node { return &node{kind: nodeLiteral, char: c, lo: 1, hi: 1} }

func addWidth(a, b int64) int64 { return min(a+b, maxWidth) }

func mulWidth(a int64, n int) int64 {
	if a == 0 || n == 0 {
		return 0
	}
	if n == MaxRepeat || a > maxWidth/int64(n) {
		return maxWidth
	}
	return a * int64(n)
}

func (p *parser) repeat(c rune, seq *node) error {
	here := p.tell()
	lo, hi := 0, MaxRepeat
	switch c {
	case '+':
		lo = 1
	case '?':
		hi = 1
	case '{':
		if p.peek('}') {
			seq.subs = append(seq.subs, literal(c))
			return nil
		}
		a := p.while(MaxRepeat, isDigit)
		b := a
		if p.accept(',') {
			b = p.while(MaxRepeat, isDigit)
		}
		if !p.accept('}') {
			seq.subs = append(seq.subs, literal(c))
			p.seek(here)
			return nil
		}
		for _, x := range []struct {
			digits []rune
			to     *int
		}{{a, &lo}, {b, &hi}} {
			if len(x.digits) > 0 {
				n, err := strconv.ParseUint(string(x.digits), 10, 64)
				if err != nil || n >= MaxRepeat {
					return &OverflowError{"the repetition number is too large"}
				}
				*x.to = int(n)
			}
		}
		if hi < lo {
			return p.fail(p.tell()-here, "min repeat greater than max repeat")
		}
	}
	back := func() int { return p.tell() - here + 1 }
	last := len(seq.subs) - 1
	if last < 0 || seq.subs[last].kind == nodeAt {
		return p.fail(back(), "nothing to repeat")
	}
	item := seq.subs[last]
	if item.kind == nodeRepeat {
		return p.fail(back(), "multiple repeat")
	}
	n := &node{kind: nodeRepeat, min: lo, max: hi, subs: []*node{item}, lo: mulWidth(item.lo, lo), hi: mulWidth(item.hi, hi)}
	if p.accept('?') {
		n.greed = lazy
	} else if p.accept('+') {
		n.greed = possessive
	}
	seq.subs[last] = n
	return nil
}

// open reads what follows an opening parenthesis. The node is nil for comments and global flags.
func (p *parser) open(verbose bool, depth int, first bool) (*node, error) {
	start := p.tell() - 1
	n := &node{kind: nodeGroup}
	capture := true
	var name []rune
	if p.accept('?') {
		t := p.get()
		if t == nil {
			return nil, p.fail(0, "unexpected end of pattern")
		}
		capture = false
		c := t[0]
		switch c {
		case 'P':
			switch {
			case p.accept('<'):
				var err error
				if name, err = p.until('>', "group name"); err != nil {
					return nil, err
				}
				if err = p.checkName(name); err != nil {
					return nil, err
				}
				capture = true
			case p.accept('='):
				return p.namedRef()
			default:
				t := p.get()
				if t == nil {
					return nil, p.fail(0, "unexpected end of pattern")
				}
				return nil, p.fail(len(t)+2, "unknown extension ?P"+encode(t, false))
			}
		case ':':
		case '#':
			for {
				if p.next == nil {
					return nil, p.fail(p.tell()-start, "missing ), unterminated comment")
				}
				if t := p.get(); len(t) == 1 && t[0] == ')' {
					return nil, nil
				}
			}
		case '=', '!', '<':
			return p.look(c, start, verbose, depth)
		case '(':
			return p.conditional(start, verbose, depth)
		case '>':
			n.kind = nodeAtomic
		default:
			if len(t) != 1 || flagOf(c) == 0 && c != '-' {
				return nil, p.fail(len(t)+1, "unknown extension ?"+encode(t, false))
			}
			global, err := p.inlineFlags(c, n)
			if err != nil {
				return nil, err
			}
			if global {
				if !first {
					return nil, p.fail(p.tell()-start, "global flags not at the start of the expression")
				}
				if p.flags&Verbose != 0 && !verbose {
					return nil, errVerbose
				}
				return nil, nil
			}
		}
	}
	if capture {
		n.group = p.groups
		p.groups++
		p.widths = append(p.widths, [2]int64{-1, 0})
		if name != nil {
			s := string(name)
			if old, ok := p.names[s]; ok {
				return nil, p.fail(len(name)+1, fmt.Sprintf("redefinition of group name %s as group %d; was group %d", quote(name), n.group, old))
			}
			p.names[s] = n.group
		}
	}
	body, err := p.alternatives((verbose || n.add&Verbose != 0) && n.del&Verbose == 0, depth+1)
	if err != nil {
		return nil, err
	}
	if !p.accept(')') {
		return nil, p.fail(p.tell()-start, "missing ), unterminated subpattern")
	}
	n.subs, n.lo, n.hi = []*node{body}, body.lo, body.hi
	if capture {
		p.widths[n.group] = [2]int64{body.lo, body.hi}
	}
	return n, nil
}

func (p *parser) closed(g int) bool { return g < p.groups && p.widths[g][0] >= 0 }

// checkBehind refuses references from a lookbehind to groups inside it.
func (p *parser) checkBehind(g int) error {
	if p.behind < 0 {
		return nil
	}
	if !p.closed(g) {
		return p.fail(0, "cannot refer to an open group")
	}
	if g >= p.behind {
		return p.fail(0, "cannot refer to group defined in the same lookbehind subpattern")
	}
	return nil
}

func (p *parser) ref(g int) *node {
	return &node{kind: nodeRef, group: g, lo: p.widths[g][0], hi: p.widths[g][1]}
}

func (p *parser) namedRef() (*node, error) {
	name, err := p.until(')', "group name")
	if err == nil {
		err = p.checkName(name)
	}
	if err != nil {
		return nil, err
	}
	g, ok := p.names[string(name)]
	if !ok {
		return nil, p.fail(len(name)+1, "unknown group name "+quote(name))
	}
	if !p.closed(g) {
		return nil, p.fail(len(name)+1, "cannot refer to an open group")
	}
	if err := p.checkBehind(g); err != nil {
		return nil, err
	}
	return p.ref(g), nil
}

func (p *parser) look(c rune, start int, verbose bool, depth int) (*node, error) {
	n := &node{kind: nodeLook}
	outer := p.behind
	if c == '<' {
		t := p.get()
		if t == nil {
			return nil, p.fail(0, "unexpected end of pattern")
		}
		c = t[0]
		if len(t) != 1 || c != '=' && c != '!' {
			return nil, p.fail(len(t)+2, "unknown extension ?<"+encode(t, false))
		}
		n.behind = true
		if p.behind < 0 {
			p.behind = p.groups
		}
	}
	n.negate = c == '!'
	body, err := p.alternatives(verbose, depth+1)
	if err != nil {
		return nil, err
	}
	if n.behind && outer < 0 {
		p.behind = -1
	}
	if !p.accept(')') {
		return nil, p.fail(p.tell()-start, "missing ), unterminated subpattern")
	}
	if n.negate && body.kind == nodeSeq && len(body.subs) == 0 {
		return &node{kind: nodeFail}, nil
	}
	n.subs = []*node{body}
	return n, nil
}

func (p *parser) conditional(start int, verbose bool, depth int) (*node, error) {
	name, err := p.until(')', "group name")
	if err != nil {
		return nil, err
	}
	back := len(name) + 1
	decimal := true
	for _, r := range name {
		decimal = decimal && isDigit(r)
	}
	g := 0
	if !decimal {
		if err := p.checkName(name); err != nil {
			return nil, err
		}
		var ok bool
		if g, ok = p.names[string(name)]; !ok {
			return nil, p.fail(back, "unknown group name "+quote(name))
		}
	} else {
		u, err := strconv.ParseUint(string(name), 10, 62)
		if err != nil || u >= MaxGroups {
			i := 0
			for i < len(name)-1 && name[i] == '0' {
				i++
			}
			return nil, p.fail(back, "invalid group reference "+string(name[i:]))
		}
		if g = int(u); g == 0 {
			return nil, p.fail(back, "bad group number")
		}
		if _, ok := p.condPos[g]; !ok {
			p.condPos[g] = p.tell() - back
			p.condList = append(p.condList, g)
		}
	}
	if err := p.checkBehind(g); err != nil {
		return nil, err
	}
	n := &node{kind: nodeCond, group: g}
	if depth > maxNesting {
		return nil, ErrNesting
	}
	yes, err := p.sequence(verbose, depth+1, false)
	if err != nil {
		return nil, err
	}
	n.subs, n.lo, n.hi = []*node{yes}, 0, yes.hi
	if p.accept('|') {
		no, err := p.sequence(verbose, depth+1, false)
		if err != nil {
			return nil, err
		}
		if p.peek('|') {
			return nil, p.fail(0, "conditional backref with more than two branches")
		}
		n.subs = append(n.subs, no)
		n.lo, n.hi = min(yes.lo, no.lo), max(yes.hi, no.hi)
	}
	if !p.accept(')') {
		return nil, p.fail(p.tell()-start, "missing ), unterminated subpattern")
	}
	return n, nil
}

func flagOf(c rune) Flags {
	switch c {
	case 'i':
		return IgnoreCase
	case 'L':
		return Locale
	case 'm':
		return Multiline
	case 's':
		return DotAll
	case 'x':
		return Verbose
	case 'a':
		return ASCII
	case 'u':
		return Unicode
	}
	return 0
}

// inlineFlags reads (?flags) and (?flags-flags: from its first letter on.
func (p *parser) inlineFlags(c rune, n *node) (global bool, err error) {
	// letter takes the next token of a run of flags; missing is the complaint when there is none.
	letter := func(stops, missing string) (rune, error) {
		t := p.get()
		if t == nil {
			return 0, p.fail(0, missing)
		}
		if len(t) == 1 {
			for _, s := range stops {
				if t[0] == s {
					return s, nil
				}
			}
			if flagOf(t[0]) != 0 {
				return t[0], nil
			}
			if ucd.IsAlpha(t[0]) {
				missing = "unknown flag"
			}
		}
		return 0, p.fail(len(t), missing)
	}
	for c != '-' && c != ')' && c != ':' {
		f := flagOf(c)
		switch {
		case !p.bytes && c == 'L':
			return false, p.fail(0, "bad inline flags: cannot use 'L' flag with a str pattern")
		case p.bytes && c == 'u':
			return false, p.fail(0, "bad inline flags: cannot use 'u' flag with a bytes pattern")
		}
		n.add |= f
		if f&typeFlags != 0 && n.add&typeFlags != f {
			return false, p.fail(0, "bad inline flags: flags 'a', 'u' and 'L' are incompatible")
		}
		if c, err = letter(")-:", "missing -, : or )"); err != nil {
			return false, err
		}
	}
	if c == ')' {
		p.flags |= n.add
		return true, nil
	}
	if c == '-' {
		if c, err = letter("", "missing flag"); err != nil {
			return false, err
		}
		for c != ':' {
			f := flagOf(c)
			if f&typeFlags != 0 {
				return false, p.fail(0, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
			}
			n.del |= f
			if c, err = letter(":", "missing :"); err != nil {
				return false, err
			}
		}
	}
	if n.add&n.del != 0 {
		return false, p.fail(1, "bad inline flags: flag turned on and off")
	}
	return false, nil
}
