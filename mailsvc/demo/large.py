"""A large mailbox, for looking at and for measuring."""

from __future__ import annotations

from mailbox.messages.filing import Flags
from mailbox.models import Folder, Mailbox, Role
from mailbox.portability.importing import Imported, import_messages
from mailsvc.demo.mix import make_messages
from mailsvc.kit.sqlite.statistics import renew_statistics


def fill_mailbox(address: str, number: int, *, with_files: bool = False) -> int:
    """Bring so many messages into somebody's Inbox; gives how many were new."""
    mailbox = Mailbox.objects.get(address=address)
    inbox = Folder.objects.get(mailbox=mailbox, role=Role.INBOX)
    made = make_messages(0, number, to=address, with_files=with_files)
    items = (
        Imported(
            raw=raw,
            received_at=moment,
            folder_id=inbox.pk,
            flags=Flags(seen=place % 9 != 0, flagged=place % 97 == 0),
        )
        for place, (moment, raw) in enumerate(made)
    )
    new = import_messages(mailbox, items)
    renew_statistics()
    return new
