package posixsubprocess

import (
	"path"
	"strings"

	"ouro/internal/object"
)

type (
	Value  = object.Value
	Thread = object.Thread
)

// Module is _posixsubprocess.
var Module = object.ModuleDef{
	Name: "_posixsubprocess",
	Doc:  "Starting another program.",
	Functions: []object.Func{
		{Sig: "spawn(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, restore_signals, start_new_session, process_group, gid, gids, uid, umask, /)",
			Doc: "Start a program; returns its process's number.", Fn: object.FN(spawn)},
	},
}

func texts(th *Thread, v Value) ([]string, error) {
	out := []string{}
	err := object.Each(th, v, func(item Value) (bool, error) {
		s, err := object.FSEncode(th, item)
		out = append(out, s)
		return false, err
	})
	return out, err
}

func numbers(th *Thread, v Value) ([]int, error) {
	var out []int
	err := object.Each(th, v, func(item Value) (bool, error) {
		n, err := object.AsIndex(th, item)
		out = append(out, n)
		return false, err
	})
	return out, err
}

func spawn(th *Thread, a []Value) (Value, error) {
	const (
		args = iota
		executables
		closeFDs
		passFDs
		cwd
		env
		p2cread
		p2cwrite
		c2pread
		c2pwrite
		errread
		errwrite
		restoreSignals
		newSession
		processGroup
		gid
		gids
		uid
		umask
	)
	var p Program
	var err error
	if p.Args, err = texts(th, a[args]); err != nil {
		return Value{}, err
	}
	if p.Paths, err = texts(th, a[executables]); err != nil {
		return Value{}, err
	}
	if len(p.Args) == 0 || len(p.Paths) == 0 {
		return Value{}, object.ValueErrorf("no program to start")
	}
	if p.PassFDs, err = numbers(th, a[passFDs]); err != nil {
		return Value{}, err
	}
	if !a[cwd].IsNone() {
		p.HasDir = true
		if p.Dir, err = object.FSEncode(th, a[cwd]); err != nil {
			return Value{}, err
		}
	}
	if !a[env].IsNone() {
		if p.Env, err = texts(th, a[env]); err != nil {
			return Value{}, err
		}
	}
	for _, x := range []struct {
		v   Value
		dst *int
	}{{a[p2cread], &p.Stdio[0]}, {a[c2pwrite], &p.Stdio[1]}, {a[errwrite], &p.Stdio[2]}, {a[processGroup], &p.ProcessGroup}, {a[umask], &p.Umask}, {a[gid], &p.GID}, {a[uid], &p.UID}} {
		if x.v.IsNone() {
			*x.dst = -1
			continue
		}
		if *x.dst, err = object.AsIndex(th, x.v); err != nil {
			return Value{}, err
		}
	}
	if !a[gids].IsNone() {
		p.SetGroups = true
		if p.Groups, err = numbers(th, a[gids]); err != nil {
			return Value{}, err
		}
	}
	if p.CloseFDs, err = object.Truth(th, a[closeFDs]); err != nil {
		return Value{}, err
	}
	if p.Setsid, err = object.Truth(th, a[newSession]); err != nil {
		return Value{}, err
	}
	var pid int
	var inDir bool
	th.Unlocked(func() { pid, inDir, err = Start(&p) })
	if err != nil {
		return Value{}, StartError(&p, err, inDir)
	}
	return object.Int(int64(pid)), nil
}

// StartError is the OSError for what Start gave: its file is the directory or the program as it was named.
func StartError(p *Program, err error, inDir bool) error {
	if inDir {
		return object.OSErrorFrom(err, object.FSDecode(p.Dir))
	}
	name := p.Paths[0]
	if base := path.Base(name); len(p.Paths) > 1 || base == p.Args[0] && !strings.Contains(p.Args[0], "/") {
		name = base
	}
	return object.OSErrorFrom(err, object.FSDecode(name))
}
