"""A zip's directory, walked in its file: whole, damaged, hostile, and very large."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from zipfile import BadZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.mime.archived import ArchivedMessage
from mailbox.mime.zip_directory import (
    ZipEntry,
    pack_end,
    pack_entry,
    read_data,
    read_directory,
)
from mailbox.mime.zipped import ZipWriter

FILES = {
    "a/one.eml": b"Subject: One\r\n\r\n" + b"text " * 9000,
    "信/two.eml": b"",
    "three.eml": bytes(range(256)) * 1000,
}


def zip_of(method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
        archive.comment = comment
    return made.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    file, directory = io.BytesIO(data), io.BytesIO(data)
    return {
        entry.name.decode(): b"".join(read_data(file, entry))
        for entry in read_directory(directory)
    }


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("before", [b"", b"#!/bin/sh\nexit\n"])
@pytest.mark.parametrize("comment", [b"", b"a comment"])
def test_what_others_packed_is_read(method: int, before: bytes, comment: bytes) -> None:
    assert contents(before + zip_of(method, comment)) == FILES


def test_what_we_pack_others_read(tmp_path: Path) -> None:
    path = tmp_path / "mail.zip"
    writer = ZipWriter(path)
    for number, data in enumerate(FILES.values()):
        writer.add(ArchivedMessage(str(number), data, folder="窑/合同"))
    writer.close()

    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert [archive.read(each) for each in archive.namelist()] == [*FILES.values()]
        assert all(each.startswith("窑/合同/") for each in archive.namelist())


@pytest.mark.parametrize("way", ["ours", "theirs"])
def test_an_archive_past_four_gigabytes_is_read(tmp_path: Path, way: str) -> None:
    entry = far_away(tmp_path / "large.zip", 5 << 30)

    if way == "theirs":
        with zipfile.ZipFile(tmp_path / "large.zip") as archive:
            assert archive.read("far.eml") == b"far"
        return
    with (tmp_path / "large.zip").open("rb") as file:
        (found,) = read_directory(file)
        assert (found.offset, found.size_bytes) == (entry.offset, 3)
        assert b"".join(read_data(file, found)) == b"far"


def far_away(path: Path, offset: int) -> ZipEntry:
    """Write a zip with one entry that far in; the file has a hole before it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("far.eml", b"far")
    data = made.getvalue()
    (entry,) = read_directory(io.BytesIO(data))
    entry = replace(entry, offset=offset)
    local, record = data[: data.index(b"PK\1\2")], pack_entry(entry)
    with path.open("wb") as file:
        file.seek(offset)
        file.write(local + record + pack_end(1, len(record), offset + len(local)))
    return entry


def test_more_entries_than_sixteen_bits_count(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    writer = ZipWriter(path)
    for number in range(66_000):
        writer.add(ArchivedMessage(str(number), b"x"))
    writer.close()

    with path.open("rb") as file:
        assert sum(1 for _ in read_directory(file)) == 66_000
    with zipfile.ZipFile(path) as archive:
        assert len(archive.infolist()) == 66_000


def test_entries_upon_each_other_are_refused() -> None:
    """A zip bomb whose entries share their data is told by its sum."""
    data = zip_of()
    first = next(read_directory(io.BytesIO(data)))
    start = data.index(b"PK\1\2")
    record = pack_entry(first) * 50
    bomb = data[:start] + record + pack_end(50, len(record), start)

    with pytest.raises(BadZipFile, match="upon each other"):
        list(read_directory(io.BytesIO(bomb)))


def test_an_entry_that_is_more_than_it_says_is_refused() -> None:
    data = zip_of()
    first = next(read_directory(io.BytesIO(data)))

    with pytest.raises(BadZipFile, match="larger than it says"):
        b"".join(read_data(io.BytesIO(data), replace(first, size_bytes=9)))


def test_what_cannot_be_unpacked_is_refused() -> None:
    data = zip_of()
    first = next(read_directory(io.BytesIO(data)))

    for entry in (replace(first, flag_bits=1), replace(first, method=99)):
        with pytest.raises(BadZipFile, match="cannot be unpacked"):
            b"".join(read_data(io.BytesIO(data), entry))


@given(st.data())
def test_damage_is_told_or_harmless(drawn: st.DataObject) -> None:
    data = bytearray(zip_of())
    for _ in range(drawn.draw(st.integers(1, 4))):
        data[drawn.draw(st.integers(0, len(data) - 1))] = drawn.draw(
            st.integers(0, 255)
        )
    data = (
        data[: drawn.draw(st.integers(0, len(data)))]
        if drawn.draw(st.booleans())
        else data
    )

    try:
        found = contents(bytes(data))
    except (BadZipFile, UnicodeDecodeError):
        return
    assert all(data == FILES[name] for name, data in found.items() if name in FILES)


@given(st.binary(max_size=400))
def test_any_bytes_are_told_to_be_no_zip(data: bytes) -> None:
    try:
        list(read_directory(io.BytesIO(data)))
    except BadZipFile:
        return
