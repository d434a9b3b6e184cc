"""``make bench``: what the service costs, beside floors from the same run.

    python -m tests.bench [--messages N] [--large N] [--data FOLDER]

The data folder is kept between runs, since filling a mailbox with 100,000
messages takes minutes; remove it to begin anew.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from tests.bench.accept import measure_accepting
from tests.bench.browser import measure_browser
from tests.bench.filing import measure_filing, measure_start_up
from tests.bench.memory import measure_memory
from tests.bench.place import ROOT, Place, make_place, manage

SMALL = 10_000


def main() -> None:
    options = _read_options()
    traffic = make_place(options.data / "traffic")
    manage(traffic, "shell", "-c", PREPARE)
    measure_accepting(traffic, options.messages)
    measure_start_up(traffic)
    measure_filing(traffic, options.messages)
    large = make_place(options.data / f"large-{options.large}")
    if not (large.data / "filled").exists():
        print(f"\nFilling mailboxes with {options.large:,} and {SMALL:,} messages…")
        manage(large, "shell", "-c", PREPARE)
        manage(large, "shell", "-c", FILL.format(small=SMALL, large=options.large))
        (large.data / "filled").touch()
    manage(large, "shell", "-v", "0", "-c", RENEW)
    _measure_pages(large)
    measure_browser(large)
    measure_memory(traffic)


PREPARE = """
from django.conf import settings as s
from mailsvc.kit.certificates import ensure_certificate
ensure_certificate(s.MAILSVC_TLS_CERTIFICATE, s.MAILSVC_TLS_KEY, s.MAILSVC_HOSTNAME)
from accounts.models import Account
from mailsvc.demo.seeding import seed_people
from mailsvc.preparation import prepare
prepare(lambda words: None)
seed_people()
"""
RENEW = """
from mailsvc.preparation import prepare
prepare(lambda words: None)
"""
FILL = """
from mailsvc.demo.large import fill_mailbox
fill_mailbox('ben@example.test', {small})
fill_mailbox('ann@example.test', {large})
"""


def _measure_pages(place: Place) -> None:
    environment = {
        **place.environment,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    }
    subprocess.run(
        [sys.executable, "-m", "tests.bench.pages", "ben", "ann"],
        cwd=ROOT,
        env=environment,
        check=True,
    )


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    return parser.parse_args()


if __name__ == "__main__":
    main()
