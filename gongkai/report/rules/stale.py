"""Years in the text that were left over from another report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, NotAssessable, Subject, about, rule
from gongkai.report.comparing import holds
from gongkai.report.language import Severity
from gongkai.report.model import Section
from gongkai.report.narrative import Sentence
from gongkai.report.wording import pattern

_LEAD = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?|[一二三四五六七八九十]是)?[^，。；0-9]{0,12}?(?P<year>20\d\d)年(?:度|全年)?(?![\d一-龥]{0,3}月)(?P<since>以来)?(?!起|至|—|-)"
)
_ADVERB = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?)?(?:[^，。；：\d]{0,24}[：，]){0,2}(?P<own>[^，。；：\d]{0,16}?)(?P<year>20\d\d)年(?:度|全年)?"
    r"(?P<since>)(?=，?(?:未|没有?|无|共|累计|收|受理|发[出布生]|新收|在|被|既|全年|我|本(?!年)))"
)
_SETTING = re.compile(r"(?:：|方面，|情况，|《[^《》]*》，|[根依]据[^，]*，|按照?[^，]*，)$")
_LAST_YEARS = re.compile(r"（(?:[较比与])?(?:上|去)年[^（）]*）")
_ANNUAL = re.compile(r"(20\d\d)年(?:度)?政府信息公开(?:工作)?年?度?报告")
_HEADING = re.compile(r"^.*[：。，]|^(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?|[一二三四五六七八九十]是)")
_COMPARED = re.compile(r"(?:[较比与]|相?较于)(?:上|去|前)一?年(?:度)?(?:同期)?|(?:上|去)年(?:度)?结转|同比")
_WILL = re.compile(
    r"将(?:继续|进一步|持续|不断|着力|从以下|重点|认真|切实)|^\D{0,4}20\d\d年(?:度)?，?(?:我[^，]{1,4}|本机关)?(?:拟|计划)"
)
_TITLED = re.compile(
    r"《[^《》]{0,24}?(20\d\d)年(?:度)?[^《》]{0,16}(?:工作要点|重点工作|任务分工|工作安排|工作任务|实施方案|工作计划)[^《》]{0,12}》"
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_YEARS = re.compile(r"(20\d\d)年")
_END = re.compile(r"截[至止](?:到)?(?P<year>20\d\d)年(?:12月31日|底|末)(?P<since>以来)?")


@rule(
    "OY01",
    inferred=True,
    text=True,
    title="正文的年份是报告的年度",
    title_en="The text speaks of the report's year",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A34",),
    why="沿用上年稿子时漏改的年份，会让读者以为是另一年的数。",
    why_en="A year left over from last year's draft makes the figures look like another year's.",
    fix="核对该句的年份。",
    fix_en="Check the year in the sentence.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "2022年，我局新收政府信息公开申请38件，办结38件。"),)),),
    ),
)
def left_over(subject: Subject) -> Iterator[Finding | NotAssessable]:
    """Sentences that begin with another year and neither look back nor ahead; with this year's figures an error."""
    year = subject.year
    if year is None:
        yield NotAssessable("报告没有年度。", "The report does not say its year.")
        return
    for number, sentence in enumerate(subject.prose.sentences):
        found = _severity(subject, number, sentence, year)
        if found is None:
            continue
        severity, written = found
        yield about(
            sentence,
            f"本报告是{year}年度的，这一句写{written}年，请核对年份：“{sentence.raw[:40]}”。",
            f"The report is for {year}, this sentence speaks of {written}.",
            severity=severity,
            expected=year,
            found=written,
        )


