"""The Celery application: filing, delivery, housekeeping.

Its settings are the `CELERY_…` ones in `settings.py`; its tasks live in
`accounts/tasks.py` and `mailbox/tasks/`.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mailsvc.settings")

app = Celery("mailsvc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["mailbox"])
