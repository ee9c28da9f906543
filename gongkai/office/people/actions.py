"""What is done with agencies and people; each asks first whether `by` may do it, and records itself in the audit.

`by` is None for the site itself, and passes only as long as there is no administrator (`guard.require_over`): so the
first agency, its first member and their role are entered, by the command that founds an installation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from string import Formatter

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.audit.actions import record
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.people import visits
from gongkai.office.people.guard import named, require_above_audits, require_over, require_over_member
from gongkai.office.people.models import Agency, AgencyName, Grant, Kind, Level, Member, Unit
from gongkai.office.people.queries import DEEPEST, above
from gongkai.office.people.roles import ROLES, clash

PATTERN_PARTS = frozenset({"code", "kind", "year", "number"})


@transaction.atomic
def found_agency(
    *,
    code: str,
    name: str,
    kind: Kind,
    level: Level,
    by: Member | None,
    at: datetime,
    parent: Agency | None = None,
    supervising: Agency | None = None,
    court: str = "",
) -> Agency:
    """Enter an agency; Conflict when another has its code or its name, NotAllowed without the right over `parent`."""
    require_over(by, "change_agency", parent)
    try:
        with transaction.atomic():
            agency = Agency.objects.create(
                code=code, name=name, kind=kind, level=level, parent=parent, supervising=supervising, court=court
            )
    except IntegrityError:
        raise Conflict(f"机关代字 {code} 或名称“{name}”已经有了", f"code {code} or name {name} is taken") from None
    record("agency_founded", about=f"agency:{agency.pk}", at=at, actor=named(by), code=code, name=name)
    return agency


@transaction.atomic
def rename_agency(agency: Agency, *, name: str, until: date, by: Member | None, at: datetime) -> None:
    """Give an agency a new name from the day after `until`; the old one stays findable."""
    require_over(by, "change_agency", agency)
    old = agency.name
    if old == name:
        raise UsageError("新名称与原名称相同", "the new name is the old one")
    AgencyName.objects.update_or_create(agency=agency, name=old, defaults={"until": until})
    if not Agency.objects.filter(pk=agency.pk, name=old).update(name=name):
        raise Conflict("名称已被他人修改", "somebody else changed the name")
    agency.name = name
    record("agency_renamed", about=f"agency:{agency.pk}", at=at, actor=named(by), old=old, name=name)


@transaction.atomic
def add_alias(agency: Agency, *, name: str, by: Member | None, at: datetime) -> None:
    """Enter another name by which people call an agency."""
    require_over(by, "change_agency", agency)
    AgencyName.objects.get_or_create(agency=agency, name=name)
    record("agency_alias", about=f"agency:{agency.pk}", at=at, actor=named(by), name=name)


@transaction.atomic
def place_agency(agency: Agency, *, parent: Agency | None, by: Member | None, at: datetime) -> None:
    """Put an agency under another; UsageError when that would close a ring."""
    require_over(by, "change_agency", agency)
    require_over(by, "change_agency", parent)
    list(Agency.objects.select_for_update().order_by("pk"))
    line = [parent, *islice(above(parent), DEEPEST)] if parent else []
    if agency in line or len(line) > DEEPEST:
        raise UsageError("机关不能在自己之下，也不能超过 12 级", "no agency below itself, and none below twelve others")
    Agency.objects.filter(pk=agency.pk).update(parent=parent)
    agency.parent = parent
    record(
        "agency_placed", about=f"agency:{agency.pk}", at=at, actor=named(by), parent=str(parent.pk) if parent else ""
    )


@transaction.atomic
def describe_agency(
    agency: Agency,
    *,
    supervising: Agency | None,
    organs: Sequence[Agency],
    court: str,
    number_pattern: str,
    by: Member | None,
    at: datetime,
) -> None:
    """Say who supervises an agency, where its decisions are contested, and how its document numbers read.

    UsageError for a pattern without `{number}` and `{year}`, with anything else in braces, or an agency that would be
    its own organ of reconsideration (a department of the State Council is, and is named by nobody).
    """
    require_over(by, "change_agency", agency)
    try:
        parts = {name for _, name, _, _ in Formatter().parse(number_pattern) if name is not None}
    except ValueError:
        parts = set()
    if not {"year", "number"} <= parts <= PATTERN_PARTS:
        raise UsageError(
            "文号格式须含 {year} 和 {number}，可含 {code}、{kind}",
            "a pattern has {year} and {number}, and may have {code} and {kind}",
        )
    if agency in organs:
        raise UsageError("复议机关不能是本机关", "an agency is not its own organ of reconsideration")
    Agency.objects.filter(pk=agency.pk).update(supervising=supervising, court=court, number_pattern=number_pattern)
    agency.organs.set(organs)
    agency.refresh_from_db()
    record("agency_described", about=f"agency:{agency.pk}", at=at, actor=named(by), court=court, pattern=number_pattern)


@transaction.atomic
def add_unit(agency: Agency, *, name: str, by: Member | None, at: datetime) -> Unit:
    """Enter a unit of an agency; Conflict when it is there."""
    require_over(by, "change_agency", agency)
    unit, is_new = Unit.objects.get_or_create(agency=agency, name=name)
    if not is_new:
        raise Conflict(f"科室“{name}”已经有了", f"there is a unit {name} already")
    record("unit_added", about=f"agency:{agency.pk}", at=at, actor=named(by), name=name)
    return unit


@transaction.atomic
def add_member(
    *, account: str, name: str, agency: Agency, password: str, by: Member | None, at: datetime, unit: Unit | None = None
) -> Member:
    """Enter a person with a first password and no role; UsageError for a weak password, Conflict for a taken account.

    Whoever was entered by somebody else changes that password before they see anything else. The first administrator
    has typed their own.
    """
    require_over(by, "change_member", agency)
    if unit and unit.agency_id != agency.pk:
        raise UsageError("科室不属于这个机关", "the unit is not of this agency")
    member = Member(account=account, name=name, agency=agency, unit=unit, must_change=by is not None)
    _set_password(member, password)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        raise Conflict(f"账号 {account} 已经有了", f"the account {account} is taken") from None
    record("member_added", about=f"member:{member.pk}", at=at, actor=named(by), name=name, account=account)
    return member


@transaction.atomic
def open_office(
    *, code: str, agency: str, kind: Kind, level: Level, account: str, name: str, password: str, at: datetime
) -> Member:
    """Enter the first agency and the person who enters all the others; Conflict once anybody is entered.

    Nobody has an account after an installation, and no password comes with the program. UsageError as for any member.
    """
    taken = Conflict("已有成员，请由系统管理员登记", "there are members already: the administrator enters others")
    try:
        first = found_agency(code=code, name=agency, kind=kind, level=level, by=None, at=at)
    except NotAllowed:
        raise taken from None
    if Member.objects.exists():
        raise taken
    member = add_member(account=account, name=name, agency=first, password=password, by=None, at=at)
    grant(member, role="administrator", agency=first, by=None, at=at)
    return member


@transaction.atomic
def change_password(member: Member, *, old: str, password: str, at: datetime) -> None:
    """Set one's own new password, which ends every session of the member, this one too.

    UsageError when `old` is not the present one, for a weak one and for the same again.
    """
    if not member.check_password(old):
        raise UsageError("现在的口令不对", "the present password is wrong")
    if old == password:
        raise UsageError("新口令与现在的相同", "the new password is the present one")
    _set_password(member, password)
    member.must_change = False
    member.save(update_fields=["password", "must_change"])
    visits.end_all(member, at=at)
    record("password_changed", about=f"member:{member.pk}", at=at, actor=named(member))


@transaction.atomic
def reset_password(member: Member, *, password: str, by: Member, at: datetime) -> None:
    """Give a member who cannot sign in a first password anew, and take their authenticator from them.

    It ends their sessions; they choose a password, and prove an authenticator, before they see anything else.
    UsageError for a weak password and for oneself: one's own is changed with the old one in hand. NotAllowed without the
    right over every agency in which the member holds a role, and for an auditor below whom `by` stands.
    """
    require_over_member(by, "change_member", member)
    require_above_audits(by, "change_member", member)
    if by.pk == member.pk:
        raise UsageError("本人的口令请在“我的账号”修改", "one's own password is changed on one's own page")
    _set_password(member, password)
    member.must_change, member.second_factor = True, b""
    member.save(update_fields=["password", "must_change", "second_factor"])
    visits.end_all(member, at=at)
    record("password_set", about=f"member:{member.pk}", at=at, actor=named(by))


@transaction.atomic
def disable(member: Member, *, by: Member | None, at: datetime) -> None:
    """Let a member in no more; their sessions end at once. UsageError for oneself: nobody locks themself out."""
    require_over_member(by, "change_member", member)
    if by is not None and by.pk == member.pk:
        raise UsageError("不能停用自己的账号", "nobody disables their own account")
    if not Member.objects.filter(pk=member.pk, is_active=True).update(is_active=False):
        raise Conflict("账号已停用", "the account is disabled already")
    member.is_active = False
    visits.end_all(member, at=at)
    record("member_disabled", about=f"member:{member.pk}", at=at, actor=named(by))


@transaction.atomic
def grant(member: Member, *, role: str, agency: Agency, by: Member | None, at: datetime) -> None:
    """Give a member a role in an agency, which ends their sessions: with the next one they have it.

    UsageError for roles that nobody holds together or an unknown one, Conflict for one that is held.
    """
    require_over(by, "grant_role", agency)
    if role not in ROLES:
        raise UsageError(f"没有角色 {role}", f"there is no role {role}")
    Member.objects.select_for_update().get(pk=member.pk)
    held = frozenset(Grant.objects.filter(member=member, agency=agency).values_list("role", flat=True))
    if role in held:
        raise Conflict("已有这个角色", "the role is held already")
    if apart := clash(held | {role}):
        both = sorted(apart)
        labels = "、".join(ROLES[name].label for name in both)
        raise UsageError(f"不能由一人兼任：{labels}", f"not to be held together: {', '.join(both)}")
    Grant.objects.create(member=member, agency=agency, role=role)
    visits.end_all(member, at=at)
    record("role_granted", about=f"member:{member.pk}", at=at, actor=named(by), role=role, agency=str(agency.pk))


@transaction.atomic
def revoke(member: Member, *, role: str, agency: Agency, by: Member | None, at: datetime) -> None:
    """Take a role from a member, which ends their sessions; Conflict when it is not held."""
    require_over(by, "grant_role", agency)
    gone, _ = Grant.objects.filter(member=member, agency=agency, role=role).delete()
    if not gone:
        raise Conflict("没有这个角色", "the role is not held")
    visits.end_all(member, at=at)
    record("role_revoked", about=f"member:{member.pk}", at=at, actor=named(by), role=role, agency=str(agency.pk))


def _set_password(member: Member, password: str) -> None:
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise UsageError("；".join(error.messages), "the password is too weak") from None
    member.set_password(password)
