package object

import "slices"

// seqIter iterates over an object by index, for classes that have __getitem__ and no __iter__.
type seqIter struct {
	Header
	seq Value // unbound once exhausted
	i   int64
}

var (
	seqIterLayout = NewLayout[seqIter]()
	SeqIterType   = NewType("iterator", ObjectType, seqIterLayout)
)

func newSeqIter(v Value) Value {
	it := &seqIter{seq: v}
	it.Shape = SeqIterType.shape
	return Of(&it.Header)
}

func init() {
	SeqIterType.Iter = func(th *Thread, v Value) (Value, error) { return v, nil }
	SeqIterType.Next = func(th *Thread, v Value) (Value, error) {
		it := Unchecked[seqIter](v)
		if it.seq.Ref == nil {
			return Value{}, nil
		}
		x, err := GetItem(th, it.seq, Int(it.i))
		if err != nil {
			if Matches(err, IndexErrorType) || Matches(err, StopIterationType) {
				it.seq = Value{}
				return Value{}, nil
			}
			return Value{}, err
		}
		it.i++
		return x, nil
	}
}

func sortStrings(s []string) { slices.Sort(s) }
