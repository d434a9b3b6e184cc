"""Ann, who has an account and a mailbox, and Ben who has another."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from tests.builders.mail import open_test_account


@pytest.fixture
def ann(db: None, redis: object) -> Account:
    """Ann, who has an account here."""
    return open_test_account("ann")


@pytest.fixture
def ben(db: None, redis: object) -> Account:
    """Ben, who has another."""
    return open_test_account("ben")


@pytest.fixture
def browser(ann: Account) -> Client:
    """A browser without scripts in which Ann is signed in."""
    client = Client()
    client.force_login(ann)
    return client
