"""PDF files written object by object: what no producer writes, and what an attacker does."""

from __future__ import annotations

import hashlib
import zlib

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CJK = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /UniGB-UTF16-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /Song /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 "
    b">> /FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
    b"/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"
)


def assembled(objects: dict[int, bytes], trailer: bytes = b"", *, start: int | None = None) -> bytes:
    """A PDF of numbered objects with a correct cross-reference table; `start` overrides where it is said to be."""
    data = b"%PDF-1.7\n"
    at = {}
    for number, body in objects.items():
        at[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    size = max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d 00000 n \n" % at[n] if n in at else b"0000000000 65535 f \n" for n in range(1, size))
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer)
    return data + b"startxref\n%d\n%%%%EOF\n" % (table if start is None else start)


def stream(content: bytes, filters: int = 1) -> bytes:
    """A stream object, deflated as many times as asked for."""
    for _ in range(filters):
        content = zlib.compress(content, 9)
    names = b" ".join([b"/FlateDecode"] * filters)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(content), names, content)


def page_of(
    content: bytes,
    *,
    rotate: int = 0,
    filters: int = 1,
    page: bytes = b"",
    catalog: bytes = b"",
    more: dict[int, bytes] | None = None,
) -> bytes:
    """A PDF of one A4 page; /F1 is Helvetica, /F2 a Chinese font that stands in no file."""
    return assembled(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> %s >>" % (rotate, page),
            4: stream(content, filters),
            5: HELVETICA,
            6: CJK,
            **(more or {}),
        }
    )


def words(text: str, x: float, y: float, size: float = 12, mode: int = 0, matrix: str = "1 0 0 1") -> bytes:
    """Operators that write a text at a point in the Chinese font."""
    code = text.encode("utf-16-be").hex()
    return f"BT /F2 {size} Tf {mode} Tr {matrix} {x} {y} Tm <{code}> Tj ET\n".encode()


def encrypted(user: bytes) -> bytes:
    """A PDF of one empty page under the oldest encryption (RC4, 40 bits); an empty `user` opens without a password."""
    padding = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    owner = rc4(hashlib.md5((b"owner" + padding)[:32], usedforsecurity=False).digest()[:5], (user + padding)[:32])
    name = b"0123456789abcdef"
    key = hashlib.md5((user + padding)[:32] + owner + b"\xfc\xff\xff\xff" + name, usedforsecurity=False).digest()[:5]
    crypt = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        owner.hex().encode(),
        rc4(key, padding).hex().encode(),
    )
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        4: crypt,
    }
    return assembled(objects, b"/Encrypt 4 0 R /ID [<%s> <%s>]" % (name.hex().encode(), name.hex().encode()))


def rc4(key: bytes, data: bytes) -> bytes:
    """RC4, for files that only a test makes."""
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
