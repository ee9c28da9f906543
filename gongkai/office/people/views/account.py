"""Coming in and going out, and what members do about themselves: password, second factor, sessions."""

from __future__ import annotations

import base64
import hmac
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.debug import sensitive_post_parameters

from gongkai.office.people import drafts, entry, totp, visits
from gongkai.office.people.actions import change_password
from gongkai.office.people.door import OWN, PUBLIC, Asked, action, form_page, mark_of, own_path, page
from gongkai.office.people.forms import PasswordForm, SecondFactorForm, SignInForm
from gongkai.office.people.models import Grant, Member, Visit
from gongkai.office.people.posting import INVALID, answer, typed
from gongkai.office.people.roles import ROLES

DONE = 303


@form_page(PUBLIC)
@sensitive_post_parameters()
def sign_in(request: Asked) -> HttpResponseBase:
    """Let a member in and lead them to where they wanted to go; whoever is in already goes there at once."""
    back = own_path(request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        if request.member is not None:
            return HttpResponseRedirect(back)
        return _sign_in_page(request, SignInForm(), back, 200)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, back, INVALID)
    words = form.cleaned_data
    found = entry.sign_in(
        account=words["account"],
        password=words["password"],
        code=words["code"].strip(),
        address=request.address,
        at=request.at,
        real=request.real_at,
    )
    if isinstance(found, entry.Refused):
        form.add_error(None, found.message)
        return _sign_in_page(request, form, back, 429 if found.again_at else INVALID)
    return _let_in(request, found, HttpResponseRedirect(back, status=DONE))


def _sign_in_page(request: Asked, form: SignInForm, back: str, status: int) -> HttpResponse:
    context = {"form": form, "next": back, "is_kept": "kept" in request.GET or "kept" in request.POST}
    return render(request, "people/sign_in.html", context, status=status)


def _let_in(request: Asked, member: Member, response: HttpResponseBase) -> HttpResponseBase:
    """Begin a visit with a word of its own, in place of the one that this browser may have had.

    The token against forged posts stays: its cookie can be set by no other host, and a new one would throw away what
    is being typed in another tab.
    """
    if request.visit is not None:
        visits.leave(request.visit, at=request.at)
    browser = request.headers.get("User-Agent", "")
    word = visits.begin(member, address=request.address, browser=browser, at=request.real_at)
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        word,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@action(OWN)
def sign_out(request: Asked) -> HttpResponseBase:
    """End this visit; the browser is asked to forget what it kept of the pages."""
    visits.leave(request.visit, at=request.at)
    response = HttpResponseRedirect(reverse("people:sign_in"), status=DONE)
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page(OWN)
def account(request: Asked) -> HttpResponseBase:
    """Who one is to the site: roles by agency, password, second factor, where one is signed in."""
    grants = Grant.objects.filter(member=request.member).select_related("agency").order_by("agency__code", "role")
    context = {
        "grants": [(grant.agency, ROLES[grant.role].label) for grant in grants],
        "visits": visits.live(request.member, request.real_at),
    }
    return render(request, "people/account.html", context)


@form_page(OWN, keeps=False)
@sensitive_post_parameters()
def password(request: Asked) -> HttpResponseBase:
    """Change one's own password; this browser goes on with a new visit, every other one is out."""
    form = typed(request, PasswordForm)

    def work() -> str:
        words = form.cleaned_data
        change_password(request.member, old=words["old"], password=words["password"], at=request.at)
        return reverse("people:account")

    because = "这是初始口令，请先改成只有您知道的口令。" if request.member.must_change else ""
    response = answer(request, form, work, title="修改口令", button="修改口令", because=because)
    return _let_in(request, request.member, response) if response.status_code == DONE else response


