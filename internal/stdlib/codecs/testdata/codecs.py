import codecs
import io

codecs.register_error("mark", lambda e: ("?!", e.end))
assert "aéb".encode("ascii", "mark") == b"a?!b"
assert b"a\xffb".decode("utf-8", "mark") == "a?!b"
assert codecs.encode(b"a", "hex") == b"61"
assert codecs.encode("abc", "rot13") == "nop"
assert codecs.lookup("latin1").name == "iso8859-1"
assert codecs.utf_8_decode(b"a\xc3") == ("a", 1)
assert codecs.charmap_decode(b"a", None, {97: "z"}) == ("z", 1)
assert codecs.lookup_error("surrogateescape")(UnicodeDecodeError("a", b"b\xff", 1, 2, "r")) == ("\udcff", 2)
assert list(codecs.iterdecode([b"\xc3", b"\xa9"], "utf-8")) == ["é"]
assert codecs.getreader("utf-8")(io.BytesIO("añb\nc".encode())).readline() == "añb\n"
assert "bücher.de".encode("idna") == b"xn--bcher-kva.de"

def find(name):
    if name == "shout":
        return codecs.CodecInfo(lambda s, e="strict": (s.upper().encode(), len(s)),
                                lambda b, e="strict": (bytes(b).decode().lower(), len(b)), name=name)

codecs.register(find)
assert "abc".encode("shout") == b"ABC" and b"ABC".decode("shout") == "abc"
---
"a".encode("nope")  ### LookupError: unknown encoding: nope
---
"a".encode("rot13")  ### LookupError: 'rot13' is not a text encoding; use codecs.encode
---
"é".encode("ascii", "nope")  ### LookupError: unknown error handler name 'nope'
