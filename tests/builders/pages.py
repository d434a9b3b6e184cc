"""Values for pages: a frame, a list, a conversation, with something in every part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.utils.safestring import SafeString

from mailbox.reading.senders import Note, SenderNote
from mailbox.web.page_values import (
    Day,
    FolderLink,
    HeldSend,
    ListPage,
    Notice,
    Person,
    Quota,
    Row,
    Shell,
    TagLink,
)
from mailbox.web.search_values import SavedLink
from mailbox.web.thread_values import (
    Body,
    Delivery,
    FileLink,
    MessageView,
    Thread,
    TrustChip,
)

NOW = datetime(2026, 9, 24, 10, 46, tzinfo=UTC)
ANN = Person("ann@linden.test", "Ann Becker", is_me=True)
WEI = Person("wei@linden.test", "张伟")
SYSTEM = tuple(
    FolderLink(number, role, role, unread=number, total=9, is_current=number == 1)
    for number, role in enumerate(
        ("inbox", "drafts", "sent", "archive", "junk", "trash"), start=1
    )
)
OWN = (FolderLink(7, "", "Kiln project", unread=5, total=41),)
TAGS = (TagLink(1, "Contracts", 7, unread=2), TagLink(2, "差旅", 9))


def a_shell() -> Shell:
    """Make the frame of a staff member who has just sent and archived something."""
    return Shell(
        me=ANN,
        system=SYSTEM,
        own=OWN,
        tags=TAGS,
        quota=Quota(18_000_000_000, 20_000_000_000),
        here="/mail/1/",
        is_staff=True,
        searches=(SavedLink(7, "Kilns", "kiln", is_current=True),),
        held=HeldSend(4, 7, (WEI,)),
        notices=(Notice("Archived", undo_url="/undo/", undo_fields=(("a", "b"),)),),
    )


def a_list(rows: int = 3) -> ListPage:
    """Make an Inbox with rows in every state."""
    plain = Row(1, "/mail/1/c/1/", (WEI,), "例会", "Snippet", NOW, tags=TAGS)
    states = (
        plain,
        replace(plain, is_unread=True, files=("a.pdf", "b.pdf"), count=3),
        replace(plain, is_starred=True, is_replied=True, subject=""),
    )
    shown = tuple(
        replace(
            states[number % len(states)],
            conversation_id=number + 1,
            at=NOW - timedelta(hours=number),
        )
        for number in range(rows)
    )
    return ListPage(
        scope="folder",
        title="Inbox",
        url="/mail/1/",
        days=(Day("Today", shown),) if shown else (),
        role="inbox",
        folder_id=1,
        unread=1,
        total=rows,
        newer_url="?after=9",
        older_url="?before=1",
        move_targets=SYSTEM[3:] + OWN,
        tag_choices=TAGS,
    )


def a_message(number: int) -> MessageView:
    """Make an open message with a text, files, held images and a delivery."""
    return MessageView(
        id=number,
        sender=WEI,
        at=NOW,
        snippet="收到",
        to=(ANN,),
        cc=(Person("ben@linden.test"),),
        size_bytes=4_500_000,
        is_open=True,
        body=Body(text=SafeString("<p>Hello</p>"), held_images=2, trackers=1),
        chips=(TrustChip("External", "globe"),),
        warning=SenderNote(Note.LIKE_US, "linden.test"),
        is_first=True,
        files=(FileLink("2", "a.pdf", 10), FileLink("3", "附件.xlsx", 20)),
        deliveries=(Delivery(WEI, "failed", "No such mailbox"),),
    )


def a_thread() -> Thread:
    """Make a conversation: one folded, one open, one in a frame."""
    folded = replace(a_message(1), is_open=False, open_url="?open=1")
    paper = Body(frame_url="/m/4/body/", dark_url="/m/4/body/?dark", look="paper")
    framed = replace(a_message(4), body=paper)
    return Thread(
        conversation_id=1,
        folder_id=1,
        subject="Kiln no. 2",
        messages=(folded, a_message(3), framed),
        back_url="/mail/1/",
        back_label="Inbox",
        role="inbox",
        tags=TAGS[:1],
        folder_labels=("Kiln project",),
        newer_url="/mail/1/c/9/",
        older_url="/mail/1/c/8/",
        move_targets=SYSTEM[3:] + OWN,
        tag_choices=TAGS[1:],
    )
