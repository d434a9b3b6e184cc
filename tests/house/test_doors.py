"""No URL without its row in the table of doors, which proves what it lets through."""

from __future__ import annotations

from tests.mailbox.web.doors_table import DOORS, find_urls


def test_every_url_has_its_row_and_every_row_its_url() -> None:
    assert {name for name, _ in find_urls()} == DOORS.keys()
