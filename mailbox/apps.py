"""mailbox: everything that an address owns."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "mailbox"
