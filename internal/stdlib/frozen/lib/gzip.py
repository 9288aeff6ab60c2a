"""Files in the gzip format, read and written as if they were not compressed."""

import builtins
import io
import os
import struct
import sys
import time
import zlib

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16

READ = "rb"
WRITE = "wb"

_COMPRESS_LEVEL_FAST = 1
_COMPRESS_LEVEL_TRADEOFF = 6
_COMPRESS_LEVEL_BEST = 9

READ_BUFFER_SIZE = 128 * 1024
_WRITE_BUFFER_SIZE = 4 * io.DEFAULT_BUFFER_SIZE


def open(filename, mode="rb", compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None, newline=None):
    """Open a file by its name, or one that is open, in binary or text mode."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError("Invalid mode: %r" % (mode,))
    else:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"Argument {name!r} not supported in binary mode")
    raw_mode = mode.replace("t", "")
    if isinstance(filename, (str, bytes, os.PathLike)):
        file = GzipFile(filename, raw_mode, compresslevel)
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        file = GzipFile(None, raw_mode, compresslevel, filename)
    else:
        raise TypeError("filename must be a str or bytes object, or a file")
    if "t" in mode:
        return io.TextIOWrapper(file, io.text_encoding(encoding), errors, newline)
    return file


class BadGzipFile(OSError):
    """A file that is not what it should be."""


class _WriteBufferStream(io.RawIOBase):
    """What the buffer of a GzipFile writes to."""

    def __init__(self, gzip_file):
        self.gzip_file = gzip_file

    def write(self, data):
        return self.gzip_file._write_raw(data)

    def seekable(self):
        return False

    def writable(self):
        return True


class _GzipReader(io.RawIOBase):
    """The contents of all members of a file, one after the other."""

    def __init__(self, fp):
        self._fp = fp
        self._pos = 0
        self._size = -1
        self._begin()

    def _begin(self):
        # What was read of the file but belongs to what follows a member.
        self._ahead = b""
        self._decompressor = None
        self._first = True
        self._eof = False
        self._last_mtime = None

    def readable(self):
        return True

    def seekable(self):
        return self._fp.seekable()

    def tell(self):
        return self._pos

    def close(self):
        self._decompressor = None
        super().close()

    def _take(self, size):
        """Up to size bytes of the file."""
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
            return data
        return self._fp.read(size)

    def _exactly(self, size):
        data = self._take(size)
        while len(data) < size:
            more = self._take(size - len(data))
            if not more:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            data += more
        return data

    def _read_gzip_header(self):
        """Read the header of a member; False at the end of the file."""
        magic = self._take(1)
        # Zeros may fill up a file.
        while not self._first and magic == b"\0":
            magic = self._take(1)
        if not magic:
            return False
        magic += self._exactly(1) if self._first or magic == b"\037" else self._take(1)
        if magic != b"\037\213":
            raise BadGzipFile("Not a gzipped file (%r)" % magic)
        method, flags, self._last_mtime = struct.unpack("<BBIxx", self._exactly(8))
        if method != 8:
            raise BadGzipFile("Unknown compression method")
        if flags & FEXTRA:
            self._exactly(struct.unpack("<H", self._exactly(2))[0])
        for flag in (FNAME, FCOMMENT):
            if flags & flag:
                while self._exactly(1) != b"\0":
                    pass
        if flags & FHCRC:
            self._exactly(2)
        return True

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size:
            return b""
        while not self._eof:
            if self._decompressor is None:
                if not self._read_gzip_header():
                    self._eof = True
                    self._size = self._pos
                    break
                self._first = False
                self._decompressor = zlib._ZlibDecompressor(wbits=-zlib.MAX_WBITS)
                self._crc, self._length = zlib.crc32(b""), 0
            decompressor = self._decompressor
            taken = self._take(READ_BUFFER_SIZE) if decompressor.needs_input else b""
            if decompressor.needs_input and not taken:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            data = decompressor.decompress(taken, size)
            self._crc = zlib.crc32(data, self._crc)
            self._length += len(data)
            if decompressor.eof:
                self._ahead = decompressor.unused_data + self._ahead
                self._decompressor = None
                self._read_eof()
            if data:
                self._pos += len(data)
                return data
        return b""

    def readall(self):
        pieces = []
        while data := self.read(sys.maxsize):
            pieces.append(data)
        return b"".join(pieces)

    def _read_eof(self):
        """Check what follows a member's data."""
        crc, length = struct.unpack("<II", self._exactly(8))
        if crc != self._crc:
            raise BadGzipFile(f"CRC check failed {hex(crc)} != {hex(self._crc)}")
        if length != self._length & 0xffffffff:
            raise BadGzipFile("Incorrect length of data produced")

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_CUR:
            offset += self._pos
        elif whence == io.SEEK_END:
            while self.read(io.DEFAULT_BUFFER_SIZE):
                pass
            offset += self._size
        elif whence != io.SEEK_SET:
            raise ValueError("Invalid value for whence: {}".format(whence))
        if offset < self._pos:
            self._fp.seek(0)
            self._pos = 0
            self._begin()
        while offset > self._pos and self.read(min(io.DEFAULT_BUFFER_SIZE, offset - self._pos)):
            pass
        return self._pos


