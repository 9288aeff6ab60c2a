// Package sre is the regular-expression engine behind Python's re module. It knows no Python object.
//
// A pattern is parsed into a tree (parse.go), the tree becomes a flat program (codegen.go) whose branches carry the set of
// bytes they can start with (first.go), and a backtracking machine with a stack of its own runs the program (exec.go).
// Because that stack is a slice, no input can overflow the goroutine's stack; its size is limited, and an interrupt callback is
// called every few thousand steps.
//
// Texts are Go strings: WTF-8 for str patterns (a lone surrogate is its three-byte form), raw bytes for bytes patterns. All offsets
// into subjects are byte offsets; positions in pattern errors count code points, as Python reports them.
//
// The syntax and semantics are those of https://docs.python.org/3.14/library/re.html.
package sre

import "sync"

// Flags are the values of re.RegexFlag.
type Flags uint32

// The flags with re's numbers.
const (
	IgnoreCase Flags = 2
	Locale     Flags = 4
	Multiline  Flags = 8
	DotAll     Flags = 16
	Unicode    Flags = 32
	Verbose    Flags = 64
	Debug      Flags = 128
	ASCII      Flags = 256

	typeFlags = ASCII | Locale | Unicode
)

const (
	// MaxRepeat stands for "no upper limit" in a repetition; numbers from here on are an OverflowError.
	MaxRepeat = 4294967295
	// MaxGroups is the first group number that no pattern may name.
	MaxGroups = 1073741823
	// Magic is _sre.MAGIC of the release that this engine follows.
	Magic = 20241008
)

// Options are what Compile takes beyond the pattern. The zero value is a str pattern without flags.
type Options struct {
	Flags Flags
	Bytes bool
	// CharName resolves \N{name}; nil stands for ucd.Lookup.
	CharName func(name string) (rune, bool)
}

// Program is a compiled pattern: immutable, and safe for use by several goroutines at once.
type Program struct {
	Flags    Flags    // as Pattern.flags shows them
	Groups   int      // capturing groups, group 0 not counted
	Names    []string // Names[i] is the name of group i, or ""; length Groups+1
	Bytes    bool     // made from a bytes pattern
	Warnings []string // FutureWarning texts, in order

	code     []inst
	regs     int // length of the register file
	minBytes int // no match is shorter
	prefix   string
	start    *[256]bool // bytes that a match can start with; nil: unknown
	lead     *charset   // see findLead
	anchored bool       // matches at offset 0 only
	pool     sync.Pool
}

// Compile translates a pattern. Its errors are *PatternError, *FlagError, *OverflowError or ErrNesting.
func Compile(pattern string, opt Options) (*Program, error) {
	ps := newParser(pattern, opt)
	tree, err := ps.parse()
	if err != nil {
		return nil, err
	}
	p := &Program{Flags: ps.flags, Groups: ps.groups - 1, Bytes: opt.Bytes, Warnings: ps.warnings}
	p.Names = make([]string, ps.groups)
	for name, g := range ps.names {
		p.Names[g] = name
	}
	if err := generate(p, tree); err != nil {
		return nil, err
	}
	return p, nil
}

// GroupIndex returns the number of the group with that name, or 0.
func (p *Program) GroupIndex(name string) int {
	if name != "" {
		for i, n := range p.Names {
			if n == name {
				return i
			}
		}
	}
	return 0
}

// Mode says where a match may start and must end.
type Mode uint8

// The modes of Pattern.search, match and fullmatch.
const (
	Search Mode = iota
	Prefix
	Full
)

// Match holds the outcome of a successful run. It can be reused for the next one.
type Match struct {
	// Regs holds start and end offset of groups 0 to Groups, -1 for a group that took no part.
	Regs []int
	// LastIndex is the group that was closed last, or 0.
	LastIndex int
}

// Run looks for one match in s[:end], starting at offset pos; both must lie on code-point boundaries. What stands before pos is seen by lookbehinds,
// ^ and \b. interrupt may be nil; an error of it ends the run and is returned.
func (p *Program) Run(mode Mode, s string, pos, end int, m *Match, interrupt func() error) (bool, error) {
	mc := p.acquire()
	mc.begin(s, end, interrupt)
	ok, err := mc.find(mode, pos, false, m)
	p.release(mc)
	return ok, err
}

// Scanner finds successive matches by the rules of finditer, sub and split: a match starts where the last one ended or later, and
// an empty one does not repeat at the place where the last one ended empty or not by itself.
type Scanner struct {
	p       *Program
	mc      *machine
	mode    Mode
	pos     int
	advance bool
	done    bool
}

// Scanner starts a scan of s[pos:end]. Call Close when done; a Scanner that is dropped unclosed costs only its memory.
func (p *Program) Scanner(mode Mode, s string, pos, end int, interrupt func() error) *Scanner {
	mc := p.acquire()
	mc.begin(s, end, interrupt)
	return &Scanner{p: p, mc: mc, mode: mode, pos: pos, done: pos > len(mc.s)}
}

// Next finds the next match.
func (sc *Scanner) Next(m *Match) (bool, error) {
	if sc.done {
		return false, nil
	}
	ok, err := sc.mc.find(sc.mode, sc.pos, sc.advance, m)
	if err != nil || !ok {
		sc.done = true
		return false, err
	}
	sc.advance = m.Regs[1] == m.Regs[0]
	sc.pos = m.Regs[1]
	return true, nil
}

// Close gives the scanner's stack back for the next run. It may be called more than once.
func (sc *Scanner) Close() {
	sc.done = true
	if sc.mc != nil {
		sc.p.release(sc.mc)
		sc.mc = nil
	}
}

func (p *Program) acquire() *machine {
	if mc, _ := p.pool.Get().(*machine); mc != nil {
		return mc
	}
	return &machine{p: p, regs: make([]int, p.regs)}
}

func (p *Program) release(mc *machine) {
	mc.s, mc.interrupt, mc.err = "", nil, nil
	if cap(mc.stack) > keepStack {
		mc.stack = nil
	}
	p.pool.Put(mc)
}

// SetMode changes how the next match is found.
func (sc *Scanner) SetMode(mode Mode) { sc.mode = mode }
