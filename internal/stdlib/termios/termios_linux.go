// Package termios is Python's module termios: the settings of terminals.
package termios

import (
	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

var errorType = newError()

func newError() *object.Type {
	t := object.NewType("error", object.ExceptionType, object.ExceptionType.Layout())
	t.Module = "termios"
	return t
}

func fail(err error) error {
	if n, ok := err.(unix.Errno); ok {
		return object.NewExc(errorType, object.Int(int64(n)), object.StrValue(object.Strerror(int(n))))
	}
	return err
}

// Module is termios.
var Module = object.ModuleDef{
	Name: "termios",
	Doc:  "The settings of terminals.",
	Functions: []object.Func{
		{Sig: "tcgetattr(fd, /)", Doc: "The settings: [iflag, oflag, cflag, lflag, ispeed, ospeed, cc].", Fn: object.F1(get)},
		{Sig: "tcsetattr(fd, when, attributes, /)", Doc: "Set the settings.", Fn: object.F3(set)},
		{Sig: "tcsendbreak(fd, duration, /)", Doc: "Send a break.", Fn: object.F2(func(th *thread, v, n value) (value, error) { return request(th, v, unix.TCSBRKP, n) })},
		{Sig: "tcdrain(fd, /)", Doc: "Wait until all output is sent.", Fn: object.F1(func(th *thread, v value) (value, error) { return request(th, v, unix.TCSBRK, object.Int(1)) })},
		{Sig: "tcflush(fd, queue, /)", Doc: "Drop what waits in a queue.", Fn: object.F2(func(th *thread, v, n value) (value, error) { return request(th, v, unix.TCFLSH, n) })},
		{Sig: "tcflow(fd, action, /)", Doc: "Suspend or resume input or output.", Fn: object.F2(func(th *thread, v, n value) (value, error) { return request(th, v, unix.TCXONC, n) })},
		{Sig: "tcgetwinsize(fd, /)", Doc: "The size: (rows, columns).", Fn: object.F1(func(th *thread, v value) (value, error) {
			fd, err := object.AsFileno(th, v)
			if err != nil {
				return value{}, err
			}
			w, err := unix.IoctlGetWinsize(fd, unix.TIOCGWINSZ)
			if err != nil {
				return value{}, fail(err)
			}
			return object.NewPair(object.Int(int64(w.Row)), object.Int(int64(w.Col))), nil
		})},
		{Sig: "tcsetwinsize(fd, winsize, /)", Doc: "Set the size.", Fn: object.F2(func(th *thread, v, size value) (value, error) {
			fd, err := object.AsFileno(th, v)
			if err != nil {
				return value{}, err
			}
			items, err := object.View(th, size)
			if err != nil {
				return value{}, err
			}
			if len(items) != 2 {
				return value{}, object.TypeErrorf("tcsetwinsize, arg 2: must be a two-item sequence")
			}
			var n [2]int
			for i, x := range items {
				if n[i], err = object.AsIndex(th, x); err != nil {
					return value{}, err
				}
			}
			if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(n[0]), Col: uint16(n[1])}); err != nil {
				return value{}, fail(err)
			}
			return object.None, nil
		})},
	},
	Init: func(th *thread, m *object.Module) error {
		for name, n := range constants {
			m.Set(name, object.Int(int64(n)))
		}
		m.Set("error", errorType.Value())
		return nil
	},
}

func request(th *thread, v value, req uint, arg value) (value, error) {
	fd, err := object.AsFileno(th, v)
	if err != nil {
		return value{}, err
	}
	n, err := object.AsIndex(th, arg)
	if err != nil {
		return value{}, err
	}
	th.Unlocked(func() { err = unix.IoctlSetInt(fd, req, n) })
	if err != nil {
		return value{}, fail(err)
	}
	return object.None, nil
}

func get(th *thread, v value) (value, error) {
	fd, err := object.AsFileno(th, v)
	if err != nil {
		return value{}, err
	}
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return value{}, fail(err)
	}
	cc := object.NewList()
	for i, c := range t.Cc {
		if t.Lflag&unix.ICANON == 0 && (i == unix.VMIN || i == unix.VTIME) {
			cc.Append(object.Int(int64(c)))
			continue
		}
		cc.Append(object.BytesValue([]byte{c}))
	}
	for cc.Len() < 32 {
		cc.Append(object.BytesValue([]byte{0}))
	}
	speed := object.Int(int64(t.Cflag & unix.CBAUD))
	return object.ListValue(object.Int(int64(t.Iflag)), object.Int(int64(t.Oflag)), object.Int(int64(t.Cflag)), object.Int(int64(t.Lflag)), speed, speed, cc.Value()), nil
}

