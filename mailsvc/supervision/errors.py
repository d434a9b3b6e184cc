"""Why the service does not start, in sentences for the person at the shell.

    StartRefused
    ├── AlreadyRunning
    ├── AddressRefused
    └── ProcessFailed

Each message says what is wrong and what to do about it; ``manage.py serve``
prints it as it is and exits with 1.
"""

from __future__ import annotations


class StartRefused(Exception):
    """The service cannot start; the message is one to show."""


class AlreadyRunning(StartRefused):
    """Another start holds this data folder."""


class AddressRefused(StartRefused):
    """An address to listen on cannot be had."""


class ProcessFailed(StartRefused):
    """A process ended, or stayed silent, before it was ready."""
