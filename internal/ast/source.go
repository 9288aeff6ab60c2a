package ast

import (
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Source is a decoded source text and the map from its byte offsets to lines and columns. Lines end with "\n":
// the parser's DecodeSource normalises the other line ends. It is safe for concurrent use.
type Source struct {
	Filename string
	Text     string

	once  sync.Once
	lines []uint32 // offset of each line's first byte
}

// NewSource returns a source of already decoded text.
func NewSource(filename, text string) *Source { return &Source{Filename: filename, Text: text} }

func (s *Source) index() {
	n := strings.Count(s.Text, "\n") + 1
	lines := make([]uint32, 1, n)
	for at := 0; ; {
		i := strings.IndexByte(s.Text[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
		lines = append(lines, uint32(at))
	}
	s.lines = lines
}

// Line returns the 1-based number of the line that holds the byte at offset.
func (s *Source) Line(offset uint32) int {
	s.once.Do(s.index)
	return sort.Search(len(s.lines), func(i int) bool { return s.lines[i] > offset })
}

// LineCol returns the 1-based line and the 0-based column in bytes.
func (s *Source) LineCol(offset uint32) (line, col int) {
	line = s.Line(offset)
	return line, int(offset - s.lines[line-1])
}

// LineColRunes returns the 1-based line and the 0-based column in code points.
func (s *Source) LineColRunes(offset uint32) (line, col int) {
	line, col = s.LineCol(offset)
	start := int(s.lines[line-1])
	return line, utf8.RuneCountInString(s.Text[start:min(start+col, len(s.Text))])
}

// LineStart returns the offset of the first byte of a 1-based line; one past the last line gives the text's length.
func (s *Source) LineStart(line int) uint32 {
	s.once.Do(s.index)
	if line < 1 {
		return 0
	}
	if line > len(s.lines) {
		return uint32(len(s.Text))
	}
	return s.lines[line-1]
}

// LineText returns a line without its line end; the empty string if there is no such line.
func (s *Source) LineText(line int) string {
	s.once.Do(s.index)
	if line < 1 || line > len(s.lines) {
		return ""
	}
	return strings.TrimSuffix(s.Text[s.LineStart(line):s.LineStart(line+1)], "\n")
}

// Lines returns how many lines the text has; a text that ends in "\n" counts the empty line after it.
func (s *Source) Lines() int {
	s.once.Do(s.index)
	return len(s.lines)
}

// Segment returns the source text that a node spans.
func (s *Source) Segment(p Pos) string {
	return s.Text[min(int(p.Start), len(s.Text)):min(int(p.End), len(s.Text))]
}
