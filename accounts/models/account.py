"""Account: a person (or a role such as postmaster) who can sign in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.preferences import Preferences
from mailsvc.kit import clock


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by address, as Django's sign-in needs."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(address=(username or "").strip().lower())


class Account(AbstractBaseUser, PermissionsMixin):
    """Who signs in. The address is kept normalised: lower case, A-label domain."""

    address = models.CharField(_("address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=16, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects = AccountManager()

    EMAIL_FIELD = "address"
    USERNAME_FIELD = "address"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.address

    def get_full_name(self) -> str:
        return self.name or self.address

    def get_short_name(self) -> str:
        return self.name or self.address

    @property
    def preferences(self) -> Preferences:
        """Give what this person chose, or the defaults where nothing was kept yet."""
        try:
            return self.kept_preferences
        except Preferences.DoesNotExist:
            return Preferences(account=self)
