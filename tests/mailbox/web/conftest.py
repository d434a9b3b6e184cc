"""Browsers in which Ann and Ben are signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account


@pytest.fixture
def as_ann(ann: Account) -> Client:
    """A browser in which Ann is signed in."""
    return _signed_in(ann)


@pytest.fixture
def as_ben(ben: Account) -> Client:
    """A browser in which Ben is signed in."""
    return _signed_in(ben)


def _signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client
