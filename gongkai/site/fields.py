"""How any Django form looks: a label, （选填） or nothing, a hint, the error beside the field, a summary at the top.

A page writes `<form method="post" novalidate>{% csrf_token %}{{ form }}<button class="button">…</button></form>` and
gets all of it (SCREENS W10); a single field is `{{ form.name.as_field_group }}`.
"""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Fields(TemplatesSetting):
    """The renderer of every form: our templates, and ours before Django's for its widgets."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
