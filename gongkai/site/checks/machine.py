"""What the machine gives: the mode the site runs in, the folders, the disk, the programs, the walls around a parser."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from gongkai.readers import ocr, office
from gongkai.site import folder, start
from gongkai.site.doctor import STRAY, Result, bad, check, good, warning

MEGABYTE = 1024**2
ROOM, LITTLE = 2048 * MEGABYTE, 200 * MEGABYTE
"""Bytes below which the disk is said to get full, and to be full: a backup and an upload of 200 MB must fit."""
LANDLOCK_CREATE_RULESET, LANDLOCK_VERSION = 444, 1


@check("运行方式", "mode")
def mode(_at: datetime) -> Result:
    """Anything looser than normal operation is a warning, however much it was meant."""
    say = good if settings.MODE.encrypted else warning
    return say(settings.MODE.label, settings.MODE.label_en)


@check("数据目录", "data folder")
def data_folder(_at: datetime) -> Result:
    """There, writable, and closed to others."""
    place: Path = settings.DATA
    if not place.is_dir():
        return bad(f"没有这个目录：{place}", f"there is no such folder: {place}")
    folder.require(place)
    others = place.stat().st_mode & 0o077
    if others:
        return warning(f"{place} 对其他账号开放（{others:03o}），应为 0700", f"{place} is open to others: make it 0700")
    return good(str(place), str(place))


@check("文件系统", "file system")
def file_system(_at: datetime) -> Result:
    """SQLite on a network file system is lost sooner or later."""
    kind = folder.system_of(settings.DATA) or "?"
    if kind not in folder.NETWORK:
        return good(kind, kind)
    say = warning if start.is_on_server() else bad
    return say(f"数据目录在网络文件系统 {kind} 上", f"the data folder lies on the network file system {kind}")


@check("磁盘空间", "disk space")
def disk_space(_at: datetime) -> Result:
    """Room for what comes in and for a backup."""
    left = folder.free(settings.DATA)
    say = bad if left < LITTLE else warning if left < ROOM else good
    return say(f"剩余 {left // MEGABYTE} MB", f"{left // MEGABYTE} MB left")


@check("临时文件", "temporary files")
def temporary_files(_at: datetime) -> Result:
    """What was left behind by a crash; `--clean` removes it."""
    count = sum(len(folder.stray(place, STRAY)) for place in folder.passing(settings.DATA, settings.FILES))
    if count:
        return warning(f"遗留 {count} 个，可用 --clean 清理", f"{count} left behind: remove them with --clean")
    return good("没有遗留", "none left behind")


@check("密钥文件", "key file")
def key_file(_at: datetime) -> Result:
    """There, whole, and readable by nobody else; raises EnvironmentFault otherwise."""
    count = len(settings.KEYS.roots)
    return good(f"{settings.KEYS.path}，{count} 个密钥", f"{settings.KEYS.path}, {count} keys")


@check("文书转换", "conversion")
def libreoffice(_at: datetime) -> Result:
    """LibreOffice reads what no reader of ours does."""
    found = office.installed()
    if found:
        return good(found, found)
    return warning("没有 LibreOffice：WPS、RTF 等读不了", "no LibreOffice: WPS, RTF and others cannot be read")


@check("文字识别", "text recognition")
def recognition(_at: datetime) -> Result:
    """The packages that read scans."""
    if ocr.installed():
        return good("已安装", "installed")
    return warning("没有安装：扫描件读不了", "not installed: scans cannot be read")


@check("排版", "typesetting")
def typesetting(_at: datetime) -> Result:
    """The packages that write PDF, and their fonts."""
    if find_spec("typst") and find_spec("pylopdf_fonts_zh_cn"):
        return good("已安装", "installed")
    return warning("没有安装：不能生成 PDF", "not installed: no PDF can be written")


@check("隔离", "isolation")
def isolation(_at: datetime) -> Result:
    """Which walls the kernel could put around a parser, beside the limits that always hold (DECISIONS 34)."""
    namespace = _can_unshare()
    landlock = max(0, ctypes.CDLL(None).syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_VERSION))
    told = f"断网的命名空间{'可用' if namespace else '不可用'}，Landlock {landlock or '不可用'}"
    told_en = f"namespaces without network: {'yes' if namespace else 'no'}, Landlock: {landlock or 'no'}"
    return good(told, told_en) if namespace and landlock else warning(told, told_en)


def _can_unshare() -> bool:
    program = shutil.which("unshare")
    if not program:
        return False
    return subprocess.run([program, "-Urn", "true"], capture_output=True, timeout=10).returncode == 0  # noqa: S603
