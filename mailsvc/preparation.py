"""Make the data folder, the database and the static files ready to serve.

Each step looks first and does nothing where nothing is to do, in one process,
so that a start of what is already prepared costs no more than the looking.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mailbox.provisioning import prepare_service
from mailsvc.catalogues import compile_catalogues

Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Bring the message catalogues, the database and the static files up to date.

    Args:
        say: Told in a few words what is being done, before it is done.
    """
    try:
        if compile_catalogues(*map(Path, settings.LOCALE_PATHS)):
            say("Compiled the message catalogues.")
    except OSError as error:
        say(f"The message catalogues stay out of date: {error}. Run make install.")
    if has_unapplied_migrations():
        say("Bringing the database up to date…")
        call_command("migrate", interactive=False, verbosity=0)
    prepare_service()
    mark = mark_static_files()
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != mark:
        say("Collecting the static files…")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(mark)


def has_unapplied_migrations() -> bool:
    """Say whether the code knows migrations that the database has not seen."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def explain_database_error(error: DatabaseError) -> str:
    """Say in words what is the matter with the database, if that can be told.

    Returns:
        Empty where the database answers and is up to date: then it is our fault.
    """
    data = settings.MAILSVC_DATA
    start = "Start the service once (make run, or manage.py serve)"
    if not data.is_dir():
        return f"There is no data folder {data}.\n{start}, or check MAILSVC_DATA."
    try:
        is_behind = has_unapplied_migrations()
    except DatabaseError:
        return f"The database that DATABASE_URL names cannot be used: {error}"
    if is_behind:
        return (
            f"The database of {data} is not prepared, or older than this code.\n"
            f"{start}: that brings it up to date."
        )
    return ""


def mark_static_files() -> str:
    """Give a mark that changes when any static file is added, changed or gone."""
    mark = hashlib.sha256()
    for path in sorted(_static_files()):
        facts = path.stat()
        mark.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return mark.hexdigest()


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            yield Path(storage.path(name))