def _severity(subject: Subject, number: int, sentence: Sentence, year: int) -> tuple[Severity, int] | None:
    """How surely a sentence's year is wrong, and the year; None where it may be meant."""
    titled = _ANNUAL.search(sentence.text) if sentence.section == 0 else None
    if (
        titled
        and int(titled[1]) != year
        and "上年" not in sentence.text
        and (abs(int(titled[1]) - year) == 1 or re.search("现[将公发]|编制|本报告", sentence.text))
    ):
        return "warning", int(titled[1])
    if _left_problems(subject, sentence, year):
        return "warning", year - 1
    years = {int(one) for one in _YEARS.findall(_STATISTICS.sub("", sentence.text))}
    lead = _LEAD.match(sentence.text) or _END.search(sentence.text) or _adverb(subject, sentence)
    if not lead or len(years) != 1 or _attribute(subject, sentence.text, lead) or _of_problems(sentence.text, lead):
        return None
    if year in years:
        return ("warning", year) if sentence.section == 5 and _WILL.search(sentence.text) else None
    written = int(lead["year"])
    if written == year - 1 and _STOCK.match(sentence.text, lead.end("year")) and not sentence.text.startswith("截"):
        return None
    if written == year - 1 and _THIS_YEARS.search(sentence.text):
        return None
    if written < year and _WILL.search(sentence.text) and not pattern("looks_back").search(sentence.text):
        return "warning", written
    if written > year and sentence.section in (0, 5):
        return None
    told = [claim for claim in subject.prose.of_year(number, written) if claim.cells]
    if any(holds(subject.report, claim) and (claim.value or claim.negated) for claim in told):
        return "error", written
    opens = sentence.opens or _headed(subject, number)
    if told and not opens and written == year - 1:
        return None
    if lead["since"] and (not opens or re.match(r"\W*[对自从近]", sentence.text)):
        return None
    rest = _COMPARED.sub("", _LAST_YEARS.sub("", sentence.text)).replace("现将", "")
    away = pattern("looks_away").search(rest) or (not opens and pattern("sets_up").search(rest))
    far = abs(written - year) > 1 and not (opens and _of_this_year(subject, number, lead))
    if away or far or (sentence.section == 5 and not opens):
        return None
    return ("info" if lead["since"] else "warning"), written


def _headed(subject: Subject, number: int) -> bool:
    """Whether nothing but a heading stands before a sentence in its paragraph: `（一）主动公开情况。2023年，…`."""
    above = subject.prose.sentences[number - 1] if number else None
    return (
        above is not None
        and above.opens
        and above.section == subject.prose.sentences[number].section
        and _HEADING_LINE.fullmatch(above.text) is not None
        and _HEADED.match(above.text) is not None
    )


def _of_this_year(subject: Subject, number: int, lead: re.Match[str]) -> bool:
    """Whether a sentence of a far year can only be about the report's: it begins section one, or denies the fee."""
    several = subject.prose.sentences
    sentence = several[number]
    if lead["since"] or pattern("sets_up").search(sentence.text):
        return False
    first = next((at for at, one in enumerate(several) if one.section == 1 and not _HEADED.fullmatch(one.text)), -1)
    counts = re.search(r"\d[条件篇次]|认真|全面|深入|坚持|严格|按照|围绕|聚焦|推进|落实|贯彻", sentence.text)
    return bool(
        (number == first and counts) or (sentence.section == 6 and re.search("未[^，。；]*处理费", sentence.text))
    )


def _left_problems(subject: Subject, sentence: Sentence, year: int) -> bool:
    """Whether section five puts its problems under last year, and names this year with none of them."""
    if sentence.section != 5 or not sentence.opens or not _HEADING_LINE.fullmatch(sentence.text):
        return False
    named = re.search(rf"{year - 1}年(?:度)?[^，。；]{{0,16}}存在[^，。；]{{0,8}}(?:问题|不足|短板)", sentence.text)
    if not named or pattern("mended").search(sentence.text) or re.search("上年|去年|回顾|回头", sentence.text):
        return False
    others = [one.text for one in subject.prose.sentences if one.section == 5 and one is not sentence]
    return not any(re.search(rf"{year}年|今年|本年|目前|当前|现阶段|仍|还存在", text) for text in others)


