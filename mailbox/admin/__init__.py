"""The admin pages of mail: who has a mailbox, where mail waits, what happened to it.

A door like any other: it shows rows and calls services, and no letter's words are
ever on these pages. Django finds what is registered here.
"""

from mailbox.admin import accounts, domains, mailboxes, queue, records

__all__ = ["accounts", "domains", "mailboxes", "queue", "records"]
