package interp

import (
	"os"
	"strconv"
	"strings"
	"unicode"

	"ouro/internal/ast"
	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/vm"
)

// How exceptions that nobody caught are shown.
//
// https://docs.python.org/3.14/library/traceback.html

const (
	causeText   = "\nThe above exception was the direct cause of the following exception:\n\n"
	contextText = "\nDuring handling of the above exception, another exception occurred:\n\n"

	maxRepeats    = 3 // of a frame that repeats
	maxGroupWidth = 15
	maxGroupDepth = 10
)

func itoa(n int) string { return strconv.Itoa(n) }

// display writes one report.
type display struct {
	in        *Interp
	th        *object.Thread
	out       strings.Builder
	seen      map[*object.Exc]bool
	depth     int // of exception groups
	needClose bool
	files     map[string][]string
}

// FormatException is the text that is shown of an uncaught exception.
func (in *Interp) FormatException(th *object.Thread, e *object.Exc) string {
	d := &display{in: in, th: th, seen: map[*object.Exc]bool{}, files: map[string][]string{}}
	d.exception(e)
	return d.out.String()
}

func (in *Interp) showException(th *object.Thread, e *object.Exc, file object.Value) error {
	if _, err := object.CallMethod(th, file, object.NewStr("write"), object.StrValue(in.FormatException(th, e))); err != nil {
		return err
	}
	_, err := object.CallMethod(th, file, object.NewStr("flush"))
	return err
}

func (d *display) indent() string { return strings.Repeat("  ", d.depth) }

// emit writes lines with the margin of the exception group they are in.
func (d *display) emit(text, margin string) {
	if d.depth == 0 {
		d.out.WriteString(text)
		return
	}
	for line := range strings.Lines(text) {
		d.out.WriteString(d.indent() + margin + " " + line)
	}
}

func (d *display) exception(e *object.Exc) {
	type link struct {
		text string
		e    *object.Exc
	}
	var chain []link
	for x := e; x != nil; {
		d.seen[x] = true
		l := link{e: x}
		next := x.Cause
		l.text = causeText
		if next != nil && d.seen[next] {
			next = nil
		}
		if next == nil && x.Cause == nil && !x.SuppressContext {
			next, l.text = x.Context, contextText
		}
		if next != nil && d.seen[next] {
			next = nil
		}
		if next == nil {
			l.text = ""
		}
		chain = append(chain, l)
		x = next
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if chain[i].text != "" {
			d.emit(chain[i].text, "|")
		}
		x := chain[i].e
		switch {
		case !x.IsGroup():
			if frames := d.frames(x); frames != "" {
				d.emit("Traceback (most recent call last):\n"+frames, "|")
			}
			d.emit(d.only(x), "|")
		case d.depth > maxGroupDepth:
			d.emit("... (max_group_depth is "+itoa(maxGroupDepth)+")\n", "|")
		default:
			d.group(x)
		}
	}
}

