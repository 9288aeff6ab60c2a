package time

import (
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"ouro/internal/object"
)

var structTime = object.NewStructSeqType("time", "struct_time", "A calendar time as a tuple with named items.", 9,
	object.StructField{Name: "tm_year", Doc: "year, for example 1993"},
	object.StructField{Name: "tm_mon", Doc: "month, 1 to 12"},
	object.StructField{Name: "tm_mday", Doc: "day of the month, 1 to 31"},
	object.StructField{Name: "tm_hour", Doc: "hours, 0 to 23"},
	object.StructField{Name: "tm_min", Doc: "minutes, 0 to 59"},
	object.StructField{Name: "tm_sec", Doc: "seconds, 0 to 61"},
	object.StructField{Name: "tm_wday", Doc: "day of the week, 0 is Monday"},
	object.StructField{Name: "tm_yday", Doc: "day of the year, 1 to 366"},
	object.StructField{Name: "tm_isdst", Doc: "1 if summer time is in effect, 0 if not, -1 if unknown"},
	object.StructField{Name: "tm_zone", Doc: "abbreviation of the time zone"},
	object.StructField{Name: "tm_gmtoff", Doc: "offset from UTC in seconds"},
)

// tm is a calendar time as C has it, except that year, month and weekday count as Python's do.
type tm struct {
	year, mon, day, hour, min, sec, wday, yday, isdst int
	zone                                              string
	offset                                            int
}

type state struct{ loc *time.Location }

// stateKey identifies the module's state; its address is all that counts.
var stateKey byte

func stateOf(th *thread) *state {
	return object.StateOf(th, &stateKey, func() *state { return &state{loc: loadZone()} })
}

// Local is the interpreter's time zone.
func Local(th *thread) *time.Location { return stateOf(th).loc }

// loadZone reads TZ: the name of a zone, or a POSIX rule of which the standard offset is understood.
func loadZone() *time.Location {
	tz, ok := os.LookupEnv("TZ")
	if !ok {
		return time.Local
	}
	name := strings.TrimPrefix(tz, ":")
	if name == "" {
		return time.UTC
	}
	if l, err := time.LoadLocation(name); err == nil {
		return l
	}
	i := 0
	for i < len(name) && (name[i] >= 'A' && name[i] <= 'Z' || name[i] >= 'a' && name[i] <= 'z') {
		i++
	}
	j := i
	for j < len(name) && (name[j] == '+' || name[j] == '-' || name[j] == ':' || name[j] >= '0' && name[j] <= '9') {
		j++
	}
	if i < 3 || i == j {
		return time.UTC
	}
	sign, text := -1, name[i:j]
	if text[0] == '-' || text[0] == '+' {
		if text[0] == '-' {
			sign = 1
		}
		text = text[1:]
	}
	secs := 0
	for k, p := range strings.SplitN(text, ":", 3) {
		n, err := strconv.Atoi(p)
		if err != nil {
			return time.UTC
		}
		secs += n * [...]int{3600, 60, 1}[k]
	}
	return time.FixedZone(name[:i], sign*secs)
}

func fromGo(t time.Time) tm {
	zone, off := t.Zone()
	dst := 0
	if t.IsDST() {
		dst = 1
	}
	if t.Location() == time.UTC && zone == "UTC" {
		dst = 0
	}
	return tm{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), (int(t.Weekday()) + 6) % 7, t.YearDay(), dst, zone, off}
}

func (t *tm) value() value {
	return structTime.New(object.Int(int64(t.year)), object.Int(int64(t.mon)), object.Int(int64(t.day)), object.Int(int64(t.hour)), object.Int(int64(t.min)),
		object.Int(int64(t.sec)), object.Int(int64(t.wday)), object.Int(int64(t.yday)), object.Int(int64(t.isdst)), object.StrValue(t.zone), object.Int(int64(t.offset)))
}

