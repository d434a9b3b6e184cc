"""The people of the demo: who has a mailbox here, and who writes from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a mailbox in the demo; `local` stands before our domain."""

    local: str
    name: str
    language: str = "en"
    time_zone: str = "Asia/Shanghai"
    is_admin: bool = False


MEMBERS: Final = (
    Member("yue.lin", "Lin Yue"),
    Member("wei.zhang", "张伟", language="zh-hans"),
    Member("siyuan.li", "李思远", language="zh-hans"),
    Member("ann", "Ann Becker", time_zone="Europe/Berlin"),
    Member("ben", "Ben Osei", time_zone="Europe/London"),
    Member("olga", "Olga Petrova", time_zone="Europe/Berlin", is_admin=True),
)

OUTSIDERS: Final = {
    "wen": ("Wen Jing", "wen.jing@hearthworks.example"),
    "pieter": ("Pieter van Dijk", "pieter@maasterminal.example"),
    "amara": ("Amara Okafor", "amara@okafor-studio.example"),
    "sofia": ("Sofia Marchetti", "sofia.marchetti@ceramica.example"),
    "tax": ("电子发票平台", "noreply@fapiao.example"),
    "rail": ("Northline Rail", "tickets@northline.example"),
    "library": ("Town Library", "desk@library.example"),
    "news": ("The Kiln Letter", "letter@kilnletter.example"),
    "chen": ("陈晓雯", "xiaowen.chen@glaze.example"),
    "school": ("Lakeside School", "office@lakeside-school.example"),
}
