"""Every kind of entry: the sentence that tells it, and which of its words are personal data (HOUSE 2.12)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can happen, told by a `sentence` with its words in braces.

    `words` are the names of what is kept in the entry as it is; `personal` those of which only a keyed digest is
    kept: they can be compared with a value in hand and never be read, so erasing a person leaves the chain whole.
    """

    name: str
    sentence: str
    sentence_en: str
    words: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "file_stored",
            "存入文件，{size} 字节，SHA-256 为 {sha256}",
            "stored a file of {size} bytes, SHA-256 {sha256}",
            ("sha256", "size"),
            ("name",),
        ),
        Kind(
            "number_voided",
            "作废号码 {series} 第 {number} 号：{reason}",
            "voided number {number} of {series}: {reason}",
            ("series", "number", "reason"),
        ),
        Kind(
            "values_resealed",
            "以第 {key} 号密钥重新加密 {field} {count} 条",
            "sealed {count} values of {field} anew with key {key}",
            ("key", "field", "count"),
        ),
    )
}
"""Every kind by its name."""
