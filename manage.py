#!/usr/bin/env python
"""The shell's door to mailsvc: every command an operator types."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mailsvc.settings")
    from django.core.management import execute_from_command_line

    from mailsvc.env import WrongSetting

    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:
        sys.exit(f"mailsvc cannot start: {wrong}")


if __name__ == "__main__":
    main()
