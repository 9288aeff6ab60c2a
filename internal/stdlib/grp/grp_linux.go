// Package grp is Python's module grp: the groups of /etc/group.
package grp

import (
	"os"
	"strconv"
	"strings"

	"ouro/internal/object"
)

type value = object.Value

var entry = object.NewStructSeqType("grp", "struct_group", "A group.", 4,
	object.StructField{Name: "gr_name"}, object.StructField{Name: "gr_passwd"}, object.StructField{Name: "gr_gid"}, object.StructField{Name: "gr_mem"})

// Module is grp.
var Module = object.ModuleDef{
	Name: "grp",
	Doc:  "The groups of the system.",
	Functions: []object.Func{
		{Sig: "getgrnam(name)", Doc: "The group with a name.", Fn: object.F1(func(th *object.Thread, v value) (value, error) {
			s, ok := object.AsStr(v)
			if !ok {
				return value{}, object.TypeErrorf("getgrnam() argument 'name' must be str, not %s", v.Type().TypeName())
			}
			for _, f := range groups() {
				if f[0] == s.S {
					return toEntry(f), nil
				}
			}
			r, err := object.Repr(th, v)
			if err != nil {
				return value{}, err
			}
			return value{}, object.KeyErrorOf(object.StrValue("getgrnam(): name not found: " + r.S))
		})},
		{Sig: "getgrgid(id)", Doc: "The group with an id.", Fn: object.F1(func(th *object.Thread, v value) (value, error) {
			if !object.IsInt(v) && object.S(v).Index == nil {
				return value{}, object.TypeErrorf("gid should be integer, not %s", v.Type().TypeName())
			}
			i, err := object.Index(th, v)
			if err != nil {
				return value{}, err
			}
			n, ok := object.SmallInt(i)
			if !ok || n < 0 || n > 1<<32-1 {
				return value{}, object.KeyErrorOf(object.StrValue("getgrgid(): gid not found"))
			}
			id := strconv.FormatInt(n, 10)
			for _, f := range groups() {
				if f[2] == id {
					return toEntry(f), nil
				}
			}
			return value{}, object.KeyErrorOf(object.StrValue("getgrgid(): gid not found: " + id))
		})},
		{Sig: "getgrall()", Doc: "All groups.", Fn: object.F0(func(th *object.Thread) (value, error) {
			out := object.NewList()
			for _, f := range groups() {
				out.Append(toEntry(f))
			}
			return out.Value(), nil
		})},
	},
	Init: func(th *object.Thread, m *object.Module) error {
		m.Set(entry.Type.Name, entry.Type.Value())
		return nil
	},
}

// groups gives the four fields of each line.
func groups() [][]string {
	text, err := os.ReadFile("/etc/group")
	if err != nil {
		return nil
	}
	var out [][]string
	for _, line := range strings.Split(string(text), "\n") {
		if f := strings.Split(line, ":"); len(f) == 4 && !strings.HasPrefix(line, "#") {
			out = append(out, f)
		}
	}
	return out
}

func toEntry(f []string) value {
	gid, _ := strconv.ParseInt(f[2], 10, 64)
	members := object.NewList()
	for _, m := range strings.Split(f[3], ",") {
		if m != "" {
			members.Append(object.FSDecode(m))
		}
	}
	return entry.New(object.FSDecode(f[0]), object.FSDecode(f[1]), object.Int(gid), members.Value())
}
