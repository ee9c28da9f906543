"""What the fields of the office's forms say when something is wrong: what it is and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

TOO_LONG = "最多%(limit_value)d字，现在有%(show_value)d字"
NO_DAY = "没有这一天，或者写法不对；请写成 2026-03-19 的样子"


def in_plain_words(fields: Mapping[str, forms.Field]) -> None:
    """Let every field speak as an officer does; what a field says of itself stays."""
    for field in fields.values():
        chosen = isinstance(field, forms.ChoiceField)
        field.error_messages["required"] = f"{'请选择' if chosen else '请填写'}{field.label}"
        field.error_messages["max_length"] = TOO_LONG
        field.error_messages["null_characters_not_allowed"] = "含有不能保存的字符 U+0000"
        if isinstance(field, forms.DateField):
            field.error_messages["invalid"] = NO_DAY
