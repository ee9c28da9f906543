"""Files that are sent to the public page: held in memory, bounded, never on the disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from gongkai.corpus.examining import File, Pair
from gongkai.readers import READERS
from gongkai.readers.document import MAX_BYTES

MOST_SENT = 2 * MAX_BYTES + 2**20
"""A request that says it is larger is answered before anything of it is read."""


class InMemory(FileUploadHandler):
    """Keeps a file in memory; of one that is too large the end is dropped, and its reader names the bound."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, as long as the whole is not over the bound; nothing is handed on."""
        if start <= MAX_BYTES:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The file, with as much of it as was kept."""
        self.held.seek(0)
        return UploadedFile(self.held, self.file_name, self.content_type, file_size, self.charset)


class CheckForm(forms.Form):
    """A report and, if at hand, last year's."""

    report = forms.FileField(
        label="年报文件",
        allow_empty_file=True,
        help_text=f"Word、PDF、网页、Excel、WPS、文本、扫描件都可以，不超过{MAX_BYTES // 2**20}MB。",
        widget=forms.FileInput(attrs={"accept": ",".join(READERS)}),
        error_messages={"required": "请选择一份年报文件", "invalid": "请选择一份年报文件"},
    )
    last_year = forms.FileField(
        label="上年的年报",
        required=False,
        allow_empty_file=True,
        help_text="给出后，一并核对上年结转、累计数与上年是否衔接。",
        widget=forms.FileInput(attrs={"accept": ",".join(READERS)}),
    )

    def pair(self) -> Pair:
        """What was sent, as the check takes it; only of a valid form."""
        last_year = self.cleaned_data["last_year"]
        return Pair(_file(self.cleaned_data["report"]), _file(last_year) if last_year is not None else None)


def _file(sent: UploadedFile[bytes]) -> File:
    name = "".join(one if one.isprintable() else "\ufffd" for one in sent.name or "")
    return File(name, sent.read())
