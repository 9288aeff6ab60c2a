package vm

import (
	"fmt"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// The Python face of code objects.
//
// https://docs.python.org/3.14/reference/datamodel.html#code-objects

// unitsPerInstr is how many of CPython's two-byte code units an instruction counts for: scripts take co_positions()[lasti // 2].
const unitsPerInstr = 4

func strs(names []*object.Str) object.Value {
	out := make([]object.Value, 0, len(names))
	for _, n := range names {
		out = append(out, n.Value())
	}
	return object.TupleValue(out...)
}

// span gives the place of an instruction: lines from 1, columns in bytes from 0; line 0 if it has none.
func (c *Code) span(pc int) (line, col, endLine, endCol int) {
	if pc < 0 || pc >= len(c.Positions) || c.Source == nil {
		return 0, 0, 0, 0
	}
	p := c.Positions[pc]
	if p.Start < 0 {
		return 0, 0, 0, 0
	}
	line, col = c.Source.LineCol(uint32(p.Start))
	endLine, endCol = c.Source.LineCol(uint32(p.End))
	return line, col, endLine, endCol
}

// Span is where instruction pc stands in the source: 1-based lines, 0-based columns in bytes; line 0 if nowhere.
func (c *Code) Span(pc int) (line, col, endLine, endCol int) { return c.span(pc) }

// cellNames are co_cellvars: the locals that inner functions use.
func (c *Code) cellNames(in *object.Interp) []*object.Str {
	var out []*object.Str
	for _, v := range c.CellVars {
		out = append(out, in.Intern(v.Name))
	}
	return out
}

// localNames are co_varnames: the fast locals that are no mere cells.
func (c *Code) localNames() []*object.Str {
	if c.Flags&bytecode.FlagOptimized == 0 {
		return nil
	}
	var out []*object.Str
	n := c.NumParams()
	for i, s := range c.varStrs {
		if s.S == "" {
			continue
		}
		if i >= n && c.isCell(c.LocalBase+i) {
			continue
		}
		out = append(out, s)
	}
	return out
}

func init() {
	get := func(name string, f func(th *object.Thread, c *Code) object.Value) object.GetSet {
		return object.GetSet{Name: name, Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return f(th, object.Unchecked[Code](v)), nil
		}}
	}
	num := func(name string, f func(c *Code) int) object.GetSet {
		return get(name, func(th *object.Thread, c *Code) object.Value { return object.Int(int64(f(c))) })
	}
	CodeType.Flags |= object.FlagNoBase
	CodeType.GetSets = []object.GetSet{
		num("co_argcount", func(c *Code) int { return c.ArgCount }),
		num("co_posonlyargcount", func(c *Code) int { return c.PosOnlyCount }),
		num("co_kwonlyargcount", func(c *Code) int { return c.KwOnlyCount }),
		num("co_flags", func(c *Code) int { return int(c.Flags) }),
		num("co_firstlineno", func(c *Code) int { return c.FirstLine }),
		num("co_stacksize", func(c *Code) int { return c.NumRegs }),
		num("co_nlocals", func(c *Code) int { return len(c.localNames()) }),
		get("co_name", func(th *object.Thread, c *Code) object.Value { return th.Interp.Intern(c.Name).Value() }),
		get("co_qualname", func(th *object.Thread, c *Code) object.Value { return th.Interp.Intern(c.QualName).Value() }),
		get("co_filename", func(th *object.Thread, c *Code) object.Value { return th.Interp.Intern(c.Filename).Value() }),
		get("co_names", func(th *object.Thread, c *Code) object.Value { return strs(c.names) }),
		get("co_varnames", func(th *object.Thread, c *Code) object.Value { return strs(c.localNames()) }),
		get("co_cellvars", func(th *object.Thread, c *Code) object.Value { return strs(c.cellNames(th.Interp)) }),
		get("co_freevars", func(th *object.Thread, c *Code) object.Value { return strs(c.freeStrs) }),
		get("co_consts", func(th *object.Thread, c *Code) object.Value {
			out := append([]object.Value(nil), c.consts...)
			if c.Flags&bytecode.FlagHasDocstring != 0 {
				out = append([]object.Value{constant(th.Interp, &c.Doc)}, out...)
			}
			return object.TupleValue(out...)
		}),
		get("co_code", func(th *object.Thread, c *Code) object.Value {
			b := make([]byte, 0, len(c.Ins)*8)
			for _, in := range c.Ins {
				b = append(b, byte(in.Op), in.X, byte(in.A), byte(in.A>>8), byte(in.B), byte(in.B>>8), byte(in.C), byte(in.C>>8))
			}
			return object.BytesValue(b)
		}),
	}
	CodeType.Methods = []object.Func{
		{Sig: "co_positions()", Doc: "The (line, end line, column, end column) of every two bytes of co_code.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			c := object.Unchecked[Code](v)
			out := make([]object.Value, 0, len(c.Ins)*unitsPerInstr)
			for pc := range c.Ins {
				p := object.TupleValue(object.None, object.None, object.None, object.None)
				if line, col, endLine, endCol := c.span(pc); line != 0 {
					p = object.TupleValue(object.Int(int64(line)), object.Int(int64(endLine)), object.Int(int64(col)), object.Int(int64(endCol)))
				}
				for range unitsPerInstr {
					out = append(out, p)
				}
			}
			return object.Iter(th, object.ListValue(out...))
		})},
		{Sig: "co_lines()", Doc: "The (start, end, line) of each run of instructions of a line, in bytes of co_code.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			c := object.Unchecked[Code](v)
			var out []object.Value
			for pc := 0; pc < len(c.Ins); {
				line, end := c.Line(pc), pc+1
				for end < len(c.Ins) && c.Line(end) == line {
					end++
				}
				l := object.None
				if line > 0 {
					l = object.Int(int64(line))
				}
				out = append(out, object.TupleValue(object.Int(int64(pc*8)), object.Int(int64(end*8)), l))
				pc = end
			}
			return object.Iter(th, object.ListValue(out...))
		})},
		{Sig: "replace(**changes)", Doc: "A copy with some attributes changed.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			kw, _ := object.AsDict(a[1])
			return replaceCode(th, object.Unchecked[Code](a[0]), kw)
		})},
		{Sig: "__replace__(**changes)", Doc: "The same as replace().", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			kw, _ := object.AsDict(a[1])
			return replaceCode(th, object.Unchecked[Code](a[0]), kw)
		})},
	}
	CodeType.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		c := object.Unchecked[Code](v)
		return object.StrValue(fmt.Sprintf("<code object %s at %#x, file %q, line %d>", c.Name, object.Address(v), c.Filename, c.FirstLine)), nil
	}
	CodeType.Compare = func(th *object.Thread, a, b object.Value, op object.CmpOp) (object.Value, error) {
		x, ok1 := AsCode(a)
		y, ok2 := AsCode(b)
		if !ok1 || !ok2 || op != object.Eq && op != object.Ne {
			return object.NotImplemented, nil
		}
		return object.Bool((x == y || x.Code == y.Code) == (op == object.Eq)), nil
	}
	CodeType.Hash = func(th *object.Thread, v object.Value) (uint64, error) {
		return object.NewStr(object.Unchecked[Code](v).QualName).Hash(), nil
	}
}

// replaceCode is code.replace(): the attributes that describe the code may change, its instructions not.
func replaceCode(th *object.Thread, c *Code, kw *object.Dict) (object.Value, error) {
	b := *c.Code
	for k, v := range kw.All() {
		name, _ := object.AsStr(k)
		s, isStr := object.AsStr(v)
		i, isInt := object.SmallInt(v)
		switch {
		case name.S == "co_name" && isStr:
			b.Name = s.S
		case name.S == "co_qualname" && isStr:
			b.QualName = s.S
		case name.S == "co_filename" && isStr:
			b.Filename = s.S
		case name.S == "co_firstlineno" && isInt:
			b.FirstLine = int(i)
		case name.S == "co_flags" && isInt:
			b.Flags = bytecode.CodeFlags(i)
		case name.S == "co_name" || name.S == "co_qualname" || name.S == "co_filename" || name.S == "co_firstlineno" || name.S == "co_flags":
			return object.Value{}, object.TypeErrorf("replace() argument '%s' has the wrong type %s", name.S, v.Type().Name)
		default:
			return object.Value{}, object.TypeErrorf("replace() cannot change '%s'", name.S)
		}
	}
	return NewCode(th.Interp, &b).Value(), nil
}
