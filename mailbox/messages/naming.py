"""Names that people give to folders and tags: tidied, checked, unique."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mailsvc.kit.errors import InvalidInput


def clean_name(name: str, *, longest: int) -> str:
    """Tidy a name's white space and check it.

    Raises:
        InvalidInput: It is empty, too long, or holds a slash or a control.
    """
    clean = " ".join(name.split())
    if not clean:
        raise InvalidInput(_("Give it a name."), field="name")
    if len(clean) > longest:
        words = ngettext(
            "Use a name of at most %(number)d character.",
            "Use a name of at most %(number)d characters.",
            longest,
        )
        raise InvalidInput(words % {"number": longest}, field="name")
    if "/" in clean or not clean.isprintable():
        raise InvalidInput(_("A name cannot hold a slash."), field="name")
    return clean


@contextmanager
def unique_name() -> Iterator[None]:
    """Turn a broken name constraint into words for the person."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise InvalidInput(_("This name is taken."), field="name") from error
