"""What happened to an application, told in sentences, and what may be done with it now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime

from gongkai import flow
from gongkai.audit import queries as audit
from gongkai.audit.models import Entry
from gongkai.office.cases import answers
from gongkai.office.cases.clock import consultations
from gongkai.office.cases.closing import LAPSED
from gongkai.office.cases.models import Answer, Application, Fact
from gongkai.office.cases.step import BY_CHAIN, about
from gongkai.office.people.models import Member
from gongkai.office.people.queries import roles_of
from gongkai.office.people.roles import allows
from gongkai.office.records.models import StoredFile
from gongkai.statute import deadlines, fees
from gongkai.statute.channels import CHANNELS
from gongkai.statute.procedure import MOVES

SENTENCES = {
    deadlines.Fact.SUBMITTED: "{who}以“{channel}”方式提交申请",
    deadlines.Fact.RECEIVED: "本机关收到申请（{rule}），自次日起计算答复期限",
    deadlines.Fact.CORRECTION_ASKED: "告知申请人补正，补正期限至{until}，答复期限停止计算",
    deadlines.Fact.CORRECTED: "收到申请人的补正，答复期限自次日起重新计算",
    deadlines.Fact.CONSULTED: "向{party}发出征求意见书，征求意见所需时间不计算在内",
    deadlines.Fact.LETTER_RECEIVED: "{party}收到征求意见书，应在15个工作日内提出意见",
    deadlines.Fact.OPINION_RECEIVED: "收到{party}的意见",
    deadlines.Fact.EXTENDED: "经政府信息公开工作机构负责人同意，决定延长答复期限{days}个工作日",
    deadlines.Fact.DELAYED: "确定延迟答复的合理期限，至{until}",
    deadlines.Fact.FEE_NOTICED: "向申请人送达收费通知，金额{amount}元，答复期限停止计算",
    deadlines.Fact.FEE_PAID: "收到申请人缴纳的费用，答复期限自次日起重新计算",
    deadlines.Fact.ENDED: "{ended}",
    deadlines.Fact.WITHDRAWN: "申请人撤回申请，办理结束",
    deadlines.Fact.REOPENED: "按复议决定或者判决重新办理，{until}答复",
}
"""Each fact as a sentence without its day and full stop."""
TOLD = ("case_assign", "case_decide", "case_take_back", "case_lapse", "case_discard", "case_archive", "case_correct_fact",
        "case_recomputed", "case_attached", "case_registered", "case_imported", "case_supervised",
        "case_supervision_ended", "letter_drafted", "letter_dropped", "letter_signed", "review_submitted",
        "review_approved", "review_returned", "review_reminded")  # fmt: skip
"""What the audit tells beside the facts."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: the legal day, a sentence, who entered it when, what the law holds against it.

    `fact` is the key of the fact, for its correction; None for what is told by the audit.
    """

    on: date
    sentence: str
    note: str
    by: str
    recorded_at: datetime
    irregular: str = ""
    fact: int | None = None
    evidence: StoredFile | None = None


def in_words(day: date) -> str:
    """A day as an official text writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def timeline(application: Application) -> list[Event]:
    """What happened, in the order of the days and of entry. Five queries beside the application's own."""
    facts = application.facts.standing().select_related("by", "evidence")
    ends = answers.by_end(application)
    entries = list(audit.history(about(application)).filter(kind__in=TOLD))
    keys = {one.actor for one in entries} | {_assignee(one) for one in entries}
    members = Member.objects.filter(pk__in=[key.removeprefix("member:") for key in keys if key])
    named = {f"member:{one.pk}": one.name for one in members}
    events = [
        Event(
            fact.happened_on,
            f"{in_words(fact.happened_on)}，{_sentence(application, fact, ends.get(fact.pk))}。",
            fact.note,
            fact.by.name,
            fact.recorded_at,
            fact.irregular,
            fact.pk,
            fact.evidence,
        )
        for fact in facts
    ]
    for entry in entries:
        on = localtime(entry.at).date()
        said = f"{in_words(on)}，{audit.told(entry)}{named.get(_assignee(entry), '')}。"
        events.append(Event(on, said, "", named.get(entry.actor, ""), entry.at))
    return sorted(events, key=lambda one: (one.on, one.recorded_at))


def _assignee(entry: Entry) -> str:
    """To whom an entry says that the application was given; '' for every other entry."""
    whom: str = json.loads(entry.body)["assignee"] if entry.kind == "case_assign" else ""
    return whom


def _sentence(application: Application, fact: Fact, answer: Answer | None) -> str:
    kind = deadlines.Fact(fact.kind)
    channel = CHANNELS[application.channel]
    until = in_words(fact.until) if fact.until else ""
    if kind is deadlines.Fact.REOPENED:
        until = f"应于{until}前" if until else "应在20个工作日内"
    return SENTENCES[kind].format(
        who="申请人",
        channel=channel.title,
        rule=channel.rule,
        until=until,
        party=fact.party,
        days=fact.days,
        amount=fact.amount,
        ended=answers.in_words(answer) if answer else "",
    )


def lawful(application: Application, member: Member, *, today: date) -> list[flow.Move]:
    """The steps that this member may take now: by the procedure, by their roles, and by what has happened already."""
    roles = roles_of(member, application.agency)
    facts = list(application.facts.standing())
    kinds = [deadlines.Fact(fact.kind) for fact in facts]
    letters = {one.letter.party: one for one in consultations(facts)}.values()
    since = (
        kinds[len(kinds) - kinds[::-1].index(deadlines.Fact.REOPENED) :] if deadlines.Fact.REOPENED in kinds else kinds
    )
    received, waits = application.received_on, application.waits_until
    possible = {
        "ask_correction": deadlines.Fact.CORRECTION_ASKED not in since,
        "record_letter_received": any(not one.received and not one.opinion for one in letters),
        "receive_opinion": any(not one.opinion for one in letters),
        "extend": deadlines.Fact.EXTENDED not in since,
        "notice_fee": received is not None and received >= fees.VALID_FROM,
        "take_back": application.outcome not in LAPSED.values(),
        "lapse": waits is not None and waits < today,
        "reopen": received is not None,
    }
    return [
        move
        for move in flow.lawful(MOVES, application.state)
        if move.name not in BY_CHAIN and allows(roles, move.name) and possible.get(move.name, True)
    ]
