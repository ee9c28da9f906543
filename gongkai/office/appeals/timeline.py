"""What happened in an appeal, told in sentences, and what may be done with it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai import flow
from gongkai.office.appeals.models import Appeal, AppealFact
from gongkai.office.appeals.step import permission
from gongkai.office.cases.telling import in_words
from gongkai.office.people.models import Member
from gongkai.office.people.queries import roles_of
from gongkai.office.people.roles import allows
from gongkai.office.records.models import StoredFile
from gongkai.statute import appeals as law

SENTENCES = {
    "filed": "申请人提起{kind}",
    "received": "本机关收到副本和通知，自次日起计算答复期限",
    "accepted": "{organ}受理、立案",
    "simplified": "适用简易程序",
    "ordinary": "转为普通程序",
    "answered": "本机关提交答复、答辩和证据",
    "heard": "听证、开庭",
    "extended": "审理期限延长至{until}",
    "decided": "收到{dated}作出的结果：{result}{order}",
    "performed": "履行完毕",
    "learned": "记下教训",
}
"""Each fact as a sentence without its day and full stop."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: its day, a sentence, the note, who entered it when, what is held against it."""

    on: date
    sentence: str
    note: str
    by: str
    recorded_at: datetime
    irregular: str
    fact: int
    evidence: StoredFile | None


def timeline(appeal: Appeal) -> list[Event]:
    """What happened, in the order of the days."""
    return [
        Event(
            fact.happened_on,
            f"{in_words(fact.happened_on)}，{sentence(appeal, fact)}。",
            fact.note,
            fact.by.name,
            fact.recorded_at,
            irregular(appeal, fact),
            fact.pk,
            fact.evidence,
        )
        for fact in appeal.facts.standing().select_related("by", "evidence")
    ]


def sentence(appeal: Appeal, fact: AppealFact) -> str:
    """A fact in words."""
    until = in_words(fact.until) if fact.until else ""
    order = f"，责令{until}前重新答复" if fact.orders and until else "，责令重新答复" if fact.orders else ""
    return SENTENCES[fact.kind].format(
        kind=appeal.get_kind_display(),
        organ=appeal.organ,
        until=until,
        dated=in_words(fact.dated_on) if fact.dated_on else "",
        result=law.results()[fact.result].title if fact.result else "",
        order=order,
    )


def irregular(appeal: Appeal, fact: AppealFact) -> str:
    """What the law holds against a fact, in words; '' for nothing."""
    due = appeal.answer_due
    if fact.kind == "answered" and due is not None and fact.happened_on > due:
        return f"应在{in_words(due)}前提交，逾期（{law.kinds()[appeal.kind].basis}）"
    if fact.kind == "decided" and appeal.answered_on is None and _is_lost(fact):
        return "没有登记提交答复、证据，视为没有证据、依据（《行政复议法》第七十条、《行政诉讼法》第三十四条）"
    return ""


def _is_lost(fact: AppealFact) -> bool:
    """Whether it is a result that corrects the answer, and not one of which only the column came from an old register."""
    found = law.results()[fact.result]
    return found.counts == "corrected" and not found.is_old


def lawful(appeal: Appeal, member: Member) -> list[flow.Move]:
    """The steps that this member may take now: by the procedure, by their roles, by what is there already."""
    roles = roles_of(member, appeal.agency)
    known = law.kinds()[appeal.kind]
    simplified = appeal.procedure == law.SIMPLIFIED
    possible = {
        "accept": appeal.accepted_on is None,
        "simplify": law.SIMPLIFIED in known.decision and not simplified,
        "ordinary": simplified,
        "hear": bool(known.group),
        "extend": bool(known.group),
        "close": not (appeal.orders and appeal.state == law.DECIDED),
    }
    moves = flow.lawful(law.MOVES, appeal.state)
    return [one for one in moves if allows(roles, permission(one.name)) and possible.get(one.name, True)]


def onward(appeal: Appeal) -> list[law.Kind]:
    """The kinds of instance that may follow this one now; none where one has followed or there is no result."""
    if appeal.state not in (law.DECIDED, law.PERFORMED, law.CLOSED) or Appeal.objects.filter(previous=appeal).exists():
        return []
    return [one for one in law.kinds().values() if appeal.kind in one.follows]
