"""Doing things with letters, once for each key, with undo; large ones as a job.

What is ticked is done at once. All of a folder, tag or search is done by a job in
short transactions; each keeps what it changed in the same transaction, so a job
may die, run twice or beside itself, and goes on where the last commit was. Undo of
a large deed is the same job, backwards.
"""

from __future__ import annotations

import time
from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mailbox import jobs
from mailbox.messages.folders import refuse_system
from mailbox.messages.removal import describe, remove_folders, restore_folders
from mailbox.messages.selecting import (
    Batch,
    Kind,
    Selection,
    above_newest,
    count,
    meant,
    next_batch,
)
from mailbox.messages.verbs import (
    Done,
    Verb,
    do,
    find_target,
    parse_verb,
    take_back,
)
from mailbox.models import Deed, DeedBatch, DeedState, Entry, Folder, Mailbox
from mailsvc.kit import clock
from mailsvc.kit.errors import NotFound

BATCH: Final = 200
MOST_AT_ONCE: Final = 500
UNFINISHED: Final = (DeedState.RUNNING, DeedState.UNDOING)
TURN_SECONDS: Final = 20.0
"""How long a job works before others in its queue have their turn."""


def find_deed(mailbox: Mailbox, key: str) -> Deed | None:
    """Find what was done under a key."""
    return Deed.objects.filter(mailbox=mailbox, key=key).first()


def find_shown(mailbox: Mailbox) -> Deed | None:
    """Find the newest large deed whose line has not been closed."""
    if not mailbox.may_have_deed_line:
        return None
    return _shown(mailbox).order_by("-pk").first()


def do_deed(mailbox: Mailbox, verb: Verb, selection: Selection, key: str) -> Deed:
    """Do it, or start the job that does; asked again, give what was done.

    Raises:
        NotFound: The verb's folder or tag is not there, or not the account's.
    """
    if known := find_deed(mailbox, key):
        return known
    find_target(mailbox.account, verb)
    if selection.kind == Kind.TICKED:
        entries = list(meant(mailbox, selection, verb)[: MOST_AT_ONCE + 1])
        if len(entries) <= MOST_AT_ONCE:
            return _do_now(mailbox, verb, entries, key)
    return _start(mailbox, verb, selection, key)


def remove_folder(mailbox: Mailbox, folder: Folder, key: str) -> Deed:
    """Delete one's own folder and what is in it; the letters move to Trash.

    A large one is done by a job, and stays until it is empty.

    Raises:
        InvalidInput: It is a system folder.
    """
    refuse_system(folder)
    if known := find_deed(mailbox, key):
        return known
    verb, selection = Verb("delete"), Selection(Kind.FOLDER, folders=describe(folder))
    entries = list(meant(mailbox, selection, verb)[: MOST_AT_ONCE + 1])
    if len(entries) > MOST_AT_ONCE:
        return _start(mailbox, verb, selection, key)
    with transaction.atomic():
        deed = _record(mailbox, verb, entries, key)
        deed.selection = selection.to_json()
        deed.save(update_fields=["selection"])
        remove_folders(mailbox, selection.folders)
    return deed


def undo_deed(mailbox: Mailbox, key: str) -> Deed:
    """Take it back, or start the job that does; also while it is still being done.

    Raises:
        NotFound: Nothing was done under this key that can be taken back.
    """
    with transaction.atomic():
        deed = _locked(mailbox, key)
        if deed.state in (DeedState.UNDOING, DeedState.UNDONE):
            return deed
        folders = Selection.from_json(deed.selection).folders if deed.selection else ()
        if not (deed.is_unfinished or folders or deed.batches.exists()):
            raise NotFound
        restore_folders(mailbox, folders)
        if not deed.is_shown:
            return _undo_now(mailbox, deed)
        deed.state = DeedState.UNDOING
        deed.save(update_fields=["state"])
        jobs.DO_DEED.after_commit(deed_id=deed.pk)
    return deed


def close_line(mailbox: Mailbox, key: str) -> None:
    """Show the line of a large deed no more."""
    with transaction.atomic():
        Deed.objects.filter(mailbox=mailbox, key=key).update(is_shown=False)
        _tell_of_lines(mailbox, may_be=bool(_shown(mailbox).exists()))


def run_deed(deed_id: int, *, seconds: float = TURN_SECONDS) -> bool:
    """Work on a large deed for a while; gives whether something is left."""
    until = time.monotonic() + seconds
    while _step(deed_id):
        if time.monotonic() > until:
            return True
    return False


def list_forsaken(before: datetime) -> list[int]:
    """List unfinished deeds that no job has worked on since a moment."""
    unfinished = Deed.objects.filter(state__in=UNFINISHED, worked_at__lt=before)
    return list(unfinished.values_list("pk", flat=True))


def forget_old_deeds(before: datetime) -> None:
    """Forget what was done long ago; it cannot be undone any more."""
    old = Deed.objects.filter(created_at__lt=before)
    old.exclude(state__in=UNFINISHED).delete()


def _do_now(mailbox: Mailbox, verb: Verb, entries: list[Entry], key: str) -> Deed:
    if not entries:
        return Deed(mailbox=mailbox, key=key, verb=str(verb))
    with transaction.atomic():
        return _record(mailbox, verb, entries, key)


