"""What lets a browser install the pages as an app: manifest and service worker.

The worker keeps the shell (styles, scripts, a page that says "offline") and no
mail: nothing of a person's is ever in the browser's storage.
"""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

DARK = "#0e2a27"
ICONS = (
    ("img/icon.svg", "any", "image/svg+xml"),
    ("img/icon-192.png", "192x192", "image/png"),
    ("img/icon-512.png", "512x512", "image/png"),
)
SHELL = ("css/app.css", "js/app.js", "img/mark.svg", "icons/icons.svg")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say what the installed app is called and how it looks (W3C App Manifest)."""
    response = JsonResponse(
        {
            "id": "/",
            "name": settings.MAILSVC_NAME,
            "short_name": settings.MAILSVC_NAME.removesuffix(" Mail"),
            "lang": get_language(),
            "start_url": reverse("mailbox:inbox"),
            "scope": "/",
            "display": "standalone",
            "background_color": DARK,
            "theme_color": DARK,
            "icons": [
                {"src": static(name), "sizes": sizes, "type": kind, "purpose": use}
                for name, sizes, kind in ICONS
                for use in ("any", "maskable")
            ],
        },
        content_type="application/manifest+json",
    )
    patch_cache_control(response, private=True, max_age=3600)
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker, with the names of what it keeps."""
    shell = [reverse("offline"), *(static(name) for name in SHELL)]
    context = {"shell": json.dumps(shell), "offline": json.dumps(shell[0])}
    response = render(request, "install/worker.js", context, "text/javascript")
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what is shown when the server cannot be reached."""
    return render(request, "install/offline.html")
