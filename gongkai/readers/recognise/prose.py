"""Title, agency, year, the six sections, preamble and signature: what stands around the tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.readers.recognise.edits import similarity
from gongkai.readers.recognise.lines import Line
from gongkai.report.form import Form, SectionForm, split_ordinal, squeeze
from gongkai.report.model import Section, Signature

_NUMERALS = {"〇": "0", "○": "0", "零": "0", "Ｏ": "0", "O": "0"} | {
    c: str(n) for n, c in enumerate("一二三四五六七八九", 1)
}
_YEAR = r"(20\d\d|[二2][〇○零ＯO0][一二三四五六七八九〇○零\d]{2})"
_TITLE = re.compile(
    rf"^[《\"]?(?P<before>.{{0,40}}?){_YEAR}年?度?(?P<between>.{{0,40}}?)(?:政府信息|政务信息|政务|信息|政府)公开.{{0,10}}?(?:报告|年报)书?.{{0,6}}$"
)
_NO_YEAR = re.compile(r"^(?P<before>.{2,40}?)(?:政府信息|政务)公开(?:工作)?(?:年度报告|年报)$")
_FILED_BY = re.compile(r"^(?:填报|编制|报告|报送)(?:单位|机关)(?:\(盖章\)|名称)?:(.{2,40})$")
_PERIOD = re.compile(rf"{_YEAR}年1月1日")
_DATE = re.compile(
    rf"^{_YEAR}年([\d一二三四五六七八九十]{{1,3}})月([\d一二三四五六七八九十]{{1,3}})日$|^(20\d\d)[-/.](\d{{1,2}})[-/.](\d{{1,2}})$"
)
_BODY = re.compile(r"(?:局|委|办|府|厅|院|中心|所|队|站|会|部|社|处|街道|镇|乡|公司|学校|署|室|馆|园|区|大学|银行)$")
_HEADING = re.compile(r"^(?:第?([一二三四五六])(?:部分|[、.．,，:：])|\(([一二三四五六])\)|([1-6])[、.．])")
_CHROME = re.compile(
    r"扫一扫|打印本页|【打印】|关闭窗口|关闭本页|分享到|分享至|上一篇|下一篇|上一条|下一条|主办单位|承办单位|网站标识码"
    r"|ICP备|公网安备|公安备\d|版权所有|责任编辑|浏览次数|附件下载|相关附件|返回顶部|网站地图"
)
_LONGEST_HEADING = 45
_INLINE = re.compile(r"[:。]")
_INLINE_RAW = re.compile(r"[:：。]")
_PLAIN, _LIKELY, _ENOUGH = 0.85, 0.25, 0.9


@dataclass(frozen=True, slots=True)
class Head:
    """The title as written, the agency in it, the year; `at` is the line after the title."""

    title: str
    agency: str | None
    year: int | None
    at: int


def year_of(text: str) -> int:
    """A year in digits or Chinese numerals as a number."""
    return int("".join(_NUMERALS.get(character, character) for character in text))


def find_head(lines: Sequence[Line], until: int, hint: str) -> Head:
    """Title, agency and year from the lines before `until`; `hint` is what the file's metadata call it."""
    found = find_title(lines, 0, until) or _title(hint, hint, "", 0) or Head("", None, None, 0)
    if found.agency is None:
        named = (_FILED_BY.match(piece.key) for line in lines[:until] for piece in line.pieces)
        agency = next((one[1] for one in named if one), None)
        found = Head(found.title, agency, found.year, found.at)
    if found.year is None:
        for line in lines[:until]:
            period = _PERIOD.search(line.key)
            if period:
                return Head(found.title, found.agency, year_of(period.group(1)), found.at)
    return found


