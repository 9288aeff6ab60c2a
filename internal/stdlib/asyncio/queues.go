package asyncio

import (
	"ouro/internal/object"
)

// Queue is asyncio.Queue and what derives from it.
//
// Items lie in a ring of Values until a script looks at _queue; from then on they lie in the Python object it got, a deque (or a list),
// and are reached through its methods. A script's _init, _get, _put, qsize, empty and full are honoured.
type Queue struct {
	object.Header
	loopBound
	ring       []Value
	head, n    int
	py         Value // the Python object that holds the items, if any
	max        Value
	limit      int64 // of max; 0 for none
	getters    waitList
	putters    waitList
	joiners    waitList
	unfinished int64
	kind       uint8
	over       uint8
	shut       bool
	seenID     uint32
}

// Kinds of queue.
const (
	queueFIFO uint8 = iota
	queueLIFO
	queuePriority
)

// Methods that scripts have replaced.
const (
	overGet uint8 = 1 << iota
	overPut
	overSize
	overEmpty
	overFull
	overGetNowait
	overPutNowait
)

var (
	queueLayout       = object.NewLayout[Queue]()
	QueueType         = object.NewType("Queue", object.ObjectType, queueLayout)
	LifoQueueType     = object.NewType("LifoQueue", QueueType, queueLayout)
	PriorityQueueType = object.NewType("PriorityQueue", QueueType, queueLayout)
)

var queueOverrides = []struct {
	name *Str
	bit  uint8
}{
	{object.NewStr("_get"), overGet}, {object.NewStr("_put"), overPut}, {object.NewStr("qsize"), overSize},
	{object.NewStr("empty"), overEmpty}, {object.NewStr("full"), overFull},
	{object.NewStr("get_nowait"), overGetNowait}, {object.NewStr("put_nowait"), overPutNowait},
}

func (q *Queue) value() Value { return object.Of(&q.Header) }

func (q *Queue) overrides() uint8 {
	t := q.Header.Shape.Type
	if !t.IsHeap() {
		return 0
	}
	if v := t.Version(); v != q.seenID {
		q.seenID, q.over = v, 0
		for _, o := range queueOverrides {
			if overridden(q.value(), o.name) {
				q.over |= o.bit
			}
		}
	}
	return q.over
}

func (q *Queue) size(th *Thread) (int, error) {
	if q.overrides()&overSize != 0 {
		r, err := object.CallMethod(th, q.value(), queueOverrides[2].name)
		if err != nil {
			return 0, err
		}
		return object.AsIndex(th, r)
	}
	return q.stored(th)
}

// stored is how many items there are.
func (q *Queue) stored(th *Thread) (int, error) {
	if q.py.Ref != nil {
		return object.Len(th, q.py)
	}
	return q.n, nil
}

func (q *Queue) empty(th *Thread) (bool, error) {
	if q.over = q.overrides(); q.over&overEmpty != 0 {
		r, err := object.CallMethod(th, q.value(), queueOverrides[3].name)
		if err != nil {
			return false, err
		}
		return object.Truth(th, r)
	}
	if q.py.Ref != nil {
		b, err := object.Truth(th, q.py)
		return !b, err
	}
	return q.n == 0, nil
}

func (q *Queue) full(th *Thread) (bool, error) {
	if q.overrides()&overFull != 0 {
		r, err := object.CallMethod(th, q.value(), queueOverrides[4].name)
		if err != nil {
			return false, err
		}
		return object.Truth(th, r)
	}
	if q.limit <= 0 {
		return false, nil
	}
	n, err := q.size(th)
	return int64(n) >= q.limit, err
}

// push stores an item, pop takes the next one.
func (q *Queue) push(th *Thread, v Value) error {
	if q.overrides()&overPut != 0 {
		_, err := object.CallMethod(th, q.value(), queueOverrides[1].name, v)
		return err
	}
	return q.store(th, v)
}

func (q *Queue) store(th *Thread, v Value) error {
	if q.py.Ref != nil {
		if q.kind == queuePriority {
			f, err := importAttr(th, "heapq", "heappush")
			if err != nil {
				return err
			}
			_, err = object.Call2(th, f, q.py, v)
			return err
		}
		_, err := object.CallMethod(th, q.py, object.NewStr("append"), v)
		return err
	}
	if q.n == len(q.ring) {
		q.grow()
	}
	q.ring[(q.head+q.n)&(len(q.ring)-1)] = v
	q.n++
	if q.kind == queuePriority {
		return q.up(th)
	}
	return nil
}

func (q *Queue) grow() {
	ring := make([]Value, max(8, 2*len(q.ring)))
	for i := range q.n {
		ring[i] = q.ring[(q.head+i)&(len(q.ring)-1)]
	}
	q.ring, q.head = ring, 0
}

func (q *Queue) pop(th *Thread) (Value, error) {
	if q.overrides()&overGet != 0 {
		return object.CallMethod(th, q.value(), queueOverrides[0].name)
	}
	return q.take(th)
}

func (q *Queue) take(th *Thread) (Value, error) {
	if q.py.Ref != nil {
		switch q.kind {
		case queuePriority:
			f, err := importAttr(th, "heapq", "heappop")
			if err != nil {
				return Value{}, err
			}
			return object.Call1(th, f, q.py)
		case queueLIFO:
			return object.CallMethod(th, q.py, object.NewStr("pop"))
		}
		return object.CallMethod(th, q.py, object.NewStr("popleft"))
	}
	if q.n == 0 {
		return Value{}, object.NewExcf(object.IndexErrorType, "pop from an empty deque")
	}
	q.n--
	switch q.kind {
	case queueLIFO:
		p := &q.ring[(q.head+q.n)&(len(q.ring)-1)]
		v := *p
		*p = Value{}
		return v, nil
	case queuePriority:
		// head is 0 always.
		v := q.ring[0]
		q.ring[0], q.ring[q.n] = q.ring[q.n], Value{}
		return v, q.down(th)
	}
	p := &q.ring[q.head]
	v := *p
	*p = Value{}
	q.head = (q.head + 1) & (len(q.ring) - 1)
	return v, nil
}

// up moves the last item of the heap to its place.
func (q *Queue) up(th *Thread) error {
	for i := q.n - 1; i > 0; {
		p := (i - 1) / 2
		less, err := object.CompareBool(th, q.ring[i], q.ring[p], object.Lt)
		if err != nil || !less {
			return err
		}
		q.ring[i], q.ring[p] = q.ring[p], q.ring[i]
		i = p
	}
	return nil
}

// down moves the first item of the heap to its place: to the bottom along the smaller children, then up, as heapq does, so that
// equal items come out in heapq's order.
func (q *Queue) down(th *Thread) error {
	if q.n < 2 {
		return nil
	}
	i, c := 0, 1
	item := q.ring[0]
	for c < q.n {
		if r := c + 1; r < q.n {
			less, err := object.CompareBool(th, q.ring[c], q.ring[r], object.Lt)
			if err != nil {
				return err
			}
			if !less {
				c = r
			}
		}
		q.ring[i] = q.ring[c]
		i, c = c, 2*c+1
	}
	q.ring[i] = item
	for i > 0 {
		p := (i - 1) / 2
		less, err := object.CompareBool(th, item, q.ring[p], object.Lt)
		if err != nil || !less {
			return err
		}
		q.ring[i], q.ring[p] = q.ring[p], item
		i = p
	}
	return nil
}

// items lists what is stored.
func (q *Queue) items() []Value {
	out := make([]Value, q.n)
	for i := range out {
		out[i] = q.ring[(q.head+i)&(len(q.ring)-1)]
	}
	return out
}

func (q *Queue) getNowait(th *Thread) (Value, error) {
	empty, err := q.empty(th)
	if err != nil {
		return Value{}, err
	}
	if empty {
		if q.shut {
			return Value{}, object.NewExc(QueueShutDownType)
		}
		return Value{}, object.NewExc(QueueEmptyType)
	}
	v, err := q.pop(th)
	if err != nil {
		return Value{}, err
	}
	return v, q.putters.wakePop(th)
}

