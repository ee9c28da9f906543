"""The form by which an office answers one doubtful question of table 4."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.office.people.posting import DeskForm
from gongkai.statute.appeals import Question


class ChooseForm(DeskForm):
    """One of the choices, and why."""

    choice = forms.ChoiceField(label="口径", widget=forms.RadioSelect)
    reason = forms.CharField(label="依据", max_length=200, help_text="如：省政府办公厅的统计口径通知。")

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["choice"].choices = list(question.choices.items())  # type: ignore[attr-defined]
