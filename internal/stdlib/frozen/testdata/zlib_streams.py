# zlib and gzip: whole data, streams with and without limits, checksums, damaged data.
import gzip
import io
import zlib


def error(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


data = b"".join(b"line %d of many\n" % (i * i) for i in range(5000))
for wbits in (15, -15, 31, 9):
    for level in (-1, 0, 1, 6, 9):
        assert zlib.decompress(zlib.compress(data, level, wbits), wbits) == data
packed = zlib.compress(data)
assert len(packed) < len(data) // 3 and zlib.decompress(gzip.compress(data), 47) == data

d = zlib.decompressobj()
out, left = b"", packed + b"rest"
while not d.eof:
    piece = d.decompress(left, 1000)
    assert len(piece) <= 1000
    out, left = out + piece, d.unconsumed_tail
assert out == data and d.unused_data == b"rest"

c = zlib.compressobj()
stream = c.compress(b"first ") + c.flush(zlib.Z_SYNC_FLUSH)
assert zlib.decompressobj().decompress(stream) == b"first "
assert zlib.decompress(stream + c.compress(b"second") + c.flush()) == b"first second"
c = zlib.compressobj(zdict=b"hello")
stream = c.compress(b"hello hello") + c.flush()
assert zlib.decompressobj(zdict=b"hello").decompress(stream) == b"hello hello"
assert error(zlib.decompress, stream) == "error: Error 2 while decompressing data"

assert zlib.crc32(b"lo", zlib.crc32(b"hel")) == zlib.crc32(b"hello") == 907060870
assert zlib.adler32(b"lo", zlib.adler32(b"hel")) == zlib.adler32(b"hello") == 103547413
assert error(zlib.decompress, b"abc") == "error: Error -3 while decompressing data: incorrect header check"
assert error(zlib.decompress, packed[:-2]) == "error: Error -5 while decompressing data: incomplete or truncated stream"
assert error(zlib.decompress, packed[:-1] + b"z") == "error: Error -3 while decompressing data: incorrect data check"
assert error(zlib.compress, "text") == "TypeError: a bytes-like object is required, not 'str'"

file = io.BytesIO()
with gzip.GzipFile("name.gz", "wb", fileobj=file, mtime=3) as g:
    g.write(data)
    assert g.tell() == len(data)
file.seek(0)
with gzip.GzipFile(fileobj=file) as g:
    assert g.readline() == b"line 0 of many\n" and g.mtime == 3
    g.seek(len(data) - 5)
    assert g.read() == data[-5:]
    g.seek(0)
    assert g.read() == data
with gzip.open(text := io.BytesIO(), "wt", encoding="utf-8") as g:
    g.write("é\n")
assert gzip.decompress(text.getvalue() * 2).decode() == "é\né\n"
assert error(gzip.decompress, b"abc") == "BadGzipFile: Not a gzipped file (b'ab')"
