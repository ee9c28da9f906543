"""Bytes to text: byte order marks first, then strict UTF-8, UTF-16 without a mark, GB 18030."""

from __future__ import annotations

import codecs

from gongkai.errors import BrokenFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Warnings = tuple[tuple[str, str], ...]


def decode(data: bytes) -> tuple[str, Warnings]:
    """The text and what there is to say of its encoding; BrokenFile when the bytes are no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), ()
    if b"\0" in data[:4096]:
        return _without_mark(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _national(data)
    if "\ufffd" in text:
        return text, (("文件中有无法还原的乱码字符（U+FFFD）", "the file holds replacement characters (U+FFFD)"),)
    return text, ()


def _without_mark(data: bytes) -> tuple[str, Warnings]:
    sample = data[: 4096 - 4096 % 2]
    name = "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
    text = data.decode(name, errors="replace")
    if text.count("\ufffd") > len(text) // 100 or "\0" in text:
        raise BrokenFile("不是文本文件", "this is no text file")
    return text, ((f"文件没有标明编码，按{name}读取", f"no encoding is stated; read as {name}"),)


def _national(data: bytes) -> tuple[str, Warnings]:
    text = data.decode("gb18030", errors="replace")
    bad = text.count("\ufffd")
    if bad > max(3, len(text) // 20):
        raise BrokenFile("无法识别文字编码", "the text encoding cannot be told")
    if bad:
        return text, ((f"按GB18030读取，有{bad}处无法还原", f"read as GB 18030; {bad} places could not be restored"),)
    return text, ()
