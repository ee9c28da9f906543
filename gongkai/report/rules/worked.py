"""What a sentence's own figures come to: so many of each, all and each, what passed and what did not, stock and flow.

Each way of putting it is taken only where base and parts are certain: every figure that the words need stands in the
sentence exactly once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.model import Section
from gongkai.report.narrative import Sentence
from gongkai.report.narrative.sentences import written
from gongkai.report.number import WAN


@dataclass(frozen=True, slots=True)
class Odd:
    """What does not come out: the words' place in the compared text, what is due and what stands there, and why."""

    start: int
    end: int
    expected: str
    found: str
    told: str


@rule(
    "PA05",
    text=True,
    title="一句话里的数互相算得出来",
    title_en="The figures of a sentence come out",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A10",),
    why="“几个各几条，共几条”“上年末几件、新增几件、废止几件、现有几件”，几个数应当互相算得出来。",
    why_en="So many of each and all of them, or stock, what came, what went and what is left follow from one another.",
    fix="重新计算，改正写错的数。",
    fix_en="Work it out again and correct the wrong figure.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "开展检查3轮，每轮检查12家，共检查63家次。"),)),),
    ),
)
def worked(subject: Subject) -> Iterator[Finding]:
    """Each product, average, complement, sum of quarters, stock, amount and pair of days that does not come out."""
    for sentence in subject.prose.sentences:
        told = [odd for way in _WAYS for odd in way(sentence.text)]
        told += [*_quarters(subject, sentence), *_answered_before(sentence.text, subject.year)]
        for odd in told:
            said = written(sentence.raw, odd.start, odd.end)
            yield about(
                sentence,
                f"正文“{said}”：{odd.told}。",
                f"“{said}”: {odd.expected} is due, {odd.found} is stated.",
                severity="warning",
                expected=odd.expected,
                found=odd.found,
            )


_EACH = re.compile(
    r"(?P<mean>平均)?每(?P<noun>(?:[个家所处名户](?=[一-龥]))?(?:[轮期场次批]|[一-龥]{1,7}?))(?:各|均|都|平均|约)?"
    r"(?:[抽检督公发张培参举印配报推][一-龥]{1,3})?(?P<each>\d{1,6}(?:\.\d{1,2})?)(?P<unit>人次|人|名|条|件|期|次|场|所|家|份|篇|户|册|处)"
)
_LOOSE = re.compile(
    r"余|多(?=[件条次人家])|约|近|左右|以上|不少于|至少|不超过|最多|其中|\d[^，；。\d]{0,3}[到至~—-]\d|不等|等|另|还"
)
_MOST_NOUNS = 3


def _products(text: str) -> Iterator[Odd]:
    """`14个社区公开336条，每个社区24条`: the bases of the noun behind 每, and the one other figure in the unit."""
    for hit in _EACH.finditer(text):
        since = max(text.rfind(mark, 0, hit.start()) for mark in "；。") + 1
        ends = [at for mark in "；。" if (at := text.find(mark, hit.end())) >= 0]
        until = min(ends, default=len(text))
        span = text[since:until]
        bases = _bases(hit["noun"], span)
        others = [
            one
            for one in re.finditer(rf"(?<![\d.])(\d{{1,7}}){hit['unit']}次?", span)
            if not since + one.start() <= hit.start("each") < since + one.end()
        ]
        if bases is None or len(others) != 1 or _LOOSE.search(span):
            continue
        total, each = Decimal(others[0][1]), Decimal(hit["each"])
        if not total or (int(total) in bases and len(bases) == 1 and hit["unit"] in "个家所"):
            continue
        number = sum(bases)
        step = Decimal(1).scaleb(int(each.as_tuple().exponent))
        mean = total / number
        fits = abs(mean - each) < step if hit["mean"] else number * each == total
        if fits:
            continue
        starts, ends_ = (hit.start(), since + others[0].start()), (hit.end(), since + others[0].end())
        if hit["mean"]:
            made, said, told = mean.quantize(step), each, f"{total}除以{number}是{mean.quantize(step)}，不是{each}"
        else:
            made, said, told = number * each, total, f"{number}乘{each}是{number * each}，不是{total}"
        yield Odd(min(starts), max(ends_), f"{made}", f"{said}", told)


