"""Out to files and back in: nothing of a mailbox is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from mailbox.messages import flags, folders, moving, tags
from mailbox.mime.build import FileToSend
from mailbox.models import Entry, Message, Role
from mailbox.portability import exporting
from tests.builders.mail import Letter, entries_of, mailbox_of, receive


@pytest.fixture
def full(ann: Account) -> Account:
    receive(
        ann,
        Letter(subject="One", text="From here on: 你好"),
        Letter(subject="Two", files=(FileToSend("数据.bin", "x/y", b"\0" * 999),)),
        Letter(subject="Three"),
    )
    mailbox = mailbox_of(ann)
    one, two, three = [entry.pk for entry in entries_of(ann)]
    flags.mark_seen(mailbox.pk, [one], seen=True)
    flags.mark_flagged(mailbox.pk, [two], flagged=True)
    tags.tag_entries(tags.create_tag(mailbox, "Invoices"), [two])
    kiln = folders.create_folder(mailbox, "Kiln 窑")
    moving.move_entries(mailbox.pk, [three], kiln.pk)
    return ann


def state_of(account: Account) -> set[tuple[object, ...]]:
    rows = Entry.objects.filter(mailbox__account=account).select_related("message")
    return {
        (
            row.message.subject,
            row.message.digest,
            row.folder.role or row.folder.name,
            row.seen,
            row.flagged,
            tuple(sorted(each.tag.name for each in row.taggings.all())),
            row.message.received_at.replace(microsecond=0),
        )
        for row in rows
    }


@pytest.mark.parametrize("form", ["mbox", "maildir", "zip"])
def test_what_went_out_comes_in_again(
    full: Account, ben: Account, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"mail.{form}"

    call_command("export_mail", "ann", target, format=form, verbosity=0)
    call_command("import_mail", "ben", str(target), verbosity=0)

    assert state_of(ben) == state_of(full)


def test_an_import_done_twice_brings_nothing_twice(
    full: Account, ben: Account, tmp_path: Path
) -> None:
    target = tmp_path / "mail.zip"
    call_command("export_mail", "ann", target, verbosity=0)

    call_command("import_mail", "ben", str(target), verbosity=0)
    call_command("import_mail", "ben", str(target), verbosity=0)

    assert Message.objects.filter(mailbox__account=ben).count() == 3


def test_a_broken_off_export_goes_on(
    full: Account, ben: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 1)
    target = tmp_path / "mail.zip"
    steps = exporting.export_mailbox(mailbox_of(full), target, "zip")
    next(steps)
    steps.close()

    call_command("export_mail", "ann", target, verbosity=0)
    call_command("import_mail", "ben", str(target), verbosity=0)

    assert state_of(ben) == state_of(full)
    assert not target.with_name("mail.zip.place").exists()


def test_everything_can_go_into_one_folder(
    full: Account, ben: Account, tmp_path: Path
) -> None:
    target = tmp_path / "mail.zip"
    call_command("export_mail", "ann", target, verbosity=0)

    call_command("import_mail", "ben", str(target), folder="Old", verbosity=0)

    assert {row[2] for row in state_of(ben)} == {"Old"}
    assert not entries_of(ben, Role.INBOX)


def test_an_unknown_address_or_path_is_said_in_words(
    ann: Account, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="no mailbox"):
        call_command("export_mail", "nobody", tmp_path / "x.zip")
    with pytest.raises(CommandError, match="nothing at"):
        call_command("import_mail", "ann", str(tmp_path / "not there"))
