"""Pictures of a letter stay within its width, and others stay as they are."""

from __future__ import annotations

import pytest

from mailbox.compose.pictures import fit_pictures

FITTED = '<img style="max-width:100%;height:auto" alt="a" src="cid:1@ann">'


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ('<p><img alt="a" src="cid:1@ann"></p>', f"<p>{FITTED}</p>"),
        ('<img src="https://a.test/a.png">', '<img src="https://a.test/a.png">'),
        ('<img style="x" src="cid:1@ann">', '<img style="x" src="cid:1@ann">'),
    ],
)
def test_pictures_are_fitted(html: str, sent: str) -> None:
    assert fit_pictures(html) == sent
