"""The rows of accounts."""

from accounts.models.account import Account
from accounts.models.preferences import Device, Look, Preferences

__all__ = ["Account", "Device", "Look", "Preferences"]
