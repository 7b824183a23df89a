"""The week as a grid in French, written in OpenStreetMap syntax: seven days, two stretches a day, no syntax to learn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.places.hours import check_hours

CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
STRETCHES = 2
DAYS = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))?")
TYPED = re.compile(r"(\d{1,2}) ?[:h] ?(\d{2})?(?::\d{2})?")
STRETCH = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")

Week = list[list[tuple[str, str]]]


def read_week(text: str) -> Week | None:
    """Give the stretches of each day, Monday first, as ("09:00", "12:00"); None when the grid cannot say this rule."""
    week: Week = [[] for _code in CODES]
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        days_text, _space, hours_text = rule.partition(" ")
        days, stretches = _read_days(days_text), _read_stretches(hours_text.strip())
        if days is None or stretches is None:
            return None
        for day in days:
            week[day] = list(stretches)
    return week


def write_week(week: Week) -> str:
    """Give a week in OpenStreetMap syntax, days of the same hours together: `Mo-Fr 09:00-12:00; Sa 10:00-12:00`."""
    rules: list[str] = []
    day = 0
    while day < len(CODES):
        last = day
        while last + 1 < len(CODES) and week[last + 1] == week[day]:
            last += 1
        if week[day]:
            days = CODES[day] if day == last else f"{CODES[day]}-{CODES[last]}"
            hours = ",".join(f"{a}-{'24:00' if b == '00:00' else b}" for a, b in week[day])
            rules.append(f"{days} {hours}")
        day = last + 1
    return "; ".join(rules)


def _read_days(text: str) -> list[int] | None:
    days: list[int] = []
    for part in text.split(","):
        match = DAYS.fullmatch(part)
        if not match:
            return None
        first = CODES.index(match[1])
        last = CODES.index(match[2]) if match[2] else first
        if last < first:
            return None
        days.extend(range(first, last + 1))
    return days


def _read_stretches(text: str) -> list[tuple[str, str]] | None:
    if text in ("off", "closed"):
        return []
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > STRETCHES or not all(STRETCH.fullmatch(part) for part in parts):
        return None
    stretches = [(part[:5], part[6:].replace("24:00", "00:00")) for part in parts]
    return stretches if all(a < b or b == "00:00" for a, b in stretches) else None


class HoursWidget(forms.Widget):
    """The grid. Its value is a rule to show, or what was typed when that is shown again."""

    template_name = "places_admin/hours_widget.html"

    def value_from_datadict(self, data: Mapping, files: Any, name: str) -> dict[str, Any]:
        """Gather what was typed, untouched."""
        days = [
            {
                "closed": f"{name}-{day}-closed" in data,
                "stretches": [
                    (data.get(f"{name}-{day}-{n}-start", ""), data.get(f"{name}-{day}-{n}-end", ""))
                    for n in range(STRETCHES)
                ],
            }
            for day in range(len(CODES))
        ]
        return {"days": days, "copy": f"{name}-copy" in data, "kept": data.get(f"{name}-kept", "")[:400]}

    def value_omitted_from_data(self, data: Mapping, files: Any, name: str) -> bool:
        """Tell whether the grid was not sent at all."""
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Prepare the seven rows."""
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, dict) else None
        rule = "" if typed else str(value or "")
        week = read_week(rule)
        rows = typed["days"] if typed else [_as_row(stretches) for stretches in week or [[] for _c in CODES]]
        context["widget"] |= {
            "days": [
                {
                    "name": f"{name}-{day}",
                    "label": str(WEEKDAYS[day]).capitalize(),
                    "closed": row["closed"],
                    "stretches": [
                        {"name": f"{name}-{day}-{n}", "start": start, "end": end}
                        for n, (start, end) in enumerate(row["stretches"])
                    ],
                }
                for day, row in enumerate(rows)
            ],
            "copy": bool(typed and typed["copy"]),
            "unreadable": rule if week is None else (typed or {}).get("kept", ""),
        }
        return context

    def id_for_label(self, id_: str) -> str:
        """The grid is a group: no single field answers to its label."""
        return ""


def _as_row(stretches: list[tuple[str, str]]) -> dict[str, Any]:
    filled = [*stretches, *[("", "")] * (STRETCHES - len(stretches))]
    return {"closed": not stretches, "stretches": filled}


class HoursField(forms.Field):
    """A week typed in the grid, cleaned into OpenStreetMap syntax; a rule the grid cannot say is kept until replaced."""

    widget = HoursWidget
    default_error_messages = {
        "order": gettext_lazy("%(day)s : l'heure de fin vient avant l'heure de début."),
        "overlap": gettext_lazy("%(day)s : la deuxième plage commence avant la fin de la première."),
        "half": gettext_lazy("%(day)s : donnez l'heure de début et l'heure de fin."),
        "closed": gettext_lazy("%(day)s : décochez « Fermé », ou enlevez les heures."),
        "format": gettext_lazy("%(day)s : écrivez les heures comme 09:00."),
    }

    def clean(self, value: dict[str, Any]) -> str:
        """Give the rule. Raises ValidationError with one sentence for each day that does not fit."""
        errors: list[ValidationError] = []
        week: Week = []
        typed = any(any(stretch) for row in value["days"] for stretch in row["stretches"])
        if value["kept"] and not typed:
            return self._keep(value["kept"])
        for day, row in enumerate(value["days"]):
            if value["copy"] and 0 < day < 5:
                week.append(list(week[0]))
                continue
            try:
                week.append(self._clean_day(str(WEEKDAYS[day]).capitalize(), row))
            except ValidationError as error:
                errors.append(error)
                week.append([])
        if errors:
            raise ValidationError(errors)
        return write_week(week)

    def _keep(self, rule: str) -> str:
        try:
            check_hours(rule)
        except ValueError as error:
            raise ValidationError(_("Ces horaires ne se lisent pas. Remplissez la grille.")) from error
        return rule

    def _clean_day(self, day: str, row: dict[str, Any]) -> list[tuple[str, str]]:
        stretches: list[tuple[str, str]] = []
        for start, end in row["stretches"]:
            if not start and not end:
                continue
            if row["closed"]:
                self._refuse("closed", day)
            if not start or not end:
                self._refuse("half", day)
            stretches.append((self._clean_time(start, day), self._clean_time(end, day)))
        stretches.sort()
        for start, end in stretches:
            if end <= start and end != "00:00":
                self._refuse("order", day)
        for (_a, before), (after, _b) in pairwise(stretches):
            if after < before or before == "00:00":
                self._refuse("overlap", day)
        return stretches

    def _clean_time(self, text: str, day: str) -> str:
        match = TYPED.fullmatch(text.strip())
        try:
            moment = time(int(match[1]), int(match[2] or 0)) if match else None
        except ValueError:
            moment = None
        if moment is None:
            self._refuse("format", day)
        return f"{moment:%H:%M}"

    def _refuse(self, code: str, day: str) -> NoReturn:
        raise ValidationError(self.error_messages[code], code=code, params={"day": day})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the typed week differs from the stored rule."""
        try:
            return self.clean(data) != (initial or "")
        except ValidationError:
            return True
