"""What the machine refuses while a page is made: a locked or missing database, a full disk; and what was typed meanwhile.

The page that tells it needs no database. It holds what was typed, with the number of its form, so that sending it again
is the same post and never a second one (TRUST 1.5, 1.6).
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from gongkai.office.people.door import mark_of
from gongkai.office.records.disk import FULL, DiskFull
from gongkai.office.records.sealing import Tampered
from gongkai.site import folder

BROKEN, BUSY, NO_ROOM = 500, 503, 507
SQLITE_FULL = "database or disk is full"
POSTGRESQL_FULL = "53100"
AGAIN = "30"
"""Seconds after which a program that asks may ask again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the machine: the status, what it is called, a sentence."""

    status: int
    title: str
    sentence: str


def fault_of(error: BaseException | None) -> Fault | None:
    """The fault of the machine that an error tells of; None for a mistake of ours."""
    if isinstance(error, DiskFull):
        return Fault(NO_ROOM, "磁盘已满", f"{error.message}（{error.file or settings.FILES}）")
    if isinstance(error, Tampered):
        told = f"{error.message}（{error.file or error.place}），请告诉管理员，用 gongkai doctor 检查"
        return Fault(BROKEN, "存储的内容打不开", told)
    if isinstance(error, OSError) and error.errno in FULL and error.errno != errno.EFBIG:
        return _full()
    if isinstance(error, DatabaseError):
        if SQLITE_FULL in str(error) or getattr(error.__cause__, "sqlstate", "") == POSTGRESQL_FULL:
            return _full()
        if isinstance(error, OperationalError):
            return Fault(BUSY, "系统繁忙", "数据库此刻不能写入或者连不上")
    if isinstance(error, InterfaceError):
        return Fault(BUSY, "系统繁忙", "数据库此刻连不上")
    return None


def _full() -> Fault:
    free = folder.free(settings.DATA)
    return Fault(NO_ROOM, "磁盘已满", f"磁盘已满，剩余 {free} 字节（{settings.DATA}）")


def page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page of a fault, with what was typed; a form whose text must be kept nowhere is filled in anew."""
    typed = _typed(request)
    files = [name for name, found in request.FILES.lists() if found] if request.method == "POST" else []
    context = {"fault": fault, "typed": typed, "files": files, "number": getattr(request, "number", "")}
    response = render(request, "errors/fault.html", context, status=fault.status)
    response["Retry-After"] = AGAIN
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    try:
        mark = mark_of(resolve(request.path_info).func)
    except Resolver404:
        return []
    if mark is None or not mark.keeps:
        return []
    return [(name, str(value)) for name, values in request.POST.lists() for value in values]
