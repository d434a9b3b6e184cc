"""The quote that ends an HTML answer is folded, in the shapes that clients give it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.reading.markup import VOID
from mailbox.reading.sanitise import Showing, sanitise_body

SHOWING = Showing(cid_url=lambda _cid: None)
BLOCK = (
    "<b>发件人:</b> Wen<br><b>发送时间:</b> 周一<br>"
    "<b>收件人:</b> Ann<br><b>主题:</b> x"
)
TAILS = {
    "Gmail": "<div class=gmail_quote><div class=gmail_attr>On Mon, Wen &lt;w@x.test&gt;"
    " wrote:<br></div><blockquote class=gmail_quote>OLD</blockquote></div>",
    "Apple": "<div><br><blockquote type=cite><div>On 1 Jan, Wen wrote:</div>OLD"
    "</blockquote></div>",
    "Thunderbird": "<div class=moz-cite-prefix>On 1/1/26 Wen wrote:<br></div>"
    "<blockquote type=cite cite='mid:x'>OLD</blockquote>",
    "Outlook on the web": "<div id=appendonsend></div><hr><div id=divRplyFwdMsg>"
    "<b>From:</b> Wen</div><div>OLD</div>",
    "Outlook": "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>"
    "<b>From:</b> Wen<br><b>Sent:</b> Monday<br><b>To:</b> Ann<br><b>Subject:</b> x"
    "</p></div></div><p>OLD</p>",
    "Outlook in Chinese": f"<div><p>{BLOCK}</p></div><p>OLD</p>",
    "QQ": "<div><div>------------------&nbsp;原始邮件&nbsp;------------------</div>"
    "<div>发件人: Wen</div></div><div>OLD</div>",
    "NetEase": '<div><p>在 2026-01-01 10:00:00，"Wen" &lt;w@x.test&gt; 写道：</p>'
    "<blockquote id=isReplyContent>OLD</blockquote></div>",
    "Yahoo": "<div class=yahoo_quoted><div>On Monday, Wen wrote:</div>OLD</div>",
    "Proton": "<div class=protonmail_quote>On Monday, Wen wrote:<blockquote "
    "class=protonmail_quote type=cite>OLD</blockquote></div>",
    "a table": "<table><tr><td><blockquote type=cite>OLD</blockquote></table>",
}


def fold(html: str) -> str:
    return sanitise_body(html, SHOWING)[0]


@pytest.mark.parametrize("client", TAILS)
@pytest.mark.parametrize("around", ["{}", "<div class=WordSection1>{}</div>"])
def test_the_quote_is_folded_and_the_answer_is_not(client: str, around: str) -> None:
    shown = fold(around.replace("{}", f"<p>My answer, 好的</p>{TAILS[client]}"))

    own, quoted = shown.split('<details class="quoted">')
    assert "My answer" in own
    assert not re.search("OLD|wrote|From:|发件人|写道|原始邮件", own)
    assert "OLD" in quoted


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Just a letter.</p>",
        "<blockquote>A poem</blockquote>",
        "<blockquote type=cite>all of it</blockquote>",
        (
            "<blockquote type=cite>Coming?</blockquote>Yes.<blockquote type=cite>When?"
            "</blockquote>At ten."
        ),
        (
            "<p>FYI</p><div class=gmail_quote><div>--- Forwarded message ---"
            "<br>From: Wen</div>the letter</div>"
        ),
        "<p>转给您</p><div class=gmail_quote>--- 转发的邮件 ---<br>信</div>",
        "<p>See</p><blockquote type=cite>OLD</blockquote><img src='https://a.test/b.png'>",
    ],
)
def test_what_ends_in_no_quote_is_shown_whole(html: str) -> None:
    assert "<details" not in fold(html)


class Nesting(HTMLParser):
    """Fails where a tag is closed that is not the innermost open one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<table><tr><td>",
                "</td></tr></table>",
                "<p>",
                "<b>",
                "text",
                "<ul><li>",
                "</ul>",
                "<blockquote type=cite>",
                "</blockquote>",
                "<br>",
                "<a href='https://a.test'>www.b.test",
                "</a>",
                *TAILS.values(),
            ]
        ),
        max_size=12,
    )
)
def test_whatever_is_folded_stays_well_nested(pieces: list[str]) -> None:
    nesting = Nesting()

    nesting.feed(fold("".join(pieces)))

    assert nesting.open == []
