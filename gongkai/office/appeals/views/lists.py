"""Every appeal by filters, to take along too; table 4 with the appeals behind each cell; how doubtful ones count."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.office.appeals import actions
from gongkai.office.appeals.forms.counting import ChooseForm
from gongkai.office.appeals.forms.filters import YEARS, asked_for
from gongkai.office.appeals.models import Counting
from gongkai.office.appeals.queries import chosen, counts, listed
from gongkai.office.appeals.sheet import export as taken_out
from gongkai.office.appeals.sheet import rows
from gongkai.office.people.door import Asked, form_page, page
from gongkai.office.people.posting import answer, typed
from gongkai.statute import appeals as law
from gongkai.writers.rows import FORMATS

PER_PAGE = 50


@page("see_cases")
def appeals(request: Asked) -> HttpResponseBase:
    """The appeals that the address asks for, fifty a page."""
    asked = asked_for(request.GET)
    found = listed(request.member, asked.filters, agency=request.agency)
    sheet = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1")[:9])
    context = {"asked": asked, "sheet": sheet, "rows": list(rows(sheet.object_list, today=request.today))}
    return render(request, "appeals/list.html", context)


@page("see_cases")
def export(request: Asked, form: str) -> HttpResponseBase:
    """The filtered list as a file."""
    if form not in FORMATS:
        raise Http404
    asked = asked_for(request.GET)
    file = taken_out(
        listed(request.member, asked.filters, agency=request.agency),
        form=form,
        query=asked.query,
        agency=request.agency,
        by=request.member,
        at=request.at,
    )
    name, content_type = f"appeals-{request.today:%Y%m%d}.{form}", FORMATS[form][1]
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


@page("see_cases")
def table(request: Asked) -> HttpResponseBase:
    """Table 4 of a year as it counts now; every number leads to its appeals."""
    text = request.GET.get("year", "")
    year = (
        int(text) if text.isascii() and text.isdigit() and YEARS[0] <= int(text[:5]) <= YEARS[1] else request.today.year
    )
    found = counts(request.agency, year)
    groups = [
        (
            title,
            [(found[f"{group}.{column}"], _address(year, f"{group}.{column}")) for column in (*law.COLUMNS, "total")],
        )
        for group, title in law.GROUPS.items()
    ]
    heads = [*law.COLUMNS.values(), "总计"]
    years = range(YEARS[0], request.today.year + 1)
    context = {"year": year, "years": years, "groups": groups, "heads": heads, "rows": _questions(request)}
    return render(request, "appeals/table.html", context)


def _address(year: int, cell: str) -> str:
    return f"{reverse('appeals:list')}?{urlencode({'year': year, 'cell': cell})}"


@page("count_appeals")
def counting(request: Asked) -> HttpResponseBase:
    """How the agency counts what practice counts in several ways."""
    return render(request, "appeals/counting.html", {"rows": _questions(request)})


def _questions(request: Asked) -> list[tuple[law.Question, str, Counting | None]]:
    """Every doubtful question, how it counts, and the decision of the agency where there is one."""
    held = chosen(request.agency)
    decided = {one.question: one for one in Counting.objects.filter(agency=request.agency).select_related("by")}
    return [(one, one.choices[held.get(key, one.default)], decided.get(key)) for key, one in law.questions().items()]


@form_page("count_appeals")
def choose(request: Asked, question: str) -> HttpResponseBase:
    """Answer one of them."""
    asked = law.questions().get(question)
    if asked is None:
        raise Http404
    held = chosen(request.agency).get(question, asked.default)
    form = typed(request, ChooseForm, lambda: {"choice": held}, question=asked)

    def work() -> str:
        actions.choose(
            agency=request.agency,
            question=question,
            choice=form.cleaned_data["choice"],
            reason=form.cleaned_data["reason"],
            by=request.member,
            at=request.at,
        )
        return reverse("appeals:counting")

    return answer(request, form, work, title=asked.title, because=asked.note)
