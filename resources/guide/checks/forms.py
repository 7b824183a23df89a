"""The pages one fills in: a theme of questions, a part of the worksheet. Nothing is required.

Each field comes with what stood there when the page was shown. Only what was changed since is written: two people on one
link lose nothing of one another's, but where both wrote the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from portal.territories.words import DEFAULT, Words
from resources.guide.checks.content import (
    MODE,
    NAME,
    Box,
    CheckContent,
    CostContent,
    Line,
    Question,
    Section,
    Theme,
)
from resources.guide.checks.filled import Answers
from resources.guide.checks.numbers import (
    NotANumber,
    NotWhole,
    TooBig,
    TooSmall,
    kept,
    parse,
    read_kept,
    typed,
    written,
)

#: What a form calls an answer, and what stood there before.
ANSWER, BEFORE = "q-", "avant-"
LONGEST_NAME = 80
#: Signs nobody sees: they end a line, or turn the words beside them round.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def language_now() -> str:
    """Give the language of the page."""
    return (get_language() or DEFAULT)[:2]


def told(words: Words) -> str | SafeString:
    """Give words for a label, in their own language when it is not the page's."""
    if words.lang == language_now():
        return words.text
    return format_html('<span lang="{}">{}</span>', words.lang, words.text)


def named_in(line: Line, label: str | SafeString) -> SafeString:
    """Give the name of a field with its line's, for where the line is out of sight: « Médiation, heures par semaine »."""
    return format_html("{}{}{}", told(line.label), pgettext("list", ", "), label)


def lowered(words: Words) -> Words:
    """Give words for the middle of a sentence; letters that stand for words, « ETP », stay as they are."""
    if words.text[1:2].isupper():
        return words
    return words._replace(text=words.text[:1].lower() + words.text[1:])


class NumberField(forms.CharField):
    """A number as people write it, given back as it is kept: "1250.5", or "" when nothing is written; `whole` takes no decimals."""

    def __init__(self, *, most: int | None = None, whole: bool = False, **kwargs: Any) -> None:
        mode = "numeric" if whole else "decimal"
        kwargs.setdefault("widget", forms.TextInput({"inputmode": mode, "autocomplete": "off"}))
        super().__init__(required=False, **kwargs)
        self.most, self.whole = most, whole

    def clean(self, value: Any) -> str:
        """Read the number. Raises ValidationError, in words that say how to mend it."""
        text, language = super().clean(value), language_now()
        try:
            number = parse(text, language, self.most)
            if self.whole and number is not None and number != number.to_integral_value():
                raise NotWhole(text)
        except NotWhole as error:
            example = written(Decimal(1250), language)
            raise ValidationError(
                _("Écrivez un nombre entier, par exemple %(example)s.") % {"example": example}
            ) from error
        except NotANumber as error:
            example = written(Decimal(1250) if self.whole else Decimal("1250.50"), language)
            raise ValidationError(
                _("Écrivez un nombre, par exemple %(example)s.") % {"example": example}
            ) from error
        except TooSmall as error:
            raise ValidationError(_("Écrivez un nombre sans signe moins.")) from error
        except TooBig as error:
            most = written(error.most, language)
            raise ValidationError(
                _("Ce nombre est trop grand : %(most)s au plus.") % {"most": most}
            ) from error
        return "" if number is None else kept(number)


class PlainField(forms.CharField):
    """A few words on one line."""

    def to_python(self, value: Any) -> str:
        return super().to_python(UNSEEN.sub(" ", value) if isinstance(value, str) else value) or ""


@dataclass
class Asked:
    """One field as a template shows it: `before` is what the page found written."""

    name: str
    before: str
    bound: Any
    about: Question | Box | None = None
    #: What stands beside the field, under the name of its line; an error far from it says both.
    label: str | SafeString = ""

    @property
    def before_name(self) -> str:
        """What the form calls the value found."""
        return f"{BEFORE}{self.name}"


@dataclass
class Group:
    """A line of the worksheet and its fields."""

    line: Line
    fields: list[Asked] = field(default_factory=list)

    @property
    def errors(self) -> list[str]:
        """What is wrong in it."""
        return [error for asked in self.fields for error in asked.bound.errors]


class TrapForm(forms.Form):
    """A form that asks nothing but what people do not see and programs fill in."""

    website = forms.CharField(required=False)

    @property
    def is_a_trap_sprung(self) -> bool:
        """Whether a program filled it in."""
        return bool(self.data.get("website"))


