"""Writing down what happened to a recipient: its state, its history, the trace."""

from __future__ import annotations

from typing import Any, Final

from mailbox.models import (
    Attempt,
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
    Step,
    TraceStep,
)
from mailbox.outbound.outcomes import RecipientOutcome, State

NEW_STATE: Final = {
    State.DELIVERED: RecipientState.DELIVERED,
    State.TEMPORARY: RecipientState.WAITING,
    State.PERMANENT: RecipientState.FAILED,
}
STEP_OF: Final = {
    State.DELIVERED: Step.DELIVERED,
    State.TEMPORARY: Step.DELAYED,
    State.PERMANENT: Step.FAILED,
}


def record_outcome(
    envelope: OutgoingEnvelope, recipient: OutgoingRecipient, outcome: RecipientOutcome
) -> None:
    """Write down one outcome; caller holds the transaction.

    A delivery is a fact and always stands. Anything else says nothing about who
    is finished already: an operator dropped it, or another worker delivered it
    while this one was thought to be dead.
    """
    said = {
        "code": outcome.code,
        "status": outcome.status,
        "text": outcome.text,
        "host": outcome.host[:255],
        "tls": outcome.tls,
    }
    rows = OutgoingRecipient.objects.filter(pk=recipient.pk)
    if outcome.state is not State.DELIVERED:
        rows = rows.filter(state=RecipientState.WAITING)
    rows.update(state=NEW_STATE[outcome.state], updated_at=outcome.at, **said)
    Attempt.objects.create(
        recipient=recipient, at=outcome.at, state=outcome.state, **said
    )
    _trace(envelope, outcome, said)


def _trace(
    envelope: OutgoingEnvelope, outcome: RecipientOutcome, said: dict[str, Any]
) -> None:
    TraceStep.objects.create(
        mailbox_id=envelope.mailbox_id,
        receipt=f"out-{envelope.pk}",
        message_number=envelope.message_number,
        step=STEP_OF[outcome.state],
        at=outcome.at,
        facts={"to": outcome.address, **said},
    )
