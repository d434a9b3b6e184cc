"""Letters that are hard to show: what comes over the wire, and what must be seen."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tests.browser.hostile_html import VECTORS

HEADED: Final = (
    b"Content-Type: text/html; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n"
)
TAGS: Final = "<script>top.pwned=1</script><img src=x onerror=top.pwned=1>"
PLAIN: Final = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"


@dataclass(frozen=True)
class Hostile:
    """A letter as it comes, and what a reader must see of it; "" is not looked for."""

    name: str
    raw: bytes
    subject: str
    sender: str = "Eve"
    text: str = ""
    is_page: bool = False


def hostile_letters() -> list[Hostile]:
    """Give every letter, each with a subject of its own."""
    return [*_pages(), *_charsets(), *_shapes(), *_sizes(), *_signs()]


def _letter(
    name: str,
    *,
    subject: bytes | str = "",
    sender: bytes = b"Eve",
    more: bytes = b"",
    content: bytes = PLAIN + b"Words.",
    shown: Hostile | None = None,
) -> Hostile:
    written = subject or f"Letter: {name}"
    line = written if isinstance(written, bytes) else written.encode()
    raw = (
        b"From: " + sender + b" <eve@evil.test>\r\nSubject: " + line + b"\r\n"
        b"Message-ID: <" + base64.b16encode(name.encode()) + b"@evil.test>\r\n"
        b"MIME-Version: 1.0\r\n" + more + content
    )
    seen = shown or Hostile("", b"", str(written))
    return Hostile(name, raw, seen.subject, seen.sender, seen.text)


def _pages() -> Iterator[Hostile]:
    for name, html in VECTORS.items():
        page = f"<p>Begin</p>{html}<p>End</p>".encode()
        letter = _letter(
            f"html: {name}",
            content=HEADED + base64.encodebytes(page).replace(b"\n", b"\r\n"),
        )
        yield replace(letter, is_page=True)


def _words(text: str) -> bytes:
    """Write a long word as encoded words, which no line is too long for."""
    pieces = [text[at : at + 60] for at in range(0, len(text), 60)]
    return b"\r\n ".join(b"=?utf-8?Q?" + each.encode() + b"?=" for each in pieces)


def _see(subject: str, sender: str = "Eve", text: str = "") -> Hostile:
    return Hostile("", b"", subject, sender, text)


def _charsets() -> Iterator[Hostile]:
    for label, codec, name, subject, text in (
        ("gb2312", "gb18030", "张镕", "关于镕基年度会议的通知", "请查收附件，谢谢。"),
        ("big5", "cp950", "許功蓋", "關於年度會議的通知", "請查收附件，謝謝。"),
        ("koi8-r", "koi8-r", "Иван Петров", "Отчёт за год", "Добрый день, коллеги."),
        (
            "iso-2022-jp",
            "iso2022_jp",
            "山田太郎",
            "会議のお知らせ",
            "お世話になります。",
        ),
        ("shift_jis", "cp932", "予算表", "予算表について", "お世話になります。"),
    ):
        kind = f"Content-Type: text/plain; charset={label}\r\n\r\n".encode()
        yield _letter(
            f"raw header in {label}",
            subject=subject.encode(codec),
            sender=name.encode(codec),
            content=kind + text.encode(codec),
            shown=_see(subject, name, text),
        )
    subject = "季度总结报告"
    data = subject.encode()
    words = b"\r\n ".join(
        b"=?utf-8?B?" + base64.b64encode(data[at : at + 4]) + b"?="
        for at in range(0, len(data), 4)
    )
    yield _letter(
        "words split within a character",
        subject=words,
        sender=b"=?gb2312?B?" + base64.b64encode("朱镕".encode("gb18030")) + b"?=",
        shown=_see(subject, "朱镕"),
    )
    utf7 = b"Content-Type: text/html; charset=utf-7\r\n\r\n"
    script = b"+ADw-script+AD4-top.pwned=1+ADw-/script+AD4-<p>Begin</p>"
    yield _letter("script in utf-7", content=utf7 + script)


def _shapes() -> Iterator[Hostile]:
    yield Hostile("nothing at all", b"", "(no subject)", "")
    yield Hostile("only a body", b"No header here.\r\n", "(no subject)", "")
    yield _letter("header without a body", content=b"")
    yield _letter(
        "NULs everywhere",
        subject=b"Letter: NULs \0 here",
        sender=b"Ev\0e",
        content=PLAIN + b"Before\0after",
        shown=_see("Letter: NULs", "Ev", "Before"),
    )
    inner = PLAIN + b"At the bottom."
    for number in range(100):
        mark = b"b%d" % number
        inner = (
            b'Content-Type: multipart/mixed; boundary="' + mark + b'"\r\n\r\n--' + mark
        ) + (b"\r\n" + inner + b"\r\n--" + mark + b"--\r\n")
    yield _letter("a hundred levels of parts", content=inner)
    inner = b"Subject: Innermost\r\n\r\nAt the bottom."
    for number in range(100):
        inner = b"Subject: %d\r\nContent-Type: message/rfc822\r\n\r\n" % number + inner
    yield _letter("a hundred messages", content=inner)
    yield _letter(
        "a boundary that never comes",
        content=b"Content-Type: multipart/mixed; boundary=none\r\n\r\nWords in it.",
        shown=_see("Letter: a boundary that never comes", text="Words in it."),
    )
    yield _letter("a hundred thousand fields", more=b"X-Field: value\r\n" * 100_000)
    yield _letter(
        "dates of no calendar",
        more=b"Date: Mon, 99 Foo 99999 99:99:99 +9999\r\n"
        b"Received: from x; Tue, 31 Feb 0000\r\n",
    )
    yield _letter(
        "a field within a word",
        subject=b"=?utf-8?Q?Letter:_a=0D=0ABcc:_all@example.test?=",
        shown=_see("Letter: a Bcc: all@example.test"),
    )


def _sizes() -> Iterator[Hostile]:
    yield _letter(
        "a word of ten thousand",
        subject=_words("W" * 10_000),
        sender=_words("N" * 10_000),
        content=PLAIN + b"T" * 8000 + b"\r\nhttps://ok.test/" + b"u" * 8000,
        shown=_see("W" * 900, "N" * 300, "T" * 8000),
    )
    people = b",\r\n ".join(b"Person %d <p%d@ok.test>" % (n, n) for n in range(2000))
    yield _letter("two thousand recipients", more=b"To: " + people + b"\r\n")
    files = b"".join(
        b"--f\r\nContent-Type: application/x-a\r\nContent-Disposition: attachment; "
        b'filename="%d-%s.pdf"\r\n\r\nx\r\n' % (n, b"f" * (7000 if n == 1 else 40))
        for n in range(300)
    )
    kind = b"Content-Type: multipart/mixed; boundary=f\r\n\r\n"
    yield _letter("three hundred files", content=kind + files + b"--f--\r\n")


def _signs() -> Iterator[Hostile]:
    tags = TAGS.encode()
    yield _letter(
        "markup in every field",
        subject=b"Letter: tags " + tags,
        sender=b'"' + tags + b'"',
        more=b"To: " + tags + b'@example.test\r\nCc: "' + tags + b'" <c@ok.test>\r\n'
        b'Reply-To: "\'><b>" <r@ok.test>\r\nX-Tags: ' + tags + b"\r\n",
        content=b"Content-Type: multipart/mixed; boundary=f\r\n\r\n--f\r\n"
        + PLAIN
        + tags
        + b'\r\n--f\r\nContent-Type: text/html"\'>; name="'
        + tags
        + b'.html"\r\n'
        b"Content-Disposition: attachment\r\n\r\n" + tags + b"\r\n--f--\r\n",
        shown=_see(f"Letter: tags {TAGS}", TAGS, TAGS),
    )
    override, zalgo = "\u202e", "Z" + "\u0336\u0489\u0300\u0301\u0302\u0303" * 60
    yield _letter(
        "a name turned round",
        subject=f"Letter: turned {override}txt.exe",
        sender=f"{override}tset.knab@tset{override}".encode(),
        content=PLAIN + f"{override}Turned\u2066.".encode(),
        shown=_see("Letter: turned txt.exe", "tset.knab@tset"),
    )
    yield _letter(
        "written from right to left",
        subject="פגישה: דוח 2026 (final)",
        sender="משה כהן".encode(),
        content=PLAIN + "שלום, מצורף הדוח (2026).".encode(),
        shown=_see("פגישה: דוח 2026 (final)", "משה כהן", "שלום"),
    )
    yield _letter(
        "letters that climb",
        subject=f"Letter: {zalgo}",
        sender=zalgo.encode(),
        shown=_see("Letter: Z", "Z"),
    )
    yield _letter(
        "nothing to be seen",
        subject=b"=?utf-8?B?" + base64.b64encode("\u200b\u00a0\u2060".encode()) + b"?=",
        sender="\u200b\u3164".encode(),
        shown=_see("", ""),
    )
