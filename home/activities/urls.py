"""Addresses of the agenda."""

from django.urls import URLPattern, path

from home.activities.feeds import views as feeds
from home.activities.feeds.subscribe import subscribe
from home.activities.posters.views import poster
from home.activities.views import activity, agenda, feuille, session

#: Calendar feeds stand outside the language prefixes: their addresses are subscribed to for years.
feed_patterns: list[URLPattern] = [
    path("agenda.ics", feeds.everything, name="agenda_ics"),
    path("agenda/<slug:slug>.ics", feeds.of_activity, name="activity_ics"),
    path("<slug:territory>/agenda.ics", feeds.of_territory, name="territory_agenda_ics"),
]

urlpatterns: list[URLPattern] = [
    path("agenda/", agenda, name="agenda"),
    path("agenda/abonnement/", subscribe, name="subscribe"),
    path("agenda/<slug:slug>/", activity, name="activity"),
    path("agenda/<slug:slug>/<str:key>/", session, name="session"),
    path("ma-feuille/", feuille, name="feuille"),
    path("<slug:territory>/agenda/", agenda, name="territory_agenda"),
    path("<slug:territory>/agenda/affiche.<str:form>", poster, name="poster"),
]
