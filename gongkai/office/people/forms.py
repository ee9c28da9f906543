"""The forms of the pages of people; what a field may hold is checked here, what may be done by the actions."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.office.people.models import Agency, Kind, Level, Unit
from gongkai.office.people.posting import DeskForm
from gongkai.office.people.roles import ROLES


def _password(label: str, hint: str = "", *, autocomplete: str = "new-password") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=128, strip=False)


def _code(**options: Any) -> forms.CharField:
    words = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(label="动态码", max_length=8, widget=forms.TextInput(attrs=words), **options)


NEW_PASSWORD = "不少于10个字符；不要全是数字，不要用常见口令，不要与账号、姓名相近。"  # noqa: S105 a hint


class SignInForm(forms.Form):
    """Account, password and code on one page: which of them is wrong is not told."""

    account = forms.CharField(label="账号", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = _password("口令", autocomplete="current-password")
    code = _code(required=False, help_text="身份验证器上的6位数字；还没有设置的不填。")


class PasswordForm(DeskForm):
    """One's own new password, twice."""

    old = _password("现在的口令", autocomplete="current-password")
    password = _password("新口令", NEW_PASSWORD)
    again = _password("再输一遍新口令")

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        found = super().clean() or self.cleaned_data
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", "两次输入的新口令不一样")
        return found


class SecondFactorForm(DeskForm):
    """The code that proves an authenticator; whoever has one already proves themself by the password first."""

    password = _password("现在的口令", autocomplete="current-password")
    code = _code()


class FoundForm(DeskForm):
    """A new agency below the one that the page is about."""

    name = forms.CharField(label="机关名称", max_length=100, help_text="全称，与印章一致。")
    code = forms.CharField(label="机关代字", max_length=20, help_text="文号的第一段，如“青水公开”。")
    kind = forms.ChoiceField(label="性质", choices=Kind.choices)
    level = forms.TypedChoiceField(label="层级", choices=Level.choices, coerce=int)


class RenameForm(DeskForm):
    """A new name, and the last day of the old one."""

    name = forms.CharField(label="新名称", max_length=100)
    until = forms.DateField(label="原名称使用至", help_text="原名称之后仍可查到，如 2026-03-19。")


class AliasForm(DeskForm):
    """Another name by which people call an agency."""

    name = forms.CharField(label="别名", max_length=100, help_text="简称或俗称，检索时与全称同样有效。")


class PlaceForm(DeskForm):
    """The agency that another one belongs to."""

    parent = forms.ModelChoiceField(Agency.objects.none(), label="上级机关")

    def __init__(self, *args: Any, parents: list[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"] = _agencies("上级机关", parents)


class DescribeForm(DeskForm):
    """Who supervises an agency, where its decisions are contested, how its document numbers read."""

    number_pattern = forms.CharField(
        label="文号格式",
        max_length=60,
        help_text="须含 {year} 和 {number}，可含 {code}；如 {code}〔{year}〕第{number}号。",
    )
    court = forms.CharField(label="管辖法院", max_length=100, required=False, help_text="行政诉讼的一审法院。")

    def __init__(self, *args: Any, agencies: list[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["supervising"] = _agencies("政府信息公开工作主管部门", agencies, required=False)
        self.fields["organs"] = forms.ModelMultipleChoiceField(
            _rows(agencies),
            label="行政复议机关",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="不服本机关答复的，向这些机关申请行政复议。",
        )


class UnitForm(DeskForm):
    """A unit of an agency."""

    name = forms.CharField(label="科室名称", max_length=60)


class MemberForm(DeskForm):
    """A new member with a first password, which they change when they first sign in."""

    name = forms.CharField(label="姓名", max_length=60)
    account = forms.RegexField(
        r"^[0-9A-Za-z._-]{2,40}$",
        label="账号",
        help_text="2至40个字母、数字、点、横线，如 wangfang。",
        error_messages={"invalid": "账号只能用2至40个字母、数字、点和横线"},
    )
    password = _password("初始口令", f"当面或另行告知本人；首次登录时必须修改。{NEW_PASSWORD}")

    def __init__(self, *args: Any, agency: Agency, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = forms.ModelChoiceField(
            Unit.objects.filter(agency=agency).order_by("name"), label="科室", required=False, empty_label="不分科室"
        )


class ResetForm(DeskForm):
    """A first password anew."""

    password = _password("初始口令", f"当面或另行告知本人；登录后必须修改，并重新设置动态码。{NEW_PASSWORD}")


class GrantForm(DeskForm):
    """A role in an agency."""

    role = forms.ChoiceField(
        label="角色", choices=[(role.name, role.label) for role in ROLES.values()], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, agencies: list[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"] = _agencies("在哪个机关", agencies)


class AuditFilter(forms.Form):
    """Which entries of the audit are shown; what makes no sense is told and filters nothing."""

    kind = forms.ChoiceField(label="何事", required=False)
    about = forms.CharField(label="对象", required=False, max_length=80)
    since = forms.DateField(label="从", required=False)
    until = forms.DateField(label="到", required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"] = forms.ChoiceField(label="何事", required=False, choices=[("", "全部"), *kinds])


def _rows(agencies: list[Agency]) -> Any:
    return Agency.objects.filter(pk__in=[one.pk for one in agencies]).order_by("code")


def _agencies(label: str, agencies: list[Agency], **options: Any) -> forms.ModelChoiceField[Agency]:
    return forms.ModelChoiceField(_rows(agencies), label=label, empty_label="请选择", **options)
