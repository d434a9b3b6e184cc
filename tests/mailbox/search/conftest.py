"""A mailbox to search: rows and index, without the bytes behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Account
from mailbox.models import (
    Conversation,
    Entry,
    Folder,
    Mailbox,
    Message,
    Role,
    Tag,
    Tagging,
)
from mailbox.models.message_id import compose_message_id
from mailbox.search.documents import SearchDocument
from mailbox.search.index import backend

NOON = datetime(2026, 9, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """Files letters into one mailbox, each an hour older than the one before."""

    mailbox: Mailbox

    def folder(self, role: str = "inbox", name: str = "") -> Folder:
        folder, _ = Folder.objects.get_or_create(
            mailbox=self.mailbox, name=name or role, role=role, uid_validity=1
        )
        return folder

    def tag(self, name: str) -> Tag:
        tag, _ = Tag.objects.get_or_create(
            mailbox=self.mailbox, name=name, keyword=name
        )
        return tag

    def file(
        self,
        subject: str = "",
        *,
        folder: Folder | None = None,
        at: datetime | None = None,
        tags: tuple[str, ...] = (),
        size_bytes: int = 1000,
        flags: dict[str, bool] | None = None,
        **text: Any,
    ) -> int:
        """File a letter and index it; gives its id."""
        count = Entry.objects.filter(mailbox=self.mailbox).count()
        at = at or NOON - timedelta(hours=count)
        number = compose_message_id(self.mailbox.pk, at, count % 1000)
        folder = folder or self.folder()
        message = Message.objects.create(
            id=number,
            mailbox=self.mailbox,
            conversation=Conversation.objects.create(mailbox=self.mailbox),
            digest="0" * 64,
            size_bytes=size_bytes,
            received_at=at,
            subject=subject,
            text_section="",
            html_section="",
        )
        entry = self.enter(message, folder, **(flags or {}))
        for name in tags:
            Tagging.objects.create(
                mailbox=self.mailbox, tag=self.tag(name), entry=entry, message=message
            )
        backend().index(
            [SearchDocument(number, self.mailbox.pk, subject=subject, **text)]
        )
        return number

    def enter(self, message: Message, folder: Folder, **flags: bool) -> Entry:
        return Entry.objects.create(
            mailbox=self.mailbox,
            folder=folder,
            message=message,
            conversation_id=message.conversation_id,
            uid=Entry.objects.filter(folder=folder).count() + 1,
            modseq=1,
            size_bytes=message.size_bytes,
            **flags,
        )


@pytest.fixture
def open_desk(db: None) -> Callable[[str], Desk]:
    def open_one(name: str) -> Desk:
        account = Account.objects.create(address=f"{name}@example.test")
        mailbox = Mailbox.objects.create(
            account=account, address=account.address, quota_bytes=1 << 30
        )
        desk = Desk(mailbox)
        for role in Role.values:
            if role:
                desk.folder(role)
        return desk

    return open_one


@pytest.fixture
def ann(open_desk: Callable[[str], Desk]) -> Desk:
    return open_desk("ann")


@pytest.fixture
def ben(open_desk: Callable[[str], Desk]) -> Desk:
    return open_desk("ben")