func set(th *thread, v, when, attributes value) (value, error) {
	fd, err := object.AsFileno(th, v)
	if err != nil {
		return value{}, err
	}
	w, err := object.AsIndex(th, when)
	if err != nil {
		return value{}, err
	}
	l, ok := object.AsList(attributes)
	if !ok || l.Len() != 7 {
		return value{}, object.TypeErrorf("tcsetattr, arg 3: must be 7 element list")
	}
	var n [6]int
	for i := range n {
		if n[i], err = object.AsIndex(th, l.At(i)); err != nil {
			return value{}, err
		}
	}
	cc, ok := object.AsList(l.At(6))
	t, terr := unix.IoctlGetTermios(fd, unix.TCGETS)
	if terr != nil {
		return value{}, fail(terr)
	}
	if !ok || cc.Len() < len(t.Cc) {
		return value{}, object.TypeErrorf("tcsetattr: attributes[6] must be %d element list", 32)
	}
	t.Iflag, t.Oflag, t.Cflag, t.Lflag = uint32(n[0]), uint32(n[1]), uint32(n[2]), uint32(n[3])
	t.Cflag = t.Cflag&^unix.CBAUD | uint32(n[5])&unix.CBAUD
	for i := range t.Cc {
		x := cc.At(i)
		if b, ok := object.AsBytes(x); ok && len(b.B) == 1 {
			t.Cc[i] = b.B[0]
		} else if k, ok := object.SmallInt(x); ok {
			t.Cc[i] = byte(k)
		} else {
			return value{}, object.TypeErrorf("tcsetattr: elements of attributes must be characters or integers")
		}
	}
	if w < 0 || w > 2 {
		return value{}, fail(unix.EINVAL)
	}
	th.Unlocked(func() { err = unix.IoctlSetTermios(fd, [...]uint{unix.TCSETS, unix.TCSETSW, unix.TCSETSF}[w], t) })
	if err != nil {
		return value{}, fail(err)
	}
	return object.None, nil
}

var constants = map[string]int{
	"TCSANOW": 0, "TCSADRAIN": 1, "TCSAFLUSH": 2, "TCIFLUSH": 0, "TCOFLUSH": 1, "TCIOFLUSH": 2, "TCOOFF": 0, "TCOON": 1, "TCIOFF": 2, "TCION": 3, "NCCS": 32,
	"BRKINT": unix.BRKINT, "ICRNL": unix.ICRNL, "IGNBRK": unix.IGNBRK, "IGNCR": unix.IGNCR, "IGNPAR": unix.IGNPAR, "INLCR": unix.INLCR, "INPCK": unix.INPCK,
	"ISTRIP": unix.ISTRIP, "IXANY": unix.IXANY, "IXOFF": unix.IXOFF, "IXON": unix.IXON, "PARMRK": unix.PARMRK, "IUTF8": unix.IUTF8, "IMAXBEL": unix.IMAXBEL,
	"OPOST": unix.OPOST, "ONLCR": unix.ONLCR, "OCRNL": unix.OCRNL, "ONLRET": unix.ONLRET, "OFILL": unix.OFILL,
	"CSIZE": unix.CSIZE, "CS5": unix.CS5, "CS6": unix.CS6, "CS7": unix.CS7, "CS8": unix.CS8, "CSTOPB": unix.CSTOPB, "CREAD": unix.CREAD, "PARENB": unix.PARENB,
	"PARODD": unix.PARODD, "HUPCL": unix.HUPCL, "CLOCAL": unix.CLOCAL, "CRTSCTS": unix.CRTSCTS, "CBAUD": unix.CBAUD,
	"ECHO": unix.ECHO, "ECHOE": unix.ECHOE, "ECHOK": unix.ECHOK, "ECHONL": unix.ECHONL, "ECHOCTL": unix.ECHOCTL, "ECHOKE": unix.ECHOKE, "ICANON": unix.ICANON,
	"IEXTEN": unix.IEXTEN, "ISIG": unix.ISIG, "NOFLSH": unix.NOFLSH, "TOSTOP": unix.TOSTOP,
	"VINTR": unix.VINTR, "VQUIT": unix.VQUIT, "VERASE": unix.VERASE, "VKILL": unix.VKILL, "VEOF": unix.VEOF, "VTIME": unix.VTIME, "VMIN": unix.VMIN, "VSWTC": unix.VSWTC,
	"VSTART": unix.VSTART, "VSTOP": unix.VSTOP, "VSUSP": unix.VSUSP, "VEOL": unix.VEOL, "VREPRINT": unix.VREPRINT, "VDISCARD": unix.VDISCARD, "VWERASE": unix.VWERASE,
	"VLNEXT": unix.VLNEXT, "VEOL2": unix.VEOL2,
	"B0": unix.B0, "B50": unix.B50, "B75": unix.B75, "B110": unix.B110, "B134": unix.B134, "B150": unix.B150, "B200": unix.B200, "B300": unix.B300, "B600": unix.B600,
	"B1200": unix.B1200, "B1800": unix.B1800, "B2400": unix.B2400, "B4800": unix.B4800, "B9600": unix.B9600, "B19200": unix.B19200, "B38400": unix.B38400,
	"B57600": unix.B57600, "B115200": unix.B115200, "B230400": unix.B230400,
	"TIOCGWINSZ": unix.TIOCGWINSZ, "TIOCSWINSZ": unix.TIOCSWINSZ, "TIOCGPGRP": unix.TIOCGPGRP, "TIOCSPGRP": unix.TIOCSPGRP, "TIOCSCTTY": unix.TIOCSCTTY,
	"TIOCNOTTY": unix.TIOCNOTTY, "TIOCSTI": unix.TIOCSTI, "TIOCOUTQ": unix.TIOCOUTQ, "FIONREAD": unix.TIOCINQ, "TIOCINQ": unix.TIOCINQ,
	"TCGETS": unix.TCGETS, "TCSETS": unix.TCSETS, "TCSETSW": unix.TCSETSW, "TCSETSF": unix.TCSETSF, "TIOCEXCL": unix.TIOCEXCL, "TIOCNXCL": unix.TIOCNXCL,
	"TIOCMGET": unix.TIOCMGET, "TIOCMSET": unix.TIOCMSET, "TIOCM_DTR": unix.TIOCM_DTR, "TIOCM_RTS": unix.TIOCM_RTS, "TIOCSBRK": unix.TIOCSBRK, "TIOCCBRK": unix.TIOCCBRK,
}
