"""Files of an application: their names sealed, their number and bytes bounded (TRUST 1.24; 4, row 41)."""

from __future__ import annotations

from io import BytesIO

import pytest

from gongkai.audit import queries as audit
from gongkai.errors import TooLarge, UsageError
from gongkai.office.cases import attaching
from gongkai.office.cases.attaching import attach, name_of
from gongkai.office.cases.models import Attachment
from gongkai.office.records.actions import store
from gongkai.office.records.models import StoredFile
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day, noon

AT = noon(day("2025-03-03"))


def stored(content: bytes) -> StoredFile:
    """A file among the records."""
    return store(BytesIO(content), name="扫描件.pdf", by="", at=AT)


def test_a_file_is_attached_under_its_name(db: Engine) -> None:
    """The name reads back, stands nowhere in the open, and the page that showed the case stays valid."""
    office = Office()
    case = office.register("2025-03-03")
    made = attach(case, file=stored(b"scan"), name="王小禾身份证.jpg", by=office.registrar, at=AT)
    assert name_of(Attachment.objects.get(pk=made.pk)) == "王小禾身份证.jpg"
    assert "王小禾" not in audit.told(audit.history(f"case:{case.pk}")[1])
    office.take(case, "extend", "2025-03-10", days=5, note="材料多")


def test_too_much_is_refused_file_by_file(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty, twice the same, too many, too large: each says so, and what was good stays."""
    monkeypatch.setattr(attaching, "MOST_FILES", 3)
    monkeypatch.setattr(attaching, "MOST_BYTES", 10)
    office = Office()
    case = office.register("2025-03-03")

    def put(content: bytes) -> None:
        attach(case, file=stored(content), name="附件", by=office.registrar, at=AT)

    put(b"1234")
    with pytest.raises(UsageError, match="空的"):
        put(b"")
    with pytest.raises(UsageError, match="已经附上"):
        put(b"1234")
    with pytest.raises(TooLarge, match="合计"):
        put(b"1234567")
    put(b"5")
    put(b"6")
    with pytest.raises(UsageError, match="最多3个"):
        put(b"7")
    assert case.attachments.count() == 3
