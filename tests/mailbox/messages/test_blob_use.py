"""No column that names a blob may be forgotten by the sweep."""

from __future__ import annotations

from django.apps import apps

from accounts.models import Account
from mailbox.messages.blob_use import holders, used_digests
from tests.builders.mail import Letter, receive


def test_every_model_with_a_digest_is_asked() -> None:
    naming = {
        model
        for model in apps.get_app_config("mailbox").get_models()
        if any(field.name == "digest" for field in model._meta.get_fields())
    }

    assert {rows.model for rows in holders()} == naming


def test_a_filed_message_keeps_its_bytes(ann: Account) -> None:
    [message] = receive(ann, Letter())

    assert used_digests([message.digest, "0" * 64]) == {message.digest}
