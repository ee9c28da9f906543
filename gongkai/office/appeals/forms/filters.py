"""The filters of the list as an address has them; what is not understood filters nothing and is named."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from gongkai.office.appeals.queries import Filters
from gongkai.statute import appeals as law

ALL = ("", "全部")
YEARS = (2019, 2100)
CELLS = {
    f"{group}.{column}": f"表四 {title}：{label}"
    for group, title in law.GROUPS.items()
    for column, label in (law.COLUMNS | {"total": "总计"}).items()
}
"""The cells of table 4 as a filter names them."""


class AppealFilter(forms.Form):
    """The filter row; an empty field filters nothing."""

    q = forms.CharField(
        label="关键词", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label="种类", required=False)
    state = forms.ChoiceField(label="状态", required=False)
    result = forms.ChoiceField(label="结果", required=False)
    received_from = forms.DateField(label="收到，从", required=False)
    received_to = forms.DateField(label="收到，到", required=False)
    year = forms.IntegerField(label="年度", required=False, min_value=YEARS[0], max_value=YEARS[1])
    cell = forms.ChoiceField(label="表四", required=False, choices=[ALL, *CELLS.items()])

    def __init__(self, asked: QueryDict | dict[str, object]) -> None:
        """The filters that an address asks for."""
        super().__init__(asked)
        self.use_required_attribute = False
        choices = {
            "kind": [(one.key, one.title) for one in law.kinds().values()],
            "state": [(key, names[0]) for key, names in law.STATES.items()],
            "result": [(one.key, one.title) for one in law.results().values()],
        }
        for name, some in choices.items():
            self.fields[name].choices = [ALL, *some]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Search:
    """What an address asks of the list: the form to show, the filters in force, in words too, what was not understood."""

    form: AppealFilter
    filters: Filters
    unknown: tuple[str, ...]
    said: tuple[str, ...]
    query: str


def asked_for(query: QueryDict) -> Search:
    """The filters of an address."""
    form = AppealFilter(query)
    form.is_valid()
    unknown = tuple(str(form[name].label) for name in form.errors)
    good = {name: value for name, value in form.cleaned_data.items() if value}
    words = {("keyword" if name == "q" else name): value for name, value in good.items()}
    said = tuple(_word(form, name, value) for name, value in good.items())
    pairs = urlencode([(name, str(value)) for name, value in good.items()])
    return Search(AppealFilter(good) if unknown else form, Filters(**words), unknown, said, pairs)


def _word(form: AppealFilter, name: str, value: object) -> str:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return {"q": "含“{}”", "received_from": "{}起收到", "received_to": "{}及以前收到", "year": "{}年"}[name].format(
        value
    )
