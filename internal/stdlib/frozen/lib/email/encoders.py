"""Encoding the payloads of messages."""

from base64 import encodebytes
from binascii import b2a_qp

__all__ = ["encode_7or8bit", "encode_base64", "encode_noop", "encode_quopri"]


def encode_base64(msg):
    """Encode the payload in Base64."""
    msg.set_payload(str(encodebytes(msg.get_payload(decode=True)), "ascii"))
    msg["Content-Transfer-Encoding"] = "base64"


def encode_quopri(msg):
    """Encode the payload as quoted-printable."""
    raw = msg.get_payload(decode=True)
    msg.set_payload(b2a_qp(raw, quotetabs=True).replace(b" ", b"=20").decode("ascii"))
    msg["Content-Transfer-Encoding"] = "quoted-printable"


def encode_7or8bit(msg):
    """Leave the payload as it is, and say whether it is ASCII."""
    raw = msg.get_payload(decode=True)
    if raw is None:
        msg["Content-Transfer-Encoding"] = "7bit"
        return
    msg["Content-Transfer-Encoding"] = "7bit" if raw.isascii() else "8bit"


def encode_noop(msg):
    """Do nothing."""
