package asyncio

import (
	"fmt"
	"math"
	"slices"
	"time"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// The watchdog reports a callback or task step that holds its loop for too long, with the stack of that moment, while it still does.
//
// A goroutine per running loop looks now and then at the loop's count of steps. When that has stood still for the limit it asks for the
// interpreter's lock as any thread does: code in Python gives way within milliseconds, a native call that blocks has given the lock
// up, and in both cases the frames stand still. A native call that keeps the lock is reported when it ends. A loop without a watchdog
// neither counts nor looks at a clock.

// watchdog watches one loop while it runs.
type watchdog struct {
	lp    *Loop
	limit time.Duration
	watch aio.Watch
	stop  chan struct{}
}

// setDog begins to watch the loop, which runs, or is about to. A limit of zero is no watchdog.
func (lp *Loop) setDog(th *Thread, limit time.Duration) {
	lp.dropDog()
	if limit <= 0 {
		return
	}
	d := &watchdog{lp: lp, limit: limit, stop: make(chan struct{})}
	d.watch.Late = d.late
	lp.dog = d
	go d.run(th.Interp)
}

func (lp *Loop) dropDog() {
	if lp.dog != nil {
		close(lp.dog.stop)
		lp.dog = nil
	}
}

// run samples the count of steps until stop is closed.
func (d *watchdog) run(in *object.Interp) {
	period := min(max(d.limit/8, time.Millisecond), 100*time.Millisecond)
	tick := time.NewTicker(period)
	defer tick.Stop()
	last, since := time.Now(), time.Now()
	var seen, done uint64
	for {
		select {
		case <-d.stop:
			return
		case <-tick.C:
		}
		now := time.Now()
		step, running := d.watch.Step()
		// If this goroutine did not run either, the process was stopped, or the machine is overloaded.
		if step != seen || now.Sub(last) > period+d.limit/2 {
			seen, since = step, now
		} else if running && step != done && now.Sub(since) >= d.limit {
			done = step
			d.report(in, step, since)
			now = time.Now()
		}
		last = now
	}
}

// report takes the lock and, if the step is still under way then, tells of it.
func (d *watchdog) report(in *object.Interp, step uint64, since time.Time) {
	d.watch.Overdue(step, since)
	gate := &object.Thread{Interp: in} // enough to take the lock with
	gate.Acquire()
	defer gate.Release()
	if d.lp.th == nil || !d.watch.Take(step) {
		return
	}
	th := in.Host.NewThread(d.lp.th)
	th.Name = "watchdog"
	frames := d.lp.frames()
	who := "a callback"
	if t := ts(d.lp.th).current; t.Ref != nil {
		who = taskTitle(th, t)
	}
	text := fmt.Sprintf("ResourceWarning: %s has held the event loop for %.*f seconds", who, places(d.limit), time.Since(since).Seconds())
	if n := len(frames); n > 0 {
		file, line := frameSource(th, frames[n-1])
		text = file + ":" + itoa(line) + ": " + text
	}
	writeError(th, text+framesText(th, frames, "  ")+"\n")
}

// frames are those of the loop's thread above the one that runs the loop, the outermost first. The thread stands still.
func (lp *Loop) frames() []Value {
	var below Value
	if lp.during.base != nil {
		below = lp.during.base.Object()
	}
	var out []Value
	for f := lp.th.CurrentFrame(); f != nil && f.Object() != below; f = f.Back() {
		out = append(out, f.Object())
	}
	slices.Reverse(out)
	return out
}

// late tells of a callback that kept the lock until it ended.
func (d *watchdog) late(cb aio.Callback, took time.Duration) {
	if th := d.lp.th; th != nil {
		who := callbackText(th, cb)
		if who == "" {
			who = "a callback"
		}
		writeError(th, fmt.Sprintf("ResourceWarning: %s held the event loop for %.*f seconds, and ended before its stack could be taken\n", who, places(d.limit), took.Seconds()))
	}
}

// places is how many decimals tell times about the limit apart.
func places(limit time.Duration) int {
	return max(1, 1-int(math.Floor(math.Log10(limit.Seconds()))))
}

// writeError writes to sys.stderr; that it cannot be written to is no reason to fail.
func writeError(th *Thread, text string) {
	f, ok := th.Interp.Sys.GetString("stderr")
	if !ok || f.IsNone() {
		return
	}
	if _, err := object.CallMethod(th, f, object.NewStr("write"), object.StrValue(text)); err == nil {
		_, _ = object.CallMethod(th, f, object.NewStr("flush"))
	}
}

// setWatchdog is watchdog(seconds): it returns the former limit.
func setWatchdog(th *Thread, v Value) (Value, error) {
	limit := 0.0
	if !v.IsNone() {
		f, err := toFloat(th, v)
		if err != nil {
			return Value{}, err
		}
		if !(f >= 0.001 && f <= 1e6) {
			return Value{}, object.ValueErrorf("the limit must be between 0.001 and 1e6 seconds, not %s", repr(th, v))
		}
		limit = f
	}
	s := &stateOf(th).settings
	was := None
	if s.Watchdog > 0 {
		was = object.Float(s.Watchdog.Seconds())
	}
	s.Watchdog = time.Duration(limit * float64(time.Second))
	if lp := nativeLoop(orNone(ts(th).running)); lp != nil && lp.th == th {
		lp.setDog(th, s.Watchdog)
		lp.setHooks(th)
	}
	return was, nil
}
