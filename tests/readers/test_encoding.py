"""Encodings: the bytes decide, a label that lies is named, and nothing garbled passes in silence."""

from __future__ import annotations

import pytest

from gongkai.errors import BrokenFile
from gongkai.readers.encoding import decode

TEXT = "<p>青岚市住房和城乡建设局政府信息公开工作年度报告</p>\n" * 5
OLD = "<p>政府資訊公開年報，受理機關為本局，計三件</p>\n" * 5


@pytest.mark.parametrize(
    ("data", "labels", "text", "told"),
    [
        (TEXT.encode(), ["utf-8"], TEXT, ""),
        (TEXT.encode(), ["gb2312"], TEXT, "标明编码gb2312与内容不符，按UTF-8读取"),
        (TEXT.encode("gb18030"), ["UTF-8"], TEXT, "标明编码UTF-8与内容不符，按GB18030读取"),
        (TEXT.encode("gb18030"), ["GB2312", "gbk"], TEXT, ""),
        (TEXT.encode("gb18030"), ["gbk", "utf-8"], TEXT, "标明编码utf-8与内容不符"),
        (TEXT.encode("gb18030"), ["iso-8859-1"], TEXT, "标明编码iso-8859-1与内容不符"),
        ("㐀龘𠮷公开".encode("gb18030"), ["gb2312"], "㐀龘𠮷公开", ""),
        (OLD.encode("big5"), ["big5"], OLD, ""),
        (OLD.encode("big5"), [], OLD, ""),
        (OLD.encode("big5"), ["gbk"], OLD, "按Big5读取"),
        (TEXT.encode("utf-16"), [], TEXT, ""),
        (TEXT.encode("utf-16-le"), [], TEXT, "没有标明编码，按utf-16-le读取"),
        (TEXT.encode("utf-16-be"), ["utf-8"], TEXT, "按utf-16-be读取"),
        ((TEXT + "甲\ufffd").encode(), [], TEXT + "甲\ufffd", "（U+FFFD）1个，第一个在第6行"),
        (TEXT.encode().replace(b"\n", b"\0\n", 1), [], TEXT, "空字符1个"),
        (b"abc", ["big5"], "abc", ""),
        (TEXT.encode() + TEXT.encode("gb18030"), [], TEXT + TEXT, "编码混杂：有5行"),
        (TEXT.encode() + b"\xe4\xb8", [], TEXT + "\ufffd", "U+FFFD"),
    ],
)
def test_bytes_decide(data: bytes, labels: list[str], text: str, told: str) -> None:
    found, warnings = decode(data, labels)
    assert found == text
    assert told in "".join(message for message, _ in warnings)
    assert bool(warnings) == bool(told)


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\xff\xff\xfe" * 200], ids=["all", "high"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenFile):
        decode(data)