class GzipFile(io.BufferedIOBase):
    """A binary file. mode is that of reading, writing ("w", "x") or appending; fileobj, if given, is what it is over.

    mtime is the time to write, by default now; after reading it is that of the last member.
    """

    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None, mtime=None):
        self.mode = self.fileobj = self._buffer = None
        if mode and ("t" in mode or "U" in mode or "r" in mode and ("w" in mode or "a" in mode)):
            raise ValueError("Invalid mode: {!r}".format(mode))
        if mode and "b" not in mode:
            mode += "b"
        try:
            if fileobj is None:
                fileobj = self.myfileobj = builtins.open(filename, mode or "rb")
            if filename is None:
                filename = getattr(fileobj, "name", "")
                if not isinstance(filename, (str, bytes)):
                    filename = ""
            else:
                filename = os.fspath(filename)
            if mode is None:
                mode = getattr(fileobj, "mode", "rb")
            if mode.startswith("r"):
                self.mode = READ
                self._buffer = io.BufferedReader(_GzipReader(fileobj))
                self.name = filename
            elif mode.startswith(("w", "a", "x")):
                self.mode = WRITE
                self.name = filename
                self.crc = zlib.crc32(b"")
                self.size = self.offset = 0
                self._buffer_size = _WRITE_BUFFER_SIZE
                self._buffer = io.BufferedWriter(_WriteBufferStream(self), buffer_size=self._buffer_size)
                self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, 0)
                self._write_mtime = mtime
            else:
                raise ValueError("Invalid mode: {!r}".format(mode))
            self.fileobj = fileobj
            if self.mode == WRITE:
                self._write_gzip_header(compresslevel)
        except:
            self._close()
            raise

    @property
    def mtime(self):
        """The time of the last member that was read."""
        return self._buffer.raw._last_mtime if self.mode == READ else None

    def __repr__(self):
        text = repr(self.fileobj)
        return "<gzip " + text[1:-1] + " " + hex(id(self)) + ">"

    def _write_gzip_header(self, compresslevel):
        try:
            # The name of the file that is compressed, as far as it is Latin-1.
            name = os.path.basename(self.name)
            if not isinstance(name, bytes):
                name = name.encode("latin-1")
            name = name.removesuffix(b".gz")
        except UnicodeEncodeError:
            name = b""
        mtime = time.time() if self._write_mtime is None else self._write_mtime
        effort = {_COMPRESS_LEVEL_BEST: 2, _COMPRESS_LEVEL_FAST: 4}.get(compresslevel, 0)
        self.fileobj.write(struct.pack("<2sBBLBB", b"\037\213", 8, FNAME if name else 0, int(mtime), effort, 255))
        if name:
            self.fileobj.write(name + b"\0")

    def _check_not_closed(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def _check_write(self):
        self._check_not_closed()
        if self.mode != WRITE:
            import errno
            raise OSError(errno.EBADF, "write() on read-only GzipFile object")
        if self.fileobj is None:
            raise ValueError("write() on closed GzipFile object")

    def _check_read(self, caller):
        self._check_not_closed()
        if self.mode != READ:
            import errno
            raise OSError(errno.EBADF, f"{caller}() on write-only GzipFile object")

    # Writing

    def write(self, data):
        self._check_write()
        return self._buffer.write(data)

    def _write_raw(self, data):
        length = memoryview(data).nbytes
        if length:
            self.fileobj.write(self.compress.compress(data))
            self.size += length
            self.crc = zlib.crc32(data, self.crc)
            self.offset += length
        return length

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            self.fileobj.write(self.compress.flush(zlib_mode))
            self.fileobj.flush()

    # Reading

    def read(self, size=-1):
        self._check_read("read")
        return self._buffer.read(size)

    def read1(self, size=-1):
        self._check_read("read1")
        return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def readinto(self, b):
        self._check_read("readinto")
        return self._buffer.readinto(b)

    def readinto1(self, b):
        self._check_read("readinto1")
        return self._buffer.readinto1(b)

    def peek(self, n):
        self._check_read("peek")
        return self._buffer.peek(n)

    def readline(self, size=-1):
        self._check_read("readline")
        return self._buffer.readline(size)

    # What files have

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        if self.fileobj is None or self._buffer is None or self._buffer.closed:
            return
        try:
            if self.mode == WRITE:
                self._buffer.flush()
                self.fileobj.write(self.compress.flush())
                self.fileobj.write(struct.pack("<LL", self.crc, self.size & 0xffffffff))
            else:
                self._buffer.close()
        finally:
            self._close()

    def _close(self):
        self.fileobj = None
        own, self.myfileobj = self.myfileobj, None
        if own is not None:
            own.close()

    def fileno(self):
        return self.fileobj.fileno()

    def rewind(self):
        """Go back to the beginning of a file that is read."""
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self._buffer.seek(0)

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def tell(self):
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            return self.offset
        return self._buffer.tell()

    def seek(self, offset, whence=io.SEEK_SET):
        """Go to a position; in a file that is written forwards only, over zeros."""
        self._check_not_closed()
        if self.mode == READ:
            return self._buffer.seek(offset, whence)
        self._buffer.flush()
        if whence == io.SEEK_CUR:
            offset += self.offset
        elif whence != io.SEEK_SET:
            raise ValueError("Seek from end not supported")
        if offset < self.offset:
            raise OSError("Negative seek in write mode")
        count = offset - self.offset
        while count > 0:
            chunk = min(count, self._buffer_size)
            self._buffer.write(bytes(chunk))
            count -= chunk
        self._buffer.flush()
        return self.offset

    def __del__(self):
        if self.mode == WRITE and not self.closed:
            import warnings
            warnings.warn("unclosed GzipFile", ResourceWarning, source=self, stacklevel=2)
        super().__del__()


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=0):
    """The data compressed, as a file with one member."""
    packed = zlib.compress(data, level=compresslevel, wbits=31)
    # The system is unknown, as in files.
    return packed[:4] + struct.pack("<L", 0 if mtime is None else int(mtime)) + packed[8:9] + b"\xff" + packed[10:]


def decompress(data):
    """The contents of a file that is in memory."""
    if not data:
        return b""
    return _GzipReader(io.BytesIO(data)).readall()
