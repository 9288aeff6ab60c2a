// Package pwd is Python's module pwd: the accounts of /etc/passwd.
package pwd

import (
	"os"
	"strconv"
	"strings"

	"ouro/internal/object"
)

type value = object.Value

var entry = newEntry()

func newEntry() *object.StructSeq {
	var f []object.StructField
	for _, n := range []string{"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"} {
		f = append(f, object.StructField{Name: n})
	}
	return object.NewStructSeqType("pwd", "struct_passwd", "An account.", 7, f...)
}

// Module is pwd.
var Module = object.ModuleDef{
	Name: "pwd",
	Doc:  "The accounts of the system.",
	Functions: []object.Func{
		{Sig: "getpwnam(name, /)", Doc: "The account with a name.", Fn: object.F1(func(th *object.Thread, v value) (value, error) {
			s, ok := object.AsStr(v)
			if !ok {
				return value{}, object.TypeErrorf("getpwnam() argument must be str, not %s", v.Type().TypeName())
			}
			for _, f := range accounts() {
				if f[0] == s.S {
					return toEntry(f), nil
				}
			}
			r, err := object.Repr(th, v)
			if err != nil {
				return value{}, err
			}
			return value{}, object.KeyErrorOf(object.StrValue("getpwnam(): name not found: " + r.S))
		})},
		{Sig: "getpwuid(uid, /)", Doc: "The account with a user id.", Fn: object.F1(func(th *object.Thread, v value) (value, error) {
			if !object.IsInt(v) && object.S(v).Index == nil {
				return value{}, object.TypeErrorf("uid should be integer, not %s", v.Type().TypeName())
			}
			i, err := object.Index(th, v)
			if err != nil {
				return value{}, err
			}
			n, ok := object.SmallInt(i)
			if !ok || n < 0 || n > 1<<32-1 {
				return value{}, object.KeyErrorOf(object.StrValue("getpwuid(): uid not found"))
			}
			id := strconv.FormatInt(n, 10)
			for _, f := range accounts() {
				if f[2] == id {
					return toEntry(f), nil
				}
			}
			return value{}, object.KeyErrorOf(object.StrValue("getpwuid(): uid not found: " + id))
		})},
		{Sig: "getpwall()", Doc: "All accounts.", Fn: object.F0(func(th *object.Thread) (value, error) {
			out := object.NewList()
			for _, f := range accounts() {
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

// accounts gives the seven fields of each line.
func accounts() [][]string {
	text, err := os.ReadFile("/etc/passwd")
	if err != nil {
		return nil
	}
	var out [][]string
	for _, line := range strings.Split(string(text), "\n") {
		if f := strings.Split(line, ":"); len(f) == 7 && !strings.HasPrefix(line, "#") {
			out = append(out, f)
		}
	}
	return out
}

func toEntry(f []string) value {
	uid, _ := strconv.ParseInt(f[2], 10, 64)
	gid, _ := strconv.ParseInt(f[3], 10, 64)
	return entry.New(object.FSDecode(f[0]), object.FSDecode(f[1]), object.Int(uid), object.Int(gid), object.FSDecode(f[4]), object.FSDecode(f[5]), object.FSDecode(f[6]))
}
