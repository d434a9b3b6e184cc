"""Quoted text is found in the shapes that mail clients give it."""

from __future__ import annotations

import pytest

from mailbox.mime.quotes import Quote, find_quote_start, find_quotes, strip_quotes

TAILS = [
    "On Mon, 23 Nov 2026 at 12:00, Ben <ben@example.test> wrote:\n> old\n> text",
    "On Mon, 23 Nov 2026 at 12:00, Ben Long Name\n<ben@example.test> wrote:\n> old",
    "On Monday Ben wrote:\n\n> old\n\n> older",
    "Ben wrote:\n> old",
    "Am 23.11.2026 um 12:00 schrieb Ben:\n> old",
    "Le 23 nov. 2026 à 12:00, Ben a écrit :\n> old",
    "在 2026年11月23日，Ben <ben@example.test> 写道：\n> old",
    "在2026-11-23 12:00:00，“Ben”<ben@example.test> 写道：\nold without marks",
    "Ben 于2026年11月23日周一 12:00写道：\n> old",
    "Ben <ben@example.test> 於 2026年11月23日 寫道：\n> old",
    "-----Original Message-----\nFrom: Ben\nSent: Monday\n\nold",
    "-------- Original Message --------\nold",
    "------------------ 原始邮件 ------------------\n发件人: Ben\n\nold",
    (
        '------------------&nbsp;原始邮件&nbsp;------------------\n发件人: "Ben"\n'
        '发送时间: 2026年11月23日\n收件人: "Ann"\n主题: x\n\nold'
    ),
    "-----邮件原件-----\n发件人: Ben\n\nold",
    "From: Ben\nSent: Monday\nTo: Ann\nSubject: x\n\nold",
    "________________________________\nFrom: Ben\nSent: Monday\nTo: Ann\n\nold",
    "*From:* Ben\n*Sent:* Monday\n*To:* Ann\n*Subject:* x\n\nold",
    "发件人： Ben\n发送时间： 2026年11月23日\n收件人： Ann\n主题： x\n\nold",
    "Von: Ben\nGesendet: Montag\nAn: Ann\nBetreff: x\n\nold",
    "> old\n> older",
    ">old\r\n>older",
]


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_tail_is_found_where_it_begins(tail: str, line_end: str) -> None:
    mine = "My answer.\n\n".replace("\n", line_end)
    text = mine + tail.replace("\r\n", "\n").replace("\n", line_end)

    if tail.startswith("------------------&nbsp;"):
        text = text.replace("&nbsp;", " ")

    assert find_quote_start(text) == len(mine)
    assert strip_quotes(text) == mine


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just text.",
        "On Monday we meet.\nIt matters:\nBe there.",
        "He wrote to me:",
        "From: Paris\nwith love",
        "From: A\nTo: B",
        "---------- Forwarded message ---------\nFrom: Ben\n\nlook at this",
        "a > b",
        "--\nAnn",
        "Subject: x\nFrom here on: y",
    ],
)
def test_text_without_quotes_has_none(text: str) -> None:
    assert find_quotes(text) == ()
    assert find_quote_start(text) is None


def test_answers_between_quotes_are_kept() -> None:
    text = "On Mon, Ben wrote:\n> one?\nyes\n> two?\nno\n"

    assert strip_quotes(text) == "yes\nno\n"
    assert find_quote_start(text) is None


def test_answer_below_the_quote_is_kept() -> None:
    assert strip_quotes("> one?\n> two?\n\nBoth.\n") == "\nBoth.\n"


def test_quote_ends_with_its_last_line() -> None:
    assert find_quotes("a\n> b\n\nc") == (Quote(2, 6),)


def test_quotes_that_follow_each_other_to_the_end_are_one_tail() -> None:
    text = "mine\n> a\n\nOn Mon, Ben wrote:\n> b\n"

    assert find_quote_start(text) == 5
