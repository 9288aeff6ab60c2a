"""Images."""

from email import encoders
from email.mime.nonmultipart import MIMENonMultipart

__all__ = ["MIMEImage"]


class MIMEImage(MIMENonMultipart):
    """Images, encoded by a function that is given the message."""

    def __init__(self, _imagedata, _subtype=None, _encoder=encoders.encode_base64, *, policy=None, **_params):
        if _subtype is None:
            _subtype = _what(_imagedata)
        if _subtype is None:
            raise TypeError("Could not guess image MIME subtype")
        super().__init__("image", _subtype, policy=policy, **_params)
        self.set_payload(_imagedata)
        _encoder(self)


_SIGNATURES = [(0, b"\211PNG\r\n\032\n", "png"), (0, b"GIF87a", "gif"), (0, b"GIF89a", "gif"), (6, b"JFIF", "jpeg"),
               (6, b"Exif", "jpeg"), (0, b"\xff\xd8\xff", "jpeg"), (0, b"MM", "tiff"), (0, b"II", "tiff"),
               (0, b"BM", "bmp"), (8, b"WEBP", "webp"), (0, b"\x01\xda", "rgb"), (0, b"\x59\xA6\x6A\x95", "rast"),
               (0, b"#define ", "xbm"), (0, b"\x76\x2f\x31\x01", "exr")]


def _what(data):
    """The subtype that the first bytes tell, or None."""
    return next((name for at, mark, name in _SIGNATURES if data[at:at + len(mark)] == mark), None)
