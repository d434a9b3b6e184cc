"""Any bytes at all, and the pieces of messages that break parsers when put together."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

PIECES: Final = [
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: multipart/alternative; boundary=c\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Type: text/html; charset=gbk\r\n",
    b'Content-Disposition: attachment; filename="',
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-ID: <x@y>\r\n",
    b"Subject: =?gbk?B?",
    b"?=",
    b"=?utf-8?Q?=E4=BC",
    b"From: Ann (a) <ann@example.test>, ",
    b"To: group: a@b, c@d;",
    b"Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n",
    b"References: <a@b> <c",
    b"--b\r\n",
    b"--b--\r\n",
    b"--c\n",
    b"--c--",
    b"\r\n",
    b"\n",
    b"\r\n\r\n",
    b" ",
    b"\0",
    b"\xe4\xbc\x9a",
    b"\xbb\xe1",
    b"; name*0*=utf-8''%e4;",
    b"<p>hello<img src='cid:x@y'>",
    b"> quoted\n",
    b"On Monday Ann wrote:\n",
    b"From ann Mon\n",
]
messages = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=20))).map(
    b"".join
)
