"""Seeding the demo: accounts, a fortnight of letters, a large mailbox if wished.

Deterministic: the same day gives the same letters, byte for byte but for the
addresses' domain. Letters go the way of an import, so all that a filed letter
has, these have.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Account
from mailbox.messages.filing import Flags
from mailbox.messages.folders import create_folder
from mailbox.messages.tags import create_tag
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import FileToSend, Outgoing, build_message
from mailbox.models import Folder, Mailbox, Tag
from mailbox.portability.importing import Imported, import_messages
from mailbox.provisioning import open_account
from mailsvc.demo.files import make_content
from mailsvc.demo.letters import OWN_FOLDERS, TAGS, THREADS, File, Letter, Thread
from mailsvc.demo.people import MEMBERS, OUTSIDERS, Member
from mailsvc.kit import clock

FIRST: Final = MEMBERS[0]
HOME: Final = ZoneInfo("Asia/Shanghai")


def seed_people() -> dict[str, str]:
    """Open the members' accounts; gives address and password of the new ones."""
    made: dict[str, str] = {}
    for member in MEMBERS:
        address = address_of(member.local)
        if Account.objects.filter(address=address).exists():
            continue
        password = secrets.token_urlsafe(9)
        account = open_account(
            address, password, name=member.name, is_admin=member.is_admin
        )
        _set_ways(account, member)
        made[address] = password
    return made


def seed_letters() -> int:
    """Give the first member the fortnight of letters; gives how many were new."""
    mailbox = Mailbox.objects.get(address=address_of(FIRST.local))
    folders = _folders(mailbox)
    tags = _tags(mailbox)
    return import_messages(
        mailbox,
        (
            item
            for number, thread in enumerate(THREADS)
            for item in _thread_items(number, thread, folders, tags)
        ),
    )


def address_of(local: str) -> str:
    """Write a member's address."""
    return f"{local}@{settings.MAILSVC_DOMAIN}"


def _set_ways(account: Account, member: Member) -> None:
    account.language = member.language
    account.time_zone = member.time_zone
    account.save(update_fields=["language", "time_zone"])


def _folders(mailbox: Mailbox) -> dict[str, int]:
    existing = {f.role or f.name: f.pk for f in Folder.objects.filter(mailbox=mailbox)}
    for name in OWN_FOLDERS:
        if name not in existing:
            existing[name] = create_folder(mailbox, name).pk
    return existing


def _tags(mailbox: Mailbox) -> dict[str, int]:
    existing = {tag.name: tag.pk for tag in Tag.objects.filter(mailbox=mailbox)}
    for name, hue in TAGS:
        if name not in existing:
            existing[name] = create_tag(mailbox, name, hue).pk
    return existing


def _thread_items(
    number: int, thread: Thread, folders: dict[str, int], tags: dict[str, int]
) -> Iterator[Imported]:
    earlier: list[str] = []
    for place, letter in enumerate(thread.letters):
        message_id = f"demo.{number}.{place}@{settings.MAILSVC_DOMAIN}"
        is_mine = letter.author == "me"
        subject = thread.subject if not earlier else f"Re: {thread.subject}"
        moment = _moment(letter)
        yield Imported(
            raw=_build(letter, thread, subject, message_id, tuple(earlier), moment),
            received_at=moment,
            folder_id=folders["sent" if is_mine else thread.folder],
            flags=Flags(
                seen=not letter.is_unread,
                flagged=letter.is_starred,
                answered=letter.is_answered,
            ),
            tag_ids=() if is_mine else tuple(tags[name] for name in thread.tags),
            is_outgoing=is_mine,
        )
        earlier.append(message_id)


def _moment(letter: Letter) -> datetime:
    """Place a letter so many days back, but never in the future."""
    now = clock.now().astimezone(HOME)
    hour, minute = map(int, letter.at.split(":"))
    day = now.date() - timedelta(days=letter.days)
    moment = datetime.combine(day, time(hour, minute), HOME)
    return moment if moment <= now else moment - timedelta(days=1)


def _build(
    letter: Letter,
    thread: Thread,
    subject: str,
    message_id: str,
    earlier: tuple[str, ...],
    moment: datetime,
) -> bytes:
    me = _person("me")
    author = _person(letter.author)
    partner = next((_person(e.author) for e in thread.letters if e.author != "me"), me)
    return build_message(
        Outgoing(
            from_=author,
            to=(partner if letter.author == "me" else me,),
            cc=tuple(_person(local) for local in thread.also_to),
            subject=subject,
            text=letter.text,
            html=letter.html or None,
            message_id=message_id,
            date=moment,
            attachments=tuple(_file(each) for each in letter.files),
            in_reply_to=earlier[-1] if earlier else None,
            references=earlier,
        )
    )


def _person(key: str) -> NamedAddress:
    if key in OUTSIDERS:
        name, address = OUTSIDERS[key]
        return NamedAddress(name=name, address=address)
    local = FIRST.local if key == "me" else key
    member = next(each for each in MEMBERS if each.local == local)
    return NamedAddress(name=member.name, address=address_of(local))


def _file(file: File) -> FileToSend:
    return FileToSend(
        filename=file.name, content_type=file.content_type, data=make_content(file)
    )
