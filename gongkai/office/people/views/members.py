"""Members at and below the agency that is acted for: add, disable, set a first password, grant and revoke roles."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from gongkai.office.people import actions
from gongkai.office.people.door import Asked, action, form_page, page
from gongkai.office.people.forms import GrantForm, MemberForm, ResetForm
from gongkai.office.people.guard import passes, require_above_audits, require_over_member
from gongkai.office.people.models import Grant, Member
from gongkai.office.people.posting import answer, typed
from gongkai.office.people.queries import under
from gongkai.office.people.roles import ROLES
from gongkai.office.people.views.agencies import governed

DONE = 303


def found(request: Asked, key: UUID) -> Member:
    """A member of an agency at or below the one that is acted for; any other is not there."""
    return get_object_or_404(
        Member.objects.select_related("agency", "unit"), pk=key, agency__in=[one.pk for one in under(request.agency)]
    )


@page("see_members")
def members(request: Asked) -> HttpResponseBase:
    """Every member, by agency and account, with their roles."""
    line = [one.pk for one in under(request.agency)]
    rows = Member.objects.filter(agency__in=line).select_related("agency", "unit").order_by("agency__code", "account")
    held: dict[UUID, list[str]] = {}
    for grant in Grant.objects.filter(member__in=rows).select_related("agency").order_by("agency__code", "role"):
        held.setdefault(grant.member_id, []).append(ROLES[grant.role].label)
    return render(request, "people/members.html", {"rows": [(one, held.get(one.pk, [])) for one in rows]})


@page("see_members")
def member(request: Asked, key: UUID) -> HttpResponseBase:
    """One member: what they may do where, and what can be done about them."""
    one = found(request, key)
    line = {agency.pk for agency in under(request.agency)}
    grants = one.grants.select_related("agency").order_by("agency__code", "role")
    may_close = (
        one.is_active and one != request.member and passes(require_over_member, request.member, "change_member", one)
    )
    context = {
        "member": one,
        "grants": [(grant, ROLES[grant.role].label, grant.agency_id in line) for grant in grants],
        "may_disable": may_close,
        "may_reset": may_close and passes(require_above_audits, request.member, "change_member", one),
    }
    return render(request, "people/member.html", context)


@form_page("change_member", keeps=False)
@sensitive_post_parameters()
def add_member(request: Asked, key: UUID) -> HttpResponseBase:
    """Enter a member of an agency with a first password."""
    agency = governed(request, key)
    form = typed(request, MemberForm, agency=agency)

    def work() -> str:
        words = form.cleaned_data
        made = actions.add_member(
            account=words["account"],
            name=words["name"],
            password=words["password"],
            unit=words["unit"],
            agency=agency,
            by=request.member,
            at=request.at,
        )
        return _home(made)

    return answer(request, form, work, title=f"登记{agency.name}的成员", button="登记", agency=agency)


@form_page("change_member", keeps=False)
@sensitive_post_parameters()
def reset_password(request: Asked, key: UUID) -> HttpResponseBase:
    """Set a first password anew for somebody who cannot sign in."""
    one = found(request, key)
    form = typed(request, ResetForm)

    def work() -> str:
        actions.reset_password(one, password=form.cleaned_data["password"], by=request.member, at=request.at)
        return _home(one)

    return answer(request, form, work, title=f"重设{one.name}的初始口令", button="重设", member=one)


@form_page("grant_role")
def grant(request: Asked, key: UUID) -> HttpResponseBase:
    """Give a member a role."""
    one = found(request, key)
    form = typed(request, GrantForm, agencies=under(request.agency))
    if request.method != "POST" and not form.restored_at:
        form.initial["agency"] = one.agency_id

    def work() -> str:
        words = form.cleaned_data
        actions.grant(one, role=words["role"], agency=words["agency"], by=request.member, at=request.at)
        return _home(one)

    return answer(request, form, work, title=f"授予{one.name}角色", button="授予", member=one)


@action("grant_role")
def revoke(request: Asked, key: UUID, role: str, agency: UUID) -> HttpResponseBase:
    """Take a role from a member."""
    one, where = found(request, key), governed(request, agency)
    if role not in ROLES:
        raise Http404
    actions.revoke(one, role=role, agency=where, by=request.member, at=request.at)
    return HttpResponseRedirect(_home(one), status=DONE)


@action("change_member")
def disable(request: Asked, key: UUID) -> HttpResponseBase:
    """Let a member in no more."""
    one = found(request, key)
    actions.disable(one, by=request.member, at=request.at)
    return HttpResponseRedirect(_home(one), status=DONE)


def _home(member: Member) -> str:
    return reverse("people:member", args=[member.pk])
