"""The filters of S-02 as an address has them, and which columns a list shows; what is not understood filters nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from gongkai.office.cases.models import Application, Category
from gongkai.office.cases.queries import BUCKETS, SORTS, Filters
from gongkai.office.people.models import Agency, Member
from gongkai.statute.channels import CHANNELS
from gongkai.statute.outcomes import OUTCOMES
from gongkai.statute.procedure import STATES

ALL = ("", "全部")
SORT_WORDS = {"newest": "登记时间，新的在前", "received": "收到日期，新的在前", "due": "期限，近的在前"}
COLUMNS = {
    "received": "收到日期",
    "applicant": "申请人",
    "category": "申请人类型",
    "subject": "事项",
    "channel": "渠道",
    "outcome": "答复类型",
    "state": "状态",
    "assignee": "承办人",
    "due": "期限",
    "supervised": "督办",
}
"""The columns of a list beside the number, which always stands first."""
USUAL = ("received", "applicant", "subject", "state", "assignee", "due")
LONGEST_WORD = 100
SAID = {
    "q": "含“{}”",
    "in_text": "连同申请内容",
    "assignee": "{}承办",
    "received_from": "{}起收到",
    "received_to": "{}及以前收到",
    "due_from": "期限在{}起",
    "due_to": "期限在{}及以前",
}
"""How a filter in force is told; the others by their value alone."""


class CaseFilter(forms.Form):
    """The filter row; every field may be empty, and an empty one filters nothing."""

    q = forms.CharField(
        label="关键词", max_length=LONGEST_WORD, widget=forms.TextInput(attrs={"type": "search"}), required=False
    )
    state = forms.ChoiceField(label="状态", required=False)
    bucket = forms.ChoiceField(label="急缓", required=False)
    assignee = forms.ChoiceField(label="承办人", required=False)
    category = forms.ChoiceField(label="申请人类型", choices=[ALL, *Category.choices], required=False)
    channel = forms.ChoiceField(label="渠道", required=False)
    outcome = forms.ChoiceField(label="答复类型", required=False)
    received_from = forms.DateField(label="收到，从", required=False)
    received_to = forms.DateField(label="收到，到", required=False)
    due_from = forms.DateField(label="期限，从", required=False)
    due_to = forms.DateField(label="期限，到", required=False)
    in_text = forms.BooleanField(label="连申请内容一起查（较慢）", required=False)
    sort = forms.ChoiceField(label="排序", choices=[(name, SORT_WORDS[name]) for name in SORTS], required=False)

    def __init__(self, asked: Mapping[str, Any], agency: Agency) -> None:
        """The filters that an address asks for; the officers to choose from are those of the agency."""
        super().__init__(asked)
        self.use_required_attribute = False
        officers = Member.objects.filter(grants__agency=agency, grants__role="officer").order_by("name", "account")
        self._choose("state", [(key, names[0]) for key, names in STATES.items()])
        self._choose("bucket", list(BUCKETS.items()))
        self._choose("assignee", [(one.account, one.name) for one in officers.distinct()])
        self._choose("channel", [(one.key, one.title) for one in CHANNELS.values()])
        self._choose("outcome", [(one.key, one.title) for one in OUTCOMES.values()])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [ALL, *choices]


@dataclass(frozen=True, slots=True)
class Search:
    """What an address asks of the list: the form to show, the filters in force, what was not understood, the rest.

    `said` are the filters in force in words; `pairs` the names and values that ask for the same again.
    """

    form: CaseFilter
    filters: Filters
    unknown: tuple[str, ...]
    said: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The address that asks for the same again."""
        return urlencode(self.pairs)

    @property
    def unsorted(self) -> str:
        """The same without the order."""
        return urlencode([pair for pair in self.pairs if pair[0] != "sort"])

    @property
    def sorted(self) -> str:
        """The column that the list goes by, where it has one."""
        return self.filters.sort


def asked_for(query: QueryDict, agency: Agency) -> Search:
    """The filters of an address; a value that is no choice and a day that is none are named and filter nothing."""
    form = CaseFilter(query, agency)
    form.is_valid()
    unknown = tuple(str(form[name].label) for name in form.errors)
    good = {name: value for name, value in form.cleaned_data.items() if value}
    words = {("keyword" if name == "q" else name): value for name, value in good.items()}
    shown = CaseFilter(good, agency) if unknown else form
    said = tuple(
        SAID.get(name, "{}").format(_word(form, name, value)) for name, value in good.items() if name != "sort"
    )
    pairs = tuple((name, "on" if value is True else str(value)) for name, value in good.items())
    return Search(shown, Filters(**words), unknown, said, pairs)


def _word(form: CaseFilter, name: str, value: Any) -> str:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return "" if value is True else str(value)


def columns_of(words: str) -> tuple[str, ...]:
    """The columns that words with commas between them name, in our order; the usual ones where none is named."""
    named = set(words[:LONGEST_WORD].split(","))
    return tuple(name for name in COLUMNS if name in named) or USUAL


@cache
def called(column: str) -> Mapping[str, str]:
    """What the values of a column of applications are called; Django's `get_…_display` builds this anew for each row."""
    field = cast(Any, Application._meta.get_field(column))
    return {value: str(label) for value, label in field.flatchoices} | {"": ""}


def cells(application: Application) -> Mapping[str, str]:
    """What the columns of an application say that need nobody's name and no clock."""
    return {
        "received": str(application.received_on or "待确认"),
        "category": called("category")[application.category],
        "subject": application.subject,
        "channel": called("channel")[application.channel],
        "outcome": called("outcome")[application.outcome],
        "state": called("state")[application.state],
        "assignee": application.assignee.name if application.assignee else "",
    }
