"""The tree of agencies below the one that an administrator acts for: found, rename, describe, place, units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.office.people import actions
from gongkai.office.people.door import Asked, form_page, page
from gongkai.office.people.forms import AliasForm, DescribeForm, FoundForm, PlaceForm, RenameForm, UnitForm
from gongkai.office.people.models import Agency, Kind, Level
from gongkai.office.people.posting import DeskForm, answer, typed
from gongkai.office.people.queries import above, under


def governed(request: Asked, key: UUID) -> Agency:
    """An agency at or below the one that is acted for; any other is not there."""
    found = next((one for one in under(request.agency) if one.pk == key), None)
    if found is None:
        raise Http404
    return found


@page("change_agency")
def agencies(request: Asked) -> HttpResponseBase:
    """The tree, each agency with how deep it stands."""
    rows, depths = [], {request.agency.parent_id: -1}
    for one in under(request.agency):
        depths[one.pk] = depths.get(one.parent_id, -1) + 1
        rows.append({"agency": one, "depth": "—" * depths[one.pk]})
    return render(request, "people/agencies.html", {"rows": rows})


@page("change_agency")
def agency(request: Asked, key: UUID) -> HttpResponseBase:
    """One agency: its particulars, names, units, members."""
    one = governed(request, key)
    context = {
        "agency": one,
        "names": one.names.order_by("name"),
        "units": one.units.order_by("name"),
        "members": one.members.select_related("unit").order_by("account"),
        "organs": one.organs.order_by("code"),
    }
    return render(request, "people/agency.html", context)


@form_page("change_agency")
def found(request: Asked, key: UUID) -> HttpResponseBase:
    """Found an agency below another; it is supervised by the one above it until somebody says otherwise."""
    parent = governed(request, key)
    form = typed(request, FoundForm)

    def work() -> str:
        words = _words(form)
        kind, level = Kind(words.pop("kind")), Level(words.pop("level"))
        made = actions.found_agency(
            **words, kind=kind, level=level, parent=parent, supervising=parent, by=request.member, at=request.at
        )
        return _home(made)

    return answer(request, form, work, title=f"在{parent.name}之下登记机关", button="登记", agency=parent)


@form_page("change_agency")
def rename(request: Asked, key: UUID) -> HttpResponseBase:
    """Give an agency a new name."""
    one = governed(request, key)
    form = typed(request, RenameForm, lambda: {"name": Agency.objects.get(pk=key).name})
    return answer(
        request, form, _does(request, one, actions.rename_agency, form), title="更名", button="更名", agency=one
    )


@form_page("change_agency")
def add_alias(request: Asked, key: UUID) -> HttpResponseBase:
    """Enter another name."""
    one = governed(request, key)
    form = typed(request, AliasForm)
    return answer(
        request, form, _does(request, one, actions.add_alias, form), title="登记别名", button="登记", agency=one
    )


@form_page("change_agency")
def place(request: Asked, key: UUID) -> HttpResponseBase:
    """Put an agency below another one of the same tree."""
    one = governed(request, key)
    form = typed(
        request,
        PlaceForm,
        lambda: {"parent": Agency.objects.get(pk=key).parent_id},
        locks=Agency.objects.filter(pk=key),
        parents=[other for other in under(request.agency) if one not in (other, *above(other))],
    )
    work = _does(request, one, actions.place_agency, form)
    return answer(request, form, work, title="调整上级机关", button="调整", agency=one)


@form_page("change_agency")
def describe(request: Asked, key: UUID) -> HttpResponseBase:
    """Say who supervises an agency, where its decisions are contested and how its numbers read."""
    one = governed(request, key)

    def stored() -> dict[str, Any]:
        now = Agency.objects.get(pk=key)
        organs = list(now.organs.values_list("pk", flat=True))
        return {
            "number_pattern": now.number_pattern,
            "court": now.court,
            "supervising": now.supervising_id,
            "organs": organs,
        }

    others = [other for other in Agency.objects.all() if other != one]
    form = typed(request, DescribeForm, stored, locks=Agency.objects.filter(pk=key), agencies=others)
    work = _does(request, one, actions.describe_agency, form)
    return answer(request, form, work, title="主管、复议、法院与文号", button="保存", agency=one)


@form_page("change_agency")
def add_unit(request: Asked, key: UUID) -> HttpResponseBase:
    """Enter a unit of an agency."""
    one = governed(request, key)
    form = typed(request, UnitForm)
    return answer(
        request, form, _does(request, one, actions.add_unit, form), title="登记科室", button="登记", agency=one
    )


def _words(form: DeskForm) -> dict[str, Any]:
    """What was typed, by the names of the fields, without what the form says about itself."""
    return {name: value for name, value in form.cleaned_data.items() if name not in ("form_id", "seen")}


def _home(agency: Agency) -> str:
    return reverse("people:agency", args=[agency.pk])


def _does(request: Asked, agency: Agency, act: Callable[..., Any], form: DeskForm) -> Callable[[], str]:
    """The work of a form whose fields are the words of an action upon an agency."""

    def work() -> str:
        act(agency, **_words(form), by=request.member, at=request.at)
        return _home(agency)

    return work
