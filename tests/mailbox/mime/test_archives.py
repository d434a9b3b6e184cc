"""Mail goes into files and comes back the same, from any point on."""

from __future__ import annotations

import resource
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbox.mime.archives import (
    Archived,
    ArchivedMessage,
    ArchiveWriter,
    Format,
    NotAnArchive,
    SkippedMessage,
    open_writer,
    read_archive,
    read_mbox,
    read_zip,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FORMATS: tuple[Format, ...] = ("mbox", "maildir", "zip")
ALL_FLAGS = frozenset(
    {
        "\\Seen",
        "\\Answered",
        "\\Flagged",
        "\\Draft",
        "\\Deleted",
        "$Forwarded",
        "工作 x",
    }
)

lines = st.sampled_from(
    [
        b"",
        b"Subject: Hello",
        b"Content-Length: 3",
        b"Content-Length: 90",
        b"From ann@example.test Mon Nov 23 12:00:00 2026",
        b"From - ",
        b">From here",
        b">>From there",
        b"From: ann@example.test",
        b".",
        "你好".encode(),
        b"\0\xff",
    ]
)
block = st.lists(lines, max_size=8).map(
    lambda found: b"".join(b"%s\r\n" % x for x in found)
)
letters = st.tuples(block, block).map(
    lambda blocks: b"X-First: 1\r\n" + blocks[0] + b"\r\n" + blocks[1]
)


def message(number: int, **telling: object) -> ArchivedMessage:
    plain: dict[str, object] = {
        "key": f"{number:06}",
        "raw": b"Subject: %d\r\n\r\nFrom here\r\nto there\r\n" % number,
        "internal_date": NOON,
    }
    return ArchivedMessage(**{**plain, **telling})  # type: ignore[arg-type]


def write(
    writer: ArchiveWriter, messages: Iterable[ArchivedMessage]
) -> tuple[str, ArchiveWriter]:
    for each in messages:
        writer.add(each)
    return writer.checkpoint(), writer


def export(form: Format, path: Path, messages: Iterable[ArchivedMessage]) -> None:
    write(open_writer(form, path), messages)[1].close()


def facts(found: Iterable[Archived]) -> list[tuple[bytes, frozenset[str], object, str]]:
    taken = [each for each in found if isinstance(each, ArchivedMessage)]
    return sorted(
        [(each.raw, each.flags, each.internal_date, each.folder) for each in taken],
        key=lambda fact: (fact[3], fact[0]),
    )


@pytest.mark.parametrize("form", FORMATS)
def test_everything_comes_back_as_it_went(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "export"
    given_messages = [
        message(1),
        message(2, flags=ALL_FLAGS),
        message(3, folder="Work/2026", flags=frozenset({"\\Seen"})),
        message(4, folder="项目/a.b & c", raw=b"Subject: no body\r\n\r\n"),
        message(5, folder="Work", raw=b"Subject: \xff\r\n\r\nno end of line\r\n"),
    ]
    wanted = facts(given_messages)

    export(form, path, given_messages)

    assert facts(read_archive(path)) == wanted


@pytest.mark.parametrize("form", FORMATS)
@given(raws=st.lists(letters, min_size=1, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_letters_come_back_each_by_itself(
    form: Format, raws: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "export"
    given_messages = [message(number, raw=raw) for number, raw in enumerate(raws)]

    export(form, path, given_messages)

    found = list(read_archive(path))
    assert [each.raw for each in found if isinstance(each, ArchivedMessage)] == raws


@pytest.mark.parametrize("form", FORMATS)
def test_reading_goes_on_behind_any_key(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "export"
    folders = ("INBOX", "Work", "Work/2026")
    export(form, path, [message(n, folder=folders[n % 3]) for n in range(9)])
    everything = list(read_archive(path))

    for index, each in enumerate(everything):
        rest = list(read_archive(path, after=each.key))
        assert rest == everything[index + 1 :]
    assert len(everything) == 9


@pytest.mark.parametrize("form", FORMATS)
def test_broken_off_export_goes_on_from_its_checkpoint(
    form: Format, tmp_path: Path
) -> None:
    path = tmp_path / "export"
    whole = [message(n, folder=("INBOX", "Work")[n % 2]) for n in range(8)]
    checkpoint, first = write(open_writer(form, path), whole[:4])
    write(first, whole[4:6])  # written, but never confirmed

    second = open_writer(form, path, resume=checkpoint)
    write(second, whole[4:])[1].close()

    assert facts(read_archive(path)) == facts(whole)


@pytest.mark.parametrize("form", FORMATS)
def test_larger_messages_are_named_and_skipped(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "export"
    export(form, path, [message(1), message(2, raw=b"Subject: x\r\n\r\n" + b"x" * 999)])

    small, large = sorted(
        read_archive(path, size_limit_bytes=300), key=lambda each: type(each).__name__
    )

    assert isinstance(small, ArchivedMessage)
    assert isinstance(large, SkippedMessage)
    assert (large.reason, large.size_bytes > 900) == ("too large", True)


@pytest.mark.parametrize("form", FORMATS)
def test_folder_names_never_lead_out_of_the_archive(
    form: Format, tmp_path: Path
) -> None:
    path = tmp_path / "inside" / "export"
    export(form, path, [message(1, folder="../../../x"), message(2, folder="a\\..\\b")])

    written = [found for found in tmp_path.rglob("*") if found.is_file()]
    assert all(path == found or path in found.parents for found in written)
    assert len(list(read_archive(path))) == 2


MBOXO = (
    b"From ann@example.test Mon Nov 23 12:00:00 2026\n"
    b"Subject: one\nStatus: RO\nX-Status: AF\nX-Keywords: work $Label1\n\n"
    b">From the start\nFrom here on 2026 is ours\n\n"
    b"From - Mon Nov 23 13:00:00 2026 +0100\n"
    b"X-Mozilla-Status: 1005\nSubject: two\n\nBye\n"
)


def write_file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "mail"
    path.write_bytes(data)
    return path


def test_foreign_mbox_is_read_with_its_flags_and_dates(tmp_path: Path) -> None:
    one, two = read_mbox(write_file(tmp_path, MBOXO), folder="Old")

    assert isinstance(one, ArchivedMessage)
    assert isinstance(two, ArchivedMessage)
    assert one.raw == (
        b"Subject: one\r\n\r\nFrom the start\r\nFrom here on 2026 is ours\r\n"
    )
    assert one.flags == {"\\Seen", "\\Answered", "\\Flagged", "work", "$Label1"}
    assert two.flags == {"\\Seen", "\\Flagged", "$Forwarded"}
    assert (one.internal_date, two.internal_date) == (NOON, NOON)
    assert one.folder == "Old"


def test_mbox_with_crlf_is_read_the_same(tmp_path: Path) -> None:
    plain = list(read_mbox(write_file(tmp_path, MBOXO)))
    crlf = list(read_mbox(write_file(tmp_path, MBOXO.replace(b"\n", b"\r\n"))))

    assert facts(plain) == facts(crlf)


def test_mboxcl2_is_read_by_its_lengths(tmp_path: Path) -> None:
    body = b"Hi\n\nFrom b@x Mon Nov 23 12:00:00 2026\nSubject: inner\n\n>From kept\n"
    head = b"From a@x Mon Nov 23 12:00:00 2026\nSubject: one\nContent-Length: %d\n\n"
    data = head % len(body) + body + b"\n" + MBOXO

    first, *others = read_mbox(write_file(tmp_path, data))

    assert isinstance(first, ArchivedMessage)
    assert first.raw == b"Subject: one\r\n\r\n" + body.replace(b"\n", b"\r\n")
    assert len(others) == 2


def test_false_length_is_not_believed(tmp_path: Path) -> None:
    data = b"From a@x Mon Nov 23 12:00:00 2026\nContent-Length: 9\n\nshort\n\n" + MBOXO

    assert len(list(read_mbox(write_file(tmp_path, data)))) == 3


@given(data=st.lists(st.one_of(lines, st.binary(max_size=30)), max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_without_an_error(
    data: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "mail"
    path.write_bytes(b"From a@x Mon Nov 23 12:00:00 2026\nA: b\n" + b"\n".join(data))

    found = list(read_mbox(path))

    assert found
    assert [each.key for each in found] == sorted((each.key for each in found), key=int)


def test_maildir_of_others_is_read_in_both_layouts(tmp_path: Path) -> None:
    for folder in ("", ".&T2BZfQ-.a", "Work/2026"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / folder / part).mkdir(parents=True)
    (tmp_path / "dovecot-keywords").write_text("0 $Label1\n1 work\n")
    (tmp_path / "cur" / "1.x:2,FSb").write_bytes(b"Subject: 1\n\nHi\n")
    (tmp_path / ".&T2BZfQ-.a" / "new" / "2.x").write_bytes(b"Subject: 2\n\n")
    (tmp_path / "Work/2026" / "cur" / "3.x:2,RP").write_bytes(b"Subject: 3\n\n")
    (tmp_path / "tmp" / "4.x").write_bytes(b"unfinished")

    found = {each.folder: each for each in read_archive(tmp_path)}

    one = found["INBOX"]
    assert isinstance(one, ArchivedMessage)
    assert one.raw == b"Subject: 1\r\n\r\nHi\r\n"
    assert one.flags == {"\\Flagged", "\\Seen", "work"}
    assert set(found) == {"INBOX", "你好/a", "Work/2026"}


def test_zip_of_others_holds_letters_and_mboxes(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Takeout/Mail/All.mbox", MBOXO)
        archive.writestr("letters/one.eml", b"Subject: 1\n\nHi\n")
        archive.writestr("readme.html", b"<p>")

    found = list(read_zip(path))

    assert [each.folder for each in found] == ["Takeout/Mail/All"] * 2 + ["letters"]
    for index, each in enumerate(found):
        assert list(read_zip(path, after=each.key)) == found[index + 1 :]


def test_zip_bomb_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.eml", b"\0" * 30_000_000)

    (found,) = read_zip(path)

    assert isinstance(found, SkippedMessage)
    assert found.reason == "expands too much"


def test_tree_of_thunderbird_is_read_folder_by_folder(tmp_path: Path) -> None:
    (tmp_path / "Work.sbd").mkdir()
    (tmp_path / "Inbox").write_bytes(MBOXO)
    (tmp_path / "Inbox.msf").write_bytes(b"index")
    (tmp_path / "Work.sbd" / "2026").write_bytes(MBOXO)
    (tmp_path / "saved.eml").write_bytes(b"Subject: 1\n\nHi\n")
    (tmp_path / "broken.eml").write_bytes(b"\x89PNG")

    found = list(read_archive(tmp_path))

    assert [each.folder for each in found] == [
        *["Inbox"] * 2,
        *["Work/2026"] * 2,
        "INBOX",
        "INBOX",
    ]
    assert [each.reason for each in found if isinstance(each, SkippedMessage)] == [
        "not a message"
    ]
    for index, each in enumerate(found):
        assert list(read_archive(tmp_path, after=each.key)) == found[index + 1 :]


def test_what_is_no_mail_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive):
        list(read_archive(write_file(tmp_path, b"\x89PNG")))
    (tmp_path / "mail").unlink()
    with pytest.raises(NotAnArchive):
        list(read_archive(tmp_path))


@pytest.mark.parametrize("form", FORMATS)
def test_long_archive_costs_no_more_memory_than_a_letter(
    form: Format, tmp_path: Path
) -> None:
    raw = b"Subject: big\r\n\r\n" + b"line of text\r\n" * 70_000

    def many() -> Iterator[ArchivedMessage]:
        for number in range(60):
            yield message(number, raw=raw)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    export(form, tmp_path / "export", many())
    count = sum(1 for _ in read_archive(tmp_path / "export"))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert count == 60
    assert after - before < 20_000  # kilobytes; all the letters are 60,000
