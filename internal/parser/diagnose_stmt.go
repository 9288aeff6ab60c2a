package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// What people get wrong in imports, except clauses, patterns, parameter lists and f-string fields; see diagnose.go.

// diagnoseImport: import with from after it, or with nothing. m is the import.
func (p *parser) diagnoseImport(m int) {
	p.try(m, func() {
		start := p.start()
		p.next()
		if p.kind == token.Newline {
			p.reach()
			p.raiseFrom(p.start(), "Expected one or more names after 'import'")
			return
		}
		p.dottedName()
		for p.kind == token.Comma {
			p.next()
			p.dottedName()
		}
		p.expect(token.From)
		if p.dottedName(); p.ok() {
			p.reach()
			p.raiseFrom(start, "Did you mean to use 'from ... import ...' instead?")
		}
	})
}

// diagnoseAsName: an import's as followed by something that is no name.
func (p *parser) diagnoseAsName(from bool) {
	if p.kind == token.Name {
		switch p.peek(1) {
		case token.Comma, token.RParen, token.Newline, token.Semi:
			return
		}
	}
	p.try(p.i, func() {
		e := p.expression()
		if p.ok() {
			p.raiseAt(e, "cannot use %s as import target", exprName(e))
		}
	})
}

// diagnoseUnparenthesised: except A, B as name. The current token is the as.
func (p *parser) diagnoseUnparenthesised(t *ast.Tuple) {
	if p.peek(1) == token.Name && p.peek(2) == token.Colon {
		p.far = max(p.far, p.i+2)
		p.raiseFrom(t.Start, "multiple exception types must be parenthesized when using 'as'")
	}
}

// diagnoseExceptTarget: except ... as something. at is the token after as.
func (p *parser) diagnoseExceptTarget(at int, star bool) {
	p.try(at, func() {
		e := p.expression()
		p.expect(token.Colon)
		if p.ok() {
			p.block("'except' statement", p.toks[at].Start)
		}
		if p.ok() {
			s := ""
			if star {
				s = "*"
			}
			p.raiseAt(e, "cannot use except%s statement with %s", s, exprName(e))
		}
	})
}

// diagnoseAsPattern: a pattern's as followed by something that is no capture.
func (p *parser) diagnoseAsPattern() {
	t := p.toks[p.i]
	if p.kind == token.Name {
		if p.text(p.i) == "_" {
			p.raiseTokens(t, t, "cannot use '_' as a target")
			return
		}
		switch p.peek(1) {
		case token.Dot, token.LParen, token.Equal:
		default:
			return
		}
	}
	p.try(p.i, func() {
		e := p.expression()
		if p.ok() {
			p.raiseAt(e, "cannot use %s as pattern target", exprName(e))
		}
	})
}

// diagnoseClassPattern: positional patterns after keyword ones, the first of which is the current token.
func (p *parser) diagnoseClassPattern(m int) {
	p.try(p.i, func() {
		start := p.start()
		var end uint32
		for {
			if p.kind == token.Name && p.peek(1) == token.Equal {
				break
			}
			n := p.i
			pat := p.pattern()
			if p.backtrack(n) {
				break
			}
			if p.err != nil {
				return
			}
			end = pat.Span().End
			if p.kind != token.Comma {
				break
			}
			p.next()
		}
		if end > 0 {
			p.raiseRange(start, end, "positional patterns follow keyword patterns")
		}
	})
}

// diagnoseMixedStrings: t-strings next to other strings.
func (p *parser) diagnoseMixedStrings(start uint32) {
	template := p.kind == token.TStringStart
	for p.ok() {
		switch {
		case p.kind == token.String && !template:
			p.next()
		case p.kind == token.FStringStart && !template, p.kind == token.TStringStart && template:
			p.fstring(nil, template)
		default:
			p.raiseRange(start, p.end(), "cannot mix t-string literals with string or bytes literals")
			return
		}
	}
}

// diagnoseField: an incomplete replacement field. m is its brace.
func (p *parser) diagnoseField(m int, template bool) {
	s := p.enclosingString(m) + "-string"
	p.try(m+1, func() {
		t := p.toks[p.i]
		switch p.kind {
		case token.Equal, token.Exclamation, token.SpecColon, token.RBrace:
			p.raiseTokens(t, t, "%s: valid expression required before '%s'", s, p.kind)
			return
		}
		n := p.i
		p.annotatedRHS()
		if !p.ok() {
			p.seek(n)
			p.raiseNext(n, "%s: expecting a valid expression after '{'", s)
			return
		}
		switch p.kind {
		case token.Equal, token.Exclamation, token.SpecColon, token.RBrace:
		default:
			p.raiseNext(p.i, "%s: expecting '=', or '!', or ':', or '}'", s)
			return
		}
		if p.accept(token.Equal) {
			switch p.kind {
			case token.Exclamation, token.SpecColon, token.RBrace:
			default:
				p.raiseNext(p.i, "%s: expecting '!', or ':', or '}'", s)
				return
			}
		}
		if p.accept(token.Exclamation) {
			switch p.kind {
			case token.SpecColon, token.RBrace:
				p.raiseNext(p.i, "%s: missing conversion character", s)
				return
			case token.Name:
			default:
				p.raiseNext(p.i, "%s: invalid conversion character", s)
				return
			}
			p.next()
		}
		if p.kind != token.SpecColon && p.kind != token.RBrace {
			p.raiseNext(p.i, "%s: expecting ':' or '}'", s)
			return
		}
		if p.accept(token.SpecColon) {
			p.fstringParts(nil, template, false, true)
			if p.ok() && p.kind != token.RBrace {
				p.raiseNext(p.i, "%s: expecting '}', or format specs", s)
			}
		}
	})
}

