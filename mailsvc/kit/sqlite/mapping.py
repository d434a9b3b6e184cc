"""How much of the database file a process maps into its memory.

Servers map up to 256 MB (see the settings), which makes reads cheap. A command that
walks through all of a large database would fill that with pages it never needs again,
and would look, and be counted, as large as they are.
"""

from __future__ import annotations

from django.db import connection


def map_nothing() -> None:
    """Read the database file from now on without mapping it; no-op elsewhere."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
