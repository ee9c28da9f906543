"""One small form for each step of the procedure; its fields bear the names of what the action takes."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms

from gongkai.office.cases.actions import NOTE
from gongkai.office.cases.clock import Consultation, consultations
from gongkai.office.cases.correcting import DETAILS
from gongkai.office.cases.forms.files import FilesForm, Uploads, files_field
from gongkai.office.cases.forms.outcomes import tree
from gongkai.office.cases.forms.speech import in_plain_words
from gongkai.office.cases.models import Application, Fact
from gongkai.office.people.models import Grant, Member, Unit
from gongkai.office.people.posting import DeskForm
from gongkai.office.people.roles import PERMISSIONS
from gongkai.statute import deadlines
from gongkai.statute.channels import WAYS
from gongkai.statute.deadlines import clock


def _note(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=NOTE, required=required, help_text=hint, widget=widget)


class Members(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among members, told apart by their accounts where they have the same name."""

    def label_from_instance(self, one: Any) -> str:
        """张禾（zhanghe）."""
        return f"{one.name}（{one.account}）"


class StepForm(DeskForm):
    """A step of an application, of the `version` that the page showed.

    `law` stands above the form; `sends_files` says whether it takes `uploads`; `made_from` is what it was made from beside
    the post.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    law: ClassVar[str] = ""
    sends_files: ClassVar[bool] = False
    made_from: dict[str, Any]

    def __init__(self, *args: Any, application: Application, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.application, self.today = application, today
        if "happened_on" in self.fields:
            self.fields["happened_on"].initial = today
        in_plain_words(self.fields)

    def words(self) -> dict[str, Any]:
        """What the action takes from a valid form, by its names."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_SAID}


NOT_SAID = frozenset({"form_id", "seen", "version", "papers"})


class ProvenForm(StepForm, FilesForm):
    """A step that happened on a day and may be proved by files: a scan of the letter, the receipt of the post."""

    happened_on = forms.DateField(label="发生日期")
    papers = files_field("凭证")
    sends_files = True

    def __init__(self, *args: Any, application: Application, today: date, uploads: Uploads, **options: Any) -> None:
        super().__init__(*args, application=application, today=today, uploads=uploads, **options)


class ConfirmForm(StepForm):
    """Receipt is confirmed with the applicant."""

    law = "平常信函、互联网、传真提交的，以与申请人确认之日为收到之日，答复期限自次日起算。"
    happened_on = forms.DateField(label="确认之日")
    note = _note("与谁、怎样确认", hint="如：电话告知申请人本人。")


class DiscardForm(StepForm):
    """Nobody could be reached."""

    law = "联系不上申请人、无法确认收到的，不作为收到的申请，单列备查。"
    reason = _note("怎样联系过申请人")


class AssignForm(StepForm):
    """To an officer, a unit or both."""

    law = "分给具体办理的科室或者经办人；期限不变。"

    def __init__(self, *args: Any, application: Application, today: date, **options: Any) -> None:
        super().__init__(*args, application=application, today=today, **options)
        officers = Grant.objects.filter(agency=application.agency, role="officer", member__is_active=True)
        self.fields["assignee"] = Members(
            Member.objects.filter(pk__in=officers.values("member")).order_by("name", "account"),
            label="承办人",
            required=False,
            empty_label="不指定",
            initial=application.assignee_id,
        )
        self.fields["unit"] = forms.ModelChoiceField(
            Unit.objects.filter(agency=application.agency).order_by("name"),
            label="科室",
            required=False,
            empty_label="不指定",
            initial=application.unit_id,
        )


