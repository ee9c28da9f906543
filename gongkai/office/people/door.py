"""The door of the site: who asks, for which agency, and whether the view that was asked for is theirs to see.

Every view of every room carries exactly one mark: `page` shows, `form_page` shows a form and takes it, `action` takes a
button's post. The mark names a permission of the table in `roles.py`, or PUBLIC, or OWN for what every member may do
about themself. A view without a mark is never run (HOUSE 2.11, TRUST 1.19).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from gongkai.audit.actions import record
from gongkai.errors import Conflict, EnvironmentFault, GongkaiError, NotAllowed, UsageError
from gongkai.office.people import drafts, visits
from gongkai.office.people.guard import WithoutRight, is_told, named, refused
from gongkai.office.people.models import Agency, Member, Visit
from gongkai.office.people.queries import above, agencies_of, roles_of, who_may
from gongkai.office.people.roles import OF_THE_WHOLE, PERMISSIONS, held_in
from gongkai.office.records.disk import DiskFull

PUBLIC = "public"
"""The mark of what anybody may see."""
OWN = "own"
"""The mark of what every member who is signed in may do, whatever their roles: their password, their sessions."""

SHOWS = ("GET", "HEAD")
TAKES = ("POST",)
STATUS: dict[type[GongkaiError], int] = {NotAllowed: 403, Conflict: 409, UsageError: 422, EnvironmentFault: 503}
"""What an error of ours that no view catches is answered with; every other one is a mistake of ours: 500."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a view is for: its `permission`, the `methods` that it takes, whether a late post's text is kept."""

    permission: str
    methods: tuple[str, ...]
    keeps: bool


class Asked(HttpRequest):
    """A request that has passed the door: by whom, for which agency, when.

    `at` and `today` are the office's time, `real_at` the machine's, `address` where it came from (they are set by the
    site's own middleware), `sets_today` whether a demonstration's date may be set. `own_agencies` are those that the member may act for, `permissions` what they may do in the
    one that they act for now. Where nobody is signed in, `visit`, `member` and `agency` are None: only a view that is
    PUBLIC meets that.
    """

    at: datetime
    real_at: datetime
    today: date
    sets_today: bool
    address: str
    visit: Visit
    member: Member
    agency: Agency
    own_agencies: list[Agency]
    permissions: frozenset[str]


Rest = ParamSpec("Rest")
View = Callable[Concatenate[Asked, Rest], HttpResponseBase]
Marked = Callable[..., HttpResponseBase]


class Unmarked(RuntimeError):
    """A mistake of ours: a view was reached that says nowhere who may see it."""


def page(permission: str) -> Callable[[View[Rest]], Marked]:
    """Mark a view that shows something and changes nothing."""
    return _marks(Mark(_known(permission), SHOWS, keeps=False))


def form_page(permission: str, *, keeps: bool = True) -> Callable[[View[Rest]], Marked]:
    """Mark a view that shows a form and takes it; `keeps` False for a form whose text must be kept nowhere."""
    return _marks(Mark(_known(permission), SHOWS + TAKES, keeps=keeps and permission != PUBLIC))


def action(permission: str) -> Callable[[View[Rest]], Marked]:
    """Mark a view that does what a button says; opening its address does nothing and is answered with 405."""
    return _marks(Mark(_known(permission), TAKES, keeps=False))


def _known(permission: str) -> str:
    if permission not in PERMISSIONS and permission not in (PUBLIC, OWN):
        raise KeyError(permission)
    return permission


