"""Taking a signed document along: the audit keeps who took which bytes."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from gongkai.audit.actions import record
from gongkai.office.cases.letters.models import Letter
from gongkai.office.cases.step import about, actor, permitted
from gongkai.office.people.models import Member
from gongkai.office.records.models import StoredFile
from gongkai.office.records.queries import opened


def open_signed(letter: Letter, stored: StoredFile, *, by: Member, at: datetime) -> BinaryIO:
    """The bytes of a signed document, to be read; raises as `permitted` does, FileNotFoundError, and Tampered before a
    byte of a damaged one is given."""
    with permitted("see_files", letter.agency, by=by, at=at, what=about(letter.application)):
        given = opened(stored)
        words = {"sha256": stored.sha256, "name": f"{letter.kind} {letter.number}"}
        record("case_file_opened", about=about(letter.application), at=at, actor=actor(by), **words)
    return given
