"""A job that waits in the queue is not queued again."""

from __future__ import annotations

import redis as redis_client
from celery import shared_task

from mailsvc.kit.jobs import START_MARK_SECONDS, Job

runs: list[int] = []
LETTER = Job("tests.letter", queue="filing")


@shared_task(name="tests.letter")
def letter(number: int) -> None:
    runs.append(number)


def test_job_is_started_once_for_the_same_ids(redis: redis_client.Redis) -> None:
    runs.clear()

    started = [LETTER.start_once(number=number) for number in (1, 2, 1, 2)]

    assert started == [True, True, False, False]
    assert runs == [1, 2]


def test_job_that_has_begun_can_be_started_again(redis: redis_client.Redis) -> None:
    runs.clear()
    LETTER.start_once(number=1)
    LETTER.start_once(number=2)

    LETTER.woken(number=1)

    assert LETTER.start_once(number=1)
    assert not LETTER.start_once(number=2)
    assert runs == [1, 2, 1]


def test_mark_of_a_dead_worker_is_over_in_a_minute(redis: redis_client.Redis) -> None:
    LETTER.start_once(number=1)

    (mark,) = redis.keys("*letter*")
    assert 0 < redis.ttl(mark) <= START_MARK_SECONDS
