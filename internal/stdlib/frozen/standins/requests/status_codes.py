"""Names for status codes: codes.ok, codes.not_found ..."""

from http import HTTPStatus

from .structures import LookupDict

codes = LookupDict(name="status_codes")

for _status in HTTPStatus:
    for _name in (_status.name.lower(), _status.name):
        setattr(codes, _name, int(_status))
for _name, _code in (("okay", 200), ("all_ok", 200), ("found", 302), ("other", 303),
                     ("temporary_moved", 302), ("temporary", 307), ("bad", 400),
                     ("forbidden", 403), ("teapot", 418), ("too_many", 429),
                     ("server_error", 500), ("unavailable", 503), ("not_allowed", 405),
                     ("timeout", 408), ("moved", 301), ("unprocessable", 422)):
    setattr(codes, _name, _code)
    setattr(codes, _name.upper(), _code)
