"""Files of every kind become something to look at, hostile ones a clear refusal."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mailbox.reading.converters import limits
from mailbox.reading.converters.archives import list_archive
from mailbox.reading.converters.cards import read_cards
from mailbox.reading.converters.documents import convert_document
from mailbox.reading.converters.errors import CannotConvert, NeedsPassword, TooMuch
from mailbox.reading.converters.events import read_events
from mailbox.reading.converters.pdf import convert_page, count_pages
from mailbox.reading.converters.picture import convert_picture
from mailbox.reading.converters.sheets import convert_sheets
from mailbox.reading.converters.slides import convert_slides
from mailbox.reading.converters.values import CardLine, Guest, Member
from mailbox.reading.converters.winmail import list_winmail, take_from_winmail
from tests.builders import files

CONVERTERS: dict[str, Callable[[BinaryIO], object]] = {
    "picture": lambda source: convert_picture(source, 100),
    "pdf": count_pages,
    "pdf page": lambda source: convert_page(source, 1, 100),
    "document": convert_document,
    "sheets": convert_sheets,
    "slides": convert_slides,
    "archive": list_archive,
    "events": read_events,
    "cards": read_cards,
    "winmail": list_winmail,
}
every_converter = pytest.mark.parametrize("name", CONVERTERS)


@every_converter
@pytest.mark.parametrize(
    "content", [b"", b"garbage" * 500, b"\x00" * 1000, b"PK\x03\x04" + b"\xff" * 200]
)
def test_garbage_is_refused_and_nothing_else(name: str, content: bytes) -> None:
    with pytest.raises(CannotConvert):
        CONVERTERS[name](BytesIO(content))


@every_converter
@given(st.binary(max_size=400))
@settings(max_examples=40)
def test_any_bytes_are_refused_or_read(name: str, content: bytes) -> None:
    try:
        CONVERTERS[name](BytesIO(content))
    except CannotConvert:
        return


@every_converter
@given(cut=st.integers(0, 2000), at=st.integers(0, 2000), octet=st.integers(0, 255))
@settings(max_examples=40)
def test_a_damaged_file_is_refused_or_read(
    name: str, cut: int, at: int, octet: int
) -> None:
    content = bytearray(SOUND[name][: len(SOUND[name]) - cut % 300])
    if content:
        content[at % len(content)] = octet
    try:
        CONVERTERS[name](BytesIO(bytes(content)))
    except (CannotConvert, MemoryError):
        return


SOUND = {
    "picture": files.picture(size=(40, 30)),
    "pdf": files.pdf(),
    "pdf page": files.pdf(),
    "document": files.document(),
    "sheets": files.book(),
    "slides": files.deck(),
    "archive": files.zipped({"a.txt": "x"}),
    "events": files.EVENT,
    "cards": files.CARD,
    "winmail": files.winmail(),
}


def test_a_picture_is_scaled_and_only_its_pixels_leave() -> None:
    source = BytesIO()
    picture = Image.new("RGB", (900, 300), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "where I live"
    picture.save(source, "JPEG", exif=exif)

    made = convert_picture(BytesIO(source.getvalue()), 300)

    shown = Image.open(BytesIO(made.data))
    assert made.content_type == "image/webp"
    assert shown.size == (100, 300)
    assert b"where I live" not in made.data


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    source = BytesIO()
    Image.new("1", (20_000, 20_000)).save(source, "PNG")

    with pytest.raises(TooMuch):
        convert_picture(BytesIO(source.getvalue()), 300)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nquit\n",
    ],
    ids=["svg", "postscript"],
)
def test_what_is_a_program_is_no_picture(content: bytes) -> None:
    with pytest.raises(CannotConvert):
        convert_picture(BytesIO(content), 300)


def test_pages_of_a_pdf_are_counted_and_drawn() -> None:
    assert count_pages(BytesIO(files.pdf(3))) == 3

    page = convert_page(BytesIO(files.pdf(3)), 3, 400)

    assert max(Image.open(BytesIO(page.data)).size) <= 400
    for number in (0, 4):
        with pytest.raises(CannotConvert):
            convert_page(BytesIO(files.pdf(3)), number, 400)


def test_a_document_becomes_html() -> None:
    made = convert_document(BytesIO(files.document("您好 &lt;b&gt;")))

    assert made == "<p>您好 &lt;b&gt;</p>"


@pytest.mark.parametrize("convert", [convert_document, convert_sheets, convert_slides])
def test_a_zip_that_unfolds_to_too_much_is_not_unfolded(
    convert: Callable[[BinaryIO], object],
) -> None:
    with pytest.raises(TooMuch):
        convert(BytesIO(files.bomb(megabytes=60)))
    with pytest.raises(TooMuch):
        convert(BytesIO(files.bomb(megabytes=3)))


@pytest.mark.parametrize("convert", [convert_document, convert_sheets, convert_slides])
def test_a_locked_office_file_asks_for_its_password(
    convert: Callable[[BinaryIO], object],
) -> None:
    with pytest.raises(NeedsPassword):
        convert(BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))


def test_markup_that_declares_entities_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    with pytest.raises(CannotConvert):
        convert_sheets(BytesIO(files.book(head=bomb)))
    with pytest.raises(CannotConvert):
        convert_document(BytesIO(files.zipped({"word/document.xml": bomb})))


def test_cells_are_values_in_their_places() -> None:
    (sheet,) = convert_sheets(BytesIO(files.book()))

    assert sheet.name == "清单"
    assert sheet.rows == (("Name", "", "0.1"), ("备件", "2026-09-24", "✓"))


def test_only_so_many_rows_and_columns_are_read() -> None:
    row = '<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'

    (sheet,) = convert_sheets(BytesIO(files.book(rows=row * (limits.ROWS + 5))))

    assert len(sheet.rows) == limits.ROWS
    assert sheet.is_cut
    assert sheet.rows[0] == ("1",)


def test_slides_are_in_the_order_in_which_they_are_shown() -> None:
    slides = convert_slides(BytesIO(files.deck()))

    assert [(each.number, each.lines) for each in slides] == [
        (1, ("开始",)),
        (2, ("End",)),
    ]


def test_an_archive_is_listed_by_its_directory() -> None:
    listing = list_archive(BytesIO(files.zipped({"a/": "", "a/读我.txt": "x" * 10})))

    assert listing.members == (
        Member("a/", 0, is_folder=True),
        Member("a/读我.txt", 10),
    )
    assert listing.total == 2


def test_a_name_in_gbk_is_read() -> None:
    raw = files.zipped({"abcd.txt": "x"}).replace(b"abcd.txt", "读我.txt".encode("gbk"))

    assert list_archive(BytesIO(raw)).members[0].name == "读我.txt"


def test_a_bomb_is_listed_and_not_opened() -> None:
    (member,) = list_archive(BytesIO(files.bomb("zeros", megabytes=60))).members

    assert member.size_bytes == 60 << 20


def test_an_event_is_read_with_its_windows_zone() -> None:
    (event,) = read_events(BytesIO(files.EVENT))

    assert event.title == "釉面评审 Glaze review"
    assert (event.start, event.end) == (
        "2026-09-28T14:00:00+08:00",
        "2026-09-28T15:30:00+08:00",
    )
    assert event.method == "REQUEST"
    assert event.organiser == Guest("Wen Jing", "wen@hearthworks.example")
    assert event.guests == (Guest("Yue Lin", "yue@example.test", "ACCEPTED"),)


def test_a_card_is_read_in_any_version_and_charset() -> None:
    (card,) = read_cards(BytesIO(files.CARD))
    assert (card.name, card.title) == ("温静", "Manager")
    assert CardLine("mail", "wen@hearthworks.example", "work") in card.lines

    old = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CE=C2;"
        "=BE=B2\r\nTEL;CELL:1\r\n 23\r\nEND:VCARD\r\n"
    )
    (card,) = read_cards(BytesIO(old.encode()))
    assert card.name == "静 温"
    assert card.lines == (CardLine("phone", "123", "cell"),)
    wide = files.CARD.decode().encode("utf-16")
    assert read_cards(BytesIO(wide))[0].name == "温静"


def test_a_winmail_is_opened_and_its_files_taken_out() -> None:
    source = files.winmail("../计划.txt", b"The plan")

    (member,) = list_winmail(BytesIO(source)).members
    assert (member.name, member.size_bytes) == ("计划.txt", 8)
    assert take_from_winmail(BytesIO(source), member.index).data == b"The plan"
    with pytest.raises(CannotConvert):
        take_from_winmail(BytesIO(source), 1)
