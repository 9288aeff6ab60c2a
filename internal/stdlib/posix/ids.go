//go:build linux

package posix

import (
	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Users, groups, sessions.

var idFunctions = []object.Func{
	{Sig: "getuid()", Doc: "The user id.", Fn: getID(unix.Getuid)},
	{Sig: "geteuid()", Doc: "The effective user id.", Fn: getID(unix.Geteuid)},
	{Sig: "getgid()", Doc: "The group id.", Fn: getID(unix.Getgid)},
	{Sig: "getegid()", Doc: "The effective group id.", Fn: getID(unix.Getegid)},
	{Sig: "getgroups()", Doc: "The ids of all groups.", Fn: object.F0(func(th *thread) (value, error) {
		ids, err := unix.Getgroups()
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		out := make([]value, len(ids))
		for i, id := range ids {
			out[i] = object.Int(int64(id))
		}
		return object.ListValue(out...), nil
	})},
	{Sig: "getpgrp()", Doc: "The process group.", Fn: getID(unix.Getpgrp)},
	{Sig: "getpgid(pid)", Doc: "The process group of a process.", Fn: ofProcess(unix.Getpgid)},
	{Sig: "getsid(pid, /)", Doc: "The session of a process.", Fn: ofProcess(unix.Getsid)},
	{Sig: "setpgid(pid, pgrp, /)", Doc: "Put a process into a process group.", Fn: object.F2(func(th *thread, p, g value) (value, error) {
		pid, err := toInt(th, p)
		if err != nil {
			return value{}, err
		}
		group, err := toInt(th, g)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return unix.Setpgid(pid, group) })
	})},
	{Sig: "setpgrp()", Doc: "Make this process the leader of a group.", Fn: object.F0(func(th *thread) (value, error) {
		return none(th, func() error { return unix.Setpgid(0, 0) })
	})},
	{Sig: "setsid()", Doc: "Start a new session.", Fn: object.F0(func(th *thread) (value, error) {
		return none(th, func() error { _, err := unix.Setsid(); return err })
	})},
	{Sig: "setuid(uid, /)", Doc: "Set the user id.", Fn: setID("uid", unix.Setuid)},
	{Sig: "setgid(gid, /)", Doc: "Set the group id.", Fn: setID("gid", unix.Setgid)},
	{Sig: "seteuid(euid, /)", Doc: "Set the effective user id.", Fn: setID("uid", func(id int) error { return unix.Setreuid(-1, id) })},
	{Sig: "setegid(egid, /)", Doc: "Set the effective group id.", Fn: setID("gid", func(id int) error { return unix.Setregid(-1, id) })},
	{Sig: "setreuid(ruid, euid, /)", Doc: "Set the real and effective user ids.", Fn: setIDs("uid", unix.Setreuid)},
	{Sig: "setregid(rgid, egid, /)", Doc: "Set the real and effective group ids.", Fn: setIDs("gid", unix.Setregid)},
	{Sig: "setgroups(groups, /)", Doc: "Set the ids of all groups.", Fn: object.F1(func(th *thread, v value) (value, error) {
		items, err := object.View(th, v)
		if err != nil {
			return value{}, err
		}
		ids := make([]int, len(items))
		for i, x := range items {
			if ids[i], err = toID(th, x, "gid"); err != nil {
				return value{}, err
			}
		}
		return none(th, func() error { return unix.Setgroups(ids) })
	})},
	{Sig: "umask(mask, /)", Doc: "Set the mask of permissions that new files lack; returns the old one.", Fn: object.F1(func(th *thread, v value) (value, error) {
		n, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		return object.Int(int64(unix.Umask(n))), nil
	})},
	{Sig: "getlogin()", Doc: "The name of the user who logged in.", Fn: object.F0(func(th *thread) (value, error) {
		name, err := login()
		if err != nil {
			return value{}, object.OSErrorFrom(err)
		}
		return object.FSDecode(name), nil
	})},
	{Sig: "ctermid()", Doc: "The name of the controlling terminal.", Fn: object.F0(func(th *thread) (value, error) { return object.StrValue("/dev/tty"), nil })},
}

func ofProcess(f func(pid int) (int, error)) object.Fn {
	return object.F1(func(th *thread, v value) (value, error) {
		pid, err := toInt(th, v)
		if err != nil {
			return value{}, err
		}
		return number(th, func() (int, error) { return f(pid) })
	})
}

func setIDs(what string, f func(real, effective int) error) object.Fn {
	return object.F2(func(th *thread, r, e value) (value, error) {
		real, err := toID(th, r, what)
		if err != nil {
			return value{}, err
		}
		effective, err := toID(th, e, what)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return f(real, effective) })
	})
}
