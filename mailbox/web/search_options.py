"""What the search field suggests while somebody types, and with nothing typed.

Only the last piece of the text is completed: a value after an operator, else
recent searches, folders, tags and operators that begin so. Nothing is read from
the database here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mailbox.mime.addresses import NamedAddress
from mailbox.models import Tag
from mailbox.search import wording
from mailbox.search.cutting import cut
from mailbox.search.file_kinds import KINDS
from mailbox.search.operators import FILE_WORDS, NAMES, STATES
from mailbox.search.query import Operator, State, Term
from mailbox.search.tokens import fold
from mailbox.search.wording import write_term
from mailbox.web.page_values import FolderLink
from mailbox.web.search_values import Option, OptionGroup
from mailsvc.kit import clock

MOST_RECENT: Final = 5
MOST_VALUES: Final = 9
MOST_NAMED: Final = 3
MOST_OPERATORS: Final = 3
FIRST: Final = (Operator.FROM, Operator.TO, Operator.SUBJECT, Operator.AFTER)
PEOPLE: Final = frozenset({Operator.FROM, Operator.TO, Operator.CC})
STATE_ICONS: Final = {
    State.UNREAD: "unread",
    State.STARRED: "star",
    State.READ: "mail",
    State.ANSWERED: "reply",
    State.UNANSWERED: "reply",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to suggest from: a person's own searches, folders and tags.

    `people` finds whom the person has had letters with, by the beginning of a name
    (pinyin too) or address; it is asked only where people can be meant.
    """

    recent: Sequence[str] = ()
    folders: Sequence[FolderLink] = ()
    tags: Sequence[Tag] = ()
    people: Callable[[str], Sequence[NamedAddress]] = lambda _typed: ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to offer, and where in the text the piece begins that it completes."""

    groups: tuple[OptionGroup, ...]
    start: int


def suggest(text: str, known: Known) -> Suggestions:
    """Choose what to offer for the text before the cursor."""
    term = _last_term(text)
    if term is None:
        groups = [_recent("", known), _starters()]
    elif term.operator is None:
        word = fold(term.value)
        groups = [
            _recent(text, known),
            _people(term.value, known),
            _named(word, known),
            _operators(word),
        ]
    else:
        groups = [_values(term, known)]
    shown = tuple(group for group in groups if group.options)
    return Suggestions(shown, len(text) if term is None else term.start)


def _last_term(text: str) -> Term | None:
    """Find the piece that is being typed; None after a space."""
    terms = list(cut(text, clock.now().date()))
    return terms[-1] if terms and terms[-1].end == len(text) else None


def _recent(text: str, known: Known) -> OptionGroup:
    wanted = fold(text)
    found = (each for each in known.recent if wanted in fold(each) and each != text)
    options = tuple(
        Option(each, "search", each, icon="history")
        for each in islice(found, MOST_RECENT)
    )
    return OptionGroup("recent", _("Recent searches"), options)


def _starters() -> OptionGroup:
    options = [
        *(_starter(operator) for operator in FIRST),
        _has(str(wording.WITH_FILES)),
        _state(State.UNREAD),
        _state(State.STARRED),
    ]
    return OptionGroup("operators", _("Narrow it down"), tuple(options))


def _operators(word: str) -> OptionGroup:
    begun = (operator for name, operator in NAMES.items() if name.startswith(word))
    chosen = islice(dict.fromkeys(begun), MOST_OPERATORS)
    options = tuple(_starter(operator) for operator in chosen)
    return OptionGroup("operators", _("Narrow it down"), options)


def _starter(operator: Operator) -> Option:
    name = f"{wording.NAMES[operator]}:"
    return Option(name, "start", name, str(wording.ABOUT[operator]), "search")


def _named(word: str, known: Known) -> OptionGroup:
    """Find folders and tags by a word typed without an operator."""
    folders, tags = _folders(word, known), _tags(word, known)
    options = (
        *(replace(each, detail=_("folder")) for each in folders[:MOST_NAMED]),
        *(replace(each, detail=_("tag")) for each in tags[:MOST_NAMED]),
    )
    return OptionGroup("places", _("Folders and tags"), options)


def _people(word: str, known: Known) -> OptionGroup:
    """Find whose letters may be meant by a word typed without an operator."""
    found = known.people(word)[:MOST_NAMED]
    options = tuple(_person(Operator.FROM, each) for each in found)
    return OptionGroup("people", _("People"), options)


def _person(operator: Operator, person: NamedAddress) -> Option:
    typed = write_term(operator, person.address)
    label, detail = (person.name, typed) if person.name else (typed, "")
    return Option(typed, "chip", label, detail, icon="user")


def _values(term: Term, known: Known) -> OptionGroup:
    """Complete the value of an operator."""
    word = fold(term.value)
    operator = term.operator
    assert operator is not None
    if operator is Operator.IN:
        options = [*_folders(word, known), *_anywhere(word)]
    elif operator is Operator.TAG:
        options = _tags(word, known)
    elif operator in PEOPLE:
        options = [_person(operator, each) for each in known.people(term.value)]
    elif operator is Operator.HAS:
        options = [_has(each) for each in _files(word)]
    elif operator is Operator.IS:
        options = [_state(state) for state in _states(word)]
    else:
        options = [_value(operator, each) for each in _choices(operator, word)]
    if term.is_negated:
        options = [_refused(option) for option in options]
    label = capfirst(str(wording.ABOUT[operator]))
    return OptionGroup("values", label, tuple(options[:MOST_VALUES]))


def _choices(operator: Operator, word: str) -> list[str]:
    if operator in {Operator.BEFORE, Operator.AFTER, Operator.ON}:
        return _beginning(word, map(str, wording.DAYS))
    if operator in {Operator.LARGER, Operator.SMALLER}:
        return _beginning(word, wording.SIZES)
    return []


def _beginning(word: str, choices: Iterable[str]) -> list[str]:
    return [each for each in choices if fold(each).startswith(word)]


def _states(word: str) -> list[State]:
    begun = {state for name, state in STATES.items() if name.startswith(word)}
    return [state for state in wording.STATES if state in begun]


def _files(word: str) -> list[str]:
    """List what has: takes, by what people call it in either language."""
    begun = {kind for name, kind in KINDS.items() if name.startswith(word)}
    kinds = [
        write_term(Operator.HAS, name)
        for kind, name in wording.KINDS.items()
        if kind in begun
    ]
    is_any = any(name.startswith(word) for name in FILE_WORDS)
    return [str(wording.WITH_FILES), *kinds] if is_any else kinds


def _folders(word: str, known: Known) -> list[Option]:
    found = [each for each in known.folders if word in fold(each.label)]
    found.sort(key=lambda each: not fold(each.label).startswith(word))
    return [
        Option(
            write_term(Operator.IN, each.label),
            "chip",
            each.label,
            icon=each.icon,
        )
        for each in found
    ]


def _anywhere(word: str) -> list[Option]:
    name = str(wording.EVERYWHERE)
    typed = write_term(Operator.IN, name)
    return [Option(typed, "chip", name, icon="globe")] if word in fold(name) else []


def _tags(word: str, known: Known) -> list[Option]:
    found = [each for each in known.tags if word in fold(each.name)]
    found.sort(key=lambda each: not fold(each.name).startswith(word))
    return [
        Option(
            write_term(Operator.TAG, each.name),
            "chip",
            each.name,
            hue=each.hue,
        )
        for each in found
    ]


def _has(typed: str) -> Option:
    return Option(typed, "chip", typed, icon="clip")


def _state(state: State) -> Option:
    typed = str(wording.STATES[state])
    return Option(typed, "chip", typed, icon=STATE_ICONS[state])


def _value(operator: Operator, value: str) -> Option:
    typed = write_term(operator, value)
    is_size = operator in {Operator.LARGER, Operator.SMALLER}
    return Option(typed, "chip", typed, icon="disk" if is_size else "calendar")


def _refused(option: Option) -> Option:
    label = option.label
    shown = f"-{label}" if label == option.typed else label
    return replace(option, typed=f"-{option.typed}", label=shown)
