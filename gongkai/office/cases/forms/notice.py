"""The form of a notice on holidays: a document number, days off with their names, workdays made up on weekends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from gongkai.office.people.posting import DeskForm
from gongkai.statute.calendar import DaysOff

DAY = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?")
LONGEST = 2000


def days_in(text: str) -> list[date]:
    """The days that a text names, in its order; ValidationError for one that does not exist."""
    found = []
    for match in DAY.finditer(text):
        try:
            found.append(date(*map(int, match.groups())))
        except ValueError:
            raise forms.ValidationError(f"没有{match[0].strip()}这一天") from None
    return found


def days_off(text: str) -> Iterator[DaysOff]:
    """The holidays of a text, one a line: a name, the first day and the last; one day may stand for both."""
    for line in filter(None, map(str.strip, text.splitlines())):
        days = days_in(line)
        name = line[: DAY.search(line).start()].strip(" ：:，,、") if days else ""  # type: ignore[union-attr]
        if not name or len(days) > 2:
            raise forms.ValidationError(f"“{line[:40]}”读不懂，请按“春节 2027-02-05 2027-02-11”的样子写")
        yield DaysOff(name, days[0], days[-1])


class WithdrawForm(DeskForm):
    """Why a notice is taken out of the calendar."""

    reason = forms.CharField(
        label="原因", max_length=200, help_text="例如：春节的日期录错了。撤下后各件的期限自动重算，可以重新载入。"
    )


class NoticeForm(DeskForm):
    """A notice as an administrator copies it from the document."""

    document = forms.CharField(label="文号", max_length=80, help_text="例如 国办发明电〔2025〕7号。")
    year = forms.IntegerField(label="年份", min_value=2019, max_value=2100)
    issued_on = forms.DateField(label="发文日期", help_text="例如 2025-11-04。")
    days_off = forms.CharField(
        label="放假",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个节日：名称、第一天、最后一天，例如 春节 2026-02-15 2026-02-23。",
    )
    make_up = forms.CharField(
        label="调休上班",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="周末上班的日期，用空格、逗号或者换行隔开。",
    )
    previewed = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean_days_off(self) -> list[DaysOff]:
        """The holidays."""
        return list(days_off(self.cleaned_data["days_off"]))

    def clean_make_up(self) -> list[date]:
        """The workdays made up; what is no day in the text is told."""
        text = self.cleaned_data["make_up"]
        if left := DAY.sub("", text).strip(" \r\n\t，,、；;"):
            raise forms.ValidationError(f"“{left[:40]}”读不懂，请只写日期，例如 2026-02-14")
        return days_in(text)

    def said(self) -> dict[str, Any]:
        """The notice as `holidays.load_notice` takes it."""
        names = ("document", "year", "issued_on", "days_off", "make_up")
        return {name: self.cleaned_data[name] for name in names}
