"""Bytes to text: byte order marks first, then strict UTF-8, UTF-16 without a mark, GB 18030 or Big5.

What a page says of its own encoding is heard last: the bytes decide, and a label that does not fit them is named.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from gongkai.errors import BrokenFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FAMILIES = {
    "utf8": "UTF-8",
    "utf16": "UTF-16",
    "utf16le": "UTF-16",
    "utf16be": "UTF-16",
    "unicode": "UTF-16",
    "gb2312": "GB18030",
    "gbk": "GB18030",
    "gb18030": "GB18030",
    "xgbk": "GB18030",
    "cp936": "GB18030",
    "ms936": "GB18030",
    "big5": "Big5",
    "big5hkscs": "Big5",
    "xxbig5": "Big5",
}
_CODECS = {"GB18030": "gb18030", "Big5": "big5hkscs"}
_FREQUENT = frozenset(
    "的一是在不了有和人中大为上个国以要时来用们政府信息公开申请年度报告行部分其他机关情况工作数量总计制发本予处理"
    "為個國時來們開請報機關況數計發處資訊"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_CONTROLS = bytes({*range(32), 127} - {9, 10, 12, 13})
_FEW_CONTROLS = 0.01
_MANY_NULS = 0.2
_MOSTLY = 0.01
_CHINESE = 0.12

Warnings = tuple[tuple[str, str], ...]


def decode(data: bytes, labels: Iterable[str] = ()) -> tuple[str, Warnings]:
    """The text and what there is to say of its encoding; BrokenFile when the bytes are no text.

    `labels` are the encodings that the file names itself, as written.
    """
    text, family, told = _decoded(data)
    named = tuple(dict.fromkeys(label.strip() for label in labels if label.strip()))
    lying = [label for label in named if _family(label) != family]
    if lying and not text.isascii():
        shown = "、".join(label[:20] for label in lying[:3])
        told += ((f"标明编码{shown}与内容不符，按{family}读取", f"labelled {shown}, but read as {family}"),)
    return text, told


def _family(label: str) -> str:
    return _FAMILIES.get(re.sub(r"[^a-z0-9]", "", label.lower()), label)


def _decoded(data: bytes) -> tuple[str, str, Warnings]:
    """Text, family of encodings, and what to say."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = data.decode(name, errors="replace")
            return text, "UTF-8" if name == "utf-8-sig" else "UTF-16", _garbled(text)
    told: Warnings = ()
    if b"\0" in data:
        wide = _wide(data[: 4096 - 4096 % 2])
        if wide:
            return _without_mark(data, wide)
        nuls = data.count(0)
        controls = len(data) - len(data.translate(None, _CONTROLS))
        if controls > len(data) * _FEW_CONTROLS:
            raise BrokenFile("不是文本文件", "this is no text file")
        data = data.replace(b"\0", b"")
        told = ((f"文件含空字符{nuls}个，已去除", f"{nuls} NUL characters dropped"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, family, more = _plainly_national(data) or _mixed(data) or _national(data)
        return text, family, told + more
    return text, "UTF-8", told + _garbled(text)


def _garbled(text: str) -> Warnings:
    count = text.count("\ufffd")
    if not count:
        return ()
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    return (
        (
            f"文件中有无法还原的乱码字符（U+FFFD）{count}个，第一个在第{line}行",
            f"the file holds {count} replacement characters (U+FFFD), the first in line {line}",
        ),
    )


def _wide(sample: bytes) -> str:
    """The byte order of UTF-16 without a mark, by where the NULs of its Latin letters stand; '' when it is not that."""
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if max(odd, even) < len(sample) / 2 * _MANY_NULS:
        return ""
    return "utf-16-le" if odd >= even else "utf-16-be"


def _without_mark(data: bytes, name: str) -> tuple[str, str, Warnings]:
    text = data.decode(name, errors="replace")
    if text.count("\ufffd") > len(text) // 100 or "\0" in text:
        raise BrokenFile("不是文本文件", "this is no text file")
    told = ((f"文件没有标明编码，按{name}读取", f"no encoding is stated; read as {name}"),)
    return text, "UTF-16", told + _garbled(text)


def _plainly_national(data: bytes) -> tuple[str, str, Warnings] | None:
    """GB 18030 without a fault that reads as Chinese does; None where it must be weighed against the others."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return (text, "GB18030", ()) if _commonness(text) >= _CHINESE else None


def _mixed(data: bytes) -> tuple[str, str, Warnings] | None:
    """UTF-8 with a few broken characters, or with some lines in another encoding; None when it is not mainly UTF-8."""
    text = data.decode("utf-8", errors="replace")
    beyond = sum(1 for character in text if character > "\x7f")
    if text.count("\ufffd") <= max(2, beyond * _MOSTLY) and beyond > 100:
        return text, "UTF-8", _garbled(text)
    lines = data.split(b"\n")
    broken = [at for at, line in enumerate(lines) if not _is_utf8(line)]
    bad = len(broken)
    good = beyond - sum(1 for at in broken for one in lines[at].decode("utf-8", errors="replace") if one > "\x7f")
    if good < beyond * 0.3 or good < 20:
        return None
    others = set(broken)
    text = "\n".join(_national(line)[0] if at in others else line.decode() for at, line in enumerate(lines))
    told = ((f"编码混杂：有{bad}行不是UTF-8，已另行识别", f"mixed encodings: {bad} lines are not UTF-8"),)
    return text, "UTF-8", told + _garbled(text)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _national(data: bytes) -> tuple[str, str, Warnings]:
    """GB 18030 or Big5, whichever makes commoner characters of the bytes."""
    found = {family: data.decode(codec, errors="replace") for family, codec in _CODECS.items()}
    family = max(found, key=lambda one: (_commonness(found[one]), one == "GB18030"))
    text = found[family]
    bad = text.count("\ufffd")
    if bad > max(3, len(text) // 20):
        raise BrokenFile("无法识别文字编码", "the text encoding cannot be told")
    if bad:
        return text, family, (
            (f"按{family}读取，有{bad}处无法还原", f"read as {family}; {bad} places could not be restored"),
        )  # fmt: skip
    return text, family, ()


def _commonness(text: str) -> float:
    """The share of the most frequent characters among the Han characters of a text's beginning, less broken places."""
    sample = text[:20_000]
    han = _HAN.findall(sample)
    return (sum(1 for one in han if one in _FREQUENT) - 2 * sample.count("\ufffd")) / max(1, len(han))
