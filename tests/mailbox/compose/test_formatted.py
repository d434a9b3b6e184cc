"""Letters with formatting, from the editor to the bytes that leave."""

from __future__ import annotations

import email.policy
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from accounts.models import Account
from mailbox.compose.saving import (
    Format,
    TextTooLong,
    Written,
    save_draft,
    unfold_quote,
)
from mailbox.compose.sending import send_draft
from mailbox.models import Draft, DraftFile
from mailbox.store.blobs import blobs
from tests.builders.mail import mailbox_of

TO = "wen@hearthworks.example"


@pytest.fixture
def draft(ann: Account) -> Draft:
    """An answer that was begun, with a quote below it."""
    return Draft.objects.create(
        mailbox=mailbox_of(ann),
        from_address=ann.address,
        is_rich=True,
        quote_text="Wen wrote:\n> Kiln?",
        quote_html='<div>Wen wrote:</div><blockquote type="cite">Kiln?</blockquote>',
    )


def rich(html: str, *, with_quote: bool = False) -> Written:
    return Written(
        "ann@example.test",
        to=TO,
        html=html,
        format=Format.RICH,
        with_quote=with_quote,
    )


def picture(draft: Draft, content_id: str) -> DraftFile:
    ref = blobs().put(f"picture {content_id}".encode())
    return DraftFile.objects.create(
        draft=draft,
        filename=f"{content_id}.png",
        content_type="image/png",
        content_id=content_id,
        is_inline=True,
        digest=ref.digest,
        size_bytes=ref.size_bytes,
    )


def sent(draft: Draft) -> EmailMessage:
    raw = blobs().read(send_draft(draft, undo_seconds=0).digest)
    message = message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return part.get_content().replace("\r\n", "\n") if part else ""


def test_formatted_letter_leaves_as_text_and_page(draft: Draft) -> None:
    save_draft(draft, rich("<div>Dear <b>Wen</b>,</div><ul><li>one</li></ul>"))

    message = sent(draft)

    assert message.get_content_type() == "multipart/alternative"
    assert body(message, "plain") == "Dear Wen,\n- one\n"
    assert "<b>Wen</b>" in body(message, "html")


def test_script_in_a_letter_is_not_even_kept(draft: Draft) -> None:
    save_draft(draft, rich("<p>a<script>alert(1)</script></p><img src=x onerror=y>"))

    assert draft.html == "<p>a</p>"


def test_quote_goes_along_unless_it_is_left_out(draft: Draft) -> None:
    save_draft(draft, rich("<div>Yes.</div>", with_quote=True))

    message = sent(draft)

    assert body(message, "plain") == "Yes.\n\nWen wrote:\n> Kiln?\n"
    assert '<blockquote type="cite">Kiln?</blockquote>' in body(message, "html")


def test_quote_that_is_left_out_stays_here(draft: Draft) -> None:
    save_draft(draft, rich("<div>Yes.</div>", with_quote=False))

    assert "Kiln" not in sent(draft).as_string()


def test_unfolded_quote_is_sent_once(draft: Draft) -> None:
    save_draft(draft, rich("<div>Yes.</div>", with_quote=True))
    unfold_quote(draft)

    assert sent(draft).as_string().count("Kiln?") == 2


def test_picture_in_the_text_travels_beside_it(draft: Draft) -> None:
    picture(draft, "one@a")
    picture(draft, "gone@a")
    save_draft(draft, rich('<div><img src="cid:one@a" alt="Kiln"></div>'))

    message = sent(draft)

    types = [part.get_content_type() for part in message.walk()]
    assert types == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    assert "<one@a>" in message.as_string()
    assert body(message, "plain") == "[Kiln]\n"


def test_another_letters_picture_is_not_shown(draft: Draft) -> None:
    save_draft(draft, rich('<div>a<img src="cid:foreign@a"></div>'))

    assert draft.html == "<div>a</div>"


def test_pictures_of_a_letter_made_plain_become_files(draft: Draft) -> None:
    picture(draft, "one@a")
    plain = Written("ann@example.test", to=TO, text="Kiln", format=Format.PLAIN)
    save_draft(draft, plain)

    message = sent(draft)

    assert [part.get_filename() for part in message.iter_attachments()] == ["one@a.png"]


def test_page_without_scripts_keeps_the_formatting_of_words_it_leaves(
    draft: Draft,
) -> None:
    save_draft(draft, rich("<div>Dear <b>Wen</b></div>"))
    typed = Written("ann@example.test", to=TO, subject="Kiln", text="Dear Wen")
    save_draft(draft, typed)
    assert draft.html == "<div>Dear <b>Wen</b></div>"

    save_draft(draft, Written("ann@example.test", to=TO, text="Dear Jing"))

    assert (draft.is_rich, draft.html, draft.text) == (False, "", "Dear Jing")


def test_text_past_all_measure_is_refused_and_the_draft_stays(draft: Draft) -> None:
    save_draft(draft, rich("<div>short</div>"))

    with pytest.raises(TextTooLong):
        save_draft(draft, Written("ann@example.test", text="x" * 1_000_001))

    assert Draft.objects.get().text == "short"
