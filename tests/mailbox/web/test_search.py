"""The search page, asked for as a browser asks."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from tests.builders.mail import Letter, receive

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
