"""Addresses of our own pages under /admin/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from home.activities.admin import attendance, closures, history, holidays, sessions, week

session_patterns: list[URLPattern] = [
    path("", week.WeekPage.as_view(), name="week"),
    path("ajouter/", sessions.Add.as_view(), name="add"),
    path("a-compter/", attendance.ToCount.as_view(), name="to_count"),
    path("frequentation/", attendance.Totals.as_view(), name="totals"),
    path("<int:pk>/annuler/", sessions.Cancel.as_view(), name="cancel"),
    path("<int:pk>/deplacer/", sessions.Move.as_view(), name="move"),
    path("<int:pk>/lieu/", sessions.Elsewhere.as_view(), name="place"),
    path("<int:pk>/complet/", sessions.Press.as_view(verb="full"), name="full"),
    path("<int:pk>/places/", sessions.Press.as_view(verb="free"), name="free"),
    path("<int:pk>/retablir/", sessions.Press.as_view(verb="restore"), name="restore"),
    path("<int:pk>/prevenir/", sessions.Warn.as_view(), name="warn"),
    path("<int:pk>/compter/", attendance.CountPage.as_view(), name="count"),
    path("<int:pk>/historique/", history.SessionHistory.as_view(), name="history"),
]

closure_patterns: list[URLPattern] = [
    path("", closures.Closures.as_view(), name="index"),
    path("fermer/", closures.Close.as_view(), name="add"),
    path("horaires/", closures.Special.as_view(), name="special"),
    path("<int:pk>/rouvrir/", closures.Reopen.as_view(), name="reopen"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("semaine/", include((session_patterns, "seance"))),
    path("fermetures/", include((closure_patterns, "fermeture"))),
    path("importer-vacances/", holidays.ImportHolidays.as_view(), name="import_holidays"),
]
