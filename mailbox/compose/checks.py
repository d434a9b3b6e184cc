"""What may be missing from a letter, noticed before it goes.

A check looks at the letter as its writer sees it and names at most one thing; it
never refuses. Its writer confirms exactly what was named: a token says which check
and about whom, so that another outsider is asked about anew. To add a check, write
a function, enter it in `CHECKS`, and give it a column in the preferences.

Words are looked for only in what the writer wrote: not in the quote, nor below the
mark of a signature.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.preferences import OnOff
from mailbox.compose.assembling import Recipients
from mailbox.compose.sending import people_of
from mailbox.compose.text_alternative import SIGNATURE_MARK
from mailbox.mime.addresses import NamedAddress, normalise
from mailbox.models import Domain, Draft, Message
from mailbox.outbound.submission import MOST_RECIPIENTS

FEW_INSIDERS: Final = 2
CROWD: Final = 20
MOST_NAMED: Final = 3
FORWARD_MARK: Final = "-" * 10 + " "
_FILE: Final = re.compile(
    r"\b(attach(ed|ing|ments?)?|enclosed?|enclosing|enclosures?)\b"
    r"|附件|附上|随信|随函|随附|附图|附表|附檔|附档|附圖|見附件|见附件",
    re.IGNORECASE,
)
_PLACEHOLDER: Final = re.compile(r"\{\{?[ ]?[^\W\d][\w .-]{0,40}\}\}?")


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing to look at before a letter goes, in words."""

    check: str
    words: str
    about: str = ""

    @property
    def token(self) -> str:
        """What confirms exactly this."""
        digest = hashlib.sha256(self.about.encode()).hexdigest()[:12]
        return f"{self.check}-{digest}"


class Looked:
    """A letter as checks look at it; what costs a query is read when asked for."""

    def __init__(self, draft: Draft, people: Recipients) -> None:
        self.draft = draft
        self.people = people
        self.own_text = own_text(draft.text)

    @cached_property
    def has_files(self) -> bool:
        """Tell whether any file or picture goes along."""
        return self.draft.files.exists()

    @cached_property
    def outsiders(self) -> list[NamedAddress]:
        """List whom we do not receive mail for."""
        return [each for each in self._everyone if _domain(each) not in self._served]

    @cached_property
    def insiders(self) -> list[NamedAddress]:
        """List whom we receive mail for."""
        return [each for each in self._everyone if _domain(each) in self._served]

    @cached_property
    def parent_author(self) -> str:
        """Give the address of who is answered; empty for a new letter."""
        rows = Message.objects.filter(mailbox=self.draft.mailbox_id)
        parent = rows.filter(pk=self.draft.parent_number or 0)
        return parent.values_list("from_address", flat=True).first() or ""

    @property
    def _everyone(self) -> list[NamedAddress]:
        return [*self.people.to, *self.people.cc, *self.people.bcc]

    @cached_property
    def _served(self) -> set[str]:
        names = {_domain(each) for each in self._everyone}
        rows = Domain.objects.filter(name__in=names)
        return set(rows.values_list("name", flat=True))


Check = Callable[[Looked], Noticed | None]


def notice(draft: Draft) -> tuple[Noticed, ...]:
    """Name what its writer may want to look at before a draft goes.

    Raises:
        InvalidInput: It names nobody, or somebody without an address.
    """
    chosen = draft.mailbox.account.preferences
    looked = Looked(draft, people_of(draft))
    found = (
        check(looked)
        for name, check in CHECKS.items()
        if getattr(chosen, f"check_{name}") == OnOff.ON
    )
    return tuple(each for each in found if each is not None)


def own_text(text: str) -> str:
    """Leave out what is quoted, passed on, or below the mark of a signature."""
    own: list[str] = []
    for line in text.split("\n"):
        if line == SIGNATURE_MARK or line.startswith(FORWARD_MARK):
            break
        if not line.startswith(">"):
            own.append(line)
    return "\n".join(own)


def _notice_file(looked: Looked) -> Noticed | None:
    found = _FILE.search(looked.own_text)
    if found is None or looked.has_files:
        return None
    words = _("You write “%(word)s”, but no file is attached.")
    return Noticed("file", words % {"word": found[0]})


def _notice_subject(looked: Looked) -> Noticed | None:
    if looked.draft.subject.strip():
        return None
    return Noticed("subject", _("The subject is empty."))


def _notice_outsider(looked: Looked) -> Noticed | None:
    """Look for somebody outside among colleagues; who is answered belongs there."""
    insiders = looked.insiders
    if len(insiders) < FEW_INSIDERS:
        return None
    parent = looked.parent_author.casefold()
    odd = [each for each in looked.outsiders if each.address.casefold() != parent]
    if not 0 < len(odd) < len(insiders):
        return None
    words = ngettext(
        "%(names)s is from outside; the others are from here.",
        "%(names)s are from outside; the others are from here.",
        len(odd),
    )
    about = " ".join(sorted(each.address.casefold() for each in odd))
    return Noticed("outsider", words % {"names": _named(odd)}, about)


def _notice_placeholder(looked: Looked) -> Noticed | None:
    text = f"{looked.draft.subject}\n{looked.own_text}"
    found = _PLACEHOLDER.search(text)
    if found is None:
        return None
    words = _("“%(text)s” looks like a gap that is not filled in.")
    return Noticed("placeholder", words % {"text": found[0]}, found[0])


def _notice_crowd(looked: Looked) -> Noticed | None:
    visible = len(looked.people.to) + len(looked.people.cc)
    if not CROWD <= visible <= MOST_RECIPIENTS:
        return None
    words = _("All %(n)d people will see each other’s addresses. Bcc hides them.")
    return Noticed("crowd", words % {"n": visible})


CHECKS: Final[dict[str, Check]] = {
    "file": _notice_file,
    "subject": _notice_subject,
    "outsider": _notice_outsider,
    "placeholder": _notice_placeholder,
    "crowd": _notice_crowd,
}


def _domain(person: NamedAddress) -> str:
    return normalise(person.address).rpartition("@")[2]


def _named(people: Iterable[NamedAddress]) -> str:
    """Name the first of some people by their addresses, which tell where they are."""
    addresses = [each.address for each in people]
    named = ", ".join(addresses[:MOST_NAMED])
    more = len(addresses) - MOST_NAMED
    return named if more <= 0 else f"{named} {_('and %(n)d more') % {'n': more}}"
