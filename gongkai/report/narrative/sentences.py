"""The prose of a report cut into sentences, each as written and as it is compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.model import Report

_DEBRIS = re.compile(r"\[bookmark:[^\]]*\]|[\u200b-\u200f\u2060\ufeff\u00ad]")
_WIDTHS = (
    {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {chr(0xFF21 + at): chr(0x41 + at) for at in range(26)}
    | {chr(0xFF41 + at): chr(0x61 + at) for at in range(26)}
    | {"％": "%", "．": ".", "＋": "+", "－": "-", "﹪": "%"}
)
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％．＋－﹪]")
_POINTS = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"}
_NARROW = re.compile("[,;:()!?]")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_SENTENCE = re.compile(r"[^。！？!?]*(?:[。！？!?]+[”’」』）)]*|$)")
_CLOSED = re.compile(r"[。！？!?；;：:]\W*$")
_TAIL = 80
"""Characters at the end of a line that tell whether its sentence is over."""
_HEAD = re.compile(
    r"^\W*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[、.．]\D|[一二三四五六七八九十]是)"
)
_TITLES = re.compile(r"《[^《》]*(?:〈[^〉]*〉[^《》]*)?》")
_NUMBERED = re.compile(
    r"[〔\[﹝（【]\d{4}[〕\]﹞）】]第?\d+号|https?：?//[A-Za-z0-9_./-]+|www\.[A-Za-z0-9_./-]+|1[3-9]\d{9}|\d{3,4}[-—]\d{7,8}"
)
_POINT = re.compile(
    r"(?:^|(?<=[。；：，）]))(?:\d{1,2}[.、](?=[一-龥“《（])|（\d{1,2}）[.、]?|[①-⑳])"
    r"|(?:^|(?<=[。；：）]))第?[一二三四五六七八九]是(?![否不以])"
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两零〇]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its section (0 for the preamble), the paragraph's number in it, the words as written.

    `plain` is the words with half-width figures, full-width points and no blanks; `text`, which figures are read from,
    is the same without those inside titles, quotations, document numbers, addresses and telephone numbers, and without
    the numbers of points in a list (`1.…；2.…`).
    `opens` is true for the first of its paragraph.
    """

    section: int
    paragraph: int
    raw: str
    plain: str
    text: str
    opens: bool


def sentences(report: Report) -> tuple[Sentence, ...]:
    """Every sentence of the preamble, the sections and the notes below tables, in the report's order."""
    found = list(_cut(0, report.preamble))
    for section in report.sections:
        found += _cut(section.number, section.text)
    return tuple(found)


def flat(text: str) -> str:
    """A text as it is compared: widths unified, thousands closed up, without blanks and debris."""
    text = _WIDE.sub(lambda hit: _WIDTHS[hit.group()], "".join(_DEBRIS.sub("", text).split()))
    text = _THOUSANDS.sub(lambda hit: hit.group().replace(",", ""), text)
    return _NARROW.sub(lambda hit: _POINTS[hit.group()], text)


def written(raw: str, start: int, end: int) -> str:
    """The words of a sentence as they stand in the report, at `start:end` of the compared text that `flat` made of it."""
    places: list[int] = []
    at = 0
    for mark in flat(raw):
        while at < len(raw) and _WIDTHS.get(raw[at], _POINTS.get(raw[at], raw[at])) != mark:
            at += 1
        places.append(min(at, len(raw) - 1))
        at += 1
    return raw[places[start] : places[min(end, len(places)) - 1] + 1] if places[start:end] else ""


def masked(text: str) -> str:
    """A flat text with everything blotted out that holds figures of another kind: titles, quotations, numbers."""
    text = _POINT.sub(lambda hit: "，" * len(hit.group()), text)
    text = _TITLES.sub(lambda hit: "《" + "○" * (len(hit.group()) - 2) + "》", text)
    text = _NUMBERED.sub(lambda hit: "○" * len(hit.group()), text)
    return _QUOTED.sub(lambda hit: _NUMERAL.sub("○", hit.group()), text)


def _cut(section: int, text: str) -> Iterator[Sentence]:
    for number, paragraph in enumerate(_paragraphs(text)):
        opens = True
        for hit in _SENTENCE.finditer(paragraph):
            raw = hit.group().strip()
            if raw:
                plain = flat(raw)
                yield Sentence(section, number, raw, plain, masked(plain), opens)
                opens = False


def _paragraphs(text: str) -> list[str]:
    """The lines of a text, with one that a page break has cut in two joined again."""
    joined: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if joined and not _CLOSED.search(joined[-1][-_TAIL:]) and len(joined[-1]) > 25 and not _HEAD.match(line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined
