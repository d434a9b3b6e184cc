"""`manage.py queue`: what an operator sees and does at the shell."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from mailbox.models import EnvelopeState, OutgoingEnvelope
from mailbox.outbound.delivery import attempt
from tests.builders.outgoing import queue
from tests.fakes.resolver import FakeResolver

HOLD = timedelta(seconds=10)


def run(*words: str | int) -> str:
    """Run the command; gives what it printed."""
    out = StringIO()
    call_command("queue", *map(str, words), stdout=out)
    return out.getvalue()


def state_of(envelope: OutgoingEnvelope) -> str:
    return str(OutgoingEnvelope.objects.get(pk=envelope.pk).state)


def delayed(account: Account) -> OutgoingEnvelope:
    """Queue a letter and try it once, in vain."""
    envelope = queue(account, "ben@silent.test")
    attempt(envelope.pk, FakeResolver(silent={"silent.test"}))
    return envelope


def test_empty_queue_says_so(db: None) -> None:
    assert run() == run("list") == "The queue is empty.\n"


def test_list_says_who_to_whom_how_often_and_when(ann: Account) -> None:
    first, second = delayed(ann), queue(ann, "cleo@far.test")
    run("hold", second.pk)
    lines = run("list").splitlines()

    assert len(lines) == 4
    assert "until released" in lines[0]
    assert lines[1].split() == ["→", "cleo@far.test"]
    first.refresh_from_db()
    assert lines[2].split()[:2] == [str(first.pk), "queued"]
    assert " 1 tries " in lines[2]
    assert f"next {first.not_before:%Y-%m-%d %H:%M} UTC" in lines[2]
    assert lines[2].endswith("ann@example.test")
    assert "→ ben@silent.test  The name servers" in lines[3]


def test_hold_and_release(ann: Account) -> None:
    envelope = queue(ann, "ben@far.test")

    assert run("hold", envelope.pk) == "hold: 1 of 1\n"
    assert state_of(envelope) == EnvelopeState.HELD
    assert run("release", envelope.pk) == "release: 1 of 1\n"
    assert state_of(envelope) == EnvelopeState.QUEUED


def test_retry_makes_it_due_now(ann: Account) -> None:
    envelope = delayed(ann)
    assert "due now" not in run()

    assert run("retry", envelope.pk) == "retry: 1 of 1\n"
    assert "due now" in run()


def test_drop_empties_the_queue(ann: Account) -> None:
    envelope = queue(ann, "ben@far.test")

    assert run("drop", envelope.pk) == "drop: 1 of 1\n"
    assert run() == "The queue is empty.\n"
    assert state_of(envelope) == EnvelopeState.CANCELLED


@pytest.mark.parametrize("act", ["hold", "release", "retry", "drop"])
def test_what_does_not_allow_it_is_named(ann: Account, act: str) -> None:
    done = queue(ann, "ben@null.test")
    attempt(done.pk, FakeResolver(null={"null.test"}))

    with pytest.raises(CommandError, match=f"allows it: {done.pk}"):
        run(act, done.pk)
    assert state_of(done) == EnvelopeState.DONE


@pytest.mark.parametrize(
    ("act", "done"),
    [("hold", 2), ("release", 1), ("retry", 1), ("drop", 3)],
)
def test_all_takes_those_that_allow_it(ann: Account, act: str, done: int) -> None:
    delayed(ann)
    queue(ann, "ben@far.test", hold=HOLD)
    run("hold", queue(ann, "ben@far.test").pk)

    assert run(act, "--all") == f"{act}: {done} of {done}\n"


def test_an_act_without_numbers_does_nothing(ann: Account) -> None:
    envelope = queue(ann, "ben@far.test")

    with pytest.raises(CommandError, match="Say which"):
        run("drop")
    assert state_of(envelope) == EnvelopeState.QUEUED
