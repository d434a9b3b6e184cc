"""Files of many kinds, made by hand: small, well formed, and hostile ones."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

from PIL import Image

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECK = "http://schemas.openxmlformats.org/presentationml/2006/main"

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:1
SUMMARY:釉面评审 Glaze review
DTSTART;TZID=China Standard Time:20260928T140000
DTEND;TZID=China Standard Time:20260928T153000
LOCATION:Studio 2
DESCRIPTION:Bring the tiles.\\nAll of them.
ORGANIZER;CN=Wen Jing:mailto:wen@hearthworks.example
ATTENDEE;CN=Yue Lin;PARTSTAT=ACCEPTED:mailto:yue@example.test
RRULE:FREQ=WEEKLY;COUNT=4
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()

CARD = """BEGIN:VCARD
VERSION:3.0
FN:温静
ORG:Jingdezhen Hearthworks;Sales
TITLE:Manager
EMAIL;TYPE=WORK:wen@hearthworks.example
TEL;TYPE=CELL:+86 798 123
ADR;TYPE=WORK:;;1 Kiln Road;Jingdezhen;;333000;China
NOTE:First line\\nsecond
END:VCARD
""".encode()


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    """Make a picture."""
    out = BytesIO()
    Image.new("RGB", size, "orange").save(out, kind)
    return out.getvalue()


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """Make a zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb(name: str = "word/document.xml", megabytes: int = 60) -> bytes:
    """Make a zip whose one member unfolds to far more than it is."""
    return zipped({name: b" " * (megabytes << 20)})


def document(text: str = "Hello 您好") -> bytes:
    """Make a .docx of one paragraph."""
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/'
            'package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
            f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body><w:p><w:r>'
            f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
        }
    )


def book(rows: str | None = None, head: str = "") -> bytes:
    """Make a .xlsx of one sheet with text, a number, a date and a yes."""
    cells = rows or (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>0.1</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>备件</t></is></c>'
        '<c r="B2" s="1"><v>46289</v></c><c r="C2" t="b"><v>1</v></c></row>'
    )
    return zipped(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
            '<sheets><sheet name="清单" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
            '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'{head}<sst xmlns="{MAIN}"><si><t>Name</t></si>'
            "</sst>",
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/>'
            '<xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}'
            "</sheetData></worksheet>",
        }
    )


def deck() -> bytes:
    """Make a .pptx of two slides, whose files are in the other order."""
    slide = (
        f'<p:sld xmlns:p="{DECK}" xmlns:a="{DRAWING}"><a:p><a:r><a:t>{{text}}</a:t>'
        "</a:r></a:p></p:sld>"
    )
    return zipped(
        {
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{DECK}" '
            f'xmlns:r="{RELATIONS}"><p:sldIdLst><p:sldId r:id="r2"/>'
            '<p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
            '<Relationship Id="r1" Target="slides/slide1.xml"/>'
            '<Relationship Id="r2" Target="slides/slide2.xml"/></Relationships>',
            "ppt/slides/slide1.xml": slide.format(
                deck=DECK, drawing=DRAWING, text="End"
            ),
            "ppt/slides/slide2.xml": slide.format(
                deck=DECK, drawing=DRAWING, text="开始"
            ),
        }
    )


def pdf(pages: int = 1, *, garbage: bytes = b"") -> bytes:
    """Make a PDF of blank pages with a word on each."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
    ]
    for number in range(pages):
        words = b"BT 72 720 Td ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            f"{4 + 2 * number} 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        ]
    out = bytearray(b"%PDF-1.4\n" + garbage)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def winmail(name: str = "plan.txt", content: bytes = b"The plan") -> bytes:
    """Make a winmail.dat that holds one file (MS-OXTNEF §2.1.3)."""

    def attribute(level: int, number: int, data: bytes) -> bytes:
        head = struct.pack("<BII", level, number, len(data))
        return head + data + struct.pack("<H", sum(data) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
        + attribute(2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))
        + attribute(2, 0x00018010, name.encode() + b"\0")
        + attribute(2, 0x0006800F, content)
    )
