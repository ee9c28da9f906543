"""What a file that somebody sends may be: told by its name and its first bytes together, never by one of them alone."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import BinaryIO

from gongkai.office.records.actions import LARGEST

MOST_FILES = 20
MOST_BYTES = 200 * 1024 * 1024
"""Files of one case and bytes of all of them together (TRUST 1.24)."""
LONGEST_NAME = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JPEG, _TIFF, _ZIP = (b"\xff\xd8\xff",), (b"II*\x00", b"MM\x00*"), (b"PK\x03\x04",)
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".doc": (_OLE,),
    ".wps": (_OLE,),
    ".xls": (_OLE,),
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".ofd": _ZIP,
}
"""How the bytes begin of each kind of file that is taken."""
MEMBERS = {".docx": "[Content_Types].xml", ".xlsx": "[Content_Types].xml", ".ofd": "OFD.xml"}
"""The member by which a package of this kind is known from any other zip file."""
TAKEN = "PDF、OFD、Word、WPS、Excel 文件，或者 PNG、JPG、TIFF 图片"


def shown_name(name: str) -> str:
    """The name of a file as it is kept: its last part, signs that cannot be shown replaced, not too long."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(one if one.isprintable() else "\ufffd" for one in last)
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 10] + plain[-10:]


def refusal(source: BinaryIO, *, name: str, size: int) -> str:
    """Why a file is not taken, in one Chinese sentence with its name; '' for one that is. The source is rewound."""
    ending = PurePath(name).suffix.lower()
    if size == 0:
        return f"“{name}”是空的"
    if size > LARGEST:
        return f"“{name}”有{size // 1024 // 1024}MB，一个文件不超过{LARGEST // 1024 // 1024}MB"
    if ending not in BEGINNINGS:
        return f"“{name}”不是可以收的文件，请改用{TAKEN}"
    source.seek(0)
    begins = source.read(16)
    fits = begins.startswith(BEGINNINGS[ending]) and _holds(source, MEMBERS.get(ending, ""))
    source.seek(0)
    return "" if fits else f"“{name}”的内容不是{ending[1:].upper()}文件，请打开核对后另存再传"


def _holds(source: BinaryIO, member: str) -> bool:
    if not member:
        return True
    try:
        with zipfile.ZipFile(source) as package:
            return member in package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
