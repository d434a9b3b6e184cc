"""The only way to somebody's mail.

Every function takes the account first and raises NotFound alike for what is
absent and for what is another's, so a page that uses it cannot leak.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from accounts.models import Account
from mailbox.models import (
    Conversation,
    Draft,
    DraftFile,
    DraftVersion,
    Entry,
    Folder,
    Mailbox,
    Message,
    OutgoingEnvelope,
    Role,
    SavedSearch,
    Signature,
    Tag,
    Upload,
)
from mailsvc.kit.errors import NotFound

M = TypeVar("M", bound=Model)


def get_mailbox(account: Account) -> Mailbox:
    """Get the account's own mailbox, which knows its account without a query."""
    mailbox = _one(Mailbox.objects.filter(account=account))
    mailbox.account = account
    return mailbox


def get_folder(account: Account, folder_id: int) -> Folder:
    """Get one of the account's folders."""
    return _one(Folder.objects.filter(mailbox__account=account, pk=folder_id))


def get_role_folder(account: Account, role: Role) -> Folder:
    """Get the folder that has a role, such as the Inbox."""
    return _one(Folder.objects.filter(mailbox__account=account, role=role))


def get_tag(account: Account, tag_id: int) -> Tag:
    """Get one of the account's tags."""
    return _one(Tag.objects.filter(mailbox__account=account, pk=tag_id))


def get_saved_search(account: Account, search_id: int) -> SavedSearch:
    """Get one of the account's saved searches."""
    return _one(SavedSearch.objects.filter(mailbox__account=account, pk=search_id))


def get_signature(
    account: Account, number: int, *, is_removed: bool = False
) -> Signature:
    """Get one of the account's signatures, or one that it has deleted lately."""
    mine = Signature.objects.filter(mailbox__account=account, pk=number)
    return _one(mine.filter(removed_at__isnull=not is_removed))


def get_message(account: Account, number: int) -> Message:
    """Get one of the account's messages."""
    return _one(Message.objects.filter(mailbox__account=account, pk=number))


def list_messages(account: Account, numbers: Iterable[int]) -> QuerySet[Message]:
    """List those of some messages that are the account's."""
    return Message.objects.filter(mailbox__account=account, pk__in=list(numbers))


def get_conversation(account: Account, conversation_id: int) -> Conversation:
    """Get one of the account's conversations."""
    return _one(
        Conversation.objects.filter(mailbox__account=account, pk=conversation_id)
    )


def get_draft(account: Account, draft_id: int) -> Draft:
    """Get one of the account's drafts."""
    return _one(Draft.objects.filter(mailbox__account=account, pk=draft_id))


def get_scheduled(account: Account, draft_id: int) -> Draft:
    """Get one of the account's letters that wait for their time."""
    rows = Draft.objects.filter(scheduled_for__isnull=False)
    return _one(rows.filter(mailbox__account=account, pk=draft_id))


def get_draft_file(account: Account, file_id: int) -> DraftFile:
    """Get a file of one of the account's drafts."""
    return _one(DraftFile.objects.filter(draft__mailbox__account=account, pk=file_id))


def get_upload(account: Account, draft_id: int, upload_id: int) -> Upload:
    """Get a file that is on its way into one of the account's drafts."""
    rows = Upload.objects.filter(draft__mailbox__account=account, draft=draft_id)
    return _one(rows.select_related("draft__mailbox", "file").filter(pk=upload_id))


def get_draft_version(account: Account, draft: Draft, version_id: int) -> DraftVersion:
    """Get a kept version of one of the account's drafts."""
    return _one(
        DraftVersion.objects.filter(
            draft__mailbox__account=account, draft=draft, pk=version_id
        )
    )


def get_envelope(account: Account, envelope_id: int) -> OutgoingEnvelope:
    """Get an envelope that the account is the author of."""
    return _one(
        OutgoingEnvelope.objects.filter(mailbox__account=account, pk=envelope_id)
    )


def list_entries(
    account: Account, *, folder: Folder, conversations: Iterable[int]
) -> QuerySet[Entry]:
    """List the account's entries of some conversations in one folder."""
    return Entry.objects.filter(
        mailbox__account=account, folder=folder, conversation_id__in=list(conversations)
    )


def list_entries_of_messages(
    account: Account, numbers: Iterable[int]
) -> QuerySet[Entry]:
    """List the account's entries of some messages, in whatever folder."""
    return Entry.objects.filter(mailbox__account=account, message_id__in=list(numbers))


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
