"""Files are looked at without a download: their page, its pieces, its neighbours."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from mailbox.mime.build import FileToSend
from mailbox.models import Message
from tests.builders import files
from tests.builders.mail import Letter, entries_of, receive

ENCLOSED = (
    b"From: Wen <wen@a.test>\r\nSubject: Inside\r\nContent-Type: text/html\r\n\r\n"
    b"<p onclick=alert(1)>Deep <script>alert(1)</script><img src=https://a.test/x>"
)
FILES = (
    FileToSend("kiln.jpg", "image/jpeg", files.picture("JPEG")),
    FileToSend("合同.pdf", "application/pdf", files.pdf(2)),
    FileToSend("清单.xlsx", "application/octet-stream", files.book()),
    FileToSend("report.docx", "application/octet-stream", files.document("Hello 您好")),
    FileToSend("deck.pptx", "application/octet-stream", files.deck()),
    FileToSend("prices.csv", "text/csv", "名称;价\n茶具;1,5\n".encode("gb18030")),
    FileToSend("page.html", "text/html", b"<script>alert(1)</script>"),
    FileToSend("logo.svg", "image/svg+xml", b"<svg onload='alert(1)'/>"),
    FileToSend("all.zip", "application/zip", files.zipped({"读我.txt": "x"})),
    FileToSend("invite.ics", "text/calendar", files.EVENT),
    FileToSend("wen.vcf", "text/vcard", files.CARD),
    FileToSend("winmail.dat", "application/ms-tnef", files.winmail()),
    FileToSend("tone.mp3", "audio/mpeg", b"0123456789"),
    FileToSend("letter.eml", "application/octet-stream", ENCLOSED),
    FileToSend("thing.bin", "application/octet-stream", b"x"),
    FileToSend("broken.docx", "application/octet-stream", b"x"),
)
NAMES = [file.filename for file in FILES]


@pytest.fixture
def client(ann: Account) -> Client:
    client = Client()
    client.force_login(ann)
    return client


@pytest.fixture
def message(ann: Account) -> Message:
    return receive(ann, Letter(text="Look at these.", files=FILES))[0]


def url(name: str, message: Message, file: str, **more: object) -> str:
    section = str(NAMES.index(file) + 2)
    given = {"message_id": message.pk, "section": section, **more}
    return reverse(f"mailbox:{name}", kwargs=given)


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("kiln.jpg", 'class="look-picture"'),
        ("合同.pdf", "?page=2"),
        ("清单.xlsx", "<td>2026-09-24</td>"),
        ("report.docx", "/view/content/"),
        ("deck.pptx", "开始"),
        ("prices.csv", "<td>1,5</td>"),
        ("page.html", "&lt;script&gt;alert(1)"),
        ("logo.svg", "&lt;svg onload="),
        ("all.zip", "读我.txt"),
        ("invite.ics", "Every week, 4 times"),
        ("wen.vcf", "Manager, Jingdezhen Hearthworks"),
        ("winmail.dat", "/view/inside/1/"),
        ("tone.mp3", "<audio"),
        ("letter.eml", "Inside"),
        ("thing.bin", "There is no way to show this kind of file here."),
        ("broken.docx", "This file cannot be shown"),
    ],
)
def test_a_file_has_a_page_of_its_own(
    client: Client, message: Message, file: str, shown: str
) -> None:
    page = client.get(url("preview", message, file)).content.decode()

    assert shown in page
    assert f"{NAMES.index(file) + 1} of {len(FILES)}" in page
    assert "Look at these." in page
    assert url("attachment", message, file) in page


def test_one_goes_through_the_files_of_the_whole_conversation(
    client: Client, ann: Account
) -> None:
    first = Letter(message_id="a@b.test", subject="Talk", files=FILES[:2])
    answer = Letter(subject="Re: Talk", in_reply_to="a@b.test", files=FILES[5:6])
    one, other = receive(ann, first, answer)
    assert one.conversation_id == other.conversation_id

    page = client.get(url("preview", one, "合同.pdf")).content.decode()

    assert "2 of 3" in page
    assert f'href="{url("preview", one, "kiln.jpg")}" rel="prev"' in page
    last = reverse("mailbox:preview", args=[other.pk, "2"])
    assert f'href="{last}" rel="next"' in page


def test_files_of_letters_in_trash_are_left_out(client: Client, ann: Account) -> None:
    first = Letter(message_id="a@b.test", subject="Talk", files=FILES[:1])
    answer = Letter(subject="Re: Talk", in_reply_to="a@b.test", files=FILES[5:6])
    one, _other = receive(ann, first, answer)
    entry = entries_of(ann)[1]
    client.post(
        reverse("mailbox:act"),
        {"action": "delete", "message": entry.message_id, "folder": entry.folder_id},
    )
    still_there = [each.message_id for each in entries_of(ann)]
    if still_there != [one.pk]:
        pytest.skip("one message of a conversation cannot be deleted alone yet")

    page = client.get(url("preview", one, "kiln.jpg")).content.decode()

    assert "prices.csv" not in page


def test_a_page_of_a_pdf_comes_as_a_picture(client: Client, message: Message) -> None:
    response = client.get(url("file_image", message, "合同.pdf") + "?page=2")

    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    for page in ("3", "0", "x" * 9, "9" * 30):
        asked = url("file_image", message, "合同.pdf") + f"?page={page}"
        assert client.get(asked).status_code == (404 if page in "30" else 200)


def test_a_file_that_is_no_picture_has_no_picture(
    client: Client, message: Message
) -> None:
    assert client.get(url("file_image", message, "logo.svg")).status_code == 404
    assert client.get(url("file_image", message, "thing.bin")).status_code == 404


def test_a_thumbnail_that_cannot_be_made_is_empty(client: Client, ann: Account) -> None:
    broken = FileToSend("kiln.jpg", "image/jpeg", b"x")
    (message,) = receive(ann, Letter(files=(broken,)))

    asked = url("file_image", message, "kiln.jpg")
    response = client.get(f"{asked}?side=thumb")

    assert (response.status_code, response["Content-Type"]) == (200, "image/gif")
    assert client.get(asked).status_code == 404


def test_an_enclosed_letter_is_cleaned_like_any_other(
    client: Client, message: Message
) -> None:
    response = client.get(url("file_content", message, "letter.eml"))

    html = response.content.decode()
    assert "Deep" in html
    assert "script" not in html
    assert "onclick" not in html
    assert "a.test" not in html
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_document_is_shown_under_the_frame_s_policy(
    client: Client, message: Message
) -> None:
    response = client.get(url("file_content", message, "report.docx"))

    assert "Hello 您好" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert client.get(url("file_content", message, "page.html")).status_code == 404


def test_a_file_out_of_winmail_is_a_download(client: Client, message: Message) -> None:
    response = client.get(url("file_inside", message, "winmail.dat", number=1))

    assert response.content == b"The plan"
    assert response["Content-Disposition"].startswith('attachment; filename="plan.txt"')
    absent = url("file_inside", message, "winmail.dat", number=2)
    assert client.get(absent).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "body", "span"),
    [
        ("", 200, b"0123456789", None),
        ("bytes=0-", 200, b"0123456789", None),
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_sound_comes_by_ranges(
    client: Client,
    message: Message,
    wanted: str,
    status: int,
    body: bytes,
    span: str | None,
) -> None:
    response = client.get(
        url("file_media", message, "tone.mp3"), headers={"Range": wanted}
    )

    assert response.status_code == status
    assert response.getvalue() == body
    assert response.get("Content-Range") == span
    if status != 416:
        assert response["Content-Type"] == "audio/mpeg"
        assert response["Accept-Ranges"] == "bytes"


def test_only_what_plays_is_served_as_sound(client: Client, message: Message) -> None:
    assert client.get(url("file_media", message, "page.html")).status_code == 404


def test_a_file_card_leads_to_its_page_and_to_the_download(
    client: Client, message: Message
) -> None:
    page = client.get(reverse("mailbox:message", args=[message.pk]), follow=True)

    html = page.content.decode()
    assert f'href="{url("preview", message, "kiln.jpg")}"' in html
    assert re.search(r'part/2/" download', html)
    assert html.count("?side=thumb") == 1


def test_a_pdf_may_stand_in_our_own_frame_only(
    client: Client, message: Message
) -> None:
    response = client.get(url("attachment", message, "合同.pdf") + "?inline=1")

    assert response["X-Frame-Options"] == "SAMEORIGIN"
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert policy.endswith("sandbox")
