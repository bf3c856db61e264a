"""The shapes of a declaration, of its assessment, and of what the secretariat sets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.people.models import Outcome, Topic
from travaux.people.models.interests import MAY_DECLARE
from travaux.people.rules.interests import LONGEST_FIELD, LONGEST_SUMMARY, MOST_DAYS
from travaux.people.wording.interests import OUTCOMES, QUESTIONS, declaring_name

_INPUT = {"class": "input"}
_AUTO = {**_INPUT, "dir": "auto"}


class DeclarationForm(forms.Form):
    """Six plain questions; what does not apply stays empty."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        for name, (label, hint) in QUESTIONS.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                required=False,
                max_length=LONGEST_FIELD,
                widget=forms.Textarea(attrs={**_AUTO, "rows": 3}),
            )


class AssessmentForm(forms.Form):
    """The outcome, with its topics, its reason, and the sentence that is published."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("outcome of interests", "Outcome"),
        choices=[(o, OUTCOMES[o]) for o in Outcome],
        widget=forms.RadioSelect,
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics left to others"),
        queryset=Topic.objects.none(),
        required=False,
        help_text=_("Only where the outcome is “some topics”."),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_FIELD,
        help_text=_("Confidential: read by the person and by the assessors."),
        widget=forms.Textarea(attrs={**_AUTO, "rows": 3}),
    )
    summary = forms.CharField(
        label=_("Public summary"),
        required=False,
        max_length=LONGEST_SUMMARY,
        help_text=_("One sentence that everybody may read. Names nobody."),
        widget=forms.TextInput(attrs=_AUTO),
    )

    def __init__(self, *args: Any, topics: list[Topic], **also: Any) -> None:
        super().__init__(*args, **also)
        field: Any = self.fields["topics"]
        field.queryset = Topic.objects.filter(pk__in=[t.pk for t in topics])
        field.label_from_instance = lambda topic: format_html("<bdi>{}</bdi>", topic.name)


def _days(label: Any, hint: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={**_INPUT, "dir": "ltr"}),
    )


class InterestRuleForm(forms.Form):
    """Who declares, how long it counts, how long it is kept."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    roles = forms.MultipleChoiceField(
        label=_("Roles that begin with a declaration"),
        required=False,
        help_text=_("Advisers declare. Who speaks for a state does not."),
        choices=lambda: [(str(r), declaring_name(r)) for r in MAY_DECLARE],
        widget=forms.CheckboxSelectMultiple,
    )
    valid_days = _days(_("Days for which a declaration counts"), _("Then it is renewed."))
    before_days = _days(
        _("Days before a meeting"),
        _("A declaration or confirmation counts for a meeting when it is not older than this."),
    )
    keep_days = _days(
        _("Days for which it is kept"),
        _("Counted from the end of the last role. Then the words are erased; the outcome stays."),
    )
    names_announced = forms.CharField(
        label=_("Where it was announced that names are published"),
        required=False,
        max_length=300,
        help_text=_("Without it the public page says roles and outcomes and names nobody."),
        widget=forms.TextInput(attrs=_AUTO),
    )


class AssessorForm(forms.Form):
    """Who assesses."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={**_INPUT, "dir": "ltr"})
    )


class TopicForm(forms.Form):
    """A topic, and the headings it is tied to."""

    name = forms.CharField(label=_("Topic"), max_length=200, widget=forms.TextInput(attrs=_AUTO))
    sections = forms.MultipleChoiceField(
        label=_("Headings of the text, and calls, that are about it"),
        required=False,
        help_text=_("All that stands below a heading belongs to it, in every version."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, headings: list[tuple[str, str]], **also: Any) -> None:
        super().__init__(*args, **also)
        field: Any = self.fields["sections"]
        # headings are in the language of their text, not in that of the page
        field.choices = [(key, format_html("<bdi>{}</bdi>", words)) for key, words in headings]


class MeetingForm(forms.Form):
    """A meeting before which declarations are asked for again."""

    title = forms.CharField(label=_("Meeting"), max_length=300, widget=forms.TextInput(attrs=_AUTO))
    held_on = forms.DateField(
        label=_("Its first day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**_INPUT, "type": "date", "dir": "ltr"}),
    )
