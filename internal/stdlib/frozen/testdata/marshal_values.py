# Values to bytes and back; references; data that is damaged.
import marshal

values = [None, True, ..., 0, -1, 2 ** 31, -2 ** 100, 1.5, 2j, "a", "é\ud800", "x" * 300, b"bytes", (1, (2,)),
          list(range(300)), {"k": [1]}, {1, 2}, frozenset("ab"), StopIteration, slice(1, 2)]
for value in values:
    back = marshal.loads(marshal.dumps(value))
    assert back == value and type(back) is type(value), value
assert marshal.loads(b"\xdb\x01\x00\x00\x00\xe9\x05\x00\x00\x00") == [5]
assert marshal.loads(b")\x02\xda\x01ar\x00\x00\x00\x00") == ("a", "a")
for data, kind in ((b"", EOFError), (b"i\x01", EOFError), (b"?", ValueError), (b"r\x05\x00\x00\x00", ValueError)):
    try:
        marshal.loads(data)
    except kind:
        pass
    else:
        assert False, data
---
import marshal
marshal.dumps(object())  ### ValueError: unmarshallable object
