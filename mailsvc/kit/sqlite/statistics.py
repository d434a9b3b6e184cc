"""Tell SQLite how its tables have grown.

Without statistics its planner takes any index for as good as another, and walks a
whole mailbox of 100,000 entries for the three of a conversation. PostgreSQL keeps
its own.
"""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

ROWS_LOOKED_AT: Final = 1000


def renew_statistics() -> None:
    """Look at a sample of every index; some ten milliseconds, however large."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        with transaction.atomic():
            cursor.execute("ANALYZE")
