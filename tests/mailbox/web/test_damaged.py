"""A letter whose bytes are damaged, missing or out of reach is still told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Account
from mailbox.mime.build import FileToSend
from mailbox.models import Draft, Message, Role
from mailbox.store.blobs import blobs
from mailbox.store.files import FileBlobStore
from tests.builders.mail import Letter, folder_of, receive

FILE: Final = FileToSend("plan.pdf", "application/pdf", b"%PDF " * 100)
GONE: Final = "what we keep of it is damaged or missing"
AWAY: Final = "cannot be read now"
Harm = Callable[[Path], object]


def damage(path: Path) -> None:
    stored = bytearray(path.read_bytes())
    stored[len(stored) // 2] ^= 0xFF
    path.write_bytes(stored)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def put_away(path: Path) -> None:
    """Let another thing stand where the blob should be: the disk fails to read it."""
    path.unlink()
    path.mkdir()


HARMS: Final = [
    pytest.param(Path.unlink, 500, GONE, id="missing"),
    pytest.param(damage, 500, GONE, id="damaged"),
    pytest.param(cut, 500, GONE, id="cut"),
    pytest.param(empty, 500, GONE, id="empty"),
    pytest.param(put_away, 503, AWAY, id="away"),
]
any_harm = pytest.mark.parametrize(("harm", "status", "words"), HARMS)


@pytest.fixture
def harmed(ann: Account) -> Iterator[Callable[..., Message]]:
    """Receive a letter for Ann and do harm to its blob."""
    touched: list[Path] = []

    def harm_letter(harm: Harm, **fields: Any) -> Message:
        (message,) = receive(ann, Letter("Kiln plans", **fields))
        store = blobs()
        assert isinstance(store, FileBlobStore)
        path = store.path_of(message.digest)
        touched.append(path)
        harm(path)
        return message

    yield harm_letter
    for path in touched:
        if path.is_dir():
            path.rmdir()


def test_our_store_is_the_one_that_is_harmed() -> None:
    assert not settings.MAILSVC_BLOBS


@any_harm
@pytest.mark.parametrize("html", [None, "<p>The plans</p>"])
def test_conversation_shows_what_its_row_knows(
    html: str | None,
    harm: Harm,
    status: int,
    words: str,
    as_ann: Client,
    ann: Account,
    harmed: Callable[..., Message],
) -> None:
    message = harmed(harm, text="The plans are here.", html=html, files=(FILE,))
    inbox = folder_of(ann, Role.INBOX).pk

    response = as_ann.get(f"/mail/{inbox}/c/{message.conversation_id}/")

    assert response.status_code == 200
    for known in ("Kiln plans", "Wen Jing", "The plans", "plan.pdf", words):
        assert known in response.text
    assert "<iframe" not in response.text


@any_harm
@pytest.mark.parametrize("page", ["source", "headers"])
def test_source_and_header_say_that_they_cannot_be_read(
    page: str,
    harm: Harm,
    status: int,
    words: str,
    as_ann: Client,
    harmed: Callable[..., Message],
) -> None:
    message = harmed(harm)

    response = as_ann.get(f"/m/{message.pk}/{page}/")

    assert "Kiln plans" in response.text
    assert words in response.text
    assert "Download original" not in response.text


@any_harm
@pytest.mark.parametrize("page", ["body", "part/2", "files", "raw", "forward"])
def test_what_needs_the_bytes_is_refused_in_words(
    page: str,
    harm: Harm,
    status: int,
    words: str,
    as_ann: Client,
    harmed: Callable[..., Message],
) -> None:
    message = harmed(harm, html="<p>The plans</p>", files=(FILE,))
    as_ann.raise_request_exception = False

    response = as_ann.get(f"/m/{message.pk}/{page}/")

    assert response.status_code == status
    assert words in response.text
    assert not Draft.objects.exists()


def test_answer_to_what_cannot_be_read_begins_without_a_quote(
    as_ann: Client, harmed: Callable[..., Message]
) -> None:
    message = harmed(Path.unlink)

    page = as_ann.get(f"/m/{message.pk}/reply/", follow=True).text

    assert 'value="Re: Kiln plans"' in page
    assert "wrote:" not in page


def test_download_breaks_off_where_the_damage_begins(
    as_ann: Client, harmed: Callable[..., Message]
) -> None:
    noise = b"".join(number.to_bytes(4, "big") * 2 for number in range(400_000))
    file = FileToSend("big.bin", "application/octet-stream", noise)
    message = harmed(damage, files=(file,))

    response = as_ann.get(f"/m/{message.pk}/raw/")

    assert response.status_code == 200
    with pytest.raises(Exception, match="StoreDamaged"):
        response.getvalue()


def test_draft_with_a_damaged_file_says_which(as_ann: Client, ann: Account) -> None:
    as_ann.post("/compose/", {"do": "save", "subject": "Plans"})
    draft = Draft.objects.get()
    ref = blobs().put(b"to be damaged")
    draft.files.create(filename="a.txt", digest=ref.digest, size_bytes=ref.size_bytes)
    blobs().delete(ref.digest)

    fields = {
        "do": "send",
        "to": "friend@remote.test",
        "subject": "Kiln",
        "body": "My words",
    }
    response = as_ann.post(f"/compose/{draft.pk}/", fields)

    assert "The file “a.txt” cannot be read." in response.text
    assert "My words" in response.text