def find_title(lines: Sequence[Line], first: int, until: int) -> Head | None:
    """The last title between two lines, one that names its agency before one that does not; None without any."""
    best: Head | None = None
    texts = [(line.at, line.text) for line in lines[first:until] if line.text]
    for n in range(len(texts)):
        for count in (1, 2, 3):
            if n + count > len(texts):
                break
            raw = [text for _, text in texts[n : n + count]]
            above = texts[n - 1][1] if n else ""
            head = _title("".join(raw), "\n".join(raw), above, texts[n + count - 1][0] + 1)
            if head is not None:
                if best is None or head.agency or not best.agency:
                    best = head
                break
    return best


def _title(joined: str, raw: str, above: str, at: int) -> Head | None:
    key = squeeze(joined).strip('"《》')
    if len(key) > 80 or "。" in key:
        return None
    found = _TITLE.match(key)
    if found is None:
        bare = _NO_YEAR.match(key)
        return Head(raw, _agency(bare["before"]), None, at) if bare and _BODY.search(bare["before"]) else None
    name = _agency(found["before"]) or _agency(found["between"])
    if name is None and len(squeeze(above)) <= 40 and _BODY.search(squeeze(above)):
        name, raw = squeeze(above), above + "\n" + raw
    return Head(raw, name, year_of(found[2]), at)


def _agency(words: str) -> str | None:
    name = re.sub(r"^(?:关于|附件\d?[:：]?)|(?:关于|的|年度)$", "", words.strip('"《》:：·-— '))
    return name or None


def find_sections(lines: Sequence[Line], form: Form) -> dict[int, int]:
    """The line of each section's heading, by number: the likeliest six in order."""
    found: list[tuple[int, int, float]] = []
    for line in lines:
        key = (
            line.key if len(line.key) <= _LONGEST_HEADING and not _INLINE.search(line.key) else _inline(line.key, form)
        )
        if not 3 <= len(key) <= _LONGEST_HEADING:
            continue
        number, rest = _numbered(key)
        bare = rest.rstrip("。:：")
        least = _PLAIN if number is None or key[0] in "(0123456789" else _LIKELY if "。" in key else 0.0
        for section in form.sections:
            if number not in (None, section.number):
                continue
            titles = _titles(section)
            alike = 1.0 if bare in titles else _alike(bare, titles, least)
            score = alike * 2 + (-0.4 if number is None else 1.0)
            if alike >= least and score > _ENOUGH:
                found.append((line.at, section.number, score))
    return _best_order(found)


@lru_cache(maxsize=4096)
def _alike(bare: str, titles: tuple[str, ...], least: float) -> float:
    """How alike a line is to the likest of the titles; short lines of a document come again and again."""
    return max(similarity(bare, title, least) for title in titles)


@cache
def _titles(section: SectionForm) -> tuple[str, ...]:
    """The wordings of a section's title without their ordinals."""
    return tuple(split_ordinal(squeeze(wording))[1] for wording in (section.title, *section.variants))


def _inline(key: str, form: Form) -> str:
    """The head of a section whose text goes on in the same line: `六、其他需要报告的事项:无。`; the key when it is none."""
    head = _INLINE.split(key, maxsplit=1)[0]
    number, rest = _numbered(head)
    due = next((one for one in form.sections if one.number == number), None)
    known = due and rest in {split_ordinal(squeeze(word))[1] for word in (due.title, *due.variants)}
    return head if known else key


def first_heads(lines: Sequence[Line], form: Form) -> list[int]:
    """The lines that are the head of section one word for word, ordinal and white space apart."""
    (first, *_) = form.sections
    wordings = _titles(first)
    return [line.at for line in lines if 0 < len(line.key) < _LONGEST_HEADING and _numbered(line.key)[1] in wordings]


def _numbered(key: str) -> tuple[int | None, str]:
    found = _HEADING.match(key)
    if found is None:
        return None, key
    digit = found.group(1) or found.group(2) or found.group(3)
    return ("一二三四五六".find(digit) + 1) or int(digit), key[found.end() :]


