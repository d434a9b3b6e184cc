"""What folders are called elsewhere, and which of ours they are.

Every program has its own words for the inbox and its kin, and some put all
folders inside the inbox or inside one of their own. The names that we write
are those of RFC 6154 in English, which every program knows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from mailbox.mime.mbox import mbox_path
from mailbox.models import Folder, Role

EXPORTED: Final = {
    Role.INBOX: "INBOX",
    Role.DRAFTS: "Drafts",
    Role.SENT: "Sent",
    Role.ARCHIVE: "Archive",
    Role.JUNK: "Junk",
    Role.TRASH: "Trash",
}
_ALIASES: Final = {
    Role.INBOX: (
        "inbox|收件箱|收件匣|收件夹|posteingang|boîte de réception|courrier entrant|"
        "bandeja de entrada|posta in arrivo|caixa de entrada|postvak in|受信トレイ|"
        "受信箱|входящие"
    ),
    Role.DRAFTS: (
        "drafts|draft|草稿|草稿箱|草稿夹|草稿匣|entwürfe|brouillons|borradores|bozze|"
        "rascunhos|concepten|下書き|черновики"
    ),
    Role.SENT: (
        "sent|sent items|sent mail|sent messages|sent-mail|已发送|已发送邮件|"
        "已发邮件|已发送的邮件|寄件備份|寄件備份匣|gesendet|"
        "gesendete elemente|gesendete objekte|envoyés|éléments envoyés|"
        "messages envoyés|enviados|elementos enviados|posta inviata|inviati|"
        "itens enviados|verzonden items|verzonden|送信済み|送信済みトレイ|"
        "отправленные"
    ),
    Role.ARCHIVE: (
        "archive|archives|all mail|归档|存档|归档邮件|封存|archiv|archivo|archivio|"
        "arquivo|archief|アーカイブ|архив"
    ),
    Role.JUNK: (
        "junk|spam|junk e-mail|junk email|junk mail|bulk mail|垃圾邮件|垃圾邮件箱|"
        "垃圾郵件|广告邮件|spamverdacht|junk-e-mail|indésirables|courrier indésirable|"
        "correo no deseado|posta indesiderata|lixo eletrônico|ongewenste e-mail|"
        "迷惑メール|спам"
    ),
    Role.TRASH: (
        "trash|bin|deleted|deleted items|deleted messages|已删除|已删除邮件|"
        "已删除的邮件|垃圾箱|废件箱|回收站|垃圾桶|刪除的郵件|papierkorb|"
        "gelöschte elemente|corbeille|éléments supprimés|papelera|"
        "elementos eliminados|cestino|posta eliminata|lixeira|itens excluídos|"
        "prullenbak|verwijderde items|ゴミ箱|削除済みアイテム|корзина|удаленные"
    ),
}
_ROLES: Final = {
    alias: role for role, aliases in _ALIASES.items() for alias in aliases.split("|")
}
# Programs that keep everyone's folders inside one of theirs.
_WRAPPERS: Final = (("[gmail]",), ("[google mail]",), ("takeout", "mail"))


@dataclass(frozen=True, slots=True)
class FolderPath:
    """Where a foreign folder belongs: below the folder of a role, or at the top."""

    role: Role
    names: tuple[str, ...]


def read_path(name: str) -> FolderPath:
    """Say where a folder belongs, from its name with `/` between levels."""
    levels = _unwrap(tuple(level.strip() for level in name.split("/") if level.strip()))
    if not levels:
        return FolderPath(Role.INBOX, ())
    role = role_of(levels[0])
    if role is Role.INBOX and len(levels) > 1:
        inner = role_of(levels[1])
        if inner not in (Role.NONE, Role.INBOX):
            return FolderPath(inner, levels[2:])
    if role is Role.NONE:
        return FolderPath(Role.NONE, levels)
    return FolderPath(role, levels[1:])


def role_of(name: str) -> Role:
    """Say which role a folder name stands for anywhere; NONE if it is its own."""
    return _ROLES.get(_plain(name), Role.NONE)


def exported_names(folders: Iterable[Folder]) -> dict[int, str]:
    """Name folders as an archive calls them: levels joined by `/`, no two alike.

    No two are alike on disk either, where case and some characters do not count.
    """
    by_id = {folder.pk: folder for folder in folders}
    names: dict[int, str] = {}
    taken: set[str] = set()

    def name_of(folder: Folder) -> str:
        if folder.pk not in names:
            parent = by_id.get(folder.parent_id or 0)
            above = f"{name_of(parent)}/" if parent and not folder.role else ""
            name = _free(above + EXPORTED.get(Role(folder.role), folder.name), taken)
            taken.add(_on_disk(name))
            names[folder.pk] = name
        return names[folder.pk]

    for folder in sorted(by_id.values(), key=lambda each: (not each.role, each.pk)):
        name_of(folder)
    return names


def _free(wanted: str, taken: Container[str]) -> str:
    names = (f"{wanted} ({number})" for number in count(2))
    return next(name for name in chain([wanted], names) if _on_disk(name) not in taken)


def _on_disk(name: str) -> str:
    return _plain(mbox_path(name))


def _unwrap(levels: tuple[str, ...]) -> tuple[str, ...]:
    plain = tuple(_plain(level) for level in levels)
    for wrapper in _WRAPPERS:
        if plain[: len(wrapper)] == wrapper:
            return levels[len(wrapper) :]
    return levels


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
