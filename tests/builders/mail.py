"""Mailboxes and letters for tests: only the telling field is spelled out.

Ann and Ben have mailboxes here; Ben must never see Ann's mail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from django.conf import settings

from accounts.models import Account
from mailbox.handoff import Accepted, record_arrivals
from mailbox.inbound.sorting import file_waiting
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import FileToSend, Outgoing, build_message
from mailbox.models import Entry, Folder, Mailbox, Message, Role
from mailbox.provisioning import open_account, prepare_domain
from mailbox.recipients import resolve_recipient
from mailbox.store.blobs import blobs

NOON = datetime(2026, 9, 24, 12, 0, tzinfo=UTC)
PASSWORD = "correct-horse-9"
_numbers = count(1)


@dataclass(frozen=True)
class Letter:
    """A letter to be built; every field has a harmless value."""

    subject: str = "Hello"
    text: str = "A letter."
    author: str = "wen@hearthworks.example"
    author_name: str = "Wen Jing"
    to: tuple[str, ...] = ("ann@example.test",)
    cc: tuple[str, ...] = ()
    html: str | None = None
    files: tuple[FileToSend, ...] = ()
    message_id: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    date: datetime = field(default=NOON)

    @property
    def raw(self) -> bytes:
        """The letter's bytes."""
        return build_message(
            Outgoing(
                from_=NamedAddress(self.author_name, self.author),
                to=tuple(NamedAddress("", each) for each in self.to),
                cc=tuple(NamedAddress("", each) for each in self.cc),
                subject=self.subject,
                text=self.text,
                html=self.html,
                message_id=self.message_id or f"m{next(_numbers)}@hearthworks.example",
                date=self.date,
                attachments=self.files,
                in_reply_to=self.in_reply_to,
                references=self.references,
            )
        )


def open_test_account(local: str, *, is_admin: bool = False) -> Account:
    """Open an account at our domain, with `PASSWORD`."""
    prepare_domain(settings.MAILSVC_DOMAIN)
    return open_account(
        f"{local}@{settings.MAILSVC_DOMAIN}",
        PASSWORD,
        name=local.title(),
        is_admin=is_admin,
    )


def mailbox_of(account: Account) -> Mailbox:
    """Give the account's mailbox, fresh from the database."""
    return Mailbox.objects.get(account=account)


def folder_of(account: Account, role: Role) -> Folder:
    """Give the account's folder with a role, fresh from the database."""
    return Folder.objects.get(mailbox__account=account, role=role)


def receive(account: Account, *letters: Letter | bytes) -> list[Message]:
    """Let letters come in for an account, the whole way but the wire."""
    recipient = resolve_recipient(account.address)
    receipts = record_arrivals(
        [
            Accepted(
                reverse_path="wen@hearthworks.example",
                recipients=(recipient,),
                blob=blobs().put(each if isinstance(each, bytes) else each.raw),
                protocol="ESMTP",
                peer="192.0.2.7",
                helo="mx.hearthworks.example",
            )
            for each in letters
        ]
    )
    assert file_waiting() == len(receipts)
    return list(Message.objects.filter(mailbox__account=account).order_by("pk"))[
        -len(letters) :
    ]


def entries_of(account: Account, role: Role = Role.INBOX) -> list[Entry]:
    """List the account's entries in a folder, oldest first."""
    folder = folder_of(account, role)
    return list(Entry.objects.filter(folder=folder).order_by("message_id"))
