"""Words: terms of the law, improper statements, slips of the pen, debris of conversion, vague figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.language import Severity
from gongkai.report.model import Section
from gongkai.report.narrative import Sentence
from gongkai.report.wording import occurrences


def _one(text: str) -> Example:
    return Example(changes=(("sections", (Section(1, "一、总体情况", text),)),))


def _listed(
    subject: Subject,
    kind: str,
    said: str,
    said_en: str,
    severity: Severity = "info",
    seen: Callable[[Sentence], str] = attrgetter("plain"),
) -> Iterator[Finding]:
    """One finding for each phrase of a list that the text holds, at its first place."""
    for phrase, sentence, hit in occurrences(subject.prose.sentences, kind, seen):
        yield about(
            sentence,
            said.format(hit.group(), phrase.due),
            said_en.format(hit.group(), phrase.due),
            severity=severity,
            expected=phrase.due,
            found=hit.group(),
        )


def _as_written(sentence: Sentence) -> str:
    return "".join(sentence.raw.split())


@rule(
    "WO01",
    text=True,
    title="用语规范",
    title_en="Terms of the law",
    severity="info",
    basis="《政府信息公开条例》",
    catalogue=("A37",),
    why="依申请公开、政府信息公开等是条例的用语，写错会改变意思。",
    why_en="These are terms of the regulation; written otherwise they mean something else.",
    fix="改用条例的用语。",
    fix_en="Use the regulation's term.",
    good=Example(),
    bad=_one("本年无一件依法申请公开事项。"),
)
def term(subject: Subject) -> Iterator[Finding]:
    """Terms of the short list."""
    yield from _listed(subject, "term", "“{}”应为“{}”。", "“{}” should read “{}”.")


@rule(
    "WO02",
    text=True,
    title="没有不当表述",
    title_en="No improper statement",
    severity="info",
    basis="《政府信息公开条例》",
    catalogue=("A50",),
    why="笼统地说“大部分涉密”等，与以公开为常态的原则相抵触。",
    why_en="Sweeping statements such as “mostly secret” go against the principle of openness.",
    fix="删去或者改为具体说明。",
    fix_en="Remove it, or say it in particular.",
    good=Example(),
    bad=_one("我局信息敏感，大部分涉密，公开受限。"),
)
def improper(subject: Subject) -> Iterator[Finding]:
    """Statements of the short list."""
    yield from _listed(subject, "improper", "表述“{}”不当：{}。", "“{}” is an improper statement: {}.")


@rule(
    "WO03",
    text=True,
    title="没有重复的字词和标点",
    title_en="No doubled words or points",
    severity="info",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A38",),
    why="公开发布的文本不应有多字、重复标点。",
    why_en="A published text has no doubled words or points.",
    fix="删去重复的部分。",
    fix_en="Remove what is doubled.",
    good=Example(),
    bad=_one("我局的的网站每季度检查一次。"),
)
def doubled(subject: Subject) -> Iterator[Finding]:
    """Doubled words of the short list."""
    yield from _listed(subject, "doubled", "“{}”有{}。", "“{}” is doubled ({}).")


@rule(
    "WO04",
    text=True,
    title="没有转换和网页残留",
    title_en="No debris of conversion",
    severity="info",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A41",),
    why="书签标记、网页按钮等不是报告的内容。",
    why_en="Bookmarks and buttons of a page are no part of the report.",
    fix="发布前删去。",
    fix_en="Remove it before publication.",
    good=Example(),
    bad=_one("网站每季度检查一次。\n扫一扫在手机上查看当前页面"),
)
def debris(subject: Subject) -> Iterator[Finding]:
    """Debris of the short list, in the text as written."""
    yield from _listed(subject, "debris", "“{}”是{}。", "“{}” is debris ({}).", seen=_as_written)


@rule(
    "WO08",
    text=True,
    title="没有未填的空",
    title_en="Nothing left to fill in",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A41",),
    why="“××”“【】”“此处填写”等是模板留下的空，公开前应当填好。",
    why_en="Crosses, empty brackets and notes such as “fill in here” are gaps of a template.",
    fix="填上内容，没有的删去。",
    fix_en="Fill it in, or remove it.",
    good=Example(),
    bad=_one("召开新闻发布会××场。"),
)
def unfilled(subject: Subject) -> Iterator[Finding]:
    """Gaps of a template, in the text as written; names made unreadable on purpose are none."""
    yield from _listed(
        subject, "unfilled", "“{}”像是{}。", "“{}” looks like a gap left in a template ({}).", "warning", _as_written
    )


_MARKS = (("《", "》"), ("（", "）"))
_POINT = re.compile(r"(?:^|(?<=[。；：，]))[\da-z]{1,2}）|[〔（【\[]20\d\d[〕）】\]]")


@rule(
    "WO09",
    text=True,
    title="书名号和括号成对",
    title_en="Brackets in pairs",
    severity="info",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A38",),
    why="少一半的书名号或者括号，读者不知道名称到哪里为止。",
    why_en="With one half of a pair missing nobody knows where a title ends.",
    fix="补上缺的一半。",
    fix_en="Put in the missing half.",
    good=Example(),
    bad=_one("落实《青岚市政务公开工作要点，每季度检查一次。"),
)
def paired(subject: Subject) -> Iterator[Finding]:
    """The first sentence of a section after which a kind of brackets is never closed, or closed without an opening."""
    for number, several in groupby(subject.prose.sentences, attrgetter("section")):
        told = [(sentence, _POINT.sub("", sentence.plain)) for sentence in several]
        for opening, closing in _MARKS:
            whole = "".join(text for _, text in told)
            if not number or whole.count(opening) == whole.count(closing):
                continue
            sentence = next(one for one, text in told if text.count(opening) != text.count(closing))
            yield about(
                sentence,
                f"“{sentence.raw[:40]}”中的“{opening}”“{closing}”不成对。",
                f"The brackets {opening}{closing} are no pair.",
                severity="info",
            )


_EXACT = re.compile(r"(?<![\d.])\d*[1-9]余(?=[件条项份宗篇次人个场期家])")
_UNITS = re.compile(r"条|项|份|宗|起|个|次|人")


@rule(
    "WO05",
    text=True,
    title="精确的数不加“余”",
    title_en="An exact figure is not “more than”",
    severity="info",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A39",),
    why="精确到个位的数后面再写“余”，自相矛盾。",
    why_en="A figure exact to its last digit contradicts the word “more than” behind it.",
    fix="写准确的数，或者写整数加“余”。",
    fix_en="Give the exact figure, or a round one.",
    good=Example(),
    bad=_one("全年发布信息241余条。"),
)
def vague(subject: Subject) -> Iterator[Finding]:
    """Figures of two digits or more, not round, followed by 余."""
    for sentence in subject.prose.sentences:
        for hit in _EXACT.finditer(sentence.text):
            if len(hit.group()) > 2:
                yield about(
                    sentence,
                    f"“{hit.group()}”：数已精确到个位，不再写“余”。",
                    f"“{hit.group()}” is exact and vague at once.",
                    severity="info",
                    found=hit.group(),
                )


@rule(
    "WO06",
    text=True,
    title="申请以“件”计",
    title_en="Applications are counted in 件",
    severity="info",
    basis="国办公开办函〔2021〕30号，表三",
    catalogue=("A37",),
    why="表三以件为单位，正文写条、项、次会与信息条数混淆。",
    why_en="Table 3 counts 件; other units in the text mix applications up with pieces of information.",
    fix="改为“件”。",
    fix_en="Write 件.",
    good=Example(),
    bad=_one("本年受理政府信息公开申请38条。"),
)
def unit(subject: Subject) -> Iterator[Finding]:
    """Applications and appeals counted in another unit."""
    for claim in subject.prose.claims:
        people = claim.subject in ("natural_person", "organisation", "business", "legal_service")
        if claim.theme in ("A", "R", "L") and claim.subject and not people and _UNITS.fullmatch(claim.unit):
            yield Finding(
                (),
                f"“{claim.clause.lstrip('，、；')}”：申请和案件以“件”计，不写“{claim.unit}”。",
                f"Applications and cases are counted in 件, not {claim.unit}.",
                severity="info",
                expected="件",
                found=claim.unit,
                section=claim.section or None,
                sentence=claim.sentence,
            )


def _spoken_of(text: str, hit: re.Match[str], cell: str) -> bool:
    """Whether a claim of no errors is about the kind of review of a cell: judgments are those of suits."""
    before = re.split("[；。]", text[: hit.start()])[-1] + hit.group()
    named = re.findall("行政复议|复议案|复议申请|诉讼|判决|败诉", re.sub("未经复议|复议后", "", before))
    if not named:
        return True
    of_reconsiderations: bool = "复议" in named[-1]
    return of_reconsiderations == cell.startswith("t4.reconsideration.")


_CLEAN = re.compile(
    r"(?:未|没有|无)(?:出现|发生|一件|一例)?[^，。；]{0,8}?(?:错办|被?纠正|被?纠错|败诉|被撤销|错误答复)"
)


@rule(
    "WO07",
    text=True,
    title="“未出现错办”与复议、诉讼结果相符",
    title_en="“No errors” beside corrected reviews",
    severity="info",
    basis="国办公开办函〔2021〕30号，表四",
    catalogue=("A12",),
    why="表四有结果纠正，正文又说没有错办、败诉，读者会问哪个对。",
    why_en="Beside corrected results in table 4 a claim of no errors raises a question.",
    fix="说明被纠正的件数和原因，或者改写。",
    fix_en="Explain the corrected cases, or put it otherwise.",
    good=Example(),
    bad=Example(
        cells=(("t4.reconsideration.corrected", "1"), ("t4.reconsideration.upheld", "1")),
        changes=(("sections", (Section(1, "一、总体情况", "全部申请依法办理，未出现错办。"),)),),
    ),
)
def faultless(subject: Subject) -> Iterator[Finding]:
    """A claim of no errors beside a corrected result: a question."""
    cells = tuple(f"t4.{row.key}.corrected" for row in subject.form.table("t4").rows)
    known = {cell: value for cell in cells if (value := subject.report.value(cell))}
    for sentence in subject.prose.sentences if known else ():
        hit = _CLEAN.search(sentence.text)
        corrected = {cell: value for cell, value in known.items() if hit and _spoken_of(sentence.text, hit, cell)}
        if hit and corrected:
            yield Finding(
                tuple(corrected),
                f"正文说“{hit.group()}”，表四结果纠正{sum(map(int, corrected.values()))}件，请说明。",
                f"The text says “{hit.group()}”, table 4 has corrected results.",
                severity="info",
                found=sum(map(int, corrected.values())),
                section=sentence.section or None,
                sentence=sentence.raw,
            )
