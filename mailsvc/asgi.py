"""The ASGI entry point: the event stream and nothing else; pages go by `wsgi.py`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mailsvc.settings")
django.setup()

from django.conf import settings  # noqa: E402  # only after the set-up

from mailbox.live.hub import Hub  # noqa: E402
from mailbox.live.stream import Stream  # noqa: E402

application = Stream(Hub(settings.REDIS_URL))
