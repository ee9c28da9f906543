"""The names of the agency and of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.form import squeeze
from gongkai.report.language import Severity
from gongkai.report.model import Signature

_REGION = re.compile(r"(?:[一-龥]{1,8}?[省市区县旗州盟镇乡])+(?:人民政府)?")
_SHORTEST = 4
_LONG_ENOUGH, _TAIL, _APART = 6, 3, 2
_LIGHT = re.compile("[和与及的、]|人民|员会|办公室$")
_SPOKEN = re.compile("(监)督(管)理|(城)市(管)理")
_SPARE = 0.7
"""A name is shortened to less than this share of its letters; one with only a word less is another name."""

_WRITES = re.compile(
    r"(?:^|[,，。.;；:：、]|由|现将|公布|要求)(?P<name>[一-龥]{1,8}?[省市区县旗州盟][一-龥]{2,24}?"
    r"(?:局|委员会|委|办公室|政府|办事处|厅|中心|院|队|处|站))(?P<does>编制|编写|撰写|20\d\d年度?的?(?:政府信息|政务)公开)"
)


@rule(
    "NA01",
    text=True,
    title="落款与标题的机关一致",
    title_en="Signed by the agency of the title",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A36",),
    why="落款与标题的机关名称不同，读者不知道是谁的报告。",
    why_en="When title and signature name different agencies nobody knows whose report it is.",
    fix="统一用机关全称。",
    fix_en="Use the agency's full name in both places.",
    good=Example(),
    bad=Example(changes=(("signature", Signature("青岚市水利局", "2024-01-20")),)),
)
def signed(subject: Subject) -> Iterator[Finding]:
    """A signature by another name: an abbreviation is an info, the regions before a name are left out freely."""
    title, name = (squeeze(text or "") for text in (subject.report.agency, subject.report.signature.agency))
    severity = _apart(title, name) if title and name else None
    if severity:
        yield Finding(
            (),
            f"标题的机关是“{title}”，落款是“{name}”。",
            f"The title names {title}, the signature {name}.",
            severity=severity,
            expected=title,
            found=name,
        )


def _apart(one: str, other: str) -> Severity | None:
    """How surely two names are of two agencies: None for one with fewer regions before it, an info for a short form."""
    short, long = sorted((one, other), key=len)
    if short == long or (
        long.endswith(short) and len(short) >= _SHORTEST and _REGION.fullmatch(long.removesuffix(short))
    ):
        return None
    if one.endswith("分局") != other.endswith("分局") or long == short + short[-1]:
        return "warning"
    letters = iter(long)
    if not all(mark in letters for mark in short):
        return "info" if len(short) < _SHORTEST else "warning"
    left = len(_LIGHT.sub("", _SPOKEN.sub(r"\1\2", long))) - len(_LIGHT.sub("", _SPOKEN.sub(r"\1\2", short)))
    return "info" if long.startswith(short) or not left or len(short) < _SPARE * len(long) else "warning"


_HARMLESS = re.compile(r"政府信息公开(?:工作)?(?:情况)?的?(?:年度报告|年报)书?(?![一-龥])")
_REPORT = re.compile(
    r"年度.*政府信息公开(?:工作)?(?:情况)?的?报告(?![一-龥])|政府信息公开(?:工作)?(?:情况)?的?报告\(.*年度\)"
)
_LIKE_A_TITLE = re.compile(r"[^。]{0,40}20\d\d年[^。]{0,30}(?:信息|公开)[^。]{0,16}")
_LONGEST_TITLE = 60


@rule(
    "NA02",
    text=True,
    title="标题是年度报告",
    title_en="The title is that of an annual report",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A34",),
    why="统一格式的标题是“政府信息公开工作年度报告”。",
    why_en="The form's title names the annual report on disclosure.",
    fix="按格式写标题。",
    fix_en="Give the form's title.",
    good=Example(),
    bad=Example(changes=(("title", "青岚市住房和城乡建设局2023年政府信息公开工作总结"),)),
)
def title(subject: Subject) -> Iterator[Finding]:
    """A title in other words than the form's; one that leaves out 工作 or says 年报, as many do, is an info."""
    written, due = _titled(subject), subject.form.title
    key = squeeze(written)
    if written and not re.search(rf"{due}(?![一-龥])", key):
        yield Finding(
            (),
            f"标题“{written}”不是“{due}”。",
            f"The title is not “{due}”.",
            severity="info" if _HARMLESS.search(key) or _REPORT.search(key) else "warning",
            expected=due,
            found=written,
            sentence=written,
        )


def _titled(subject: Subject) -> str:
    """The title; where none was made out the line above the preamble that stands in its place, '' without one."""
    written = "".join(subject.report.title.split())
    if written:
        return written
    head = [line.strip() for line in subject.report.preamble.splitlines() if line.strip()][:2]
    own = squeeze(subject.report.agency or "")
    one = "".join(head) if head and squeeze(head[0]) == own else "".join(head[:1])
    return one if len(one) <= _LONGEST_TITLE and _LIKE_A_TITLE.fullmatch(squeeze(one)) else ""