def _bases(noun: str, span: str) -> list[int] | None:
    """How many there are of each noun that 每 names; None unless the passage counts each of them exactly once."""
    found: list[int] = []
    nouns = re.split("[和及与、]", re.sub("^[个家所处名户](?=.)", "", noun))
    if len(nouns) > _MOST_NOUNS or noun in _TIMES:
        return None
    for one in nouns:
        measure = "" if one in "轮期场次批户家所" else r"[个家所处名](?:[一-龥]{0,4})"
        hits = re.findall(rf"(?<![\d.第])(\d{{1,4}}){measure}{re.escape(one)}(?!次)", span)
        if len(hits) != 1 or int(hits[0]) < 2:
            return None
        found.append(int(hits[0]))
    return found


_TIMES = frozenset(("年", "月", "个月", "季度", "个季度", "周", "天", "日"))

_PASSED = re.compile(
    r"(?P<whole>\d{1,8})(?P<unit>批次|人次|件|家|份|条|批|个|户|次|项|名|人)[，、（]?(?:其中[，：]?)?(?P<way>合格|达标|通过|采纳)的?(?:有|为)?"
    r"(?P<did>\d{1,8})(?P=unit)[，、和]?(?:[不未]予?)(?P=way)的?(?:有|为)?(?P<not>\d{1,8})(?P=unit)"
)


def _complements(text: str) -> Iterator[Odd]:
    """`6420批次，合格6315批次，不合格105批次`."""
    for hit in _PASSED.finditer(text):
        whole, did, left = (int(hit[name]) for name in ("whole", "did", "not"))
        if did + left != whole:
            yield Odd(
                hit.start(),
                hit.end(),
                f"{whole - left}",
                f"{did}",
                f"{did}+{left}={did + left}，与{whole}相差{abs(did + left - whole)}",
            )


_LEVEL = re.compile(
    r"(?P<now>\d{1,8})(?P<unit>[件条篇次期场项个份])[，（]?[与和同](?:上年|去年|上一年|20\d\d年)(?:度)?(?:同期)?(?:的)?(?P<then>\d{1,8})(?P=unit)(?:保持)?(?:持平|相同|一样)"
)


def _level(text: str) -> Iterator[Odd]:
    """`15件，与2022年的13件持平`."""
    for hit in _LEVEL.finditer(text):
        now, then = int(hit["now"]), int(hit["then"])
        if now != then:
            more = "增加" if now > then else "减少"
            yield Odd(
                hit.start(),
                hit.end(),
                f"{more}{abs(now - then)}",
                "持平",
                f"{now}比{then}{more}{abs(now - then)}，不是持平",
            )


_STOCK = {
    "before": re.compile(
        r"(?:20\d\d年[底末]|上年[底末]|去年[底末]|上年度末|年初|原有)(?:共?[为有]|有效|现行有效|保有)?(?:行政)?(?:规范性文件)?(?:共?[为有])?(\d{1,5})[件份]"
    ),
    "came": re.compile(r"(?:制发|制定|新制定|印发|出台|新增)[^\d，；。]{0,12}?(\d{1,5})[件份]"),
    "went": re.compile(r"(?:废止|失效)[^\d，；。]{0,10}?(\d{1,5})[件份]"),
    "now": re.compile(
        r"(?:(?<![上去]年[末底])现行有效|现有|(?<![上去])年[末底](?:现行)?有效|继续有效)[^\d，；。]{0,10}?(\d{1,5})[件份]"
    ),
}
_ALL_FOUR = 4


