"""The search page, asked for as a browser asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.messages.kept_searches import list_saved, save_search
from mailbox.models import Message
from tests.builders.mail import Letter, mailbox_of, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(ann: Account, client: Client) -> Client:
    client.force_login(ann)
    return client


def find(client: Client, typed: str, **more: str) -> str:
    response = client.get("/search/", {"q": typed, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_a_search_shows_its_hits_and_only_ones_own(
    asked: Client, ann: Account, ben: Account
) -> None:
    receive(ann, Letter("Kiln contract"), Letter("Lunch"))
    receive(ben, Letter("Kiln of Ben"))

    page = find(asked, "kiln")

    assert "Kiln contract" in page
    assert "Lunch" not in page
    assert "Kiln of Ben" not in page


def test_a_wrong_operator_is_explained_with_its_fix(asked: Client) -> None:
    page = find(asked, "form:wen is:unred")

    assert 'href="/search/?q=from%3Awen+is%3Aunred"' in page
    assert 'href="/search/?q=form%3Awen+is%3Aunread"' in page
    assert "Did you mean" in page


def test_typed_text_is_text_on_the_page(asked: Client) -> None:
    page = find(asked, 'from:"<script>" before:<b>x</b>')

    assert "<script>&quot;" not in page
    assert "<b>x</b>" not in page


def test_without_a_search_the_page_says_what_can_be_asked(asked: Client) -> None:
    page = asked.get("/search/").content.decode()

    assert "has:attachment" in page
    assert "附件名:" in page


def test_operators_are_chips_that_can_be_edited_or_left_out(asked: Client) -> None:
    page = find(asked, "kiln from:wen -is:read")

    assert '<input type="hidden" name="q" value="from:wen">' in page
    assert '<input type="search" name="q" value="kiln"' in page
    assert 'href="/search/?q=kiln+-is%3Aread"' in page
    assert 'href="/search/?q=kiln+from%3Awen+-is%3Aread&amp;edit=5"' in page
    edited = find(asked, "kiln from:wen -is:read", edit="5")
    assert '<input type="search" name="q" value="kiln from:wen"' in edited


def test_chips_and_words_are_put_together(asked: Client, ann: Account) -> None:
    receive(
        ann,
        Letter("Kiln contract"),
        Letter("Kiln", author="pieter@b.test", author_name=""),
    )

    page = asked.get("/search/?q=from:wen&q=is:unread&q=kiln").content.decode()

    assert "Kiln contract" in page
    assert "pieter@b.test" not in page


def test_what_was_searched_for_is_suggested_until_it_is_forgotten(
    asked: Client, as_ben: Client
) -> None:
    asked.post("/search/recent/", {"q": "kiln  contract"})
    asked.post("/search/recent/", {"q": "lunch"})
    asked.post("/search/recent/", {"q": "kiln contract"})

    shown = asked.get("/search/suggest/").content.decode()

    assert shown.index("kiln contract") < shown.index("lunch")
    assert shown.count('data-typed="kiln contract"') == 1
    assert "kiln" not in as_ben.get("/search/suggest/").content.decode()
    asked.post("/search/recent/", {"do": "forget"})
    assert "kiln" not in asked.get("/search/suggest/").content.decode()


def test_suggestions_complete_the_piece_at_the_cursor(asked: Client) -> None:
    shown = asked.get("/search/suggest/", {"q": "𠀀 in:spa"}).content.decode()

    assert 'data-start="3"' in shown  # in UTF-16, as scripts count
    assert 'data-typed="in:Spam"' in shown


def test_suggesting_takes_few_queries(
    asked: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        asked.get("/search/suggest/", {"q": "in:"})


def test_a_search_is_saved_and_stands_in_the_rail(asked: Client, ann: Account) -> None:
    receive(ann, Letter("Kiln contract"), Letter("Lunch"))

    page = asked.post(
        "/search/saved/", {"do": "save", "q": "kiln", "name": "All kilns"}, follow=True
    ).content.decode()

    assert "Kiln contract" in page
    assert "Lunch" not in page
    assert "All kilns" in asked.get("/", follow=True).content.decode()
    assert '<input type="search" name="q" value="kiln"' in page


def test_what_is_done_with_the_rows_of_a_saved_search_is_done_with_the_search(
    asked: Client, ann: Account
) -> None:
    saved = save_search(mailbox_of(ann), "Unread", "is:unread")

    page = asked.get(f"/search/saved/{saved.pk}/").content.decode()

    own = f"/search/saved/{saved.pk}/?q=is%3Aunread"
    assert f'<input type="hidden" name="next" value="{own}">' in page


def test_a_saved_search_is_renamed_and_deleted(asked: Client, ann: Account) -> None:
    saved = save_search(mailbox_of(ann), "Kilns", "kiln")
    form = {"search": saved.pk, "name": "Ovens"}

    asked.post("/search/saved/", {**form, "do": "rename"})
    assert "Ovens" in asked.get("/search/saved/").content.decode()
    page = asked.post("/search/saved/", {**form, "do": "delete"}, follow=True)
    assert not list_saved(mailbox_of(ann))
    assert '<input type="hidden" name="q" value="kiln">' in page.content.decode()


def test_a_name_that_is_taken_is_asked_for_again(asked: Client, ann: Account) -> None:
    save_search(mailbox_of(ann), "Kilns", "kiln")

    answer = asked.post("/search/saved/", {"do": "save", "q": "oven", "name": "Kilns"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This name is taken." in page
    assert '<input type="hidden" name="q" value="oven">' in page


def test_hits_are_marked_and_deeper_ones_are_asked_for(
    asked: Client, ann: Account, as_ben: Client
) -> None:
    text = "Dear all, " + "and so on. " * 40 + "The <zebra> came."
    (message,) = receive(ann, Letter("Kiln contract", text))

    page = find(asked, "zebra kiln")
    assert "<mark>Kiln</mark> contract" in page
    assert "data-deeper" in find(asked, "zebra")

    url = f"/search/snippets/?q=zebra&m={message.pk}&m=x"
    part = asked.get(url).content.decode()
    assert f"""hx-target='[data-id="m{message.pk}"] .snip'""" in part
    assert "The &lt;<mark>zebra</mark>&gt; came." in part
    assert as_ben.get(url).content == b""


def test_a_letter_that_cannot_be_read_keeps_its_preview(
    asked: Client, ann: Account
) -> None:
    (message,) = receive(ann, Letter("Kiln", "A zebra."))
    Message.objects.update(digest="0" * 64)

    answer = asked.get(f"/search/snippets/?q=zebra&m={message.pk}")

    assert (answer.status_code, answer.content) == (200, b"")


def test_nothing_found_offers_what_would_be(asked: Client, ann: Account) -> None:
    receive(ann, Letter("Kiln contract"), Letter("Kiln plan"))

    page = find(asked, "kiln from:nobody")
    assert "Leave something out" in page
    assert "2 letters" in page
    assert 'href="/search/?q=kiln"' in page
    page = find(asked, "contarct")
    assert "Did you mean" in page
    assert 'href="/search/?q=contract"' in page
    assert "What you can ask for</h3>" in find(asked, "zebra")


def test_results_can_be_narrowed_by_what_they_share(
    asked: Client, ann: Account
) -> None:
    other = Letter("Kiln 3", author="pieter@b.test", author_name="Pieter")
    receive(ann, Letter("Kiln 1"), Letter("Kiln 2"), other)

    assert '/search/facets/?q=kiln"' in find(asked, "kiln")
    page = asked.get("/search/facets/?q=kiln").content.decode()
    assert 'href="/search/?q=kiln+from%3Apieter%40b.test"' in page
    assert "<h1>" in page
    part = asked.get(
        "/search/facets/?q=kiln",
        headers={"HX-Request": "true", "HX-Target": "facets"},
    ).content.decode()
    assert 'hx-target="#facets"' in part
    assert "<h1>" not in part
