"""Which conversation a letter joins, and which it must not."""

from __future__ import annotations

from accounts.models import Account
from mailbox.models import Message
from tests.builders.mail import Letter, receive


def joined(*messages: Message) -> bool:
    return len({message.conversation_id for message in messages}) == 1


def test_a_reply_joins_what_it_answers(ann: Account) -> None:
    first, reply = receive(
        ann,
        Letter(subject="Kiln", message_id="a@x.example"),
        Letter(subject="Re: Kiln", in_reply_to="a@x.example"),
    )

    assert joined(first, reply)


def test_a_chinese_reply_prefix_counts_as_one(ann: Account) -> None:
    first, reply = receive(
        ann,
        Letter(subject="窑炉", message_id="a@x.example"),
        Letter(subject="回复：窑炉", in_reply_to="a@x.example"),
    )

    assert joined(first, reply)


def test_a_reply_that_comes_first_is_joined_by_its_parent(ann: Account) -> None:
    reply, first = receive(
        ann,
        Letter(subject="Re: Kiln", in_reply_to="a@x.example"),
        Letter(subject="Kiln", message_id="a@x.example"),
    )

    assert joined(reply, first)


def test_siblings_join_by_the_parent_that_never_came(ann: Account) -> None:
    one, other = receive(
        ann,
        Letter(subject="Re: Kiln", references=("a@x.example",)),
        Letter(subject="Re: Kiln", references=("a@x.example",)),
    )

    assert joined(one, other)


def test_a_new_subject_starts_a_new_conversation(ann: Account) -> None:
    first, hijack = receive(
        ann,
        Letter(subject="Kiln", message_id="a@x.example"),
        Letter(subject="You have won", in_reply_to="a@x.example"),
    )

    assert not joined(first, hijack)


def test_the_same_subject_alone_joins_nothing(ann: Account) -> None:
    one, other = receive(ann, Letter(subject="Invoice"), Letter(subject="Invoice"))

    assert not joined(one, other)


def test_a_reply_without_references_joins_by_subject_and_correspondent(
    ann: Account,
) -> None:
    first, reply = receive(ann, Letter(subject="Kiln"), Letter(subject="Re: Kiln"))

    assert joined(first, reply)


def test_a_stranger_cannot_join_by_subject_alone(ann: Account) -> None:
    first, stranger = receive(
        ann,
        Letter(subject="Kiln"),
        Letter(subject="Re: Kiln", author="eve@elsewhere.example"),
    )

    assert not joined(first, stranger)


def test_two_mailboxes_never_share_a_conversation(ann: Account, ben: Account) -> None:
    [hers] = receive(ann, Letter(subject="Kiln", message_id="a@x.example"))
    [his] = receive(ben, Letter(subject="Re: Kiln", in_reply_to="a@x.example"))

    assert not joined(hers, his)
