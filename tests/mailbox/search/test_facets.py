"""What the hits of a search have in common is counted in one pass."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from mailbox.models import Message
from mailbox.search.facets import Value, count_facets
from tests.mailbox.search.conftest import Desk

pytestmark = pytest.mark.django_db


def file(desk: Desk, sender: str, name: str = "", **more: Any) -> int:
    number = desk.file("kiln", **more)
    Message.objects.filter(pk=number).update(from_address=sender, from_name=name)
    return number


def attach(number: int, *names: str) -> None:
    facts = [{"filename": each, "is_inline": False} for each in names]
    Message.objects.filter(pk=number).update(has_files=True, file_facts=facts)


def test_senders_years_kinds_and_folders_are_counted(ann: Desk) -> None:
    sent = ann.folder("sent")
    attach(file(ann, "wen@b.test", "Wen Jing"), "a.pdf", "b.PDF", "c.jpg")
    attach(file(ann, "Wen@b.test", "W. Jing"), "plan.docx", "noending")
    file(ann, "ann@b.test", folder=sent, at=datetime(2024, 5, 1, tzinfo=UTC))
    ann.file("lunch")

    facets = count_facets(ann.mailbox, "kiln")

    assert (facets.looked_at, facets.is_all) == (3, True)
    assert facets.senders == (
        Value("wen@b.test", 2, "Wen Jing"),
        Value("ann@b.test", 1),
    )
    assert facets.years == (Value("2026", 2), Value("2024", 1))
    assert set(facets.kinds) == {
        *(Value("files", 2), Value("pdf", 1), Value("image", 1), Value("document", 1))
    }
    inbox = ann.folder()
    assert facets.folders == (Value(str(inbox.pk), 2), Value(str(sent.pk), 1))


def test_what_all_share_narrows_nothing(ann: Desk) -> None:
    for _ in range(3):
        file(ann, "wen@b.test")

    facets = count_facets(ann.mailbox, "kiln")

    assert facets.senders == facets.years == facets.kinds == facets.folders == ()


def test_a_year_begins_where_the_reader_is(ann: Desk) -> None:
    file(ann, "a@b.test", at=datetime(2025, 12, 31, 20, tzinfo=UTC))
    file(ann, "a@b.test", at=datetime(2025, 12, 31, 10, tzinfo=UTC))

    with timezone.override("Asia/Shanghai"):
        years = count_facets(ann.mailbox, "kiln").years

    assert [each.key for each in years] == ["2026", "2025"]


def test_counting_takes_few_queries(
    ann: Desk, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        file(ann, f"a{number % 9}@b.test")

    with django_assert_max_num_queries(5):
        assert len(count_facets(ann.mailbox, "kiln").senders) == 6
