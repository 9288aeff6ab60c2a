"""Objects as bytes and back, in protocols 0 to 5."""

import io
import sys
from copyreg import dispatch_table, _extension_cache, _extension_registry, _inverted_registry
from functools import partial
from itertools import batched as _batched
from struct import pack, unpack
from types import FunctionType

try:
    from _pickle import PickleBuffer
except ImportError:
    try:
        from builtins import PickleBuffer
    except ImportError:
        class PickleBuffer:
            """A buffer that may travel beside the pickle."""

            def __init__(self, buffer):
                self._view = memoryview(buffer)

            def __buffer__(self, flags):
                return self._view.__buffer__(flags)

            def raw(self):
                """The memory as a flat view of bytes."""
                if not self._view.contiguous:
                    raise BufferError("cannot extract raw buffer from non-contiguous buffer")
                return self._view.cast("B") if self._view.format != "B" or self._view.ndim != 1 else self._view[:]

            def release(self):
                """Let go of the memory."""
                self._view.release()

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler",
           "Unpickler", "dump", "dumps", "load", "loads", "PickleBuffer"]

bytes_types = (bytes, bytearray)
format_version = "5.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 5


class PickleError(Exception):
    """Base of this module's errors."""


class PicklingError(PickleError):
    """An object cannot be pickled."""


class UnpicklingError(PickleError):
    """Bytes cannot be unpickled."""


class _Stop(Exception):
    def __init__(self, value):
        self.value = value


_OPCODES = {
    "MARK": b"(", "STOP": b".", "POP": b"0", "POP_MARK": b"1", "DUP": b"2",
    "FLOAT": b"F", "INT": b"I", "BININT": b"J", "BININT1": b"K", "LONG": b"L",
    "BININT2": b"M", "NONE": b"N", "PERSID": b"P", "BINPERSID": b"Q",
    "REDUCE": b"R", "STRING": b"S", "BINSTRING": b"T", "SHORT_BINSTRING": b"U",
    "UNICODE": b"V", "BINUNICODE": b"X", "APPEND": b"a", "BUILD": b"b",
    "GLOBAL": b"c", "DICT": b"d", "EMPTY_DICT": b"}", "APPENDS": b"e",
    "GET": b"g", "BINGET": b"h", "INST": b"i", "LONG_BINGET": b"j",
    "LIST": b"l", "EMPTY_LIST": b"]", "OBJ": b"o", "PUT": b"p", "BINPUT": b"q",
    "LONG_BINPUT": b"r", "SETITEM": b"s", "TUPLE": b"t", "EMPTY_TUPLE": b")",
    "SETITEMS": b"u", "BINFLOAT": b"G", "PROTO": b"\x80", "NEWOBJ": b"\x81",
    "EXT1": b"\x82", "EXT2": b"\x83", "EXT4": b"\x84", "TUPLE1": b"\x85",
    "TUPLE2": b"\x86", "TUPLE3": b"\x87", "NEWTRUE": b"\x88",
    "NEWFALSE": b"\x89", "LONG1": b"\x8a", "LONG4": b"\x8b", "BINBYTES": b"B",
    "SHORT_BINBYTES": b"C", "SHORT_BINUNICODE": b"\x8c", "BINUNICODE8": b"\x8d",
    "BINBYTES8": b"\x8e", "EMPTY_SET": b"\x8f", "ADDITEMS": b"\x90",
    "FROZENSET": b"\x91", "NEWOBJ_EX": b"\x92", "STACK_GLOBAL": b"\x93",
    "MEMOIZE": b"\x94", "FRAME": b"\x95", "BYTEARRAY8": b"\x96",
    "NEXT_BUFFER": b"\x97", "READONLY_BUFFER": b"\x98"}
globals().update(_OPCODES)
__all__ += sorted(_OPCODES)
TRUE = b"I01\n"
FALSE = b"I00\n"

_FRAME_MIN = 4
_FRAME_TARGET = 64 * 1024
_BATCHSIZE = 1000


def encode_long(x):
    """A whole number in two's complement, little-endian, as short as can be."""
    if x == 0:
        return b""
    count = (x.bit_length() >> 3) + 1
    data = x.to_bytes(count, "little", signed=True)
    if x < 0 and count > 1 and data[-1] == 0xff and data[-2] & 0x80:
        data = data[:-1]
    return data


def decode_long(data):
    """The number of encode_long()."""
    return int.from_bytes(data, "little", signed=True)


def _full_name(obj):
    return f"{type(obj).__module__}.{type(obj).__qualname__}"


def _getattribute(obj, dotted_path):
    for part in dotted_path:
        obj = getattr(obj, part)
    return obj


