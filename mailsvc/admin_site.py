"""The admin pages: Django's own, behind our own sign-in, for admins alone.

There is one way to sign in, with its limits on guessing, so Django's form is not
used; and what signs out here signs out as everywhere. Its pages keep our content
security policy but for trusted types, which the jQuery it stands on does not know.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.web.signin import sign_out

POLICY = {"require-trusted-types-for": None, "trusted-types": None}


class AdminPages(AdminSite):
    """Shows every model of the service that an admin may look into."""

    site_title = _("Admin pages")
    index_title = _("What is here")
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in active staff with all rights; what staff may do follows later."""
        return super().has_permission(request) and request.user.is_superuser

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the service at the top of each page."""
        return {**super().each_context(request), "site_header": settings.MAILSVC_NAME}

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Lead to our own sign-in, and refuse who is signed in without the right."""
        if request.user.is_authenticated:
            raise PermissionDenied
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(target, _path_of(settings.LOGIN_URL))

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Sign out as from anywhere else."""
        return sign_out(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap a page as Django does, and give it the policy that it can keep."""
        return csp_replace(POLICY)(super().admin_view(view, cacheable))


def _path_of(name: str) -> str:
    return urlsplit(reverse(name)).path
