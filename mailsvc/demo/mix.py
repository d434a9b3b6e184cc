"""Any number of messages in a realistic mix, always the same.

Mean 57 KB when files are wanted (text, newsletters of 20 to 60 KB of HTML,
threads, files of 50 KB to 2 MB, Chinese in UTF-8 and GB18030); lighter without
files, for lists and search. Message `n` depends on `n` alone, so a broken-off
seeding goes on where it stopped, and a benchmark can make just what it needs.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime
from typing import Final

EPOCH: Final = datetime(2016, 1, 1, tzinfo=UTC)
COMMON: Final = "meeting"
RARE: Final = "quokkaleaf"
RARE_EVERY: Final = 25_000
CHINESE_COMMON: Final = "报告"
CHINESE_RARE: Final = "砚台"
PEOPLE: Final = 400

_SYLLABLES_TEXT: Final = """
ba be bi bo bu da de di do du fa fe fi ga ge go ka ke ki ko la le li lo lu ma me
mi mo mu na ne ni no pa pe pi po ra re ri ro ru sa se si so ta te ti to tu va ve
"""
_ENGLISH_TEXT: Final = """
the of and to in for is on that with as are this be by at from we you our please
send check order price kiln glaze stand fair school library train ticket paper
contract invoice shipping container letter answer question morning afternoon
report meeting budget draft review signed warranty payment delivery sample photo
"""
_CHINESE_TEXT: Final = """
我们 您好 请 查收 附件 合同 报告 会议 周四 上午 下午 样品 发货 付款 客户 价格
确认 回复 谢谢 项目 窑炉 釉料 展会 仓库 到货 发票 图书馆 学校 通知 安排
"""

_SYLLABLES: Final = _SYLLABLES_TEXT.split()
_ENGLISH: Final = _ENGLISH_TEXT.split()
_CHINESE: Final = _CHINESE_TEXT.split()


def make_messages(
    start: int, stop: int, *, to: str, with_files: bool = False
) -> Iterator[tuple[datetime, bytes]]:
    """Make messages `start` to `stop`, each with its internal date."""
    for number in range(start, stop):
        yield received_at(number), make_message(number, to=to, with_files=with_files)


def received_at(number: int) -> datetime:
    """Spread messages over the years, forty-five minutes apart."""
    return EPOCH + timedelta(minutes=45) * number


def make_message(number: int, *, to: str, with_files: bool = False) -> bytes:
    """Make one message; the same number gives the same bytes."""
    chance = random.Random(number)  # noqa: S311  # deterministic on purpose
    is_chinese = chance.random() < 0.3
    text = _text(number, chance, chinese=is_chinese)
    charset = "gb18030" if is_chinese and chance.random() < 0.3 else "utf-8"
    kind = chance.random()
    head = _header(number, chance, to, chinese=is_chinese)
    if kind < 0.35:
        html = _newsletter(chance, text)
        return head + _alternative(number, text, html, charset)
    if with_files and kind < 0.4:
        data = chance.randbytes(int(50_000 * 30 ** chance.random()))
        return head + _with_file(number, text, data, charset)
    return head + _plain(text, charset)


def _header(number: int, chance: random.Random, to: str, *, chinese: bool) -> bytes:
    person = int(PEOPLE * chance.random() ** 2)
    name = _name(person)
    replies = number % 5 if number % 3 else 0
    root = number - replies
    subject = _subject(root, chinese=chinese)
    fields = [
        f"From: {name} <{name.lower().replace(' ', '.')}@people{person % 40}.example>",
        f"To: {to}",
        f"Subject: {'Re: ' if replies else ''}{Header(subject, 'utf-8').encode()}",
        f"Date: {format_datetime(received_at(number))}",
        f"Message-ID: <large.{number}@bench.example>",
        "MIME-Version: 1.0",
    ]
    if replies:
        fields.append(f"In-Reply-To: <large.{number - 1}@bench.example>")
        fields.append(f"References: <large.{root}@bench.example>")
    return "\r\n".join(fields).encode() + b"\r\n"


def _name(person: int) -> str:
    chance = random.Random(f"person {person}")  # noqa: S311
    words = ("".join(chance.choices(_SYLLABLES, k=2)).title() for _ in range(2))
    return " ".join(words)


def _subject(root: int, *, chinese: bool) -> str:
    chance = random.Random(f"subject {root}")  # noqa: S311
    if chinese:
        return "".join(chance.choices(_CHINESE, k=4)) + f"（{root}）"
    return " ".join(chance.choices(_ENGLISH, k=5)).capitalize() + f" {root}"


def _text(number: int, chance: random.Random, *, chinese: bool) -> str:
    length = int(80 * 30 ** chance.random())
    if chinese:
        words = chance.choices(_CHINESE, k=length)
        rare = [CHINESE_RARE] if number % RARE_EVERY == 1 else []
        return "".join([*words, *rare, "。"])
    words = [
        *chance.choices(_ENGLISH, k=length),
        *(_word(chance) for _ in range(length // 3)),
    ]
    chance.shuffle(words)
    if number % RARE_EVERY == 0:
        words.append(RARE)
    return _wrapped(words)


def _word(chance: random.Random) -> str:
    """Make a word; most are rare, as in any language."""
    return "".join(chance.choices(_SYLLABLES, k=2 + int(3 * chance.random() ** 2)))


def _wrapped(words: list[str]) -> str:
    lines = (" ".join(words[i : i + 12]) for i in range(0, len(words), 12))
    return "\r\n".join(lines)


def _plain(text: str, charset: str) -> bytes:
    return (
        f'Content-Type: text/plain; charset="{charset}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode() + _base64(text.encode(charset))


def _alternative(number: int, text: str, html: str, charset: str) -> bytes:
    mark = f"alt-{number}"
    return b"".join(
        (
            f'Content-Type: multipart/alternative; boundary="{mark}"\r\n\r\n'.encode(),
            f"--{mark}\r\n".encode(),
            _plain(text, charset),
            f"--{mark}\r\nContent-Type: text/html; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n".encode(),
            _base64(html.encode()),
            f"--{mark}--\r\n".encode(),
        )
    )


def _with_file(number: int, text: str, data: bytes, charset: str) -> bytes:
    mark = f"mix-{number}"
    return b"".join(
        (
            f'Content-Type: multipart/mixed; boundary="{mark}"\r\n\r\n'.encode(),
            f"--{mark}\r\n".encode(),
            _plain(text, charset),
            f"--{mark}\r\nContent-Type: application/pdf\r\n"
            f'Content-Disposition: attachment; filename="file-{number}.pdf"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n".encode(),
            _base64(data),
            f"--{mark}--\r\n".encode(),
        )
    )


def _newsletter(chance: random.Random, text: str) -> str:
    """Wrap a text into 20 to 60 KB of the tables that newsletters are made of."""
    size = chance.randrange(12_000, 40_000)
    cell = (
        '<tr><td style="padding:12px 24px;font:16px/1.5 Arial,sans-serif;'
        'color:#333333;background-color:#ffffff" bgcolor="#ffffff">{}'
        '<a href="https://news.example/{}" style="color:#0b675f">more</a></td></tr>\n'
    )
    rows: list[str] = []
    while sum(len(row) for row in rows) < size:
        words = " ".join(chance.choices(_ENGLISH, k=14))
        rows.append(cell.format(words, chance.randrange(10**6)))
    return f'<html><body><table width="600">{"".join(rows)}</table>{text}</body></html>'


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")
