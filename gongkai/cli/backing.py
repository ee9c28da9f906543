"""`gongkai backup` and `gongkai restore`: the whole site in one file, and back, verified both ways."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.cli import words
from gongkai.cli.opening import open_site, set_up_site
from gongkai.cli.output import say
from gongkai.errors import UsageError


def backup(*, file: str, force: bool, lang: str, quiet: bool, **_rest: Any) -> int:
    """Write the site to a file and check the file; 1 when stored files were missing or damaged already."""
    open_site()
    make, restoring = import_module("gongkai.site.backup.make"), import_module("gongkai.site.backup.restore")
    at = datetime.now(UTC)
    make.write(Path(file), at=at, force=force)
    manifest = restoring.examine(Path(file))
    make.note(manifest, at=at)
    import_module("gongkai.audit.anchoring").append(import_module("django.conf").settings.ANCHORS, at=at)
    if not quiet:
        say(_told(manifest, file, lang))
    for sha256 in manifest.missing:
        say(
            f"× 存储的文件不见了或已变：{sha256}"
            if lang == "zh"
            else f"× a stored file is missing or changed: {sha256}"
        )
    return 1 if manifest.missing else 0


def restore(*, file: str, yes: bool, lang: str, quiet: bool, **_rest: Any) -> int:
    """Bring a backup into an empty site after a question that names the key; 0 when it is there row by row."""
    set_up_site()
    restoring = import_module("gongkai.site.backup.restore")
    manifest = restoring.examine(Path(file))
    if not yes and not _agreed(manifest, lang):
        say("没有恢复，什么都没有写。" if lang == "zh" else "Not restored; nothing was written.")
        return 1
    restoring.restore(Path(file))
    import_module("gongkai.site.backup.make").note(manifest, at=datetime.now(UTC), kind="backup_restored")
    for table in manifest.skipped:
        say(
            f"！ 没有带回 {table.name} 的 {table.rows} 行：备份由旧版程序所做，这张表不恢复。"
            if lang == "zh"
            else f"! The {table.rows} rows of {table.name} are not brought back: an older program put them in the backup."
        )
    if not quiet:
        say(
            f"√ 已恢复：{_amount(manifest, lang)}，逐表核对一致，审计记录完好。登录会话不在备份里，各人须重新登录。"
            if lang == "zh"
            else f"√ Restored: {_amount(manifest, lang)}; every table is the same, the audit is whole. Everybody signs in anew."
        )
    return 0


def _agreed(manifest: Any, lang: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError(
            "恢复前要确认，这里没有终端",
            "a restore is confirmed at a terminal",
            fix="核对后加上 --yes",
            fix_en="add --yes",
        )
    settings = import_module("django.conf").settings
    number, print_ = max(((int(one), mark) for one, mark in manifest.keys.items()), default=(0, ""))
    question = (
        f"将把 {_amount(manifest, lang)}（备份于 {manifest.made_at}）恢复到 {settings.DATA}，"
        f"用密钥文件 {settings.KEYS.path}（第 {number} 号密钥，指纹 {print_}）。继续？[y/N] "
        if lang == "zh"
        else f"Restore {_amount(manifest, lang)} (of {manifest.made_at}) into {settings.DATA} "
        f"with the key file {settings.KEYS.path} (key {number}, fingerprint {print_})? [y/N] "
    )
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _amount(manifest: Any, lang: str) -> str:
    if lang == "zh":
        return f"{len(manifest.tables)} 张表 {manifest.rows} 行、{len(manifest.files)} 个文件"
    return f"{len(manifest.tables)} tables with {manifest.rows} rows, {len(manifest.files)} files"


def _told(manifest: Any, file: str, lang: str) -> str:
    keys = import_module("django.conf").settings.KEYS
    name, prints = words.shown(file), "、".join(f"第 {one} 号 {mark}" for one, mark in manifest.keys.items())
    if lang == "zh":
        return (
            f"√ 已备份到 {name}：{_amount(manifest, lang)}，已逐项核对。\n"
            f"！ 备份里没有密钥文件 {keys.path}（指纹 {prints}）。没有它，加密的个人信息谁也读不出：请另存一份，不要与备份放在一起。"
        )
    return (
        f"√ Backed up to {name}: {_amount(manifest, lang)}, every member checked.\n"
        f"! The key file {keys.path} is not in it ({', '.join(manifest.keys.values())}). Without it nobody reads the "
        "sealed personal data: keep a copy, apart from the backup."
    )
