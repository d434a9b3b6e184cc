"""File what was accepted. If it never runs, the beat's next sweep does."""

from mailbox import jobs
from mailbox.inbound.sorting import file_waiting


@jobs.FILE_ARRIVALS.task
def file_arrivals() -> None:
    """Drain the waiting arrivals; running twice files nothing twice."""
    jobs.FILE_ARRIVALS.woken()
    file_waiting()
