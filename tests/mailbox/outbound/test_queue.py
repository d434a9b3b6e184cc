"""What is due, who has it, and what operators and authors may do with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Account
from mailbox.models import EnvelopeState, OutgoingEnvelope, Step, TraceStep
from mailbox.outbound import queue as outgoing
from mailbox.outbound.planning import plan_envelope
from mailsvc.kit import clock
from tests.builders.outgoing import queue, states_of

HOLD = timedelta(seconds=10)
BEN = "ben@remote.test"


def fresh(envelope: OutgoingEnvelope) -> OutgoingEnvelope:
    return OutgoingEnvelope.objects.get(pk=envelope.pk)


def leased(envelope: OutgoingEnvelope) -> OutgoingEnvelope:
    found = outgoing.lease_envelope(envelope.pk)
    assert found is not None
    return found


def steps_of(envelope: OutgoingEnvelope) -> list[str]:
    rows = TraceStep.objects.filter(receipt=f"out-{envelope.pk}").order_by("pk")
    return list(rows.values_list("step", flat=True))


def test_letter_is_due_when_its_time_to_undo_is_over(ann: Account) -> None:
    envelope = queue(ann, BEN, hold=HOLD)

    assert outgoing.list_due() == []
    assert outgoing.lease_envelope(envelope.pk) is None
    with clock.at(envelope.not_before):
        assert outgoing.list_due() == [envelope.pk]
        assert outgoing.lease_envelope(envelope.pk) is not None


def test_longest_due_comes_first(ann: Account) -> None:
    second, first = queue(ann, BEN, hold=2 * HOLD), queue(ann, BEN, hold=HOLD)

    with clock.at(second.not_before):
        assert outgoing.list_due() == [first.pk, second.pk]


def test_only_one_worker_has_an_envelope_until_its_lease_runs_out(ann: Account) -> None:
    envelope = leased(queue(ann, BEN))

    assert outgoing.lease_envelope(envelope.pk) is None
    with clock.at(clock.now() + outgoing.LEASE - timedelta(seconds=5)):
        assert outgoing.lease_envelope(envelope.pk) is None
        assert outgoing.renew_lease(envelope)
    with clock.at(clock.now() + outgoing.LEASE + timedelta(seconds=5)):
        assert outgoing.lease_envelope(envelope.pk) is None
    with clock.at(clock.now() + 2 * outgoing.LEASE):
        rival = leased(envelope)
    assert rival.attempts == 2
    assert not outgoing.renew_lease(envelope)


def test_worker_that_lost_its_lease_plans_nothing(ann: Account) -> None:
    slow = leased(queue(ann, BEN))
    with clock.at(clock.now() + 2 * outgoing.LEASE):
        rival = leased(slow)

    plan_envelope(slow)

    assert fresh(slow).lease == rival.lease
    assert fresh(slow).not_before == rival.not_before


def test_author_takes_back_what_nobody_has_tried(ann: Account) -> None:
    waiting, tried = queue(ann, BEN, hold=HOLD), queue(ann, BEN)
    plan_envelope(leased(tried))

    assert outgoing.cancel_envelope(waiting.pk)
    assert not outgoing.cancel_envelope(tried.pk)
    assert states_of(waiting) == {BEN: "cancelled"}
    assert states_of(tried) == {BEN: "waiting"}
    assert steps_of(waiting) == [Step.QUEUED, Step.TAKEN_BACK]


def test_taking_back_and_leasing_exclude_each_other(ann: Account) -> None:
    taken, leasing = queue(ann, BEN), queue(ann, BEN)

    assert outgoing.cancel_envelope(taken.pk)
    assert outgoing.lease_envelope(taken.pk) is None
    leased(leasing)
    assert not outgoing.cancel_envelope(leasing.pk)


def test_held_envelope_waits_for_release(ann: Account) -> None:
    envelope = queue(ann, BEN)

    assert outgoing.hold_envelopes([envelope.pk]) == 1
    assert outgoing.hold_envelopes([envelope.pk]) == 0
    assert outgoing.lease_envelope(envelope.pk) is None
    assert outgoing.release_envelopes([envelope.pk]) == 1
    assert outgoing.lease_envelope(envelope.pk) is not None
    assert steps_of(envelope) == [Step.QUEUED, Step.HELD, Step.RELEASED]


def test_release_and_retry_leave_the_author_the_time_to_undo(ann: Account) -> None:
    envelope = queue(ann, BEN, hold=HOLD)
    outgoing.hold_envelopes([envelope.pk])

    assert outgoing.release_envelopes([envelope.pk]) == 1
    assert outgoing.retry_envelopes([envelope.pk]) == 0
    assert fresh(envelope).not_before == envelope.not_before
    assert outgoing.cancel_envelope(envelope.pk)


def test_retry_makes_due_what_waits_for_its_next_attempt(ann: Account) -> None:
    envelope = queue(ann, BEN)
    plan_envelope(leased(envelope))
    assert outgoing.list_due() == []

    assert outgoing.retry_envelopes([envelope.pk]) == 1
    assert outgoing.list_due() == [envelope.pk]


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (outgoing.hold_envelopes, EnvelopeState.HELD),
        (outgoing.drop_envelopes, EnvelopeState.CANCELLED),
    ],
)
def test_operator_is_obeyed_though_an_attempt_goes_on(
    ann: Account, act: object, state: EnvelopeState
) -> None:
    envelope = leased(queue(ann, BEN))
    assert callable(act)
    assert act([envelope.pk]) == 1

    plan_envelope(envelope)

    assert fresh(envelope).state == state
    assert fresh(envelope).leased_until is None


def test_dropped_envelope_never_leaves_and_is_not_reported(ann: Account) -> None:
    envelope = queue(ann, BEN)

    assert outgoing.drop_envelopes([envelope.pk]) == 1
    assert outgoing.drop_envelopes([envelope.pk]) == 0
    assert outgoing.lease_envelope(envelope.pk) is None
    assert outgoing.release_envelopes([envelope.pk]) == 0
    assert states_of(envelope) == {BEN: "cancelled"}
    assert steps_of(envelope) == [Step.QUEUED, Step.DROPPED]
