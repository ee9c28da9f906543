"""The component page: every component with invented content; it reads nothing and holds nothing."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.office.people import door

CLASSES = (("natural_person", "自然人"), ("business", "商业企业"), ("research", "科研机构"))


class Specimen(forms.Form):
    """A form with a field of every kind."""

    name = forms.CharField(label="姓名或名称", max_length=50)
    described = forms.CharField(
        label="所需信息", widget=forms.Textarea, help_text="写明名称、文号或者其他便于查找的特征。", max_length=1000
    )
    received = forms.DateField(label="收到日期", help_text="例如 2026-03-19。")
    kind = forms.ChoiceField(label="申请人类型", choices=CLASSES, widget=forms.RadioSelect)
    form = forms.ChoiceField(label="提供形式", choices=(("", "请选择"), ("paper", "纸质"), ("file", "电子文档")))
    ways = forms.MultipleChoiceField(
        label="需要协助",
        choices=(("read", "代读"), ("write", "代写")),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mail = forms.EmailField(label="电子邮箱", required=False)
    scan = forms.FileField(label="原件扫描", required=False, help_text="PDF、PNG 或 JPG，不超过 20MB。")
    agreed = forms.BooleanField(label="我已核对以上内容")


@door.page(door.PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    """Every component, the form as it stands first and with every error."""
    wrong = Specimen({"wrong-received": "2026-02-30", "wrong-mail": "青岚"}, prefix="wrong")
    return render(request, "components.html", {"plain": Specimen(), "wrong": wrong})
