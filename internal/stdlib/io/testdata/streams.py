import io
import os
import tempfile

name = os.path.join(tempfile.mkdtemp(), "file")

# Text: line ends, positions, encodings.
for encoding in ("utf-8", "utf-16", "latin-1", "utf-8-sig", "utf-32"):
    with open(name, "w", encoding=encoding) as f:
        f.write("aé\r\nb\rc\nd\n" * 3)
    with open(name, encoding=encoding) as f:
        positions, text = [], []
        while True:
            positions.append(f.tell())
            c = f.read(1)
            if not c:
                break
            text.append(c)
        for i in range(len(text)):
            f.seek(positions[i])
            assert f.read() == "".join(text[i:]), (encoding, i)
    with open(name, encoding=encoding, newline="") as f:
        assert f.readlines()[:3] == ["aé\r\n", "b\r", "c\n"]
        assert f.newlines == ("\r", "\n", "\r\n")

# A file that nobody refers to is written before another is opened.
open(name, "w").write("abandoned")
assert open(name).read() == "abandoned"

with open(name, "w+") as f:
    assert (f.write("añb\n"), f.tell(), f.seek(0), f.read(1), f.tell(), f.read()) == (4, 5, 0, "a", 1, "ñb\n")
with open(name, "a+b") as f:
    assert (f.tell(), f.write(b"zz"), f.tell(), f.seek(0), f.read()) == (5, 2, 7, 0, "añb\nzz".encode())
---
import io
f = io.StringIO("a\nb")
f.close()
f.read()  ### ValueError: I/O operation on closed file
---
import io
io.TextIOWrapper(io.BytesIO(b"x")).write("y")
io.BufferedReader(io.BytesIO(b"x")).write(b"y")  ### UnsupportedOperation: write
---
import io

# Raw streams written in Python.
class Raw(io.RawIOBase):
    def __init__(self, *parts):
        self.parts = list(parts) + [b""]
    def readable(self):
        return True
    def readinto(self, buffer):
        part = self.parts.pop(0)
        buffer[:len(part)] = part
        return len(part)

assert io.BufferedReader(Raw(b"ab", b"c\nd")).readline() == b"abc\n"
assert Raw(b"ab", b"c").read() == b"abc"

written = []
class Sink(io.RawIOBase):
    def writable(self):
        return True
    def write(self, data):
        written.append(bytes(data))
        return len(data)

w = io.BufferedWriter(Sink(), 4)
w.write(b"ab")
w.write(b"cdef")
w.flush()
assert written == [b"ab", b"cdef"]
w.close()

s = io.StringIO("aé\nb")
assert (s.read(1), s.tell(), s.readline(), s.seek(1), s.write("ZZZ"), s.getvalue()) == ("a", 1, "é\n", 1, 3, "aZZZ")
assert list(io.StringIO("a\r\nb\rc", newline="")) == ["a\r\n", "b\r", "c"]
b = io.BytesIO(b"abc")
with b.getbuffer() as view:
    view[0] = 90
assert b.getvalue() == b"Zbc"
b.seek(5)
b.write(b"q")
assert b.getvalue() == b"Zbc\0\0q"
d = io.IncrementalNewlineDecoder(None, True)
assert d.decode("a\r") + d.decode("\nb\r") + d.decode("", True) == "a\nb\n"
