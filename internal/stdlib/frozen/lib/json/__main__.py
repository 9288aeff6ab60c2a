"""python -m json: check JSON and print it in an even form."""

import argparse
import json
import sys


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m json", description="Check JSON and print it in an even form.")
    parser.add_argument("infile", nargs="?", default="-", help="the file to read, '-' for stdin")
    parser.add_argument("outfile", nargs="?", default=None, help="the file to write")
    parser.add_argument("--sort-keys", action="store_true", help="sort the keys of objects")
    parser.add_argument("--no-ensure-ascii", dest="ensure_ascii", action="store_false",
                        help="leave non-ASCII characters as they are")
    parser.add_argument("--json-lines", action="store_true", help="every line is a value")
    layout = parser.add_mutually_exclusive_group()
    layout.add_argument("--indent", default=4, type=int, help="spaces of a level")
    layout.add_argument("--tab", action="store_const", dest="indent", const="\t", help="indent by tabs")
    layout.add_argument("--no-indent", action="store_const", dest="indent", const=None,
                        help="put everything on one line")
    layout.add_argument("--compact", action="store_true", help="no spaces at all")
    return parser


def main():
    """Run the command."""
    options = _parser().parse_args()
    style = {"sort_keys": options.sort_keys, "indent": options.indent,
             "ensure_ascii": options.ensure_ascii}
    if options.compact:
        style["indent"] = None
        style["separators"] = ",", ":"
    try:
        infile = sys.stdin if options.infile == "-" else open(options.infile, encoding="utf-8")
        with infile:
            if options.json_lines:
                values = [json.loads(line) for line in infile]
            else:
                values = [json.load(infile)]
        outfile = sys.stdout if options.outfile is None else open(options.outfile, "w", encoding="utf-8")
        with outfile:
            for value in values:
                json.dump(value, outfile, **style)
                outfile.write("\n")
    except ValueError as error:
        raise SystemExit(error)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError as error:
        sys.exit(error.errno)
