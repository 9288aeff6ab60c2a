package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// What people get wrong in expressions and statements. Each function is called in the second run, at the place it is about, raises an error if it recognises
// a mistake, and otherwise leaves the parser where it was. The order in which they are tried decides which message wins, and so follows CPython.

// try runs f from token i and goes back there unless f raised an error.
func (p *parser) try(i int, f func()) {
	if p.err != nil {
		return
	}
	depth := p.depth
	failed := p.failed
	at := p.i
	p.seek(i)
	f()
	p.depth = depth
	if p.err != nil {
		return
	}
	p.seek(at)
	if failed {
		p.failed = true
		p.kind = token.Fail
	}
}

// ok tells whether nothing has failed since the last seek.
func (p *parser) ok() bool { return !p.failed }

// level returns how many brackets are open after token i.
func (p *parser) level(i int) int {
	n := 0
	for j := i; j >= 0; j-- {
		switch p.toks[j].Kind {
		case token.LParen, token.LBracket, token.LBrace:
			n++
		case token.RParen, token.RBracket, token.RBrace:
			n--
		case token.Indent, token.Dedent, token.Newline:
			return n
		}
	}
	return n
}

func (p *parser) isSoftKeyword() bool {
	if p.kind != token.Name {
		return false
	}
	switch p.text(p.i) {
	case "_", "case", "match", "type":
		return true
	}
	return false
}

func isLegacy(s string) bool { return s == "print" || s == "exec" }

// diagnoseExpression: a missing comma, an incomplete conditional, a bare lambda in an f-string, print without parentheses.
func (p *parser) diagnoseExpression() {
	m := p.i
	if p.kind == token.String {
		p.try(m, p.wordsBetweenStrings)
	}
	if !(p.kind == token.Name && p.peek(1) == token.String) && !p.isSoftKeyword() {
		p.try(m, func() {
			a := p.disjunction()
			if !p.ok() {
				return
			}
			b := p.quietExpression()
			if !p.ok() {
				return
			}
			if n, name := a.(*ast.Name); name && isLegacy(n.ID) || p.level(p.i-1) == 0 {
				return
			}
			p.raiseRange(a.Span().Start, b.Span().End, "invalid syntax. Perhaps you forgot a comma?")
		})
	}
	p.try(m, func() {
		a := p.disjunction()
		if !p.ok() || !p.accept(token.If) {
			return
		}
		b := p.disjunction()
		if !p.ok() {
			return
		}
		if p.kind == token.Else {
			p.next()
			n := p.i
			p.expression()
			if p.failed && p.err == nil {
				p.seek(n)
				p.raiseNext(n, "expected expression after 'else', but statement is given")
			}
		} else if p.kind != token.Colon {
			p.raiseRange(a.Span().Start, b.Span().End, "expected 'else' after 'if' expression")
		}
	})
	switch p.kind {
	case token.Pass, token.Break, token.Continue:
		p.try(m, func() {
			t := p.toks[p.i]
			p.next()
			p.expect(token.If)
			p.disjunction()
			p.expect(token.Else)
			p.simpleStatement()
			if p.ok() {
				p.raiseTokens(t, t, "expected expression before 'if', but statement is given")
			}
		})
	case token.Lambda:
		p.try(m, func() {
			t := p.toks[p.i]
			p.next()
			p.parameters(true)
			colon := p.toks[p.i]
			p.expect(token.SpecColon)
			if p.kind == token.StringMiddle || p.kind == token.RBrace {
				p.raiseTokens(t, colon, "%s-string: lambda expressions are not allowed without parentheses", p.enclosingString(p.i))
			}
		})
	case token.Name:
		if p.peek(1) == token.LParen {
			return
		}
		p.try(m, func() {
			a := p.toks[p.i]
			p.next()
			if !startsExpr[p.kind] && p.kind != token.Star {
				return
			}
			b := p.starExpressions()
			if s := p.text(m); p.ok() && isLegacy(s) {
				p.raiseRange(a.Start, b.Span().End, "Missing parentheses in call to '%s'. Did you mean %s(...)?", s, s)
			}
		})
	}
}

// wordsBetweenStrings: an unescaped quote inside a string leaves words between two strings.
func (p *parser) wordsBetweenStrings() {
	p.next()
	var words []ast.Expr
	for p.kind != token.String {
		n := p.i
		e := p.quietExpression()
		if p.backtrack(n) || p.failed {
			break
		}
		words = append(words, e)
	}
	if p.ok() && len(words) > 0 && p.kind == token.String {
		p.raiseRange(words[0].Span().Start, words[len(words)-1].Span().End, "invalid syntax. Is this intended to be part of the string?")
	}
}

// enclosingString returns the letter of the f- or t-string around token i.
func (p *parser) enclosingString(i int) string {
	depth := 0
	for ; i >= 0; i-- {
		switch p.toks[i].Kind {
		case token.StringEnd:
			depth++
		case token.FStringStart, token.TStringStart:
			if depth--; depth < 0 {
				if p.toks[i].Kind == token.TStringStart {
					return "t"
				}
				return "f"
			}
		}
	}
	return "f"
}

// quietExpression parses an expression in which mistakes are not looked for.
func (p *parser) quietExpression() ast.Expr {
	old := p.quiet
	p.quiet = true
	e := p.expression1() // not remembered as an expression, only its parts are
	p.quiet = old
	return e
}

