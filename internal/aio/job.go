package aio

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// The job queue is shared state, under its own mutex. A job passes through these hands:
//
//	queued    in jobQueue.waiting; CancelJob may still take it out
//	running   a goroutine's, which alone may touch what Do touches
//	posted    in the inbox; the loop's from here on
//	done      Run has run on the loop
//
// Goroutines end when the queue is empty; starting one costs 0.3 µs.

// A Job is blocking work: Do runs on a goroutine of its own, without the owner's lock, then Run on the loop.
type Job interface {
	Do()
	Callback
}

// DefaultJobLimit is how many jobs run at once unless Config says otherwise.
const DefaultJobLimit = 64

type jobQueue struct {
	mu      sync.Mutex
	waiting []Job
	running int
	limit   int
}

// Submit has j done, at once or when there is room, in the order of the calls. After Close the result is dropped.
func (l *Loop) Submit(j Job) {
	l.outside.Add(1)
	q := &l.jobs
	q.mu.Lock()
	if q.running == q.limit {
		q.waiting = append(q.waiting, j)
		q.mu.Unlock()
		return
	}
	q.running++
	q.mu.Unlock()
	go l.work(j)
}

// CancelJob takes j out of the queue if it has not begun, and reports whether it did: neither Do nor Run is called.
func (l *Loop) CancelJob(j Job) bool {
	q := &l.jobs
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, w := range q.waiting {
		if w == j {
			q.waiting = append(q.waiting[:i], q.waiting[i+1:]...)
			l.outside.Add(-1)
			return true
		}
	}
	return false
}

func (l *Loop) work(j Job) {
	q := &l.jobs
	for {
		l.Post(l.do(j)) // a closed loop wants no result
		l.outside.Add(-1)
		q.mu.Lock()
		if len(q.waiting) == 0 {
			q.running--
			q.mu.Unlock()
			return
		}
		j = q.waiting[0]
		q.waiting[0] = nil
		q.waiting = q.waiting[1:]
		q.mu.Unlock()
	}
}

// do returns what the loop shall run. A panic is carried over to it, where the interpreter's edge turns it into an
// error; on this goroutine it would end the process.
func (l *Loop) do(j Job) (cb Callback) {
	defer func() {
		if v := recover(); v != nil {
			cb = &JobPanic{Value: v, Stack: debug.Stack()}
		}
	}()
	j.Do()
	return j
}

// A JobPanic is what the loop panics with when a job did.
type JobPanic struct {
	Value any
	Stack []byte // of the job's goroutine
}

// Run panics with p itself.
func (p *JobPanic) Run() error { panic(p) }

func (p *JobPanic) Error() string { return fmt.Sprintf("panic in a job: %v\n%s", p.Value, p.Stack) }

func (q *jobQueue) clear() {
	q.mu.Lock()
	q.waiting = nil
	q.mu.Unlock()
}

// Go is Submit for a function and what shall become of its result.
func Go[R any](l *Loop, fn func() R, done func(R)) {
	l.Submit(&funcJob[R]{fn: fn, done: done})
}

type funcJob[R any] struct {
	fn     func() R
	done   func(R)
	result R
}

func (j *funcJob[R]) Do() { j.result = j.fn() }

func (j *funcJob[R]) Run() error {
	j.done(j.result)
	return nil
}
