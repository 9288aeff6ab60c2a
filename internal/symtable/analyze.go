package symtable

import (
	"fmt"
	"slices"
)

// analyze resolves the names of s and of the scopes within it, and returns the names that they need from outside.
func (b *builder) analyze(s *Scope) map[string]bool {
	for _, name := range s.Order {
		b.resolve(s, name, s.Symbols[name])
		if b.err != nil {
			return nil
		}
	}
	needed := map[string]bool{}
	kids := s.Children
	s.Children = s.Children[:0:0]
	for _, c := range kids {
		c.Inlined = c.Comp != NoComp && c.Comp != GenExpr && !s.SeesClass
		free := b.analyze(c)
		if b.err != nil {
			return nil
		}
		if c.Inlined {
			b.inline(s, c, free)
			s.CompNames = append(s.CompNames, c.CompNames...)
			for _, name := range c.Order {
				if c.Symbols[name].Scope == Local && name != ".0" {
					s.CompNames = append(s.CompNames, name)
				}
			}
			s.Deleted = append(s.Deleted, c.Deleted...)
			s.HasWalrus = s.HasWalrus || c.HasWalrus
			s.Children = append(s.Children, c.Children...)
		} else {
			s.Children = append(s.Children, c)
		}
		for name := range free {
			needed[name] = true
		}
	}
	switch {
	case s.Kind == Class:
		if needed["__class__"] {
			s.NeedsClassCell = true
			delete(needed, "__class__")
		}
		if needed["__classdict__"] {
			s.NeedsClassDict = true
			delete(needed, "__classdict__")
		}
		delete(needed, "__conditional_annotations__")
	case s.Kind.FunctionLike():
		for name := range needed {
			if sym := s.Symbols[name]; sym != nil && sym.Scope == Local {
				sym.Scope = CellVar
				delete(needed, name)
			}
		}
	}
	for _, name := range sortedNames(needed) {
		sym := s.Symbols[name]
		switch {
		case sym == nil:
			s.Symbols[name] = &Symbol{Scope: Free, Pos: s.Pos}
			s.Order = append(s.Order, name)
		case s.Kind == Class && sym.Flags&(DefBound|DefGlobal) != 0:
			sym.Flags |= DefFreeClass
		}
	}
	for name, sym := range s.Symbols {
		if sym.Scope == Free {
			needed[name] = true
		}
	}
	s.frees = s.frees[:0]
	if s.Kind != Module {
		s.frees = sortedNames(needed)
	}
	return needed
}

// inline drops from free, the names that comprehension c needs from s, those that c itself finds in the registers of s.
// A comprehension in a class body does not see the class's own cells, though functions in it do.
func (b *builder) inline(s, c *Scope, free map[string]bool) {
	for name := range free {
		sym := s.Symbols[name]
		local := sym != nil && sym.Scope == Local && s.Kind.FunctionLike()
		cell := s.Kind == Class && ClassCell(name)
		if cell {
			if cs := c.Symbols[name]; cs != nil && cs.Scope == Free {
				cs.Scope = GlobalImplicit
			}
		}
		if !local && !cell {
			continue
		}
		used := false
		for _, child := range c.Children {
			used = used || slices.Contains(child.frees, name)
		}
		if !used {
			delete(free, name)
		}
	}
}

// ClassCell reports whether name is one of the cells that classes make for their functions.
func ClassCell(name string) bool {
	return name == "__class__" || name == "__classdict__" || name == "__conditional_annotations__"
}

func sortedNames(set map[string]bool) []string {
	names := make([]string, 0, len(set))
	for n := range set {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// resolve sets the scope of one name, as far as it does not depend on inner blocks.
func (b *builder) resolve(s *Scope, name string, sym *Symbol) {
	flags := sym.Flags
	switch {
	case flags&DefGlobal != 0:
		if flags&DefNonlocal != 0 {
			b.fail(s.directive(name, sym), fmt.Sprintf("name '%s' is nonlocal and global", name))
			return
		}
		sym.Scope = GlobalExplicit
		return
	case flags&DefNonlocal != 0:
		if s.Kind == Module {
			b.fail(s.directive(name, sym), "nonlocal declaration not allowed at module level")
			return
		}
		owner := s.binding(name)
		if owner == nil {
			b.fail(s.directive(name, sym), fmt.Sprintf("no binding for nonlocal '%s' found", name))
			return
		}
		if owner.Kind != Class && owner.Symbols[name].Flags&DefTypeParam != 0 {
			b.fail(s.directive(name, sym), fmt.Sprintf("nonlocal binding not allowed for type parameter '%s'", name))
			return
		}
		sym.Scope = Free
		return
	case flags&DefBound != 0:
		sym.Scope = Local
		return
	}
	if s.SeesClass {
		if class := s.classAround(); class != nil {
			if cs := class.Symbols[name]; cs != nil && name != "__classdict__" && name != "__class__" && name != "__conditional_annotations__" {
				if cs.Flags&DefGlobal != 0 {
					sym.Scope = GlobalExplicit
					return
				}
				if cs.Flags&DefBound != 0 && cs.Flags&DefNonlocal == 0 {
					sym.Scope = GlobalImplicit
					return
				}
			}
		}
	}
	if s.binding(name) != nil {
		sym.Scope = Free
	} else {
		sym.Scope = GlobalImplicit
	}
}

// classAround returns the class whose names an annotation-like scope sees.
func (s *Scope) classAround() *Scope {
	for p := s.Parent; p != nil; p = p.Parent {
		if p.Kind == Class {
			return p
		}
		if !p.SeesClass {
			return nil
		}
	}
	return nil
}

// binding returns the scope around s that gives name its value as a closure variable, or nil.
func (s *Scope) binding(name string) *Scope {
	for p := s.Parent; p != nil; p = p.Parent {
		switch p.Kind {
		case Module:
			return nil
		case Class:
			switch name {
			case "__class__", "__classdict__":
				return p
			case "__conditional_annotations__":
				if p.ConditionalAnnots {
					return p
				}
			}
			continue
		}
		sym := p.Symbols[name]
		if sym == nil {
			continue
		}
		if sym.Flags&DefGlobal != 0 {
			return nil
		}
		if sym.Flags&DefBound != 0 && sym.Flags&DefNonlocal == 0 {
			return p
		}
	}
	return nil
}
