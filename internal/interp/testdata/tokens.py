# The module tokenize: tokens with comments and line ends, their places, and texts that are no Python.
import io
import token
import tokenize


def kinds(text):
    return [(token.tok_name[t.type], t.string, t.start) for t in tokenize.generate_tokens(io.StringIO(text).readline)]


assert kinds("if x:  # c\n\n  y = 'ä'\n") == [
    ("NAME", "if", (1, 0)), ("NAME", "x", (1, 3)), ("OP", ":", (1, 4)), ("COMMENT", "# c", (1, 7)), ("NEWLINE", "\n", (1, 10)),
    ("NL", "\n", (2, 0)), ("INDENT", "  ", (3, 0)), ("NAME", "y", (3, 2)), ("OP", "=", (3, 4)), ("STRING", "'ä'", (3, 6)),
    ("NEWLINE", "\n", (3, 9)), ("DEDENT", "", (4, 0)), ("ENDMARKER", "", (4, 0))]
assert kinds("(1,  # a\n2)")[2:6] == [("OP", ",", (1, 2)), ("COMMENT", "# a", (1, 5)), ("NL", "\n", (1, 8)), ("NUMBER", "2", (2, 0))]
assert [k for k, _, _ in kinds("f'a{x!r}'")] == ["FSTRING_START", "FSTRING_MIDDLE", "OP", "NAME", "OP", "NAME", "OP", "FSTRING_END", "NEWLINE", "ENDMARKER"]

for text, message in (("x = (1,\n", "unexpected EOF in multi-line statement"), ("'''abc", "EOF in multi-line string")):
    try:
        kinds(text)
    except tokenize.TokenError as e:
        assert e.args[0] == message, e
    else:
        assert False, text

data = b"# coding: latin-1\nx = '\xe9'\n"
tokens = list(tokenize.tokenize(io.BytesIO(data).readline))
assert tokens[0].string == "iso-8859-1" and tokens[5].string == "'é'", tokens
assert tokenize.untokenize(tokens) == data
source = "def f(a, *b):\n    # note\n    return [a,\n            b]  # end\n"
assert tokenize.untokenize(tokenize.generate_tokens(io.StringIO(source).readline)) == source

import dis

assert "RETURN" in dis.Bytecode("lambda: 1").dis() and "LOAD_GLOBAL" in dis.opmap
