package time

import (
	"math"
	"strconv"
	"strings"
	"time"

	"ouro/internal/object"
)

var (
	weekdays = [...]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	months   = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

func pad(n, width int, fill byte) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 && fill == '0' {
		sign, s = "-", s[1:]
	}
	for len(s)+len(sign) < width {
		s = string(fill) + s
	}
	return sign + s
}

func strftimeFunc(th *thread, format, v value) (value, error) {
	f, ok := object.AsStr(format)
	if !ok {
		return value{}, object.TypeErrorf("strftime() argument 1 must be str, not %s", format.Type().Name)
	}
	t := fromGo(now(th).In(Local(th)))
	if v.Bound() {
		var err error
		if t, err = tupleTime(th, v, "strftime"); err != nil {
			return value{}, err
		}
		if err := t.checked(); err != nil {
			return value{}, err
		}
		if t.offset == math.MinInt {
			t.zone, t.offset = zoneFor(th, &t)
		}
		t.isdst = max(-1, min(t.isdst, 1))
	}
	return object.StrValue(t.format(f.S)), nil
}

// zoneFor gives the name and offset that the local zone has for a calendar time without a zone of its own.
func zoneFor(th *thread, t *tm) (string, int) {
	g := time.Date(t.year, time.Month(t.mon), t.day, t.hour, t.min, t.sec, 0, Local(th))
	if g.IsDST() != (t.isdst > 0) && t.isdst >= 0 {
		for m := 1; m <= 12; m++ {
			s := time.Date(t.year, time.Month(m), 1, 0, 0, 0, 0, Local(th))
			if s.IsDST() == (t.isdst > 0) {
				return s.Zone()
			}
		}
	}
	return g.Zone()
}

// isoWeek gives the ISO 8601 year and week.
func (t *tm) isoWeek() (year, week int) {
	week = (t.yday - 1 - t.wday + 10) / 7
	leap := func(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }
	long := func(y int) bool {
		jan1 := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Weekday()
		return jan1 == time.Thursday || leap(y) && jan1 == time.Wednesday
	}
	switch {
	case week < 1:
		if long(t.year - 1) {
			return t.year - 1, 53
		}
		return t.year - 1, 52
	case week == 53 && !long(t.year):
		return t.year + 1, 1
	}
	return t.year, week
}

func floorMod(a, b int) int { return ((a % b) + b) % b }

