"""What the text says about charging: the information-processing fee, and the fees of table 2 that it is taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.model import Section
from gongkai.report.narrative import Sentence
from gongkai.report.narrative.figures import figures
from gongkai.report.wording import pattern

_CHARGED = re.compile(r"(?:收取|产生|发生)(?:了|过)?[^，。；]{0,16}?信息(?:公开)?处理费")
_CASES_CHARGED = re.compile(
    r"(?<!未)(?<!没有)收取[^，。；\d]{0,16}?信息(?:公开)?处理费(?:共计?|为|的)?(\d{1,6})[件笔次]"
)


@rule(
    "FE01",
    text=True,
    title="收取信息处理费写明件数和金额",
    title_en="A fee that was charged is given in cases and money",
    severity="warning",
    basis="国办函〔2020〕109号",
    catalogue=("A27",),
    why="只说收取而不写件数和金额，分不清是收了费还是漏了“未”字。",
    why_en="A text that speaks of charging without a figure may have lost its “no”.",
    fix="没有收取的写“未收取”；收取的写明件数和总金额。",
    fix_en="Say that none was charged, or how much in how many cases.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(6, "六、其他需要报告的事项", "2023年，我局收取政府信息公开信息处理费。"),)),),
    ),
)
def charged(subject: Subject) -> Iterator[Finding]:
    """Sentences of section six that affirm a fee without any figure, or give its cases and nowhere the amount."""
    for number, sentence in enumerate(subject.prose.sentences):
        if sentence.section not in (1, 6):
            continue
        if (_affirms(sentence) and not _told_beside(subject, sentence)) or _without_amount(subject, number):
            yield Finding(
                (),
                f"“{sentence.raw}”：没有写全收取的件数和金额，也不是“未收取”。",
                f"“{sentence.raw}” neither denies the fee nor gives its amount.",
                severity="warning",
                section=sentence.section,
                sentence=sentence.raw,
            )


def _affirms(sentence: Sentence) -> bool:
    """Whether a sentence speaks of charging in a clause without a denial, a figure or a word that makes it general."""
    said = re.sub(r"20\d\d年", "", sentence.text)
    hit = _CHARGED.search(said)
    if hit is None or re.search(r"[如若]|可以|应当|零|\d", said) or re.search("[未没无免不]", said[: hit.end()]):
        return False
    clause = re.split("[，。；]", said[: hit.start()])[-1] + re.split("[，。；]", said[hit.start() :])[0]
    return not re.search("[未没无免不]", clause) and not pattern("fee_in_general").search(clause)


def _told_beside(subject: Subject, sentence: Sentence) -> bool:
    """Whether another sentence of the section denies the fee or gives its figures."""
    others = (one.text for one in subject.prose.sentences if one.section == sentence.section and one is not sentence)
    return any(re.search("处理费|收取|收费", text) and re.search(r"[未没无零免\d]", text) for text in others)


def _without_amount(subject: Subject, number: int) -> bool:
    """Whether a sentence counts the cases that were charged, and neither it nor the next one names a sum above zero."""
    several = subject.prose.sentences[number : number + 2]
    hit = _CASES_CHARGED.search(several[0].text)
    known = [figure for one in several for figure in figures(one.text)]
    return hit is not None and int(hit[1]) > 0 and not any(one.kind == "money" and one.value for one in known)


@rule(
    "FE02",
    text=True,
    title="行政事业性收费不是信息公开的收费",
    title_en="Administrative fees are not fees for disclosure",
    severity="warning",
    basis="国办公开办函〔2021〕30号，表二；《政府信息公开条例》第二十条第（八）项",
    catalogue=("A26",),
    why="表二的行政事业性收费是本机关依法收取的各项规费，不是信息公开的费用。",
    why_en="The fees of table 2 are all those the agency charges by law, not those for disclosure.",
    fix="填本机关当年全部行政事业性收费；信息处理费写在第六部分。",
    fix_en="Enter all fees of the year; the information-processing fee belongs in section six.",
    good=Example(),
    bad=Example(
        cells=(("t2.fees.amount", "0"),),
        changes=(("sections", (Section(2, "二、主动公开", "本年未收取与政府信息公开相关的行政事业性收费。"),)),),
    ),
)
def misread(subject: Subject) -> Iterator[Finding]:
    """A zero in the table beside words that take its fees for those of disclosure."""
    cells = tuple(address for address in subject.form.addresses if address.startswith("t2.fees."))
    if any(subject.report.value(address) for address in cells):
        return
    for sentence in subject.prose.sentences:
        if pattern("fees_of_disclosure").search(sentence.text):
            yield about(
                sentence,
                f"“{sentence.raw}”把行政事业性收费当作信息公开的收费，表二填的是0，请核对。",
                f"“{sentence.raw}” takes administrative fees for fees of disclosure; table 2 holds 0.",
                severity="warning",
                expected=None,
                found=0,
                cells=cells,
            )
            return


@rule(
    "FE03",
    text=True,
    title="同一金额的两种写法一致",
    title_en="An amount written twice is the same",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A26",),
    why="括号里换一个单位再写一遍的金额应当相等，差一万倍的多半是元、万元混用。",
    why_en="An amount repeated in another unit is the same amount; 10000 times apart, 元 and 万元 were mixed up.",
    fix="核对两个金额的数字和单位。",
    fix_en="Check figures and units of both.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "收取各类规费约0.37亿元（即3650.5元）。"),)),),
    ),
)
def repeated(subject: Subject) -> Iterator[Finding]:
    """Two amounts, the second in brackets or behind 即, that differ by more than their last digits allow."""
    for several in subject.prose.by_sentence:
        for one, then in pairwise(several):
            if {one.kind, then.kind} != {"money"} or not _THAT_IS.fullmatch(
                one.tail + then.words.removeprefix(one.tail)
            ):
                continue
            leeway = max(one.step, then.step) * (2 if one.vague or then.vague else 1)
            if abs(Decimal(one.value) - Decimal(then.value)) > leeway:
                yield Finding(
                    (),
                    f"“{one.clause.lstrip('，、；')}”和“{then.clause}”是同一金额，换算后不相等，请核对单位。",
                    "An amount and its repetition in another unit differ.",
                    severity="warning",
                    section=one.section or None,
                    sentence=one.sentence,
                )


_THAT_IS = re.compile(r"[，（](?:也?即|合|折合|约合|换算为?|也就是)(?:人民币)?")
