"""The targets by name: which files of the corpus they start from, how they are changed, what is demanded."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from fuzz import mutants
from fuzz.oracles import demand_lasting, judge
from fuzz.seeds import corpus
from fuzz.twins import twin
from gongkai.errors import GongkaiError, InputError, UsageError
from gongkai.readers import READERS, read
from gongkai.report.check import Example, check
from gongkai.report.example import build
from gongkai.writers import render

_PIECES = (
    "其中", "含", "包括", "共", "共计", "分别", "比上年增长", "同比下降", "受理", "收到", "新收", "办结", "申请", "件", "条",
    "项", "份", "宗", "次", "人", "万元", "万", "%", "余", "约", "多", "未", "无", "没有", "0", "1", "12", "2024年", "2023",
    "十二", "二十", "一百零三万", "规范性文件", "行政许可", "行政处罚", "行政复议", "行政诉讼", "依申请公开", "信息处理费",
    "微信", "微博", "网站", "，", "。", "；", "、", "：", "（", "）", "《", "》", "\n", " ", "一、", "（一）", "1.", "①", "月",
    "个平台（微信、微博、网站）", "自然人", "法人", "结转下年度", "上年结转", "予以公开", "维持", "纠正", "截至", "日",
    "9" * 30, ",", ".", "-", "—", "\u3000", "\x00", "\U0001f600", "e\u0301", "１２", "Ⅳ", "½", "〇", "壹", "两",
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A target. `made` gives the bytes of a number; `tried` demands what must hold of bytes."""

    name: str
    ending: str
    made: Callable[[int], bytes]
    tried: Callable[[bytes], None]
    ways: tuple[mutants.Mutation, ...] = mutants.RAW
    seeds: tuple[str, ...] = ()


def _reader(name: str, kind: str, ending: str, ways: tuple[mutants.Mutation, ...], *endings: str) -> Target:
    seeds = tuple(one for one in corpus() if one.endswith(endings or (ending,)))

    def made(number: int) -> bytes:
        chance = Random(f"{name} {number}")  # noqa: S311
        return mutants.mutated(chance, corpus()[chance.choice(seeds)], ways)

    def tried(data: bytes) -> None:
        if data:
            judge(data, f"{name}{ending}", kind)

    return Target(name, ending, made, tried, ways, seeds)


def _any(number: int) -> bytes:
    chance = Random(f"any {number}")  # noqa: S311
    return mutants.mutated(chance, chance.choice(list(corpus().values())), mutants.RAW)


def _try_any(data: bytes) -> None:
    if data:
        judge(data, f"any{sorted(READERS)[len(data) % len(READERS)]}", "")


def _picture(data: bytes) -> None:
    from gongkai.readers.ocr.pages import pages_of

    with suppress(GongkaiError, MemoryError):
        for _ in pages_of(data):
            pass


def _mutant_picture(number: int) -> bytes:
    chance = Random(f"picture {number}")  # noqa: S311
    return mutants.mutated(chance, corpus()[f"grey.{chance.choice(('png', 'jpeg', 'tiff'))}"], mutants.RAW)


def _report(data: bytes) -> None:
    """A report of ours in JSON, twisted: it is refused, or can be checked and written in every format."""
    try:
        report = read(data or b"{}", name="a.json", format="json")
    except InputError:
        return
    demand_lasting(report)
    for ending in (".html", ".docx", ".xlsx"):
        try:
            render(report, ending)
        except UsageError:
            continue


def _twisted(number: int) -> bytes:
    """The JSON of a report with some values replaced by others of any type."""
    chance = Random(f"report {number}")  # noqa: S311
    data = json.loads(corpus()[chance.choice(("own.json", "example.json"))])
    for _ in range(chance.choice((1, 1, 2, 5))):
        place = data
        while isinstance(place, dict | list) and place:
            keys = list(place) if isinstance(place, dict) else range(len(place))
            key = chance.choice(keys)
            if not isinstance(place[key], dict | list) or not place[key] or chance.random() < 0.1:
                place[key] = _odd(chance, place[key])
                break
            place = place[key]
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _odd(chance: Random, old: object) -> object:
    return chance.choice((
        None, True, -1, 0, 2**63, 10**400, 1.5, float("nan"), float("inf"), "", "x", "\x00", "\ud800", "1e999999", "NaN",
        "Infinity", "-0", "9" * 5000, [], {}, [old], {"a": old}, [None], "number", "text", "absent", "blank", "\u202e", "=1+1",
    ))  # fmt: skip


def _prose(number: int) -> bytes:
    chance = Random(f"prose {number}")  # noqa: S311
    pieces = chance.choices(_PIECES, k=chance.choice((5, 30, 200, 2000)))
    if chance.random() < 0.3:
        at = chance.randrange(len(pieces))
        pieces[at] *= chance.choice((10, 1000, 100_000 // len(pieces[at])))
    if chance.random() < 0.3:
        pieces *= chance.choice((2, 20))
    return "".join(pieces)[:200_000].encode()


def _try_prose(data: bytes) -> None:
    """Any text as the section two and five of a report: the rules say something of it in time."""
    text = data.decode("utf-8", "replace")
    report = build(Example())
    sections = tuple(
        dataclasses.replace(section, text=text) if section.number in (1, 5) else section for section in report.sections
    )
    check(dataclasses.replace(report, sections=sections))


def _twin(number: int) -> bytes:
    return twin(Random(f"twins {number}"))[1]  # noqa: S311


def _no_file(_data: bytes) -> None:
    raise UsageError("twins are tried by number: python -m fuzz again twins NUMBER")


TARGETS: dict[str, Target] = {
    one.name: one
    for one in (
        _reader("text", "text", ".txt", mutants.TEXT),
        _reader("html", "html", ".html", mutants.MARKUP),
        _reader("docx", "docx", ".docx", (mutants.packed,) * 9 + mutants.RAW),
        _reader("xlsx", "xlsx", ".xlsx", (mutants.packed,) * 9 + mutants.RAW),
        _reader("xls", "xls", ".xls", (*(mutants.sectors,) * 9, *mutants.RAW)),
        _reader("ods", "xls", ".ods", (mutants.packed,) * 9 + mutants.RAW),
        _reader("csv", "csv", ".csv", mutants.TEXT),
        _reader("json", "json", ".json", mutants.TEXT),
        _reader("pdf", "pdf", ".pdf", (mutants.objects,) * 9 + mutants.RAW),
        _reader("doc", "doc", ".doc", (*(mutants.sectors,) * 9, *mutants.RAW)),
        _reader("odt", "opendocument", ".odt", (mutants.packed,) * 9 + mutants.RAW),
        _reader("fodt", "opendocument", ".fodt", mutants.MARKUP),
        _reader("mhtml", "mhtml", ".mhtml", mutants.TEXT + mutants.MARKUP),
        Target("any", ".bin", _any, _try_any),
        Target("picture", ".png", _mutant_picture, _picture),
        Target("report", ".json", _twisted, _report),
        Target("prose", ".txt", _prose, _try_prose),
        Target("twins", ".bin", _twin, _no_file),
    )
}


def try_number(name: str, number: int) -> None:
    """Try the mutant of a number; a twin is held against the file it was made of."""
    if name == "twins":
        twin(Random(f"twins {number}"))[2]()  # noqa: S311
    else:
        TARGETS[name].tried(TARGETS[name].made(number))
