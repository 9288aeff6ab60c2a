# Each line is an expression and what it gives: a repr, or the class and text of an exception.
cases = [
    ("'a'[1.0]", "TypeError: string indices must be integers, not 'float'"),
    ("'abc'.find(1)", 'TypeError: find() argument 1 must be str, not int'),
    ("'abc'.replace(1,2)", 'TypeError: replace() argument 1 must be str, not int'),
    ("'abc'.split(1)", 'TypeError: must be str or None, not int'),
    ("'abc'.split('')", 'ValueError: empty separator'),
    ("'abc'.join([1])", 'TypeError: sequence item 0: expected str instance, int found'),
    ("'abc'.join(1)", 'TypeError: can only join an iterable'),
    ("'abc'.startswith(1)", 'TypeError: startswith first arg must be str or a tuple of str, not int'),
    ("'abc'.startswith((1,))", 'TypeError: tuple for startswith must only contain str, not int'),
    ("'abc'.strip(1)", 'TypeError: strip arg must be None or str'),
    ("'abc'.center(5,'ab')", 'TypeError: The fill character must be exactly one character long'),
    ("'abc'.center(5,1)", 'TypeError: The fill character must be a unicode character, not int'),
    ("'abc'.partition(1)", 'TypeError: must be str, not int'),
    ("'abc'.partition('')", 'ValueError: empty separator'),
    ("'abc'.index('z')", 'ValueError: substring not found'),
    ("'abc'.removeprefix(1)", 'TypeError: removeprefix() argument must be str, not int'),
    ("'abc'.translate(1)", "TypeError: 'int' object is not subscriptable"),
    ('str.maketrans(1)', 'TypeError: if you give only one argument to maketrans it must be a dict'),
    ("str.maketrans('a','bc')", 'ValueError: the first two maketrans arguments must have equal length'),
    ("str.maketrans({'ab':1})", 'ValueError: string keys in translatetable must be of length 1'),
    ("str.maketrans('a',1)", 'TypeError: maketrans() argument 2 must be str, not int'),
    ('str.maketrans({1.5:1})', 'TypeError: keys in translate table mustbe strings or integers'),
    ("'abc'.translate({97:1.5})", 'TypeError: character mapping must return integer, None or str'),
    ("'%d'%'a'", 'TypeError: %d format: a real number is required, not str'),
    ("'%s %s'%1", 'TypeError: not enough arguments for format string'),
    ("'%s'%(1,2)", 'TypeError: not all arguments converted during string formatting'),
    ("'%(a)s'%1", 'TypeError: format requires a mapping'),
    ("'{}'.format()", 'IndexError: Replacement index 0 out of range for positional args tuple'),
    ("'{a}'.format()", "KeyError: 'a'"),
    ("'{0[a]}'.format([1])", 'TypeError: list indices must be integers or slices, not str'),
    ('format(1,1)', 'TypeError: format() argument 2 must be str, not int'),
    ("'a'.splitlines(1,2)", 'TypeError: splitlines() takes at most 1 argument (2 given)'),
    ("'abc'.find()", 'TypeError: find expected at least 1 argument, got 0'),
    ("'abc'.find('a',1.5)", 'TypeError: slice indices must be integers or None or have an __index__ method'),
    ("'{a}'.format_map(1)", "TypeError: 'int' object is not subscriptable"),
    ("'x'.encode(1)", "TypeError: encode() argument 'encoding' must be str, not int"),
    ("str(b'a',1)", "TypeError: str() argument 'encoding' must be str, not int"),
    ("str(1,'utf-8')", 'TypeError: decoding to str: need a bytes-like object, int found'),
    ("str('a','utf-8')", 'TypeError: decoding str is not supported'),
    ("str(b'\\xff','utf-8')", "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
    ("'a'+1", 'TypeError: can only concatenate str (not "int") to str'),
    ("1+'a'", "TypeError: unsupported operand type(s) for +: 'int' and 'str'"),
    ("'a'*'b'", "TypeError: can't multiply sequence by non-int of type 'str'"),
    ("1 in 'a'", "TypeError: 'in <string>' requires string as left operand, not int"),
    ("'{!x}'.format(1)", 'ValueError: Unknown conversion specifier x'),
    ("'{:{}}'.format(1)", 'IndexError: Replacement index 1 out of range for positional args tuple'),
    ("'%c'%'ab'", 'TypeError: %c requires an int or a unicode character, not a string of length 2'),
    ("'%c'%1.5", 'TypeError: %c requires an int or a unicode character, not float'),
    ("'%c'%-1", 'OverflowError: %c arg not in range(0x110000)'),
    ("'%x'%1.5", 'TypeError: %x format: an integer is required, not float'),
    ("'%i'%None", 'TypeError: %i format: a real number is required, not NoneType'),
    ("'%y'%1", "ValueError: unsupported format character 'y' (0x79) at index 1"),
    ("'%'%1", 'ValueError: incomplete format'),
    ("'%*d'%(1.5,2)", 'TypeError: * wants int'),
    ("'%(a'%{}", 'ValueError: incomplete format key'),
    ("'abc'%{}", "'abc'"),
    ("'abc'%[1]", "'abc'"),
    ("'x'*10**12", 'MemoryError: '),
    ('bytes(-1)', 'ValueError: negative count'),
    ("bytes('a')", 'TypeError: string argument without an encoding'),
    ("bytes(1,'utf-8')", 'TypeError: encoding without a string argument'),
    ('bytes(1.5)', "TypeError: cannot convert 'float' object to bytes"),
    ('bytes([256])', 'ValueError: bytes must be in range(0, 256)'),
    ("bytes(['a'])", "TypeError: 'str' object cannot be interpreted as an integer"),
    ("b'a'+1", "TypeError: can't concat int to bytes"),
    ("b'abc'.find('a')", "TypeError: argument should be integer or bytes-like object, not 'str'"),
    ("b'abc'.find(300)", 'ValueError: byte must be in range(0, 256)'),
    ("'a' in b'a'", "TypeError: a bytes-like object is required, not 'str'"),
    ("b'abc'[5]", 'IndexError: index out of range'),
    ("b','.join(['a'])", 'TypeError: sequence item 0: expected a bytes-like object, str found'),
    ("b'a'.startswith('a')", 'TypeError: startswith first arg must be bytes or a tuple of bytes, not str'),
    ("b'a'.center(5,b'ab')", 'TypeError: center(): argument 2 must be a byte string of length 1, not a bytes object of length 2'),
    ("b'a'.translate(b'a')", 'ValueError: translation table must be 256 characters long'),
    ("bytes.fromhex('a')", 'ValueError: fromhex() arg must contain an even number of hexadecimal digits'),
    ("bytes.fromhex('zz')", 'ValueError: non-hexadecimal number found in fromhex() arg at position 0'),
    ('bytes.fromhex(1)', 'TypeError: fromhex() argument must be str or bytes-like, not int'),
    ("b'a'.hex('ab')", 'ValueError: sep must be length 1.'),
    ("b'abcd'.hex('-',2)", "'6162-6364'"),
    ("b'%b'%1", "TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'int'"),
    ("b'%c'%256", 'OverflowError: %c arg not in range(256)'),
    ("b'%x'%1.5", 'TypeError: %x format: an integer is required, not float'),
    ("bytearray(b'a')[5]", 'IndexError: bytearray index out of range'),
    ("bytearray(b'a').append(256)", 'ValueError: byte must be in range(0, 256)'),
    ("bytearray(b'a').remove(5)", 'ValueError: value not found in bytearray'),
    ('bytearray().pop()', 'IndexError: pop from empty bytearray'),
    ("bytearray(b'a').extend('a')", "TypeError: expected iterable of integers; got: 'str'"),
    ("bytearray(b'abc').__setitem__(slice(0,3,2),b'a')", 'ValueError: attempt to assign bytes of size 1 to extended slice of size 2'),
    ("memoryview(b'abc')[5]", 'IndexError: index out of bounds on dimension 1'),
    ('memoryview(1)', "TypeError: memoryview: a bytes-like object is required, not 'int'"),
    ("memoryview(b'abc').cast('i')", 'TypeError: memoryview: length is not a multiple of itemsize'),
    ("memoryview(b'abc').__setitem__(0,1)", 'TypeError: cannot modify read-only memory'),
    ("memoryview(bytearray(b'abc')).__setitem__(0,256)", "ValueError: memoryview: invalid value for format 'B'"),
    ('hash(memoryview(bytearray()))', 'ValueError: cannot hash writable memoryview object'),
    ("memoryview(b'abcd').cast('H').tolist()", '[25185, 25699]'),
    ("memoryview(b'abcd').cast('B',[2,2]).tolist()", '[[97, 98], [99, 100]]'),
    ("bytes(memoryview(b'abc')[::2])", "b'ac'"),
    ("memoryview(b'abc')==b'abc'", 'True'),
    ("'ß'.upper()", "'SS'"),
    ("'ǆ'.title()", "'ǅ'"),
    ("'aéb'[1]", "'é'"),
    ("'日本語'[::-1]", "'語本日'"),
    ("'añb'.find('b')", '2'),
    ("'x'.join(['a','é'])", "'axé'"),
    ("f'{3.14159:>10.2f}'", "'      3.14'"),
    ("'{0.real!r:>4}{x[k]}'.format(1,x={'k':2})", "'   12'"),
    ("'%-5s|%05d|%+.2e' % ('a',42,1.5)", "'a    |00042|+1.50e+00'"),
    ("b'%s %d' % (b'x',3)", "b'x 3'"),
    ("'a,b,,c'.rsplit(',',1)", "['a,b,', 'c']"),
    ("'a\\x0bb\\u2028c'.splitlines()", "['a', 'b', 'c']"),
    ('repr("a\'b\\n\\xff\\ud800")', '\'"a\\\'b\\\\nÿ\\\\ud800"\''),
]
for source, want in cases:
    try:
        got = repr(eval(source))
    except Exception as e:
        got = type(e).__name__ + ": " + str(e)
    assert got == want, (source, got, want)

# Appending takes linear time, and the parts stay what they were.
text, parts = "", []
for i in range(20000):
    text += "é" if i % 7 == 0 else "ab"
    if i % 5000 == 0:
        parts.append((text, len(text), text + "!"))
assert [(len(t), len(u)) for t, n, u in parts] == [(n, n + 1) for t, n, u in parts]
assert text[-2:] == "bé" and text.count("é") == 2858

b = bytearray(b"abcdef")
with memoryview(b) as view:
    view[1:3] = b"XY"
    try:
        b.append(1)
    except BufferError as e:
        assert str(e) == "Existing exports of data: object cannot be re-sized"
    else:
        assert False
del b[:2]
b[1:1] = b"--"
assert b == b"Y--def"

