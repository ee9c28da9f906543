"""The audit, for its auditor: what happened, in sentences; whether the chain is whole; the list to take along."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import render

from gongkai.audit.kinds import KINDS
from gongkai.audit.models import Entry
from gongkai.audit.queries import head, verify
from gongkai.office.people import journal
from gongkai.office.people.door import Asked, action, page
from gongkai.office.people.forms import AuditFilter
from gongkai.writers.rows import FORMATS

PER_PAGE = 50


def _filtered(request: Asked) -> tuple[AuditFilter, QuerySet[Entry], dict[str, Any]]:
    """The filter as asked for and the entries that it leaves: of the one chain that there is."""
    form = AuditFilter(request.GET, kinds=[(kind.name, kind.sentence) for kind in KINDS.values()])
    form.is_valid()
    words = {name: value for name, value in form.cleaned_data.items() if value}
    return form, journal.entries(**words), words


@page("see_audit")
def entries(request: Asked) -> HttpResponseBase:
    """The latest entries first, fifty a page."""
    form, found, _ = _filtered(request)
    sheet = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1")[:9])
    words = request.GET.copy()
    words.pop("page", None)
    context = {"form": form, "sheet": sheet, "lines": journal.lines(sheet.object_list), "query": words.urlencode()}
    return render(request, "people/audit.html", context)


@action("see_audit")
def check(request: Asked) -> HttpResponseBase:
    """Check the whole chain now and say what was found."""
    return render(request, "people/audit_check.html", {"verdict": verify(), "head": head()})


@page("see_audit")
def export(request: Asked, form: str) -> HttpResponseBase:
    """The filtered list as a file, exactly as it was filtered."""
    if form not in FORMATS:
        raise Http404
    _, found, _ = _filtered(request)
    file = journal.export(found, form=form, by=request.member, at=request.at)
    name, content_type = f"audit-{request.today:%Y%m%d}.{form}", FORMATS[form][1]
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
