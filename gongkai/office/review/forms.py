"""Forms of sign-off: which chain an agency works by, who signs in whose place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html

from gongkai.office.people.models import Agency, Member
from gongkai.office.people.posting import DeskForm
from gongkai.office.people.queries import who_may
from gongkai.office.review.procedure import FLAGS
from gongkai.office.review.queries import Step, presets


class ChainForm(DeskForm):
    """One of the chains that come with the system."""

    preset = forms.ChoiceField(label="签批流程", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["preset"] = forms.ChoiceField(
            label="签批流程",
            widget=forms.RadioSelect,
            choices=[
                (one.key, format_html('{}<br><span class="quiet">{}</span>', one.title, in_words(one.steps)))
                for one in presets().values()
            ],
            help_text="只用于此后送签的文稿；在签批中的照原来的流程走完。",
        )


class DelegateForm(DeskForm):
    """Somebody signs in one's place for some days."""

    first_on = forms.DateField(label="自")
    last_on = forms.DateField(label="至", help_text="含当日，最长一年。")
    reason = forms.CharField(label="事由", max_length=200, help_text="如：出差、休假。会写进审计记录所关联的委托。")

    def __init__(self, *args: Any, agency: Agency, member: Member, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = who_may("approve", agency).exclude(pk=member.pk)
        self.fields["taker"] = forms.ModelChoiceField(queryset=asked, label="委托给", empty_label="请选择")
        self.order_fields(["taker", "first_on", "last_on", "reason"])


def in_words(steps: tuple[Step, ...]) -> str:
    """A chain as one line; a step for risks names them."""
    return " → ".join(
        f"{one.title}（{'、'.join(FLAGS[flag][0] for flag in one.flags)}时）" if one.flags else one.title
        for one in steps
    )