@rule(
    "NA03",
    text=True,
    title="引言和正文写的是本机关",
    title_en="Preamble and text name this agency",
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    catalogue=("A36",),
    why="引言的机关名称与标题只差一两个字，多半是沿用别家的稿子或者写错。",
    why_en="A name one or two characters off is mostly another agency's, or a slip.",
    fix="核对机关名称。",
    fix_en="Check the agency's name.",
    good=Example(),
    bad=Example(
        changes=(
            (
                "preamble",
                "清岚市住房和城乡建设局编制本报告。统计期限自2023年1月1日起至2023年12月31日止。",
            ),
        ),
    ),
)
def introduced(subject: Subject) -> Iterator[Finding]:
    """Who writes the report by its preamble, and names anywhere in the text that are this agency's but for a slip."""
    agency, text = squeeze(subject.report.agency or ""), squeeze(subject.report.preamble)
    if len(agency) < _LONG_ENOUGH:
        return
    named = [hit for hit in _WRITES.finditer(text) if not (_GOVERNMENT.search(agency) and hit["does"][0] != "2")]
    names = [_LEAD.sub("", hit["name"]) for hit in named if not _SENTENCE.search(hit["name"])]
    others = [name for name in names if _apart(agency, name) == "warning"]
    if not others:
        others = [name for name in _slips(agency, text) if agency not in text]
        others += [name for name in _candidates(agency, text) if _same_place(name, agency)]
        others += misspelt(agency, text)
    yield from (_other(agency, name, "引言", "preamble", 0) for name in others[:1])
    for section in subject.report.sections:
        text = squeeze(section.text)
        certain = [name for name in _candidates(agency, text) if _same_place(name, agency)]
        certain += misspelt(agency, text) + _of_another_place(agency, text)
        yield from (_other(agency, name, "正文", "text", section.number) for name in certain[:1])


def misspelt(agency: str, text: str) -> list[str]:
    """The agency's name with a letter left out, doubled or changed places with its neighbour, as no other body's is.

    A region without its 市 or a body without its 和 is a short form; 局 behind 局 may begin 局长.
    """
    if len(agency) < _LONG_ENOUGH:
        return []
    if re.search(rf"{re.escape(agency + agency[-1])}(?![一-龥])", text):
        return [agency + agency[-1]]
    for at in range(len(agency) - 1):
        head, one, two, tail = agency[:at], agency[at], agency[at + 1], agency[at + 2 :]
        wrong = [head + two + one + tail] if one != two else []
        if one not in _LEFT_OUT and at > 1:
            wrong.append(head + two + tail)
        if one not in _DOUBLED and at:
            wrong.append(head + one + one + two + tail)
        found = [name for name in wrong if name in text and name not in agency]
        if found:
            return found
    return []


def _of_another_place(agency: str, text: str) -> list[str]:
    """Who acts in a sentence by a name that is the agency's but for one letter of its region: 清岚市 for 青岚市."""
    region = _PLACES.match(agency)
    size = len(region.group()) if region else 0
    if size < _SHORTEST_REGION or len(agency) - size < _SHORTEST:
        return []
    names = (hit["name"] for hit in re.finditer(rf"{_ACTS}(?P<name>[一-龥]{{{size}}}{re.escape(agency[size:])})", text))
    apart = ((name, [at for at in range(size) if name[at] != agency[at]]) for name in names)
    return [name for name, at in apart if len(at) == 1 and not {name[at[0]], agency[at[0]]} & set(_KINDS)]


_ACTS = r"(?:^|(?<=[。;；:：)])|(?<=年[,，])|(?<=年度[,，])|(?<=[一二三四五六七八九十]、))"
_KINDS = "省市县区旗州盟镇乡东西南北上下大小新老前后左右中"
_SHORTEST_REGION = 3


_LEFT_OUT = "省市县区旗州盟镇乡道人民和与的及级"
_DOUBLED = "省市县区旗州盟镇乡局委办府院厅"
_LEAD = re.compile("^.*(?:编制|编写|撰写|公布|发布|现将)")
_SENTENCE = re.compile("[本我全为由的]|根据|按照|依据|结合|综合|汇总")
_GOVERNMENT = re.compile("政府$")
_PLACES = re.compile("^(?:[一-龥]{1,6}?[省市州盟])?(?:[一-龥]{1,4}?[区县旗])?")
_BODY_LENGTH = 5


def _slips(agency: str, text: str) -> Iterator[str]:
    """Names in a text that end like the agency's, are as long and differ in one or two characters."""
    for hit in re.finditer(re.escape(agency[-_TAIL:]), text):
        name = text[max(0, hit.end() - len(agency)) : hit.end()]
        apart = "".join(one for one, due in zip(name, agency, strict=False) if one != due)
        if (
            len(name) == len(agency)
            and 0 < len(apart) <= _APART
            and not re.search(r"[^一-龥]|[本我全由在的和与包含括涵盖各及]", apart)
        ):
            yield name


def _candidates(agency: str, text: str) -> Iterator[str]:
    """Names in a text that end or begin like the agency's and are as long."""
    yield from _slips(agency, text)
    for hit in re.finditer(re.escape(agency[:-_TAIL]), text):
        yield text[hit.start() : hit.start() + len(agency)]


def _same_place(name: str, agency: str) -> bool:
    """Whether two names differ in one letter of a long body below the same regions, as no two agencies do."""
    body = _PLACES.sub("", agency)
    apart = sum(one != due for one, due in zip(name, agency, strict=False)) + (name[-1:] != agency[-1:])
    apart += abs(len(name) - len(agency)) + bool(re.search("[^一-龥]", name))
    return len(body) >= _BODY_LENGTH and name.startswith(agency[: -len(body)]) and apart == 1


def _other(agency: str, name: str, where: str, where_en: str, section: int) -> Finding:
    return Finding(
        (),
        f"标题的机关是“{agency}”，{where}写作“{name}”。",
        f"The title names {agency}, the {where_en} {name}.",
        severity="warning",
        expected=agency,
        found=name,
        section=section or None,
        sentence=name,
    )