def _adverb(subject: Subject, sentence: Sentence) -> re.Match[str] | None:
    """A year that says when the agency did what follows: behind a heading or what it stands on, at most its name."""
    hit = _ADVERB.match(sentence.text)
    if hit is None or sentence.section == 5:
        return None
    before = sentence.text[: hit.start("own")]
    own = subject.prose.speaker.own.sub("", hit["own"])
    return hit if not own and (not before or _SETTING.search(before) or not re.search("[，：]", before)) else None


def _attribute(subject: Subject, text: str, lead: re.Match[str]) -> bool:
    """Whether the year belongs to a thing that a verb takes (`公开2022年度决算`), or is that of an assessment or paper.

    A year that tells when stands first, behind a heading, or behind a name: the agency's or another body's.
    """
    before = subject.prose.speaker.own.sub("", _HEADING.sub("", text[: lead.start("year")]))
    return (
        bool(before and not pattern("speaker").search(before))
        or pattern("papers_of_a_year").match(text, lead.start("year")) is not None
    )


def _of_problems(text: str, lead: re.Match[str]) -> bool:
    """Whether a sentence names the problems of another year, or what became of them; `2022年，…存在不足` does not."""
    clause = re.split("[，；：。]", text[lead.start("year") :], maxsplit=1)[0]
    named = pattern("problem").search(clause) or re.search(r"查找|排查|查摆|反映|指出|提出", clause)
    mended = pattern("problem").search(text) and pattern("mended").search(text)
    return bool(named or mended or re.search(r"(?:针对|对照|对于|从)[^，；：]{0,6}$", text[: lead.start("year")]))


@rule(
    "OY02",
    text=True,
    title="引用当年的工作要点",
    title_en="This year's work plan is cited",
    severity="info",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A35",),
    why="年度报告说的是当年的工作，引用别的年份的要点，多半是漏改。",
    why_en="A report is about its year; another year's plan is mostly left over.",
    fix="核对文件名称中的年份。",
    fix_en="Check the year in the title.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "认真落实《青岚市2022年政务公开工作要点》。"),)),),
    ),
)
def plans(subject: Subject) -> Iterator[Finding]:
    """Plans of another year, in titles; section five may look ahead."""
    year = subject.year
    for sentence in subject.prose.sentences:
        for written in _TITLED.findall(sentence.raw):
            if year is not None and int(written) != year and sentence.section != 5:
                yield about(
                    sentence,
                    f"报告是{year}年度的，引用的却是{written}年的文件：“{sentence.raw[:50]}”。",
                    f"The report is for {year} and cites a plan for {written}.",
                    severity="info",
                    expected=year,
                    found=int(written),
                )


@rule(
    "OY03",
    text=True,
    title="日期存在",
    title_en="Days that exist",
    severity="error",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A34",),
    why="没有的日期一定是写错了。",
    why_en="A day that does not exist is a slip.",
    fix="改正日期。",
    fix_en="Correct the date.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "11月31日召开专题会议。"),)),),
    ),
)
def days(subject: Subject) -> Iterator[Finding]:
    """Months above twelve and days that their month does not have."""
    for sentence in subject.prose.sentences:
        for month, day in _DAY.findall(sentence.text):
            if not 1 <= int(month) <= 12 or not 1 <= int(day) <= _LENGTHS[int(month) - 1]:
                yield about(
                    sentence,
                    f"没有{month}月{day}日这一天。",
                    f"There is no day {month}-{day}.",
                    severity="error",
                    found=f"{month}月{day}日",
                )


