"""The types of files by their names' extensions."""

import os
from urllib.parse import urlsplit

__all__ = ["knownfiles", "inited", "MimeTypes", "guess_type", "guess_file_type",
           "guess_all_extensions", "guess_extension", "add_type", "init", "read_mime_types",
           "suffix_map", "encodings_map", "types_map", "common_types"]

knownfiles = []
inited = True

suffix_map = {".svgz": ".svg.gz", ".tgz": ".tar.gz", ".taz": ".tar.gz", ".tz": ".tar.gz",
              ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}
encodings_map = {".gz": "gzip", ".Z": "compress", ".bz2": "bzip2", ".xz": "xz", ".br": "br"}
common_types = {".jpg": "image/jpg", ".pct": "image/pict", ".pic": "image/pict",
                ".pict": "image/pict", ".rtf": "application/rtf", ".xul": "text/xul"}

# The first extension of a type is the one that guess_extension() gives.
types_map = {}
for _line in """
text/javascript .js .mjs
application/json .json
application/manifest+json .webmanifest
application/msword .doc .dot .wiz
application/octet-stream .bin .a .dll .exe .o .obj .so
application/pdf .pdf
application/postscript .ps .ai .eps
application/vnd.ms-excel .xls .xlb
application/vnd.ms-powerpoint .ppt .pot .ppa .pps .pwz
application/wasm .wasm
application/x-sh .sh
application/x-shockwave-flash .swf
application/x-sqlite3 .db .sqlite .sqlite3
application/x-tar .tar
application/x-tex .tex
application/zip .zip
application/gzip .gz
application/xml .xsl .rdf .wsdl .xpdl
audio/mpeg .mp3 .mp2
audio/mp4 .m4a
audio/ogg .ogg .opus
audio/x-wav .wav
image/bmp .bmp
image/gif .gif
image/jpeg .jpg .jpe .jpeg
image/png .png
image/svg+xml .svg
image/tiff .tiff .tif
image/vnd.microsoft.icon .ico
image/webp .webp
image/avif .avif
message/rfc822 .eml .mht .mhtml .nws
text/css .css
text/csv .csv
text/html .html .htm
text/markdown .md .markdown
text/plain .txt .bat .c .h .ksh .pl .srt
text/tab-separated-values .tsv
text/x-python .py
text/xml .xml
video/mp4 .mp4
video/mpeg .mpeg .m1v .mpa .mpe .mpg
video/quicktime .mov .qt
video/webm .webm
video/x-msvideo .avi
font/otf .otf
font/ttf .ttf
font/woff .woff
font/woff2 .woff2
""".split("\n"):
    for _extension in _line.split()[1:]:
        types_map[_extension] = _line.split()[0]
del _line, _extension
del types_map[".gz"]


class MimeTypes:
    """A table of types."""

    def __init__(self, filenames=(), strict=True):
        self.encodings_map = encodings_map.copy()
        self.suffix_map = suffix_map.copy()
        self.types_map = common_types.copy(), types_map.copy()
        for name in filenames:
            self.read(name, strict)

    def add_type(self, type, ext, strict=True):
        """Give an extension a type."""
        if ext:
            self.types_map[bool(strict)][ext] = type

    def guess_type(self, url, strict=True):
        """The type and encoding of a URL or path."""
        url = os.fspath(url)
        parts = urlsplit(url)
        if parts.scheme == "data":
            comma = url.find(",")
            if comma < 0:
                return None, None
            kind = url[5:comma].partition(";")[0]
            return kind if "/" in kind else "text/plain", None
        return self.guess_file_type(parts.path if len(parts.scheme) > 1 else url, strict=strict)

    def guess_file_type(self, path, *, strict=True):
        """The type and encoding of a path."""
        base, ext = os.path.splitext(os.fsdecode(path))
        while (longer := self.suffix_map.get(ext.lower())) is not None:
            base, ext = os.path.splitext(base + longer)
        encoding = self.encodings_map.get(ext)
        if encoding is not None:
            base, ext = os.path.splitext(base)
        for table in self.types_map[1:] if strict else self.types_map[::-1]:
            if ext.lower() in table:
                return table[ext.lower()], encoding
        return None, encoding

    def guess_all_extensions(self, type, strict=True):
        """The extensions of a type."""
        tables = self.types_map[1:] if strict else self.types_map[::-1]
        return list(dict.fromkeys(ext for table in tables for ext, kind in table.items()
                                  if kind == type.lower()))

    def guess_extension(self, type, strict=True):
        """An extension of a type, or None."""
        found = self.guess_all_extensions(type, strict)
        return found[0] if found else None

    def read(self, filename, strict=True):
        """Read a file in the form of mime.types."""
        with open(filename, encoding="utf-8") as file:
            self.readfp(file, strict)

    def readfp(self, fp, strict=True):
        """Read an open file in the form of mime.types."""
        for line in fp:
            kind, *extensions = line.partition("#")[0].split() or [""]
            for ext in extensions:
                self.add_type(kind, "." + ext, strict)


_table = MimeTypes()
encodings_map, suffix_map = _table.encodings_map, _table.suffix_map
common_types, types_map = _table.types_map


def guess_type(url, strict=True):
    """The type and encoding of a URL or path."""
    return _table.guess_type(url, strict)


def guess_file_type(path, *, strict=True):
    """The type and encoding of a path."""
    return _table.guess_file_type(path, strict=strict)


def guess_all_extensions(type, strict=True):
    """The extensions of a type."""
    return _table.guess_all_extensions(type, strict)


def guess_extension(type, strict=True):
    """An extension of a type, or None."""
    return _table.guess_extension(type, strict)


def add_type(type, ext, strict=True):
    """Give an extension a type."""
    return _table.add_type(type, ext, strict)


def init(files=None):
    """Read files in the form of mime.types."""
    for name in files or ():
        if os.path.isfile(name):
            _table.read(name)


def read_mime_types(file):
    """The extensions and types in a file, or None if it cannot be read."""
    try:
        return MimeTypes((file,)).types_map[True]
    except OSError:
        return None