def _best_order(found: list[tuple[int, int, float]]) -> dict[int, int]:
    best: list[tuple[float, int]] = []
    for n, (at, number, score) in enumerate(found):
        weight, source = score, -1
        for m in range(max(0, n - 200), n):
            earlier_at, earlier, _ = found[m]
            if earlier < number and earlier_at < at:
                close = 0.8 if at - earlier_at == 1 else 0.0
                if best[m][0] + score - close > weight:
                    weight, source = best[m][0] + score - close, m
        best.append((weight, source))
    chosen: dict[int, int] = {}
    n = max(range(len(best)), key=lambda m: best[m][0], default=-1)
    while n >= 0:
        chosen[found[n][1]] = found[n][0]
        n = best[n][1]
    return dict(sorted(chosen.items()))


def sections_of(
    lines: Sequence[Line], starts: dict[int, int], taken: set[int]
) -> tuple[tuple[Section, ...], Signature]:
    """The sections with their text, and the signature below the last of them."""
    common = _common_path([lines[at].path for at in starts.values()])
    order = sorted(starts.items(), key=lambda one: one[1])
    sections: list[Section] = []
    signature = Signature()
    for n, (number, at) in enumerate(order):
        end = order[n + 1][1] if n + 1 < len(order) else len(lines)
        body = [line for line in lines[at + 1 : end] if line.at not in taken and line.text]
        if n + 1 == len(order):
            body = _inside(body, common)
            body, signature = _signed(body)
        title, rest = _split(lines[at].text)
        texts = [*rest, *(line.text for line in body)]
        sections.append(Section(number, title, "\n".join(texts), lines[at].place))
    return tuple(sections), signature


def _split(head: str) -> tuple[str, list[str]]:
    """A heading as its title and the text that goes on in the same line, if any does."""
    title, mark, rest = (head, "", "") if not (found := _INLINE_RAW.search(head)) else (
        head[: found.start()], found.group(), head[found.end() :]
    )  # fmt: skip
    return (title.strip(), [rest.strip()]) if mark and rest.strip() else (head, [])


def _common_path(paths: list[tuple[int, ...]]) -> tuple[int, ...]:
    common: list[int] = []
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return tuple(common)


def _inside(body: list[Line], common: tuple[int, ...]) -> list[Line]:
    kept: list[Line] = []
    for line in body:
        if line.path[: len(common)] != common or (len(line.key) <= 120 and _CHROME.search(line.key)):
            break
        kept.append(line)
    return kept


def _signed(body: list[Line]) -> tuple[list[Line], Signature]:
    """Split the agency's name and the date off the end of the last section."""
    for n in range(len(body) - 1, max(-1, len(body) - 7), -1):
        found = _DATE.match(body[n].key)
        if not found:
            continue
        date = _iso(found)
        name, first = None, n
        if n and _is_name(body[n - 1].key):
            name, first = body[n - 1].key, n - 1
        elif n + 1 < len(body) and _is_name(body[n + 1].key):
            name = body[n + 1].key
        return body[:first], Signature(name, date)
    if len(body) > 1 and _is_name(body[-1].key):
        return body[:-1], Signature(body[-1].key, None)
    return body, Signature()


def _is_name(key: str) -> bool:
    return 3 <= len(key) <= 40 and _BODY.search(key) is not None and not re.search(r"[,。;:、!?]", key)


def _iso(found: re.Match[str]) -> str:
    if found.group(4):
        return f"{found.group(4)}-{int(found.group(5)):02d}-{int(found.group(6)):02d}"
    return f"{year_of(found.group(1))}-{_small(found.group(2)):02d}-{_small(found.group(3)):02d}"


def _small(text: str) -> int:
    """A day or month in digits or Chinese numerals, 1 to 31."""
    if text.isdigit():
        return int(text)
    tens, has_ten, ones = text.partition("十")
    digits = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
    if not has_ten:
        return digits.get(text, 0)
    return digits.get(tens, 1) * 10 + digits.get(ones, 0)