def whichmodule(obj, name):
    """The module in which an object can be found under a name."""
    module_name = getattr(obj, "__module__", None)
    if module_name is not None:
        return module_name
    path = name.split(".")
    for module_name, module in sys.modules.copy().items():
        if module_name in ("__main__", "__mp_main__") or module is None:
            continue
        try:
            if _getattribute(module, path) is obj:
                return module_name
        except AttributeError:
            pass
    return "__main__"


def _name_maps():
    """The names of Python 2, or empty maps."""
    try:
        import _compat_pickle as names
    except ImportError:
        return {}, {}, {}, {}
    return (names.NAME_MAPPING, names.IMPORT_MAPPING,
            names.REVERSE_NAME_MAPPING, names.REVERSE_IMPORT_MAPPING)


class _Pickler:
    """Writes pickles to a file."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = DEFAULT_PROTOCOL
        if protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif not 0 <= protocol <= HIGHEST_PROTOCOL:
            raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
        if buffer_callback is not None and protocol < 5:
            raise ValueError("buffer_callback needs protocol >= 5")
        self._buffer_callback = buffer_callback
        try:
            self._file_write = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute")
        self.memo = {}
        self.proto = int(protocol)
        self.bin = protocol >= 1
        self.fast = 0
        self.fix_imports = fix_imports and protocol < 3
        self._frame = None

    def clear_memo(self):
        """Forget which objects were pickled."""
        self.memo.clear()

    def dump(self, obj):
        """Write an object."""
        if not hasattr(self, "_file_write"):
            raise PicklingError("Pickler.__init__() was not called by "
                                f"{type(self).__name__}.__init__()")
        if self.proto >= 2:
            self._file_write(PROTO + pack("<B", self.proto))
        if self.proto >= 4:
            self._frame = []
            self._frame_size = 0
        self.save(obj)
        self.write(STOP)
        if self._frame is not None:
            self._end_frame()
            self._frame = None

    # Output, in frames from protocol 4 on

    def write(self, data):
        if self._frame is None:
            self._file_write(data)
        else:
            self._frame.append(data)
            self._frame_size += len(data)

    def _end_frame(self):
        data = b"".join(self._frame)
        if len(data) >= _FRAME_MIN:
            self._file_write(FRAME + pack("<Q", len(data)))
        if data:
            self._file_write(data)
        self._frame = []
        self._frame_size = 0

    def _write_large(self, header, payload):
        """A long payload goes past the frames, without being copied."""
        if self._frame is not None:
            self._end_frame()
            self._file_write(header)
        else:
            self._file_write(header)
        self._file_write(payload)

    def _write_sized(self, header, payload):
        if len(payload) >= _FRAME_TARGET:
            self._write_large(header, payload)
        else:
            self.write(header + payload)

    # The memo

    def memoize(self, obj):
        if self.fast:
            return
        idx = len(self.memo)
        self.write(self.put(idx))
        self.memo[id(obj)] = idx, obj

    def put(self, idx):
        if self.proto >= 4:
            return MEMOIZE
        if self.bin:
            return BINPUT + pack("<B", idx) if idx < 256 else LONG_BINPUT + pack("<I", idx)
        return PUT + repr(idx).encode("ascii") + b"\n"

    def get(self, i):
        if self.bin:
            return BINGET + pack("<B", i) if i < 256 else LONG_BINGET + pack("<I", i)
        return GET + repr(i).encode("ascii") + b"\n"

    # Objects

    def save(self, obj, save_persistent_id=True):
        if self._frame is not None and self._frame_size >= _FRAME_TARGET:
            self._end_frame()
        if save_persistent_id:
            pid = self.persistent_id(obj)
            if pid is not None:
                self.save_pers(pid)
                return
        known = self.memo.get(id(obj))
        if known is not None:
            self.write(self.get(known[0]))
            return
        reduced = NotImplemented
        if hasattr(self, "reducer_override"):
            override = self.reducer_override
            reduced = override(obj)
        if reduced is NotImplemented:
            kind = type(obj)
            save = self.dispatch.get(kind)
            if save is not None:
                save(self, obj)
                return
            reduce = getattr(self, "dispatch_table", dispatch_table).get(kind, self)
            if reduce is not self:
                reduced = reduce(obj)
            elif issubclass(kind, type):
                self.save_global(obj)
                return
            else:
                reduce = getattr(obj, "__reduce_ex__", None)
                if reduce is not None:
                    reduced = reduce(self.proto)
                else:
                    reduce = getattr(obj, "__reduce__", None)
                    if reduce is None:
                        raise PicklingError(f"Can't pickle {kind.__name__!r} object: {obj!r}")
                    reduced = reduce()
        if isinstance(reduced, str):
            self.save_global(obj, reduced)
            return
        try:
            if not isinstance(reduced, tuple):
                raise PicklingError("__reduce__ must return a string or tuple, "
                                    f"not {_full_name(reduced)}")
            if not 2 <= len(reduced) <= 6:
                raise PicklingError("tuple returned by __reduce__ "
                                    "must contain 2 through 6 elements")
            self.save_reduce(obj=obj, *reduced)
        except BaseException as error:
            error.add_note(f"when serializing {_full_name(obj)} object")
            raise

    def persistent_id(self, obj):
        """An id to write in the object's place: for subclasses."""
        return None

    def save_pers(self, pid):
        if self.bin:
            self.save(pid, save_persistent_id=False)
            self.write(BINPERSID)
            return
        try:
            self.write(PERSID + str(pid).encode("ascii") + b"\n")
        except UnicodeEncodeError:
            raise PicklingError("persistent IDs in protocol 0 must be ASCII strings")

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None,
                    state_setter=None, *, obj=None):
        if not callable(func):
            raise PicklingError("first item of the tuple returned by __reduce__ "
                                f"must be callable, not {_full_name(func)}")
        if not isinstance(args, tuple):
            raise PicklingError("second item of the tuple returned by __reduce__ "
                                f"must be a tuple, not {_full_name(args)}")
        name = getattr(func, "__name__", "")
        if self.proto >= 2 and name == "__newobj_ex__":
            cls, args, kwargs = args
            if not hasattr(cls, "__new__"):
                raise PicklingError("first argument to __newobj_ex__() has no __new__")
            if obj is not None and cls is not obj.__class__:
                raise PicklingError("first argument to __newobj_ex__() "
                                    f"must be {obj.__class__!r}, not {cls!r}")
            if self.proto >= 4:
                self.save(cls)
                self.save(args)
                self.save(kwargs)
                self.write(NEWOBJ_EX)
            else:
                self.save(partial(cls.__new__, cls, *args, **kwargs))
                self.save(())
                self.write(REDUCE)
        elif self.proto >= 2 and name == "__newobj__":
            cls = args[0]
            if not hasattr(cls, "__new__"):
                raise PicklingError("first argument to __newobj__() has no __new__")
            if obj is not None and cls is not obj.__class__:
                raise PicklingError("first argument to __newobj__() "
                                    f"must be {obj.__class__!r}, not {cls!r}")
            self.save(cls)
            self.save(args[1:])
            self.write(NEWOBJ)
        else:
            self.save(func)
            self.save(args)
            self.write(REDUCE)
        if obj is not None:
            # The arguments may have led back to the object itself.
            known = self.memo.get(id(obj))
            if known is not None:
                self.write(POP + self.get(known[0]))
            else:
                self.memoize(obj)
        if listitems is not None:
            self._batch_appends(listitems)
        if dictitems is not None:
            self._batch_setitems(dictitems)
        if state is not None:
            if state_setter is None:
                self.save(state)
                self.write(BUILD)
            else:
                self.save(state_setter)
                self.save(obj)
                self.save(state)
                self.write(TUPLE2 + REDUCE + POP)

    dispatch = {}

    def save_none(self, obj):
        self.write(NONE)

    def save_bool(self, obj):
        if self.proto >= 2:
            self.write(NEWTRUE if obj else NEWFALSE)
        else:
            self.write(TRUE if obj else FALSE)

    def save_long(self, obj):
        if self.bin:
            if 0 <= obj <= 0xff:
                self.write(BININT1 + pack("<B", obj))
                return
            if 0 <= obj <= 0xffff:
                self.write(BININT2 + pack("<H", obj))
                return
            if -0x80000000 <= obj <= 0x7fffffff:
                self.write(BININT + pack("<i", obj))
                return
        if self.proto >= 2:
            data = encode_long(obj)
            if len(data) < 256:
                self.write(LONG1 + pack("<B", len(data)) + data)
            else:
                self.write(LONG4 + pack("<i", len(data)) + data)
        elif -0x80000000 <= obj <= 0x7fffffff:
            self.write(INT + repr(obj).encode("ascii") + b"\n")
        else:
            self.write(LONG + repr(obj).encode("ascii") + b"L\n")

    def save_float(self, obj):
        if self.bin:
            self.write(BINFLOAT + pack(">d", obj))
        else:
            self.write(FLOAT + repr(obj).encode("ascii") + b"\n")

    def _write_bytes(self, obj, memoize=True):
        count = len(obj)
        if count <= 0xff:
            self.write(SHORT_BINBYTES + pack("<B", count) + obj)
        elif count > 0xffffffff and self.proto >= 4:
            self._write_large(BINBYTES8 + pack("<Q", count), obj)
        else:
            self._write_sized(BINBYTES + pack("<I", count), obj)

    def save_bytes(self, obj):
        if self.proto < 3:
            import codecs
            if not obj:
                self.save_reduce(bytes, (), obj=obj)
            else:
                self.save_reduce(codecs.encode, (str(obj, "latin1"), "latin1"), obj=obj)
            return
        self._write_bytes(obj)
        self.memoize(obj)

    def save_bytearray(self, obj):
        if self.proto < 5:
            self.save_reduce(bytearray, (bytes(obj),) if obj else (), obj=obj)
            return
        self._write_sized(BYTEARRAY8 + pack("<Q", len(obj)), bytes(obj))
        self.memoize(obj)

    def save_picklebuffer(self, obj):
        if self.proto < 5:
            raise PicklingError("PickleBuffer can only be pickled with protocol >= 5")
        with obj.raw() as view:
            if not view.contiguous:
                raise PicklingError("PickleBuffer can not be pickled when "
                                    "pointing to a non-contiguous buffer")
            in_band = True
            if self._buffer_callback is not None:
                in_band = bool(self._buffer_callback(obj))
            if in_band:
                data = view.tobytes()
                if view.readonly:
                    self._write_bytes(data)
                else:
                    self._write_sized(BYTEARRAY8 + pack("<Q", len(data)), data)
                self.memo[id(obj)] = len(self.memo), obj
                self.write(self.put(len(self.memo) - 1))
            else:
                self.write(NEXT_BUFFER)
                if view.readonly:
                    self.write(READONLY_BUFFER)

    def save_str(self, obj):
        if self.bin:
            data = obj.encode("utf-8", "surrogatepass")
            count = len(data)
            if count <= 0xff and self.proto >= 4:
                self.write(SHORT_BINUNICODE + pack("<B", count) + data)
            elif count > 0xffffffff and self.proto >= 4:
                self._write_large(BINUNICODE8 + pack("<Q", count), data)
            else:
                self._write_sized(BINUNICODE + pack("<I", count), data)
        else:
            text = obj
            for char in "\\\0\n\r\x1a":
                text = text.replace(char, f"\\u{ord(char):04x}")
            self.write(UNICODE + text.encode("raw-unicode-escape") + b"\n")
        self.memoize(obj)

    def save_tuple(self, obj):
        if not obj:
            self.write(EMPTY_TUPLE if self.bin else MARK + TUPLE)
            return
        count = len(obj)
        if count <= 3 and self.proto >= 2:
            for i, element in enumerate(obj):
                self._save_part(element, obj, i)
            known = self.memo.get(id(obj))
            if known is not None:
                # An element led back here: the tuple is made already.
                self.write(POP * count + self.get(known[0]))
            else:
                self.write((TUPLE1, TUPLE2, TUPLE3)[count - 1])
                self.memoize(obj)
            return
        self.write(MARK)
        for i, element in enumerate(obj):
            self._save_part(element, obj, i)
        known = self.memo.get(id(obj))
        if known is not None:
            if self.bin:
                self.write(POP_MARK + self.get(known[0]))
            else:
                self.write(POP * (count + 1) + self.get(known[0]))
            return
        self.write(TUPLE)
        self.memoize(obj)

    def _save_part(self, part, owner, where):
        try:
            self.save(part)
        except BaseException as error:
            error.add_note(f"when serializing {_full_name(owner)} item {where!r}")
            raise

    def save_list(self, obj):
        self.write(EMPTY_LIST if self.bin else MARK + LIST)
        self.memoize(obj)
        self._batch_appends(obj)

    def _batch_appends(self, items):
        if not self.bin:
            for item in items:
                self.save(item)
                self.write(APPEND)
            return
        start = 0
        for batch in _batched(items, _BATCHSIZE):
            if len(batch) == 1:
                self._save_part(batch[0], items, start)
                self.write(APPEND)
            else:
                self.write(MARK)
                for i, item in enumerate(batch, start):
                    self._save_part(item, items, i)
                self.write(APPENDS)
            start += len(batch)

    def save_dict(self, obj):
        self.write(EMPTY_DICT if self.bin else MARK + DICT)
        self.memoize(obj)
        self._batch_setitems(obj.items(), obj)

    def _batch_setitems(self, items, owner=None):
        if not self.bin:
            for key, value in items:
                self.save(key)
                self._save_part(value, owner, key)
                self.write(SETITEM)
            return
        for batch in _batched(items, _BATCHSIZE):
            if len(batch) == 1:
                key, value = batch[0]
                self.save(key)
                self._save_part(value, owner, key)
                self.write(SETITEM)
            else:
                self.write(MARK)
                for key, value in batch:
                    self.save(key)
                    self._save_part(value, owner, key)
                self.write(SETITEMS)

    def save_set(self, obj):
        if self.proto < 4:
            self.save_reduce(set, (list(obj),), obj=obj)
            return
        self.write(EMPTY_SET)
        self.memoize(obj)
        for batch in _batched(obj, _BATCHSIZE):
            self.write(MARK)
            for item in batch:
                self.save(item)
            self.write(ADDITEMS)

    def save_frozenset(self, obj):
        if self.proto < 4:
            self.save_reduce(frozenset, (list(obj),), obj=obj)
            return
        self.write(MARK)
        for item in obj:
            self.save(item)
        known = self.memo.get(id(obj))
        if known is not None:
            self.write(POP_MARK + self.get(known[0]))
            return
        self.write(FROZENSET)
        self.memoize(obj)

    def save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, "__qualname__", None)
            if name is None:
                name = obj.__name__
        path = name.split(".")
        if "<locals>" in path:
            raise PicklingError(f"Can't pickle local object {obj!r}")
        module_name = whichmodule(obj, name)
        try:
            __import__(module_name, level=0)
            module = sys.modules[module_name]
        except (ImportError, ValueError, KeyError) as error:
            raise PicklingError(f"Can't pickle {obj!r}: {error!s}")
        try:
            found = _getattribute(module, path)
        except AttributeError:
            raise PicklingError(f"Can't pickle {obj!r}: it's not found as {module_name}.{name}")
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as "
                                f"{module_name}.{name}")
        if self.proto >= 2:
            code = _extension_registry.get((module_name, name))
            if code is not None:
                if code <= 0xff:
                    self.write(EXT1 + pack("<B", code))
                elif code <= 0xffff:
                    self.write(EXT2 + pack("<H", code))
                else:
                    self.write(EXT4 + pack("<i", code))
                return
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self.write(STACK_GLOBAL)
        else:
            # Older protocols reach inner classes by calls of getattr().
            for _ in path[1:]:
                self.save(getattr)
                if self.proto < 2:
                    self.write(MARK)
            self._write_global(module_name, path[0])
            for attribute in path[1:]:
                self.save(attribute)
                self.write((TUPLE if self.proto < 2 else TUPLE2) + REDUCE)
        self.memoize(obj)

    def _write_global(self, module_name, name):
        if self.fix_imports:
            _, _, names, modules = _name_maps()
            if (module_name, name) in names:
                module_name, name = names[module_name, name]
            elif module_name in modules:
                module_name = modules[module_name]
        encoding = "utf-8" if self.proto >= 3 else "ascii"
        try:
            self.write(GLOBAL + bytes(module_name, encoding) + b"\n"
                       + bytes(name, encoding) + b"\n")
        except UnicodeEncodeError:
            raise PicklingError(f"can't pickle global identifier '{module_name}.{name}' "
                                f"using pickle protocol {self.proto}")

    def save_type(self, obj):
        if obj is type(None):
            self.save_reduce(type, (None,), obj=obj)
        elif obj is type(NotImplemented):
            self.save_reduce(type, (NotImplemented,), obj=obj)
        elif obj is type(...):
            self.save_reduce(type, (...,), obj=obj)
        else:
            self.save_global(obj)

    dispatch.update({
        type(None): save_none, bool: save_bool, int: save_long, float: save_float,
        bytes: save_bytes, bytearray: save_bytearray, PickleBuffer: save_picklebuffer,
        str: save_str, tuple: save_tuple, list: save_list, dict: save_dict,
        set: save_set, frozenset: save_frozenset, FunctionType: save_global,
        type: save_type})


