"""A worker that dies loses nothing, and repeats as little as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import Account
from mailbox.inbound.sorting import file_waiting
from mailbox.models import (
    EnvelopeState,
)
from mailbox.outbound import queue as outgoing
from mailbox.outbound.delivery import attempt
from mailsvc.kit import clock
from tests.builders.mail import entries_of
from tests.builders.outgoing import queue, states_of
from tests.fakes.resolver import FakeResolver
from tests.fakes.smtp_peer import PolitePeer

BEN = "ben@remote.test"
NO_DNS = FakeResolver()


class Killed(BaseException):
    """Stands for kill -9: nothing that comes after it runs."""


@contextmanager
def killed_at(words: str) -> Iterator[None]:
    """Die before the first statement that holds these words is run."""

    def die(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if words in sql:
            raise Killed
        return execute(sql, params, many, context)

    with pytest.raises(Killed), connection.execute_wrapper(die):
        yield


def test_an_attempt_runs_once_however_often_it_is_started(
    ann: Account, remote: PolitePeer
) -> None:
    envelope = queue(ann, BEN)
    leased = outgoing.lease_envelope(envelope.pk)
    assert leased is not None

    assert not attempt(envelope.pk, NO_DNS)
    assert remote.accepted == []

    with clock.at(clock.now() + outgoing.LEASE + timedelta(seconds=1)):
        assert attempt(envelope.pk, NO_DNS)
        assert not attempt(envelope.pk, NO_DNS)
    assert len(remote.accepted) == 1


def test_a_worker_killed_after_250_sends_again_rather_than_loses(
    ann: Account, remote: PolitePeer
) -> None:
    envelope = queue(ann, BEN)

    with killed_at('UPDATE "mailbox_outgoingrecipient"'):
        attempt(envelope.pk, NO_DNS)
    assert len(remote.accepted) == 1
    assert states_of(envelope) == {BEN: "waiting"}
    assert outgoing.list_due() == []

    with clock.at(clock.now() + outgoing.LEASE + timedelta(seconds=1)):
        assert outgoing.list_due() == [envelope.pk]
        attempt(envelope.pk, NO_DNS)

    first, second = (letter.raw for letter in remote.accepted)
    assert message_id(first) == message_id(second)
    assert states_of(envelope) == {BEN: "delivered"}


def test_a_worker_killed_before_planning_tries_nobody_twice(
    ann: Account, ben: Account, remote: PolitePeer
) -> None:
    envelope = queue(ann, BEN, "ben@example.test")

    with killed_at('UPDATE "mailbox_outgoingenvelope" SET "mailbox_id"'):
        attempt(envelope.pk, NO_DNS)
    with clock.at(clock.now() + outgoing.LEASE + timedelta(seconds=1)):
        attempt(envelope.pk, NO_DNS)
    file_waiting()

    envelope.refresh_from_db()
    assert envelope.state == EnvelopeState.DONE
    assert (len(remote.accepted), len(entries_of(ben))) == (1, 1)


def test_a_local_copy_and_its_record_are_one(ann: Account, ben: Account) -> None:
    envelope = queue(ann, "ben@example.test")

    with killed_at('UPDATE "mailbox_outgoingrecipient"'):
        attempt(envelope.pk, NO_DNS)
    with clock.at(clock.now() + outgoing.LEASE + timedelta(seconds=1)):
        attempt(envelope.pk, NO_DNS)
    file_waiting()

    assert len(entries_of(ben)) == 1


def message_id(raw: bytes) -> bytes:
    return raw.partition(b"Message-ID:")[2].partition(b"\r\n")[0]
