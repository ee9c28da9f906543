"""One small form for each step of an appeal; its fields bear the names of what the action takes."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms

from gongkai.office.appeals.actions import LESSON, NOTE
from gongkai.office.appeals.models import Appeal, AppealFact
from gongkai.office.appeals.queries import columns
from gongkai.office.cases.forms.files import FilesForm, Uploads, files_field
from gongkai.office.cases.forms.speech import in_plain_words
from gongkai.office.people.posting import DeskForm
from gongkai.statute import appeals as law

NOT_SAID = frozenset({"form_id", "seen", "version", "papers"})


def note(label: str, *, required: bool = True, hint: str = "", most: int = NOTE) -> forms.CharField:
    """A field for some lines of text."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


class StepForm(DeskForm):
    """A step of an appeal, of the `version` that the page showed; `law` stands above the form."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    law: ClassVar[str] = ""
    sends_files: ClassVar[bool] = False

    def __init__(self, *args: Any, appeal: Appeal, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.appeal = appeal
        for name in ("happened_on", "dated_on"):
            if name in self.fields:
                self.fields[name].initial = today
        in_plain_words(self.fields)

    def words(self) -> dict[str, Any]:
        """What the action takes from a valid form, by its names."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_SAID}


class ProvenForm(StepForm, FilesForm):
    """A step that happened on a day and may be proved by files."""

    happened_on = forms.DateField(label="发生日期")
    papers = files_field("凭证")
    sends_files = True

    def __init__(self, *args: Any, appeal: Appeal, today: date, uploads: Uploads, **options: Any) -> None:
        super().__init__(*args, appeal=appeal, today=today, uploads=uploads, **options)


class AcceptForm(ProvenForm):
    """It was accepted, and has a number."""

    law = "审理期限自受理、立案之日起算；案号写受理通知书、立案通知书上的。"
    happened_on = forms.DateField(label="受理、立案之日")
    case_number = forms.CharField(label="案号", max_length=80, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["case_number"].initial = self.appeal.case_number


class ProcedureForm(ProvenForm):
    """The organ goes on in another procedure."""

    law = "复议适用简易程序的，自收到申请书副本之日起5个工作日内答复；适用普通程序的，10个工作日内答复。"
    happened_on = forms.DateField(label="收到通知之日")
    note = note("通知书文号", required=False)


class AnswerForm(ProvenForm):
    """The answer and the evidence were handed in."""

    law = "逾期不提出答复、不提交证据和依据的，视为答复没有证据、依据。"
    happened_on = forms.DateField(label="提交之日")
    note = note("提交的材料", required=False, hint="如：答复书、证据清单、授权委托书；代理人。")


class HearForm(ProvenForm):
    """There was a hearing, and somebody spoke for the office."""

    law = "被诉机关负责人应当出庭；不能出庭的，应当委托相应的工作人员出庭。"
    happened_on = forms.DateField(label="听证、开庭之日")
    note = note("出庭、听证的情况", hint="谁出庭，争议焦点是什么。")


class ExtendForm(ProvenForm):
    """The organ takes longer."""

    law = "行政复议经批准最多延长30日；诉讼的延长由上级法院批准。"
    happened_on = forms.DateField(label="收到通知之日")
    until = forms.DateField(label="延长至")
    note = note("通知书文号", required=False)


class DecideForm(ProvenForm):
    """The result, and whether it orders a new answer."""

    law = "责令重新答复的，已办结的申请同时重新办理，答复期限按这里写的日期；没有写明期限的，重新计算20个工作日。"
    happened_on = forms.DateField(label="收到之日")
    dated_on = forms.DateField(label="落款之日")
    document = forms.CharField(label="决定书、裁判文书的文号", max_length=200)
    orders = forms.BooleanField(label="责令重新答复", required=False)
    until = forms.DateField(label="责令答复的期限", required=False)
    field_order = ("result", "document", "dated_on", "happened_on", "orders", "until")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["result"] = forms.ChoiceField(
            label="结果", widget=forms.RadioSelect, choices=choices_of(self.appeal)
        )
        self.order_fields(self.field_order)
        in_plain_words(self.fields)


def choices_of(appeal: Appeal) -> list[tuple[str, str]]:
    """How an appeal may end, each with the column of table 4 in which its agency counts it."""
    held = columns(appeal.agency)
    return [
        (one.key, f"{one.title}（{one.basis}）{f'，计入{held[one.key]}' if held[one.key] else ''}")
        for one in law.results_of(appeal.kind)
    ]


class PerformForm(ProvenForm):
    """What was decided has been done."""

    law = "重新答复不得以同一的事实和理由作出与原答复基本相同的答复。"
    happened_on = forms.DateField(label="履行之日")
    note = note("怎样履行", hint="如：新答复书的文号，向复议机关报告的情况。")


class CloseForm(StepForm):
    """Nothing more is to come."""

    law = "不再提起下一审级、也没有要履行的，了结；以后收到上诉状、再审通知的，仍可接着登记。"


class LearnForm(StepForm):
    """What the office learned."""

    law = "以后拟同一类型的答复时，会提示这里写的。"
    note = note("教训", hint="错在哪里，以后怎样答。", most=LESSON)


class AttachForm(StepForm, FilesForm):
    """More files for the appeal, with no fact to prove."""

    law = "申请书、答复书、证据、笔录、决定书等；文件名加密保存。"
    papers = files_field("文件")
    sends_files = True


class CorrectForm(StepForm):
    """A fact that was entered wrong."""

    law = "写错的不改动：新的一条顶替旧的一条，旧的留着备查，期限重新推算。"
    happened_on = forms.DateField(label="正确的日期")
    reason = note("更正的理由")

    def __init__(self, *args: Any, fact: AppealFact, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["happened_on"].initial = fact.happened_on
        if fact.dated_on is not None:
            self.fields["dated_on"] = forms.DateField(label="正确的落款之日", initial=fact.dated_on)
        if fact.until is not None:
            self.fields["until"] = forms.DateField(label="正确的期限", initial=fact.until)
        if fact.kind == "decided" and not law.results()[fact.result].is_old:
            self.fields["result"] = forms.ChoiceField(
                label="正确的结果", choices=choices_of(self.appeal), initial=fact.result
            )
        in_plain_words(self.fields)
