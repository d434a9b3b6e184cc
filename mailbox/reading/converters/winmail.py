"""The files inside a winmail.dat, which Outlook makes of a rich letter (MS-OXTNEF)."""

from __future__ import annotations

from typing import Any, BinaryIO

from tnefparse import TNEF

from mailbox.mime.contents import tidy_filename
from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert
from mailbox.reading.converters.values import Converted, Listing, Member


def list_winmail(source: BinaryIO) -> Listing:
    """List the files inside, and give the letter's words if they are there.

    Raises:
        CannotConvert: It is no winmail.dat, or a broken one.
    """
    tnef = _open(source)
    members = tuple(
        Member(_name(each, at), len(each.data or b""), index=at)
        for at, each in enumerate(tnef.attachments[: limits.WINMAIL_FILES])
    )
    return Listing(members, total=len(tnef.attachments), text=_body(tnef))


def take_from_winmail(source: BinaryIO, index: int) -> Converted:
    """Take one file out.

    Raises:
        CannotConvert: There is no such file.
    """
    files = _open(source).attachments
    if not 0 <= index < min(len(files), limits.WINMAIL_FILES):
        raise CannotConvert
    return Converted("application/octet-stream", bytes(files[index].data or b""))


def _open(source: BinaryIO) -> Any:
    try:
        return TNEF(source.read())
    except Exception as error:  # tnefparse raises whatever struct and codecs raise
        raise CannotConvert from error


def _name(file: Any, at: int) -> str:
    try:
        found = file.long_filename() or file.name
    except Exception:  # a broken property of one file
        found = ""
    text = found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)
    return tidy_filename(text) or f"file-{at + 1}"


def _body(tnef: Any) -> str:
    body = getattr(tnef, "body", None)
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    return str(body or "")[: limits.OFFICE_CHARACTERS]
