"""Letters on paper: the letter, its facts and files, and nothing that runs."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.mime.build import FileToSend
from tests.builders.mail import Letter, receive

HTML = (
    "<style>p{color:red} @media print{p{display:none}}</style>"
    "<p onclick=alert(1)>Kiln <script>alert(1)</script>"
    '<a href="https://far.test/x">plan</a><img src="https://far.test/a.png"></p>'
)


def test_letter_has_its_people_its_exact_date_and_its_files(
    as_ann: Client, ann: Account
) -> None:
    files = (FileToSend("plan <1>.pdf", "application/pdf", b"x" * 3000),)
    letter = Letter(subject="Kiln", text="Soon.", files=files, cc=("wei@ok.test",))
    (message,) = receive(ann, letter)

    page = as_ann.get(f"/m/{message.pk}/print/").text

    assert "<h1>Kiln</h1>" in page
    assert message.from_address in page
    assert "wei@ok.test" in page
    assert "plan &lt;1&gt;.pdf" in page
    assert "Soon." in page
    assert "UTC" in page


def test_html_of_a_letter_is_clean_and_its_styles_stay_within(
    as_ann: Client, ann: Account
) -> None:
    (message,) = receive(ann, Letter(html=HTML))

    response = as_ann.get(f"/m/{message.pk}/print/")

    assert f"@scope (#letter-{message.pk})" in response.text
    assert "alert" not in response.text
    assert "https://far.test/a.png" not in response.text
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "sandbox" in policy


def test_pictures_are_printed_as_they_are_shown(as_ann: Client, ann: Account) -> None:
    (message,) = receive(ann, Letter(html=HTML))

    page = as_ann.get(f"/m/{message.pk}/print/?images=1").text

    assert f"/m/{message.pk}/image/" in page
    assert "https://far.test/a.png" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_conversation_is_printed_whole_and_in_order(
    number: int, as_ann: Client, ann: Account
) -> None:
    first = Letter(subject="Kiln", text="Letter 0", message_id="kiln@ok.test")
    more = (
        Letter(subject="Re: Kiln", text=f"Letter {n}", in_reply_to="kiln@ok.test")
        for n in range(1, number)
    )
    message, *_ = receive(ann, first, *more)

    page = as_ann.get(f"/mail/c/{message.conversation_id}/print/").text

    places = [page.index(f"Letter {n}") for n in range(number)]
    assert places == sorted(places)
    assert page.count("<article>") == number
