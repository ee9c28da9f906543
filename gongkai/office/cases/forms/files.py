"""Files sent with a form: each is looked at by itself, the good ones are kept even when the form comes back (W10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from gongkai.office.cases.attaching import attach
from gongkai.office.cases.models import Application
from gongkai.office.people.door import Asked
from gongkai.office.people.guard import named
from gongkai.office.people.posting import DeskForm
from gongkai.office.records.actions import keep, store
from gongkai.office.records.models import StoredFile
from gongkai.office.records.screening import MOST_FILES, TAKEN, refusal, shown_name

HINT = f"{TAKEN}；一个不超过50MB，一件申请最多{MOST_FILES}个。"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that is kept: its record, its name, and the word by which the form that comes back names it."""

    file: StoredFile
    name: str
    token: str


@dataclass
class Uploads:
    """The files of a post: those that are kept, and why the others are not."""

    kept: list[Sent] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def evidence(self) -> StoredFile | None:
        """The first file, which proves what the form says."""
        return self.kept[0].file if self.kept else None


def attach_all(application: Application, uploads: Uploads, *, with_step: str, request: Asked) -> None:
    """Attach every kept file that is not there yet; they came with a step that has just been taken."""
    held = set(application.attachments.values_list("file", flat=True))
    for one in uploads.kept:
        if one.file.pk not in held:
            held.add(one.file.pk)
            attach(application, file=one.file, name=one.name, by=request.member, at=request.at, with_step=with_step)


def received(request: Asked) -> Uploads:
    """The files of a post and those that an earlier showing of the same form had kept; none for any other request.

    A word that was not made for this member names nothing. A file whose box 不要 is ticked is dropped.
    """
    found = Uploads()
    if request.method != "POST":
        return found
    salt = f"sent-file:{request.member.pk}"
    dropped = set(request.POST.getlist("drop"))
    for token in request.POST.getlist("kept")[:MOST_FILES]:
        try:
            key, name = signing.loads(token, salt=salt, max_age=24 * 3600)
        except signing.BadSignature:
            continue
        if token in dropped:
            continue
        if file := keep(key, at=request.at):
            found.kept.append(Sent(file, name, token))
        else:
            found.wrong.append(f"“{name}”放得太久，已经清理，请重新选择")
    for one in cast("list[UploadedFile[bytes]]", request.FILES.getlist("papers")):
        name = shown_name(one.name or "")
        if len(found.kept) >= MOST_FILES:
            found.wrong.append(f"“{name}”没有收下：最多{MOST_FILES}个文件")
        elif why := refusal(cast(Any, one), name=name, size=one.size or 0):
            found.wrong.append(why)
        else:
            file = store(cast(Any, one), name=name, by=named(request.member), at=request.at)
            found.kept.append(Sent(file, name, signing.dumps((file.pk, name), salt=salt)))
    return found


class Several(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class Papers(forms.FileField):
    """A field for files, which only asks for them: what came and whether it is taken, `received` tells."""

    def clean(self, _data: Any, _initial: Any = None) -> None:
        """Nothing is wrong here."""


def files_field(label: str) -> forms.FileField:
    """A field for files."""
    return Papers(label=label, required=False, widget=Several(attrs={"multiple": True}), help_text=HINT)


class FilesForm(DeskForm):
    """A form with files: `uploads` are those of this post."""

    papers = files_field("附件")

    def __init__(self, *args: Any, uploads: Uploads, **options: Any) -> None:
        super().__init__(*args, **options)
        self.uploads = uploads

    def clean(self) -> dict[str, Any]:
        """Every file that is not taken is named with its reason."""
        found = super().clean() or self.cleaned_data
        for why in self.uploads.wrong:
            self.add_error("papers", why)
        return found
