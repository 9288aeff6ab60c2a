package asyncio

import (
	"math"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// sleeping is sleep(delay, result). Its timer completes the future that the task waits for.
type sleeping struct {
	coro
	delay, result Value
	lp            *Loop
	fut           *Future
	timer         aio.Timer
}

func (c *sleeping) qualname() string { return "sleep" }

// Run is the timer's callback.
func (c *sleeping) Run() error {
	if c.fut.state != pending {
		return nil
	}
	return c.fut.setResult(c.lp.th, c.result)
}

func (c *sleeping) step(th *Thread, in Value, err error) (Value, error) {
	switch c.pc {
	case 0:
		now, err := atMost(th, c.delay, 0)
		if err != nil {
			return Value{}, err
		}
		if now {
			c.pc = 1
			return c.pass()
		}
		d, err := toFloat(th, c.delay)
		if err != nil {
			return Value{}, err
		}
		if math.IsNaN(d) {
			return Value{}, object.ValueErrorf("Invalid delay: NaN (not a number)")
		}
		loop, err := runningLoop(th)
		if err != nil {
			return Value{}, err
		}
		lp := plainLoop(loop)
		if lp == nil || lp.overrides()&overTimers != 0 {
			return c.foreign(th, loop)
		}
		c.lp, c.pc = lp, 2
		c.fut = newFuture(loop)
		lp.l.SetTimer(&c.timer, lp.l.Time()+d, c)
		return c.awaitFuture(c.fut)
	case 1:
		return c.result, err
	case 2:
		c.lp.l.StopTimer(&c.timer)
		return in, err
	}
	// A foreign loop's timer: delay holds its handle.
	if _, cerr := object.CallMethod(th, c.delay, nCancel); cerr != nil && err == nil {
		err = cerr
	}
	return in, err
}

// foreign sleeps by the loop's own call_later.
func (c *sleeping) foreign(th *Thread, loop Value) (Value, error) {
	f, err := createFuture(th, loop)
	if err != nil {
		return Value{}, err
	}
	h, err := object.CallMethod(th, loop, nCallLater, c.delay, object.NewBuiltinBound(&setUnlessCancelled, f, FutureType), c.result)
	if err != nil {
		return Value{}, err
	}
	c.delay, c.pc = h, 3
	return c.await(th, f)
}

var setUnlessCancelled = object.Func{Sig: "_set_result_unless_cancelled(result)", Fn: object.F2(func(th *Thread, fut, v Value) (Value, error) {
	if done, err := futCancelled(th, fut); err != nil || done {
		return None, err
	}
	_, err := object.CallMethod(th, fut, nSetResult, v)
	return None, err
})}

// atMost is v <= n, as Python compares.
func atMost(th *Thread, v Value, n int64) (bool, error) {
	switch {
	case v.IsInt():
		return v.Int64() <= n, nil
	case v.IsFloat():
		return v.Float64() <= float64(n), nil
	}
	return object.CompareBool(th, v, object.Int(n), object.Le)
}

var sleepFuncs = []object.Func{{Sig: "async sleep(delay, result=None)", Doc: "Wait for delay seconds, then return result.", Fn: object.F2(func(th *Thread, delay, result Value) (Value, error) {
	return newCoro(&sleeping{delay: delay, result: result}), nil
})}}
