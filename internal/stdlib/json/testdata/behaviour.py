import json
import math


def error(text, **kw):
    try:
        json.loads(text, **kw)
    except json.JSONDecodeError as e:
        return e.msg, e.pos, e.lineno, e.colno
    raise AssertionError(f"no error for {text!r}")


# Reading.
assert json.loads('{"a": {"a": [1, 2, {"b": null}]}, "c": [true, false, -0.0, 1e999]}') == {
    "a": {"a": [1, 2, {"b": None}]}, "c": [True, False, 0.0, math.inf]}
assert json.loads(' "\\u00e9\\n\\ud83d\\ude00\\ud83d" ') == "é\n😀\ud83d"
assert json.loads("123456789012345678901234567890") == 123456789012345678901234567890
assert json.loads(b'["\xc3\xa9"]') == ["é"] and json.loads("[]") == [] and math.isnan(json.loads("NaN"))
assert json.loads('{"k": "' + "x" * 50000 + '", "é": 1}')["é"] == 1
assert json.loads('[1, 1.5, NaN]', parse_int=str, parse_float=lambda s: s + "f", parse_constant=lambda s: s + "c") == ["1", "1.5f", "NaNc"]
assert json.loads('{"a": 1, "b": {}}', object_pairs_hook=list) == [("a", 1), ("b", [])]
assert json.loads('{"a": {}}', object_hook=lambda d: len(d)) == 1
assert json.loads('"\n"', strict=False) == "\n"
assert json.JSONDecoder().raw_decode("é [1] x", 2) == ([1], 5)

# Where text is wrong.
assert error("") == ("Expecting value", 0, 1, 1)
assert error("[1,") == ("Expecting value", 3, 1, 4)
assert error("[1 2]") == ("Expecting ',' delimiter", 3, 1, 4)
assert error("[1,]") == ("Illegal trailing comma before end of array", 2, 1, 3)
assert error('{"a": 1,\n }') == ("Illegal trailing comma before end of object", 7, 1, 8)
assert error("{1:2}") == ("Expecting property name enclosed in double quotes", 1, 1, 2)
assert error('{"a" 1}') == ("Expecting ':' delimiter", 5, 1, 6)
assert error('"é') == ("Unterminated string starting at", 0, 1, 1)
assert error('["é\\x"]') == ("Invalid \\escape", 3, 1, 4)
assert error('"\\u12"') == ("Invalid \\uXXXX escape", 2, 1, 3)
assert error('"\x01"') == ("Invalid control character at", 1, 1, 2)
assert error("\n\n [1,\n2,,3]") == ("Expecting value", 9, 4, 3)
assert error("01") == ("Extra data", 1, 1, 2)
assert error("\ufeff1")[0].startswith("Unexpected UTF-8 BOM")
try:
    json.loads("[" * 100000)
except RecursionError:
    pass
else:
    raise AssertionError

# Writing.
assert json.dumps({"b": [1, 2.5, "é\x7f\"\n"], "a": (), "n": None, 1: True}) == (
    '{"b": [1, 2.5, "\\u00e9\\u007f\\"\\n"], "a": [], "n": null, "1": true}')
assert json.dumps("é😀\x7f", ensure_ascii=False) == '"é😀\x7f"' and json.dumps("😀\ud800") == '"\\ud83d\\ude00\\ud800"'
assert json.dumps([1, {"a": 2, "b": []}], indent=2) == '[\n  1,\n  {\n    "a": 2,\n    "b": []\n  }\n]'
assert json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")) == '{"a":2,"b":1}'
assert json.dumps({(1,): 1, "x": math.inf}, skipkeys=True) == '{"x": Infinity}'
assert json.dumps([object], default=lambda o: o.__name__) == '["object"]'
assert json.dumps({1.5: 10 ** 30, None: 1e16, False: -1e-7}) == '{"1.5": 1000000000000000000000000000000, "null": 1e+16, "false": -1e-07}'


class Encoder(json.JSONEncoder):
    def default(self, o):
        return {"set": sorted(o)} if isinstance(o, set) else super().default(o)


assert json.dumps({"q": {2, 1}}, cls=Encoder) == '{"q": {"set": [1, 2]}}'


def refused(value, **kw):
    try:
        json.dumps(value, **kw)
    except (TypeError, ValueError) as e:
        return str(e), getattr(e, "__notes__", [])
    raise AssertionError


loop = []
loop.append({"me": loop})
assert refused(loop) == ("Circular reference detected", ["when serializing dict item 'me'", "when serializing list item 0"])
assert refused({"a": [1, object]}) == ("Object of type type is not JSON serializable",
                                       ["when serializing list item 1", "when serializing dict item 'a'"])
assert refused(math.nan, allow_nan=False)[0] == "Out of range float values are not JSON compliant: nan"
assert refused({(1,): 1})[0] == "keys must be str, int, float, bool or None, not tuple"
assert refused({1: 1, "a": 2}, sort_keys=True)[0] == "'<' not supported between instances of 'str' and 'int'"
