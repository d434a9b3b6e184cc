"""Tell, from the inside, what a service has in its mailboxes.

Run beside a service, with its environment, as ``python -m tests.flows.reckoned
SECONDS``: waits that long for everything owed to be filed, then prints one JSON
object. Every blob is read again and compared with its name.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass

from tests.running import ROOT, clean_environment
from tests.service import Service


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What was found: `letters` holds the Message-IDs in each Inbox, sorted."""

    letters: dict[str, list[str]]
    owed: int
    spooled: int
    wrong_counts: list[str]


def reckon(service: Service, *, within_seconds: float) -> Reckoned:
    """Wait until nothing is owed any more, then look into every Inbox."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.flows.reckoned", str(within_seconds)],
        cwd=ROOT,
        env={
            **clean_environment(),
            **service.environment,
            "DJANGO_SETTINGS_MODULE": "mailsvc.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Reckoned(**json.loads(done.stdout))


def _tell(within_seconds: float) -> dict[str, object]:
    from mailbox.messages.reckoning import find_wrong_counts
    from mailbox.models import Arrival, Entry, Role, SpooledMessage
    from mailbox.store.blobs import blobs

    deadline = time.monotonic() + within_seconds
    while Arrival.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    letters = defaultdict(list)
    entries = Entry.objects.filter(folder__role=Role.INBOX)
    for entry in entries.select_related("message", "mailbox").order_by("uid"):
        blobs().verify(entry.message.digest)
        letters[entry.mailbox.address].append(entry.message.message_id)
    return {
        "letters": letters,
        "owed": Arrival.objects.count(),
        "spooled": SpooledMessage.objects.count(),
        "wrong_counts": [str(wrong) for wrong in find_wrong_counts()],
    }


if __name__ == "__main__":
    import django

    assert os.environ["DJANGO_SETTINGS_MODULE"] == "mailsvc.settings"
    django.setup()
    print(json.dumps(_tell(float(sys.argv[1]))))
