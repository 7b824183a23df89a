"""Opening hours: is the door open now, until when, when next. Pure rules on top of opening-hours-py, no Django."""

from __future__ import annotations

import opening_hours


def check_hours(text: str) -> None:
    """Raise ValueError when `text` is not in the OpenStreetMap opening-hours syntax."""
    try:
        opening_hours.OpeningHours(text)
    except opening_hours.ParserError as error:
        raise ValueError(str(error)) from error
