"""What a visitor sees when something is wrong: one sentence, what to do, the number of the request."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.site import faults


@dataclass(frozen=True, slots=True)
class Trouble:
    """A page of its own for one status: what happened and what to do, in the visitor's words."""

    title: str
    sentence: str
    remedy: str


TROUBLES = {
    400: Trouble("请求有误", "这个请求里有网站不接受的内容。", "请返回上一页，改动后再试。"),
    403: Trouble("没有权限", "这一页不对您开放，或者页面放置过久、校验已经失效。", "请返回上一页刷新后再试；仍不行，请登录有权限的账号。"),
    404: Trouble("没有这一页", "地址有误，或者这一页已经不在了。", "请核对地址，或从首页重新查找。"),
    405: Trouble("不能这样打开", "这个地址只接受页面上的按钮发来的请求。", "请回到上一页，用页面上的按钮操作。"),
    413: Trouble("内容过大", "发来的文件或文字超过了上限。", "请减小文件后再试；扫描件可以只留三张表所在的页。"),
    429: Trouble("请求过于频繁", "短时间内请求太多，网站暂停了应答。", "请过一分钟再试。"),
    500: Trouble("网站出错", "网站内部出错，已经记录；您填写的内容没有提交成功。", "请稍后再试；仍不行，请把下面的请求编号告诉管理人员。"),
    503: Trouble("网站正忙", "此刻请求太多，或者网站正在维护。", "请过一分钟再试。"),
}  # fmt: skip
"""Every status that has a page."""


def page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of a status, which needs no database, no session and no form."""
    number = getattr(request, "number", "")
    context = {"trouble": TROUBLES[status], "status": status, "number": number}
    return render(request, "errors/trouble.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when it is the size that is wrong."""
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, *_cause: object, **_reason: object) -> HttpResponse:
    """403, also for a form whose token is missing or old."""
    return page(request, 403)


def not_found(request: HttpRequest, *_cause: object, **_named: object) -> HttpResponse:
    """404, whether the address is wrong or what it names is not there for this visitor."""
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: the fault is in the log, nothing of it on the page; 503 or 507 where it is the machine's (see `faults`)."""
    fault = faults.fault_of(sys.exc_info()[1])
    return faults.page(request, fault) if fault else page(request, 500)
