"""Where a plain text repeats what others wrote.

Finds runs of `>` lines with the line that leads into them, and the tail that
begins at "On … wrote:", "…写道：", "-----Original Message-----", "原始邮件" or a
block of From, Sent, To, Subject. Line by line and with bounded patterns, so
that no text can make it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mailbox.mime import limits

LONGEST_INTRO: Final = 300
INTRO_LINES: Final = 3
BLOCK_LINES: Final = 8

_INTRO: Final = re.compile(
    r"on\b.{4,250}\b(?:wrote|writes|said)\s*:"
    r"|(?:am|den|op|le|el|il|em|på|в)\b.{4,250}\b(?:schrieb|skrev|schreef|a écrit"
    r"|escribió|ha scritto|escreveu|пишет|писал|написал)\b.{0,120}:"
    r"|.{3,250}(?:wrote|writes|schrieb|a écrit|escribió)\s*:"
    r"|.{0,250}(?:写道|寫道|写到|來信寫道|さんは書きました|のメール)\s*[:：]",
    re.IGNORECASE,
)
_INTRO_START: Final = re.compile(
    r"(?:on|am|le|el|il|op|在|于|於)(?=[\s\d]|周|星)", re.I
)
_DIVIDING: Final = "-–—_=*"
_DIVIDER: Final = re.compile(
    r"[-–—_=*]{2,}\s*(?:original message|original appointment|reply message"
    r"|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|原始邮件|原始郵件|原邮件|邮件原件|回复的原邮件|原始訊息|元のメッセージ)\s*[-–—_=*]{2,}",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(
    r"[>*\s]{0,4}(?:(from|发件人|寄件者|寄件人|von|de|差出人)"
    r"|(sent|date|发送时间|发送日期|日期|时间|寄件日期|gesendet|datum|envoyé|fecha|送信日時)"
    r"|(to|收件人|an|à|para|宛先)"
    r"|(subject|主题|主題|主旨|betreff|objet|asunto|件名)"
    r"|(cc|抄送|副本|kopie))\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"[-_]{10,}")
_FEWEST_FIELDS: Final = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of quoted text: characters `[start, end)`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    is_quoted: bool


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Find what is quoted, in order; the leading-in line belongs to its quote.

    A divider or header block quotes all that follows it. Beyond 200,000
    characters nothing is looked at.
    """
    lines = list(_lines(text[: limits.TEXT_CHARACTERS]))
    found: list[Quote] = []
    number = 0
    while number < len(lines):
        if _opens_tail(lines, number):
            first = _rule_before(lines, number)
            found.append(Quote(lines[first].start, len(text)))
            break
        after = _end_of_run(lines, number)
        if after is None:
            number += 1
            continue
        found.append(Quote(lines[number].start, lines[after - 1].end))
        number = after
    return tuple(found)


def find_quote_start(text: str) -> int | None:
    """Find where the quote begins that fills the rest of a text, if one does."""
    quotes = find_quotes(text)
    if not quotes or text[quotes[-1].end :].strip():
        return None
    start = quotes[-1].start
    for quote in reversed(quotes[:-1]):
        if text[quote.end : start].strip():
            break
        start = quote.start
    return start


def strip_quotes(text: str) -> str:
    """Give a text without what it quotes."""
    kept: list[str] = []
    position = 0
    for quote in find_quotes(text):
        kept.append(text[position : quote.start])
        position = quote.end
    return "".join([*kept, text[position:]])


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        end = min(start + len(line) + 1, len(text))
        shown = line.strip()
        yield _Line(start, end, shown, shown.startswith((">", "＞")))
        start = end


def _opens_tail(lines: list[_Line], number: int) -> bool:
    text = lines[number].text
    if not text or len(text) > LONGEST_INTRO or lines[number].is_quoted:
        return False
    if text[0] in _DIVIDING and _DIVIDER.match(text):
        return True
    return (":" in text or "：" in text) and _opens_block(lines, number)


def _opens_block(lines: list[_Line], number: int) -> bool:
    """Tell whether a block of From, Sent, To, Subject begins here."""
    first = _FIELD.match(lines[number].text)
    if first is None or first.lastindex != 1:
        return False
    kinds: set[int] = set()
    for line in lines[number : number + BLOCK_LINES]:
        found = _FIELD.match(line.text[:LONGEST_INTRO])
        if found is not None and found.lastindex:
            kinds.add(found.lastindex)
        elif not line.text and len(kinds) > 1:
            break
    return len(kinds) >= _FEWEST_FIELDS


def _rule_before(lines: list[_Line], number: int) -> int:
    """Take along the ruled line that Outlook draws above a block."""
    if number and _RULE.fullmatch(lines[number - 1].text):
        return number - 1
    return number


def _end_of_run(lines: list[_Line], number: int) -> int | None:
    """Find the line after the quote that begins here, or None."""
    if lines[number].is_quoted:
        return _skip_quoted(lines, number)
    after = _end_of_intro(lines, number)
    if after is None:
        return None
    following = _skip_blank(lines, after)
    if following < len(lines) and lines[following].is_quoted:
        return _skip_quoted(lines, following)
    return len(lines)


def _skip_quoted(lines: list[_Line], number: int) -> int:
    """Go past quoted lines and the blank ones between them."""
    after = number
    while number < len(lines):
        if lines[number].is_quoted:
            after = number + 1
        elif lines[number].text:
            break
        number += 1
    return after


def _skip_blank(lines: list[_Line], number: int) -> int:
    while number < len(lines) and not lines[number].text:
        number += 1
    return number


def _end_of_intro(lines: list[_Line], number: int) -> int | None:
    """Find the end of a leading-in line, which clients fold over two or three."""
    text = lines[number].text
    if not text or len(text) > LONGEST_INTRO:
        return None
    if text[-1] in ":：":
        return number + 1 if _INTRO.fullmatch(text) else None
    if not _INTRO_START.match(text):
        return None
    for after in range(number + 1, min(number + INTRO_LINES, len(lines))):
        text = f"{text} {lines[after].text}"
        if len(text) > LONGEST_INTRO or not lines[after].text:
            return None
        if text[-1] in ":：":
            return after + 1 if _INTRO.fullmatch(text) else None
    return None
