"""Files of a letter over HTTP: at once, in pieces, and refused with words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.models import Draft, DraftFile, Mailbox, Upload
from mailbox.store.blobs import blobs
from tests.builders.files import picture
from tests.builders.mail import mailbox_of

FILM = {"name": "film.mp4", "type": "video/mp4", "size": "10", "fingerprint": "f"}


@pytest.fixture
def draft(ann: Account) -> Draft:
    return Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)


def post(page: Client, draft: Draft, fields: dict[str, Any]) -> Any:
    return page.post(f"/compose/{draft.pk}/uploads/", fields)


def patch(page: Client, url: str, offset: int, data: bytes) -> Any:
    return page.patch(
        url,
        data,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def test_small_file_comes_in_one_request(as_ann: Client, draft: Draft) -> None:
    sent = SimpleUploadedFile("计划.txt", b"plan", "text/plain")

    answer = post(as_ann, draft, {"file": sent}).json()

    file = draft.files.get()
    assert (answer["file"], answer["name"]) == (file.pk, "计划.txt")
    assert as_ann.get(answer["url"]).content == b"plan"


def test_picture_for_the_text_gets_a_name_in_it(as_ann: Client, draft: Draft) -> None:
    sent = SimpleUploadedFile("kiln.png", picture(), "image/png")

    post(as_ann, draft, {"file": sent, "place": "text"})

    file = draft.files.get()
    assert file.is_inline
    assert file.content_id.endswith(draft.mailbox.address.partition("@")[2])


def test_large_file_comes_in_pieces(as_ann: Client, draft: Draft) -> None:
    begun = post(as_ann, draft, FILM).json()
    first = patch(as_ann, begun["upload"], 0, b"abcdef").json()
    told = as_ann.get(begun["upload"]).json()

    last = patch(as_ann, begun["upload"], 6, b"ghij").json()

    assert (begun["offset"], first["offset"], told["offset"]) == (0, 6, 6)
    assert last["file"] == draft.files.get().pk
    assert blobs().read(draft.files.get().digest) == b"abcdefghij"
    assert as_ann.get(begun["upload"]).json()["file"] == last["file"]


def test_wrong_offset_is_answered_with_the_right_one(
    as_ann: Client, draft: Draft
) -> None:
    url = post(as_ann, draft, FILM).json()["upload"]
    patch(as_ann, url, 0, b"abc")

    answer = patch(as_ann, url, 5, b"x")

    assert (answer.status_code, answer.json()["offset"]) == (HTTPStatus.CONFLICT, 3)


def test_same_file_chosen_again_goes_on(as_ann: Client, draft: Draft) -> None:
    url = post(as_ann, draft, FILM).json()["upload"]
    patch(as_ann, url, 0, b"abc")

    again = post(as_ann, draft, FILM).json()

    assert again == {"upload": url, "offset": 3}
    assert "film.mp4" in as_ann.get(f"/compose/{draft.pk}/").text


def test_cancelled_upload_is_gone(as_ann: Client, draft: Draft) -> None:
    url = post(as_ann, draft, FILM).json()["upload"]

    assert as_ann.delete(url).status_code == HTTPStatus.OK
    assert as_ann.get(url).status_code == HTTPStatus.NOT_FOUND
    assert not Upload.objects.exists()


def test_another_person_reaches_neither_upload_nor_file(
    as_ann: Client, as_ben: Client, draft: Draft
) -> None:
    url = post(as_ann, draft, FILM).json()["upload"]
    sent = SimpleUploadedFile("a.txt", b"a", "text/plain")
    file = post(as_ann, draft, {"file": sent}).json()["url"]

    answers = (
        post(as_ben, draft, FILM),
        patch(as_ben, url, 0, b"abc"),
        as_ben.get(url),
        as_ben.delete(url),
        as_ben.delete(file),
    )

    assert {answer.status_code for answer in answers} == {HTTPStatus.NOT_FOUND}
    assert Upload.objects.get(file=None).received_bytes == 0
    assert DraftFile.objects.exists()


def test_upload_of_one_letter_is_not_found_in_another(
    as_ann: Client, draft: Draft
) -> None:
    url = post(as_ann, draft, FILM).json()["upload"]
    other = Draft.objects.create(mailbox=draft.mailbox, from_address="")
    wrong = url.replace(f"/compose/{draft.pk}/", f"/compose/{other.pk}/")

    assert as_ann.get(wrong).status_code == HTTPStatus.NOT_FOUND


def test_too_large_a_file_is_refused_in_words(
    as_ann: Client, draft: Draft, settings: Settings
) -> None:
    settings.MAILSVC_MESSAGE_LIMIT = 10
    sent = SimpleUploadedFile("a.txt", b"a" * 100, "text/plain")

    for answer in (post(as_ann, draft, FILM), post(as_ann, draft, {"file": sent})):
        assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert "larger than a letter can be" in answer.json()["words"]


def test_full_mailbox_says_so(as_ann: Client, draft: Draft) -> None:
    Mailbox.objects.update(used_bytes=100, quota_bytes=100)

    answer = post(as_ann, draft, FILM)

    assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert answer.json()["words"] == "The mailbox is full."


@pytest.mark.parametrize("size", ["", "-1", "x", "9" * 30, "１０"])
def test_size_that_is_none_is_refused(as_ann: Client, draft: Draft, size: str) -> None:
    answer = post(as_ann, draft, FILM | {"size": size})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_file_is_taken_out_at_once(as_ann: Client, draft: Draft) -> None:
    sent = SimpleUploadedFile("a.txt", b"a", "text/plain")
    url = post(as_ann, draft, {"file": sent}).json()["url"]

    assert as_ann.delete(url).status_code == HTTPStatus.OK
    assert as_ann.delete(url).status_code == HTTPStatus.NOT_FOUND
    assert not draft.files.exists()


def test_form_without_scripts_brings_files(as_ann: Client, draft: Draft) -> None:
    sent = SimpleUploadedFile("a.txt", b"plan", "text/plain")

    as_ann.post(f"/compose/{draft.pk}/", {"do": "attach", "files": [sent]})

    assert blobs().read(draft.files.get().digest) == b"plan"


def test_file_that_was_taken_out_is_put_back_once(as_ann: Client, draft: Draft) -> None:
    sent = SimpleUploadedFile("a.txt", b"plan", "text/plain")
    file = post(as_ann, draft, {"file": sent}).json()
    token = as_ann.delete(file["url"]).json()["restore"]

    again = [post(as_ann, draft, {"restore": token}).json() for _time in range(2)]

    assert again == [file, file]
    assert as_ann.get(file["url"]).content == b"plan"


def test_file_is_put_back_into_its_own_letter_only(
    as_ann: Client, as_ben: Client, draft: Draft
) -> None:
    sent = SimpleUploadedFile("a.txt", b"plan", "text/plain")
    url = post(as_ann, draft, {"file": sent}).json()["url"]
    token = as_ann.delete(url).json()["restore"]
    other = Draft.objects.create(mailbox=draft.mailbox, from_address="")

    answers = (
        post(as_ben, draft, {"restore": token}),
        post(as_ann, other, {"restore": token}),
        post(as_ann, draft, {"restore": token + "x"}),
    )

    assert [answer.status_code for answer in answers] == [404, 404, 422]
    assert not DraftFile.objects.exists()


def test_picture_of_the_text_can_become_a_file(as_ann: Client, draft: Draft) -> None:
    sent = SimpleUploadedFile("kiln.png", picture(), "image/png")
    url = post(as_ann, draft, {"file": sent, "place": "text"}).json()["url"]

    answer = as_ann.post(url).json()

    assert (answer["name"], answer["size"]) == ("kiln.png", len(picture()))
    assert not draft.files.get().is_inline


def test_small_file_that_is_sent_twice_comes_once(as_ann: Client, draft: Draft) -> None:
    for _time in range(2):
        sent = SimpleUploadedFile("a.txt", b"plan", "text/plain")
        post(as_ann, draft, {"file": sent, "fingerprint": "one"})

    assert draft.files.count() == 1


@pytest.mark.parametrize("is_rich", [True, False])
def test_picture_of_the_text_is_a_file_of_a_plain_letter(
    as_ann: Client, draft: Draft, is_rich: bool
) -> None:
    Draft.objects.update(is_rich=is_rich)
    sent = SimpleUploadedFile("kiln.png", picture(), "image/png")
    post(as_ann, draft, {"file": sent, "place": "text"})

    page = as_ann.get(f"/compose/{draft.pk}/").text

    assert ("Remove kiln.png" in page) is not is_rich