// timestamp converts seconds since the epoch, rounded down; None is now.
func timestamp(th *thread, v value) (time.Time, error) {
	if v.IsNone() || !v.Bound() {
		return now(th), nil
	}
	tooLarge := func() error {
		return object.NewExcf(object.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	var secs int64
	if f, ok := object.AsFloat(v); ok {
		if f != f {
			return time.Time{}, object.ValueErrorf("Invalid value NaN (not a number)")
		}
		if f = math.Floor(f); f < -1<<63 || f >= 1<<63 {
			return time.Time{}, tooLarge()
		}
		secs = int64(f)
	} else {
		i, err := object.Index(th, v)
		if err != nil {
			return time.Time{}, err
		}
		if !i.IsInt() {
			return time.Time{}, tooLarge()
		}
		secs = i.Int64()
	}
	// C's years are 32-bit, Go's time has its own bounds within which those lie.
	if secs > 67768036191676799 || secs < -67768040609740800 {
		return time.Time{}, object.NewOSErrorText(75, object.Strerror(75))
	}
	return time.Unix(secs, 0), nil
}

func gmtime(th *thread, v value) (value, error) {
	t, err := timestamp(th, v)
	if err != nil {
		return value{}, err
	}
	c := fromGo(t.UTC())
	return c.value(), nil
}

func localtime(th *thread, v value) (value, error) {
	t, err := timestamp(th, v)
	if err != nil {
		return value{}, err
	}
	c := fromGo(t.In(Local(th)))
	return c.value(), nil
}

// tupleTime reads a struct_time or a tuple of nine ints; what names the function in errors.
func tupleTime(th *thread, v value, what string) (tm, error) {
	var t tm
	tup, ok := object.AsTuple(v)
	if !ok {
		return t, object.TypeErrorf("Tuple or struct_time argument required")
	}
	if len(tup.Items) != 9 {
		return t, object.TypeErrorf("%s(): illegal time tuple argument", what)
	}
	for i, p := range []*int{&t.year, &t.mon, &t.day, &t.hour, &t.min, &t.sec, &t.wday, &t.yday, &t.isdst} {
		n, err := object.AsIndex(th, tup.Items[i])
		if err != nil {
			return t, err
		}
		if n > math.MaxInt32 || n < math.MinInt32 {
			return t, object.NewExcf(object.OverflowErrorType, "signed integer is %s than %s", [2]string{"greater", "less"}[b2i(n < 0)], [2]string{"maximum", "minimum"}[b2i(n < 0)])
		}
		*p = n
	}
	if v.Type() == structTime.Type {
		if z, err := object.GetAttr(th, v, strZone); err == nil {
			if s, ok := object.AsStr(z); ok {
				t.zone = s.S
			}
		}
		if z, err := object.GetAttr(th, v, strOffset); err == nil && z.IsInt() {
			t.offset = int(z.Int64())
		}
	} else {
		t.zone, t.offset = "", math.MinInt
	}
	return t, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

var (
	strZone   = object.NewStr("tm_zone")
	strOffset = object.NewStr("tm_gmtoff")
)

// checked tests the fields' ranges as asctime and strftime do; zero stands for the first month, day and day of the year.
func (t *tm) checked() error {
	if t.mon == 0 {
		t.mon = 1
	}
	if t.day == 0 {
		t.day = 1
	}
	if t.yday == 0 {
		t.yday = 1
	}
	bad := ""
	switch {
	case t.mon < 1 || t.mon > 12:
		bad = "month"
	case t.day < 1 || t.day > 31:
		bad = "day of month"
	case t.hour < 0 || t.hour > 23:
		bad = "hour"
	case t.min < 0 || t.min > 59:
		bad = "minute"
	case t.sec < 0 || t.sec > 61:
		bad = "seconds"
	case t.wday < -1:
		bad = "day of week"
	case t.yday < 1 || t.yday > 366:
		bad = "day of year"
	}
	if bad != "" {
		return object.ValueErrorf("%s out of range", bad)
	}
	t.wday = (t.wday%7 + 7) % 7
	return nil
}

func mktime(th *thread, v value) (value, error) {
	t, err := tupleTime(th, v, "mktime")
	if err != nil {
		return value{}, err
	}
	if t.year > 1<<31-1+1900 || t.year < -1<<31+1900 {
		return value{}, object.NewExcf(object.OverflowErrorType, "mktime argument out of range")
	}
	g := time.Date(t.year, time.Month(t.mon), t.day, t.hour, t.min, t.sec, 0, Local(th))
	if g.IsDST() && t.isdst == 0 {
		g = g.Add(dstShift(g))
	} else if !g.IsDST() && t.isdst > 0 {
		if s := time.Date(t.year, 7, 1, 0, 0, 0, 0, Local(th)); s.IsDST() {
			g = g.Add(-dstShift(s))
		} else if s := time.Date(t.year, 1, 1, 0, 0, 0, 0, Local(th)); s.IsDST() {
			g = g.Add(-dstShift(s))
		}
	}
	return object.Float(float64(g.Unix())), nil
}

// dstShift is by how much summer time is ahead at t.
func dstShift(t time.Time) time.Duration {
	_, summer := t.Zone()
	for m := 1; m <= 12; m++ {
		s := time.Date(t.Year(), time.Month(m), 1, 0, 0, 0, 0, t.Location())
		if !s.IsDST() {
			_, std := s.Zone()
			return time.Duration(summer-std) * time.Second
		}
	}
	return time.Hour
}

func asctime(th *thread, v value) (value, error) {
	t := fromGo(now(th).In(Local(th)))
	if v.Bound() {
		var err error
		if t, err = tupleTime(th, v, "asctime"); err != nil {
			return value{}, err
		}
		if err := t.checked(); err != nil {
			return value{}, err
		}
	}
	return object.StrValue(t.ascii()), nil
}

func ctime(th *thread, v value) (value, error) {
	g, err := timestamp(th, v)
	if err != nil {
		return value{}, err
	}
	t := fromGo(g.In(Local(th)))
	return object.StrValue(t.ascii()), nil
}

func (t *tm) ascii() string {
	return weekdays[t.wday][:3] + " " + months[t.mon-1][:3] + " " + pad(t.day, 2, ' ') + " " + t.clock() + " " + strconv.Itoa(t.year)
}

func (t *tm) clock() string {
	return pad(t.hour, 2, '0') + ":" + pad(t.min, 2, '0') + ":" + pad(t.sec, 2, '0')
}

func tzset(th *thread) (value, error) {
	stateOf(th).loc = loadZone()
	m, ok := th.Interp.Modules.GetString("time")
	if mod, isModule := object.AsModule(m); ok && isModule {
		setZone(th, mod)
	}
	return object.None, nil
}

// setZone sets tzname, timezone, altzone and daylight, from the offsets in January and July.
func setZone(th *thread, m *object.Module) {
	loc := Local(th)
	year := time.Now().Year()
	winter, summer := time.Date(year, 1, 1, 0, 0, 0, 0, loc), time.Date(year, 7, 1, 0, 0, 0, 0, loc)
	if winter.IsDST() {
		winter, summer = summer, winter
	}
	zone, off := winter.Zone()
	alt, altOff := summer.Zone()
	m.Set("timezone", object.Int(int64(-off)))
	m.Set("altzone", object.Int(int64(-altOff)))
	m.Set("daylight", object.Int(int64(b2i(off != altOff))))
	m.Set("tzname", object.TupleValue(object.StrValue(zone), object.StrValue(alt)))
}
