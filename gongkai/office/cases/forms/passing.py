"""The form that gives several applications to an officer at once."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.office.people.models import Agency, Grant, Member, Unit
from gongkai.office.people.posting import DeskForm


class PassForm(DeskForm):
    """To whom: an officer of the agency, a unit, or both."""

    def __init__(self, *args: Any, agency: Agency, **more: Any) -> None:
        """The officers and units to choose from are those of the agency."""
        super().__init__(*args, **more)
        officers = Grant.objects.filter(agency=agency, role="officer", member__is_active=True)
        units = Unit.objects.filter(agency=agency).order_by("name")
        self.fields["assignee"] = forms.ModelChoiceField(
            Member.objects.filter(pk__in=officers.values("member")).order_by("name"),
            label="承办人",
            required=not units.exists(),
            empty_label="请选择",
        )
        if units.exists():
            self.fields["unit"] = forms.ModelChoiceField(units, label="科室", required=False, empty_label="不指定")

    def clean(self) -> dict[str, Any]:
        """Somebody must be named."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not (found.get("assignee") or found.get("unit")):
            raise forms.ValidationError("请选择承办人或者科室")
        return found
