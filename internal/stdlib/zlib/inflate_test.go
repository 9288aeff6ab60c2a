package zlib

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func deflated(t testing.TB, data []byte, kind format, level int) []byte {
	t.Helper()
	var d deflater
	if err := d.open(level, 15, kind, 0, nil); err != nil {
		t.Fatal(err)
	}
	d.write(data)
	d.close()
	return d.take()
}

// TestPieces decodes streams of all formats from input in pieces, with and without a limit on the output.
func TestPieces(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, 300, 30_000} {
		data := make([]byte, size)
		for i := range data {
			data[i] = "abcdefgh "[r.IntN(9)]
		}
		for wbits, kind := range map[int]format{15: zlibFormat, -15: rawFormat, 31: gzipFormat, 47: gzipFormat} {
			stream := append(deflated(t, data, kind, 6), "rest"...)
			for _, step := range []int{1, 97, 1 << 20} {
				for _, limit := range []int{0, 1000} {
					var d Decompress
					d.f = newInflater(&d, wbits, nil)
					var out []byte
					left := stream
					for !d.f.done && (len(left) > 0 || len(d.f.in) > 0) {
						n := min(step, len(left))
						d.f.in = append(bytes.Clone(d.f.in), left[:n]...)
						left = left[n:]
						got := d.f.run(limit)
						if limit > 0 && len(got) > limit {
							t.Fatalf("%d bytes, limit %d", len(got), limit)
						}
						out = append(out, got...)
					}
					for !d.f.done {
						got := d.f.run(limit)
						if len(got) == 0 && !d.f.done {
							t.Fatal("no end")
						}
						out = append(out, got...)
					}
					if d.f.err != nil || !bytes.Equal(out, data) {
						t.Fatalf("wbits %d, size %d, step %d, limit %d: %d bytes, %v", wbits, size, step, limit, len(out), d.f.err)
					}
					if rest := string(append(bytes.Clone(d.f.in), left...)); rest != "rest" {
						t.Fatalf("left %q", rest)
					}
				}
			}
		}
	}
}

func FuzzInflate(f *testing.F) {
	f.Add(deflated(f, []byte("hello hello"), zlibFormat, 9), 15)
	f.Add(deflated(f, []byte("hello hello"), gzipFormat, 1), 47)
	f.Add(deflated(f, []byte("hello hello"), rawFormat, 0), -15)
	f.Fuzz(func(t *testing.T, data []byte, wbits int) {
		if !validWindow(wbits) || wbits == 0 {
			return
		}
		var d Decompress
		d.f = newInflater(&d, wbits, nil)
		d.f.in = data
		for range 100 {
			if d.f.run(1000); d.f.done || len(d.f.in) == 0 {
				return
			}
		}
	})
}
