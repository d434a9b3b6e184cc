"""Send scheduled letters whose time has come.

If a job is lost, the beat finds the letter again: it is due until it has an
envelope. Running twice sends once.
"""

from mailbox import jobs
from mailbox.compose import scheduling


@jobs.SEND_DUE.task
def send_due() -> None:
    """Start one job for every letter that is due, so that none waits for another."""
    for draft_id in scheduling.list_due():
        jobs.SEND_SCHEDULED.start_once(draft_id=draft_id)


@jobs.SEND_SCHEDULED.task
def send_scheduled(draft_id: int) -> None:
    """Send one letter, or put it back into Drafts with the reason."""
    jobs.SEND_SCHEDULED.woken(draft_id=draft_id)
    scheduling.send_due(draft_id)