// format is strftime in the C locale. Unknown directives are kept.
func (t *tm) format(f string) string {
	var b strings.Builder
	for i := 0; i < len(f); i++ {
		if f[i] != '%' || i+1 == len(f) {
			b.WriteByte(f[i])
			continue
		}
		i++
		start := i
		flag := byte(0)
		for i+1 < len(f) && strings.IndexByte("_-0^#", f[i]) >= 0 {
			flag = f[i]
			i++
		}
		width := -1
		for i+1 < len(f) && f[i] >= '0' && f[i] <= '9' && width < 1000 {
			width = max(width, 0)*10 + int(f[i]-'0')
			i++
		}
		if (f[i] == 'E' || f[i] == 'O') && i+1 < len(f) {
			i++
		}
		text, number, n, w, fill := t.directive(f[i])
		if number {
			if width >= 0 {
				w = width
			}
			switch flag {
			case '-':
				w = 0
			case '_':
				fill = ' '
			case '0':
				fill = '0'
			}
			b.WriteString(pad(n, w, fill))
			continue
		}
		if text == "" && strings.IndexByte("ZpP", f[i]) < 0 {
			b.WriteString("%" + f[start:i+1])
			continue
		}
		switch flag {
		case '^':
			text = strings.ToUpper(text)
		case '#':
			if f[i] == 'p' || f[i] == 'Z' {
				text = strings.ToLower(text)
			} else {
				text = strings.ToUpper(text)
			}
		}
		for k := len(text); k < width; k++ {
			if flag == '0' {
				b.WriteByte('0')
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(text)
	}
	return b.String()
}

// directive gives what a conversion stands for: a text, or a number with its usual width and fill.
func (t *tm) directive(c byte) (text string, number bool, n, width int, fill byte) {
	num := func(n, width int, fill byte) (string, bool, int, int, byte) { return "", true, n, width, fill }
	str := func(s string) (string, bool, int, int, byte) { return s, false, 0, 0, 0 }
	hour12 := (t.hour+11)%12 + 1
	half := "AM"
	if t.hour >= 12 {
		half = "PM"
	}
	date := pad(t.mon, 2, '0') + "/" + pad(t.day, 2, '0') + "/" + pad(floorMod(t.year, 100), 2, '0')
	switch c {
	case 'a':
		return str(weekdays[t.wday][:3])
	case 'A':
		return str(weekdays[t.wday])
	case 'b', 'h':
		return str(months[t.mon-1][:3])
	case 'B':
		return str(months[t.mon-1])
	case 'c':
		return str(t.ascii())
	case 'C':
		return num((t.year-floorMod(t.year, 100))/100, 2, '0')
	case 'd':
		return num(t.day, 2, '0')
	case 'D', 'x':
		return str(date)
	case 'e':
		return num(t.day, 2, ' ')
	case 'F':
		return str(pad(t.year, 0, '0') + "-" + pad(t.mon, 2, '0') + "-" + pad(t.day, 2, '0'))
	case 'g':
		y, _ := t.isoWeek()
		return num(floorMod(y, 100), 2, '0')
	case 'G':
		y, _ := t.isoWeek()
		return num(y, 0, '0')
	case 'H':
		return num(t.hour, 2, '0')
	case 'I':
		return num(hour12, 2, '0')
	case 'j':
		return num(t.yday, 3, '0')
	case 'k':
		return num(t.hour, 2, ' ')
	case 'l':
		return num(hour12, 2, ' ')
	case 'm':
		return num(t.mon, 2, '0')
	case 'M':
		return num(t.min, 2, '0')
	case 'n':
		return str("\n")
	case 'p':
		return str(half)
	case 'P':
		return str(strings.ToLower(half))
	case 'r':
		return str(pad(hour12, 2, '0') + t.clock()[2:] + " " + half)
	case 'R':
		return str(t.clock()[:5])
	case 's':
		g := time.Date(t.year, time.Month(t.mon), t.day, t.hour, t.min, t.sec, 0, time.FixedZone(t.zone, t.offset))
		return num(int(g.Unix()), 0, '0')
	case 'S':
		return num(t.sec, 2, '0')
	case 't':
		return str("\t")
	case 'T', 'X':
		return str(t.clock())
	case 'u':
		return num(t.wday+1, 1, '0')
	case 'U':
		return num((t.yday-1+7-(t.wday+1)%7)/7, 2, '0')
	case 'V':
		_, w := t.isoWeek()
		return num(w, 2, '0')
	case 'w':
		return num((t.wday+1)%7, 1, '0')
	case 'W':
		return num((t.yday-1+7-t.wday)/7, 2, '0')
	case 'y':
		return num(floorMod(t.year, 100), 2, '0')
	case 'Y':
		return num(t.year, 0, '0')
	case 'z':
		if t.isdst < 0 && t.zone == "" {
			return str("")
		}
		off, sign := t.offset, "+"
		if off < 0 {
			off, sign = -off, "-"
		}
		return str(sign + pad(off/3600, 2, '0') + pad(off/60%60, 2, '0'))
	case 'Z':
		return str(t.zone)
	case '%':
		return str("%")
	}
	return str("")
}

var strStrptime = object.NewStr("_strptime_time")

func strptime(th *thread, text, format value) (value, error) {
	m, err := th.Interp.Host.Import(th, "_strptime")
	if err != nil {
		return value{}, err
	}
	return object.CallMethod(th, m, strStrptime, text, format)
}
