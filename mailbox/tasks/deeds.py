"""Do and undo what people asked for with many letters.

If a job is lost, the beat starts it again; running twice does nothing twice.
"""

from datetime import timedelta
from typing import Final

from mailbox import jobs
from mailbox.messages import deeds
from mailsvc.kit import clock

FORSAKEN_AFTER: Final = timedelta(seconds=60)


@jobs.DO_DEED.task
def do_deed(deed_id: int) -> None:
    """Work on one deed, then let others have their turn."""
    if deeds.run_deed(deed_id):
        jobs.DO_DEED.start(deed_id=deed_id)


@jobs.DO_FORSAKEN_DEEDS.task
def do_forsaken_deeds() -> None:
    """Go on with every deed that a job has left half done."""
    for deed_id in deeds.list_forsaken(clock.now() - FORSAKEN_AFTER):
        jobs.DO_DEED.start(deed_id=deed_id)