class _Unpickler:
    """Reads pickles from a file."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict",
                 buffers=None):
        self._buffers = iter(buffers) if buffers is not None else None
        try:
            self._file_read = file.read
            self._file_readline = file.readline
        except AttributeError:
            raise TypeError("file must have 'read' and 'readline' attributes")
        self.memo = {}
        self.encoding = encoding
        self.errors = errors
        self.proto = 0
        self.fix_imports = fix_imports
        self._frame = None

    # Input, from the frame if there is one

    def read(self, n):
        if self._frame is not None:
            data = self._frame.read(n)
            if not data and n:
                self._frame = None
                return self.read(n)
            if len(data) < n:
                raise UnpicklingError("pickle exhausted before end of frame")
            return data
        data = self._file_read(n)
        if len(data) < n:
            if not data:
                raise EOFError("Ran out of input")
            raise UnpicklingError("pickle data was truncated")
        return data

    def readline(self):
        if self._frame is not None:
            data = self._frame.readline()
            if not data:
                self._frame = None
                return self.readline()
            if data[-1:] != b"\n":
                raise UnpicklingError("pickle exhausted before end of frame")
            return data
        data = self._file_readline()
        if not data:
            raise EOFError("Ran out of input")
        if data[-1:] != b"\n":
            raise UnpicklingError("pickle data was truncated")
        return data

    def load(self):
        """Read an object."""
        if not hasattr(self, "_file_read"):
            raise UnpicklingError("Unpickler.__init__() was not called by "
                                  f"{type(self).__name__}.__init__()")
        self._frame = None
        self.metastack = []
        self.stack = []
        self.append = self.stack.append
        dispatch = self.dispatch
        read = self.read
        try:
            while True:
                key = read(1)
                step = dispatch.get(key[0])
                if step is None:
                    raise UnpicklingError(f"invalid load key, '{_shown(key)}'.")
                try:
                    step(self)
                except IndexError:
                    if not self.stack:
                        raise UnpicklingError("unexpected MARK found" if self.metastack
                                              else "unpickling stack underflow") from None
                    raise
        except _Stop as stop:
            return stop.value

    def pop_mark(self):
        items = self.stack
        if not self.metastack:
            raise UnpicklingError("could not find MARK")
        self.stack = self.metastack.pop()
        self.append = self.stack.append
        return items

    def persistent_load(self, pid):
        """The object of an id: for subclasses."""
        raise UnpicklingError("A load persistent id instruction was encountered, "
                              "but no persistent_load function was specified.")

    def find_class(self, module, name):
        """The object of a module and name; subclasses may restrict it."""
        sys.audit("pickle.find_class", module, name)
        if self.proto < 3 and self.fix_imports:
            names, modules, _, _ = _name_maps()
            if (module, name) in names:
                module, name = names[module, name]
            elif module in modules:
                module = modules[module]
        __import__(module, level=0)
        owner = sys.modules[module]
        if self.proto >= 4 and "." in name:
            path = name.split(".")
            try:
                return _getattribute(owner, path)
            except AttributeError:
                raise AttributeError(f"Can't resolve path {name!r} on module {module!r}")
        return getattr(owner, name)

    dispatch = {}


def _shown(key):
    return key.decode("ascii") if 32 <= key[0] < 127 else f"\\x{key[0]:02x}"


def _steps():
    """Fills the unpickler's table: what each opcode does."""
    table = _Unpickler.dispatch

    def step(opcode):
        def enter(function):
            table[opcode[0]] = function
            return function
        return enter

    def number(self, format, size):
        return unpack(format, self.read(size))[0]

    def pushes(opcode, value):
        @step(opcode)
        def push(self):
            self.append(value)

    for opcode, value in ((NONE, None), (NEWTRUE, True), (NEWFALSE, False), (EMPTY_TUPLE, ())):
        pushes(opcode, value)

    def makes(opcode, kind):
        @step(opcode)
        def make(self):
            self.append(kind())

    for opcode, kind in ((EMPTY_LIST, list), (EMPTY_DICT, dict), (EMPTY_SET, set)):
        makes(opcode, kind)

    def collects(opcode, kind):
        @step(opcode)
        def collect(self):
            items = self.pop_mark()
            self.append(kind(items))

    for opcode, kind in ((TUPLE, tuple), (LIST, list), (FROZENSET, frozenset),
                         (DICT, lambda items: dict(zip(items[::2], items[1::2])))):
        collects(opcode, kind)

    def joins(opcode, count):
        @step(opcode)
        def join(self):
            stack = self.stack
            if len(stack) < count:
                raise UnpicklingError("unpickling stack underflow")
            stack[-count:] = [tuple(stack[-count:])]

    for count, opcode in enumerate((TUPLE1, TUPLE2, TUPLE3), 1):
        joins(opcode, count)

    def unpacks(opcode, format, size):
        @step(opcode)
        def load(self):
            self.append(number(self, format, size))

    for opcode, format, size in ((BININT, "<i", 4), (BININT1, "<B", 1),
                                 (BININT2, "<H", 2), (BINFLOAT, ">d", 8)):
        unpacks(opcode, format, size)

    def sized(opcode, format, size, convert, what):
        @step(opcode)
        def load(self):
            count = number(self, format, size)
            if count < 0:
                raise UnpicklingError(f"{what} pickle has negative byte count")
            if count > sys.maxsize:
                raise UnpicklingError(f"{what} exceeds system's maximum size "
                                      f"of {sys.maxsize} bytes")
            self.append(convert(self, self.read(count)))

    def text(self, data):
        return str(data, "utf-8", "surrogatepass")

    def old_text(self, data):
        return data if self.encoding == "bytes" else data.decode(self.encoding, self.errors)

    def same(self, data):
        return bytes(data)

    for row in ((LONG1, "<B", 1, lambda self, d: decode_long(d), "LONG"),
                (LONG4, "<i", 4, lambda self, d: decode_long(d), "LONG"),
                (SHORT_BINBYTES, "<B", 1, same, "BINBYTES"),
                (BINBYTES, "<I", 4, same, "BINBYTES"),
                (BINBYTES8, "<Q", 8, same, "BINBYTES8"),
                (BYTEARRAY8, "<Q", 8, lambda self, d: bytearray(d), "BYTEARRAY8"),
                (SHORT_BINUNICODE, "<B", 1, text, "BINUNICODE"),
                (BINUNICODE, "<I", 4, text, "BINUNICODE"),
                (BINUNICODE8, "<Q", 8, text, "BINUNICODE8"),
                (SHORT_BINSTRING, "<B", 1, old_text, "BINSTRING"),
                (BINSTRING, "<i", 4, old_text, "BINSTRING")):
        sized(*row)

    @step(PROTO)
    def load_proto(self):
        proto = self.read(1)[0]
        if not 0 <= proto <= HIGHEST_PROTOCOL:
            raise ValueError(f"unsupported pickle protocol: {proto}")
        self.proto = proto

    @step(FRAME)
    def load_frame(self):
        size = number(self, "<Q", 8)
        if size > sys.maxsize:
            raise ValueError(f"frame size > sys.maxsize: {size}")
        if self._frame is not None and self._frame.read(1):
            raise UnpicklingError("beginning of a new frame before end of current frame")
        self._frame = None
        self._frame = io.BytesIO(self.read(size))

    @step(STOP)
    def load_stop(self):
        raise _Stop(self.stack.pop())

    @step(MARK)
    def load_mark(self):
        self.metastack.append(self.stack)
        self.stack = []
        self.append = self.stack.append

    @step(POP)
    def load_pop(self):
        if self.stack:
            del self.stack[-1]
        else:
            self.pop_mark()

    @step(POP_MARK)
    def load_pop_mark(self):
        self.pop_mark()

    @step(DUP)
    def load_dup(self):
        self.append(self.stack[-1])

    @step(INT)
    def load_int(self):
        data = self.readline()
        if data == FALSE[1:]:
            self.append(False)
        elif data == TRUE[1:]:
            self.append(True)
        else:
            self.append(int(data))

    @step(LONG)
    def load_long(self):
        data = self.readline()[:-1]
        self.append(int(data.removesuffix(b"L")))

    @step(FLOAT)
    def load_float(self):
        self.append(float(self.readline()[:-1]))

    @step(STRING)
    def load_string(self):
        data = self.readline()[:-1]
        if not (len(data) >= 2 and data[0] == data[-1] and data[0] in b"\"'"):
            raise UnpicklingError("the STRING opcode argument must be quoted")
        import codecs
        self.append(old_text(self, codecs.escape_decode(data[1:-1])[0]))

    @step(UNICODE)
    def load_unicode(self):
        self.append(str(self.readline()[:-1], "raw-unicode-escape"))

    @step(PERSID)
    def load_persid(self):
        try:
            pid = self.readline()[:-1].decode("ascii")
        except UnicodeDecodeError:
            raise UnpicklingError("persistent IDs in protocol 0 must be ASCII strings")
        self.append(self.persistent_load(pid))

    @step(BINPERSID)
    def load_binpersid(self):
        pid = self.stack.pop()
        self.append(self.persistent_load(pid))

    @step(NEXT_BUFFER)
    def load_next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError("pickle stream refers to out-of-band data "
                                  "but no *buffers* argument was given")
        try:
            self.append(next(self._buffers))
        except StopIteration:
            raise UnpicklingError("not enough out-of-band buffers")

    @step(READONLY_BUFFER)
    def load_readonly_buffer(self):
        with memoryview(self.stack[-1]) as view:
            if not view.readonly:
                self.stack[-1] = view.toreadonly()

    def instantiate(self, cls, args):
        if args or not isinstance(cls, type) or hasattr(cls, "__getinitargs__"):
            try:
                value = cls(*args)
            except TypeError as error:
                raise TypeError(f"in constructor for {cls.__name__}: {error!s}",
                                error.__traceback__)
        else:
            value = cls.__new__(cls)
        self.append(value)

    @step(INST)
    def load_inst(self):
        module = self.readline()[:-1].decode("ascii")
        name = self.readline()[:-1].decode("ascii")
        cls = self.find_class(module, name)
        instantiate(self, cls, self.pop_mark())

    @step(OBJ)
    def load_obj(self):
        args = self.pop_mark()
        cls = args.pop(0)
        instantiate(self, cls, args)

    @step(NEWOBJ)
    def load_newobj(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        self.append(cls.__new__(cls, *args))

    @step(NEWOBJ_EX)
    def load_newobj_ex(self):
        kwargs = self.stack.pop()
        args = self.stack.pop()
        cls = self.stack.pop()
        self.append(cls.__new__(cls, *args, **kwargs))

    @step(GLOBAL)
    def load_global(self):
        module = self.readline()[:-1].decode("utf-8")
        name = self.readline()[:-1].decode("utf-8")
        self.append(self.find_class(module, name))

    @step(STACK_GLOBAL)
    def load_stack_global(self):
        name = self.stack.pop()
        module = self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError("STACK_GLOBAL requires str")
        self.append(self.find_class(module, name))

    def extension(self, code):
        missing = []
        found = _extension_cache.get(code, missing)
        if found is not missing:
            self.append(found)
            return
        key = _inverted_registry.get(code)
        if not key:
            if code <= 0:
                raise UnpicklingError("EXT specifies code <= 0")
            raise ValueError(f"unregistered extension code {code}")
        found = self.find_class(*key)
        _extension_cache[code] = found
        self.append(found)

    def extends(opcode, format, size):
        @step(opcode)
        def load_ext(self):
            extension(self, number(self, format, size))

    for opcode, format, size in ((EXT1, "<B", 1), (EXT2, "<H", 2), (EXT4, "<i", 4)):
        extends(opcode, format, size)

    @step(REDUCE)
    def load_reduce(self):
        args = self.stack.pop()
        func = self.stack[-1]
        self.stack[-1] = func(*args)

    def fetch(self, i):
        try:
            self.append(self.memo[i])
        except KeyError:
            raise UnpicklingError(f"Memo value not found at index {i}") from None

    @step(GET)
    def load_get(self):
        fetch(self, int(self.readline()[:-1]))

    @step(BINGET)
    def load_binget(self):
        fetch(self, self.read(1)[0])

    @step(LONG_BINGET)
    def load_long_binget(self):
        fetch(self, number(self, "<I", 4))

    @step(PUT)
    def load_put(self):
        i = int(self.readline()[:-1])
        if i < 0:
            raise ValueError("negative PUT argument")
        self.memo[i] = self.stack[-1]

    @step(BINPUT)
    def load_binput(self):
        self.memo[self.read(1)[0]] = self.stack[-1]

    @step(LONG_BINPUT)
    def load_long_binput(self):
        i = number(self, "<I", 4)
        if i > sys.maxsize:
            raise ValueError("negative LONG_BINPUT argument")
        self.memo[i] = self.stack[-1]

    @step(MEMOIZE)
    def load_memoize(self):
        self.memo[len(self.memo)] = self.stack[-1]

    @step(APPEND)
    def load_append(self):
        value = self.stack.pop()
        self.stack[-1].append(value)

    @step(APPENDS)
    def load_appends(self):
        items = self.pop_mark()
        target = self.stack[-1]
        extend = getattr(target, "extend", None)
        if extend is not None:
            extend(items)
        else:
            for item in items:
                target.append(item)

    @step(SETITEM)
    def load_setitem(self):
        value = self.stack.pop()
        key = self.stack.pop()
        self.stack[-1][key] = value

    @step(SETITEMS)
    def load_setitems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        for i in range(0, len(items), 2):
            target[items[i]] = items[i + 1]

    @step(ADDITEMS)
    def load_additems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if isinstance(target, set):
            target.update(items)
        else:
            for item in items:
                target.add(item)

    @step(BUILD)
    def load_build(self):
        state = self.stack.pop()
        obj = self.stack[-1]
        absent = []
        setstate = getattr(obj, "__setstate__", absent)
        if setstate is not absent:
            setstate(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            attributes = obj.__dict__
            for name, value in state.items():
                attributes[sys.intern(name) if type(name) is str else name] = value
        if slots:
            for name, value in slots.items():
                setattr(obj, name, value)


_steps()
Pickler, Unpickler = _Pickler, _Unpickler


def _dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Write an object's pickle to a file."""
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def _dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """An object's pickle as bytes."""
    file = io.BytesIO()
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return file.getvalue()


def _load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object of a pickle in a file."""
    return Unpickler(file, fix_imports=fix_imports, buffers=buffers, encoding=encoding,
                     errors=errors).load()


def _loads(s, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object of a pickle in bytes."""
    if isinstance(s, str):
        raise TypeError("Can't load pickle from unicode string")
    return Unpickler(io.BytesIO(s), fix_imports=fix_imports, buffers=buffers,
                     encoding=encoding, errors=errors).load()


dump, dumps, load, loads = _dump, _dumps, _load, _loads
