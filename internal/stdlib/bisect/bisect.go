// Package bisect is Python's bisect module, and _bisect: places in sorted sequences.
//
// https://docs.python.org/3.14/library/bisect.html
package bisect

import "ouro/internal/object"

// Module is the bisect module.
var Module = object.ModuleDef{Name: "bisect", Doc: "Finding and inserting items in sorted sequences.", Functions: append(functions("_left", "_right"), functions("")...)}

// Underscored is the _bisect module.
var Underscored = object.ModuleDef{Name: "_bisect", Doc: "Bisection algorithms.", Functions: functions("_left", "_right")}

var strInsert = object.NewStr("insert")

func functions(suffixes ...string) []object.Func {
	var fs []object.Func
	for _, s := range suffixes {
		right := s != "_left"
		fs = append(fs,
			object.Func{Sig: "bisect" + s + "(a, x, lo=0, hi=None, *, key=None)", Doc: "Where x belongs in the sorted sequence, before or behind its equals.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
				i, err := place(th, a, a[1], right)
				return object.Int(int64(i)), err
			})},
			object.Func{Sig: "insort" + s + "(a, x, lo=0, hi=None, *, key=None)", Doc: "Insert x where it belongs in the sorted sequence, before or behind its equals.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
				x := a[1]
				if key := a[4]; !key.IsNone() {
					var err error
					if x, err = object.Call1(th, key, x); err != nil {
						return object.Value{}, err
					}
				}
				i, err := place(th, a, x, right)
				if err != nil {
					return object.Value{}, err
				}
				if l, ok := object.AsList(a[0]); ok && a[0].Type() == object.ListType {
					l.Insert(min(i, l.Len()), a[1])
					return object.None, nil
				}
				_, err = object.CallMethod(th, a[0], strInsert, object.Int(int64(i)), a[1])
				return object.None, err
			})})
	}
	return fs
}

// place searches for x among the keys of a[0] from a[2] to a[3].
func place(th *object.Thread, a []object.Value, x object.Value, right bool) (int, error) {
	lo, err := object.AsIndex(th, a[2])
	if err != nil {
		return 0, err
	}
	if lo < 0 {
		return 0, object.ValueErrorf("lo must be non-negative")
	}
	var hi int
	if a[3].IsNone() {
		hi, err = object.Len(th, a[0])
	} else {
		hi, err = object.AsIndex(th, a[3])
	}
	if err != nil {
		return 0, err
	}
	l, isList := object.AsList(a[0])
	isList = isList && a[0].Type() == object.ListType
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		var item object.Value
		if isList && mid < l.Len() {
			item = l.At(mid)
		} else if item, err = object.GetItem(th, a[0], object.Int(int64(mid))); err != nil {
			return 0, err
		}
		if !a[4].IsNone() {
			if item, err = object.Call1(th, a[4], item); err != nil {
				return 0, err
			}
		}
		var before bool
		if right {
			before, err = object.CompareBool(th, x, item, object.Lt)
			before = !before
		} else {
			before, err = object.CompareBool(th, item, x, object.Lt)
		}
		if err != nil {
			return 0, err
		}
		if before {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, nil
}