class SuperviseForm(StepForm):
    """What is wanted, and by when."""

    law = "督办不改变答复期限；承办人现在收到提醒，到期那天再收到一次。"
    note = forms.CharField(label="督办要求", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    until = forms.DateField(label="办理期限", help_text="要求办到的最后一天。")


class AskCorrectionForm(ProvenForm):
    """What is to be corrected, and by when."""

    law = "应当自收到申请之日起7个工作日内一次性告知；收到补正后，答复期限重新起算。"
    happened_on = forms.DateField(label="告知之日")
    until = forms.DateField(label="补正期限", help_text="给申请人的合理期限的最后一天。")
    note = _note("需要补正的事项", hint="一次性全部写明。")


class ReceiveCorrectionForm(ProvenForm):
    """The correction came."""

    law = "期限自收到补正申请的次日起重新计算。"
    happened_on = forms.DateField(label="收到补正之日")
    note = _note("补正的内容", required=False)


class ConsultForm(ProvenForm):
    """Somebody is asked in writing."""

    law = "征求意见所需时间不计算在答复期限内；对方应当自收到征求意见书之日起15个工作日内提出意见。"
    happened_on = forms.DateField(label="征求意见书发出之日")
    party = forms.CharField(label="向谁征求意见", max_length=100)
    joint = forms.BooleanField(label="对方是共同制作这份信息的行政机关（第三十四条），不是第三方", required=False)
    note = _note("说明", required=False)


class PartyForm(ProvenForm):
    """Something about a consultation that goes on; `is_over` tells of which it is recorded already.

    A post may name any party: one that was sent twice is answered like the first, and the action refuses the others.
    """

    party = forms.ChoiceField(label="哪一方", widget=forms.RadioSelect)

    @staticmethod
    def is_over(_one: Consultation) -> bool:
        """Whether nothing of this is left to record of a consultation."""
        return False

    def __init__(self, *args: Any, application: Application, today: date, uploads: Uploads, **options: Any) -> None:
        super().__init__(*args, application=application, today=today, uploads=uploads, **options)
        letters = {one.letter.party: one for one in consultations(application.facts.standing())}
        asked = [party for party, one in letters.items() if self.is_bound or not self.is_over(one)]
        self.fields["party"] = forms.ChoiceField(
            label="哪一方",
            widget=forms.RadioSelect,
            choices=[(one, one) for one in asked],
            initial=asked[0] if len(asked) == 1 else None,
        )


class LetterReceivedForm(PartyForm):
    """The letter arrived there."""

    law = "自对方收到征求意见书的次日起15个工作日；到期没有意见的，不计算的时间到此为止。"
    happened_on = forms.DateField(label="对方收到征求意见书之日")
    note = _note("说明", required=False)

    @staticmethod
    def is_over(one: Consultation) -> bool:
        """Once the receipt or the answer is recorded."""
        return bool(one.received or one.opinion)


class OpinionForm(PartyForm):
    """The answer came."""

    law = "自收到意见的次日起，答复期限继续计算。"
    happened_on = forms.DateField(label="收到意见之日")
    note = _note("意见的内容", hint="同意公开、不同意公开，以及理由。")

    @staticmethod
    def is_over(one: Consultation) -> bool:
        """Once the answer is recorded."""
        return one.opinion is not None


class ExtendForm(ProvenForm):
    """Up to twenty working days more, with the head's consent."""

    law = "须经政府信息公开工作机构负责人同意并告知申请人；只能延长一次，最长20个工作日。"
    happened_on = forms.DateField(label="决定延长之日")
    days = forms.IntegerField(label="延长的工作日数", min_value=1)
    note = _note("延长的理由")

    def __init__(self, *args: Any, application: Application, today: date, uploads: Uploads, **options: Any) -> None:
        super().__init__(*args, application=application, today=today, uploads=uploads, **options)
        most = clock("extension", today).length
        self.fields["days"] = forms.IntegerField(
            label="延长的工作日数", min_value=1, max_value=most, initial=most, help_text=f"1至{most}。"
        )
        may = Grant.objects.filter(
            agency=application.agency, role__in=PERMISSIONS["consent_to_extension"], member__is_active=True
        )
        self.fields["consented_by"] = Members(
            Member.objects.filter(pk__in=may.values("member")).order_by("name", "account"),
            label="同意延长的负责人",
            empty_label="请选择",
        )


class DelayForm(ProvenForm):
    """A reasonable later day, for a great number of applications."""

    law = "申请公开的数量、频次明显超过合理范围的，可以确定延迟答复的合理期限并告知申请人。"
    happened_on = forms.DateField(label="决定之日")
    until = forms.DateField(label="延迟答复至")
    note = _note("理由")


class FeeForm(ProvenForm):
    """A fee is asked for."""

    law = "自收费通知送达之日起，期限停止计算；缴费的次日起重新计算；20个工作日内不缴费的，视为放弃申请。"
    happened_on = forms.DateField(label="申请人收到收费通知之日")
    amount = forms.IntegerField(label="金额（元）", min_value=1, max_value=10_000_000)
    note = _note("计收的方式", required=False, hint="按件或者按量，只用一种。")


class PaymentForm(ProvenForm):
    """The fee was paid."""

    law = "自缴费的次日起，期限重新计算。"
    happened_on = forms.DateField(label="缴费之日")
    note = _note("缴费凭证", required=False)


class DecideForm(StepForm):
    """One outcome of table 3, and the document in which it is told."""

    law = "以送达为准：登记送达之后，这件申请才算答复。"
    outcome = forms.ChoiceField(label="答复类型", widget=forms.RadioSelect, choices=tree)
    document_number = forms.CharField(label="答复书文号", max_length=80)
    happened_on = forms.DateField(label="答复书落款之日")


class TakeBackForm(StepForm):
    """The outcome or the number was typed wrong, and nobody has the document yet."""

    law = "只在送达之前：答复以送达为准，登记错的结果、文号撤回后重新登记；期限照常计算。"
    reason = _note("撤回的理由", hint="如：文号写错。")


class ServeForm(ProvenForm):
    """The answer reached the applicant."""

    law = "答复是否按期，看送达之日。快递企业寄送的不是邮政企业邮寄，以签收之日为准。"
    way = forms.ChoiceField(
        label="送达方式",
        widget=forms.RadioSelect,
        choices=[(one.key, f"{one.title}：{one.rule}") for one in WAYS.values()],
    )
    happened_on = forms.DateField(label="送达之日")
    note = _note("送达凭证", required=False, hint="邮寄的写邮件号码；其余写签收人、发送记录。")


class LapseForm(StepForm):
    """The applicant let the time pass."""

    law = "期满没有补正或者缴费的，视为放弃申请，不再处理；处理决定仍须送达。"
    happened_on = forms.DateField(label="决定之日")
    document_number = forms.CharField(label="告知书文号", max_length=80)


class WithdrawForm(ProvenForm):
    """The applicant withdrew."""

    law = "以撤回申请的书面声明之日为准，这件申请就此办结。"
    happened_on = forms.DateField(label="撤回之日")
    note = _note("怎样撤回", hint="如：当面提交书面声明。")


class ArchiveForm(StepForm):
    """Into the archive; nothing more to say."""

    law = "归档后仍可查看；需要重新答复的，再按复议决定、判决重新办理。"


class ReopenForm(ProvenForm):
    """A decision or a judgment orders a new answer."""

    law = "责令重新答复的，按决定书、判决书写明的期限；没有写明的，重新计算20个工作日。"
    happened_on = forms.DateField(label="收到复议决定、判决之日")
    until = forms.DateField(label="责令答复的期限", required=False)
    note = _note("复议决定、判决的文号")


class AttachForm(StepForm, FilesForm):
    """More files for the case, with no fact to prove."""

    law = "补充扫描件、往来函件等；文件名加密保存。"
    papers = files_field("文件")
    sends_files = True


class CorrectFactForm(ProvenForm):
    """A fact that was entered with a wrong day."""

    law = "写错的日期不改动：新的一条顶替旧的一条，旧的留着备查，期限重新推算。"
    happened_on = forms.DateField(label="正确的日期")
    reason = _note("更正的理由")

    def __init__(self, *args: Any, fact: Fact, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["happened_on"].initial = fact.happened_on
        detail = DETAILS.get(deadlines.Fact(fact.kind))
        if detail == "until":
            self.fields["until"] = forms.DateField(label="正确的期限", required=False, initial=fact.until)
        elif detail is not None:
            label = {"days": "正确的工作日数", "amount": "正确的金额（元）"}[detail]
            self.fields[detail] = forms.IntegerField(
                label=label, min_value=1, max_value=10_000_000, initial=getattr(fact, detail)
            )


class RevealForm(DeskForm):
    """Why somebody looks at what is masked."""

    purpose = forms.CharField(label="查看目的", max_length=200, help_text="如：邮寄答复书。会写进审计记录。")
