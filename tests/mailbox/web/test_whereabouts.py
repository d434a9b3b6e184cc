"""The rail knows where a person is, also while an action answers."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import resolve

from mailbox.web.whereabouts import Whereabouts, whereabouts_of


def find(url: str, came_from: str = "") -> Whereabouts:
    request = RequestFactory().get(url, headers={"HX-Current-URL": came_from})
    request.resolver_match = resolve(request.path)
    return whereabouts_of(request)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("/mail/7/", Whereabouts("mailbox", "folder", folder_id=7)),
        ("/mail/7/c/3/", Whereabouts("mailbox", "conversation", folder_id=7)),
        ("/mail/7/c/3/?in=starred", Whereabouts("mailbox", "starred")),
        ("/mail/7/c/3/?in=tag-9", Whereabouts("mailbox", "tag", tag_id=9)),
        ("/mail/7/?in=starred", Whereabouts("mailbox", "folder", folder_id=7)),
    ],
)
def test_a_page_is_where_it_says(url: str, place: Whereabouts) -> None:
    assert find(url) == place


def test_an_action_is_where_it_came_from() -> None:
    here = find("/mail/act/", "http://mail.example.test/mail/7/c/3/?in=tag-9")

    assert here == Whereabouts("mailbox", "tag", tag_id=9)


@pytest.mark.parametrize("url", ["", "http://[", "nonsense", "http://a.test/nowhere/"])
def test_nonsense_is_nowhere(url: str) -> None:
    assert find("/mail/act/", url) == Whereabouts()
