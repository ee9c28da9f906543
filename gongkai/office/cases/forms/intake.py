"""The form of S-04: what came in, by which channel, from whom, what is asked for; never what it is wanted for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django import forms

from gongkai.errors import UsageError
from gongkai.office.cases.forms.files import FilesForm, Uploads, files_field
from gongkai.office.cases.forms.speech import in_plain_words
from gongkai.office.cases.intake import LONGEST, MOST_SUBJECTS, Intake
from gongkai.office.cases.models import Category, Delivery, Form, IdentityKind, PartyRole
from gongkai.office.cases.persons import Person, identity_of
from gongkai.statute.channels import CHANNELS

MOST_PEOPLE = 20
"""Joint applicants and agents beside the applicant."""
PHONE = re.compile(r"\d{5,20}", re.ASCII)
PARTS = ("name", "identity_kind", "identity", "phone", "address", "email")
ROLES = [(PartyRole.JOINT.value, PartyRole.JOINT.label), (PartyRole.AGENT.value, PartyRole.AGENT.label)]
BLANK = [("", "请选择")]


def phone_of(text: str) -> str:
    """A telephone number as it is kept: half width, without +86, spaces, dashes and brackets; ValidationError for none."""
    plain = re.sub(r"[\s()（）-]", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(?:\+|00)86", "", plain)
    if plain and not PHONE.fullmatch(plain):
        raise forms.ValidationError("电话应为数字，可以带区号，如 0571-12345678 或者 13812345678")
    return plain


def person_fields(who: str = "") -> dict[str, forms.Field]:
    """The fields of one person; `who` stands before each label."""
    return {
        "name": forms.CharField(label=f"{who}姓名或者名称", max_length=100),
        "identity_kind": forms.ChoiceField(
            label=f"{who}证件类型", choices=IdentityKind.choices, initial=IdentityKind.NONE, required=False
        ),
        "identity": forms.CharField(
            label=f"{who}证件号码",
            max_length=60,
            required=False,
            help_text="空格、全角、小写x都可以，登记时自动改正。",
        ),
        "phone": forms.CharField(label=f"{who}电话", max_length=40, required=False),
        "address": forms.CharField(label=f"{who}通信地址", max_length=200, required=False),
        "email": forms.EmailField(label=f"{who}电子邮箱", max_length=120, required=False),
    }


class IntakeForm(FilesForm):
    """Everything that Art. 29 asks for, and what proves the day of receipt (Art. 31)."""

    channel = forms.ChoiceField(
        label="渠道",
        widget=forms.RadioSelect,
        choices=[(one.key, f"{one.title}：{one.rule}") for one in CHANNELS.values()],
    )
    submitted_on = forms.DateField(
        label="提交、签收或者到达之日", help_text="当面提交写提交之日，邮寄写签收之日，其余写到达之日。"
    )
    proof = forms.CharField(
        label="收到凭证",
        max_length=200,
        required=False,
        help_text="挂号信、特快专递写邮件号码；需要确认的写与谁、怎样确认。",
    )
    confirmed_on = forms.DateField(
        label="与申请人确认之日",
        required=False,
        help_text="只用于平信、网上、传真；还没有确认的留空，登记后再补。",
    )
    category = forms.ChoiceField(label="申请人类型", choices=[*BLANK, *Category.choices])
    help_needed = forms.CharField(
        label="需要的协助",
        max_length=200,
        required=False,
        help_text="阅读有困难或者视听有障碍的，写明需要怎样协助（第四十三条）。",
    )
    people = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False, max_value=MOST_PEOPLE)
    subjects = forms.CharField(
        label="信息名称",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=MOST_SUBJECTS * 201,
        help_text="一行一件：写几行就登记几件，各有编号和期限。",
    )
    document = forms.CharField(label="文号", max_length=100, required=False)
    features = forms.CharField(
        label="其他特征",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST - 2000,
        required=False,
        help_text="便于查找的时间、地点、机关等，照申请原文填写。",
    )
    form = forms.ChoiceField(label="形式", choices=[*BLANK, *Form.choices])
    delivery = forms.ChoiceField(label="获取途径", choices=[*BLANK, *Delivery.choices])
    papers = files_field("原件扫描")

    def __init__(self, *args: Any, today: date, uploads: Uploads, **options: Any) -> None:
        super().__init__(*args, uploads=uploads, **options)
        self.today = today
        self.fields["submitted_on"].initial = today
        self.fields |= person_fields()
        self.count = _number(self.data.get("people") if self.is_bound else self.initial.get("people"))
        for place in range(1, self.count + 1):
            who = f"第{place + 1}位："
            self.fields[f"p{place}_role"] = forms.ChoiceField(label=f"{who}身份", choices=ROLES)
            self.fields[f"p{place}_category"] = forms.ChoiceField(
                label=f"{who}类型", choices=Category.choices, initial=Category.NATURAL_PERSON, required=False
            )
            self.fields |= {f"p{place}_{name}": one for name, one in person_fields(who).items()}
            self.fields[f"p{place}_name"].required = False
        in_plain_words(self.fields)
        self.order_fields(["channel", "submitted_on", "confirmed_on", "proof", "category", *PARTS])

    def others(self) -> Iterator[list[forms.BoundField]]:
        """The fields of each person beside the applicant."""
        for place in range(1, self.count + 1):
            yield [self[f"p{place}_{name}"] for name in ("role", "category", *PARTS)]

    def clean(self) -> dict[str, Any]:
        """Numbers of documents are as the law has them, telephone numbers plain, days not to come."""
        found = super().clean()
        for before in ("", *(f"p{place}_" for place in range(1, self.count + 1))):
            self._clean_person(before)
        for name in ("submitted_on", "confirmed_on"):
            if found.get(name) and found[name] > self.today:
                self.add_error(name, f"{found[name]}还没有到")
        channel = CHANNELS.get(found.get("channel", ""))
        if channel and not channel.is_confirmed and found.get("confirmed_on"):
            self.add_error("confirmed_on", f"{channel.title}：{channel.rule}，无需确认，请清空")
        if len(self._subjects()) > MOST_SUBJECTS:
            self.add_error("subjects", f"一次最多登记{MOST_SUBJECTS}件")
        if any(len(one) > 200 for one in self._subjects()):
            self.add_error("subjects", "一件的名称最多200字，其余请写在“其他特征”里")
        return found

    def _clean_person(self, before: str) -> None:
        found = self.cleaned_data
        kind, number = found.get(f"{before}identity_kind") or IdentityKind.NONE, found.get(f"{before}identity", "")
        if number and kind == IdentityKind.NONE:
            self.add_error(f"{before}identity_kind", "请选择这是什么证件的号码")
        try:
            found[f"{before}identity"] = identity_of(IdentityKind(kind), number, today=self.today)
        except UsageError as error:
            self.add_error(f"{before}identity", error.message)
        try:
            found[f"{before}phone"] = phone_of(found.get(f"{before}phone", ""))
        except forms.ValidationError as wrong:
            self.add_error(f"{before}phone", wrong)
        typed = any(found.get(f"{before}{name}") for name in PARTS if name not in ("name", "identity_kind"))
        if before and typed and not found.get(f"{before}name"):
            self.add_error(f"{before}name", "请填写姓名或者名称")

    def _subjects(self) -> tuple[str, ...]:
        return _lines(self.cleaned_data.get("subjects", ""))

    def intake(self) -> Intake:
        """What the valid form says, as the action takes it."""
        found = self.cleaned_data
        applicant = self._person("", PartyRole.APPLICANT)
        others = [
            self._person(f"p{place}_", PartyRole(found[f"p{place}_role"]))
            for place in range(1, self.count + 1)
            if found[f"p{place}_name"]
        ]
        return Intake(
            channel=found["channel"],
            submitted_on=found["submitted_on"],
            text=_text(self._subjects(), found["document"], found["features"]),
            subjects=self._subjects(),
            persons=(applicant, *others),
            form=Form(found["form"]),
            delivery=Delivery(found["delivery"]),
            confirmed_on=found["confirmed_on"],
            proof=found["proof"],
            help_needed=found["help_needed"],
            evidence=self.uploads.evidence,
        )

    def _person(self, before: str, role: PartyRole) -> Person:
        found = self.cleaned_data
        return Person(
            found[f"{before}name"],
            Category(found[f"{before}category"] or Category.NATURAL_PERSON),
            role=role,
            identity_kind=IdentityKind(found[f"{before}identity_kind"] or IdentityKind.NONE),
            identity=found[f"{before}identity"],
            phone=found[f"{before}phone"],
            address=found[f"{before}address"],
            email=found[f"{before}email"],
        )

    def so_far(self) -> dict[str, Any]:
        """What has been typed, right or wrong, for the aside; days that are none are None."""
        day = forms.DateField(required=False)

        def on(name: str) -> date | None:
            try:
                return cast("date | None", day.clean(self[name].value()))
            except forms.ValidationError:
                return None

        subjects, document, features = (
            str(self[name].value() or "").strip() for name in ("subjects", "document", "features")
        )
        text = "；".join(_lines(subjects)) + _text(_lines(subjects), document, features)
        return {
            "channel": str(self["channel"].value() or ""),
            "submitted": on("submitted_on"),
            "confirmed": on("confirmed_on"),
            "name": str(self["name"].value() or "").strip(),
            "identity": str(self["identity"].value() or "").strip(),
            "text": text[:LONGEST],
        }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _text(subjects: tuple[str, ...], document: str, features: str) -> str:
    """The text of a submission: its parts under the names that Art. 29 gives them."""
    said = {"名称": "；".join(subjects), "文号": document, "其他特征": features}
    return "\n".join(f"{label}：{text}" for label, text in said.items() if text)


def _number(text: Any) -> int:
    digits = str(text or "0")
    return min(int(digits), MOST_PEOPLE) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else 0