func (q *Queue) putNowait(th *Thread, v Value) error {
	if q.shut {
		return object.NewExc(QueueShutDownType)
	}
	full, err := q.full(th)
	if err != nil {
		return err
	}
	if full {
		return object.NewExc(QueueFullType)
	}
	if err := q.push(th, v); err != nil {
		return err
	}
	q.unfinished++
	return q.getters.wakePop(th)
}

// finish counts n items as done and wakes join() at zero.
func (q *Queue) finish(th *Thread) error {
	q.unfinished--
	if q.unfinished > 0 {
		return nil
	}
	for w := q.joiners.first; w != nil; w = w.next {
		if w.fut.state == pending {
			if err := w.fut.setResult(th, object.True); err != nil {
				return err
			}
		}
	}
	return nil
}

// queueTurn is what get() and put() have in common: they wait while the queue is empty, or full.
type queueTurn struct {
	coro
	q *Queue
	w waiter
}

func (c *queueTurn) waitsOn() Value { return object.Of(&c.q.Header) }

// come reports whether the coroutine's turn has come. If not, it waits in line, or the error says why it does not.
func (c *queueTurn) come(th *Thread, err error, line *waitList, shut func(q *Queue, th *Thread) (bool, error)) (bool, error) {
	q := c.q
	if err != nil && c.pc == 1 {
		if _, cerr := c.w.fut.cancelNow(th, Value{}); cerr != nil {
			return false, cerr
		}
		line.remove(&c.w)
		closed, cerr := shut(q, th)
		if cerr != nil {
			return false, cerr
		}
		if !closed && c.w.fut.state != cancelled {
			// It was woken, but will not make use of it.
			if werr := line.wakePop(th); werr != nil {
				return false, werr
			}
		}
		return false, err
	}
	closed, err := shut(q, th)
	if err != nil || !closed {
		return err == nil, err
	}
	if q.shut {
		return false, object.NewExc(QueueShutDownType)
	}
	f, err := q.newWaiter(th, q.value(), &c.w, line)
	if err != nil {
		return false, err
	}
	c.pc = 1
	_, err = c.awaitFuture(f)
	return false, err
}

// getting is Queue.get().
type getting struct{ queueTurn }

func (c *getting) qualname() string { return "Queue.get" }

func (c *getting) step(th *Thread, in Value, err error) (Value, error) {
	q := c.q
	if now, err := c.come(th, err, &q.getters, (*Queue).empty); !now {
		return Value{}, err
	}
	if q.overrides()&overGetNowait != 0 {
		return object.CallMethod(th, q.value(), queueOverrides[5].name)
	}
	return q.getNowait(th)
}

// putting is Queue.put(item).
type putting struct {
	queueTurn
	item Value
}

func (c *putting) qualname() string { return "Queue.put" }

func (c *putting) step(th *Thread, in Value, err error) (Value, error) {
	q := c.q
	if now, err := c.come(th, err, &q.putters, (*Queue).full); !now {
		return Value{}, err
	}
	if q.overrides()&overPutNowait != 0 {
		return object.CallMethod(th, q.value(), queueOverrides[6].name, c.item)
	}
	return None, q.putNowait(th, c.item)
}

// joining is Queue.join().
type joining struct {
	coro
	q *Queue
	w waiter
}

func (c *joining) qualname() string { return "Queue.join" }

func (c *joining) waitsOn() Value { return object.Of(&c.q.Header) }

func (c *joining) step(th *Thread, in Value, err error) (Value, error) {
	q := c.q
	if c.pc == 0 {
		if q.unfinished <= 0 {
			return None, nil
		}
		f, err := q.newWaiter(th, q.value(), &c.w, &q.joiners)
		if err != nil {
			return Value{}, err
		}
		c.pc = 1
		return c.awaitFuture(f)
	}
	q.joiners.remove(&c.w)
	return None, err
}