// diagnoseParameters reads a parameter list that failed, from its first token m on, and says what is out of place.
func (p *parser) diagnoseParameters(m int, lambda bool) {
	end := closing(lambda)
	word := "Function"
	if lambda {
		word = "Lambda expression"
	}
	p.try(m, func() {
		var slash, star, hadDefault, plain bool
		n := 0
		plain = true // only parameters without defaults so far
		defaultValue := func() bool {
			eq := p.toks[p.i]
			if !p.accept(token.Equal) {
				return false
			}
			if p.kind == token.RParen || p.kind == token.Comma {
				p.raiseTokens(eq, eq, "expected default value expression")
				return true
			}
			p.expression()
			return true
		}
		for p.ok() && p.kind != end {
			t := p.toks[p.i]
			switch p.kind {
			case token.Name:
				arg := p.parameter(lambda, false)
				if defaultValue() {
					hadDefault, plain = true, false
				} else if hadDefault && !star && p.ok() && (p.kind == token.Comma || p.kind == end) {
					p.raiseTokens(t, t, "parameter without a default follows parameter with a default")
					_ = arg
					return
				}
				n++
			case token.Slash:
				switch {
				case star:
					p.raiseTokens(t, t, "/ must be ahead of *")
				case slash:
					p.raiseTokens(t, t, "/ may appear only once")
				case n == 0:
					if p.peek(1) == token.Comma {
						p.raiseTokens(t, t, "at least one argument must precede /")
					} else {
						p.fail()
					}
				}
				if p.failed {
					return
				}
				slash, plain = true, false
				p.next()
				if p.kind == token.Star {
					p.reach()
					p.raiseTokens(p.toks[p.i], p.toks[p.i], "expected comma between / and *")
				}
			case token.LParen:
				if plain && !star {
					p.parenthesisedParameters(t, lambda, word)
				}
				return
			case token.Star:
				p.next()
				p.reach()
				if star {
					if p.kind == token.Comma || p.kind == token.Name {
						p.raiseTokens(t, t, "* argument may appear only once")
					}
					return
				}
				star = true
				if p.kind == end || p.kind == token.Comma && (p.peek(1) == end || p.peek(1) == token.DoubleStar) {
					if lambda {
						if p.kind == token.Comma {
							p.next()
						}
						t = p.toks[p.i]
					}
					p.raiseTokens(t, t, "named arguments must follow bare *")
					return
				}
				if p.kind != token.Comma {
					p.parameter(lambda, true)
					if p.ok() && p.kind == token.Equal {
						p.raiseTokens(p.toks[p.i], p.toks[p.i], "var-positional argument cannot have default value")
					}
				}
			case token.DoubleStar:
				p.next()
				p.parameter(lambda, false)
				if !p.ok() {
					return
				}
				if p.kind == token.Equal {
					p.raiseTokens(p.toks[p.i], p.toks[p.i], "var-keyword argument cannot have default value")
					return
				}
				if !p.accept(token.Comma) {
					return
				}
				switch a := p.toks[p.i]; p.kind {
				case token.Name:
					arg := p.parameter(lambda, false)
					if p.ok() {
						p.raiseAt(arg, "arguments cannot follow var-keyword argument")
					}
				case token.Star, token.DoubleStar, token.Slash:
					p.raiseTokens(a, a, "arguments cannot follow var-keyword argument")
				}
				return
			default:
				return
			}
			if !p.accept(token.Comma) {
				return
			}
		}
	})
}

// parenthesisedParameters: def f((a, b)), as Python 2 had it. t is the parenthesis.
func (p *parser) parenthesisedParameters(t token.Token, lambda bool, word string) {
	p.next()
	for p.kind == token.Name {
		p.parameter(lambda, false)
		if p.kind != token.Comma {
			break
		}
		p.next()
	}
	if closing := p.toks[p.i]; p.ok() && p.kind == token.RParen && p.toks[p.i-1].Kind != token.LParen {
		p.raiseTokens(t, closing, "%s parameters cannot be parenthesized", word)
	}
}
