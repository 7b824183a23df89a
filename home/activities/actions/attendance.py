"""After a session: how many came. Numbers, never names."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.activities.actions.base import check, record
from home.activities.models import Attendance, AttendanceReason, Session, SessionStatus, VisitReason
from portal.accounts.models import User

#: More than this is a slip of the finger.
MOST_PEOPLE = 2000


def record_attendance(
    session: Session,
    *,
    people: int,
    newcomers: int = 0,
    cohosts: int = 0,
    reasons: dict[str, int] | None = None,
    user: User | None,
) -> Attendance:
    """Count, or count again, who came to a session that has begun. `reasons` tallies visits by `VisitReason`, for a
    permanence; None leaves an earlier tally as it is. Raises ValidationError.
    """
    with transaction.atomic():
        session = (
            Session.objects.select_for_update(of=("self",)).select_related("activity").get(pk=session.pk)
        )
        if session.start > timezone.now():
            raise ValidationError(_("La séance n'a pas encore commencé. Comptez les personnes après."))
        if session.status != SessionStatus.SCHEDULED:
            raise ValidationError(_("La séance n'a pas eu lieu : elle n'est pas comptée."))
        attendance = Attendance.objects.filter(session=session).first() or Attendance(session=session)
        attendance.people, attendance.newcomers, attendance.cohosts = people, newcomers, cohosts
        attendance.recorded_by = user
        if max(people, newcomers, cohosts) > MOST_PEOPLE:
            raise ValidationError(_("Vérifiez les nombres : ils sont trop grands."))
        check(attendance, ["recorded_by"])
        attendance.save()
        if reasons is not None:
            _tally(attendance, reasons)
        data = {"people": people, "newcomers": newcomers, "cohosts": cohosts, "reasons": reasons or {}}
        record(session, "activities.session.attendance", user, data)
        return attendance


def _tally(attendance: Attendance, reasons: dict[str, int]) -> None:
    if reasons and not attendance.session.activity.tallies_reasons:
        raise ValidationError(_("On compte les motifs pour une permanence de médiation seulement."))
    if not set(reasons) <= set(VisitReason.values):
        raise ValidationError(_("Choisissez les motifs dans la liste."))
    if not all(0 <= visits <= MOST_PEOPLE for visits in reasons.values()):
        raise ValidationError(_("Vérifiez les nombres : ils sont trop grands."))
    attendance.reasons.all().delete()
    AttendanceReason.objects.bulk_create(
        AttendanceReason(attendance=attendance, reason=reason, visits=visits)
        for reason, visits in reasons.items()
        if visits
    )
