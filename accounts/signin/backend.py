"""Django's sign-in, by address and password."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import Account
from accounts.signin.authenticate import find_account


class AddressBackend(ModelBackend):
    """Signs in by address; an address without domain means ours."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **more: object,
    ) -> Account | None:
        typed = username or str(more.get("address") or "")
        if not typed or password is None:
            return None
        return find_account(typed, password)

    def get_user(self, user_id: int) -> Account | None:
        """Read the account of a session together with its preferences."""
        account = (
            Account.objects.select_related("kept_preferences")
            .filter(pk=user_id)
            .first()
        )
        return account if account and self.user_can_authenticate(account) else None
