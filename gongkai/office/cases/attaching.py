"""Files of a submission: its scans, and what comes or goes later."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db.models import Sum

from gongkai.audit.actions import record
from gongkai.errors import TooLarge, UsageError
from gongkai.office.cases.models import Application, Attachment
from gongkai.office.cases.persons import required
from gongkai.office.cases.step import about, actor, permitted
from gongkai.office.people.models import Member
from gongkai.office.records.fields import SealedField
from gongkai.office.records.models import StoredFile
from gongkai.office.records.queries import opened

MOST_FILES = 20
MOST_BYTES = 200 * 1024 * 1024
"""Files of one application, and the bytes of all of them together (TRUST 1.24)."""


def attach(
    application: Application, *, file: StoredFile, name: str, by: Member, at: datetime, with_step: str = "attach"
) -> Attachment:
    """Add a stored file to an application under the name it came with, which is sealed.

    `with_step` names the step that the file came with as its proof: whoever may take the step may prove it. Nothing of the case changes, so a form that shows it stays valid. Raises as `permitted` does, UsageError for an
    empty file, one that is there or one too many, and TooLarge when all files together pass the limit.
    """
    with permitted(with_step, application.agency, by=by, at=at, what=about(application)):
        locked = Application.objects.select_for_update().get(pk=application.pk)
        held = Attachment.objects.filter(application=locked)
        if not file.size:
            raise UsageError("文件是空的", "the file is empty")
        if held.filter(file=file).exists():
            raise UsageError("这个文件已经附上", "the file is attached already")
        if held.count() >= MOST_FILES:
            raise UsageError(f"一件申请最多{MOST_FILES}个文件", f"an application holds {MOST_FILES} files at most")
        total = held.aggregate(total=Sum("file__size"))["total"] or 0
        if total + file.size > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            raise TooLarge(f"一件申请的文件合计最多{most}MB", f"the files of an application have {most} MB at most")
        kept = required(name, "文件名", 200)
        made = Attachment(submission=locked.submission, application=locked, file=file, added_at=at, by=by)
        sealed().write(made, kept)
        made.save(force_insert=True)
        words = {"sha256": file.sha256, "name": kept}
        record("case_attached", about=about(locked), at=at, actor=actor(by), **words)
    return made


def open_file(attachment: Attachment, application: Application, *, by: Member, at: datetime) -> BinaryIO:
    """The bytes of a file of an application, to be read; the audit keeps who took which, and no purpose is asked for.

    A scan shows in full what a page masks (TRUST 1.28), and whoever reviews or signs must be able to judge it. Raises
    as `permitted` does, FileNotFoundError, and Tampered before a byte of a damaged file is given; neither leaves an entry.
    """
    with permitted("see_files", application.agency, by=by, at=at, what=about(application)):
        given = opened(attachment.file)
        words = {"sha256": attachment.file.sha256, "name": name_of(attachment)}
        record("case_file_opened", about=about(application), at=at, actor=actor(by), **words)
    return given


def sealed() -> SealedField:
    """The column with the name of an attachment."""
    return Attachment._meta.get_field("name")


def name_of(attachment: Attachment) -> str:
    """What the file was called when it came."""
    return sealed().read(attachment)
