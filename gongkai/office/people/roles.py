"""Roles and what each may do, as one table (HOUSE 2.11); whoever asks `may` need not know a role by name."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.statute import appeals
from gongkai.statute.procedure import MOVES


@dataclass(frozen=True, slots=True)
class Role:
    """A role in one agency: its name in the program, its label in Chinese and English."""

    name: str
    label: str
    label_en: str


ROLES = {
    role.name: role
    for role in (
        Role("officer", "经办人", "officer"),
        Role("reviewer", "审核人", "reviewer"),
        Role("signer", "签发人", "signer"),
        Role("registrar", "登记人", "registrar"),
        Role("supervisor", "主管部门", "supervising office"),
        Role("auditor", "审计员", "auditor"),
        Role("administrator", "系统管理员", "administrator"),
    )
}
"""Every role by its name."""

PERMISSIONS: dict[str, frozenset[str]] = {
    "change_agency": frozenset({"administrator"}),
    "change_member": frozenset({"administrator"}),
    "grant_role": frozenset({"administrator"}),
    "see_members": frozenset({"administrator", "auditor"}),
    "see_audit": frozenset({"auditor"}),
    "see_cases": frozenset({"registrar", "officer", "reviewer", "signer", "supervisor", "auditor"}),
    "see_personal": frozenset({"registrar", "officer"}),
    "see_files": frozenset({"registrar", "officer", "reviewer", "signer"}),
    "register": frozenset({"registrar", "officer"}),
    "confirm": frozenset({"registrar", "officer"}),
    "discard": frozenset({"registrar", "officer"}),
    "assign": frozenset({"registrar", "officer", "reviewer"}),
    "attach": frozenset({"registrar", "officer"}),
    "ask_correction": frozenset({"officer"}),
    "receive_correction": frozenset({"registrar", "officer"}),
    "consult": frozenset({"officer"}),
    "record_letter_received": frozenset({"registrar", "officer"}),
    "receive_opinion": frozenset({"registrar", "officer"}),
    "extend": frozenset({"officer", "reviewer", "signer"}),
    "consent_to_extension": frozenset({"reviewer", "signer"}),
    "delay": frozenset({"officer"}),
    "notice_fee": frozenset({"officer"}),
    "receive_payment": frozenset({"registrar", "officer"}),
    "decide": frozenset({"officer", "signer"}),
    "draft": frozenset({"officer"}),
    "submit": frozenset({"officer"}),
    "drop": frozenset({"registrar", "officer"}),
    "approve": frozenset({"reviewer", "signer"}),
    "send_back": frozenset({"reviewer", "signer"}),
    "sign": frozenset({"reviewer", "signer"}),
    "recall": frozenset({"officer"}),
    "remind": frozenset({"registrar", "officer"}),
    "delegate": frozenset({"reviewer", "signer"}),
    "change_chain": frozenset({"administrator"}),
    "take_back": frozenset({"officer", "signer"}),
    "serve": frozenset({"registrar", "officer"}),
    "lapse": frozenset({"officer"}),
    "withdraw": frozenset({"registrar", "officer"}),
    "archive": frozenset({"registrar", "officer"}),
    "reopen": frozenset({"reviewer", "signer"}),
    "correct_fact": frozenset({"officer", "reviewer"}),
    "supervise": frozenset({"reviewer", "signer", "supervisor"}),
    "register_appeal": frozenset({"registrar", "officer"}),
    "accept_appeal": frozenset({"registrar", "officer"}),
    "simplify_appeal": frozenset({"registrar", "officer"}),
    "ordinary_appeal": frozenset({"registrar", "officer"}),
    "answer_appeal": frozenset({"officer"}),
    "hear_appeal": frozenset({"officer"}),
    "extend_appeal": frozenset({"registrar", "officer"}),
    "decide_appeal": frozenset({"reviewer", "signer"}),
    "perform_appeal": frozenset({"registrar", "officer"}),
    "close_appeal": frozenset({"officer", "reviewer", "signer"}),
    "learn_appeal": frozenset({"officer", "reviewer", "signer"}),
    "correct_appeal": frozenset({"officer", "reviewer"}),
    "attach_appeal": frozenset({"registrar", "officer"}),
    "count_appeals": frozenset({"administrator"}),
    "load_notice": frozenset({"administrator"}),
    "import_register": frozenset({"administrator"}),
    "try_again": frozenset({"administrator"}),
}
"""Which roles may do what; an action that is not named here may be done by nobody.

The steps of a case bear the names of `gongkai.statute.procedure.MOVES`, those of an appeal the names of
`gongkai.statute.appeals.MOVES` with `_appeal`; its result may open the case again, so the same roles record it. The administrator of members does not read the audit and the auditor changes nothing: whoever could do both could hide
what they did (TRUST 1.32).
"""

OF_APPEALS = {f"{move.name}_appeal": move.label for move in appeals.MOVES} | {
    "register_appeal": "登记复议诉讼",
    "correct_appeal": "更正复议诉讼的事实",
    "attach_appeal": "给复议诉讼附文件",
    "count_appeals": "设定表四口径",
}
TITLES = (
    {move.name: move.label for move in MOVES}
    | OF_APPEALS
    | {
        "change_agency": "管理机关",
        "change_member": "管理成员",
        "grant_role": "授予角色",
        "see_members": "查看成员",
        "see_audit": "查看审计记录",
        "see_cases": "查看案件",
        "see_personal": "查看个人信息",
        "see_files": "下载文件",
        "register": "登记",
        "attach": "附文件",
        "consent_to_extension": "同意延长答复期限",
        "correct_fact": "更正事实",
        "supervise": "督办",
        "draft": "起草文书",
        "drop": "撤回文稿",
        "approve": "签批",
        "remind": "催办",
        "delegate": "委托代签",
        "change_chain": "设定签批流程",
        "load_notice": "载入假日安排",
        "import_register": "导入旧登记簿",
        "try_again": "重试没有成功的事项",
    }
)
"""What an officer calls what a permission allows."""

OF_THE_WHOLE = frozenset({"see_audit", "load_notice", "try_again"})
"""What concerns the whole installation, as there is one audit, one calendar, one mail: done at the top of the tree."""

APART = (frozenset({"administrator", "auditor"}),)
"""Roles that no member holds together in the same agency."""


def allows(roles: frozenset[str], action: str) -> bool:
    """Whether one of these roles may do this; KeyError for an action that the table does not know."""
    return bool(PERMISSIONS[action] & roles)


def held_in(roles: frozenset[str], *, is_top: bool) -> frozenset[str]:
    """The permissions that these roles give in an agency; `is_top` says whether it has none above it."""
    return frozenset(name for name in PERMISSIONS if allows(roles, name) and (is_top or name not in OF_THE_WHOLE))


def clash(roles: frozenset[str]) -> frozenset[str]:
    """The roles among these that nobody may hold together; empty when there are none."""
    return next((apart for apart in APART if apart <= roles), frozenset())
