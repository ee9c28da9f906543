"""Documents that the text cites: brackets of their numbers, titles, and whether they are still in force."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, about, rule
from gongkai.report.form import squeeze
from gongkai.report.model import Section
from gongkai.report.narrative import Sentence
from gongkai.report.numerals import chinese
from gongkai.report.similar import ratio
from gongkai.report.wording import document_titles, law_names, occurrences, references

_NUMBER = re.compile(r"[一-龥]{1,12}\s*([\[﹝(（【{〔［])\s*(20\d\d)\s*([\]﹞)）】}〕］])\s*第?\s*(\d+)\s*号")
_PAIRS = ("[]", "﹝﹞", "()", "（）", "【】", "{}", "［］")
_CITED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)?)》[（(]?([一-龥]{2,12}〔20\d\d〕\d+号)")
_SLIPS = 2
_ANY = re.compile(r"[\[﹝【](20\d\d)[\]﹞】]|[（(](20\d\d)[）)](?=第?\d+号)")


def _one(text: str) -> Example:
    return Example(changes=(("sections", (Section(1, "一、总体情况", text),)),))


@rule(
    "CI01",
    text=True,
    title="文号用六角括号",
    title_en="Brackets of document numbers",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A35",),
    why="文号的年份用六角括号〔〕，写成别的括号会检索不到。",
    why_en="The year of a document number stands in 〔〕; in other brackets it cannot be searched for.",
    fix="改为〔〕。",
    fix_en="Write 〔〕.",
    good=Example(),
    bad=_one("按照《青岚市政务公开工作要点》（青政办〔2023］12号）开展工作。"),
)
def brackets(subject: Subject) -> Iterator[Finding]:
    """One finding for each document number with other brackets, two that are no pair, or noughts in front."""
    for sentence in subject.prose.sentences:
        for hit in _NUMBER.finditer(sentence.raw) if "号" in sentence.raw else ():
            used = hit[1] + hit[3]
            if used == "〔〕" and not hit[4].startswith("0"):
                continue
            written = re.sub(r"\s", "", hit.group())
            due = written.replace(hit[1], "〔").replace(hit[3], "〕").replace(f"{hit[4]}号", f"{int(hit[4])}号")
            yield about(
                sentence,
                f"文号“{hit.group()}”应写作“{due}”。",
                f"The document number “{hit.group()}” should read “{due}”.",
                severity="info" if used in (*_PAIRS, "〔〕") else "warning",
                expected=due,
                found=hit.group(),
            )


@rule(
    "CI02",
    text=True,
    title="引用现行文件",
    title_en="Documents cited are in force",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A35",),
    why="旧条例和旧格式的文件已被取代。",
    why_en="The old regulation and the old forms have been replaced.",
    fix="改引现行文件；为说明口径而引用的，可以保留。",
    fix_en="Cite the one in force, unless it is quoted for its counting rules.",
    good=Example(),
    bad=_one("根据《政府信息公开条例》（国务院令第492号）编制。"),
)
def superseded(subject: Subject) -> Iterator[Finding]:
    """Documents of the short list, in reports of later years, worse where the report stands on one.

    Beside the one in force the old number is history: `（国务院令第492号公布，国务院令第711号修订）`.
    """
    for phrase, sentence, hit in occurrences(subject.prose.sentences, "superseded", _unified):
        if (subject.report.year or 0) >= phrase.since:
            beside = phrase.due.partition("（")[0].removeprefix("国务院令") in _unified(sentence)
            stands = phrase.binding and not beside and _STANDS.search(sentence.plain)
            yield about(
                sentence,
                f"引用的{hit.group()}已被{phrase.due}取代，请核实。",
                f"{hit.group()} has been replaced by {phrase.due}.",
                severity="warning" if stands else "info",
                expected=phrase.due,
                found=hit.group(),
            )


_STANDS = re.compile(
    r"^[^。]{0,12}(?:根据|按照|依照|依据|遵照|按).*(?:编制|编写|撰写|报告如下|公布如下|格式|要求|现(?:公布|发布|将))"
)


def _unified(sentence: Sentence) -> str:
    """The words as written, without blanks, years of document numbers in their right brackets."""
    return _ANY.sub(lambda one: f"〔{one[1] or one[2]}〕", "".join(sentence.raw.split()))


@rule(
    "CI03",
    text=True,
    title="文件名称与文号相符",
    title_en="Titles belong to their numbers",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A35",),
    why="引用的名称与文号对不上，读者找不到文件。",
    why_en="A title that is not the number's sends the reader to another document.",
    fix="按原文件改正名称或者文号。",
    fix_en="Correct the title or the number from the document itself.",
    good=Example(),
    bad=_one("根据《政府信息公开信息处理费管理办法》（国办公开办函〔2021〕30号）编制本报告。"),
)
def titled(subject: Subject) -> Iterator[Finding]:
    """A title before a known number that is not its own: shortened an info, quite another a warning."""
    numbers = {_bare(one): number for number, titles in document_titles().items() for one in titles}
    for sentence in subject.prose.sentences:
        for title, number in _CITED.findall(sentence.plain):
            known = document_titles().get(number)
            due = numbers.get(_bare(title))
            if not known and due:
                yield about(
                    sentence,
                    f"《{title}》的文号是{due}，写作{number}。",
                    f"The number of 《{title}》 is {due}, not {number}.",
                    severity="warning",
                    expected=due,
                    found=number,
                )
            if not known or _bare(title) in {_bare(one) for one in known}:
                continue
            like = max(ratio(_bare(title), _bare(one)) for one in known)
            yield about(
                sentence,
                f"《{title}》（{number}）：该文号的文件名称是《{known[0]}》。",
                f"{number} is the number of 《{known[0]}》, not of 《{title}》.",
                severity="warning" if like < 0.6 or any(_misprinted(title, one) for one in known) else "info",
                expected=known[0],
                found=title,
            )


@rule(
    "CI05",
    text=True,
    title="单独引用的文号是所说的文件",
    title_en="A number cited alone is that of the document meant",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A35",),
    why="条例、年度报告格式和信息处理费办法各有一个文号，写成别的就指向别的文件。",
    why_en="The regulation, the report's form and the fee rules each have one number; another is another document's.",
    fix="按原文件改正文号。",
    fix_en="Correct the number from the document itself.",
    good=_one("根据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号文件的格式编制。"),
    bad=_one("根据《中华人民共和国政府信息公开条例》（国务院令第771号）编制。"),
)
def alone(subject: Subject) -> Iterator[Finding]:
    """Numbers beside the words of a document with one known number, which is another."""
    for sentence in subject.prose.sentences if subject.report.year else ():
        for reference in references():
            for hit in reference.find.finditer(sentence.plain):
                if hit["number"] not in reference.numbers:
                    yield about(
                        sentence,
                        f"{reference.name}的文号是{reference.numbers[0]}，写作{hit['number']}。",
                        f"The number of {reference.name} is {reference.numbers[0]}, not {hit['number']}.",
                        severity="warning",
                        expected=reference.numbers[0],
                        found=hit["number"],
                    )


def _misprinted(title: str, due: str) -> bool:
    """Whether a title is another but for one or two letters that were changed: a slip, and no shorter form."""
    one, other = (re.sub(r"\W", "", squeeze(text)) for text in (title, due))
    return len(one) == len(other) and 0 < sum(a != b for a, b in zip(one, other, strict=True)) <= _SLIPS


def _bare(title: str) -> str:
    return re.sub(
        r"[《》〈〉<>\"“”（）()]|中华人民共和国|国务院办公厅(?:政府信息与政务公开办公室)?", "", squeeze(title)
    )


_NAME = re.compile(r"《([^《》]{6,40})》")
_NATIONAL = re.compile(r"中华人民共和国(?:政府|政务)?信息公开.{0,4}(?:条例|法|办法|规定|细则)")
"""Names of a national law on disclosure; there is one, and cities and provinces have rules of their own."""


@rule(
    "CI04",
    text=True,
    title="法规名称没有错字",
    title_en="Names of laws without a wrong letter",
    severity="warning",
    basis="《政府信息公开条例》",
    catalogue=("A35", "A38"),
    why="法规名称错一个字，就不是那部法规。",
    why_en="With one letter wrong a name is no longer that law's.",
    fix="改正名称。",
    fix_en="Correct the name.",
    good=Example(),
    bad=_one("根据《中华人民共和国政府信息公开条列》编制本报告。"),
)
def misspelt(subject: Subject) -> Iterator[Finding]:
    """Names in book-title marks that are one letter off a known one: changed, missing, or one too many."""
    for sentence in subject.prose.sentences:
        for name in _NAME.findall(sentence.plain) if "《" in sentence.raw else ():
            due = next((one for one in law_names() if _one_off(name, one)), None)
            if not due and _NATIONAL.fullmatch(name) and name not in law_names():
                due = law_names()[0]
            if due:
                yield about(
                    sentence,
                    f"《{name}》应为《{due}》。",
                    f"《{name}》 should read 《{due}》.",
                    severity="warning",
                    expected=due,
                    found=name,
                )


def _one_off(name: str, due: str) -> bool:
    """Whether one letter was changed, left out or put in, or two neighbours changed places."""
    if name == due or abs(len(name) - len(due)) > 1:
        return False
    head = next(
        (at for at, (one, other) in enumerate(zip(name, due, strict=False)) if one != other), min(len(name), len(due))
    )
    rest, wanted = name[head:], due[head:]
    return rest[1:] == wanted[1:] or rest == wanted[1:] or rest[1:] == wanted or rest[1::-1] + rest[2:] == wanted


_REGULATION = re.compile(
    r"政府信息公开条例》(?:（[^（）]*）)?(?P<articles>(?:[、和及与]?第[一二三四五六七八九十]{1,4}条)+)"
)
_ARTICLE = re.compile(r"第([一二三四五六七八九十]{1,4})条")
_BASED = re.compile("(?:根据|按照|依照|依据|遵照|按).*(?:编制|编写|撰写|制作|报告|公布|发布)")
_ON_REPORTS = ("四十九", "五十")
_ON_DISCLOSURE = 30
"""Up to here the articles are on what to disclose: a preamble may name them beside those on the report."""

_ARTICLES = 56


@rule(
    "CI06",
    text=True,
    title="引用的条款是关于年度报告的",
    title_en="The articles cited are those on the annual report",
    severity="warning",
    basis="《政府信息公开条例》第四十九条、第五十条",
    catalogue=("A35",),
    why="年度报告的时限和内容由《条例》第四十九条、第五十条规定，写成别的条就引错了依据。",
    why_en="Articles 49 and 50 govern the annual report; another number cites another matter.",
    fix="改为第四十九条、第五十条。",
    fix_en="Cite articles 49 and 50.",
    good=Example(
        changes=(
            (
                "preamble",
                "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条编制本报告。统计期限为2023年1月1日至12月31日。",
            ),
        )
    ),
    bad=Example(
        changes=(
            (
                "preamble",
                "根据《中华人民共和国政府信息公开条例》第五十五条编制本报告。统计期限为2023年1月1日至12月31日。",
            ),
        )
    ),
)
def articles(subject: Subject) -> Iterator[Finding]:
    """Articles on which the preamble stands the report, and in the text ones beyond the regulation's last."""
    for sentence in subject.prose.sentences if (subject.year or 0) >= 2019 else ():
        for hit in _REGULATION.finditer(sentence.plain):
            cited = _ARTICLE.findall(hit["articles"])
            stands = sentence.section == 0 and _BASED.search(sentence.plain)
            least = 0 if not stands or set(cited).isdisjoint(_ON_REPORTS) else _ON_DISCLOSURE
            wrong = [one for one in cited if _misplaced(chinese(one), bool(stands), least)]
            if wrong:
                yield about(
                    sentence,
                    f"《条例》第{wrong[0]}条不是关于年度报告的规定，应为第四十九条、第五十条。"
                    if stands
                    else f"《条例》共五十六条，没有第{wrong[0]}条。",
                    f"Article {chinese(wrong[0])} of the regulation is not on the annual report."
                    if stands
                    else f"The regulation has no article {chinese(wrong[0])}.",
                    severity="warning",
                    expected="第五十条",
                    found=f"第{wrong[0]}条",
                )


def _misplaced(article: int, stands: bool, least: int) -> bool:
    """Whether an article cannot be meant: none of those on reports where one `stands` on it, or beyond the last."""
    return article > least and article not in (49, 50) if stands else article > _ARTICLES
