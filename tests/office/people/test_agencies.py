"""Agencies: a tree without rings, names that stay findable, particulars that are checked."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import Conflict, UsageError
from gongkai.office.people.actions import add_alias, add_unit, describe_agency, place_agency, rename_agency
from gongkai.office.people.models import Agency
from gongkai.office.people.queries import above
from tests.databases.engines import Engine
from tests.office.people.people import AT, bureau, city

PATTERN = "{code}〔{year}〕第{number}号"


def test_a_code_and_a_name_are_given_once(db: Engine) -> None:
    """A second agency with either is refused and leaves no audit entry."""
    bureau()
    for other in ({"name": "青岚市水务局"}, {"code": "青务"}):
        with pytest.raises(Conflict):
            bureau(**other)
    assert audit.verify().count == 1


def test_an_old_name_is_still_found(db: Engine) -> None:
    """After a change of name both names lead to the agency, an alias too."""
    agency = bureau()
    rename_agency(agency, name="青岚市水务局", until=date(2024, 2, 29), by=None, at=AT)
    add_alias(agency, name="市水务局", by=None, at=AT)
    for name in ("青岚市水利局", "青岚市水务局", "市水务局"):
        assert Agency.objects.named(name).get() == agency
    assert not Agency.objects.named("青岚市").exists()
    with pytest.raises(UsageError):
        rename_agency(agency, name="青岚市水务局", until=date(2024, 2, 29), by=None, at=AT)


def test_a_change_of_name_that_came_second_is_told(db: Engine) -> None:
    """Two people rename at once: the second sees a conflict, not their own name over the first."""
    agency = bureau()
    stale = Agency.objects.get(pk=agency.pk)
    rename_agency(agency, name="青岚市水务局", until=date(2024, 2, 29), by=None, at=AT)
    with pytest.raises(Conflict, match="他人"):
        rename_agency(stale, name="青岚市河湖局", until=date(2024, 2, 29), by=None, at=AT)


def test_the_tree_has_no_ring(db: Engine) -> None:
    """Neither oneself nor what stands below can be above; moving away is free."""
    top = city()
    middle = bureau(top)
    low = bureau(middle, code="青水站", name="青岚市水文站")
    assert list(above(low)) == [middle, top]
    for parent in (top, middle, low):
        with pytest.raises(UsageError, match="自己之下"):
            place_agency(top, parent=parent, by=None, at=AT)
    place_agency(low, parent=None, by=None, at=AT)
    assert list(above(Agency.objects.get(pk=low.pk))) == []


def test_a_tree_is_not_deeper_than_twelve(db: Engine) -> None:
    """The thirteenth above is refused."""
    one = city()
    for number in range(12):
        one = bureau(one, code=f"甲{number}", name=f"甲{number}")
    with pytest.raises(UsageError, match="12"):
        place_agency(bureau(code="乙", name="乙"), parent=one, by=None, at=AT)


@pytest.mark.parametrize("pattern", ["", "{number}", "{year}", "{year}{number}{name}", "{year}{number", "{year}{0}"])
def test_a_number_pattern_is_checked(db: Engine, pattern: str) -> None:
    """It has the year and the number, and nothing that nobody fills in."""
    with pytest.raises(UsageError, match="文号格式"):
        describe_agency(bureau(), supervising=None, organs=(), court="", number_pattern=pattern, by=None, at=AT)


def test_particulars_are_kept_and_told(db: Engine) -> None:
    """Organs of reconsideration, court and pattern are set together; nobody is their own organ."""
    top = city()
    agency = bureau(top)
    describe_agency(
        agency, supervising=top, organs=[top], court="青岚市中级人民法院", number_pattern=PATTERN, by=None, at=AT
    )
    assert list(agency.organs.all()) == [top]
    assert "青岚市中级人民法院" in audit.told(audit.history(f"agency:{agency.pk}")[1])
    with pytest.raises(UsageError, match="复议机关"):
        describe_agency(agency, supervising=top, organs=[agency], court="", number_pattern=PATTERN, by=None, at=AT)


def test_a_unit_is_entered_once(db: Engine) -> None:
    """The same name in the same agency is a conflict."""
    agency = bureau()
    assert add_unit(agency, name="办公室", by=None, at=AT).agency == agency
    with pytest.raises(Conflict):
        add_unit(agency, name="办公室", by=None, at=AT)
