"""What is done by itself, and how often: the table that Celery's beat goes by."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from celery.schedules import schedule

HOUR: Final = 3600


class Recurring(NamedTuple):
    """A task that is due again and again; times are in seconds.

    One that no worker has begun after `expires` is dropped: the next one does its
    work too.
    """

    words: str
    task: str
    every: int
    expires: int
    queue: str = "filing"


TIMETABLE: Final = (
    Recurring(
        "file what was accepted and not filed", "mailbox.file_arrivals", 10, expires=30
    ),
    Recurring("deliver what is due", "mailbox.deliver_due", 5, 30, "delivery"),
    Recurring(
        "send the scheduled letters that are due",
        "mailbox.send_due",
        every=5,
        expires=30,
        queue="delivery",
    ),
    Recurring("bring back what was snoozed", "mailbox.wake_snoozed", 20, expires=60),
    Recurring(
        "look at how tables have grown", "mailbox.renew_statistics", HOUR, expires=HOUR
    ),
    Recurring("renew the copies of drafts", "mailbox.renew_old_copies", 10, expires=30),
    Recurring(
        "go on with what people asked for", "mailbox.do_forsaken_deeds", 30, expires=30
    ),
    Recurring("sweep unused blobs", "mailbox.sweep_blobs", 6 * HOUR, expires=HOUR),
    Recurring("make room in the caches", "mailbox.sweep_caches", HOUR, expires=3000),
)


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Write the table as Celery reads it."""
    return {
        each.words: {
            "task": each.task,
            "schedule": schedule(each.every),
            "options": {"queue": each.queue, "expires": each.expires},
        }
        for each in TIMETABLE
    }
