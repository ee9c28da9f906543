"""The names of the agency and of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.check import Example, Finding, Subject, rule
from gongkai.report.form import squeeze
from gongkai.report.model import Signature


@rule(
    "NA01",
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
    """A signature by another name: a shortened or longer form is an info."""
    title, name = (squeeze(text or "") for text in (subject.report.agency, subject.report.signature.agency))
    if not title or not name or title == name:
        return
    short, long = sorted((title, name), key=len)
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
