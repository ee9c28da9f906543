"""A document of an application as a paper: head, number, addressee, passages, remedy, signature and day (GB/T 9704).

A form (申请表, 送达回证, 卷宗封面) is a table of labels and what is filled in, with room for the hand where nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.statute.letters import Composed, in_words
from gongkai.writers.paper.page import WIDTH, Box, Paper, Sheet, Text

_LABEL = 44.0
"""The width in mm of the labels of a form."""
_DRAFT = "（草稿，未签发）"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the passages: the agency, whom it is to, the number and the day, both open in a draft.

    `attachments` are the names of what goes with it.
    """

    agency: str
    addressee: str = ""
    number: str = ""
    on: date | None = None
    attachments: tuple[str, ...] = ()


def letter(composed: Composed, head: Head) -> Paper:
    """The letter as a paper; one without number or day says that it is a draft."""
    known = composed.letter
    title = f"{head.agency}\n{known.title}"
    name = title.replace("\n", "")
    if known.layout == "form":
        return Paper(name, (Text(title, "title"), _form(composed)))
    blocks = [Text(title, "title"), Text(head.number or _DRAFT * (head.on is None), "centre")]
    if head.addressee:
        blocks.append(Text(f"{head.addressee}：", "plain"))
    blocks += [Text(line, "body") for one in composed.lines for line in one.text.split("\n") if line.strip()]
    if head.attachments:
        listed = [f"{number}.{name}" for number, name in enumerate(head.attachments, 1)]
        blocks.append(Text("附件：" + "\n".join(listed if len(listed) > 1 else head.attachments)))
    return Paper(name, (*(one for one in blocks if one.text), *_signed(head)))


def _signed(head: Head) -> tuple[Text, Text]:
    return Text(head.agency, "right"), Text(in_words(head.on) if head.on else "年　　月　　日", "right")


def _form(composed: Composed) -> Sheet:
    boxes: list[Box] = []
    for row, (field, text) in enumerate(composed.rows):
        below = "\n" * max(field.lines - text.count("\n"), 1)
        boxes += [Box(f"\n{field.label}\n", row, 0), Box(f"\n{text}{below}", row, 1, head=False, left=True)]
    return Sheet(composed.letter.title, tuple(boxes), (_LABEL, WIDTH - _LABEL))
