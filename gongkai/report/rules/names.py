"""The names of the agency and of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.form import squeeze
from gongkai.report.model import Signature

_REGION = re.compile(r"(?:[一-龥]{1,8}?[省市区县旗州盟镇乡])+(?:人民政府)?")
_SHORTEST = 4
_LONG_ENOUGH, _TAIL, _APART = 6, 3, 2


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
    """A signature by another name: a shortened or longer form is an info, the regions before it are left out freely."""
    title, name = (squeeze(text or "") for text in (subject.report.agency, subject.report.signature.agency))
    if not title or not name or title == name:
        return
    short, long = sorted((title, name), key=len)
    if long.endswith(short) and len(short) >= _SHORTEST and _REGION.fullmatch(long.removesuffix(short)):
        return
    letters = iter(long)
    within = all(mark in letters for mark in short) or short in long
    yield Finding(
        (),
        f"标题的机关是“{title}”，落款是“{name}”。",
        f"The title names {title}, the signature {name}.",
        severity="info" if within or len(short) < 4 else "warning",
        expected=title,
        found=name,
    )


_TITLE = re.compile(r"(?:政府信息|政务)公开.{0,10}(?:报告|年报)")


@rule(
    "NA02",
    text=True,
    title="标题是年度报告",
    title_en="The title is that of an annual report",
    severity="info",
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
    """A title without the words of any known one."""
    written = squeeze(subject.report.title)
    if written and not _TITLE.search(written):
        yield Finding(
            (),
            f"标题“{subject.report.title.strip()}”不是“{subject.form.title}”。",
            f"The title is not “{subject.form.title}”.",
            severity="info",
            expected=subject.form.title,
            found=subject.report.title.strip(),
        )


@rule(
    "NA03",
    text=True,
    title="引言写的是本机关",
    title_en="The preamble names this agency",
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
    """A name in the preamble that ends like the agency's, is as long and differs in one or two characters."""
    agency, text = squeeze(subject.report.agency or ""), squeeze(subject.report.preamble)
    if len(agency) < _LONG_ENOUGH or agency in text:
        return
    for hit in re.finditer(re.escape(agency[-_TAIL:]), text):
        name = text[max(0, hit.end() - len(agency)) : hit.end()]
        apart = "".join(one for one, due in zip(name, agency, strict=False) if one != due)
        if (
            len(name) == len(agency)
            and 0 < len(apart) <= _APART
            and not re.search(r"[^一-龥]|[本我全由在的和与]", apart)
        ):
            yield Finding(
                (),
                f"标题的机关是“{agency}”，引言写作“{name}”。",
                f"The title names {agency}, the preamble {name}.",
                severity="warning",
                expected=agency,
                found=name,
                sentence=name,
            )
            return