func (d *display) group(e *object.Exc) {
	top := d.depth == 0
	if top {
		d.depth++
	}
	if frames := d.frames(e); frames != "" {
		margin := "|"
		if top {
			margin = "+"
		}
		d.emit("Exception Group Traceback (most recent call last):\n", margin)
		d.emit(frames, "|")
	}
	d.emit(d.only(e), "|")
	members := e.Exceptions()
	n := min(len(members), maxGroupWidth)
	rows := n
	if len(members) > n {
		rows++
	}
	d.needClose = false
	for i := range rows {
		last := i == rows-1
		if last {
			d.needClose = true
		}
		title, corner := "...", "  "
		if i < n {
			title = itoa(i + 1)
		}
		if i == 0 {
			corner = "+-"
		}
		d.out.WriteString(d.indent() + corner + "+---------------- " + title + " ----------------\n")
		d.depth++
		if i < n {
			if m, ok := object.AsException(members[i]); ok {
				d.exception(m)
			}
		} else {
			d.emit("and "+itoa(len(members)-n)+" more exception"+plural(len(members)-n)+"\n", "|")
		}
		if last && d.needClose {
			d.out.WriteString(d.indent() + "+------------------------------------\n")
			d.needClose = false
		}
		d.depth--
	}
	if top {
		d.depth = 0
	}
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// frames shows the traceback of an exception.
func (d *display) frames(e *object.Exc) string {
	var tbs []*vm.Traceback
	for tb, ok := vm.AsTraceback(e.Traceback); ok && tb != nil; tb = tb.Next() {
		tbs = append(tbs, tb)
	}
	if v, ok := d.in.Sys.GetString("tracebacklimit"); ok {
		if n, ok := object.SmallInt(v); ok {
			tbs = tbs[max(0, len(tbs)-max(0, int(n))):]
		}
	}
	var b strings.Builder
	type place struct {
		file string
		line int
		name string
	}
	var prev place
	count := 0
	repeated := func() {
		if n := count - maxRepeats; n > 0 {
			b.WriteString("  [Previous line repeated " + itoa(n) + " more time" + plural(n) + "]\n")
		}
	}
	for _, tb := range tbs {
		c := tb.Code()
		here := place{c.Filename, tb.Line(), c.Name}
		if here != prev || here.line == 0 {
			repeated()
			prev, count = here, 0
		}
		if count++; count <= maxRepeats {
			d.frame(&b, tb)
		}
	}
	repeated()
	return b.String()
}

func (d *display) frame(b *strings.Builder, tb *vm.Traceback) {
	c := tb.Code()
	line := tb.Line()
	shown := itoa(line)
	if line == 0 {
		shown = "None"
	}
	b.WriteString("  File \"" + c.Filename + "\", line " + shown + ", in " + c.Name + "\n")
	if line == 0 {
		return
	}
	first, col, last, endCol := c.Span(tb.PC())
	all := d.lines(c)
	if all == nil {
		return
	}
	if first != line || first < 1 || last < first || last > len(all) {
		if line <= len(all) {
			if t := strings.TrimSpace(all[line-1]); t != "" {
				b.WriteString("    " + t + "\n")
			}
		}
		return
	}
	lines := make([]string, 0, last-first+1)
	for _, l := range all[first-1 : last] {
		lines = append(lines, strings.TrimRightFunc(l, unicode.IsSpace))
	}
	if strings.TrimSpace(strings.Join(lines, "")) == "" {
		return
	}
	for _, l := range markedSource(lines, col, endCol) {
		b.WriteString(l + "\n")
	}
}

// lines gives the source lines of a file, nil if they cannot be shown.
func (d *display) lines(c *vm.Code) []string {
	if c.Source != nil && d.in.shown[c.Source] {
		return strings.Split(c.Source.Text, "\n")
	}
	name := c.Filename
	if l, ok := d.files[name]; ok {
		return l
	}
	var lines []string
	if data, ok := d.in.sourceText(name); ok {
		lines = strings.Split(string(data), "\n")
	} else if !strings.HasPrefix(name, "<") {
		if st, err := os.Stat(name); err == nil && st.Mode().IsRegular() {
			if data, err := os.ReadFile(name); err == nil {
				if text, err := parser.DecodeSource(data); err == nil {
					lines = strings.Split(text, "\n")
				}
			}
		}
	}
	d.files[name] = lines
	return lines
}

// show lets tracebacks quote a source that is in no file.
func (in *Interp) show(src *ast.Source) { in.shown[src] = true }

// typeName is how an exception's class is shown.
func (d *display) typeName(t *object.Type) string {
	text := func(name string) string {
		v, err := object.GetAttrOr(d.th, t.Value(), object.NewStr(name))
		if err != nil || !v.Bound() {
			return ""
		}
		s, ok := object.AsStr(v)
		if !ok {
			return ""
		}
		return s.S
	}
	mod, name := text("__module__"), text("__qualname__")
	switch mod {
	case "builtins", "__main__":
		return name
	case "":
		mod = "<unknown>"
	}
	return mod + "." + name
}

// only shows the exception itself: its class and text, and its notes.
func (d *display) only(e *object.Exc) string {
	name := d.typeName(e.Type())
	var b strings.Builder
	if e.Type().IsSubtype(object.SyntaxErrorType) {
		d.syntaxError(&b, e, name)
	} else {
		text := ""
		if s, err := object.ToStr(d.th, e.Value()); err != nil {
			text = "<exception str() failed>"
		} else {
			text = s.S + d.in.hint(d.th, e)
		}
		if text == "" {
			b.WriteString(name + "\n")
		} else {
			b.WriteString(name + ": " + text + "\n")
		}
	}
	d.notes(&b, e)
	return b.String()
}

func (d *display) notes(b *strings.Builder, e *object.Exc) {
	notes, err := object.GetAttrOr(d.th, e.Value(), object.NewStr("__notes__"))
	if err != nil {
		r, rerr := object.Repr(d.th, object.AsExc(err).Value())
		text := "<__notes__ repr() failed>"
		if rerr == nil {
			text = r.S
		}
		b.WriteString("Ignored error getting __notes__: " + text + "\n")
		return
	}
	if !notes.Bound() || notes.IsNone() {
		return
	}
	_, isList := object.AsList(notes)
	_, isTuple := object.AsTuple(notes)
	if !isList && !isTuple {
		r, err := object.Repr(d.th, notes)
		if err != nil {
			b.WriteString("<__notes__ repr() failed>\n")
			return
		}
		b.WriteString(r.S + "\n")
		return
	}
	for _, n := range keysAny(d.th, notes) {
		s, err := object.ToStr(d.th, n)
		if err != nil {
			b.WriteString("<note str() failed>\n")
			continue
		}
		b.WriteString(s.S + "\n")
	}
}

func keysAny(th *object.Thread, v object.Value) []object.Value {
	items, err := object.Collect(th, v)
	if err != nil {
		return nil
	}
	return items
}

func (d *display) syntaxError(b *strings.Builder, e *object.Exc, name string) {
	text := func(field string) (string, bool) {
		s, ok := object.AsStr(e.Field(field))
		if !ok {
			return "", false
		}
		return s.S, true
	}
	number := func(field string) (int, bool) {
		n, ok := object.SmallInt(e.Field(field))
		return int(n), ok
	}
	msg, ok := text("msg")
	if !ok {
		msg = "<no detail available>"
		if m := e.Field("msg"); m.Bound() && !m.IsNone() {
			if s, err := object.ToStr(d.th, m); err == nil {
				msg = s.S
			}
		}
	}
	file, hasFile := text("filename")
	line, hasLine := number("lineno")
	src, hasText := text("text")
	offset, hasOffset := number("offset")
	endLine, hasEnd := number("end_lineno")
	endOffset, hasEndOffset := number("end_offset")
	if t := keywordTypo(e); t != nil {
		msg, src, hasText = t.Msg, t.Text, true
		offset, hasOffset, endOffset, hasEndOffset = t.Offset, true, t.EndOffset, true
		endLine, hasEnd = line, hasLine
	}
	suffix := ""
	switch {
	case hasLine:
		if !hasFile {
			file = "<string>"
		}
		b.WriteString("  File \"" + file + "\", line " + itoa(line) + "\n")
	case hasFile:
		suffix = " (" + file + ")"
	}
	if !hasText && hasFile && hasLine && strings.HasPrefix(file, "<") {
		for s := range d.in.shown {
			if s.Filename == file && line >= 1 && line <= s.Lines() {
				src, hasText = s.LineText(line), true
			}
		}
	}
	if hasText {
		chars := []rune(strings.TrimRight(src, "\n"))
		shown := []rune(strings.TrimLeft(string(chars), " \n\f"))
		b.WriteString("    " + string(shown) + "\n")
		if hasOffset {
			end := offset
			if hasLine == hasEnd && line == endLine {
				if hasEndOffset && endOffset != 0 {
					end = endOffset
				}
			} else {
				end = len(chars) + 1
			}
			if offset > len(chars)+1 {
				offset = len(chars) + 1
				end = max(end, offset)
			}
			if offset == end || end == -1 {
				end = offset + 1
			}
			// Offsets count from 1 and may lie in the indentation that was cut.
			cut := len(chars) - len(shown)
			from, to := offset-1-cut, end-1-cut
			if from >= 0 {
				b.WriteString("    ")
				for i := range from {
					// Tabs stay, so that the carets keep standing under their text.
					if i < len(shown) && unicode.IsSpace(shown[i]) {
						b.WriteRune(shown[i])
					} else {
						b.WriteByte(' ')
					}
				}
				b.WriteString(strings.Repeat("^", max(0, to-from)) + "\n")
			}
		}
	}
	b.WriteString(name + ": " + msg + suffix + "\n")
}
