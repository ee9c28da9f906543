"""The procedure of a draft under review: the only place that knows its states and the steps between them."""

from __future__ import annotations

from gongkai.flow import Move

MOVING = "moving"
RETURNED = "returned"
SIGNED = "signed"
DROPPED = "dropped"

STATES = {
    MOVING: ("签批中", "under review"),
    RETURNED: ("已退回", "returned"),
    SIGNED: ("已签发", "signed"),
    DROPPED: ("已撤回", "taken back"),
}
"""Every state with its name in Chinese and English; the first is where a review begins."""

MOVES = (
    Move("approve", (MOVING,), "", "同意", "approve"),
    Move("complete", (MOVING,), SIGNED, "签发", "sign"),
    Move("send_back", (MOVING,), RETURNED, "退回修改", "send back"),
    Move("resubmit", (RETURNED,), MOVING, "再次送签", "submit again"),
    Move("drop", (MOVING, RETURNED), DROPPED, "撤回", "take back"),
)
"""Every lawful step of a review; a step of the chain is an `approve`, the last of them a `complete`."""

FLAGS = {
    "complex": ("疑难复杂", "complex"),
    "several_units": ("涉及多个科室", "several units"),
    "litigation": ("有复议、诉讼风险", "risk of litigation"),
    "major": ("重大事项", "major"),
}
"""What a drafter marks a draft with; a chain has steps for them (DOMAIN 7)."""
