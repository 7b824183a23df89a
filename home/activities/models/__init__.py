"""The programme: what is offered (Activity), how it comes back (Series), each dated time (Session)."""

from home.activities.models.activity import (
    Access,
    Activity,
    ActivityText,
    Audience,
    Pictogram,
    Register,
    SignUp,
    Theme,
)
from home.activities.models.attendance import Attendance, AttendanceReason, VisitReason
from home.activities.models.holidays import Holiday
from home.activities.models.series import Series, SeriesPause, Shape
from home.activities.models.session import CancelReason, Session, SessionStatus
from home.activities.models.settings import AgendaSettings

__all__ = [
    "Access",
    "Activity",
    "ActivityText",
    "AgendaSettings",
    "Attendance",
    "AttendanceReason",
    "Audience",
    "CancelReason",
    "Holiday",
    "Pictogram",
    "Register",
    "Series",
    "SeriesPause",
    "Session",
    "SessionStatus",
    "Shape",
    "SignUp",
    "Theme",
    "VisitReason",
]
