"""The types of Python's tokens: https://docs.python.org/3.14/library/token.html"""

_NAMES = """ENDMARKER NAME NUMBER STRING NEWLINE INDENT DEDENT LPAR RPAR LSQB RSQB COLON COMMA SEMI PLUS MINUS STAR SLASH VBAR AMPER
LESS GREATER EQUAL DOT PERCENT LBRACE RBRACE EQEQUAL NOTEQUAL LESSEQUAL GREATEREQUAL TILDE CIRCUMFLEX LEFTSHIFT RIGHTSHIFT DOUBLESTAR
PLUSEQUAL MINEQUAL STAREQUAL SLASHEQUAL PERCENTEQUAL AMPEREQUAL VBAREQUAL CIRCUMFLEXEQUAL LEFTSHIFTEQUAL RIGHTSHIFTEQUAL
DOUBLESTAREQUAL DOUBLESLASH DOUBLESLASHEQUAL AT ATEQUAL RARROW ELLIPSIS COLONEQUAL EXCLAMATION OP TYPE_IGNORE TYPE_COMMENT
SOFT_KEYWORD FSTRING_START FSTRING_MIDDLE FSTRING_END TSTRING_START TSTRING_MIDDLE TSTRING_END COMMENT NL ERRORTOKEN ENCODING
N_TOKENS""".split()
_OPERATORS = "( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= >>= **= // //= @ @= -> ... := !".split()

NT_OFFSET = 256
tok_name = {**dict(enumerate(_NAMES)), NT_OFFSET: "NT_OFFSET"}
globals().update({name: number for number, name in enumerate(_NAMES)})
EXACT_TOKEN_TYPES = {text: number for number, text in enumerate(_OPERATORS, _NAMES.index("LPAR"))}

__all__ = ["tok_name", "ISTERMINAL", "ISNONTERMINAL", "ISEOF", "EXACT_TOKEN_TYPES", *_NAMES, "NT_OFFSET"]


def ISTERMINAL(x):
    """Whether x is the type of a token."""
    return x < NT_OFFSET


def ISNONTERMINAL(x):
    """Whether x is above the types of tokens."""
    return x >= NT_OFFSET


def ISEOF(x):
    """Whether x ends the input."""
    return x == _NAMES.index("ENDMARKER")
