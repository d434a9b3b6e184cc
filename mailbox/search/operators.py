"""The operators of a search and their values, in the words people use.

Each table maps what is typed, folded, to what it means; English and Chinese
stand side by side because people mix them. Readers of values give None for what
they cannot read, never an error.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Final

from mailbox.models import Role
from mailbox.search.query import Field, State
from mailbox.search.tokens import fold

FIELDS: Final = {
    "from": Field.SENDER,
    "发件人": Field.SENDER,
    "寄件人": Field.SENDER,
    "寄件者": Field.SENDER,
    "to": Field.RECIPIENTS,
    "cc": Field.RECIPIENTS,
    "收件人": Field.RECIPIENTS,
    "收件者": Field.RECIPIENTS,
    "抄送": Field.RECIPIENTS,
    "副本": Field.RECIPIENTS,
    "subject": Field.SUBJECT,
    "主题": Field.SUBJECT,
    "主旨": Field.SUBJECT,
    "body": Field.BODY,
    "正文": Field.BODY,
    "filename": Field.FILES,
    "附件": Field.FILES,
    "文件名": Field.FILES,
}
OTHERS: Final = {
    "in": "in",
    "文件夹": "in",
    "资料夹": "in",
    "tag": "tag",
    "标签": "tag",
    "标记": "tag",
    "has": "has",
    "包含": "has",
    "is": "is",
    "状态": "is",
    "before": "before",
    "早于": "before",
    "after": "after",
    "晚于": "after",
    "larger": "larger",
    "大于": "larger",
    "smaller": "smaller",
    "小于": "smaller",
}
FILE_WORDS: Final = frozenset(
    {"file", "files", "attachment", "attachments", "附件", "文件"}
)
STATES: Final = {
    "read": State.READ,
    "seen": State.READ,
    "已读": State.READ,
    "unread": State.UNREAD,
    "unseen": State.UNREAD,
    "未读": State.UNREAD,
    "starred": State.STARRED,
    "flagged": State.STARRED,
    "星标": State.STARRED,
    "已加星标": State.STARRED,
    "unstarred": State.UNSTARRED,
    "answered": State.ANSWERED,
    "replied": State.ANSWERED,
    "已回复": State.ANSWERED,
    "unanswered": State.UNANSWERED,
    "未回复": State.UNANSWERED,
}
EVERYWHERE: Final = frozenset({"anywhere", "everywhere", "all", "所有", "全部"})
ROLES: Final = {
    "inbox": Role.INBOX,
    "收件箱": Role.INBOX,
    "drafts": Role.DRAFTS,
    "draft": Role.DRAFTS,
    "草稿": Role.DRAFTS,
    "草稿箱": Role.DRAFTS,
    "sent": Role.SENT,
    "已发送": Role.SENT,
    "发件箱": Role.SENT,
    "archive": Role.ARCHIVE,
    "归档": Role.ARCHIVE,
    "存档": Role.ARCHIVE,
    "junk": Role.JUNK,
    "spam": Role.JUNK,
    "垃圾邮件": Role.JUNK,
    "trash": Role.TRASH,
    "bin": Role.TRASH,
    "deleted": Role.TRASH,
    "已删除": Role.TRASH,
    "废纸篓": Role.TRASH,
    "回收站": Role.TRASH,
}

_DATE: Final = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?", re.ASCII
)
_SIZE: Final = re.compile(r"(\d{1,12}(?:\.\d{1,3})?)\s*([kmg]?)i?b?", re.ASCII)
_UNITS: Final = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_YEARS: Final = range(1900, 2200)


def find_operator(word: str) -> str | Field | None:
    """Find what an operator's name means; None is an ordinary word."""
    name = fold(word)
    return FIELDS.get(name) or OTHERS.get(name)


def read_date(text: str, zone: tzinfo) -> datetime | None:
    """Read the first moment of a day, month or year in a time zone.

    2026-09-24, 2026/9/24, 2026.9, 2026年9月24日, 2026年 and 2026 are dates.
    """
    match = _DATE.fullmatch(fold(text).strip())
    if match is None or int(match[1]) not in _YEARS:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None


def read_size(text: str) -> int | None:
    """Read a size as bytes: 5MB, 5m, 1.5 GB, 500k and 2000 are sizes."""
    match = _SIZE.fullmatch(fold(text).strip())
    if match is None:
        return None
    return int(float(match[1]) * _UNITS[match[2]])
