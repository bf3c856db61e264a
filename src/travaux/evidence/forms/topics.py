"""What a question, a finding or a search of the literature is tied to: regions, levels, topics of interests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from travaux.evidence.wording.questions import LEVELS


class RegionsField(forms.MultipleChoiceField):
    """Regions that something holds for; none ticked means all. The form brings the choices."""

    def __init__(self, label: Any, **also: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None ticked: all of them."),
            **also,
        )


class LevelsField(forms.MultipleChoiceField):
    """Levels of government that something holds for; none ticked means all."""

    def __init__(self, **also: Any) -> None:
        super().__init__(
            label=_("Levels"),
            required=False,
            choices=list(LEVELS.items()),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None ticked: all of them."),
            **also,
        )


class TopicField(forms.MultipleChoiceField):
    """Any of the topics of a process; where it has none the form shows nothing."""

    def __init__(self, **also: Any) -> None:
        super().__init__(
            label=_("Topics of interests that it touches"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "Whoever the assessment of their interests keeps away from a topic is stopped here."
            ),
            **also,
        )


def offer_topics(form: forms.Form, topics: Sequence[tuple[str, str]]) -> None:
    """Put the topics into the form, or take the field out where there are none."""
    if topics:
        field: Any = form.fields["topics"]
        field.choices = [(key, format_html("<bdi>{}</bdi>", name)) for key, name in topics]
    else:
        del form.fields["topics"]


class TopicsForm(forms.Form):
    """The topics alone."""

    topics = TopicField()

    def __init__(self, *args: Any, topics: Sequence[tuple[str, str]], **also: Any) -> None:
        super().__init__(*args, **also)
        offer_topics(self, topics)
