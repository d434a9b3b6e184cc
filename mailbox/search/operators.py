"""The operators of a search and their values, in the words people use.

Each table maps what is typed, folded, to what it means; English and Chinese
stand side by side because people mix them. Readers of values give None for what
they cannot read, never an error.
"""

from __future__ import annotations

import re
from typing import Final

from mailbox.models import Role
from mailbox.search.query import Field, Operator, State
from mailbox.search.tokens import fold

_NAMES_TEXT: Final = {
    Operator.FROM: "from sender 发件人 发信人 寄件人 寄件者 来自",
    Operator.TO: "to recipient 收件人 收信人 收件者 发给",
    Operator.CC: "cc 抄送 抄送人 副本",
    Operator.SUBJECT: "subject title 主题 标题 主旨",
    Operator.BODY: "body 正文 内容",
    Operator.FILENAME: "filename file attachment 附件名 附件 文件名",
    Operator.IN: "in folder 在 文件夹 资料夹",
    Operator.TAG: "tag label 标签 标记",
    Operator.HAS: "has 有 含 包含",
    Operator.IS: "is 是 状态",
    Operator.BEFORE: "before until older 之前 早于",
    Operator.AFTER: "after since newer 之后 晚于",
    Operator.ON: "on date 日期",
    Operator.LARGER: "larger bigger 大于 超过",
    Operator.SMALLER: "smaller 小于 不到",
}
NAMES: Final = {
    name: operator for operator, names in _NAMES_TEXT.items() for name in names.split()
}
FIELDS: Final = {
    Operator.FROM: Field.SENDER,
    Operator.TO: Field.RECIPIENTS,
    Operator.CC: Field.COPIES,
    Operator.SUBJECT: Field.SUBJECT,
    Operator.BODY: Field.BODY,
    Operator.FILENAME: Field.FILES,
}
DATED: Final = frozenset({Operator.BEFORE, Operator.AFTER, Operator.ON})
SIZED: Final = frozenset({Operator.LARGER, Operator.SMALLER})

# Whole words that are operators by themselves; in quotes they are words.
BARE: Final = {
    "有附件": (Operator.HAS, "附件"),
    "无附件": (Operator.HAS, "附件"),
    "已读": (Operator.IS, "已读"),
    "未读": (Operator.IS, "未读"),
    "星标": (Operator.IS, "星标"),
    "已加星标": (Operator.IS, "已加星标"),
    "已回复": (Operator.IS, "已回复"),
    "未回复": (Operator.IS, "未回复"),
}
REFUSED_BARE: Final = frozenset({"无附件"})
SINCE: Final = ("之后", "以后", "以来")
UNTIL: Final = ("之前", "以前")
OVER: Final = ("大于", "超过")
UNDER: Final = ("小于", "不到")

FILE_WORDS: Final = frozenset(
    {"file", "files", "attachment", "attachments", "附件", "文件"}
)
_STATES_TEXT: Final = {
    State.READ: "read seen 已读",
    State.UNREAD: "unread unseen new 未读",
    State.STARRED: "starred flagged star 星标 已加星标 加星",
    State.UNSTARRED: "unstarred 未加星标",
    State.ANSWERED: "answered replied 已回复",
    State.UNANSWERED: "unanswered 未回复",
}
STATES: Final = {
    name: state for state, names in _STATES_TEXT.items() for name in names.split()
}
EVERYWHERE: Final = frozenset({"anywhere", "everywhere", "all", "所有", "全部"})
_ROLES_TEXT: Final = {
    Role.INBOX: "inbox 收件箱",
    Role.DRAFTS: "drafts draft 草稿 草稿箱",
    Role.SENT: "sent 已发送 发件箱",
    Role.ARCHIVE: "archive 归档 存档",
    Role.JUNK: "junk spam 垃圾邮件 垃圾箱",
    Role.TRASH: "trash bin deleted 已删除 废纸篓 回收站",
}
ROLES: Final = {
    name: role for role, names in _ROLES_TEXT.items() for name in names.split()
}

_SIZE: Final = re.compile(r"(\d{1,12}(?:\.\d{1,3})?)\s*([kmg兆]?)i?b?", re.ASCII)
_UNITS: Final = {"": 1, "k": 1 << 10, "m": 1 << 20, "兆": 1 << 20, "g": 1 << 30}
_ANY_SIZE: Final = re.compile(r"(\d{1,4}(?:\.\d)?)\s*([kmg])\w*", re.ASCII)


def find_operator(word: str) -> Operator | None:
    """Find what an operator's name means; None is an ordinary word."""
    return NAMES.get(fold(word))


def read_size(text: str) -> int | None:
    """Read a size as bytes: 5MB, 5m, 1.5 GB, 500k and 2000 are sizes."""
    match = _SIZE.fullmatch(fold(text).strip())
    if match is None:
        return None
    return int(float(match[1]) * _UNITS[match[2]])


def guess_sizes(text: str) -> tuple[str, ...]:
    """Guess the size that was meant: 5MB for "5 megs"; () without a clue."""
    match = _ANY_SIZE.search(fold(text))
    return (f"{match[1]}{match[2].upper()}B",) if match else ()
