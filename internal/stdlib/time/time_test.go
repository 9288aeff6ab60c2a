package time

import (
	"testing"
	"time"
)

func TestFormat(t *testing.T) {
	c := fromGo(time.Date(2024, 12, 30, 15, 4, 5, 0, time.FixedZone("CET", 3600)))
	for _, x := range []struct{ format, want string }{
		{"%Y-%m-%d %H:%M:%S", "2024-12-30 15:04:05"}, {"%a %A %b %B", "Mon Monday Dec December"}, {"%I %p %j", "03 PM 365"},
		{"%G-W%V-%u", "2025-W01-1"}, {"%U %W %w", "52 53 1"}, {"%c|%x|%X", "Mon Dec 30 15:04:05 2024|12/30/24|15:04:05"},
		{"%z %Z %%", "+0100 CET %"}, {"%-d %_m %e", "30 12 30"}, {"%Q", "%Q"}, {"%s", "1735567445"},
	} {
		if got := c.format(x.format); got != x.want {
			t.Errorf("%s: %s, want %s", x.format, got, x.want)
		}
	}
}
