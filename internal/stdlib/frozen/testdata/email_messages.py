# Messages of mail: making, writing, reading; headers with text that is not ASCII; addresses and dates.
import email
import email.policy
from email import utils
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

m = MIMEText("héllo\n")
m["Subject"] = "Grüße"
assert m.as_string() == """Content-Type: text/plain; charset="utf-8"
MIME-Version: 1.0
Content-Transfer-Encoding: base64
Subject: =?utf-8?b?R3LDvMOfZQ==?=

aMOpbGxvCg==
"""
parts = MIMEMultipart("alternative", "BOUND", [MIMEText("a"), MIMEText("<b>", "html")])
text = parts.as_string()
again = email.message_from_string(text)
assert [part.get_content_type() for part in again.walk()] == ["multipart/alternative", "text/plain", "text/html"]
assert again.as_string() == text and again.get_payload(1).get_payload(decode=True) == b"<b>"

e = EmailMessage()
e["Subject"] = "Tést"
e["From"] = "Me <me@x.org>"
e.set_content("Hi\nthere")
e.add_alternative("<p>Hi</p>", subtype="html")
e.add_attachment(b"\0\1", maintype="application", subtype="x-z", filename="f.bin")
back = email.message_from_bytes(e.as_bytes(), policy=email.policy.default)
assert back["subject"] == "Tést" and back.get_content_type() == "multipart/mixed"
assert back.get_body(("plain",)).get_content() == "Hi\nthere\n"
assert [(a.get_filename(), a.get_content()) for a in back.iter_attachments()] == [("f.bin", b"\0\1")]

r = email.message_from_string("""Content-Type: text/plain; charset="utf-8"; name*=utf-8''%e2%82%ac.txt
X: a
 b

body""")
assert r.get_filename() == "€.txt" and r.get_content_charset() == "utf-8" and r["x"] == "a\n b"
assert email.message_from_string("no header\n\nz").defects[0].__class__.__name__ == "MissingHeaderBodySeparatorDefect"
assert decode_header("=?utf-8?q?Gr=C3=BC?= x") == [("Grü".encode(), "utf-8"), (b" x", None)]
assert str(make_header(decode_header("=?utf-8?b?R3I=?= =?utf-8?q?_y?="))) == "Gr y"
long = Header("Grüße " * 20, "utf-8", header_name="Subject").encode()
assert all(len(line) <= 78 for line in long.split("\n")) and str(make_header(decode_header(long))) == "Grüße " * 20

assert utils.parseaddr('"A, B" <a@b.c>') == ("A, B", "a@b.c")
assert utils.getaddresses(["a@b, C D <c@d>"]) == [("", "a@b"), ("C D", "c@d")]
assert utils.formataddr(("A. B", "a@b")) == '"A. B" <a@b>'
assert utils.formatdate(0, usegmt=True) == "Thu, 01 Jan 1970 00:00:00 GMT"
assert utils.mktime_tz(utils.parsedate_tz("Mon, 20 Nov 1995 19:12:08 -0500")) == 816912728
assert utils.parsedate_to_datetime("Wed, 21 Oct 2015 07:28:00 GMT").isoformat() == "2015-10-21T07:28:00+00:00"
try:
    e["Subject"] = "twice"
except ValueError as error:
    assert str(error) == "There may be at most 1 Subject headers in a message"