@form_page(OWN, keeps=False)
@sensitive_post_parameters()
def second_factor(request: Asked) -> HttpResponseBase:
    """Set up an authenticator: the secret as a picture and in groups, proved by a code."""
    form = typed(request, SecondFactorForm)
    if not request.member.second_factor:
        del form.fields["password"]
    secret = _offered(request.visit)

    def work() -> str:
        words = form.cleaned_data
        if "password" in words:
            entry.prove(request.member, password=words["password"])
        entry.set_second_factor(
            request.member, secret=secret, code=words["code"].strip(), at=request.at, real=request.real_at
        )
        return reverse("people:account")

    address = totp.address(secret, request.member.account)
    context = {"address": address, "groups": [secret[i : i + 4] for i in range(0, len(secret), 4)], **_picture(address)}
    is_needed = settings.MODE.second_factor and not request.member.second_factor
    return answer(request, form, work, template="people/second_factor.html", is_needed=is_needed, **context)


def _offered(visit: Visit) -> str:
    """The secret that is offered in this visit until it is taken: the same on every showing, and kept nowhere."""
    said = f"{visit.digest} {visit.member.last_step}".encode()
    return base64.b32encode(hmac.digest(settings.KEYS.derive("second factor"), said, "sha256")[:20]).decode()


def _picture(text: str) -> dict[str, Any]:
    """The square picture of a text that phones read (ISO/IEC 18004): its side, and the path of its dark runs."""
    import segno

    rows = [bytes(row) for row in segno.make(text, error="m").matrix]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while (x := row.find(1, x)) >= 0:
            end = (row + b"\0").find(0, x)
            runs.append(f"M{x + 4} {y + 4}h{end - x}v1h-{end - x}z")
            x = end
    return {"side": len(rows) + 8, "path": "".join(runs)}


@action(OWN)
def end_visit(request: Asked, key: UUID) -> HttpResponseBase:
    """End one of one's own visits on another browser; somebody else's is not there."""
    visits.end(get_object_or_404(Visit, pk=key, member=request.member), by=request.member, at=request.at)
    return HttpResponseRedirect(reverse("people:account"), status=DONE)


@action(OWN)
def act_for(request: Asked) -> HttpResponseBase:
    """Act for another of one's agencies; an agency where one holds no role is not there."""
    wanted = request.POST.get("agency", "")
    agency = next((one for one in request.own_agencies if str(one.pk) == wanted), None)
    if agency is None:
        raise Http404
    visits.act_for(request.visit, agency)
    return HttpResponseRedirect(reverse("people:desk"), status=DONE)


@action(OWN)
def keep_draft(request: Asked) -> HttpResponseBase:
    """Keep what is being typed into the form at `?path=` (204); 404 for a path whose form keeps nothing."""
    path = request.GET.get("path", "")
    _keeping(path)
    is_kept = drafts.keep(request.member, agency=request.agency, path=path, typed=request.POST, at=request.real_at)
    return HttpResponse(status=204 if is_kept else 413)


@action(OWN)
def drop_draft(request: Asked) -> HttpResponseBase:
    """Forget what was kept for the form at `?path=`, and show that form anew."""
    path = request.GET.get("path", "")
    _keeping(path)
    drafts.discard(request.member, request.agency, path)
    return HttpResponseRedirect(path, status=DONE)


def _keeping(path: str) -> None:
    """Pass when the path is that of a form whose text may be kept."""
    try:
        mark = mark_of(resolve(path).func)
    except Resolver404:
        mark = None
    if mark is None or not mark.keeps:
        raise Http404


@page(OWN)
def desk(request: Asked, missing_year: int | None = None) -> HttpResponseBase:
    """Where one arrives: the agency that one acts for and what one may do there.

    `missing_year` is a year that is near and whose notice on holidays nobody has loaded.
    """
    return render(request, "people/desk.html", {"roles": _roles(request), "missing_year": missing_year})


def _roles(request: Asked) -> list[str]:
    held = Grant.objects.filter(member=request.member, agency=request.agency).values_list("role", flat=True)
    return [ROLES[name].label for name in ROLES if name in set(held)]
