"""One small mailbox, in English and Chinese, answered alike by both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailbox.search.execute import search_mailbox
from mailsvc.kit import clock
from tests.mailbox.search.conftest import NOON, Desk

pytestmark = pytest.mark.django_db

PDF, SHEET = ("合同 v3.pdf",), ("pdf guide.xlsx", "photo.JPG")


@pytest.fixture
def letters(ann: Desk) -> dict[int, str]:
    """File the letters; gives a name for each id."""
    kiln = ann.folder("", "Kiln project")
    ids = {
        "contract": ann.file(
            "Kiln no. 2: contract v3",
            sender="Wen Jing wen.jing@hearth.test",
            recipients=("Ann ann@example.test", "Ben ben@example.test"),
            copies=("Ben ben@example.test",),
            body="The warranty starts on commissioning, not delivery.",
            attachment_names=PDF,
            has_attachment=True,
            folder=kiln,
            tags=("Contracts",),
            size_bytes=6 << 20,
        ),
        "minutes": ann.file(
            "周四例会纪要与待办",
            sender="张伟 zhang.wei@example.test",
            recipients=("Ben ben@example.test", "Ann ann@example.test"),
            body="上海仓确认周五上午到货；年度报告请在节前完成。",
            flags={"seen": True, "flagged": True},
        ),
        "report": ann.file(
            "Re: Annual report 年度报告",
            sender="Ann ann@example.test",
            recipients=(
                "张伟 zhang.wei@example.test",
                "Cleo cleo@example.test",
                "李思远 li@example.test",
            ),
            copies=("Cleo cleo@example.test", "李思远 li@example.test"),
            body="Numbers as promised. Kiln costs are in sheet two.",
            attachment_names=SHEET,
            has_attachment=True,
            folder=ann.folder("sent"),
            flags={"seen": True, "answered": True},
            at=NOON - timedelta(days=40),
        ),
        "spam": ann.file("Cheap kiln report", folder=ann.folder("junk")),
        "old": ann.file(
            "Überweisung: kiln deposit",
            sender="Pieter van Dijk pieter@rotterdam.test",
            body="报表见附件。Deposit received 会议",
            at=datetime(2024, 3, 1, 12, tzinfo=UTC),
            flags={"seen": True},
            tags=("差旅",),
        ),
    }
    return {number: name for name, number in ids.items()}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kiln", "contract report old"),
        ("kiln report", "report"),
        ('"kiln costs"', "report"),
        ("kiln -report", "contract old"),
        ("ueberweisung", ""),
        ("uberweisung", "old"),
        ("war*", "contract"),
        ("报告", "minutes report"),
        ("年度报告", "minutes report"),
        ("例会", "minutes"),
        ("会议", "old"),
        ("报表", "old"),
        ("上海 到货", "minutes"),
        ("报告 -纪要", "report"),
        ("“周五上午”", "minutes"),
        ("from:wen", "contract"),
        ("from:wen.jing@hearth.test", "contract"),
        ("发件人：张伟", "minutes"),
        ("-from:张伟 报告", "report"),
        ("to:ben", "contract minutes"),
        ("收件人：张伟", "report"),
        ("to:cleo", "report"),
        ("cc:ben", "contract"),
        ("抄送：李思远", "report"),
        ("-cc:ben to:ben", "minutes"),
        ('cc:"example test li"', ""),
        ("subject:kiln", "contract old"),
        ("主题：报告", "report"),
        ("body:kiln", "report"),
        ("正文：报告", "minutes"),
        ("filename:合同", "contract"),
        ("附件名：photo", "report"),
        ("has:attachment", "contract report"),
        ("有附件", "contract report"),
        ("-有附件 kiln", "old"),
        ("无附件 kiln", "old"),
        ("has:pdf", "contract"),
        ("有：表格", "report"),
        ("has:image has:sheet", "report"),
        ("has:attachment -has:pdf", "report"),
        ("in:sent", "report"),
        ("在：已发送", "report"),
        ('in:"kiln project"', "contract"),
        ("in:kiln", ""),
        ("in:spam", "spam"),
        ("kiln in:anywhere", "contract spam report old"),
        ("tag:contracts", "contract"),
        ("标签：差旅", "old"),
        ("kiln -标签：差旅", "contract report"),
        ("is:unread", "contract"),
        ("未读", "contract"),
        ("is:starred", "minutes"),
        ("星标", "minutes"),
        ("is:answered", "report"),
        ("is:read kiln", "report old"),
        ("after:7d", "contract minutes"),
        ("之后：上周", "contract minutes"),
        ("before:2024/3/2", "old"),
        ("2025年之前", "old"),
        ("on:2024-03", "old"),
        ("after:2024 before:last month", "old"),
        ("larger:5MB", "contract"),
        ("大于：5MB", "contract"),
        ("大于5MB", "contract"),
        ("smaller:5 MB kiln", "report old"),
        ("form:wen", ""),
    ],
)
def test_a_search_finds(
    ann: Desk, letters: dict[int, str], typed: str, found: str
) -> None:
    with clock.at(NOON):
        hits = search_mailbox(ann.mailbox, typed).message_ids

    assert [letters[each] for each in hits] == found.split()