class PageForm(TrapForm):
    """One page of a sheet; `now` is what is written on the sheet."""

    def __init__(self, now: Answers, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.now = now
        self.names: list[str] = []
        self.labels: dict[str, str | SafeString] = {}

    def ask(self, name: str, asked: forms.Field, shown: str | None = None) -> None:
        """Put a field on the page for the answer `name`; `shown` is how what is kept is written for people."""
        self.names.append(name)
        self.labels.setdefault(name, str(asked.label or ""))
        asked.initial = self.now.get(name, "") if shown is None else shown
        self.fields[f"{ANSWER}{name}"] = asked

    def asked(self, name: str, about: Question | Box | None = None) -> Asked:
        """Give a field for the template."""
        return Asked(name, self.before(name), self[f"{ANSWER}{name}"], about, self.labels[name])

    def before(self, name: str) -> str:
        """Give what the page found written: on the sheet when it is first shown, as it says itself when it comes back."""
        told = self.data.get(f"{BEFORE}{name}") if self.is_bound else self.now.get(name)
        return told or ""

    def changes(self) -> dict[str, str]:
        """Give what was changed since the page was shown; "" for what was taken back. Call it on a valid form."""
        given = {name: self.cleaned_data[f"{ANSWER}{name}"] for name in self.names}
        return {name: value for name, value in given.items() if value != self.before(name)}


class ThemeForm(PageForm):
    """A theme of a check."""

    def __init__(self, content: CheckContent, theme: Theme, now: Answers, data: Any = None) -> None:
        super().__init__(now, data)
        self.theme = theme
        choices = [(answer.slug, told(answer.label)) for answer in content.answers]
        for question in theme.questions:
            asked = forms.ChoiceField(
                label=told(question.text),
                help_text=told(question.help),
                choices=[*choices, ("", gettext_lazy("Sans réponse"))],
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": gettext_lazy("Choisissez une des réponses proposées.")},
            )
            self.ask(question.slug, asked)

    @property
    def questions(self) -> list[Asked]:
        """The questions, in order."""
        return [self.asked(question.slug, question) for question in self.theme.questions]


class SectionForm(PageForm):
    """A part of the worksheet."""

    def __init__(self, content: CostContent, section: Section, now: Answers, data: Any = None) -> None:
        super().__init__(now, data)
        self.section = section
        self.modes = [
            ("", gettext_lazy("Non précisé")),
            *((one.slug, told(one.label)) for one in content.modes),
        ]
        for line in section.lines:
            self.ask_line(line)

    def ask_line(self, line: Line) -> None:
        """Put a line's fields on the page: its name where the person gives it, how the work is paid, its boxes."""
        if line.free:
            attributes = {"autocomplete": "off", "dir": "auto"}
            named = PlainField(
                required=False,
                max_length=LONGEST_NAME,
                widget=forms.TextInput(attributes),
            )
            self.ask_in(line, line.entry(NAME), Words(_("Le nom de cette ligne"), language_now()), named)
        if line.ask_mode:
            mode = forms.ChoiceField(choices=self.modes, required=False)
            self.ask_in(line, line.entry(MODE), Words(_("Façon de payer"), language_now()), mode)
        for box in line.boxes:
            name = line.entry(box.slug)
            number = read_kept(self.now.get(name, ""))
            shown = "" if number is None else typed(number, language_now())
            self.ask_in(line, name, box.label, NumberField(most=box.most, whole=line.is_count), shown)

    def ask_in(
        self, line: Line, name: str, label: Words, asked: forms.Field, shown: str | None = None
    ) -> None:
        """Put a field of a line on the page: its own label stands beside it, both names in the list of errors."""
        self.labels[name] = told(label)
        asked.label = named_in(line, told(lowered(label)))
        self.ask(name, asked, shown)

    @property
    def groups(self) -> list[Group]:
        """The lines, in order."""
        return [Group(line, self._fields_of(line)) for line in self.section.lines]

    def _fields_of(self, line: Line) -> list[Asked]:
        boxes: Mapping[str, Box] = {line.entry(box.slug): box for box in line.boxes}
        extra = [line.entry(what) for what in (NAME, MODE)]
        return [self.asked(name, boxes.get(name)) for name in (*extra, *boxes) if name in self.names]

    @property
    def boxes(self) -> list[Box]:
        """Every kind of box on the page, once, to say what goes in it."""
        return list({box.slug: box for line in self.section.lines for box in line.boxes}.values())
