"""Views of the list that somebody keeps under a name: saved, shared with the agency, dropped by whoever saved them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gongkai.audit.actions import record
from gongkai.errors import Conflict, UsageError
from gongkai.office.cases.models import SavedView
from gongkai.office.cases.persons import required
from gongkai.office.people.guard import named, require
from gongkai.office.people.models import Agency, Member
from gongkai.office.records.fields import SealedField

NAME = 30
"""Characters of a name."""
LONGEST = 2000
"""Characters of the address of a list."""
MOST = 20
"""Views of one member in one agency."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as a page offers it; `is_own` says whether the reader saved it."""

    key: UUID
    name: str
    query: str
    is_shared: bool
    is_own: bool


@transaction.atomic
def save_view(*, name: str, query: str, is_shared: bool, agency: Agency, by: Member, at: datetime) -> SavedView:
    """Keep the filters of a list under a name; raises Conflict for a name that the member has, UsageError for too many
    views or no filters, NotAllowed for whoever sees no cases there."""
    require(by, "see_cases", agency)
    Member.objects.select_for_update().get(pk=by.pk)
    called = required(name, "视图名称", NAME)
    if not query or len(query) > LONGEST:
        raise UsageError("没有查询条件，不用存", "there are no filters to save")
    own = SavedView.objects.filter(agency=agency, owner=by)
    if own.filter(name=called).exists():
        raise Conflict(f"您已有名为“{called}”的视图", f"there is a view named {called}")
    if own.count() >= MOST:
        raise UsageError(f"最多存{MOST}个视图，先删去不用的", f"{MOST} views at most: drop one first")
    made = SavedView(agency=agency, owner=by, name=called, is_shared=is_shared, saved_at=at)
    _query().write(made, query)
    made.save(force_insert=True)
    words = {"shared": "本机关共用" if is_shared else "自用", "name": called, "filter": query}
    record("view_saved", about=f"agency:{agency.pk}", at=at, actor=named(by), **words)
    return made


@transaction.atomic
def drop_view(view: SavedView, *, by: Member, at: datetime) -> None:
    """Forget a view of one's own; Conflict when it is gone already."""
    gone, _ = SavedView.objects.filter(pk=view.pk, owner=by).delete()
    if not gone:
        raise Conflict("这个视图已经删去", "the view is gone already")
    record("view_dropped", about=f"agency:{view.agency_id}", at=at, actor=named(by), name=view.name)


def views_of(member: Member, agency: Agency) -> list[View]:
    """The views that a member is offered in an agency: their own first, then those that others share there."""
    found = SavedView.objects.filter(Q(owner=member) | Q(is_shared=True), agency=agency).order_by("name", "pk")
    views = [View(one.pk, one.name, _query().read(one), one.is_shared, one.owner_id == member.pk) for one in found]
    return sorted(views, key=lambda one: not one.is_own)


def _query() -> SealedField:
    return SavedView._meta.get_field("query")