@rule(
    "OY04",
    text=True,
    title="比较和结转的年份不是本年自己",
    title_en="No year is compared with itself or carried into itself",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A34",),
    why="本年只能和上年比，没办完的只能结转到下年，同一年出现两次必有一处写错。",
    why_en="A year is compared with the one before and carries over to the next; named twice, one of both is wrong.",
    fix="核对句中的两个年份。",
    fix_en="Check both years in the sentence.",
    good=Example(),
    bad=Example(
        changes=(("sections", (Section(1, "一、总体情况", "2023年发布信息280条，较2023年度增加12条。"),)),),
    ),
)
def itself(subject: Subject) -> Iterator[Finding]:
    """Sentences that compare a year with itself, or carry applications into the report's own year or beyond the next."""
    year = subject.year
    if year is None:
        return
    for sentence in subject.prose.sentences:
        compared = next(_compared(sentence, year), None)
        if compared is not None:
            yield about(
                sentence,
                f"{compared}年与它自己比较，请核对年份：“{sentence.raw[:40]}”。",
                f"{compared} is compared with itself.",
                severity="warning",
                found=compared,
            )
        into = next(_carried_into(sentence, year), None) if sentence.section in (1, 3) else None
        if into is not None:
            yield about(
                sentence,
                f"{year}年度的申请结转到{into}年，应为{year + 1}年：“{sentence.raw[:40]}”。",
                f"Applications of {year} are carried over to {into}; {year + 1} is due.",
                severity="warning",
                expected=year + 1,
                found=into,
            )


_AGAINST = re.compile(
    r"(?P<way>较|比|与|同)(?P<year>20\d\d)年(?:度)?"
    r"(?!初|末|底|第|上半|下半|前|\d|[一二三四]季|[^，。；]{0,8}(?:目标|计划|预算|任务|要求|预期|要点))(?P<then>[^，。；]{0,14})"
)
_STANDING = re.compile(r"(?<![较比与同])(?<!超过)(?<![高低多少]于)(20\d\d)年")
"""Years that nothing before them in the sentence is compared with."""

_AHEAD = re.compile(r"将|拟|力争|计划|预计|争取|明年|下一?年|下一步|目标")
_ALIKE = re.compile(r"相比|比较|持平|同期|一致|相同|不变")
_INTO = re.compile(
    r"(?:结转|转)(?:到|至|入)?(?P<year>20\d\d)年(?:度)?(?:继续)?(?:办理|处理)|(?:结转(?:到|至|入)|\d件结转)(?P<other>20\d\d)年(?:度)?(?=[，。；）]|\d+件|$)"
)
_THIS_YEARS = re.compile(r"[，；]而?(?:今年|本年度?)(?:的|则|为|有|收|新收|办|共|增|减)")
_STOCK = re.compile(
    r"年(?:底|末)(?!，)|年(?:度|底|末)?(?:收到|受理|未办结|尚未办结)?(?:并)?(?:结转|转入|转来|遗留|结余|跨年)(?!(?:到|至|入)?20\d\d年)"
)
"""What the year before carried over, as in table 3, or had at its end."""

_STATISTICS = re.compile(r"20\d\d年1月1日[^，。；）]{0,12}12月31日")
"""The period of the figures, which has its own rule."""

_HEADED = re.compile(r"(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])[^，。；\d]{1,20}[：。]?")
_HEADING_LINE = re.compile(r"[^，。；]{1,30}[：。]?")


def _compared(sentence: Sentence, year: int) -> Iterator[int]:
    """The years that a sentence compares with themselves."""
    for hit in _AGAINST.finditer(sentence.text):
        if hit["way"] in "与同" and not _ALIKE.search(hit["then"]):
            continue
        written = int(hit["year"])
        before = [int(one) for one in _STANDING.findall(sentence.text[: hit.start()])]
        if before:
            if before[-1] == written and not re.search("[月季旬]", sentence.text[: hit.start()]):
                yield written
        elif written == year and sentence.section != 5 and not _AHEAD.search(sentence.text):
            yield written


def _carried_into(sentence: Sentence, year: int) -> Iterator[int]:
    """The years to which a sentence carries what was not concluded, other than the next."""
    for hit in _INTO.finditer(sentence.text):
        into = int(hit["year"] or hit["other"])
        said = "，".join(re.split("[，；：]", sentence.text[: hit.start()])[-2:])
        if into != year + 1 and not re.search(rf"上年|去年|上一年|前年|往年|{into - 1}年", said):
            yield into


_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
