"""Signatures: kept, chosen for each address, put below letters and changed there."""

from __future__ import annotations

import pytest

from accounts.models import Account
from accounts.models.preferences import Quoting, Writing
from mailbox.compose import signatures as service
from mailbox.compose.drafts import blank_draft
from mailbox.compose.own_text import OwnWords, forget_removed
from mailbox.compose.replies import begin_new, begin_reply
from mailbox.compose.saving import Format, Written, save_draft
from mailbox.compose.signing import sign
from mailbox.models import Draft, MailAddress, Mailbox, Signature
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput
from tests.builders.mail import Letter, mailbox_of, receive

DESK = "desk@example.test"


@pytest.fixture
def mine(ann: Account) -> Mailbox:
    return mailbox_of(ann)


def signature(mine: Mailbox, name: str = "Work", text: str = "Ann\nKiln") -> Signature:
    return service.save_signature(mine, OwnWords(name, text, is_rich=False))


def desk_address(mine: Mailbox, chosen: Signature | None) -> None:
    row = MailAddress.objects.create(mailbox=mine, address=DESK)
    service.choose_signatures(mine, {row.pk: (chosen, None)})


def kept_letter(mine: Mailbox) -> Draft:
    draft = blank_draft(mine, begin_new(mine))
    draft.save()
    return draft


def test_first_signature_stands_below_new_letters_at_once(mine: Mailbox) -> None:
    signature(mine)

    draft = blank_draft(mine, begin_new(mine))

    assert draft.text == "\n\n-- \nAnn\nKiln"
    assert draft.html.endswith(
        '<div class="signature"><div>Ann</div><div>Kiln</div></div>'
    )


def test_second_signature_waits_to_be_chosen(mine: Mailbox) -> None:
    signature(mine)
    signature(mine, "Desk", "The desk")

    assert "Ann" in blank_draft(mine, begin_new(mine)).text


def test_answer_has_the_signature_that_is_chosen_for_answers(mine: Mailbox) -> None:
    work, short = signature(mine), signature(mine, "Short", "A.")
    (address,) = service.list_chosen(mine)
    service.choose_signatures(mine, {address.address_id: (work, short)})
    (letter,) = receive(mine.account, Letter())

    answer = blank_draft(mine, begin_reply(mine, letter, to_all=False))

    assert answer.text == "\n\n-- \nA."
    assert "A letter." in answer.quote_text


def test_signature_is_last_where_the_answer_is_written_below_the_quote(
    mine: Mailbox,
) -> None:
    signature(mine)
    mine.account.preferences.quoting = Quoting.BELOW
    (letter,) = receive(mine.account, Letter())

    answer = blank_draft(mine, begin_reply(mine, letter, to_all=False))

    assert answer.text.endswith("> A letter.\n\n\n-- \nAnn\nKiln")


def test_formatting_is_cleaned_and_its_text_made(mine: Mailbox) -> None:
    html = '<div><b>Ann</b><script>x()</script></div><img src="cid:a"><div>K</div>'

    kept = service.save_signature(mine, OwnWords("Work", html=html, is_rich=True))

    assert kept.html == "<div><b>Ann</b></div><div>K</div>"
    assert kept.text == "Ann\nK"


def test_form_without_scripts_keeps_the_formatting_of_what_it_leaves(
    mine: Mailbox,
) -> None:
    rich = OwnWords("Work", html="<div><b>Ann</b></div>", is_rich=True)
    kept = service.save_signature(mine, rich)

    service.save_signature(mine, OwnWords("Other", "Ann"), kept)
    assert (kept.name, kept.html) == ("Other", "<div><b>Ann</b></div>")

    service.save_signature(mine, OwnWords("Other", "Ann B."), kept)
    assert (kept.html, kept.is_rich) == ("<div>Ann B.</div>", False)


def test_dashes_that_are_typed_above_are_left_out(mine: Mailbox) -> None:
    assert signature(mine, text="--\nAnn").text == "Ann"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (OwnWords("", "Ann"), "name"),
        (OwnWords("n" * 61, "Ann"), "name"),
        (OwnWords("Work", "Ann"), "name"),
        (OwnWords("Other", " \n"), "body"),
        (OwnWords("Other", "a" * 10_001), "body"),
        (OwnWords("Other", html="a" * 40_001, is_rich=True), "body"),
    ],
)
def test_what_will_not_do_is_refused_in_words(
    mine: Mailbox, words: OwnWords, field: str
) -> None:
    signature(mine)

    with pytest.raises(InvalidInput) as refused:
        service.save_signature(mine, words)

    assert refused.value.field == field
    assert str(refused.value.words)
    assert len(service.list_signatures(mine)) == 1


def test_there_are_fifty_at_most(mine: Mailbox) -> None:
    Signature.objects.bulk_create(
        Signature(mailbox=mine, name=str(each), text="A") for each in range(50)
    )

    with pytest.raises(InvalidInput):
        signature(mine)


def test_deleted_one_is_used_no_more_and_comes_back_where_it_was(
    mine: Mailbox,
) -> None:
    work = signature(mine)

    service.remove_signature(mine, work)
    assert blank_draft(mine, begin_new(mine)).text == ""
    assert service.list_signatures(mine) == []

    service.take_back_signature(mine, work)
    assert "Ann" in blank_draft(mine, begin_new(mine)).text


def test_deleted_one_is_forgotten_in_the_end(mine: Mailbox) -> None:
    service.remove_signature(mine, signature(mine))

    forget_removed(before=clock.now())

    assert not Signature.objects.exists()
    assert service.list_chosen(mine)[0].for_new is None


@pytest.mark.parametrize("writing", [Writing.RICH, Writing.PLAIN])
def test_address_brings_its_signature(mine: Mailbox, writing: Writing) -> None:
    mine.account.preferences.writing = writing
    signature(mine)
    desk_address(mine, signature(mine, "Desk", "The desk"))
    draft = kept_letter(mine)

    save_draft(draft, Written(from_address=DESK, text=f"Hello{draft.text}"))
    assert draft.text == "Hello\n\n-- \nThe desk"

    draft = kept_letter(mine)
    save_draft(draft, Written(from_address=DESK, text=draft.text))
    assert draft.text == "\n\n-- \nThe desk"
    assert draft.is_rich == (writing == Writing.RICH)
    assert ("The desk" in draft.html) == draft.is_rich
    assert "Ann" not in draft.html


@pytest.mark.parametrize("text", ["Hello\n\n-- \nAnn B.\nKiln", "Hello"])
def test_signature_that_was_changed_or_taken_out_stays_so(
    mine: Mailbox, text: str
) -> None:
    signature(mine)
    desk_address(mine, signature(mine, "Desk", "The desk"))
    draft = kept_letter(mine)

    save_draft(draft, Written(from_address=DESK, text=text))

    assert draft.text == text


def test_script_changes_the_signature_itself(mine: Mailbox) -> None:
    signature(mine)
    desk_address(mine, None)
    draft = kept_letter(mine)
    written = Written(from_address=DESK, text=draft.text, format=Format.PLAIN)

    save_draft(draft, written)

    assert "Ann" in draft.text


def test_signature_is_changed_where_a_quote_stands_below(mine: Mailbox) -> None:
    work, desk = signature(mine), signature(mine, "Desk", "The desk")
    text = "Hello\n\n-- \nAnn\nKiln\n\nWen wrote:\n> A letter."

    signed, _html = sign((text, ""), desk, [work, desk])

    assert signed == "Hello\n\n-- \nThe desk\n\nWen wrote:\n> A letter."
