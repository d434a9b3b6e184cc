"""What a host says is understood, and safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.outbound.outcomes import (
    TEXT_LIMIT,
    Finding,
    State,
    make_printable,
    no_reply,
    postpone,
    read_reply,
)


@pytest.mark.parametrize(
    ("code", "text", "finding"),
    [
        (250, "2.0.0 queued", Finding(State.DELIVERED, 250, "2.0.0", "queued")),
        (451, "4.7.1 Greylisted", Finding(State.TEMPORARY, 451, "4.7.1", "Greylisted")),
        (550, "User unknown", Finding(State.PERMANENT, 550, "5.1.1", "User unknown")),
        (550, "2.1.5 odd", Finding(State.PERMANENT, 550, "5.1.1", "2.1.5 odd")),
        (
            550,
            "5.1.1 no\n5.1.1 such",
            Finding(State.PERMANENT, 550, "5.1.1", "no such"),
        ),
        (354, "go on", Finding(State.TEMPORARY, 354, "4.1.1", "go on")),
    ],
)
def test_reply_is_understood(code: int, text: str, finding: Finding) -> None:
    assert read_reply(code, text, usual_status="4.1.1") == finding


@given(st.integers(0, 999), st.text())
def test_any_reply_has_a_status_of_its_own_class(code: int, text: str) -> None:
    finding = read_reply(code, text)

    digits = {State.DELIVERED: "2", State.TEMPORARY: "4", State.PERMANENT: "5"}
    assert finding.status.startswith(digits[finding.state] + ".")
    assert len(finding.text) <= TEXT_LIMIT
    assert finding.text.isprintable()


def test_control_characters_never_reach_the_page() -> None:
    shown = make_printable("no\r\n\x1b[31mway\u202e")

    assert shown == "no [31mway"


def test_a_refusal_that_is_ours_to_mend_becomes_temporary() -> None:
    refused = read_reply(535, "5.7.8 wrong password")

    assert postpone(refused) == Finding(State.TEMPORARY, 535, "4.7.8", "wrong password")
    assert postpone(no_reply("silence")) == no_reply("silence")
