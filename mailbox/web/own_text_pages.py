"""The form and the values of pages on which a person keeps words of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise

from mailbox.compose.own_text import OwnWords
from mailbox.models import Signature
from mailbox.web.doors import MailRequest
from mailsvc.kit.errors import InvalidInput

EXCERPT = 240


@dataclass(frozen=True, slots=True)
class OwnTextLine:
    """One of a list: its name, its first words, and where it is changed."""

    id: int
    name: str
    excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnTextForm:
    """What the editor of one shows; ``faults`` are words for each field.

    ``key`` is what ids begin with.
    """

    name: str = ""
    text: str = ""
    html: str = ""
    is_rich: bool = False
    faults: dict[str, str | Promise] = field(default_factory=dict)
    key: str = "own"


def form_of(own: Signature) -> OwnTextForm:
    """Give what the editor shows of one that is kept."""
    return OwnTextForm(
        name=own.name,
        text=own.text,
        html=own.html,
        is_rich=own.is_rich,
    )


def form_posted(request: MailRequest, error: InvalidInput) -> OwnTextForm:
    """Give back what was typed, with what is wrong with it."""
    posted = request.POST
    return OwnTextForm(
        name=posted.get("name", ""),
        text=posted.get("body", ""),
        html=posted.get("html", ""),
        is_rich=posted.get("format") == "rich",
        faults={error.field or "body": error.words},
    )


def written_in(request: MailRequest) -> OwnWords:
    """Read the form; without a script it does not say whether it is formatted."""
    kind = request.POST.get("format", "")
    return OwnWords(
        name=request.POST.get("name", ""),
        text=request.POST.get("body", ""),
        html=request.POST.get("html", ""),
        is_rich={"rich": True, "plain": False}.get(kind),
    )


def number_in(request: MailRequest, name: str) -> int:
    """Read a number of a form; 0 for what is none."""
    raw = request.POST.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 19 else 0
