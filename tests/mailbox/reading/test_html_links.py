"""Links of HTML mail say where they lead, and disagreement is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.reading.link_targets import lead_to_compose, misleads, show_host
from mailbox.reading.sanitise import Showing, sanitise_body


def write_to(address: str) -> str:
    return f"/compose/?to={address}"


SHOWING = Showing(cid_url=lambda _cid: None, write_to=write_to)


def show(html: str) -> str:
    return sanitise_body(html, SHOWING)[0]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.bank.example/login", "https://evil.test/login"),
        ("www.bank.example", "https://bank.example.evil.test/"),
        ("bank.com", "https://evil.test/"),
        ("Go to https://bank.com now", "https://evil.test/"),
        ("https://bank.com@evil.test/", "https://bank.com/"),
        ("https://bank.co.uk", "https://evil.co.uk"),
        ("help@bank.com", "mailto:help@evil.test"),
        ("https://bank.com", "https://bank.com%2eevil.test/"),
        ("https://pаypal.com", "https://paypal.com"),  # a Cyrillic letter
    ],
)
def test_words_that_name_another_site_are_noticed(text: str, address: str) -> None:
    assert misleads(text, address)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Read the guide", "https://evil.test/"),
        ("https://www.bank.com/a", "https://login.bank.com/b"),
        ("bank.com", "http://www.bank.com/"),
        ("shop.bank.co.uk", "https://bank.co.uk/x"),
        ("wen@bank.com", "mailto:wen@bank.com?subject=x"),
        ("wen@bank.com", "https://www.bank.com/"),
        ("report.pdf", "https://files.test/report.pdf"),
        ("Node.js", "https://nodejs.test/"),
        ("例子.测试", "https://ok.test/"),
        ("https://bücher.example", "https://xn--bcher-kva.example/"),
        ("+49 30 1234", "tel:+49301234"),
    ],
)
def test_words_that_agree_or_name_nothing_are_left_alone(
    text: str, address: str
) -> None:
    assert not misleads(text, address)


def test_a_link_that_disagrees_says_where_it_leads() -> None:
    shown = show(
        "<a href='https://evil.test/x' title='Bank'>https://<b>bank</b>.com</a>"
    )

    assert 'title="https://evil.test/x"' in shown
    assert '</a><span class="leads">leads to evil.test</span>' in shown


def test_a_link_that_agrees_only_has_its_title() -> None:
    shown = show("<a href='https://ok.test/a?b&amp;c'>Guide</a>")

    assert 'title="https://ok.test/a?b&amp;c"' in shown
    assert "leads" not in shown


def test_a_mail_link_leads_to_our_own_page() -> None:
    shown = show("<a href='mailto:wen@ok.test?subject=Kiln%20%26%20glaze'>Write</a>")

    assert 'href="/compose/?to=wen@ok.test&amp;subject=Kiln+%26+glaze"' in shown
    assert 'title="wen@ok.test?subject=Kiln%20%26%20glaze"' in shown


def test_a_mail_link_may_name_only_what_a_letter_has() -> None:
    led = lead_to_compose("mailto:a@b.test?attach=/etc/passwd&cc=c@d.test", write_to)

    assert led == "/compose/?to=a@b.test&cc=c%40d.test"


def test_a_name_in_other_letters_is_shown_as_it_travels_too() -> None:
    assert (
        show_host("xn--bcher-kva.example") == "bücher.example (xn--bcher-kva.example)"
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_words_and_no_address_make_it_fail(text: str, address: str) -> None:
    misleads(text, address)
    misleads(text, f"https://{address}")
    lead_to_compose(f"mailto:{address}", write_to)