def _marks(mark: Mark) -> Callable[[View[Rest]], Marked]:
    def decorate(view: View[Rest]) -> Marked:
        @wraps(view)
        def guarded(request: Asked, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            return _turned_away(request, mark) or view(request, *args, **kwargs)

        guarded.mark = mark  # type: ignore[attr-defined]
        return guarded

    return decorate


def mark_of(view: Any) -> Mark | None:
    """The mark of a view as the resolver holds it; None for one that has none."""
    return getattr(view, "mark", None)


class Door:
    """The middleware that finds out who asks, and lets no unmarked view be reached; it stands after CSRF."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put `visit`, `member` and `agency` on the request; all None where nobody is signed in."""
        asked = cast(Any, request)
        visit = visits.known(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        asked.late = visit
        asked.visit = asked.member = asked.agency = None
        asked.own_agencies, asked.permissions = [], frozenset()
        if visit is not None and visits.is_live(visit, asked.real_at):
            visits.touch(visit, asked.real_at)
            asked.visit, asked.member = visit, visit.member
            asked.own_agencies = list(agencies_of(visit.member))
            asked.agency = _acting(visit, asked.own_agencies)
            roles = roles_of(visit.member, asked.agency)
            asked.permissions = held_in(roles, is_top=asked.agency.parent_id is None)
        return self.answer(request)

    def process_view(self, _request: HttpRequest, view: Callable[..., Any], *_parts: Any) -> None:
        """Refuse what carries no mark, before it runs."""
        if mark_of(view) is None:
            raise Unmarked(f"{view.__module__}.{getattr(view, '__qualname__', view)}")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an error of ours that a view let through with its page; others, a full disk too, are the site's to
        explain.

        What an action does not find for this member is answered as if it were not there (TRUST 1.20). A refusal is told
        here unless the action's own entry stands: it is rolled back with a post (`posting.answer`).
        """
        if isinstance(error, DiskFull):
            return None
        status = next((STATUS[kind] for kind in STATUS if isinstance(error, kind)), None)
        asked = cast(Asked, request)
        if isinstance(error, ObjectDoesNotExist):
            if not is_told(error):
                _tell_refusal(asked, _wanted(asked))
            raise Http404 from error
        if status is None or not isinstance(error, GongkaiError):
            return None
        if isinstance(error, WithoutRight):
            return _forbidden(asked, error)
        if isinstance(error, NotAllowed) and not is_told(error):
            _tell_refusal(asked, error.place or _wanted(asked))
        return problem(request, error, status)


def _acting(visit: Visit, held: list[Agency]) -> Agency:
    """The agency that a visit acts for; when the member holds no role there any more, another where they do."""
    own = visit.member.agency
    wanted = visit.agency or own
    if wanted in held or not held:
        return wanted
    return own if own in held else held[0]


def _turned_away(request: Asked, mark: Mark) -> HttpResponseBase | None:
    """The answer to whoever may not pass; None for whoever may."""
    if request.method not in mark.methods:
        return HttpResponseNotAllowed(mark.methods)
    if mark.permission == PUBLIC:
        return None
    if request.member is None:
        return _to_sign_in(request, mark)
    if duty := _first_duty(request):
        return None if request.path == duty else HttpResponseRedirect(duty)
    if mark.permission == OWN or mark.permission in request.permissions:
        return None
    is_elsewhere = mark.permission in OF_THE_WHOLE and request.agency.parent_id is not None
    return _forbidden(request, refused(mark.permission, None if is_elsewhere else request.agency))


def _first_duty(request: Asked) -> str:
    """The page that must be dealt with before any other: a password of one's own, then a second factor; '' for none."""
    if request.path == reverse("people:sign_out"):
        return ""
    if request.member.must_change:
        return reverse("people:password")
    if settings.MODE.second_factor and not request.member.second_factor:
        return reverse("people:second_factor")
    return ""


def _to_sign_in(request: Asked, mark: Mark) -> HttpResponseRedirect:
    """To the sign-in page and back; what a visit that has just run out was about to post is kept for its member."""
    late: Visit | None = cast(Any, request).late
    back = request.get_full_path() if "GET" in mark.methods else _came_from(request)
    is_kept = (
        request.method == "POST"
        and mark.keeps
        and late is not None
        and visits.has_just_run_out(late, request.real_at)
        and drafts.keep(
            late.member,
            agency=_acting(late, list(agencies_of(late.member))),
            path=request.path,
            typed=request.POST,
            at=request.real_at,
            replaces=False,
        )
    )
    words = {"next": back} | ({"kept": "1"} if is_kept else {})
    return HttpResponseRedirect(f"{reverse('people:sign_in')}?{urlencode(words)}", status=303)


def _came_from(request: HttpRequest) -> str:
    """The page of ours that a button was on, as the browser tells; the desk when it does not."""
    found = urlsplit(request.headers.get("Referer", ""))
    return own_path(found.path) if found.netloc == request.get_host() else reverse("people:desk")


def own_path(path: str) -> str:
    """A path of this site that a page answers to, as it is; for anything else the desk (TRUST 4, row 47)."""
    desk = reverse("people:desk")
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return desk
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return desk
    mark = mark_of(match.func)
    return path if mark and "GET" in mark.methods else desk


def _forbidden(request: Asked, error: WithoutRight) -> HttpResponse:
    """403: who may do it here, by role and by name; the audit tells that it was asked for (TRUST 2, 16.3)."""
    permission = error.place
    _tell_refusal(request, permission)
    where = _answering(permission, request.agency)
    return problem(request, error, 403, people=who_may(permission, where).exclude(pk=request.member.pk))


def _answering(permission: str, agency: Agency) -> Agency:
    """Where a permission is held that an agency needs: there, or at the top of its tree."""
    return [agency, *above(agency)][-1] if permission in OF_THE_WHOLE else agency


def _wanted(request: Asked) -> str:
    """The permission that the view asked for is marked with."""
    match = request.resolver_match
    mark = mark_of(match.func) if match else None
    return mark.permission if mark else ""


def _tell_refusal(request: Asked, permission: str) -> None:
    """Tell a refusal in the audit, after whatever the view began is rolled back; a stranger's has no name to tell."""
    if request.member is None:
        return
    words = {"permission": permission, "agency": str(request.agency.pk)}
    with transaction.atomic():
        record(
            "access_refused", about=f"member:{request.member.pk}", at=request.at, actor=named(request.member), **words
        )


def problem(request: HttpRequest, error: GongkaiError, status: int, **context: Any) -> HttpResponse:
    """The page of an error of ours: its sentence, what to do about it, the way back."""
    return render(request, "people/problem.html", {"error": error, "status": status, **context}, status=status)