def _stock(text: str) -> Iterator[Odd]:
    """`制发6件，废止4件，现行有效41件（上年底39件）`, where the passage counts nothing else."""
    if "文件" not in text:
        return
    hits = {name: [*way.finditer(text)] for name, way in _STOCK.items()}
    if any(len(several) != 1 for several in hits.values()) or len(re.findall(r"\d[件份]", text)) != _ALL_FOUR:
        return
    before, came, went, now = (int(hits[name][0][1]) for name in ("before", "came", "went", "now"))
    if before + came - went != now:
        start = min(several[0].start() for several in hits.values())
        end = max(several[0].end() for several in hits.values())
        made = before + came - went
        yield Odd(start, end, f"{made}", f"{now}", f"{before}+{came}-{went}={made}，不是{now}")


_DUE = re.compile(
    r"应收[^\d，；。]{0,8}(?P<due>\d{1,9}(?:\.\d{1,6})?)(?P<unit>万?元)[^。；]{0,40}?实[际]?收[^\d，；。]{0,8}(?P<got>\d{1,9}(?:\.\d{1,6})?)(?P<other>万?元)"
)


def _collected(text: str) -> Iterator[Odd]:
    """`应收1600元，实收1240元`: no more is collected than is due."""
    for hit in _DUE.finditer(text):
        if Decimal(hit["got"]) * WAN[hit["other"]] > Decimal(hit["due"]) * WAN[hit["unit"]]:
            owed, got = f"{hit['due']}{hit['unit']}", f"{hit['got']}{hit['other']}"
            yield Odd(hit.start(), hit.end(), f"不超过{owed}", got, f"实收{got}多于应收{owed}，请核对数字和单位")


_WAYS: tuple[Callable[[str], Iterator[Odd]], ...] = (_products, _complements, _level, _stock, _collected)

_FOUR = re.compile(
    r"(?:四个季度|[一1][至到-][四4]季度|各季度)(?P<what>[^\d，；。]{0,16})分别(?:为|是)?(?P<listed>\d{1,6}(?P<unit>[件条篇次期场])?(?:[、，]|和)\d{1,6}(?P=unit)?(?:[、，]|和)\d{1,6}(?P=unit)?(?:[、，]|和)\d{1,6}(?P<last>[件条篇次期场]))"
)
_APPLICATIONS = re.compile("(?:新收|收到|受理)[^，；。]{0,8}申请")


def _quarters(subject: Subject, sentence: Sentence) -> Iterator[Odd]:
    """Four quarters of the applications of the year, where no figure of the text in the unit is their sum."""
    for hit in _FOUR.finditer(sentence.text):
        parts = [int(one) for one in re.findall(r"\d+", hit["listed"])]
        known = {
            one.value for one in subject.prose.claims if one.unit == hit["last"] and one.section == sentence.section
        }
        whole = subject.report.value("t3.received.total")
        if whole is None or not _APPLICATIONS.search(hit["what"]) or sum(parts) in known or sum(parts) == whole:
            continue
        listed = "+".join(map(str, parts))
        yield Odd(hit.start(), hit.end(), f"{whole}", f"{sum(parts)}", f"{listed}={sum(parts)}，表三新收申请是{whole}")


_ANSWERED = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:收到|受理|接收)[^。；]{0,50}?"
    r"(?P<then_year>20\d\d)年(?P<then_month>\d{1,2})月(?P<then_day>\d{1,2})日(?:依法|书面|按期|作出|予以)?(?:答复|办结|送达|回复)"
)
_EARLIER = re.compile("上年|去年|上一年|前年|结转")


def _answered_before(text: str, year: int | None) -> Iterator[Odd]:
    """`12月23日收到的1件，已于2025年1月13日答复`: an answer follows what it answers."""
    for hit in _ANSWERED.finditer(text):
        if _EARLIER.search(text[: hit.start()]) or not (hit["year"] or year):
            continue
        try:
            received = date(int(hit["year"] or year or 0), int(hit["month"]), int(hit["day"]))
            answered = date(int(hit["then_year"]), int(hit["then_month"]), int(hit["then_day"]))
        except ValueError:
            continue
        if answered < received:
            yield Odd(
                hit.start(),
                hit.end(),
                f"{received:%Y-%m-%d}以后",
                f"{answered:%Y-%m-%d}",
                f"答复的日子在收到（{received:%Y-%m-%d}）之前",
            )
