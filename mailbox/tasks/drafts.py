"""Bring the Drafts folder into step with what is written.

If a job never runs, the beat's next sweep renews the copy; the draft is durable.
"""

from mailbox import jobs
from mailbox.compose import copies
from mailbox.errors import MailError
from mailbox.models import Draft


@jobs.RENEW_DRAFT_COPY.task
def renew_draft_copy(draft_id: int) -> None:
    """File one draft's copy anew; nothing happens if it is in step."""
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        return
    try:
        copies.renew_copy(draft)
    except MailError:
        return


@jobs.RENEW_OLD_COPIES.task
def renew_old_copies() -> None:
    """Renew the copies of drafts whose writers have paused."""
    copies.renew_old_copies()
