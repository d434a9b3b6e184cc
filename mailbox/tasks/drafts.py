"""Bring the Drafts folder, and who is offered for an address, into step.

If a job never runs, the beat's next sweep renews the copy (the draft is durable),
and the next letter that is begun learns the people.
"""

from mailbox import jobs
from mailbox.compose import copies
from mailbox.compose.correspondents import learn_correspondents as learn
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


@jobs.LEARN_CORRESPONDENTS.task
def learn_correspondents(mailbox_id: int) -> None:
    """Reckon the people of what was filed and sent since the last time."""
    learn(mailbox_id)
