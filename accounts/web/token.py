"""The token that forms carry, for a page that is older than its session.

Signing in again in another tab gives the session another token; what is open in this
one asks for it, instead of failing with everything that was written there.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@login_required
@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """Give the token; no other site can read the answer."""
    return HttpResponse(get_token(request), content_type="text/plain")
