"""The settings that the tests run under: the real ones, on a throw-away folder.

Each test process has its own data folder. Jobs run in the process that queues
them, so that a test sees their effect; what proves the queue itself starts the
real service (``tests/service.py``).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_DATA = tempfile.mkdtemp(prefix="mailsvc-test-", dir="/tmp")
Path(_DATA, "static").mkdir()  # or the first request of a test client warns
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)

_database_url = os.environ.get("DATABASE_URL", "")
for _name in [name for name in os.environ if name.startswith("MAILSVC_")]:
    del os.environ[_name]
os.environ.pop("REDIS_URL", None)
os.environ["MAILSVC_DATA"] = _DATA
os.environ["MAILSVC_SECRET_KEY"] = "the tests have a secret" * 3

from mailsvc.settings import *  # noqa: E402, F403
from mailsvc.settings import DATABASES  # noqa: E402

# A file, as in service: an in-memory database has other locks.
if not _database_url.startswith("postgres"):
    DATABASES["default"]["TEST"] = {"NAME": f"{_DATA}/test.sqlite3"}

CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
