"""Every job has its code, and every entry of the timetable names a job."""

from __future__ import annotations

from django.conf import settings

from mailbox import jobs, tasks
from mailsvc.celery import app
from mailsvc.kit.jobs import Job

JOBS = [each for each in vars(jobs).values() if isinstance(each, Job)]


def test_every_job_is_bound_to_a_task() -> None:
    assert tasks.__all__

    assert [job.name for job in JOBS if not job.is_bound()] == []


def test_every_entry_of_the_timetable_is_a_task() -> None:
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert named <= {job.name for job in JOBS}
    assert named - set(app.tasks) == set()
