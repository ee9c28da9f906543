"""The first page: drop a report and see its findings, without an account; nothing is kept.

The file is held in memory and handed to a process of its own (a format that LibreOffice converts passes a temporary
folder, which is removed whatever happens); what comes of it goes into the answer to this very request, the files to
take away with it. Whatever is not ready in two seconds, such as a scan, is answered in two
parts of one page: first that the file is being read, then what was found. That needs no script and no stored result.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from gongkai.corpus.examining import Examined, LastYearUnread, standing
from gongkai.corpus.executor import Begun, Busy, Crashed, Standing
from gongkai.errors import EnvironmentFault, GongkaiError, TooLarge, UnknownFormat
from gongkai.office.people.door import PUBLIC, form_page
from gongkai.portal.findings import shown
from gongkai.portal.pace import Pace
from gongkai.portal.upload import MOST_SENT, CheckForm, InMemory
from gongkai.report.check import rules
from gongkai.report.language import place

QUICK = 2.0
"""Seconds in which most files are read; what takes longer is answered in two parts."""
BEAT = 2.0
"""Seconds between signs of life to a browser that waits."""
AT_ONCE = 2
"""How many files one web process has checked at the same time."""
PACE = Pace(20, 60.0)
"""Twenty files a minute from one address, counted by each web process."""
LONGEST = 60
"""How many characters of a file's name are told."""
_GAP = "<!-- answer -->"

_STATUS: tuple[tuple[type[GongkaiError], int], ...] = (
    (UnknownFormat, 415),
    (TooLarge, 413),
    (Crashed, 500),
    (EnvironmentFault, 503),
)
"""What kind of error has which status; any other is the file's own fault: 422."""


@cache
def _processes() -> Standing:
    return standing(AT_ONCE)


@csrf_exempt  # it changes nothing and reads no cookie: what another site can send is a file of its own
@never_cache
@form_page(PUBLIC)
def page(request: HttpRequest) -> HttpResponseBase:
    """The form; or what was found in the file that was sent with it."""
    if request.method != "POST":
        return _form(request, CheckForm(), 200)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        return _refused(request, CheckForm({}), TooLarge(f"发来的内容超过上限{MOST_SENT // 2**20}MB"))
    request.upload_handlers = [InMemory(request)]
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, 422)
    address: str = request.address  # type: ignore[attr-defined] # set by gongkai.site.moment
    if wait := PACE.wait(address, time.monotonic()):
        return _later(request, form, 429, f"一分钟内最多核对{PACE.most}份，请稍后再试", wait)
    try:
        begun = _processes().begin(form.pair())
    except Busy:
        return _later(request, form, 503, "此刻核对的人多，请过一会儿再试", 10)
    answer = begun.answer(QUICK)
    if answer is None:
        return _in_two_parts(request, form, begun)
    if isinstance(answer, Examined):
        return render(request, "portal/result.html", shown(answer))
    return _refused(request, form, answer)


def _form(request: HttpRequest, form: CheckForm, status: int) -> HttpResponse:
    return render(request, "portal/check.html", {"form": form, "rules": len(rules())}, status=status)


def _later(request: HttpRequest, form: CheckForm, status: int, message: str, seconds: float) -> HttpResponse:
    form.add_error(None, message)
    response = _form(request, form, status)
    response["Retry-After"] = str(int(seconds) + 1)
    return response


def _refused(request: HttpRequest, form: CheckForm, cause: GongkaiError | LastYearUnread) -> HttpResponse:
    """The form again, with one line beside the field whose file could not be read."""
    error = _put(form, cause)
    status = next((number for kind, number in _STATUS if isinstance(error, kind)), 422)
    return _form(request, form, status)


def _put(form: CheckForm, cause: GongkaiError | LastYearUnread) -> GongkaiError:
    error = cause.error if isinstance(cause, LastYearUnread) else cause
    name = error.file if len(error.file) <= LONGEST else f"{error.file[:LONGEST]}…"
    said = "：".join(part for part in (name, place(error.place), error.message) if part)
    fix = f"。{error.fix}" if error.fix else ""
    form.add_error("last_year" if isinstance(cause, LastYearUnread) else "report", f"{said}{fix}")
    return error


def _in_two_parts(request: HttpRequest, form: CheckForm, begun: Begun) -> StreamingHttpResponse:
    """200 at once, as the head of a page is sent before anything is known of the file."""
    whole = render_to_string("portal/waiting.html", {"gap": _GAP}, request)
    response = StreamingHttpResponse(_parts(request, form, begun, whole))
    response["X-Accel-Buffering"] = "no"
    return response


def _parts(request: HttpRequest, form: CheckForm, begun: Begun, whole: str) -> Iterator[str]:
    head, _, tail = whole.partition(_GAP)
    yield head
    answer: Any = None
    try:
        while answer is None:
            answer = begun.answer(BEAT)
            yield "\n"
    finally:
        if answer is None:
            begun.give_up()
    if isinstance(answer, Examined):
        yield render_to_string("portal/_result.html", shown(answer), request)
    else:
        _put(form, answer)
        yield render_to_string("portal/_form.html", {"form": form, "rules": len(rules())}, request)
    yield tail
