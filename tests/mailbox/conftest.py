"""People with mailboxes: Ann, and Ben who must never see Ann's mail."""

from __future__ import annotations

import pytest

from accounts.models import Account
from tests.builders.mail import open_test_account


@pytest.fixture
def ann(db: None, redis: object) -> Account:
    """Ann, who has a mailbox here."""
    return open_test_account("ann")


@pytest.fixture
def ben(db: None, redis: object) -> Account:
    """Ben, who has another."""
    return open_test_account("ben")
