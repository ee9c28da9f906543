"""Forms of a case's documents: which one, what it says, with which risks it goes out, what a signer says of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.office.cases.forms.files import FilesForm, Uploads, files_field
from gongkai.office.cases.forms.outcomes import tree
from gongkai.office.cases.forms.speech import in_plain_words
from gongkai.office.cases.letters.actions import LONGEST
from gongkai.office.cases.letters.models import Letter
from gongkai.office.cases.letters.wording import asks, typed
from gongkai.office.cases.models import Application
from gongkai.office.people.posting import DeskForm
from gongkai.office.review.actions import OPINION
from gongkai.office.review.procedure import FLAGS
from gongkai.statute.letters import Field, letters, letters_for
from gongkai.statute.procedure import OPEN

FROM_CASE = frozenset({"application_form", "registration", "receipt", "confirm_note", "file_cover"})
"""Documents that other pages of a case make."""
Group = tuple[str, list[tuple[str, SafeString]]]


class NewLetterForm(DeskForm):
    """Which document is begun, and which siblings it answers too."""

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        super().__init__(*args, **options)
        is_open = application.state == OPEN
        self.fields["what"] = forms.ChoiceField(
            label="文书", widget=forms.RadioSelect, choices=choices(application, answers=is_open)
        )
        siblings = application.submission.applications.exclude(pk=application.pk).filter(state=OPEN).order_by("number")
        if is_open and siblings:
            self.fields["also"] = forms.MultipleChoiceField(
                label="合并答复",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(str(one.pk), f"{one.number} {one.subject}") for one in siblings],
                help_text="同一收件的其他申请可以在一份答复里一并答复，各计一件。",
            )
        in_plain_words(self.fields)

    def chosen(self) -> tuple[str, str]:
        """The kind of the document and the outcome that it answers with."""
        kind, _, outcome = self.cleaned_data["what"].partition(":")
        return kind, outcome


def choices(application: Application, *, answers: bool) -> list[Group]:
    """Answers under the heads of table 3, then the documents of procedure; with the articles of each."""
    found: list[Group] = []
    for head, rows in tree() if answers else ():
        options = [
            (f"{letter.key}:{outcome}", format_html("{}<br>《{}》{}", label, letter.title, _told(letter.label)))
            for outcome, label in rows
            for letter in letters_for(outcome, application.computed_on)
        ]
        found.append((f"答复 · {head}", options))
    others = [
        (one.key, format_html("《{}》", one.title))
        for one in letters().values()
        if not one.outcomes and one.key not in FROM_CASE and one.is_in_force(application.computed_on)
    ]
    return [*found, ("程序文书", others)]


def _told(label: str) -> SafeString:
    return format_html("（{}）", label) if label else format_html("")


class WriteForm(DeskForm):
    """What a document says, field by field; what goes into the chain has no gap."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, letter: Letter, **options: Any) -> None:
        super().__init__(*args, **options)
        said = typed(letter)
        self.asked = asks(letter.kind, letter.outcome)
        for one in self.asked:
            self.fields[one.name] = _field(one, said.get(one.name, ""))
        self.fields["flags"] = forms.MultipleChoiceField(
            label="送签时注明的情形",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(key, names[0]) for key, names in FLAGS.items()],
            initial=letter.review.flags if letter.review else (),
            help_text="疑难复杂、涉及多个科室、有诉讼风险的先会商，重大事项由主要领导签发。",
        )
        self.fields["version"].initial = letter.version
        in_plain_words(self.fields)

    def look(self) -> None:
        """Check a draft, which may have gaps, before `is_valid` is asked."""
        for one in self.asked:
            self.fields[one.name].required = False
        self.full_clean()
        for one in self.asked:
            self.fields[one.name].required = not one.optional

    def values(self) -> dict[str, str]:
        """What was typed, by field, as far as it is valid; days in ISO form."""
        found = {one.name: getattr(self, "cleaned_data", {}).get(one.name) for one in self.asked}
        return {name: str(value) for name, value in found.items() if value not in (None, "")}


def _field(one: Field, said: str) -> forms.Field:
    more: dict[str, Any] = {"label": one.label, "required": not one.optional, "initial": said}
    if one.kind == "date":
        return forms.DateField(**more)
    if one.kind == "number":
        return forms.IntegerField(min_value=1, max_value=10_000_000, **more)
    if one.choices:
        return forms.ChoiceField(choices=[("", "请选择"), *((text, text) for text in one.choices)], **more)
    widget = forms.Textarea(attrs={"rows": one.lines}) if one.lines > 1 else forms.TextInput()
    return forms.CharField(max_length=LONGEST, widget=widget, **more)


class SignForm(FilesForm):
    """An opinion on the very words that the page shows; minutes where the step asks for them."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(widget=forms.HiddenInput, max_length=64)
    opinion = forms.CharField(
        label="意见", max_length=OPINION, required=False, initial="同意。", widget=forms.Textarea(attrs={"rows": 3})
    )
    papers = files_field("会议纪要")

    def __init__(self, *args: Any, letter: Letter, words: str, uploads: Uploads, **options: Any) -> None:
        super().__init__(*args, uploads=uploads, **options)
        if letter.review is not None:
            self.fields["version"].initial = letter.review.version
        self.fields["words"].initial = words
        in_plain_words(self.fields)


class ReturnForm(DeskForm):
    """Why a document goes back to its drafter."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="退回的理由", max_length=OPINION, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, letter: Letter, **options: Any) -> None:
        super().__init__(*args, **options)
        if letter.review is not None:
            self.fields["version"].initial = letter.review.version
        in_plain_words(self.fields)
