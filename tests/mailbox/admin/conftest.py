"""Olga, who is an admin, and Ann, who is not, at the admin pages."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from tests.builders.mail import open_test_account


@pytest.fixture
def olga(ann: Account) -> Account:
    """Olga, who may do everything."""
    return open_test_account("olga", is_admin=True)


@pytest.fixture
def pages(olga: Account) -> Client:
    """A browser in which Olga is signed in."""
    client = Client()
    client.force_login(olga)
    return client
