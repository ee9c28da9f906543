"""The form by which an appeal is entered from the papers that came."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai.office.appeals.models import Appeal
from gongkai.office.cases.forms.files import FilesForm, Uploads, files_field
from gongkai.office.cases.forms.speech import in_plain_words
from gongkai.office.cases.models import Answer, Application
from gongkai.office.people.models import Agency
from gongkai.statute import appeals as law

SILENCE = ""
"""The answer of an office that gave none."""


class RegisterForm(FilesForm):
    """Which kind, before whom, since when; about which answer, or about the office's silence."""

    kind = forms.ChoiceField(label="种类", widget=forms.RadioSelect)
    organ = forms.CharField(label="复议机关或者法院", max_length=100)
    case_number = forms.CharField(label="案号", max_length=80, required=False, help_text="没有编号的先不填。")
    filed_on = forms.DateField(label="申请人提起之日", required=False)
    accepted_on = forms.DateField(label="受理、立案之日", required=False)
    received_on = forms.DateField(label="本机关收到副本之日", help_text="答复期限自次日起算。")
    until = forms.DateField(
        label="通知书写明的答复期限", required=False, help_text="只在法律没有规定期限时算数：投诉举报、再审。"
    )
    is_simplified = forms.BooleanField(label="适用简易程序", required=False)
    papers = files_field("副本和通知书")

    def __init__(
        self,
        *args: Any,
        agency: Agency,
        application: Application | None,
        previous: Appeal | None,
        today: date,
        uploads: Uploads,
        **options: Any,
    ) -> None:
        super().__init__(*args, uploads=uploads, **options)
        before = previous.kind if previous else ""
        known = [one for one in law.kinds().values() if before in one.follows]
        self.fields["kind"].choices = [(one.key, f"{one.title}（{one.basis}）") for one in known]  # type: ignore[attr-defined]
        self.fields["kind"].initial = known[0].key
        self.fields["received_on"].initial = today
        organs = list(agency.organs.order_by("code").values_list("name", flat=True))
        hint = "、".join(filter(None, [*([] if previous else organs), agency.court]))
        self.fields["organ"].help_text = f"本机关登记的：{hint}" if hint else ""
        self.answers = list(application.answers.exclude(closed_on=None)) if application and previous is None else []
        if application and previous is None:
            choices = [
                *((str(one.pk), _told(one)) for one in reversed(self.answers)),
                (SILENCE, "没有答复（逾期不答复）"),
            ]
            self.fields["answer"] = forms.ChoiceField(
                label="对哪一次答复", required=False, choices=choices, initial=choices[0][0]
            )
            self.fields["is_after"] = forms.BooleanField(label="提起诉讼前经过复议，复议没有登记在这里", required=False)
        self.order_fields(("kind", "answer", "organ", "case_number", "filed_on", "accepted_on", "received_on"))
        in_plain_words(self.fields)

    def words(self) -> dict[str, Any]:
        """What the action takes from a valid form, by its names."""
        found = {k: v for k, v in self.cleaned_data.items() if k not in ("form_id", "seen", "papers", "answer")}
        wanted = self.cleaned_data.get("answer", "")
        found["answer"] = next((one for one in self.answers if str(one.pk) == wanted), None)
        return found


def _told(answer: Answer) -> str:
    number = answer.document_number or "无文号"
    return f"{answer.closed_on} {answer.get_outcome_display()}（{number}）"
