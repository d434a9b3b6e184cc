#!/usr/bin/env python
"""The shell's door to mailsvc: every command an operator types."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mailsvc.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    from mailsvc.env import WrongSetting

    try:
        refuse_other_user()
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:
        sys.exit(f"mailsvc cannot start: {wrong}")
    except DatabaseError as error:
        from mailsvc.preparation import explain_database_error

        words = explain_database_error(error)
        if not words:
            raise
        sys.exit(words)


def refuse_other_user() -> None:
    """End with a sentence where the data folder is another user's to write."""
    from django.conf import settings

    from mailsvc.supervision.datafolder import check_owner
    from mailsvc.supervision.errors import StartRefused

    try:
        check_owner(settings.MAILSVC_DATA)
    except StartRefused as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    main()
