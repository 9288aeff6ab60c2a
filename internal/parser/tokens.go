package parser

import (
	"strings"

	"ouro/internal/token"
)

// Tokens gives the tokens of a text for the module tokenize. The error, if any, is the lexer's: the tokens end before it.
func Tokens(text, filename string) ([]token.Token, *SyntaxError) {
	if strings.IndexByte(text, 0) >= 0 {
		return nil, &SyntaxError{Msg: "source code string cannot contain null bytes", Filename: filename}
	}
	lx := &lexer{src: text, file: filename}
	lx.run()
	if n := len(lx.toks); lx.err != nil && n > 0 && lx.toks[n-1].Kind == token.Error {
		lx.toks = lx.toks[:n-1]
	}
	return lx.toks, lx.err
}
