"""The page of an old register: send the file, see what it would bring, send the same file again to bring it in."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from gongkai.errors import InputError, UsageError
from gongkai.office.cases.importing import actions, report
from gongkai.office.cases.importing.apart import opened_apart
from gongkai.office.cases.importing.template import NAME, template
from gongkai.office.cases.importing.trial import Trial
from gongkai.office.cases.models import RegisterImport
from gongkai.office.people.door import Asked, form_page, page
from gongkai.office.people.posting import INVALID, DeskForm, answer, typed

MOST_MB = 5
"""Of a file on the page; a larger one is brought in at the terminal."""
PROBLEMS = "导入问题.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterForm(DeskForm):
    """The file; `tried` is the hash of the one whose dry run is shown."""

    register = forms.FileField(
        label="登记簿文件",
        help_text=f"xlsx、xls、ods或者csv，不超过{MOST_MB}MB；更大的用命令 gongkai import-register。",
    )
    tried = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean_register(self) -> UploadedFile[bytes]:
        """The file, unless it is too large for the page."""
        file: UploadedFile[bytes] = self.cleaned_data["register"]
        if (file.size or 0) > MOST_MB * 2**20:
            raise forms.ValidationError(f"文件超过{MOST_MB}MB，请用命令 gongkai import-register")
        return file

    def words(self, request: Asked) -> dict[str, Any]:
        """The file and all else that the actions of the import take."""
        file = cast("UploadedFile[bytes]", self.cleaned_data["register"])
        file.seek(0)
        given = {"data": file.read(), "name": file.name or "", "opened": opened_apart}
        return given | {"agency": request.agency, "by": request.member, "at": request.at}


@form_page("import_register", keeps=False)
def import_register(request: Asked) -> HttpResponseBase:
    """The form and what was brought in before; the dry run of a file; the import of the file whose dry run was seen.

    The file is read and tried before the post begins its transaction, as that takes long.
    """
    form = typed(request, RegisterForm)
    context: dict[str, Any] = {"template": "cases/import_register.html", "earlier": _earlier(request)}
    if request.method != "POST" or not form.is_valid():
        return answer(request, form, lambda: request.path, **context)
    words = form.words(request)
    try:
        trial = actions.try_register(**words)
    except (InputError, UsageError) as error:
        form.add_error("register", error.message + (f"。{error.fix}" if error.fix else ""))
        return render(request, "cases/import_register.html", {"form": form, **context}, status=INVALID)
    if "problems" in request.POST:
        return _download(report.problems_workbook(trial), PROBLEMS)
    if form.cleaned_data["tried"] != trial.sha256:
        return _tried(request, form, trial)

    def work() -> str:
        actions.bring_in(trial, agency=request.agency, by=request.member, at=request.at)
        return reverse("cases:import_register")

    return answer(request, form, work, **context)


def _tried(request: Asked, form: RegisterForm, trial: Trial) -> HttpResponseBase:
    data = request.POST.copy()
    data["tried"] = trial.sha256 if trial.is_ready else ""
    form.data = data
    context = {"trial": trial, "totals": report.totals(trial), "lines": list(report.lines(trial))}
    return render(
        request,
        "cases/import_register.html",
        {"form": form, "earlier": _earlier(request), "is_cut": report.is_cut(trial), **context},
    )


def _earlier(request: Asked) -> list[RegisterImport]:
    found = RegisterImport.objects.filter(agency=request.agency).select_related("by")
    return list(found.order_by("-imported_at")[:20])


@page("import_register")
def blank(_request: Asked) -> HttpResponseBase:
    """The template to fill in."""
    return _download(template(), NAME)


def _download(body: bytes, name: str) -> HttpResponseBase:
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
