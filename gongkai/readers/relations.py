"""What an Office package reaches for outside itself, and what it could run: named, never opened (TRUST 4 rows 9, 10)."""

from __future__ import annotations

import re

from gongkai.readers.encoding import Warnings
from gongkai.readers.markup import parse
from gongkai.readers.package import Package

_NAMES = {
    "attachedTemplate": "附加模板",
    "image": "图片",
    "oleObject": "OLE对象",
    "hyperlink": "超链接",
    "externalLinkPath": "外部工作簿",
    "frame": "框架",
    "subDocument": "子文档",
    "aFChunk": "文档片段",
    "video": "视频",
    "audio": "音频",
}
_ORDINARY = re.compile(r"^(?:https?:|mailto:|ftp:|tel:|#|[^:\\/]*$)", re.IGNORECASE)
_LISTED = 8
_SHOWN = 80


def target(package: Package, kind: str, default: str) -> str:
    """The part that the package names as its `kind` (such as `officeDocument`); the default when it names none."""
    if "_rels/.rels" not in package.names:
        return default
    for link in parse(package.read("_rels/.rels"), "_rels/.rels"):
        if link.get("Type", "").endswith(f"/{kind}"):
            return link.get("Target", default).lstrip("/")
    return default


def outside(package: Package) -> Warnings:
    """A sentence for each thing that the package would fetch or run, were it opened in an office program."""
    told: list[tuple[str, str]] = []
    lower = {name: name.lower() for name in package.names}
    if any(name.endswith("vbaproject.bin") for name in lower.values()):
        told.append(("含宏，已忽略", "macros ignored"))
    if any("/activex/" in name for name in lower.values()):
        told.append(("含ActiveX控件，已忽略", "ActiveX controls ignored"))
    embedded = sum("/embeddings/" in name for name in lower.values())
    if embedded:
        told.append((f"含嵌入对象{embedded}个，未读取", f"{embedded} embedded objects, not read"))
    links = [link for name in sorted(package.names) if name.endswith(".rels") for link in _links(package, name)]
    for kind, where in links[:_LISTED]:
        shown = where if len(where) <= _SHOWN else where[:_SHOWN] + "…"
        told.append(
            (f"含外部链接（{_NAMES.get(kind, kind)}：{shown}），未打开", f"external link ({kind}: {shown}), not opened")
        )
    if len(links) > _LISTED:
        more = len(links) - _LISTED
        told.append((f"另有外部链接{more}个，未打开", f"{more} more external links, not opened"))
    return tuple(told)


def _links(package: Package, name: str) -> list[tuple[str, str]]:
    """Kind and target of each external link; web and mail addresses that a reader clicks are no threat."""
    data = package.read(name)
    if b"External" not in data:
        return []
    found = []
    for link in parse(data, name):
        kind, where = link.get("Type", "").rsplit("/", 1)[-1], link.get("Target", "")
        if link.get("TargetMode") == "External" and not (kind == "hyperlink" and _ORDINARY.match(where)):
            found.append((kind, where))
    return found