def _record(mailbox: Mailbox, verb: Verb, entries: list[Entry], key: str) -> Deed:
    """Do it, within a transaction, and keep what undoing takes."""
    deed, is_new = Deed.objects.get_or_create(
        mailbox=mailbox, key=key, defaults={"verb": str(verb)}
    )
    if is_new:
        done = do(mailbox, verb, entries)
        if done.places:
            DeedBatch.objects.create(deed=deed, places=done.places)
        deed.done = deed.total = done.number
        deed.save(update_fields=["done", "total"])
    return deed


def _start(mailbox: Mailbox, verb: Verb, selection: Selection, key: str) -> Deed:
    total = count(mailbox, selection, verb)
    with transaction.atomic():
        _shown(mailbox).exclude(state__in=UNFINISHED).update(is_shown=False)
        deed, is_new = Deed.objects.get_or_create(
            mailbox=mailbox,
            key=key,
            defaults={
                "verb": str(verb),
                "selection": selection.to_json(),
                "state": DeedState.RUNNING,
                "total": total,
                "is_shown": True,
                "cursor": above_newest(mailbox),
            },
        )
        if is_new:
            _tell_of_lines(mailbox, may_be=True)
            jobs.DO_DEED.after_commit(deed_id=deed.pk)
    return deed


def _shown(mailbox: Mailbox) -> QuerySet[Deed]:
    return Deed.objects.filter(mailbox=mailbox, is_shown=True)


def _tell_of_lines(mailbox: Mailbox, *, may_be: bool) -> None:
    """Note on the mailbox whether pages have to look for a line at all."""
    mailbox.may_have_deed_line = may_be
    mailbox.save(update_fields=["may_have_deed_line"])


def _zone_of(mailbox: Mailbox) -> tzinfo | None:
    """In which zone the days of a search begin for the mailbox's owner."""
    name = mailbox.account.time_zone
    return ZoneInfo(name) if name else None


def _locked(mailbox: Mailbox, key: str) -> Deed:
    deed = Deed.objects.select_for_update().filter(mailbox=mailbox, key=key).first()
    if deed is None:
        raise NotFound
    return deed


def _undo_now(mailbox: Mailbox, deed: Deed) -> Deed:
    verb = parse_verb(deed.verb)
    assert verb is not None
    for batch in deed.batches.order_by("-pk"):
        take_back(mailbox, verb, batch.places)
        batch.delete()
    deed.state = DeedState.UNDONE
    deed.save(update_fields=["state"])
    return deed


def _step(deed_id: int) -> bool:
    """Do or undo one batch; gives whether there may be more."""
    deed = Deed.objects.select_related("mailbox__account").filter(pk=deed_id).first()
    if deed is None or not deed.is_unfinished:
        return False
    verb = parse_verb(deed.verb)
    assert verb is not None
    try:
        if deed.state == DeedState.UNDOING:
            return _undo_batch(deed, verb)
        batch = _choose(deed, verb)
        return _do_batch(deed, verb, batch)
    except NotFound:
        _stop(deed)
        return False


def _choose(deed: Deed, verb: Verb) -> Batch:
    """Find what is next, before anything is locked: a search may take its time."""
    selection = Selection.from_json(deed.selection)
    with timezone.override(_zone_of(deed.mailbox)):
        return next_batch(deed.mailbox, selection, verb, deed.cursor or 0, BATCH)


def _do_batch(seen: Deed, verb: Verb, batch: Batch) -> bool:
    """Do a batch, unless another runner has been here since it was chosen."""
    with transaction.atomic():
        deed = Deed.objects.select_for_update().get(pk=seen.pk)
        if deed.state != DeedState.RUNNING or deed.cursor != seen.cursor:
            return True
        entries = list(Entry.objects.filter(pk__in=batch.entry_ids))
        done = do(seen.mailbox, verb, entries) if entries else Done(0)
        if done.places:
            DeedBatch.objects.create(deed=deed, places=done.places)
        deed.done += done.number
        deed.cursor = batch.rest
        deed.worked_at = clock.now()
        if batch.rest is None:
            deed.state = DeedState.DONE
            remove_folders(seen.mailbox, Selection.from_json(deed.selection).folders)
        deed.save(update_fields=["done", "cursor", "state", "worked_at"])
    return batch.rest is not None


def _undo_batch(seen: Deed, verb: Verb) -> bool:
    with transaction.atomic():
        deed = Deed.objects.select_for_update().get(pk=seen.pk)
        batch = deed.batches.order_by("-pk").first()
        if batch is None:
            deed.state = DeedState.UNDONE
        else:
            take_back(seen.mailbox, verb, batch.places)
            deed.done = max(0, deed.done - len(batch.places))
            batch.delete()
        deed.worked_at = clock.now()
        deed.save(update_fields=["done", "state", "worked_at"])
    return batch is not None


def _stop(deed: Deed) -> None:
    """End what cannot go on: its folder or tag has been deleted meanwhile."""
    rest = Deed.objects.filter(pk=deed.pk, state=deed.state)
    undone = deed.state == DeedState.UNDOING
    rest.update(state=DeedState.UNDONE if undone else DeedState.DONE)