// diagnoseNamed: := on something that is no name, and = where a test was meant.
func (p *parser) diagnoseNamed() {
	m := p.i
	p.try(m, func() {
		a := p.expression()
		if p.ok() && p.accept(token.ColonEqual) {
			p.expression()
			if p.ok() {
				p.raiseAt(a, "cannot use assignment expressions with %s", exprName(a))
			}
		}
	})
	if p.kind == token.Name && p.peek(1) == token.Equal {
		p.try(m, func() {
			a := p.toks[p.i]
			p.next()
			p.next()
			b := p.bitwiseOr()
			if p.ok() && p.kind != token.Equal && p.kind != token.ColonEqual {
				p.raiseRange(a.Start, b.Span().End, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
			}
		})
	}
	switch p.kind {
	case token.True, token.False, token.None:
		return
	case token.LParen, token.LBracket:
		excluded := false
		p.try(m, func() {
			e := p.atom()
			if p.ok() {
				switch e.(type) {
				case *ast.Tuple, *ast.GeneratorExp, *ast.List:
					excluded = e.Span().Start == p.toks[m].Start
				}
			}
		})
		if excluded || p.err != nil {
			return
		}
	}
	p.try(m, func() {
		a := p.bitwiseOr()
		if !p.ok() || !p.accept(token.Equal) {
			return
		}
		p.bitwiseOr()
		if p.ok() && p.kind != token.Equal && p.kind != token.ColonEqual {
			p.raiseAt(a, "cannot assign to %s here. Maybe you meant '==' instead of '='?", exprName(a))
		}
	})
}

// diagnoseNot: not after an arithmetic operator. f parses the operand, not included.
func (p *parser) diagnoseNot(f func() ast.Expr) {
	p.try(p.i, func() {
		t := p.toks[p.i]
		p.next()
		e := f()
		if p.ok() {
			p.raiseRange(t.Start, e.Span().End, "'not' after an operator must be parenthesized")
		}
	})
}

// diagnoseParen: a star alone in parentheses. m is the parenthesis.
func (p *parser) diagnoseParen(m int) {
	p.try(m+1, func() {
		t := p.toks[p.i]
		switch p.kind {
		case token.Star:
			a := p.starredExpression()
			if p.ok() && p.kind == token.RParen {
				p.raiseAt(a, "cannot use starred expression here")
			}
		case token.DoubleStar:
			p.next()
			p.expression()
			if p.ok() && p.kind == token.RParen {
				p.raiseTokens(t, t, "cannot use double starred expression here")
			}
		}
	})
	p.diagnoseComprehension(m)
}

// diagnoseComprehension: what cannot be a comprehension's element. m is the opening bracket.
func (p *parser) diagnoseComprehension(m int) {
	if p.toks[m+1].Kind == token.Star {
		p.try(m+1, func() {
			a := p.starredExpression()
			if p.ok() && p.startsComprehension() {
				if p.forClauses(); p.ok() {
					p.raiseAt(a, "iterable unpacking cannot be used in comprehension")
				}
			}
		})
	}
	if p.toks[m].Kind == token.LParen {
		return
	}
	p.try(m+1, func() {
		a := p.starNamedExpression()
		comma := p.toks[p.i]
		if !p.ok() || p.kind != token.Comma {
			return
		}
		elts := p.moreElements(a, p.toks[m].Kind+1)
		if !p.ok() || !p.startsComprehension() {
			return
		}
		end := comma.End
		if n := len(elts); n > 1 {
			end = elts[n-1].Span().End
		}
		if p.forClauses(); p.ok() {
			p.raiseRange(a.Span().Start, end, "did you forget parentheses around the comprehension target?")
		}
	})
}

// diagnosePairs: an incomplete pair of a dict. m is the brace. CPython looks for it in both runs.
func (p *parser) diagnosePairs(m int) {
	p.try(m+1, func() {
		first := true
		for {
			if p.kind == token.DoubleStar {
				p.next()
				p.bitwiseOr()
				if !p.ok() {
					return
				}
			} else {
				n := p.i
				a := p.expression()
				if !p.ok() {
					return
				}
				if p.kind != token.Colon {
					if !first {
						end := a.Span().End
						p.raise(SyntaxErr, span{p.source.Line(a.Span().Start), p.column(end) - 1, p.source.Line(end), 0}, "':' expected after dictionary key")
					}
					return
				}
				colon := p.toks[p.i]
				p.next()
				p.reach()
				switch p.kind {
				case token.Star:
					star := p.start()
					p.next()
					p.bitwiseOr()
					if p.ok() {
						p.reach()
						p.raiseFrom(star, "cannot use a starred expression in a dictionary value")
					}
					return
				case token.RBrace, token.Comma:
					p.raiseTokens(colon, colon, "expression expected after dictionary key and ':'")
					return
				}
				p.expression()
				if !p.ok() {
					p.seek(n)
					return
				}
			}
			if p.kind != token.Comma {
				return
			}
			p.next()
			first = false
		}
	})
}

// diagnoseBrace: what cannot be a comprehension's element. m is the brace.
func (p *parser) diagnoseBrace(m int) {
	if t := p.toks[m+1]; t.Kind == token.DoubleStar {
		p.try(m+2, func() {
			p.bitwiseOr()
			if p.ok() && p.startsComprehension() {
				p.forClauses()
				if p.ok() && p.kind == token.RBrace {
					p.raiseTokens(t, t, "dict unpacking cannot be used in dict comprehension")
				}
			}
		})
	}
	p.diagnoseComprehension(m)
}