func (q *Queue) shutdown(th *Thread, immediate bool) error {
	q.shut = true
	if immediate {
		for {
			empty, err := q.empty(th)
			if err != nil {
				return err
			}
			if empty {
				break
			}
			if _, err := q.pop(th); err != nil {
				return err
			}
			if q.unfinished > 0 {
				if err := q.finish(th); err != nil {
					return err
				}
			}
		}
	}
	for _, l := range []*waitList{&q.getters, &q.putters} {
		for l.first != nil {
			w := l.first
			l.remove(w)
			if w.fut.state == pending {
				if err := w.fut.setResult(th, None); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// container gives the Python object of the items, moving them into one.
func (q *Queue) container(th *Thread) (Value, error) {
	if q.py.Ref != nil {
		return q.py, nil
	}
	l := object.ListValue(q.items()...)
	if q.kind == queueFIFO {
		d, err := importAttr(th, "collections", "deque")
		if err != nil {
			return Value{}, err
		}
		if l, err = object.Call1(th, d, l); err != nil {
			return Value{}, err
		}
	}
	q.py, q.ring, q.n, q.head = l, nil, 0, 0
	return l, nil
}

func (q *Queue) format(th *Thread) (string, error) {
	s := "maxsize=" + repr(th, orNone(q.max))
	items := q.items()
	if q.py.Ref != nil {
		l, err := object.Call1(th, object.ListType.Value(), q.py)
		if err != nil {
			return "", err
		}
		lst, _ := object.AsList(l)
		items = lst.Snapshot()
	}
	if len(items) > 0 {
		r, err := object.Repr(th, object.ListValue(items...))
		if err != nil {
			return "", err
		}
		s += " _queue=" + r.S
	}
	if q.getters.n > 0 {
		s += " _getters[" + itoa(q.getters.n) + "]"
	}
	if q.putters.n > 0 {
		s += " _putters[" + itoa(q.putters.n) + "]"
	}
	if q.unfinished != 0 {
		s += " tasks=" + itoa(int(q.unfinished))
	}
	if q.shut {
		s += " shutdown"
	}
	return s, nil
}

func init() {
	of := func(v Value) *Queue { return object.Unchecked[Queue](v) }
	bound := func(v Value) *loopBound { return &of(v).loopBound }
	QueueType.Doc = "A queue between tasks, first in first out."
	LifoQueueType.Doc = "A queue that gives back the latest item first."
	PriorityQueueType.Doc = "A queue that gives back the smallest item first."
	for i, t := range []*object.Type{QueueType, LifoQueueType, PriorityQueueType} {
		kind := uint8(i)
		t.Module = "asyncio.queues"
		t.Constructor = &object.Func{Sig: t.Name + "(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
			c, _ := object.AsType(a[0])
			q := object.NewObject[Queue](th, c)
			q.kind = kind
			return q.value(), nil
		})}
	}
	t := QueueType
	nInit := object.NewStr("_init")
	bindInit(t, "Queue.__init__(maxsize=0)", func(th *Thread, self Value, a []Value) error {
		q := of(self)
		q.max = a[0]
		pos, err := object.CompareBool(th, a[0], object.Int(0), object.Gt)
		if err != nil {
			return err
		}
		q.limit = 0
		if pos {
			f, err := toFloat(th, a[0])
			if err != nil {
				return err
			}
			q.limit = int64(min(f, 1<<62))
			if float64(q.limit) < f {
				q.limit++
			}
		}
		if overridden(self, nInit) {
			_, err := object.CallMethod(th, self, nInit, a[0])
			return err
		}
		return nil
	})
	t.Repr = func(th *Thread, v Value) (Value, error) {
		s, err := of(v).format(th)
		return object.StrValue("<" + v.Type().Name + " at " + address(v) + " " + s + ">"), err
	}
	t.Str = func(th *Thread, v Value) (Value, error) {
		s, err := of(v).format(th)
		return object.StrValue("<" + v.Type().Name + " " + s + ">"), err
	}
	t.Methods = []object.Func{
		{Sig: "qsize()", Doc: "How many items it holds.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			n, err := of(self).stored(th)
			return object.Int(int64(n)), err
		})},
		{Sig: "empty()", Doc: "Whether it holds nothing.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			n, err := of(self).stored(th)
			return object.Bool(n == 0), err
		})},
		{Sig: "full()", Doc: "Whether there is no room.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			q := of(self)
			if q.limit <= 0 {
				return object.False, nil
			}
			n, err := q.size(th)
			return object.Bool(int64(n) >= q.limit), err
		})},
		{Sig: "async get()", Doc: "Wait for an item and take it.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&getting{queueTurn{q: of(self)}}), nil
		})},
		{Sig: "async put(item)", Doc: "Wait for room and store the item.", Fn: object.F2(func(th *Thread, self, item Value) (Value, error) {
			return newCoro(&putting{queueTurn: queueTurn{q: of(self)}, item: item}), nil
		})},
		{Sig: "get_nowait()", Doc: "Take an item; QueueEmpty if there is none.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return of(self).getNowait(th)
		})},
		{Sig: "put_nowait(item)", Doc: "Store an item; QueueFull if there is no room.", Fn: object.F2(func(th *Thread, self, item Value) (Value, error) {
			return None, of(self).putNowait(th, item)
		})},
		{Sig: "task_done()", Doc: "Tell that an item that was taken has been dealt with.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			q := of(self)
			if q.unfinished <= 0 {
				return Value{}, object.ValueErrorf("task_done() called too many times")
			}
			return None, q.finish(th)
		})},
		{Sig: "async join()", Doc: "Wait until all items have been dealt with.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&joining{q: of(self)}), nil
		})},
		{Sig: "shutdown(immediate=False)", Doc: "Take no more items; immediate drops those that are stored.", Fn: object.F2(func(th *Thread, self, immediate Value) (Value, error) {
			b, err := object.Truth(th, immediate)
			if err != nil {
				return Value{}, err
			}
			return None, of(self).shutdown(th, b)
		})},
		{Sig: "_init(maxsize)", Doc: "Make the container; for subclasses.", Fn: object.F2(func(th *Thread, self, n Value) (Value, error) { return None, nil })},
		{Sig: "_get()", Doc: "Take an item from the container; for subclasses.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return of(self).take(th)
		})},
		{Sig: "_put(item)", Doc: "Put an item into the container; for subclasses.", Fn: object.F2(func(th *Thread, self, item Value) (Value, error) {
			return None, of(self).store(th, item)
		})},
		{Sig: "_format()", Doc: "The inside of the repr.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			s, err := of(self).format(th)
			return object.StrValue(s), err
		})},
		{Sig: "__class_getitem__(item, /)", Class: true, Doc: "Queue[T].", Fn: object.F2(genericAlias)},
		getLoopRow(bound),
	}
	t.GetSets = []object.GetSet{loopGetSet(bound),
		{Name: "maxsize", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).max), nil }},
		{Name: "_maxsize", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).max), nil }},
		{Name: "_queue", Get: func(th *Thread, v Value) (Value, error) { return of(v).container(th) },
			Set: func(th *Thread, v, val Value) error { of(v).py = val; return nil }},
		{Name: "_unfinished_tasks", Get: func(th *Thread, v Value) (Value, error) { return object.Int(of(v).unfinished), nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Ref == nil {
					return cannotDelete()
				}
				n, err := object.AsIndex(th, val)
				of(v).unfinished = int64(n)
				return err
			}},
		{Name: "_is_shutdown", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).shut), nil }},
		{Name: "_getters", Get: func(th *Thread, v Value) (Value, error) { return listOf(&of(v).getters), nil }},
		{Name: "_putters", Get: func(th *Thread, v Value) (Value, error) { return listOf(&of(v).putters), nil }},
	}
}

func listOf(l *waitList) Value {
	if l.n == 0 {
		return object.ListValue()
	}
	return l.list()
}
