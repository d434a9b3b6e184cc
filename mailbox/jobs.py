"""The names of mailbox's background jobs; `mailbox/tasks/` binds the code."""

from typing import Final

from mailsvc.kit.jobs import Job

FILE_ARRIVALS: Final = Job("mailbox.file_arrivals", queue="filing")
DELIVER: Final = Job("mailbox.deliver", queue="delivery")
DELIVER_DUE: Final = Job("mailbox.deliver_due", queue="delivery")
SWEEP_BLOBS: Final = Job("mailbox.sweep_blobs", queue="filing")
WAKE_SNOOZED: Final = Job("mailbox.wake_snoozed", queue="filing")
SWEEP_CACHES: Final = Job("mailbox.sweep_caches", queue="filing")
RENEW_STATISTICS: Final = Job("mailbox.renew_statistics", queue="filing")
RENEW_DRAFT_COPY: Final = Job("mailbox.renew_draft_copy", queue="filing")
RENEW_OLD_COPIES: Final = Job("mailbox.renew_old_copies", queue="filing")
DO_DEED: Final = Job("mailbox.do_deed", queue="filing")
DO_FORSAKEN_DEEDS: Final = Job("mailbox.do_forsaken_deeds", queue="filing")
LEARN_CORRESPONDENTS: Final = Job("mailbox.learn_correspondents", queue="filing")
SEND_DUE: Final = Job("mailbox.send_due", queue="delivery")
SEND_SCHEDULED: Final = Job("mailbox.send_scheduled", queue="delivery")
