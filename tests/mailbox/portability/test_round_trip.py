"""Out to files and back in: nothing of a mailbox is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from mailbox.messages import flags, folders, moving, tags
from mailbox.mime.build import FileToSend
from mailbox.models import Entry, Folder, Mailbox, Message, Role
from mailbox.portability import archive_import, exporting
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
    Entry.objects.filter(pk=two).update(answered=True, forwarded=True)
    for name in ("To do", "发票 & co, 2026"):
        tags.tag_entries(tags.create_tag(mailbox, name), [two])
    kiln = folders.create_folder(mailbox, "Kiln 窑")
    inner = folders.create_folder(mailbox, "合同. 2026", kiln)
    moving.move_entries(mailbox.pk, [three], inner.pk)
    return ann


def path_of(folder: Folder) -> str:
    above = f"{path_of(folder.parent)}/" if folder.parent else ""
    return above + (folder.role or folder.name)


def state_of(account: Account) -> set[tuple[object, ...]]:
    rows = Entry.objects.filter(mailbox__account=account).select_related("message")
    return {
        (
            row.message.subject,
            row.message.digest,
            path_of(row.folder),
            (row.seen, row.flagged, row.answered, row.forwarded),
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


def test_folders_that_one_file_name_would_serve_stay_two(
    ann: Account, ben: Account, tmp_path: Path
) -> None:
    receive(ann, Letter(subject="One"), Letter(subject="Two"))
    mailbox = mailbox_of(ann)
    for name, entry in zip(("Work", "work"), entries_of(ann), strict=True):
        folder = folders.create_folder(mailbox, name)
        moving.move_entries(mailbox.pk, [entry.pk], folder.pk)
    target = tmp_path / "mail"

    call_command("export_mail", "ann", target, format="mbox", verbosity=0)
    call_command("import_mail", "ben", str(target), verbosity=0)

    assert {row[2] for row in state_of(ben)} == {"Work", "work (2)"}


def test_single_letters_and_a_folder_of_them_come_in(
    ann: Account, tmp_path: Path
) -> None:
    (tmp_path / "旧信").mkdir()
    for place in ("one.eml", "旧信/two.eml", "旧信/three.eml"):
        (tmp_path / place).write_bytes(Letter(subject=place).raw)

    call_command("import_mail", "ann", str(tmp_path / "one.eml"), verbosity=0)
    call_command("import_mail", "ann", str(tmp_path), verbosity=0)

    assert {(row[0], row[2]) for row in state_of(ann)} == {
        ("one.eml", "inbox"),
        ("旧信/two.eml", "旧信"),
        ("旧信/three.eml", "旧信"),
    }


def test_what_is_there_already_is_not_written_over(
    full: Account, tmp_path: Path
) -> None:
    target = tmp_path / "mail.zip"
    target.write_bytes(b"somebody's")

    with pytest.raises(CommandError, match="is there already"):
        call_command("export_mail", "ann", target, verbosity=0)

    assert target.read_bytes() == b"somebody's"


def test_a_mailbox_that_fills_up_keeps_what_came_before(
    full: Account, ben: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_import, "BATCH", 1)
    target = tmp_path / "mail.zip"
    call_command("export_mail", "ann", target, verbosity=0)
    sizes = Message.objects.filter(mailbox__account=full).order_by("pk")
    room = sizes[0].size_bytes + 10
    Mailbox.objects.filter(account=ben).update(quota_bytes=room)

    with pytest.raises(CommandError, match=r"is full: .* Give the mailbox more room"):
        call_command("import_mail", "ben", str(target), verbosity=0)
    assert len(state_of(ben)) == 1

    Mailbox.objects.filter(account=ben).update(quota_bytes=1 << 30)
    call_command("import_mail", "ben", str(target), verbosity=0)

    assert state_of(ben) == state_of(full)


def test_an_unknown_address_or_path_is_said_in_words(
    ann: Account, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="no mailbox"):
        call_command("export_mail", "nobody", tmp_path / "x.zip")
    with pytest.raises(CommandError, match="nothing at"):
        call_command("import_mail", "ann", str(tmp_path / "not there"))
