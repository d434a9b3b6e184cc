"""Remote pictures: which are held back, and which only watch the reader."""

from __future__ import annotations

import pytest

from mailbox.reading.pictures import Pictures, count_pictures
from mailbox.reading.sanitise import Showing, sanitise_body

IMAGE = "<img src='https://a.test/kiln.jpg' width=500 height=200 alt=Kiln>"
WATCHERS = [
    "<img src='https://a.test/o.gif' width=1 height=1>",
    '<IMG SRC="http://a.test/x" HEIGHT="1px" WIDTH="0">',
    "<img src=//a.test/x style='display: none'>",
    "<img src='https://a.test/x' style='width:1px;height:1px'>",
    "<img src='https://a.test/x' style='opacity:0'>",
    "<img src='https://u1.ct.sendgrid.net/wf/open?upn=abc'>",
    "<img src='https://shop.us1.list-manage.com/track/open.php?u=1&amp;id=2'>",
    "<img src='https://mailtrack.io/trace/mail/1.png'>",
    "<img src='https://www.google-analytics.com/collect?v=1'>",
]
IMAGES = [
    IMAGE,
    "<img src='https://a.test/x.png' style='opacity:0.9;max-width:1px0'>",
    "<img src='//a.test/logo.png' height=1>",
    "<img src='https://a.test/trackside/opening.jpg'>",
]


@pytest.mark.parametrize("html", WATCHERS)
def test_what_only_watches_is_never_asked_for(html: str) -> None:
    asked: list[str] = []
    showing = Showing(cid_url=lambda _cid: None, remote_url=asked.append)  # type: ignore[arg-type]

    body, pictures = sanitise_body(f"<p>Hi</p>{html}", showing)

    assert pictures == count_pictures(html) == Pictures(images=0, trackers=1)
    assert asked == []
    assert "<img" not in body


@pytest.mark.parametrize("html", IMAGES)
def test_a_picture_is_held_back_until_it_is_wanted(html: str) -> None:
    held = sanitise_body(html, Showing(cid_url=lambda _cid: None))
    led = sanitise_body(
        html, Showing(cid_url=lambda _cid: None, remote_url=lambda url: f"/led?{url}")
    )

    assert held[1] == led[1] == count_pictures(html) == Pictures(images=1)
    assert "a.test" not in held[0]
    assert '<span class="held"' in held[0]
    assert 'src="/led?https://a.test/' in led[0]


def test_own_pictures_are_no_remote_ones() -> None:
    html = "<img src='cid:a'><img src='data:image/png;base64,AA=='><img alt=x>"

    assert count_pictures(html) == Pictures()
