"""The zip around an office file, opened with care.

A few kilobytes can unfold to gigabytes; sums and ratios are looked at before
anything is unfolded, and every read is bounded again. Markup with a DOCTYPE is
refused: no office program writes one, and it is how XML is made to explode.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.etree import ElementTree as ET

from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert, NeedsPassword, TooMuch

COMPOUND: Final = b"\xd0\xcf\x11\xe0"
RELATIONS: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
)
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
"""What reading a damaged or locked zip raises; NotImplementedError is one of them."""

_LOOKED_AT: Final = 4_096
_LEAST_RATIO_BYTES: Final = 1 << 20


def open_office(source: BinaryIO) -> zipfile.ZipFile:
    """Open an office file's zip.

    Raises:
        NeedsPassword: It is a locked one, which is no zip.
        TooMuch: It would unfold to too much.
        CannotConvert: It is no zip.
    """
    head = source.read(len(COMPOUND))
    source.seek(0)
    if head == COMPOUND:
        raise NeedsPassword
    try:
        archive = zipfile.ZipFile(source)
    except BROKEN as error:
        raise CannotConvert from error
    members = archive.infolist()
    unfolded = sum(each.file_size for each in members)
    folded = sum(each.compress_size for each in members) or 1
    is_dense = unfolded > max(_LEAST_RATIO_BYTES, folded * limits.OFFICE_RATIO)
    is_many = len(members) > limits.OFFICE_MEMBERS
    if unfolded > limits.OFFICE_BYTES or is_dense or is_many:
        raise TooMuch
    return archive


def refuse_doctypes(archive: zipfile.ZipFile) -> None:
    """Refuse markup that declares entities, for readers that are not ours."""
    try:
        for each in archive.namelist():
            if each.lower().endswith((".xml", ".rels")):
                with archive.open(each) as member:
                    _check_head(member.read(_LOOKED_AT))
    except BROKEN as error:
        raise CannotConvert from error


def iterate(archive: zipfile.ZipFile, name: str) -> Iterator[ET.Element]:
    """Give the elements of a member as each ends; nothing if it is not there.

    Raises:
        CannotConvert: It is not well formed.
    """
    try:
        with archive.open(name) as member:
            _check_head(member.read(_LOOKED_AT))
        with archive.open(name) as member:
            for _event, element in ET.iterparse(member):  # noqa: S314
                yield element
    except KeyError:
        return
    except (ET.ParseError, *BROKEN) as error:
        raise CannotConvert from error


def read_relations(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Read which member an id of another leads to, by the member beside it."""
    folder, _slash, base = name.rpartition("/")
    return {
        element.get("Id", ""): _resolve(folder, element.get("Target", ""))
        for element in iterate(archive, f"{folder}/_rels/{base}.rels")
        if local_name(element) == "Relationship"
    }


def local_name(element: ET.Element) -> str:
    """Give an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def _check_head(head: bytes) -> None:
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise CannotConvert


def _resolve(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/")
    for each in target.split("/"):
        if each == "..":
            parts = parts[:-1]
        else:
            parts.append(each)
    return "/".join(filter(None, parts))
